"""bot.closest: which sentences are shown for a claim that nothing speaks for or against."""

import numpy as np
import pytest

from bot.candidates import candidates_of
from bot.closest import closest, overlap
from tests.fakes import article, hits

CLAIM = "Ann won the long race."
TEXT = "Ann ran a long race. Bob came in first. It rained."


def told(*bearing: float, text: str = TEXT, claim: str = CLAIM) -> list[str]:
    """The sentences chosen when the n-th bears on the claim with a probability."""
    rows = np.array([(b / 2, b / 2, 1 - b) for b in bearing])
    return [c.quote for c in closest(claim, candidates_of(hits(article(text))), rows)]


@pytest.mark.parametrize(
    ("bearing", "chosen"),
    [
        ((0.1, 0.6, 0.2), ["Bob came in first.", "Ann ran a long race."]),
        ((0.6, 0.4, 0.2), ["Ann ran a long race."]),  # both at once
        ((0.1, 0.2, 0.2), ["Ann ran a long race."]),  # none bears on it
    ],
)
def test_the_likeliest_to_decide_comes_before_the_most_alike(
    bearing: tuple[float, ...], chosen: list[str]
) -> None:
    assert told(*bearing) == chosen


def test_what_is_not_near_is_not_shown() -> None:
    assert told(0.1, 0.2, 0.2, claim="Carla sold her boat.") == []
    assert closest(CLAIM, [], np.zeros((0, 3))) == ()


def test_the_same_words_are_shown_once() -> None:
    assert told(0.1, 0.7, text="Ann ran a long race. Ann ran  a long race.") == [
        "Ann ran  a long race."
    ]


def test_of_two_that_share_as_much_the_shorter_is_the_more_alike() -> None:
    short = "Ann won a race."
    assert overlap(CLAIM, short) > overlap(CLAIM, f"{short} It rained in the town that day.")
