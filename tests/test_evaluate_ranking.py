"""The rank figures against their formulas, written out."""

import math

import pytest

from bot.evaluate.ranking import DEPTH, MEASURES, rank_values


def by_hand(rank: int | None) -> list[float]:
    """Recall@1/5/20, 1 / rank, and 1 / log2(1 + rank) down to 10: Järvelin and Kekäläinen, 2002."""
    if rank is None or rank > 20:
        return [0.0] * 5
    gain = 1 / math.log2(1 + rank) if rank <= 10 else 0.0
    return [float(rank <= 1), float(rank <= 5), 1.0, 1 / rank, gain]


def test_every_rank_by_the_formulas() -> None:
    ranks = [*range(1, DEPTH + 3), None]
    for rank, row in zip(ranks, rank_values(ranks).tolist(), strict=True):
        assert row == pytest.approx(by_hand(rank)), rank


def test_no_question_is_no_row() -> None:
    assert rank_values([]).shape == (0, len(MEASURES))
