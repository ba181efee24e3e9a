"""What the cases of a run gave → the figures of its summary, and those against a baseline."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, stdev

from bot.errors import SettingError
from bot.evaluate.ranking import MEASURES, rank_values
from bot.questions import OPPOSITE, Case, Problem
from bot.types import Answer
from bot.verdicts import Verdict

__all__ = [
    "Fall",
    "Outcomes",
    "answer_figures",
    "falls",
    "load_baseline",
    "rank_figures",
    "save_baseline",
    "verdict_figures",
]

FIGURES = (
    *MEASURES,
    "answered",
    "answers right",
    "abstained rightly",
    "verdicts right",
    "verdicts flip",  # of a claim and its opposite both are right
    "not opposite",  # supported is not taken for refuted, nor the other way round
)
NOISE_SIGMAS = 1.96  # 95 % of chance differences are smaller


@dataclass
class Outcomes:
    """Figure → case → value in 0..1."""

    values: dict[str, dict[str, float]] = field(default_factory=dict)

    def add(self, figure: str, case: str, value: float) -> None:
        """Note what a case gave for a figure."""
        self.values.setdefault(figure, {})[case] = float(value)

    def means(self) -> dict[str, tuple[float, int]]:
        """Figure → (mean, number of cases), in the order of the summary."""
        known = [f for f in FIGURES if self.values.get(f)]
        return {f: (fmean(self.values[f].values()), len(self.values[f])) for f in known}


@dataclass(frozen=True)
class Fall:
    """A figure that fell against the baseline by more than its noise."""

    figure: str
    before: float
    now: float
    noise: float
    lost: tuple[str, ...]  # the cases that got worse

    def __str__(self) -> str:
        shown = "; ".join(self.lost[:5]) + (" …" if len(self.lost) > 5 else "")
        return (
            f"{self.figure} fell from {self.before:.3f} to {self.now:.3f}, "
            f"more than its noise of {self.noise:.3f}; worse: {shown}"
        )


def rank_figures(ranks: Iterable[int]) -> dict[str, float]:
    """The rank figures of one wanted text that is found at these ranks, from 1; none is a miss."""
    values = rank_values([min(ranks, default=None)])[0]
    return dict(zip(MEASURES, values.tolist(), strict=True))


def answer_figures(case: Case, answer: Answer, problems: Sequence[Problem]) -> dict[str, bool]:
    """What an answer gives for each figure it is about."""
    figures = {}
    if case.answer_contains:
        figures["answered"] = not answer.abstained
        figures["answers right"] = not any(p.about_answer for p in problems)
    if case.abstains:
        figures["abstained rightly"] = answer.abstained
    return figures


def verdict_figures(case: Case, verdicts: Sequence[Verdict]) -> dict[str, bool]:
    """What the verdicts on a claim and, maybe, its opposite give for each figure."""
    if case.verdict is None:
        return {}
    verdict, *flipped = verdicts
    figures = {
        "verdicts right": verdict.label is case.verdict,
        "not opposite": {verdict.label, case.verdict} != set(OPPOSITE),
    }
    if flipped:
        both = flipped[0].label is OPPOSITE[case.verdict] and verdict.label is case.verdict
        figures["verdicts flip"] = both
    return figures


def falls(before: Outcomes, now: Outcomes) -> list[Fall]:
    """The figures that fell by more than their noise, over the cases that both have.

    The noise is 1.96 standard errors of the paired differences, and at least one case's worth:
    a single lost case is no fall, four of a hundred are.
    """
    found = []
    for figure, values in before.values.items():
        common = sorted(values.keys() & now.values.get(figure, {}).keys())
        if not common:
            continue
        then, today = values, now.values[figure]
        differences = [today[c] - then[c] for c in common]
        spread = stdev(differences) if len(common) > 1 else 0.0
        noise = max(NOISE_SIGMAS * spread / math.sqrt(len(common)), 1 / len(common))
        if fmean(differences) < -noise - 1e-9:
            lost = tuple(c for c, d in zip(common, differences, strict=True) if d < 0)
            means = (fmean(then[c] for c in common), fmean(today[c] for c in common))
            found.append(Fall(figure, *means, noise, lost))
    return found


def save_baseline(path: Path, outcomes: Outcomes) -> None:
    """Write the outcomes, so that a later run can be held against them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rounded = {
        figure: {case: round(v, 4) for case, v in sorted(cases.items())}
        for figure, cases in outcomes.values.items()
    }
    path.write_text(json.dumps(rounded, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def load_baseline(path: Path) -> Outcomes:
    """Read a saved baseline. Raises SettingError when there is none or it is damaged."""
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingError(
            f"The baseline {str(path)!r} cannot be read: {error}. "
            "Make one with --bot-baseline FILE --bot-save-baseline."
        ) from error
    if not isinstance(loaded, Mapping) or not all(isinstance(v, Mapping) for v in loaded.values()):
        raise SettingError(f"{str(path)!r} is no baseline. Save it anew: --bot-save-baseline.")
    return Outcomes({str(f): {str(c): float(v) for c, v in m.items()} for f, m in loaded.items()})
