"""Figures against values worked out by hand, and against scikit-learn."""

import numpy as np
import pytest
from sklearn.metrics import balanced_accuracy_score, f1_score, roc_auc_score

from bot.evaluate.classification import (
    auroc,
    balanced_accuracy,
    bins_of,
    calibration_error,
    fast_auroc,
    fast_balanced_accuracy,
    fast_macro_f1,
    macro_f1,
)
from bot.evaluate.metrics import (
    figure,
    latency,
    mean_figure,
    mean_figures,
    share_interval,
    token_f1,
)


def test_a_mean_has_the_interval_of_the_normal_approximation() -> None:
    values = [1.0] * 300 + [0.0] * 100  # sd of the mean: sqrt(.75 · .25 / 400) = .02165
    found = mean_figure(values)
    assert (found.value, found.n) == (0.75, 400)
    assert found.low == pytest.approx(0.75 - 1.96 * 0.02165, abs=0.005)
    assert found.high == pytest.approx(0.75 + 1.96 * 0.02165, abs=0.005)


def test_a_mean_is_the_same_in_every_run() -> None:
    assert mean_figure([0.0, 1.0, 1.0]) == mean_figure([0.0, 1.0, 1.0])


def test_a_mean_of_nothing_is_no_figure() -> None:
    found = mean_figure([])
    assert (found.value, found.low, found.high, found.n) == (None, None, None, 0)


def test_columns_are_resampled_by_whole_rows() -> None:
    column = np.array([0.0, 1.0, 1.0, 0.0, 1.0])
    first, second = mean_figures(np.column_stack([column, 1 - column]))
    assert first.low is not None
    assert second.high == pytest.approx(1 - first.low)


def test_a_constant_has_no_spread() -> None:
    found = mean_figure([1.0] * 9)
    assert (found.value, found.low, found.high) == (1.0, 1.0, 1.0)


def test_a_statistic_that_is_nan_is_no_figure() -> None:
    assert figure(float("nan"), lambda i: 1.0, 3).value is None


def test_the_interval_of_a_share_by_hand() -> None:
    assert share_interval(1, 1) == pytest.approx((0.2065, 1.0), abs=1e-4)
    assert share_interval(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert share_interval(300, 400) == pytest.approx((0.7053, 0.7899), abs=1e-3)


def test_latency_is_median_and_95th_percentile() -> None:
    took = latency([float(ms) for ms in range(1, 102)])
    assert (took.median_ms, took.p95_ms) == (51.0, 96.0)


@pytest.mark.parametrize(
    ("found", "answers", "f1"),
    [
        ("the Squid Game", ["“Squid Game”"], 1.0),  # articles and curly quotes don't count
        ("Juan López", ["Lopez"], 2 / 3),  # 1 of 2 words, 1 of 1
        ("in late 2019", ["2019", "late 2020"], 0.5),  # best of 1/3·1 and 1/3·1/2
        ("Berlin", ["Paris"], 0.0),
        ("", ["Paris"], 0.0),
        ("Paris", [], 0.0),
        ("a b b", ["b b b"], 0.8),  # "a" is an article: 2 of 2, 2 of 3
    ],
)
def test_token_f1(found: str, answers: list[str], f1: float) -> None:
    assert token_f1(found, answers) == pytest.approx(f1)


def test_auroc_counts_pairs_in_the_right_order_and_ties_by_half() -> None:
    scores, labels = np.array([0.9, 0.8, 0.8, 0.1]), np.array([True, False, True, False])
    # Pairs (true, false): .9>.8, .9>.1, .8=.8, .8>.1 → 3.5 of 4.
    assert auroc(scores, labels).value == pytest.approx(3.5 / 4)


def test_auroc_of_one_class_is_no_figure() -> None:
    assert auroc(np.array([0.1, 0.9]), np.array([True, True])).value is None
    assert auroc(np.array([]), np.array([], dtype=bool)).value is None


def test_macro_f1_by_hand() -> None:
    truth, chosen = np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1])
    # Class 0: 2·1/(2+1) = 2/3; class 1: 2·2/(2+3) = 4/5.
    assert macro_f1(truth, chosen).value == pytest.approx((2 / 3 + 4 / 5) / 2)


def test_balanced_accuracy_by_hand() -> None:
    truth, said = np.array([True, True, True, False]), np.array([True, True, False, False])
    assert balanced_accuracy(truth, said).value == pytest.approx((2 / 3 + 1) / 2)
    assert balanced_accuracy(truth[:3], said[:3]).value is None


def test_the_fast_formulas_agree_with_scikit_learn() -> None:
    rng = np.random.default_rng(1)
    for _ in range(20):
        truth, chosen = rng.integers(0, 3, 50), rng.integers(0, 4, 50)
        scores, labels = rng.integers(0, 9, 50) / 9, truth > 0
        assert fast_auroc(scores, labels) == pytest.approx(roc_auc_score(labels, scores))
        assert fast_macro_f1(truth, chosen) == pytest.approx(
            f1_score(truth, chosen, labels=np.unique(truth), average="macro", zero_division=0.0)
        )
        assert fast_balanced_accuracy(labels, chosen > 1) == pytest.approx(
            balanced_accuracy_score(labels, chosen > 1)
        )


def test_confidence_one_is_in_the_last_bin() -> None:
    assert bins_of(np.array([0.0, 0.0999, 0.1, 0.95, 1.0])).tolist() == [0, 0, 1, 9, 9]


def test_calibration_error_by_hand() -> None:
    confidence = np.array([0.95, 0.95, 0.55, 0.55])
    right = np.array([True, True, True, False])
    # Bin 9: |.95 - 1| of 2 cases; bin 5: |.55 - .5| of 2 cases → .05 everywhere.
    assert calibration_error(confidence, right).value == pytest.approx(0.05)
