"""What the judge makes of sentences × whether their dates agree with the claim's → what to make of
them: the deed is weighed by the judge, its time by dates.

1. A sentence whose time is open keeps the judge's view of the whole claim; but one that, with its
   title and the sentence before, lacks a name of the deed is of somebody else, and says nothing
   (a name is there with its last word, as for claims without a date). Nor does one that gives such
   a name another first name.
2. Where dates decide, the judge is asked about the deed alone; a sentence that tells it word for
   word (bot.outright) needs no judge. Only from `strong` on do dates count: a sentence whose dates
   agree then speaks for the claim, one whose dates contradict it against it, each with what the
   deed is given. Below it, one whose dates agree speaks against the claim no more than against the
   deed: the judge is no judge of dates.
3. A sentence whose dates contradict the claim never speaks for it, whatever the judge says.
4. A sentence that agrees shows that others tell of another occasion: they don't speak against the
   claim on account of their dates. Nor do they where the deed is a saying: one may say it often.

A claim that says nothing of time is left to the judge.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.candidates import Candidate
from bot.judging import judged
from bot.named import has_namesake, names_all
from bot.outright import OUTRIGHT, tells_outright
from bot.protocols import Column, Judge
from bot.speech import reports_speech
from bot.times.claim_time import ClaimTime
from bot.times.timing import Agreement, timing

__all__ = ["timed"]

NOTHING = (0.0, 0.0, 1.0)


def timed(
    when: ClaimTime,
    candidates: Sequence[Candidate],
    rows: NDArray[np.floating],
    judge: Judge,
    *,
    others: Sequence[Candidate],
    strong: float,
) -> tuple[NDArray[np.float64], list[str]]:
    """The judgements with time taken into account, and the reason for each; "" is the judge's own.

    `rows` is (n, 3): the probabilities of supported, refuted and not enough for each candidate, of
    the whole claim; so is what is returned. `others` are sentences that may date the claim's event.
    """
    weighed = np.array(rows, dtype=np.float64)
    reasons = [""] * len(candidates)
    if not when.is_timed:
        return weighed, reasons
    named = names_all(when.deed, [c.context for c in candidates])
    for n, there in enumerate(named):
        if not there or has_namesake(when.deed, candidates[n].quote):
            weighed[n] = NOTHING
    times = [timing(when, c, others) for c in candidates]
    decided = [n for n, t in enumerate(times) if t.agreement is not Agreement.OPEN]
    if not decided:
        return weighed, reasons
    deeds = judged(when.deed, [candidates[n] for n in decided], judge)
    told = {n: float(deed[Column.SUPPORTED]) for n, deed in zip(decided, deeds, strict=True)}
    denied = {n: float(deed[Column.REFUTED]) for n, deed in zip(decided, deeds, strict=True)}
    for n in decided:
        if not candidates[n].is_quoted and tells_outright(when.deed, candidates[n].quote):
            told[n] = max(told[n], OUTRIGHT)
    agreeing = {n for n in decided if times[n].agreement is Agreement.AGREES and told[n] >= strong}
    refuting = not agreeing and not reports_speech(when.deed)
    for n in decided:
        if n in agreeing:
            weighed[n, Column.SUPPORTED] = max(weighed[n, Column.SUPPORTED], told[n])
            weighed[n, Column.REFUTED] = min(weighed[n, Column.REFUTED], 1 - told[n])
            reasons[n] = times[n].because
        elif times[n].agreement is Agreement.AGREES:
            weighed[n, Column.REFUTED] = min(weighed[n, Column.REFUTED], denied[n])
        elif times[n].agreement is Agreement.CONTRADICTS:
            weighed[n, Column.SUPPORTED] = 0
            if refuting and told[n] >= strong:
                weighed[n, Column.REFUTED] = max(weighed[n, Column.REFUTED], told[n])
                reasons[n] = times[n].because
        sides = weighed[n, Column.SUPPORTED] + weighed[n, Column.REFUTED]
        weighed[n, Column.NOT_ENOUGH] = max(0.0, 1 - sides)
    return weighed, reasons
