"""Names told by their capitals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.names import names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who is Jan van Eyck?", ["Jan van Eyck"]),
        ("When did the Bank of England act?", ["Bank of England"]),
        ("Did Vladimir Putin and Joe Biden talk?", ["Vladimir Putin", "Joe Biden"]),
        ("He met Trump, Putin", ["Trump", "Putin"]),
        ("When was Apollo 11 launched?", ["Apollo 11"]),
        ("Why did Pfizer’s chief leave on Monday?", ["Pfizer"]),
        ("Ever Given", ["Ever Given"]),
        ("Bolsonaro", ["Bolsonaro"]),
        ("Snow fell on Bolsonaro.", ["Bolsonaro"]),  # "Snow" has its capital from the sentence
        ("On 3 July he left", []),
        ("The US and the WHO met the EU.", ["US", "WHO", "EU"]),
        ("Did the IT workers strike?", ["IT"]),
        ("WHO DID IT? OK", []),
        ("Why?", []),
        ("", []),
    ],
)
def test_a_run_of_capitals_is_a_name(text: str, expected: list[str]) -> None:
    assert [n.text for n in names(text)] == expected


def test_a_word_that_opens_a_text_may_be_known_for_a_name() -> None:
    found = names("Putin congratulated Biden", {"Putin"}.__contains__)
    assert [n.text for n in found] == ["Putin", "Biden"]


def test_what_stands_after_a_preposition_is_aside() -> None:
    putin, trump, helsinki = names("Did Putin talk with the Trump team in Helsinki?")
    assert (putin.is_aside, trump.is_aside, helsinki.is_aside) == (False, True, True)
    assert (trump.is_place, helsinki.is_place) == (False, True)


@given(st.text())
def test_a_name_stands_where_it_says(text: str) -> None:
    found = names(text)
    assert all(text[n.start : n.end] == n.text for n in found)
    assert [n.start for n in found] == sorted({n.start for n in found})
