"""Claim + sentences → what the judge makes of each: with what it stands with and, where that may
decide, without its title too. What can be quoted must decide, not its title."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.candidates import Candidate
from bot.protocols import Judge

__all__ = ["judged"]

MAY_DECIDE = 0.5  # probability from which a sentence is judged without its title, too
SIDES = slice(0, 2)  # the columns of supported and refuted


def judged(claim: str, candidates: Sequence[Candidate], judge: Judge) -> NDArray[np.float64]:
    """(n, 3) probabilities of supported, refuted and not enough: by context and, of those for
    which that may decide, in the mean with what the judge says without the title."""
    contexts = [c.context for c in candidates]
    rows = np.array(judge.judge([claim] * len(contexts), contexts), dtype=np.float64)
    deciding = [n for n, row in enumerate(rows) if row[SIDES].max() >= MAY_DECIDE]
    if deciding:
        untitled = [candidates[n].untitled for n in deciding]
        rows[deciding] = (rows[deciding] + judge.judge([claim] * len(untitled), untitled)) / 2
    return rows
