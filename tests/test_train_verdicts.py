"""models/train/verdicts.py: raw scores of pairs → the sharpness and shift of probabilities."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.evaluate.labelled import Label, Pair
from models.calibration import Calibration, Scale
from models.train.verdicts import Seen, calibrate_verdicts, report_sides

RAW = Calibration(1.0, 0.0, 0.0, 0.5)


def seen(
    name: str, *, bias: float, sharp: float = 1.0, n: int = 600, seed: int = 0, few: bool = False
) -> Seen:
    """Scores from which labels were drawn by softmax(sharp · scores), with `bias` put on those of
    not enough afterwards."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 2, (n, 3))
    powers = np.exp(sharp * logits)
    chances = powers / powers.sum(1, keepdims=True)
    labels = np.array([rng.choice(3, p=p) for p in chances])
    half = np.arange(n) % 2 == 0
    return Seen(name, logits + np.array([0, 0, bias]), labels, half, np.full(n, few))


def texts(*sets: Seen) -> Scale:
    return calibrate_verdicts(sets, RAW).texts


def sentences(*sets: Seen) -> Scale:
    return calibrate_verdicts(sets, RAW).sentences


def test_a_bias_towards_not_enough_is_taken_off() -> None:
    plain, biased = (texts(seen("a", bias=b)) for b in (0.0, 2.0))
    assert plain.shift[0] == biased.shift[0] == 0.0
    assert biased.sharpness == pytest.approx(plain.sharpness, abs=0.02)
    assert biased.shift[2] == pytest.approx(plain.shift[2] - 2.0 * plain.sharpness, abs=0.05)


def test_scores_that_are_too_sure_are_softened() -> None:
    assert texts(seen("a", bias=0.0, sharp=0.4)).sharpness < 0.6


def test_a_family_of_sets_counts_once() -> None:
    many = [seen(f"summedits-{n}", bias=3.0, seed=n) for n in range(5)]
    other = seen("fever-x", bias=0.0, seed=9)
    one = texts(many[0], other).shift[2]
    five = texts(*many, other).shift[2]
    apart = [replace(s, name=f"s{n}-x") for n, s in enumerate(many)]
    assert five == pytest.approx(one, abs=0.35)
    assert texts(*apart, other).shift[2] < five - 0.3


def test_short_evidence_has_a_scale_of_its_own() -> None:
    short, long = seen("a", bias=2.0, few=True), seen("b", bias=0.0, seed=1)
    assert sentences(short, long).shift[2] < texts(short, long).shift[2] - 0.4
    assert sentences(short, long) == sentences(short)
    assert sentences(long) == Scale()  # nothing to fit it on


def test_a_set_that_does_not_tell_refuted_from_not_enough_has_no_part_in_it() -> None:
    short = seen("a", bias=0.0, few=True)
    two_way = seen("c", bias=3.0, seed=2, few=True)
    two_way.labels[two_way.labels > 0] = 3
    assert sentences(short, two_way) == sentences(short)
    assert texts(short, two_way) != texts(short)


def test_half_of_the_weight_is_of_what_we_wrote() -> None:
    ours = seen("written", bias=0.0, few=True)
    others = [seen(f"{c}-x", bias=3.0, seed=3, few=True) for c in "abcd"]
    alone, with_one, with_four = (
        sentences(ours, *some).shift[2] for some in ([], others[:1], others)
    )
    assert alone > with_one + 0.3
    assert with_four == pytest.approx(with_one, abs=0.01)


def test_a_set_of_one_label_has_no_part_in_it() -> None:
    ours, other = seen("written", bias=0.0, few=True), seen("a-x", bias=3.0, seed=3, few=True)
    single = seen("b-x", bias=0.0, seed=4, few=True)
    single.labels[:] = 0
    assert sentences(ours, other, single) == sentences(ours, other)


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
