"""Claims whose verdict is known → the bot's verdicts, how often they are right, and whether their
confidence is true."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.chat import Bot
from bot.errors import BotError, ModelError
from bot.evaluate.classification import Bools, calibration_error
from bot.evaluate.metrics import Figure, Floats, Measured, mean_figure
from bot.evaluate.progress import Tick, silent
from bot.evaluate.sample import digest
from bot.questions import OPPOSITE, Case, load_questions
from bot.types import Filters
from bot.verdicts import Verdict, VerdictLabel

__all__ = [
    "HIGH",
    "ClaimFile",
    "Outcome",
    "Point",
    "check",
    "curve",
    "forced",
    "measured",
    "of_text",
    "read_claims",
]

HIGH = 0.8  # confidence from which a wrong verdict does most harm
THRESHOLDS = tuple(round(0.3 + 0.05 * n, 2) for n in range(14))  # 0.3 to 0.95
UNDECIDED = VerdictLabel.NOT_ENOUGH_EVIDENCE
# A text of several claims is as its worst part.
WORST_FIRST = (VerdictLabel.REFUTED, VerdictLabel.CONFLICTING, UNDECIDED, VerdictLabel.SUPPORTED)


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """The claims of a questions file, and what they are asked of."""

    path: Path
    articles: tuple[Path, ...]
    cases: tuple[Case, ...]  # those with a verdict


@dataclass(frozen=True, slots=True)
class Outcome:
    """One claim checked."""

    claim: str
    wanted: VerdictLabel
    label: VerdictLabel
    confidence: float  # 0..1, that the label is right
    supports: float  # probability of the strongest sentence for it, 0..1
    refutes: float  # … against it
    shown: tuple[tuple[str, str], ...]  # heading and quote of the evidence
    ms: float
    twin_of: str = ""  # the claim that it is the opposite of, checked before it

    @property
    def right(self) -> bool:
        return self.label is self.wanted

    @property
    def decided(self) -> bool:
        return self.label is not UNDECIDED


@dataclass(frozen=True, slots=True)
class Point:
    """What deciding from a threshold on would give."""

    threshold: float
    decided: float  # share of the claims
    right: float | None  # share of these


def read_claims(path: Path, limit: int | None = None) -> ClaimFile:
    """The claims of a `*.questions.yaml` file that have a verdict, or a fixed `limit` of them.

    Raises SettingError for a file of another shape, BotError for one without such a claim or
    without articles.
    """
    questions = load_questions(path)
    cases = [c for c in questions.cases if c.is_claim and c.verdict]
    if not cases:
        raise BotError(f"{path} has no claim with a verdict. Give a file of claims.")
    if not questions.articles:
        raise BotError(f"{path} names no articles. Begin it with an entry '- articles: PATH'.")
    picked = sorted(cases, key=lambda c: digest(c.question))[:limit]
    return ClaimFile(path, questions.articles, tuple(c for c in cases if c in picked))


def check(cases: Iterable[Case], bot: Bot, done: Tick = silent) -> list[Outcome]:
    """Check every claim and its opposite, each text once; `done` is told how many cases are.

    Raises ModelError where the bot has no judge.
    """
    if bot.judge is None:
        raise ModelError("There is no judge. Train one: python -m models.train.reader")
    outcomes: dict[str, Outcome] = {}
    for number, case in enumerate(cases, start=1):
        for text, wanted, twin_of in _texts(case):
            if text in outcomes:
                continue
            started = time.perf_counter()
            verdicts = bot.check(text, filters=Filters(as_of=case.as_of)).verdicts
            ms = (time.perf_counter() - started) * 1000
            label, confidence = of_text(verdicts)
            shown = tuple(
                (f"{e.stance.value} {e.probability:.2f}: {e.citation.title}", e.citation.quote)
                for v in verdicts
                for e in v.evidence
            )
            supports = max(v.supports for v in verdicts)
            refutes = max(v.refutes for v in verdicts)
            outcomes[text] = Outcome(
                text, wanted, label, confidence, supports, refutes, shown, ms, twin_of
            )
        done(number)
    return list(outcomes.values())


def of_text(verdicts: Sequence[Verdict]) -> tuple[VerdictLabel, float]:
    """Label and confidence of a text from those of its claims, of which there is one at least.

    One refuted claim refutes it; it is supported where all are, and no surer than the least sure.
    """
    label = min((v.label for v in verdicts), key=WORST_FIRST.index)
    sure = [v.confidence for v in verdicts if v.label is label]
    return label, min(sure) if label is VerdictLabel.SUPPORTED else max(sure)


def measured(outcomes: Sequence[Outcome]) -> Measured:
    """Shares in 0..1 with intervals.

    `right` is over all; `decided` the share with a verdict other than not enough,
    `right_of_decided` of these; `wrong_at_high_confidence` the share of all that are decided
    wrongly at HIGH or more; `undecidable_left` of those that no article decides; `twins_flip` of
    the pairs of a claim and its opposite, both rightly decided. `calibration_error` is between the
    confidence and the share right, over all and over the decided.
    """
    decided = [o for o in outcomes if o.decided]
    wrong_and_sure = [o.decided and not o.right and o.confidence >= HIGH for o in outcomes]
    by_text = {o.claim: o for o in outcomes}
    twins = [(by_text[o.twin_of], o) for o in outcomes if o.twin_of]
    figures = {
        "right": mean_figure([o.right for o in outcomes]),
        "decided": mean_figure([o.decided for o in outcomes]),
        "right_of_decided": mean_figure([o.right for o in decided]),
        "wrong_at_high_confidence": mean_figure(wrong_and_sure),
        "undecidable_left": mean_figure([not o.decided for o in outcomes if o.wanted is UNDECIDED]),
        "twins_flip": mean_figure([a.right and b.right for a, b in twins]),
        "calibration_error": _calibration(outcomes),
        "calibration_error_of_decided": _calibration(decided),
    }
    return Measured(figures, [o.ms for o in outcomes])


def forced(outcomes: Sequence[Outcome]) -> tuple[Floats, Bools]:
    """(n,) the weight of the stronger side of each, and whether that side is the right one.

    No side is right where the articles don't decide, or contradict each other.
    """
    weights = np.array([max(o.supports, o.refutes) for o in outcomes])
    sides = (
        VerdictLabel.SUPPORTED if o.supports >= o.refutes else VerdictLabel.REFUTED
        for o in outcomes
    )
    right = [side is o.wanted for side, o in zip(sides, outcomes, strict=True)]
    return weights, np.array(right, dtype=bool)


def curve(outcomes: Sequence[Outcome]) -> list[Point]:
    """What is decided and right were the stronger side taken from each of THRESHOLDS on."""
    weights, right = forced(outcomes)
    points = []
    for threshold in THRESHOLDS:
        inside = weights >= threshold
        share = float(right[inside].mean()) if inside.any() else None
        points.append(Point(threshold, float(inside.mean()), share))
    return points


def _texts(case: Case) -> Iterable[tuple[str, VerdictLabel, str]]:
    """The claim and its opposite, what is wanted of each, and of what it is the opposite."""
    if case.verdict is None:
        return
    yield case.question, case.verdict, ""
    if case.flips_with and case.verdict in OPPOSITE:
        yield case.flips_with, OPPOSITE[case.verdict], case.question


def _calibration(outcomes: Sequence[Outcome]) -> Figure:
    confidence = np.array([o.confidence for o in outcomes])
    return calibration_error(confidence, np.array([o.right for o in outcomes], dtype=bool))
