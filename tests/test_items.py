"""bot.items: marks become whole names, and lists their items."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.items import itemised, whole_name
from bot.types import Span

LEADERS = (
    "It leaves Russia’s Vladimir Putin, Brazil’s Jair Bolsonaro, Mexico’s Andrés Manuel López "
    "Obrador and North Korea’s Kim Jong Un as those who have not acknowledged the result."
)


def marks(text: str, *parts: str) -> list[Span]:
    return [Span(text.index(p), text.index(p) + len(p)) for p in parts]


def texts(text: str, *parts: str) -> list[str]:
    return [s.of(text) for s in itemised(marks(text, *parts), text)]


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("Then President Andrés Manuel López Obrador spoke.", "Obrador",
         "President Andrés Manuel López Obrador"),
        ("They met in Santa Fe, near Taos.", "Fe", "Santa Fe"),
        ("Biden and Kamala Harris both won.", "Kamala", "Kamala Harris"),
        (LEADERS, "Bolsonaro", "Jair Bolsonaro"),
        ("The Senate voted.", "Senate", "Senate"),
        ("He went home. Ann stayed.", "Ann", "Ann"),
        ("Ann’s brother came.", "Ann", "Ann"),
        ("Putin congratulated Biden Tuesday.", "Biden", "Biden"),
        ("On Tuesday Putin wrote.", "Putin", "Putin"),
        ("In December Biden won.", "Biden", "Biden"),
        ("Slovak President Zuzana Čaputová won.", "Zuzana", "Slovak President Zuzana Čaputová"),
        ("It cost 4 million dollars.", "4 million", "4 million"),
        ("They met in the capital.", "the capital", "the capital"),
    ],
)  # fmt: skip
def test_a_part_of_a_name_becomes_the_name(text: str, part: str, whole: str) -> None:
    assert whole_name(marks(text, part)[0], text).of(text) == whole


def test_a_list_marked_as_one_is_taken_apart() -> None:
    text = "The main parties are Fianna Fáil and Fine Gael."
    assert texts(text, "Fianna Fáil and Fine Gael") == ["Fianna Fáil", "Fine Gael"]


def test_the_rest_of_a_list_is_marked_too() -> None:
    text = "The tribes were the Mohawk, Onondaga, Oneida, Cayuga and Seneca peoples."
    wanted = ["Mohawk", "Onondaga", "Oneida", "Cayuga", "Seneca"]
    assert texts(text, "Mohawk", "Seneca") == wanted


def test_those_who_own_an_item_are_no_part_of_it() -> None:
    wanted = ["Vladimir Putin", "Jair Bolsonaro", "Andrés Manuel López Obrador", "Kim Jong Un"]
    assert texts(LEADERS, "Vladimir Putin", "Kim Jong Un") == wanted


def test_one_name_alone_takes_no_other_with_it() -> None:
    text = "Ann Lee, Bo Ray and Cy Poe came."
    assert texts(text, "Bo") == ["Bo Ray"]
    asked_for_several = itemised(marks(text, "Bo"), text, several=True)
    assert [s.of(text) for s in asked_for_several] == ["Ann Lee", "Bo Ray", "Cy Poe"]


def test_two_parts_of_one_name_are_one_mark() -> None:
    assert texts("Then Joseph R. Biden spoke.", "Joseph", "Biden") == ["Joseph R. Biden"]


@given(st.text(alphabet="Ab ,.’s&andof", max_size=60), st.data())
def test_whatever_is_marked_stays_marked_and_nothing_overlaps(
    text: str, data: st.DataObject
) -> None:
    ends = data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6))
    spans = [Span(min(p), max(p)) for p in itertools.pairwise(ends) if p[0] != p[1]]
    found = itemised(spans, text)
    assert found == sorted(found)
    assert all(not a.overlaps(b) for a, b in itertools.pairwise(found))
    assert all(s.end <= len(text) for s in found)
    assert all(any(f.overlaps(s) for f in found) for s in spans)


def test_an_endless_list_takes_no_time() -> None:
    text = "Ann" + " and the Bo" * 200 + " x"
    assert len(texts(text, text.removesuffix(" x"))) > 100
    assert texts(text, text) == [text]
