"""What a claim says of time × the dates of a sentence → whether they agree, and why in plain words.

1. A sentence's own dates are those of the deed it tells: not the bounds of another clause ("after
   the networks called the race on Nov. 7"), and not the day somebody said it. Where one may be of
   something else (bot.times.tied), all is open.
2. All of them within the days that the claim allows: they agree. All of them outside, and none more
   than a year off, where another occasion may be meant: they contradict, if the deed is none that
   is done time and again. Else it is open.
3. A distance that the sentence states itself ("the day after the vote", "a wait of more than five
   weeks") is compared as such, if it is from the event that the claim names. The claim's event gets
   its day from what names it with a date (bot.times.events).
4. A sentence without a date of its own tells of what had happened by the day its article came out,
   and no more: "before 15 December" agrees with what was told on 9 December, "after 15 December"
   contradicts it.
5. A name of the deed that neither the sentence nor the one before has, or that the sentence gives
   another first name, leaves all open: the date may be that of somebody else's deed. So does a
   sentence that looks ahead.
"""

import datetime as dt
import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.candidates import Candidate
from bot.named import has_namesake, names_all
from bot.speech import SAYING, reports_speech
from bot.times.claim_time import ClaimTime, DateSaid, Relation
from bot.times.dates import Dated, calendar_days
from bot.times.distance import ENDLESS, Distance, stated
from bot.times.events import ONE_OCCASION_DAYS, event_days, same_event
from bot.times.tense import looks_ahead
from bot.times.tied import is_tied, may_repeat
from bot.types import Days
from bot.words import STOP_WORDS, stems, words

__all__ = ["Agreement", "Timing", "happened", "timing"]


class Agreement(enum.Enum):
    """How a sentence's time stands to a claim's."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Timing:
    """How a sentence's time stands to a claim's, and the reason; none where it is open."""

    agreement: Agreement
    because: str = ""


OPEN = Timing(Agreement.OPEN)
# Between the last comma and a date: the date bounds another clause, and is not that of the deed.
BOUND = re.compile(
    r"\b(?:report|story|article) of $"
    r"|\b(?:after|before|since|until|till|by|when|while|once|from|following|due|than)\b[^,;:—]*$"
)
OF_SPEECH = re.compile(rf"\b(?:{SAYING}|saying|quoted|reporters)\b[^,;:—]{{0,40}}$")


@dataclass(frozen=True, slots=True)
class Window:
    """The days a claim allows, and those beyond which a sentence contradicts it."""

    first: dt.date
    last: dt.date
    slack: int = 0  # days


def timing(when: ClaimTime, candidate: Candidate, others: Sequence[Candidate]) -> Timing:
    """Whether a sentence's dates agree with a claim's; `others` may name the claim's event."""
    if not when.is_timed or looks_ahead(candidate.quote):
        return OPEN
    if not _is_of(when.deed, candidate):
        return OPEN
    own = _own(candidate, when.deed)
    if own is None:
        return OPEN
    parts = [_on_date(said, candidate, own) for said in when.dates]
    if when.distance:
        dated = all(p.agreement is Agreement.AGREES for p in parts) and bool(parts)
        stating = [_told(when.distance, s, candidate, dated) for s in stated(candidate.quote)]
        decided = [t for t in stating if t.agreement is not Agreement.OPEN]
        parts += decided or [_at_distance(when.distance, candidate, own, others)]
    for part in parts:
        if part.agreement is Agreement.CONTRADICTS:
            return OPEN if may_repeat(when.deed, candidate.quote) else part
    if all(p.agreement is Agreement.AGREES for p in parts):
        return Timing(Agreement.AGREES, "; ".join(dict.fromkeys(p.because for p in parts)))
    return OPEN


def happened(candidate: Candidate) -> Days | None:
    """The one day or span of days that a sentence puts its matter on; None: none or several."""
    own = _finest([d.days for d in candidate.dates if not BOUND.search(_before(candidate, d))])
    return own[0] if len(own) == 1 else None


def _before(candidate: Candidate, dated: Dated) -> str:
    return candidate.quote[: dated.span.start]


def _own(candidate: Candidate, deed: str) -> list[Days] | None:
    """The days of the deed that a sentence tells; the day it was said where that is the deed.

    None where a date may be that of something else.
    """
    is_saying = reports_speech(deed)
    own = [
        d
        for d in candidate.dates
        if not BOUND.search(_before(candidate, d))
        and (is_saying or not OF_SPEECH.search(_before(candidate, d)))
    ]
    if not all(is_tied(deed, candidate, d) for d in own):
        return None
    return _finest([d.days for d in own])


def _finest(found: Sequence[Days]) -> list[Days]:
    """Without those that another is within: "in 2016 … on Nov. 9" is one day."""
    unique = list(dict.fromkeys(found))
    return [d for d in unique if not any(o != d and _within(o, d.first, d.last) for o in unique)]


