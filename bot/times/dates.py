"""A text and the day it was written → the dates it names: where they stand, which days they are.

A pattern of ours finds the expressions; dateparser (BSD-3) reads each, from the day of writing
back, as news is told: "on Tuesday" is the last one up to that day, "Dec. 8" the last 8 December.
Where the verb before it looks ahead ("Congress will count them on Jan. 6") it is the next one.
"Two days later" counts from the date named before it; "Dec. 8-10" is three days in a row
(bot.times.ranges), "Dec. 8 and 10" two expressions. What cannot be told is left out: relative words
in an undated article, a weekday in a sentence without a verb of the past. So is what only looks
like a date (bot.times.no_date).
"""

import calendar
import datetime as dt
import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from dateparser.date import DateDataParser

from bot.times.expressions import CALENDAR, DAY, MONTH, RELATIVE, WEEKDAY, YEAR
from bot.times.no_date import is_no_date
from bot.times.ranges import listed, range_days
from bot.times.tense import AHEAD, OPEN, PAST, tense
from bot.types import Days, Span

__all__ = ["Dated", "calendar_days", "dates_in"]

EXPRESSION = re.compile(f"{CALENDAR}|{RELATIVE}")
ONLY_CALENDAR = re.compile(f"(?:{CALENDAR})")
WITH_WEEKDAY = re.compile(rf"{WEEKDAY},? ")
# A sentence's end; the point of "Nov. 3" and "U.S. Senate" is none.
SENTENCE_END = re.compile(r"(?<=[a-z\d)]{2})[.!?][”\"’)]*\s+(?=[A-Z“\"])|\n")
LAST = re.compile(r"\b[Ll]ast $")
MONTH_POINT = re.compile(r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)$")
Chooser: TypeAlias = Callable[[str, dt.date], Days | None]  # which of the years it may be
# A day without its year that is so long past and so near ahead is ahead: "until Dec. 24".
LONG_PAST_DAYS, SOON_DAYS = 300, 60


@dataclass(frozen=True, slots=True)
class Dated:
    """An expression of time, and the days it stands for."""

    span: Span  # offsets into the text given
    days: Days
    is_range: bool = False  # its first and its last day are both named


@functools.lru_cache(maxsize=4_000)  # passages: neighbours and verdicts share them
def dates_in(text: str, written: dt.date | None) -> tuple[Dated, ...]:
    """The dates a text names, in order. Never raises.

    `written` is the day it was published; without it only what names its own year is told. A
    weekday before a day of the calendar is that day.
    """
    found: list[Dated] = []
    for match in EXPRESSION.finditer(text):
        if is_no_date(text, Span(*match.span())):
            continue
        try:
            read = list(_read(match, written, found))
        except OverflowError:  # beyond the calendar
            continue
        if read and found and WITH_WEEKDAY.fullmatch(text, found[-1].span.start, match.start()):
            found[-1] = replace(found[-1], days=read[0].days)  # "Thursday, Dec. 10" is one day
        found += read
    return tuple(found)


def calendar_days(words: str, near: dt.date | None) -> Days | None:
    """The days that calendar words such as "14 December" mean; a missing year is the one that puts
    them nearest to `near`. None for anything else, and for a list of days."""
    named = ONLY_CALENDAR.search(f" {words.strip()}")
    match = named or ONLY_CALENDAR.search(f"left after {words.strip()}")
    if not match or is_no_date(match.string, Span(*match.span())):
        return None
    try:
        return _calendar(match, near, _nearest)
    except OverflowError:  # beyond the calendar
        return None


