"""Words, folded and stemmed."""

import sys
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from anyascii import anyascii
from hypothesis import given
from hypothesis import strategies as st

from bot.words import STOP_WORDS, composed, content_stems, fold, stem, stems, words


def texts(text: str) -> list[str]:
    return [w.text for w in words(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("López", "Lopez"),
        ("BRASÍLIA", "Brasilia"),
        ("congratulates", "congratulated"),
        ("congratulating", "Congratulate"),
        ("electors", "elector"),
        ("1,000", "1000"),
    ],
)
def test_words_that_mean_the_same_meet(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("Iran", "Iraq"), ("306", "232"), ("1.5", "15")])
def test_words_that_differ_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads that are interrupted as often as can be."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty_threads")
def test_two_may_ask_for_stems_at_once() -> None:
    some = [*sorted(STOP_WORDS), "congratulations", "electoral", "hesitated", "organisations"]
    anew = stem.__wrapped__  # not what the cache has
    alone = [anew(word) for word in some]
    with ThreadPoolExecutor(4) as threads:
        rounds = threads.map(lambda _: [anew(word) for word in some], range(40))
    assert all(stems == alone for stems in rounds)


def test_other_scripts_are_transliterated() -> None:
    assert fold("Путин") == "putin"
    assert fold("Łódź, Đorđe, ß") == "lodz, dorde, ss"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Putin’s win, Biden's loss", ["Putin", "s", "win", "Biden", "s", "loss"]),
        ("didn’t O'Brien rock'n'roll", ["didn’t", "O'Brien", "rock'n'roll"]),
        ("306–232 at 3:34, or 1,000.5", ["306", "232", "at", "3:34", "or", "1,000.5"]),
        ("trans-Atlantic snake_case", ["trans", "Atlantic", "snake", "case"]),
        ("COVID19 4th", ["COVID", "19", "4", "th"]),
        ("… — “” ?!", []),
        ("", []),
    ],
)
def test_text_is_taken_apart_into_words_and_numbers(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_a_word_knows_whether_it_is_a_number_or_capitalised() -> None:
    four, biden, wins = words("4 Biden wins")
    assert (four.is_number, biden.is_number) == (True, False)
    assert (biden.is_capitalised, wins.is_capitalised) == (True, False)


def test_grammar_is_left_out_and_negation_kept() -> None:
    assert content_stems("Who did not say that he would never go?") == ["not", "never", "go"]
    assert not {"not", "no", "never", "without", "against"} & STOP_WORDS


def test_an_accent_of_its_own_is_joined_to_its_letter() -> None:
    apart = unicodedata.normalize("NFD", "López Obrador")
    assert texts(apart) != ["López", "Obrador"]
    assert texts(composed(apart)) == ["López", "Obrador"]


def test_half_a_character_is_replaced_so_that_text_can_be_stored() -> None:
    assert composed("a\ud83db").encode("utf-8") == "a\ufffdb".encode()


@given(st.text())
def test_words_stand_where_they_say_in_any_text(text: str) -> None:
    end = 0
    for word in words(text):
        assert word.span.of(text) == word.text != ""
        assert word.span.start >= end
        end = word.span.end
        assert word.stem == stem(word.text)


@given(st.text())
def test_composed_text_is_left_as_it_is_the_second_time(text: str) -> None:
    assert composed(composed(text)) == composed(text)


@given(st.text() | st.text("aB1’'.,- éД"))
def test_stems_are_those_of_the_words(text: str) -> None:
    assert stems(text) == [w.stem for w in words(text)]
    matter = [w.stem for w in words(text) if fold(w.text) not in STOP_WORDS]
    assert content_stems(text) == matter


@given(st.text(st.characters(max_codepoint=127)))
def test_folding_ascii_is_lowering_it(text: str) -> None:
    assert fold(text) == anyascii(text).lower() == text.lower()
