"""models/train/verdicts.py: raw scores of pairs → the sharpness and shift of probabilities."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.evaluate.labelled import Label, Pair
from models.reader import Calibration
from models.train.verdicts import Seen, calibrate_verdicts, report_sides

RAW = Calibration(1.0, 0.0, 0.0, 0.5)


def seen(name: str, *, bias: float, sharp: float = 1.0, n: int = 600, seed: int = 0) -> Seen:
    """Scores from which labels were drawn by softmax(sharp · scores), with `bias` put on those of
    not enough afterwards."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 2, (n, 3))
    powers = np.exp(sharp * logits)
    chances = powers / powers.sum(1, keepdims=True)
    labels = np.array([rng.choice(3, p=p) for p in chances])
    return Seen(name, logits + np.array([0, 0, bias]), labels, np.arange(n) % 2 == 0)


def test_a_bias_towards_not_enough_is_taken_off() -> None:
    plain, biased = (calibrate_verdicts([seen("a", bias=b)], RAW) for b in (0.0, 2.0))
    assert plain.shift[0] == biased.shift[0] == 0.0
    assert biased.sharpness == pytest.approx(plain.sharpness, abs=0.02)
    assert biased.shift[2] == pytest.approx(plain.shift[2] - 2.0 * plain.sharpness, abs=0.05)


def test_scores_that_are_too_sure_are_softened() -> None:
    assert calibrate_verdicts([seen("a", bias=0.0, sharp=0.4)], RAW).sharpness < 0.6


def test_a_family_of_sets_counts_once() -> None:
    many = [seen(f"summedits-{n}", bias=3.0, seed=n) for n in range(5)]
    other = seen("fever-x", bias=0.0, seed=9)
    one = calibrate_verdicts([many[0], other], RAW).shift[2]
    five = calibrate_verdicts([*many, other], RAW).shift[2]
    apart = [Seen(f"s{n}-x", s.logits, s.labels, s.fitted) for n, s in enumerate(many)]
    assert five == pytest.approx(one, abs=0.35)
    assert calibrate_verdicts([*apart, other], RAW).shift[2] < five - 0.3


class Agreeing:
    """A judge to whom every claim that is its own evidence is true, and every other false."""

    def judge(self, claims: Sequence[str], evidence: Sequence[str]) -> NDArray[np.float64]:
        same = np.array([a == b for a, b in zip(claims, evidence, strict=True)], dtype=float)
        return np.stack([same, 1 - same, np.zeros(len(same))], axis=1)


def test_of_sides_only_what_is_decided_counts(capsys: pytest.CaptureFixture[str]) -> None:
    reader: Any = Agreeing()
    report_sides(
        reader,
        [
            Pair("a", ("a",), Label.SUPPORTED),
            Pair("a", ("b",), Label.REFUTED),
            Pair("c", ("c",), Label.REFUTED),  # wrong
            Pair("c", ("c",), Label.NOT_ENOUGH_EVIDENCE),  # left out
        ],
    )
    assert "0.667 (n=3)" in capsys.readouterr().out
