"""Text → how far from an event it puts something: "within hours of the election", "16 days after
the networks called the race", "a wait of more than five weeks"."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.times.expressions import NUMBER
from bot.types import Span

__all__ = ["ENDLESS", "Distance", "claimed", "stated"]


@dataclass(frozen=True, slots=True)
class Distance:
    """How many days after an event something is put; negative: before it."""

    span: Span  # of its words, offsets into the text given
    words: str  # "within hours of the election"
    event: str  # "the election"; empty: not said
    least: float  # days
    most: float
    slack: int  # days by which it may be off: "a week" is seldom just seven days


ENDLESS = 1e5  # days, more than any event is past
NUMBERS = {
    word: n
    for n, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
} | {"a": 1, "an": 1}
DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30.5, "year": 365}
SLACK = {"minute": 1, "hour": 1, "day": 1, "week": 3, "month": 15, "year": 183}
# What "within weeks", "weeks after" and "the week after" leave open, in days, generously.
WITHIN_MANY = {"minute": 1, "hour": 1, "day": 7, "week": 31, "month": 186, "year": 1830}
MANY_AFTER = {
    "minute": (0, 1),
    "hour": (0, 1),
    "day": (1, 14),
    "week": (8, 100),
    "month": (31, 730),
    "year": (366, ENDLESS),
}
ONE_AFTER = {
    "minute": (0, 1),
    "hour": (0, 1),
    "day": (1, 1),
    "week": (1, 14),
    "month": (1, 62),
    "year": (1, 730),
}
MORE = {"more than", "over", "at least"}
LESS = {"less than", "fewer than", "under"}
NEARLY = {"nearly", "almost", "about", "around", "some", "roughly"}

UNIT = r"(?P<unit>minute|hour|day|week|month|year)(?P<many>s)?"
ABOUT = (
    r"(?:(?P<about>more than|over|at least|less than|fewer than|under|nearly|almost|about|around|"
    r"some|roughly|just|only|barely|exactly) )?"
)
AMOUNT = rf"{ABOUT}(?P<number>{NUMBER}) {UNIT}"
EVENT = (
    r"(?P<event>[^,;:!?“”\"()]+?)"
    r"(?=[,;:!?“”\"()]|[.](?:\s|$)|\s+(?:but|and|while|once)\b|\s*$)"
)
WITHIN = re.compile(
    rf"\b(?:within|inside)(?: a few| just| mere)? (?:(?P<number>{NUMBER}) )?{UNIT}\b"
    rf"(?: (?:of|after|from) {EVENT})?",
    re.IGNORECASE,
)
COUNTED = re.compile(rf"\b{AMOUNT} (?P<side>after|before) {EVENT}", re.IGNORECASE)
UNCOUNTED = re.compile(rf"\b(?:the )?{UNIT} (?P<side>after|before) {EVENT}", re.IGNORECASE)
SAME_DAY = re.compile(
    rf"\b(?:on )?the (?:same day (?:as|that)|day (?:of|that|when)|day(?= the\b)) {EVENT}",
    re.IGNORECASE,
)
AT_ONCE = re.compile(
    r"\b(?:at once|immediately|right away|straight ?away|instantly|promptly)\b"
    rf"(?: (?:after|following) {EVENT})?",
    re.IGNORECASE,
)
TO_A_SIDE = re.compile(
    rf"\b(?P<side>before|after|following|ahead of|prior to) {EVENT}", re.IGNORECASE
)
WAIT = re.compile(
    rf"\b(?:wait|silence|delay) (?:of|that (?:had |has )?(?:lasted|took)) {AMOUNT}\b", re.IGNORECASE
)


def claimed(claim: str) -> Distance | None:
    """The first distance that a claim states, the plainest form first."""
    for pattern, read in READERS:
        match = pattern.search(claim)
        if match:
            return read(match)
    return None


def stated(sentence: str) -> tuple[Distance, ...]:
    """The distances that a sentence of an article states; a wait names no event."""
    counted = [*COUNTED.finditer(sentence), *WAIT.finditer(sentence)]
    found = [_counted(match, tight=True) for match in counted]
    for pattern, read in ((UNCOUNTED, _uncounted), (SAME_DAY, _same_day)):
        found += [read(m) for m in pattern.finditer(sentence) if not _within_any(m, counted)]
    return tuple(found)


def _within_any(match: re.Match[str], others: list[re.Match[str]]) -> bool:
    return any(o.start() < match.end() and match.start() < o.end() for o in others)


def _within(match: re.Match[str]) -> Distance:
    unit, number = match["unit"].lower(), match["number"]
    most = _number(number) * DAYS[unit] if number else WITHIN_MANY[unit]
    # What follows an evening "within hours" is of the next day.
    return _distance(match, 0, max(1, most), 1)


def _counted(match: re.Match[str], tight: bool = False) -> Distance:
    """So many units; `tight`: "more than five weeks" is then not twice as many."""
    unit, about = match["unit"].lower(), (match["about"] or "").lower()
    days, slack = _number(match["number"]) * DAYS[unit], SLACK[unit]
    least, most = days, max(1, days) if days < 1 else days
    if about in MORE:
        most, slack = max(1, 2 * days) if tight else ENDLESS, 0
    elif about in LESS:
        least, slack = 0, 0
    elif about in NEARLY:
        slack += round(days / 4)
    return _distance(match, least, most, slack)


def _uncounted(match: re.Match[str]) -> Distance:
    unit = match["unit"].lower()
    least, most = MANY_AFTER[unit] if match["many"] else ONE_AFTER[unit]
    return _distance(match, least, most, SLACK[unit])


def _same_day(match: re.Match[str]) -> Distance:
    return _distance(match, 0, 0, 1)


def _at_once(match: re.Match[str]) -> Distance:
    return _distance(match, 0, 1, 1)


def _to_a_side(match: re.Match[str]) -> Distance:
    return _distance(match, 1, ENDLESS, 1)


def _distance(match: re.Match[str], least: float, most: float, slack: int) -> Distance:
    groups = match.groupdict()
    if (groups.get("side") or "after").lower() in {"before", "ahead of", "prior to"}:
        least, most = -most, -least
    words = " ".join(match[0].split()).strip(" .")
    event = (groups.get("event") or "").strip(" .")
    return Distance(Span(*match.span()), words, event, least, most, slack)


def _number(word: str) -> int:
    return NUMBERS.get(word.lower()) or int(word)


READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Distance]], ...] = (
    (WITHIN, _within),
    (COUNTED, _counted),
    (SAME_DAY, _same_day),
    (UNCOUNTED, _uncounted),
    (AT_ONCE, _at_once),
    (TO_A_SIDE, _to_a_side),
)
