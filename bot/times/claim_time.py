"""Claim → what it says of time, and the deed it says it of.

"Putin congratulated Biden within hours of the election" → the deed "Putin congratulated Biden", and
a Distance of at most a day from "the election". "… on 14 December 2020" → a DateSaid. "Still", "no
longer" and "as of …" ask how things were last known to be.
"""

import datetime as dt
import enum
import re
from dataclasses import dataclass

from bot.clauses.grammar import is_adverb, tokens
from bot.clauses.lexicon import PREPOSITIONS, SUBORDINATORS
from bot.times.dates import calendar_days
from bot.times.distance import Distance, claimed
from bot.times.expressions import CALENDAR, FROM_TO, WEEKDAY
from bot.times.no_date import is_no_date
from bot.times.tied import verbs
from bot.types import Span
from bot.words import content_stems

__all__ = ["ClaimTime", "DateSaid", "Relation", "claim_time"]


class Relation(enum.Enum):
    """How a deed stands to the date that a claim names."""

    ON = "on"
    BEFORE = "before"
    AFTER = "after"
    BY = "by"


@dataclass(frozen=True, slots=True)
class DateSaid:
    """A date of the calendar that a deed is put on, before or after."""

    words: str  # "on 14 December 2020", "from 8 to 10 December"
    date: str  # "14 December 2020"; the year may be missing
    relation: Relation


@dataclass(frozen=True, slots=True)
class ClaimTime:
    """What a claim says of time. Without dates and distance `deed` is the claim, less "as of"."""

    deed: str
    dates: tuple[DateSaid, ...] = ()
    distance: Distance | None = None
    latest: bool = False  # it speaks of how things stand: the latest evidence counts …
    as_of: dt.date | None = None  # … of that day at the latest

    @property
    def is_timed(self) -> bool:
        """Whether dates can speak for or against it."""
        return bool(self.dates or self.distance)


RELATIONS = {
    "on": Relation.ON,
    "in": Relation.ON,
    "during": Relation.ON,
    "before": Relation.BEFORE,
    "prior to": Relation.BEFORE,
    "after": Relation.AFTER,
    "by": Relation.BY,
}
# "by 2016 standards", "in the 2016 election": the date only names something.
SAID = re.compile(
    r"(?:\b(?P<relation>(?i:on|in|during|before|prior to|after|by))(?: the)? "
    rf"(?:{WEEKDAY},? )?"
    rf"(?P<date>{CALENDAR})|(?P<from_to>{FROM_TO}))"
    r"(?! (?:(?!(?:the|an?)\b)[a-z]+ )?(?:election|vote|summit|race|campaign|standards)\b)"
    r"(?!,? \d{4})(?! (?:was |had |is )?(?:ended|began|started|ends|begins|over)\b)"
)
# "after a fire in April", "within hours of the vote on …", "the bar that Bo opened on …": the date
# is of what bounds the deed, or is told about something in it. (The WHO is nobody "who".)
OF_ANOTHER = re.compile(
    r"\b(?:after|before|since|until|following|over|that|(?-i:[Ww]ho)|whom|which|when|where|while|"
    r"because|despite|within [^,;:]* of|(?:urg|ask|plan|promis|vow|agree|decid|schedul|order|invit|"
    r"hop|offer|intend|threaten|want)\w*\b[^,;:]* to)\b[^,;:]*$",
    re.IGNORECASE,
)
# "Ann Lee, born on 3 May 1972, won": what stands between commas is told beside the deed.
ASIDE = re.compile(r"^[^,]*, (?:\w+ed|born|held|made|built|found|sent|shot|sold|won|lost)\b[^,]*$")
AS_OF = re.compile(rf"\b[Aa]s of (?P<date>{CALENDAR}),?")
BEFORE_DATE = re.compile(
    r"\b(?:minute|hour|day|week|month|year)s?\s*$|\b(?:immediately|at once)\s*$"
)
LATEST = re.compile(
    r"\b(?:still|no longer|any longer|any ?more|currently|at present|as of|as things stand|"
    r"so far|to date|ha(?:s|ve) (?:not|never|yet to))\b|\bha(?:s|ve)n[’']t\b",
    re.IGNORECASE,
)
# "still … when Xi sent his message": how things stood then, of which the latest tells nothing.
THEN = re.compile(r"\b(?:when|while|until|before|after|at the time|even as|once)\b", re.IGNORECASE)
# Of what did not happen, or was put off, another date says nothing; of the first or last of several
# neither.
NO_SINGLE_DEED = re.compile(
    r"\b(?:not|never|no|nobody|none|nothing|without|neither|nor|refus\w+|declin\w+|fail\w*|yet|"
    r"h[eo]ld\w* (?:off|back)|wait\w*|delay\w*|first|last|still|until|since|again|often|every)\b"
    r"|n[’']t\b",
    re.IGNORECASE,
)
# "before Xi did", "before congratulating Biden": another deed, not an event that has its day.
OTHER_DEED = re.compile(r"\b(?:did|does|do|had|has|have)$|^\w+ing\b", re.IGNORECASE)
LEAST_DEED = 2  # words: "Putin resigned"


