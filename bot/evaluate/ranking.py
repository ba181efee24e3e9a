"""Where the first right passage stands → recall, MRR and nDCG: the one definition of the rank
figures, for `eval retrieval`, the pytest plugin and the benchmark against peers alike.

One right passage is enough and only the first counts, since a question is answered by one: further
right ones neither help nor, being ranked badly, harm. So recall@k is the share of questions with
one among the first k, and the ideal of nDCG@10 is one right passage at rank 1.
"""

from collections.abc import Sequence

import ir_measures
import numpy as np
from ir_measures import RR, R, nDCG
from numpy.typing import NDArray

__all__ = ["DEPTH", "MEASURES", "rank_values"]

DEPTH = 20  # how far down a right passage is looked for
MEASURES = {
    "recall@1": R @ 1,
    "recall@5": R @ 5,
    "recall@20": R @ DEPTH,
    "MRR": RR @ DEPTH,
    "nDCG@10": nDCG @ 10,
}


def rank_values(ranks: Sequence[int | None]) -> NDArray[np.float64]:
    """(n, len(MEASURES)) values in 0..1: a row for the rank, from 1, of each question's first right
    passage. None, or a rank below DEPTH, is a miss.
    """
    wanted = {str(n): {"right": 1} for n in range(len(ranks))}
    run = {str(n): _run(rank) for n, rank in enumerate(ranks)}
    rows = np.zeros((len(ranks), len(MEASURES)))
    columns = {measure: k for k, measure in enumerate(MEASURES.values())}
    for found in ir_measures.iter_calc(MEASURES.values(), wanted, run):
        rows[int(found.query_id), columns[found.measure]] = found.value
    return rows


def _run(rank: int | None) -> dict[str, float]:
    """A ranking of DEPTH passages with the right one at a rank, scored for ir_measures."""
    return {"right" if k == rank else f"wrong {k}": float(-k) for k in range(1, DEPTH + 1)}