def _is_of(deed: str, candidate: Candidate) -> bool:
    """Whether a sentence, with the one before it, names all of a deed, and no namesake."""
    text = f"{candidate.before} {candidate.quote}"
    matter = [w for w in words(deed) if w.text.lower() not in STOP_WORDS]
    if all(w.is_capitalised for w in matter):  # a headline: its names cannot be told apart
        return {w.stem for w in matter} <= set(stems(text))
    (named,) = names_all(deed, [text])
    return named and not has_namesake(deed, candidate.quote)


def _on_date(said: DateSaid, candidate: Candidate, own: Sequence[Days]) -> Timing:
    written = candidate.hit.passage.date
    near = own[0].first if own else written
    days = calendar_days(said.date, near)
    if days is None:
        return OPEN
    claim = f"the claim says {said.words}"
    return _compared(_window(said.relation, days), own, written, claim, f"as {claim}")


def _window(relation: Relation, days: Days) -> Window:
    one = dt.timedelta(days=1)
    if relation is Relation.BEFORE:
        return Window(dt.date.min, max(dt.date.min + one, days.first) - one)
    if relation is Relation.BY:
        return Window(dt.date.min, days.last)
    if relation is Relation.AFTER:
        return Window(min(dt.date.max - one, days.last) + one, dt.date.max)
    return Window(days.first, days.last)


def _at_distance(
    distance: Distance, candidate: Candidate, own: Sequence[Days], others: Sequence[Candidate]
) -> Timing:
    """A sentence's dates against those that lie at the claim's distance from its event."""
    written = candidate.hit.passage.date
    near = own[0].first if own else written
    if not distance.event or near is None:
        return OPEN
    event = event_days(distance.event, ((o.quote, o.dates) for o in others), near)
    if event is None:
        return OPEN
    first, last = _shifted(event.first, distance.least), _shifted(event.last, distance.most)
    day = "" if calendar_days(distance.event, near) else f" ({event.in_words})"
    claim = f"the claim says {distance.words}{day}"
    return _compared(Window(first, last, distance.slack), own, written, claim, f"as {claim}")


def _told(claim: Distance, told: Distance, candidate: Candidate, dated: bool) -> Timing:
    """A distance as a sentence states it, against the claim's.

    `dated`: the claim names a date too, which agrees and so tells the occasion: where the claim
    names no event, any will do that the sentence measures from.
    """
    # A wait names no event of its own: the sentence has to, where the claim does.
    if claim.event and not same_event(claim.event, told.event or candidate.quote):
        return OPEN
    if told.event and not claim.event and not dated:
        return OPEN
    if not told.event and claim.most <= 0:
        return OPEN  # … and it tells nothing of what came before
    days = happened(candidate)
    words = f"this{f', dated {days.in_words},' if days else ''} tells of “{told.words}”"
    if claim.least <= told.least and told.most <= claim.most:
        return Timing(Agreement.AGREES, f"{words}, as the claim says {claim.words}")
    slack = claim.slack + told.slack
    if told.least > claim.most + slack or told.most < claim.least - slack:
        return Timing(Agreement.CONTRADICTS, f"the claim says {claim.words}; {words}")
    return OPEN


def _compared(
    window: Window, own: Sequence[Days], written: dt.date | None, claim: str, as_claimed: str
) -> Timing:
    if not own:
        return _by_then(window, written, claim, as_claimed) if written else OPEN
    dated = f"this is dated {' and '.join(d.in_words for d in own)}"
    if all(_within(d, window.first, window.last) for d in own):
        return Timing(Agreement.AGREES, f"{dated}, {as_claimed}")
    off = [max(_days(window.first, d.last), _days(d.first, window.last)) for d in own]
    if all(window.slack < o <= ONE_OCCASION_DAYS for o in off):
        return Timing(Agreement.CONTRADICTS, f"{claim}; {dated}")
    return OPEN


def _by_then(window: Window, written: dt.date, claim: str, as_claimed: str) -> Timing:
    """A sentence that has only the day it was published."""
    told = f"this was told on {Days(written, written).in_words}"
    if window.first == dt.date.min and written <= window.last:
        return Timing(Agreement.AGREES, f"{told}, {as_claimed}")
    if window.slack < _days(window.first, written) <= ONE_OCCASION_DAYS:
        return Timing(Agreement.CONTRADICTS, f"{claim}; {told}")
    return OPEN


def _days(later: dt.date, earlier: dt.date) -> int:
    """By how many days the first is later than the second; negative: it is earlier."""
    return (later - earlier).days


def _within(days: Days, first: dt.date, last: dt.date) -> bool:
    return first <= days.first and days.last <= last


def _shifted(day: dt.date, by: float) -> dt.date:
    if by <= -ENDLESS:
        return dt.date.min
    if by >= ENDLESS:
        return dt.date.max
    lowest, highest = dt.date.min.toordinal(), dt.date.max.toordinal()
    return dt.date.fromordinal(min(max(day.toordinal() + round(by), lowest), highest))