def claim_time(claim: str) -> ClaimTime:
    """What a claim says of time."""
    as_of = AS_OF.search(claim)
    until = calendar_days(as_of["date"], None) if as_of else None
    timeless = _without(claim, as_of) if as_of and until else claim
    rest, dates = _dates_taken(timeless)
    distance = claimed(rest)
    if distance and _can_be_found(distance.event):
        deed = _tidy(rest[: distance.span.start] + rest[distance.span.end :])
    else:
        deed, distance = _tidy(rest), None
    when = ClaimTime(timeless, latest=_latest(claim), as_of=until.last if until else None)
    timed = dates or distance
    if not timed or NO_SINGLE_DEED.search(deed) or len(deed.split()) < LEAST_DEED:
        return when
    return ClaimTime(deed, dates, distance, when.latest, when.as_of)


def _latest(claim: str) -> bool:
    return bool(LATEST.search(claim)) and not THEN.search(claim)


def _dates_taken(claim: str) -> tuple[str, tuple[DateSaid, ...]]:
    """The claim without its dates, and those."""
    dates: list[DateSaid] = []
    rest = claim
    for match in reversed(list(SAID.finditer(claim))):
        relation = RELATIONS[(match["relation"] or "on").lower()]
        to_a_side = relation in {Relation.BEFORE, Relation.AFTER}
        before = claim[: match.start()]
        name = "date" if match["date"] else "from_to"
        none = is_no_date(claim, Span(*match.span(name))) or _only_names(match)
        aside = ASIDE.search(before) and claim.startswith(",", match.end())
        another = none or aside or OF_ANOTHER.search(before) or verbs(before) > 1
        # "A day after 14 December" is a distance.
        if not another and not (to_a_side and BEFORE_DATE.search(before)):
            dates.append(DateSaid(match[0], match["date"] or match[0], relation))
            rest = rest[: match.start()] + rest[match.end() :]
    return rest, tuple(dates[::-1])


def _only_names(match: re.Match[str]) -> bool:
    """Whether a date only names something: "in the 2019 film", "on the Jan. 6 committee"."""
    following = [t for t in tokens(match.string[match.end() :]) if t.kind == "word"]
    if " the " not in match[0] or not match.string.startswith(" ", match.end()) or not following:
        return False
    word = following[0]
    usual = PREPOSITIONS | SUBORDINATORS | {"and", "or", "but"}
    return not (word.text[0].isupper() or word.form or word.low in usual or is_adverb(word))


def _can_be_found(event: str) -> bool:
    """Whether an event may have a day of its own: none is named, it is a date, or no mere name."""
    if OTHER_DEED.search(event):
        return False
    named = any(w[:1].islower() and content_stems(w) for w in event.split())
    return not event or named or bool(calendar_days(event, dt.date(2000, 1, 1)))


def _without(claim: str, match: re.Match[str]) -> str:
    return _tidy(claim[: match.start()] + claim[match.end() :])


def _tidy(rest: str) -> str:
    """What is left of a claim, as a sentence of its own."""
    plain = re.sub(r"\s+([,.;:!?])", r"\1", " ".join(rest.split())).strip(" ,;:")
    plain = re.sub(r",+([.!?]?)$", r"\1", plain)
    return plain[:1].upper() + plain[1:]
