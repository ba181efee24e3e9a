"""Names of a query that no article has."""

import pytest

from bot.absent import absent_names

TEXTS = ("The WHO praised German scientists.", "Biden spoke in the Netherlands.")


def absent(query: str, *standing: str) -> tuple[str, ...]:
    return absent_names(query, TEXTS, lambda word: word.lower() in standing)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("When was Harvey Weinstein sentenced?", ("Harvey Weinstein",)),
        ("When did Joe Biden meet Ann Lee?", ("Ann Lee",)),  # the last word is enough
        ("What did the World Health Organization say?", ()),
        ("What happened in Germany?", ()),
        ("What happened in February, on Monday?", ()),
        ("Who won Super Bowl LIV?", ("Super Bowl LIV",)),
        ("who was harvey weinstein?", ()),  # nobody knows that it is a name
        ("Fog brought it down", ()),
        ("Weinstein Convicted Of Rape In New York", ()),  # a headline
    ],
)
def test_a_name_is_absent_where_no_passage_has_it(query: str, names: tuple[str, ...]) -> None:
    assert absent(query) == names


def test_a_name_that_stands_in_a_passage_not_found_is_there() -> None:
    assert not absent("When was Harvey Weinstein sentenced?", "weinstein")
    assert not absent("Who left Robin Hood?", "robinhood")
    assert not absent("Who won Super Bowl LIV?", "bowl")  # may stand as "Super Bowl 54"


def test_a_people_is_there_with_its_country() -> None:
    assert not absent("What did the Dutch say?")
    assert not absent("What did the French say?", "france")
    assert absent("What did the French say?") == ("French",)
