"""Numbers, names and dates of a written sentence, looked up in the passages it cites."""

import datetime as dt

import pytest

from bot.named import carries_name, names_in
from bot.sentences import sentence_spans
from bot.types import Passage
from bot.written.facts import Fact, FactKind, in_their_dates, lacking
from bot.written.figures import figures

TEXT = (
    "President Joe Biden of the United States won 306 votes on Tuesday, a Brazilian minister said. "
    "Andrés Manuel López Obrador of Mexico gave $2.5 million, about 9 percent, to the Group of 20. "
    "They had met on Nov. 7 and talked for 21 days."
)


def passage(text: str = TEXT, date: dt.date | None = dt.date(2020, 12, 15)) -> Passage:
    spans = tuple(sentence_spans(text))
    return Passage("a", 0, 0, len(text), text, spans, title="Votes counted", date=date)


def missing(text: str) -> list[str]:
    return [f.text for f in lacking(text, [passage()])]


@pytest.mark.parametrize(
    "text",
    [
        "Biden got more than 300 votes.",
        "Joe Biden got nearly 310 votes.",
        "He gave 2,500,000 dollars, or 9%.",
        "They talked for three weeks.",
        "Obrador met Biden on November 7.",
        "Lopez Obrador spoke on December 15.",
        "Biden’s votes were counted in December.",
        "Brazil was there, and America’s president too.",
        "The G20 got money.",
        "The U.S. voted 38 days after November 7.",
    ],
)
def test_what_the_passage_has_in_other_words_is_found(text: str) -> None:
    assert missing(text) == []


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("Biden got more than 320 votes.", "320"),
        ("Biden got 232 votes.", "232"),
        ("He gave money, 10 percent of it.", "10 percent"),
        ("They talked for four weeks.", "four weeks"),
        ("Obrador met Biden on November 8.", "November 8"),
        ("Obrador met Biden on Wednesday.", "Wednesday"),
        ("Votes were counted by Donald Trump.", "Donald Trump"),
        ("Merkel praised the vote.", "Merkel"),
        ("The G7 got money.", "G7"),
    ],
)
def test_what_the_passage_lacks_is_named(text: str, lacks: str) -> None:
    assert missing(text) == [lacks]


def test_without_a_passage_every_fact_is_lacking() -> None:
    kinds = {f.kind for f in lacking("In 2016 Joe Biden got 306 votes.", [])}
    assert kinds == {FactKind.DATE, FactKind.NAME, FactKind.NUMBER}


def test_a_fact_may_stand_in_any_of_the_passages() -> None:
    other = passage("Putin waited 40 days.", None)
    assert lacking("Putin waited 40 days and Biden got 306 votes.", [passage(), other]) == ()
    assert lacking("Putin waited 40 days.", [passage()]) == (
        Fact(FactKind.NUMBER, "40 days"),
        Fact(FactKind.NAME, "Putin"),
    )


def test_a_year_is_no_number_more_than_which_there_are() -> None:
    known = passage("It was built in April 2017 by more than 200 people.")
    assert [f.text for f in lacking("Over 2,000 people built it.", [known])] == ["2,000"]


def test_a_range_names_its_first_and_its_last_day() -> None:
    known = [passage("The summit took place on Dec. 8-10.")]
    for told in ("It began on December 8.", "It ended on 10 December.", "It ran December 8-10."):
        assert lacking(told, known) == ()
    assert [f.text for f in lacking("It was held on December 9.", known)] == ["December 9"]


def test_a_judge_gets_the_passages_own_word_for_a_day() -> None:
    text = in_their_dates("Biden won on December 15.", [passage()])
    assert text == "Biden won on Tuesday."
    assert in_their_dates("Biden won on December 14.", [passage()]).endswith("December 14.")


def test_numbers_are_read_in_digits_and_in_words() -> None:
    read = [
        (f.value, f.is_percent) for f in figures("A dozen of twenty-three, 5 percent, 1.5bn, 1-2")
    ]
    assert read == [(12, False), (23, False), (5, True), (1.5e9, False), (1, False), (2, False)]


def test_an_opening_word_is_a_name_only_before_a_verb() -> None:
    assert names_in("Merkel said so.") == ["Merkel"]
    assert names_in("Critics said so.") == []
    assert names_in("Unnamed U.S. officials told Ann Bo.") == ["U.S.", "Ann Bo"]


@pytest.mark.parametrize(
    ("text", "name", "carried"),
    [
        ("The WHO said so.", "World Health Organization", True),
        ("The F.B.I. came.", "Federal Bureau of Investigation", True),
        ("The CDC warned.", "Centers for Disease Control and Prevention", True),
        ("Who said so?", "World Health Organization", False),
        ("CBS said so.", "Centers for Disease Control", False),
        ("JB said so.", "Joe Biden", False),  # two letters are anybody's
    ],
)
def test_a_long_name_is_carried_by_its_abbreviation(text: str, name: str, carried: bool) -> None:
    assert carries_name(text, name) is carried


def test_a_country_carries_its_people_and_no_other() -> None:
    assert carries_name("Lebanese officials", "Lebanon")
    assert carries_name("the British", "U.K.")
    assert not carries_name("Austrian officials", "Australia")
