"""Sketches: near-copies are alike, others are not, corrections are apart."""

import random

import pytest

from bot.copies import SAME_ARTICLE, bands, corrected, likeness, shingles, sketch
from tests.fakes import article, cut

WORDS = [f"{a}{b}{c}" for a in "bdfgklmnpr" for b in "aeiou" for c in "bdgklmnprt"]


def story(seed: int, words: int = 400) -> list[str]:
    return random.Random(seed).choices(WORDS, k=words)


def edited(text: list[str], share: float, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    return [chance.choice(WORDS) if chance.random() < share else w for w in text]


def exact(one: str, other: str) -> float:
    a, b = shingles(one), shingles(other)
    return len(a & b) / len(a | b)


@pytest.mark.parametrize("share", [0, 0.02, 0.05, 0.1, 0.3, 1])
def test_likeness_is_the_share_of_shingles_in_common(share: float) -> None:
    found, wanted = [], []
    for seed in range(5):
        one, other = " ".join(story(seed)), " ".join(edited(story(seed), share, seed + 99))
        found.append(likeness(sketch(one, correction=False), sketch(other, correction=False)))
        wanted.append(exact(one, other))
    assert sum(found) / 5 == pytest.approx(sum(wanted) / 5, abs=0.06)


def test_near_copies_share_a_band_and_others_none() -> None:
    """Of 50 stories with one word in forty changed all are found; of as many others none is."""
    missed = 0
    for seed in range(50):
        one = sketch(" ".join(story(seed)), correction=False)
        other = sketch(" ".join(edited(story(seed), 0.025, seed)), correction=False)
        assert likeness(one, other) > SAME_ARTICLE
        missed += not set(bands(one)) & set(bands(other))
        assert not set(bands(one)) & set(
            bands(sketch(" ".join(story(seed + 100)), correction=False))
        )
    assert missed <= 1


def test_a_correction_is_no_copy_of_what_it_repeats() -> None:
    plain, correction = (sketch("One two three four.", correction=c) for c in (False, True))
    assert likeness(plain, correction) == 0
    assert not set(bands(plain)) & set(bands(correction))
    assert likeness(correction, correction) == 1
    assert corrected(cut(article("He fell. Our report wrongly said that he jumped.")))
    assert not corrected(cut(article("He fell. He jumped.")))


def test_a_sketch_is_the_same_in_every_run() -> None:
    """They are kept in the index: another would make all stored ones useless."""
    made = sketch("Putin waited until December to congratulate Biden.", correction=False)
    assert len(made) == 1 + 128 * 4
    assert made[:13].hex() == "004040f847c820571be5e99b1c"


def test_a_text_of_a_word_or_none_has_a_sketch() -> None:
    assert likeness(sketch("Snow.", correction=False), sketch("Snow!", correction=False)) == 1
    assert likeness(sketch("Snow.", correction=False), sketch("Rain.", correction=False)) < 0.1
