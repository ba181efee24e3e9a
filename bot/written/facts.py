"""A written sentence + the passages it cites → which of its numbers, names and dates they lack.

A passage has what stands in its text, its title, its date and its outlet's name. Dates are read as
days, those of the sentence against the article's day as the article's own are: "on November 25" is
carried by "on Wednesday" in an article of that day, and "in April" by "April 12".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations

from bot.named import carries_name, names_in
from bot.times.dates import Dated, dates_in
from bot.types import Days, Passage
from bot.written.figures import Figure, blanked, carried, figures, near

__all__ = ["Fact", "FactKind", "in_their_dates", "lacking"]

WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")


class FactKind(Enum):
    """What sort of fact a sentence holds."""

    NUMBER = "number"
    NAME = "name"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Fact:
    """A number, name or date, in the sentence's own words."""

    kind: FactKind
    text: str


def lacking(text: str, sources: Sequence[Passage]) -> tuple[Fact, ...]:
    """The facts of one written sentence that none of the passages has; dates, numbers, names.

    Without a passage it lacks them all.
    """
    dates = dates_in(text, sources[0].date if sources else None)
    missing = [d for n, d in enumerate(dates) if not _has_date(text, n, sources)]
    found = [Fact(FactKind.DATE, d.span.of(text)) for d in missing]
    spans = [d.span for d in dates]
    rest = blanked(text, spans)
    numbers = [n for p in sources for n in _figures(p)]
    found += [
        Fact(FactKind.NUMBER, _trimmed(n.span.of(text)))
        for n in figures(rest)
        if not (carried(n, numbers) or _lies_between(n, sources))
    ]
    known = "\n".join(_known(p) for p in sources)
    found += [
        Fact(FactKind.DATE, day[0])
        for day in WEEKDAY.finditer(rest)
        if not any(_has_weekday(p, day[0]) for p in sources)
    ]
    found += [Fact(FactKind.NAME, name) for name in names_in(rest) if not carries_name(known, name)]
    return tuple(found)


def in_their_dates(text: str, sources: Sequence[Passage]) -> str:
    """The sentence with each day put as the passages put it: "on Tuesday" for "on December 15".

    For a judge, which has no calendar.
    """
    for passage in sources:
        known = _known(passage)
        theirs = {d.days: d.span.of(known) for d in dates_in(known, passage.date)}
        for mine in reversed(dates_in(text, passage.date)):
            words = theirs.get(mine.days)
            if words and mine.span.of(text)[0].isupper() and words[0].isupper():
                text = text[: mine.span.start] + words + text[mine.span.end :]
    return text


def _has_date(text: str, number: int, sources: Sequence[Passage]) -> bool:
    """Whether one of the passages names the date, read as of the day it was published, or a day
    within it."""
    for passage in sources:
        mine = dates_in(text, passage.date)
        # In an article without a date fewer are told.
        wanted: Dated | None = mine[number] if number < len(mine) else None
        if wanted and any(_within(days, wanted.days) for days in _days(passage)):
            return True
    return False


def _lies_between(figure: Figure, sources: Sequence[Passage]) -> bool:
    """Whether a length of time lies between two days that a passage names."""
    if figure.days is None:
        return False
    for passage in sources:
        single = sorted({d.first for d in _days(passage) if d.first == d.last})
        for earlier, later in combinations(single, 2):
            if near(figure.days, float((later - earlier).days), figure.leeway):
                return True
    return False


def _days(passage: Passage) -> list[Days]:
    told = dates_in(_known(passage), passage.date)
    own = [d.days for d in told]
    # "Dec. 8-10" names the 8th and the 10th.
    own += [Days(day, day) for d in told if d.is_range for day in (d.days.first, d.days.last)]
    return [*own, Days(passage.date, passage.date)] if passage.date else own


def _within(days: Days, other: Days) -> bool:
    return other.first <= days.first and days.last <= other.last


def _has_weekday(passage: Passage, day: str) -> bool:
    """Whether a passage has a day of the week, by its name or as one of its dates."""
    if day in _known(passage):
        return True
    return any(d.first == d.last and f"{d.first:%A}" == day for d in _days(passage))


def _figures(passage: Passage) -> list[Figure]:
    """The numbers of a passage, without those of its dates: 2017 is not "more than 2,000"."""
    text = _known(passage)
    return figures(blanked(text, [d.span for d in dates_in(text, passage.date)]))


def _known(passage: Passage) -> str:
    return "\n".join(filter(None, (passage.title, passage.source, passage.text)))


def _trimmed(text: str) -> str:
    return " ".join(text.split())