def _read(match: re.Match[str], written: dt.date | None, found: Sequence[Dated]) -> Iterator[Dated]:
    """What one match of the pattern stands for: a list for several days, what cannot be told for
    none."""
    if match.lastgroup != "list":
        days = _days(match, written, found)
        if days:
            yield Dated(Span(*match.span()), days, is_range=_names_days(match))
        return
    before, _ = _sentence(match)
    year = _year_said(match, before)
    near, choose = (dt.date(year, 7, 1), _nearest) if year else (written, CHOOSERS[tense(before)])
    for span, words in listed(match[0]):
        one = ONLY_CALENDAR.search(f"in {words}")
        days = _calendar(one, near, choose) if one else None
        if days:
            yield Dated(span.shifted(match.start()), days)


def _names_days(match: re.Match[str]) -> bool:
    return match.lastgroup == "range" and bool(re.search(rf"\b{DAY}", match[0]))


def _days(match: re.Match[str], written: dt.date | None, found: Sequence[Dated]) -> Days | None:
    kind = match.lastgroup
    before, after = _sentence(match)
    if kind in {"iso", "range", "day", "month", "year"}:
        year = _year_said(match, before)
        if year:
            return _calendar(match, dt.date(year, 7, 1), _nearest)
        return _calendar(match, written, CHOOSERS[tense(before)])
    if kind == "later":
        return _later(match[0], found)
    if written is None:
        return None
    if kind == "weekday":
        return _weekday(match[0], written, before, after)
    if kind == "weekend":
        # On a Saturday or Sunday it is the present one.
        saturday = (written.weekday() + 2) % 7
        return _around(written, saturday, 1 - saturday)
    return _shift(match[0], written)


def _sentence(match: re.Match[str]) -> tuple[str, str]:
    """What stands in the sentence before the expression, and after it."""
    text = match.string
    before = text[max(0, match.start() - 400) : match.start()]
    for end in SENTENCE_END.finditer(before):
        if not MONTH_POINT.search(before[: end.start()]):
            start = end.end()
            before = " " * start + before[start:]
    after = SENTENCE_END.split(text[match.end() : match.end() + 400], maxsplit=1)[0]
    return before.lstrip(), after


def _year_said(match: re.Match[str], before: str) -> int | None:
    """The year a sentence has named before a date that has none: "In 2016 … on Nov. 9"."""
    named = re.compile(rf"\b[Ii]n ({YEAR})\b").search(before)
    return int(named[1]) if named and not re.search(YEAR, match[0]) else None


def _calendar(match: re.Match[str], near: dt.date | None, choose: Chooser) -> Days | None:
    words = re.sub(r"\s+", " ", match[0])
    if match.lastgroup == "list":
        return None
    if match.lastgroup == "range":
        return range_days(words, _year_of(near, choose), last_tells=choose is _ahead)
    if match.lastgroup == "year":
        return _year(int(words))
    if match.lastgroup == "month":
        has_year = re.search(YEAR, words)
        if near and LAST.search(match.string, max(0, match.start() - 6), match.start()):
            # Not the month one writes in, whose middle `_month` takes for past.
            near, choose = near.replace(day=1) - dt.timedelta(days=15), _last
        return _month(words, near, choose) if has_year or near else None
    return _day(words, near, choose)


def _year_of(near: dt.date | None, choose: Chooser) -> Callable[[str], int | None]:
    def year_of(words: str) -> int | None:
        days = choose(words, near) if near else None
        return days.first.year if days else None

    return year_of


def _day(words: str, near: dt.date | None, choose: Chooser) -> Days | None:
    if re.search(YEAR, words):
        day = _parsed(words, dt.date(2000, 1, 1), "past")
        return Days(day, day) if day else None
    return choose(words, near) if near else None


def _month(words: str, near: dt.date | None, choose: Chooser) -> Days | None:
    """A whole month; the year, where missing, is that of its 15th as a day."""
    middle = re.sub(rf"(?i)({MONTH})", r"\1 15", words.replace(",", "").replace(" of", ""), count=1)
    if re.search(YEAR, words):
        day = _parsed(middle, dt.date(2000, 1, 1), "past")
        found = Days(day, day) if day else None
    else:
        # The month one writes in has not passed by its middle.
        found = choose(middle, near + dt.timedelta(days=14)) if near else None
    return _whole_month(found.first) if found else None


