"""Claim + sentences → what the judge makes of each: with what it stands with and, where that may
decide, without its title too. What can be quoted must decide, not its title.

What stands in a passage that lacks a name of the claim's tells of somebody or something else: it
may support the claim by other words for it, and refutes nothing.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.candidates import Candidate
from bot.named import carries_name, names_in
from bot.protocols import Judge
from bot.types import Passage

__all__ = ["judged"]

MAY_DECIDE = 0.5  # probability from which a sentence is judged without its title, too
SIDES = slice(0, 2)  # the columns of supported and refuted
REFUTED, NOT_ENOUGH = 1, 2


def judged(claim: str, candidates: Sequence[Candidate], judge: Judge) -> NDArray[np.float64]:
    """(n, 3) probabilities of supported, refuted and not enough: by context and, of those for
    which that may decide, in the mean with what the judge says without the title."""
    contexts = [c.context for c in candidates]
    rows = np.array(judge.judge([claim] * len(contexts), contexts), dtype=np.float64)
    deciding = [n for n, row in enumerate(rows) if row[SIDES].max() >= MAY_DECIDE]
    if deciding:
        untitled = [candidates[n].untitled for n in deciding]
        rows[deciding] = (rows[deciding] + judge.judge([claim] * len(untitled), untitled)) / 2
    elsewhere = _of_others(claim, candidates)
    rows[elsewhere, NOT_ENOUGH] += rows[elsewhere, REFUTED]
    rows[elsewhere, REFUTED] = 0
    return rows


def _of_others(claim: str, candidates: Sequence[Candidate]) -> list[int]:
    """The places of those whose passage, title included, lacks a name that the claim has."""
    names = names_in(claim)
    lacking: dict[Passage, bool] = {}
    for passage in {c.hit.passage for c in candidates}:
        text = passage.titled_text
        lacking[passage] = not all(carries_name(text, name) for name in names)
    return [n for n, c in enumerate(candidates) if lacking[c.hit.passage]]
