"""Calibrate the verdict head on development pairs, and check that it needs the evidence.

Pairs are split in two by a hash of their claim: sharpness and shift are fitted on one half. Each
family of sets counts alike (the seven of SummEdits are one: its summaries of talks are not what the
bot mostly judges), and within a set supported counts as much as the rest, so that a probability of
one half is where both kinds of error weigh the same, whatever the share of a set's labels. What is
made likely is first "supported or not", then, of what is not, which of the two, and last, between
supported and refuted alone, the right one. (The three at once, as one likelihood, pushed the
probability of supported to a median of .25 in every set: refuted and not enough are hard to tell.)

The scale of longer *texts* is fitted on all of it. That of *sentences* on evidence of a sentence or
two with one of the three labels, half of the weight on the claims that we wrote: each against a
sentence of news with its title and the sentence before, as the bot judges it. There the scores are
surer, and lean less towards "refuted", than over longer texts. (Fitted on ours alone, they come out
half as sure again, which people's sets of short evidence don't bear out.)
"""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.evaluate.labelled import Label, Pair, read_pairs
from bot.protocols import Column
from models.calibration import Calibration, Scale
from models.reader import TrainedReader, of_few_sentences
from models.train.texts import hashed
from models.train.written import written_claims

__all__ = [
    "TWO_SIDED",
    "WRITTEN",
    "Seen",
    "calibrate_verdicts",
    "dev_sets",
    "hidden_accuracy",
    "report_sides",
    "report_verdicts",
    "report_written",
    "seen",
]

COLUMNS = {
    Label.SUPPORTED: Column.SUPPORTED,
    Label.REFUTED: Column.REFUTED,
    Label.NOT_ENOUGH_EVIDENCE: Column.NOT_ENOUGH,
    Label.NOT_SUPPORTED: 3,
}
NOT_SUPPORTED = COLUMNS[Label.NOT_SUPPORTED]
LABELS = {column: label for label, column in COLUMNS.items()}
MOST = 250  # pairs of one set; enough to fit three numbers …
MOST_WRITTEN = 4_000  # … but these are what the bot judges: single sentences of news
WRITTEN = "written"
TWO_SIDED = ("fever-symmetric-test-pairs", "fool-me-twice-dev-b")


@dataclass(frozen=True, slots=True)
class Seen:
    """The raw scores of a set's pairs, one row each: of the window that says most."""

    name: str
    logits: NDArray[np.float64]  # (n, 3)
    labels: NDArray[np.intp]  # (n,), columns or 3 for "not supported"
    fitted: NDArray[np.bool_]  # (n,) whether a pair belongs to the half that is fitted on
    few: NDArray[np.bool_]  # (n,) whether the evidence is a sentence or two

    @property
    def family(self) -> str:
        """What it has in common with others: "summedits-podcast-pairs" → "summedits"."""
        return self.name.split("-")[0]


def dev_sets(data: Path) -> dict[str, tuple[Pair, ...]]:
    """The development sets of pairs by name; of Fool me twice with its other evidence."""
    names = [p.name.split(".")[0] for p in sorted((data / "dev").glob("*-pairs.jsonl.gz"))]
    sets = {}
    for name in [*names, "fool-me-twice-dev-b", "wice-dev"]:
        file = read_pairs(data / f"dev/{name}.jsonl.gz")
        sets[name] = dict(file.variants).get("with_other_evidence", file.pairs)
    ours = written_claims(data / "news", random.Random(0), apart=True)
    sets[WRITTEN] = tuple(
        Pair(p.claim, (f"{p.heading}\n{p.evidence}",), LABELS[p.label]) for p in ours
    )
    return sets


def seen(reader: TrainedReader, name: str, pairs: Sequence[Pair]) -> Seen:
    """What the reader's verdict head says of a set's pairs, uncalibrated."""
    most = MOST_WRITTEN if name == WRITTEN else MOST
    some = sorted(pairs, key=lambda p: hashed(p.claim + p.evidence[0]))[:most]
    claims = [p.claim for p in some for _ in p.evidence]
    rows = reader.verdict_logits(claims, [e for p in some for e in p.evidence])
    ends = np.cumsum([len(p.evidence) for p in some])
    best = [part[_share(part)[:, Column.NOT_ENOUGH].argmin()] for part in np.split(rows, ends[:-1])]
    return Seen(
        name,
        np.array(best, dtype=np.float64),
        np.array([COLUMNS[p.label] for p in some]),
        np.array([hashed(p.claim) % 2 == 0 for p in some]),
        np.array([all(of_few_sentences(e) for e in p.evidence) for p in some]),
    )


def calibrate_verdicts(sets: Sequence[Seen], before: Calibration) -> Calibration:
    """The two scales that make the fitted halves likeliest; that of sentences stays where there is
    none to fit it on."""
    short = [
        s
        for s in sets
        if (s.labels < NOT_SUPPORTED).all() and not math.isnan(_loss(s, Scale(), s.fitted & s.few))
    ]
    halves = [[s for s in short if (s.name == WRITTEN) is ours] for ours in (True, False)]

    def of_sentences(scale: Scale) -> float:
        losses = [[_loss(s, scale, s.fitted & s.few) for s in half] for half in halves if half]
        return float(np.mean([np.mean(of_half) for of_half in losses]))

    def of_texts(scale: Scale) -> float:
        losses: dict[str, list[float]] = {}
        for s in sets:
            losses.setdefault(s.family, []).append(_loss(s, scale, s.fitted))
        return float(np.mean([np.mean(of_family) for of_family in losses.values()]))

    sentences = _fitted(of_sentences) if short else before.sentences
    return replace(before, sentences=sentences, texts=_fitted(of_texts))