def _back(words: str, near: dt.date) -> Days | None:
    past, ahead = _parsed(words, near, "past"), _parsed(words, near, "future")
    if past and ahead and (near - past).days > LONG_PAST_DAYS and (ahead - near).days <= SOON_DAYS:
        past = ahead
    return Days(past, past) if past else None


def _last(words: str, near: dt.date) -> Days | None:
    past = _parsed(words, near, "past")
    return Days(past, past) if past else None


def _ahead(words: str, near: dt.date) -> Days | None:
    ahead = _parsed(words, near, "future")
    return Days(ahead, ahead) if ahead else None


def _nearest(words: str, near: dt.date) -> Days | None:
    both = [d for d in (_parsed(words, near, "past"), _parsed(words, near, "future")) if d]
    day = min(both, key=lambda d: abs((d - near).days), default=None)
    return Days(day, day) if day else None


CHOOSERS: dict[re.Pattern[str] | None, Chooser] = {
    AHEAD: _ahead,
    OPEN: _nearest,
    PAST: _back,
    None: _back,
}


def _weekday(words: str, written: dt.date, before: str, after: str) -> Days | None:
    if words[:4].lower() in {"last", "next"}:
        day = _parsed(words, written, "past")
    elif tense(before) is AHEAD:
        day = _parsed(words, written, "future")
    elif tense(before) is PAST or (tense(before) is None and PAST.search(after)):
        # The day of writing counts: what happened on Tuesday is in Tuesday's paper.
        day = _parsed(words, written + dt.timedelta(days=1), "past")
    else:
        day = None
    return Days(day, day) if day else None


def _shift(words: str, written: dt.date) -> Days | None:
    folded = words.lower()
    if folded in {"tonight", "this morning", "this afternoon", "this evening"}:
        folded = "today"
    day = _parsed(folded.replace("last night", "yesterday"), written, "past")
    if day is None:
        return None
    if "week" in folded:
        if folded.endswith("ago"):
            return _around(day, 3, 3)
        since_sunday = day.isoweekday() % 7  # a week begins on Sunday or Monday: both are within
        return _around(day, since_sunday, 7 - since_sunday)
    if "month" in folded:
        return _whole_month(day)
    return _year(day.year) if "year" in folded else Days(day, day)


def _later(words: str, found: Sequence[Dated]) -> Days | None:
    """So long after or before the last single day that was named."""
    anchor = next((d.days.first for d in reversed(found) if d.days.first == d.days.last), None)
    if anchor is None:
        return None
    folded = words.lower()
    if folded.startswith("the "):
        return _shift("tomorrow", anchor)
    if folded.endswith("later"):
        return _shift("in " + folded.removesuffix(" later"), anchor)
    return _shift(folded.replace(" earlier", " ago"), anchor)


def _whole_month(day: dt.date) -> Days:
    return Days(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def _year(year: int) -> Days:
    return Days(dt.date(year, 1, 1), dt.date(year, 12, 31))


def _around(day: dt.date, before: int, after: int) -> Days:
    return Days(day - dt.timedelta(days=before), day + dt.timedelta(days=after))


@functools.lru_cache(maxsize=20_000)  # a millisecond each: a parser holds one base
def _parsed(words: str, base: dt.date, prefer: str) -> dt.date | None:
    """The day that dateparser reads; of a week, a month or a year one day within it."""
    settings = {
        "RELATIVE_BASE": dt.datetime.combine(base, dt.time()),
        "PREFER_DATES_FROM": prefer,
        "PREFER_DAY_OF_MONTH": "current",
    }
    try:
        found = DateDataParser(languages=["en"], settings=settings).get_date_data(words).date_obj
    except (OverflowError, ValueError):  # beyond the calendar
        return None
    return found.date() if found else None
