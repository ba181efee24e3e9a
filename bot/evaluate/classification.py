"""Scores and classes of single cases → figures of how well they tell cases apart.

The figures are scikit-learn's. It takes 4 to 9 ms a call, too long for the 1,000 resamples of an
interval, so those are made by the same formulas in numpy (0.05 ms; compared in the tests).
"""

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import balanced_accuracy_score, f1_score, roc_auc_score

from bot.evaluate.metrics import Figure, Floats, figure

__all__ = [
    "BINS",
    "Bools",
    "auroc",
    "balanced_accuracy",
    "bins_of",
    "calibration_error",
    "macro_f1",
]

Bools = NDArray[np.bool_]
BINS = 10  # of a reliability diagram, equally wide


def auroc(scores: Floats, labels: Bools) -> Figure:
    """The chance that a true one of n cases scores above a false one; none without both."""
    both = 0 < labels.sum() < len(labels)
    value = roc_auc_score(labels, scores) if both else np.nan
    return figure(float(value), lambda i: fast_auroc(scores[i], labels[i]), len(labels))


def macro_f1(truth: NDArray[np.intp], chosen: NDArray[np.intp]) -> Figure:
    """The mean F1 of the classes that occur in the truth; one never chosen counts 0."""
    classes = np.unique(truth)
    value = (
        f1_score(truth, chosen, labels=classes, average="macro", zero_division=0.0)
        if len(truth)
        else np.nan
    )
    return figure(float(value), lambda i: fast_macro_f1(truth[i], chosen[i]), len(truth))


def balanced_accuracy(truth: Bools, said: Bools) -> Figure:
    """The mean of the shares right of the true and of the false cases; none without both."""
    both = 0 < truth.sum() < len(truth)
    value = balanced_accuracy_score(truth, said) if both else np.nan
    return figure(float(value), lambda i: fast_balanced_accuracy(truth[i], said[i]), len(truth))


def calibration_error(confidence: Floats, right: Bools) -> Figure:
    """How far confidence and share right lie apart, mean over the cases of BINS bins, 0..1.

    Expected calibration error: Guo et al., "On Calibration of Modern Neural Networks", 2017, (3).
    """
    n = len(right)
    value = _calibration_error(confidence, right) if n else np.nan
    return figure(value, lambda i: _calibration_error(confidence[i], right[i]), n)


def bins_of(confidence: Floats) -> NDArray[np.intp]:
    """The bin, 0 to BINS - 1, of each confidence in 0..1; 1.0 is in the last."""
    bins: NDArray[np.intp] = np.minimum((confidence * BINS).astype(np.intp), BINS - 1)
    return bins


def fast_auroc(scores: Floats, labels: Bools) -> float:
    """AUROC by the rank sum (Mann and Whitney, 1947); NaN without both classes."""
    true = int(labels.sum())
    false = len(labels) - true
    if not true or not false:
        return float("nan")
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = np.cumsum(count) - (count - 1) / 2  # from 1, the mean of those that tie
    return float((ranks[place][labels].sum() - true * (true + 1) / 2) / (true * false))


def fast_macro_f1(truth: NDArray[np.intp], chosen: NDArray[np.intp]) -> float:
    """Macro F1 over the classes of the truth: 2 · both / (true + chosen) of each, their mean."""
    size = int(max(truth.max(), chosen.max())) + 1
    both = np.bincount(truth[truth == chosen], minlength=size)
    true = np.bincount(truth, minlength=size)
    total = true + np.bincount(chosen, minlength=size)
    return float((2 * both[true > 0] / total[true > 0]).mean())


def fast_balanced_accuracy(truth: Bools, said: Bools) -> float:
    """The mean of sensitivity and specificity; NaN without both classes."""
    if not truth.any() or truth.all():
        return float("nan")
    return float((said[truth].mean() + (~said[~truth]).mean()) / 2)


def _calibration_error(confidence: Floats, right: Bools) -> float:
    gaps = np.bincount(bins_of(confidence), weights=confidence - right, minlength=BINS)
    return float(np.abs(gaps).sum() / len(confidence))