def _fitted(unlikelihood: Callable[[Scale], float]) -> Scale:
    """The scale that makes something least unlikely."""
    # From zeros the method's own first steps are so small that it once stopped there.
    corners = np.vstack([np.zeros(3), 0.5 * np.eye(3)])
    options = {"maxiter": 2_000, "initial_simplex": corners}
    found = minimize(
        lambda x: unlikelihood(_scale(x)), np.zeros(3), method="Nelder-Mead", options=options
    )
    return _scale(found.x)


def report_written(s: Seen, calibration: Calibration, strong: float = 0.7) -> None:
    """Print, of what we wrote and did not train on, how often the three labels, and of two, are
    told rightly on the half that was not fitted; and what is decided at a probability of `strong`,
    how often rightly, and of what is undecidable."""
    half = ~s.fitted
    p, labels = calibration.verdicts(s.logits[half], s.few[half]), s.labels[half]
    decided = labels < Column.NOT_ENOUGH
    two = (p[decided, 0] > p[decided, 1]) == (labels[decided] == 0)
    sure = p[:, :2].max(axis=1) >= strong
    right = (p[:, :2].argmax(axis=1) == labels)[sure & decided]
    three = np.mean(p.argmax(axis=1) == labels)
    print(
        f"{s.name}: three labels {three:.3f}, of two {two.mean():.3f}; at {strong} decides "
        f"{sure[decided].mean():.3f}, of those rightly {right.mean():.3f}, and "
        f"{sure[~decided].mean():.3f} of what is undecidable (n={half.sum()})",
        flush=True,
    )


def report_sides(reader: TrainedReader, pairs: Sequence[Pair]) -> None:
    """Print, of all pairs of one sentence that decides the claim, how often the reader as it is
    calibrated finds the right side the likelier."""
    decided = [p for p in pairs if p.label in (Label.SUPPORTED, Label.REFUTED)]
    sides = reader.judge([p.claim for p in decided], [p.evidence[0] for p in decided])
    supported = np.array([p.label == Label.SUPPORTED for p in decided])
    right = np.mean((sides[:, Column.SUPPORTED] > sides[:, Column.REFUTED]) == supported)
    print(f"written: true from false in {right:.3f} (n={len(decided)})", flush=True)


def report_verdicts(sets: Sequence[Seen], calibration: Calibration) -> None:
    """Print each set's mean loss on the half that was not fitted, before and after, for evidence of
    a sentence or two and for longer texts."""
    for s in sets:
        for kind, scale, part in (
            ("a sentence or two", calibration.sentences, s.few),
            ("longer texts", calibration.texts, ~s.few),
        ):
            half = part & ~s.fitted
            if half.any():
                print(f"{s.name}, {kind} (n={half.sum()}): loss on the other half "
                      f"{_loss(s, Scale(), half):.3f} raw, {_loss(s, scale, half):.3f} calibrated",
                      flush=True)  # fmt: skip


def hidden_accuracy(reader: TrainedReader, pairs: Sequence[Pair]) -> float:
    """How often supported or refuted is told rightly with the evidence taken away."""
    two = [p for p in pairs if p.label in (Label.SUPPORTED, Label.REFUTED)]
    rows = reader.judge([p.claim for p in two], [""] * len(two))
    right = [
        (row[0] > row[1]) == (p.label is Label.SUPPORTED) for p, row in zip(two, rows, strict=True)
    ]
    return float(np.mean(right))


def _scale(x: NDArray[np.float64]) -> Scale:
    shift = (0.0, round(float(x[1]), 4), round(float(x[2]), 4))
    return Scale(round(float(np.exp(x[0])), 4), shift)


def _loss(s: Seen, scale: Scale, half: NDArray[np.bool_]) -> float:
    """The mean of -ln p of what is right, in the three ways of asking that a set allows; not a
    number where it allows none."""
    p = np.maximum(scale.probabilities(s.logits), 1e-9)
    supported, refuted, lacking = (half & (s.labels == k) for k in range(3))
    rest = half & (s.labels > 0)
    ways = [(p[:, 0], supported, 1 - p[:, 0], rest)]
    ways.append((p[:, 1] / (p[:, 1] + p[:, 2]), refuted, p[:, 2] / (p[:, 1] + p[:, 2]), lacking))
    ways.append((p[:, 0] / (p[:, 0] + p[:, 1]), supported, p[:, 1] / (p[:, 0] + p[:, 1]), refuted))
    losses = [
        -(np.log(np.maximum(a[x], 1e-9)).mean() + np.log(np.maximum(b[y], 1e-9)).mean()) / 2
        for a, x, b, y in ways
        if x.any() and y.any()
    ]
    return float(np.mean(losses)) if losses else math.nan


def _share(rows: NDArray[np.floating]) -> NDArray[np.floating]:
    powers = np.exp(rows - rows.max(axis=1, keepdims=True))
    share: NDArray[np.floating] = powers / powers.sum(axis=1, keepdims=True)
    return share
