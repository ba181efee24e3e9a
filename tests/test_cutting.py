"""Streamed text → sentences with their marks."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.written.cutting import MOST_CHARACTERS, Cutter, Written


def cut(text: str, sizes: int = 3) -> list[Written]:
    cutter = Cutter()
    found: list[Written] = []
    for at in range(0, len(text), sizes):
        found += cutter.add(text[at : at + sizes])
    return [*found, *cutter.end()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Snow fell [1].", [("Snow fell.", (1,))]),
        ("Snow fell. [1]", [("Snow fell.", (1,))]),
        ("Snow fell.[1][3] It rained [2].", [("Snow fell.", (1, 3)), ("It rained.", (2,))]),
        ("Snow fell [1, 3]. Rain [2-4].", [("Snow fell.", (1, 3)), ("Rain.", (2, 3, 4))]),
        ("Snow fell 【2】.", [("Snow fell.", (2,))]),
        ("Snow fell [Source 2]. Hail [sources 1 and 2].",
         [("Snow fell.", (2,)), ("Hail.", (1, 2))]),
        ("“Snow fell.” [1] It rained.", [("“Snow fell.”", (1,)), ("It rained.", ())]),
        ("Mr. Biden won 306 votes [1]. So be it.", [("Mr. Biden won 306 votes.", (1,)),
                                                     ("So be it.", ())]),
        ("- Snow fell [1].\n- It rained [2].", [("Snow fell.", (1,)), ("It rained.", (2,))]),
        ("1. Snow fell [1]\n2. It rained [2]", [("Snow fell", (1,)), ("It rained", (2,))]),
        ("**Summary:** Snow fell [1].", [("Snow fell.", (1,))]),
        ("Snow fell.\n[1]", [("Snow fell.", (1,))]),
        ("Snow fell [0]. Hail [999].", [("Snow fell.", (0,)), ("Hail.", (999,))]),
        ("It costs 5 * 3 * 2 dollars [1].", [("It costs 5 * 3 * 2 dollars.", (1,))]),
        ("", []),
        ("[1]", []),
        ("* * *\n\n---", []),
    ],
)  # fmt: skip
def test_sentences_come_with_the_sources_they_name(
    text: str, expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    for sizes in (1, 3, 1000):
        assert [(w.text, w.marks) for w in cut(text, sizes)] == expected


def test_a_sentence_comes_as_soon_as_the_next_begins() -> None:
    cutter = Cutter()
    assert list(cutter.add("Snow fell. ")) == []  # its mark may still come
    assert list(cutter.add("[1")) == []
    assert list(cutter.add("] ")) == []
    assert list(cutter.add("It rained")) == [Written("Snow fell.", (1,))]
    assert list(cutter.add(" too.")) == []
    assert list(cutter.end()) == [Written("It rained too.")]


def test_a_sentence_that_never_ends_is_a_runaway() -> None:
    cutter = Cutter()
    list(cutter.add("Snow fell. "))
    assert not cutter.runaway
    list(cutter.add("and so on " * (MOST_CHARACTERS // 9)))
    assert cutter.runaway


@given(st.text(alphabet="Aab. !?[]12,/\n*-“”", max_size=80), st.integers(1, 7))
def test_no_text_is_lost_or_told_twice_however_it_is_cut_up(text: str, seed: int) -> None:
    rng, cutter, at = random.Random(seed), Cutter(), 0
    found: list[Written] = []
    while at < len(text):
        size = rng.randint(1, 6)
        found += cutter.add(text[at : at + size])
        at += size
    found += cutter.end()
    told = [w.text for w in found]
    assert all(any(c.isalnum() for c in t) and "\n" not in t for t in told)
    assert "".join(told).count("A") <= text.count("A")
