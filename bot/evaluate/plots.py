"""What was measured → the pictures of a report, each with what it shows in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.evaluate.charts import Axes, area, bars, drawn, line, mark, spots, ticks
from bot.evaluate.classification import BINS, Bools, bins_of
from bot.evaluate.metrics import Figure, Floats, latency, mean_figure, share_interval

__all__ = ["KINDS", "Plot", "abstention", "latencies", "recall", "reliability", "spread"]

KINDS = ("one", "two", "three")  # classes of the style, one a line
SHARES = ticks(1.0, " %", scale=100)
LATENCY_BARS = 24
SPREAD_STEPS = 101


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture, its title, what to see in it, and the names of its lines in order of KINDS."""

    title: str
    note: str
    svg: str
    legend: tuple[str, ...] = ()


def recall(curves: Mapping[str, Sequence[Figure]]) -> Plot:
    """recall@1, @2, … of one to three methods, with intervals."""
    depth = max(map(len, curves.values()))
    steps = [1, *range(5, depth + 1, 5)] if depth >= 5 else range(1, depth + 1)
    axes = Axes("k passages looked at", "recall@k", [(k, str(k)) for k in steps], SHARES)
    parts = []
    for kind, curve in reversed([*zip(KINDS, curves.values(), strict=False)]):
        places = range(1, len(curve) + 1)
        lows, highs, means = (
            [(k, value or 0.0) for k, value in zip(places, values, strict=True)]
            for values in zip(*((f.low, f.high, f.value) for f in curve), strict=True)
        )
        titles = [f"recall@{k} {mean:.3f}" for k, mean in means]
        parts += [area(axes, lows, highs, kind), line(axes, means, kind)]
        parts.append(spots(axes, means, titles, kind, radius=2.5))
    note = "Share of questions with a right passage among the first k; band: 95 % interval."
    return Plot("Recall", note, drawn(axes, note, *parts), tuple(curves))


def reliability(confidence: Floats, right: Bools) -> Plot:
    """Share right against confidence, in BINS bins, over bars of how many cases each has."""
    axes = Axes("confidence", "share right", SHARES, SHARES)
    bins = bins_of(confidence)
    boxes, bar_titles, parts, points, titles = [], [], [], [], []
    for b in range(BINS):
        inside = bins == b
        count = int(inside.sum())
        if not count:
            continue
        hits = int(right[inside].sum())
        x, y = float(confidence[inside].mean()), hits / count
        low, high = share_interval(hits, count)
        boxes.append(((b / BINS, 0.0), ((b + 1) / BINS, count / len(bins))))
        bar_titles.append(f"{count} of {len(bins)} cases")
        points.append((x, y))
        titles.append(f"confidence {x:.2f}, {y:.0%} of {count} right")
        parts.append(line(axes, [(x, low), (x, high)], "one whisker"))
    note = (
        "Each spot is the cases of one tenth of the scale, with a 95 % interval; on the dashed "
        "line confidence is what it says. Bars: share of all cases."
    )
    elements = (
        bars(axes, boxes, bar_titles, "quiet"),
        line(axes, [(0, 0), (1, 1)], "ideal"),
        *parts,
        line(axes, points, "one thin"),
        spots(axes, points, titles, "one"),
    )
    return Plot("Reliability", note, drawn(axes, note, *elements))


def abstention(confidence: Floats, right: Bools, answered: float | None = None) -> Plot:
    """Share right of what is answered as the threshold moves; `answered` is where it stands."""
    axes = Axes("share answered, surest first", "share of these right", SHARES, SHARES)
    order = np.argsort(-confidence, kind="stable")
    counts = np.unique(np.linspace(max(1, len(order) / 40), len(order), 40).astype(int))
    figures = [mean_figure(right[order[:count]].astype(float)) for count in counts]
    xs = [count / len(order) for count in counts.tolist()]
    lows, highs, means = (
        [(x, value or 0.0) for x, value in zip(xs, values, strict=True)]
        for values in zip(*((f.low, f.high, f.value) for f in figures), strict=True)
    )
    note = "What is gained by answering less: were only the surest shown, so many would be right."
    elements = [area(axes, lows, highs, "one"), line(axes, means, "one")]
    if answered is not None:
        elements.append(mark(axes, answered, f"now: {answered * 100:.0f} % answered"))
    return Plot("Abstention", note, drawn(axes, note, *elements))


def latencies(ms: Sequence[float], unit: str) -> Plot:
    """How many cases took how long, with median and 95th percentile."""
    took = latency(ms)
    # A few slow ones would squeeze the rest: the last bar holds all beyond.
    across = ticks(max(took.p95_ms * 1.3, 1e-3))
    end = across[-1][0]
    counts, edges = np.histogram(np.minimum(ms, end), bins=LATENCY_BARS, range=(0, end))
    shares = counts / len(ms)
    axes = Axes(
        f"milliseconds {unit}", "share", across, ticks(float(shares.max()) * 1.2, " %", scale=100)
    )
    boxes = [
        ((float(a), 0.0), (float(b), float(s)))
        for a, b, s in zip(edges, edges[1:], shares, strict=False)
    ]
    titles = [f"{s:.1%}, up to {b:.3g} ms" for b, s in zip(edges[1:], shares, strict=True)]
    note = (
        f"Median {took.median_ms:,.1f} ms, 95th percentile {took.p95_ms:,.1f} ms; last bar: slower."
    )
    elements = (
        bars(axes, boxes, titles, "one"),
        mark(axes, took.median_ms, "median"),
        mark(axes, took.p95_ms, "95th percentile", row=1),
    )
    return Plot("Latency", note, drawn(axes, note, *elements))


def spread(values: Mapping[str, Floats], what: str) -> Plot:
    """Share of cases at or above each value in 0..1, a line for each of one to three methods."""
    axes = Axes(what, "share at least so high", SHARES, SHARES)
    steps = np.linspace(0, 1, SPREAD_STEPS)
    parts = [
        line(axes, [(x, float((found >= x).mean())) for x in steps.tolist()], kind)
        for kind, found in zip(KINDS, values.values(), strict=False)
    ]
    note = "The further a line keeps to the upper right, the better."
    return Plot("Spread", note, drawn(axes, f"Share of cases by {what}.", *parts), tuple(values))
