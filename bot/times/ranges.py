"""Words of a range ("8-10 December", "Nov. 30 to Dec. 2", "between March and May 2020") → the days
from its first to its last; words of a list ("Dec. 8, 9 and 10", "2018 and 2019") → its parts.

What one end leaves out it has from the other: the month, the year. Where neither has a year, who
asks tells that of one end.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from bot.times.expressions import ANY_CASE, DAY, YEAR
from bot.types import Days, Span

__all__ = ["listed", "range_days"]

YearOf: TypeAlias = Callable[[str], int | None]  # "8 December" → its year
JOINT = re.compile(r",? (?:to|through|until|till|and) | ?[-–] ?")
PART = re.compile(rf"(?P<year>{YEAR})|(?P<day>\b{DAY})|(?P<month>\b{ANY_CASE})")
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MIDDLE = 15  # the day that tells the year of a month


@dataclass(frozen=True, slots=True)
class End:
    """What the words of one end say; 0: nothing."""

    day: int
    month: int
    year: int


def range_days(words: str, year_of: YearOf, *, last_tells: bool) -> Days | None:
    """The days from the first to the last of a range; None where there is no such day, or the
    last comes first.

    `year_of` is asked only where the words have no year, for the first end, or for the last.
    """
    first, last = _ends(words)
    wraps = (first.month, first.day) > (last.month, last.day)
    if wraps and first.month == last.month:
        return None
    if not (first.year or last.year):
        asked = last if last_tells else first
        year = year_of(f"{asked.day or MIDDLE} {MONTHS[asked.month - 1]}")
        if year is None:
            return None
        begin = year - wraps if last_tells else year
    else:
        begin = first.year or last.year - wraps
    end = last.year or begin + wraps
    try:
        to = last.day or calendar.monthrange(end, last.month)[1]
        days = dt.date(begin, first.month, first.day or 1), dt.date(end, last.month, to)
    except ValueError:  # 30 February, or beyond the calendar
        return None
    return Days(*days) if days[0] <= days[1] else None


def listed(words: str) -> Iterator[tuple[Span, str]]:
    """Each day, month or year of a list, in order: where it stands in the words, and it with the
    month and year that it shares: "8 December 2020"."""
    parts = list(PART.finditer(words))
    kind = min((str(p.lastgroup) for p in parts), key=["day", "month", "year"].index)
    rest = "".join(f" {p[0]}" for p in parts if p.lastgroup != kind)
    items = [p for p in parts if p.lastgroup == kind]
    for n, item in enumerate(items):
        start = item.start() if n else 0
        end = item.end() if n < len(items) - 1 else len(words)
        yield Span(start, end), f"{item[0]}{rest}"


def _ends(words: str) -> tuple[End, End]:
    begin = re.sub(r"^(?:from|between) ", "", words, flags=re.IGNORECASE)
    first, last = (_end(part) for part in JOINT.split(begin, maxsplit=1))
    return (
        End(first.day, first.month or last.month, first.year),
        End(last.day, last.month or first.month, last.year),
    )


def _end(words: str) -> End:
    found = {str(p.lastgroup): p[0] for p in PART.finditer(words)}
    day = int(re.sub(r"\D", "", found.get("day", "0")))
    month = found.get("month", "")[:3].lower()
    return End(day, MONTHS.index(month) + 1 if month else 0, int(found.get("year", "0")))
