"""A date as people and programs write it → the day, where it can be only one."""

import datetime as dt
import re

__all__ = ["day_of"]

ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T\s].*)?", re.DOTALL)  # a time of day is not kept
SLASHED = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?:\s.*)?")
COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T\d{4,6}Z?)?")
NUMBERS = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(?:[,\s].*)?")
# "Tue, 15 Dec 2020 08:00:00 GMT", "December 15th, 2020", "15 décembre 2020" is none of ours.
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
NAMED = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,? )?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]{MONTH},?[ -](?P<year>\d{{4}})"
    rf"|{MONTH.replace('month', 'first')} (?P<then>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<last>\d{{4}}))"
    r"(?:,? (?:at )?\d{1,2}[:.]\d\d.*)?",
    re.IGNORECASE,
)


def day_of(text: str) -> dt.date:
    """The day that a text names. Raises ValueError for one that is none, or could be two."""
    text = " ".join(text.split())
    for pattern in (ISO, SLASHED, COMPACT):
        if match := pattern.fullmatch(text):
            return dt.date(*map(int, match.groups()))
    if match := NUMBERS.fullmatch(text):
        first, second, year = map(int, match.groups())
        if first <= 12 and second <= 12 and first != second:
            raise ValueError("could be two days")
        return dt.date(year, min(first, second), max(first, second))
    if match := NAMED.fullmatch(text):
        month = MONTHS.index((match["month"] or match["first"])[:3].lower()) + 1
        return dt.date(
            int(match["year"] or match["last"]), month, int(match["day"] or match["then"])
        )
    return dt.date.fromisoformat(text)
