"""Sentences as a language model might write them → which the guard shows and which it withholds,
and what another threshold would do."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from bot.evaluate.metrics import Measured, mean_figure
from bot.evaluate.progress import Tick, silent
from bot.evaluate.written import Written
from bot.types import Sentence, Withheld
from bot.written.guard import SUPPORTED, Guard, Weighed, decided

__all__ = ["KEEP", "Outcome", "Point", "curve", "fitted", "guarded", "measured", "parts"]

KEEP = 0.92  # share of the true sentences for tuning that a threshold must keep, mean of the sets
THRESHOLDS = tuple(round(0.02 * n, 2) for n in range(5, 46))  # 0.1 to 0.9


@dataclass(frozen=True, slots=True)
class Outcome:
    """One sentence weighed."""

    written: Written
    origin: str  # the file or set it is from
    seen: Weighed
    ms: float

    @property
    def withheld(self) -> str:
        """Why it was withheld; empty: it was shown."""
        result = decided(self.written.text, self.seen)
        return result.why if isinstance(result, Withheld) else ""

    @property
    def ruled_out(self) -> bool:
        """Whether a lookup or a rule withheld it, whatever the judge says."""
        return bool(self.seen.broken)

    @property
    def support(self) -> float:
        """As the judge has it, 0..1; 0 where it was ruled out."""
        return self.seen.support

    @property
    def right(self) -> bool:
        """Whether a true sentence was shown, or another one withheld."""
        return self.written.carried != bool(self.withheld)

    def kept_at(self, threshold: float) -> bool:
        """Whether it would be shown from a threshold on."""
        return isinstance(decided(self.written.text, self.seen, threshold), Sentence)


@dataclass(frozen=True, slots=True)
class Point:
    """What a threshold does on the sentences for tuning."""

    threshold: float
    true_kept: float  # mean of the sets
    false_withheld: float  # of all


def guarded(
    written: Sequence[Written], origin: str, guard: Guard, done: Tick = silent
) -> list[Outcome]:
    """Weigh every sentence; `done` is told how many are."""
    outcomes = []
    for number, case in enumerate(written, start=1):
        started = time.perf_counter()
        seen = guard.look_at(case.text, case.sources)
        ms = (time.perf_counter() - started) * 1000
        outcomes.append(Outcome(case, origin, seen, ms))
        done(number)
    return outcomes


def measured(outcomes: Sequence[Outcome]) -> Measured:
    """Shares in 0..1 with intervals: of the true sentences those shown, of the others those
    withheld, and of these by lookups and rules alone."""
    true = [o for o in outcomes if o.written.carried]
    false = [o for o in outcomes if not o.written.carried]
    figures = {
        "true_kept": mean_figure([o.right for o in true]),
        "false_withheld": mean_figure([o.right for o in false]),
        "of_these_by_rule": mean_figure([o.ruled_out for o in false]),
    }
    return Measured(figures, [o.ms for o in outcomes])


def parts(outcomes: Sequence[Outcome]) -> dict[str, Measured]:
    """The held-out sentences of each set, those for tuning, and the held-out ones by kind."""
    held = [o for o in outcomes if not o.written.is_for_tuning]
    runs = {"held out": held, "for tuning": [o for o in outcomes if o.written.is_for_tuning]}
    for origin in dict.fromkeys(o.origin for o in outcomes):
        runs[f"held out, {origin}"] = [o for o in held if o.origin == origin]
        for kind in sorted({(not o.written.carried, o.written.kind) for o in held}):
            of_kind = [o for o in held if o.origin == origin and o.written.kind == kind[1]]
            runs[f"{origin}: {kind[1]}"] = of_kind
    return {name: measured(some) for name, some in runs.items() if some}


def curve(outcomes: Sequence[Outcome]) -> list[Point]:
    """What each of THRESHOLDS would keep and withhold of the sentences for tuning."""
    tuning = [o for o in outcomes if o.written.is_for_tuning]
    false = [o for o in tuning if not o.written.carried]
    sets = {
        origin: [o for o in tuning if o.origin == origin and o.written.carried]
        for origin in dict.fromkeys(o.origin for o in tuning)
    }
    return [
        Point(
            t,
            fmean(_share(o.kept_at(t) for o in true) for true in sets.values()),
            _share(not o.kept_at(t) for o in false),
        )
        for t in (THRESHOLDS if sets else ())
    ]


def fitted(points: Sequence[Point]) -> float:
    """The highest threshold that still keeps KEEP of the true sentences, or the
    lowest there is; SUPPORTED where there are no points."""
    if not points:
        return SUPPORTED
    enough = [p.threshold for p in points if p.true_kept >= KEEP]
    return max(enough, default=points[0].threshold)


def _share(values: Iterable[bool]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 1.0
