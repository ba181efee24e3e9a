"""Values of single cases → figures with 95 % bootstrap intervals."""

import math
import string
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.words import fold

__all__ = [
    "Figure",
    "Floats",
    "Latency",
    "Measured",
    "figure",
    "latency",
    "mean_figure",
    "mean_figures",
    "share_interval",
    "token_f1",
]

Floats: TypeAlias = NDArray[np.float64]
Statistic: TypeAlias = Callable[[NDArray[np.intp]], float]
RESAMPLES = 1_000
SEED = 20_260
PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure over n cases and its 95 % interval; all None where there is no case for it."""

    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Latency:
    """How long single cases took."""

    median_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run gave: its figures by name, and the milliseconds each of its cases took."""

    figures: Mapping[str, Figure]
    ms: Sequence[float]

    @property
    def latency(self) -> Latency:
        """Median and 95th percentile of the times."""
        return latency(self.ms)


def mean_figure(values: Sequence[float] | Floats) -> Figure:
    """The mean of n values."""
    return mean_figures(np.asarray(values, dtype=float).reshape(-1, 1))[0]


def mean_figures(values: Floats) -> list[Figure]:
    """The means of the columns of (n, k) values, resampled by whole rows."""
    n, k = values.shape
    if not n:
        return [Figure(None, None, None, 0)] * k
    rng = np.random.default_rng(SEED)
    # How often each row is drawn; all resamples at once would be large for 20,000 pairs.
    means = np.array([rng.multinomial(n, [1 / n] * n) @ values / n for _ in range(RESAMPLES)])
    low, high = np.percentile(means, (2.5, 97.5), axis=0)
    centre = values.mean(axis=0)
    rows = zip(centre.tolist(), low.tolist(), high.tolist(), strict=True)
    return [Figure(value, a, b, n) for value, a, b in rows]


def figure(value: float, statistic: Statistic, n: int) -> Figure:
    """A statistic of n cases: its value, and the same of resamples.

    `statistic` gets the (n,) numbers of the cases to look at. Where the value is NaN (AUROC of one
    class alone) there is no figure; resamples that give NaN are left out.
    """
    if not n or np.isnan(value):
        return Figure(None, None, None, n)
    rng = np.random.default_rng(SEED)
    found = np.array([statistic(rng.integers(0, n, n)) for _ in range(RESAMPLES)])
    low, high = np.nanpercentile(found, (2.5, 97.5))
    return Figure(float(value), float(low), float(high), n)


def share_interval(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share of few cases, where resampling the same few shows no spread.

    Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", 1927.
    """
    z2, share = 1.96**2, hits / n
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = math.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def latency(ms: Sequence[float]) -> Latency:
    """Median and 95th percentile of at least one time in milliseconds."""
    median, p95 = np.percentile(np.asarray(ms), (50, 95))
    return Latency(float(median), float(p95))


def token_f1(found: str, answers: Sequence[str]) -> float:
    """The best F1 of a text's words with those of an answer: Rajpurkar et al., "SQuAD", 2016, 6.1.

    Case, punctuation and articles don't count; nor do accents, and a curly quote is a quote.
    """
    return max((_f1(_tokens(found), _tokens(a)) for a in answers), default=0.0)


def _f1(found: list[str], answer: list[str]) -> float:
    if not found or not answer:
        return float(found == answer)
    shared = (Counter(found) & Counter(answer)).total()
    return 2 * shared / (len(found) + len(answer))


def _tokens(text: str) -> list[str]:
    return [w for w in fold(text).translate(PUNCTUATION).split() if w not in ("a", "an", "the")]
