"""An event's words, and sentences of the articles → the day it was, from what names it with a date.

Nothing of the world is known here: "the election" has the day that some sentence gives it, in one
of these forms, and no day without.

    the Nov. 3 election · the networks called the race on Nov. 7 · on Nov. 3, Americans voted
    on Monday as electors voted · on Nov. 9, 2016, the day after the vote (one day before that)
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from bot.clauses.grammar import tokens
from bot.clauses.lexicon import DETERMINERS, PREPOSITIONS
from bot.times.dates import Dated, calendar_days
from bot.times.distance import stated
from bot.types import Days
from bot.words import content_stems, stem

__all__ = ["ONE_OCCASION_DAYS", "event_days", "same_event"]

ONE_OCCASION_DAYS = 366  # further apart, another election is meant, or another deed of that kind
# The vote is the election, and the Electoral College the electors …
SAME = {"vote": "elect", "voter": "elect", "colleg": "elector"}
# … but an election of electors, or of another kind, is not the election.
OTHER_KIND = {"elector", "primari", "runoff", "midterm", "confid", "parliament", "senat", "municip"}
MAKING = frozenset("won lost called declared opened began started".split())
HELD = {"held", "took", "place", "happen"}  # of an event, and no event themselves
# Beyond these the words of a clause are not of what the date belongs to.
BARRIER = re.compile(
    r"[,;:—()“”\"]|\b(?:after|before|since|until|till|when|while|as|once|because|that|who|which)\b"
)
JOINT = re.compile(r"^(?: (?:night|morning|evening|afternoon))?,? (?:as|when) ")
BESIDE = re.compile(r"^(?: [\w’'.-]+){1,5}")


def same_event(words: str, other: str) -> bool:
    """Whether `other` names the event of `words`: it has all words of matter, and is of no other
    kind."""
    wanted, there = _matter(words), _matter(other)
    return bool(wanted) and wanted <= there and not (there - wanted) & OTHER_KIND


def event_days(
    event: str, sentences: Iterable[tuple[str, Sequence[Dated]]], near: dt.date
) -> Days | None:
    """From the first to the last day that the sentences give an event, within a year of `near`.

    Each sentence comes with its dates, by offsets into it. None where no sentence gives it a day.
    """
    own = calendar_days(event, near)
    found = [own] if own else [d for text, dates in sentences for d in _given(event, text, dates)]
    near_enough = [d for d in found if abs((d.first - near).days) <= ONE_OCCASION_DAYS]
    if not near_enough:
        return None
    return Days(min(d.first for d in near_enough), max(d.last for d in near_enough))


def _given(event: str, text: str, dates: Sequence[Dated]) -> Iterator[Days]:
    """The days that one sentence gives an event."""
    single = [d for d in dates if d.days.first == d.days.last]
    for date in single:
        before, after = text[: date.span.start], text[date.span.end :]
        clause = BARRIER.split(before)[-1]
        told = [clause] if _ends_with(event, clause) else []
        if any(same_event(event, words) for words in (*told, *_beside(before, after))):
            yield date.days
    if len({d.days for d in single}) == 1:
        for distance in stated(text):
            if distance.least == distance.most and same_event(event, distance.event):
                day = single[0].days.first - dt.timedelta(days=round(distance.least))
                yield Days(day, day)


def _beside(before: str, after: str) -> Iterator[str]:
    """The words after a date that may name what happened on it."""
    joint = JOINT.match(after)
    opens = re.fullmatch(r"\s*(?:[Oo]n|[Ii]n)?\s*(?:the )?", before)
    if joint:
        yield BARRIER.split(after[joint.end() :])[0]
    elif opens and after.startswith(","):
        yield BARRIER.split(after[1:])[0]
    elif re.search(r"\bthe $", before):
        beside = BESIDE.match(after)
        yield BARRIER.split(beside[0])[0] if beside else ""


def _ends_with(event: str, clause: str) -> bool:
    """Whether an event is the last thing before a date: not "after the election he wrote on", nor
    "he criticised the election on"."""
    told = [s for s in map(_same, content_stems(clause)) if s not in HELD]
    return bool(told) and told[-1] in _matter(event) and not _is_object(event, clause)


def _is_object(event: str, clause: str) -> bool:
    """Whether somebody does something to the event, but for what makes it or ends it."""
    object_of = ""
    for token in tokens(clause):
        if token.form:
            object_of = token.low
        elif token.low in PREPOSITIONS - DETERMINERS:
            object_of = ""
        elif object_of and _same(stem(token.text)) in _matter(event):
            own = _same(stem(object_of)) in _matter(event)
            return not own and object_of not in MAKING and stem(object_of) not in HELD
    return False


def _same(stem: str) -> str:
    return SAME.get(stem, stem)


def _matter(words: str) -> set[str]:
    # A president-elect is nobody's election.
    return {_same(s) for s in content_stems(re.sub(r"[-‑]elect\b", "", words))}
