"""Text → the numbers in it, as digits or in words, and whether other numbers carry one: "more than
300" by 306, "nearly 4,000" by 3,950, "9 percent" by "9%", "three weeks" by "21 days".
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.types import Span
from bot.words import fold

__all__ = ["Figure", "Leeway", "blanked", "carried", "figures", "near"]

UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL = {word: n for n, word in enumerate(UNITS, start=1)} | {
    word: n for n, word in zip(range(20, 100, 10), TENS, strict=True)
}
ORDINALS = {
    word: n
    for n, word in enumerate(
        "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), start=3
    )
}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9} | {
    "trillion": 1e12, "bn": 1e9, "m": 1e6, "k": 1e3,
}  # fmt: skip
DAYS = {"day": 1, "week": 7, "month": 30.4, "year": 365.25, "decade": 3652.5}
WORD = rf"(?:{'|'.join(sorted([*SMALL, *ORDINALS], key=len, reverse=True))})"
DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
NUMBER = re.compile(
    rf"(?<![\w.,])(?P<money>[$€£])?(?:(?P<digits>{DIGITS})(?P<ordinal>st|nd|rd|th)?|"
    rf"(?P<word>{WORD}(?:-{WORD})?)|"
    r"(?P<article>an?)(?= (?:dozen|hundred|thousand|million|billion|day|week|month|year|decade)\b)|"
    r"(?P<next>the (?:next |following )?(?=day (?:after|before|later|earlier|that)\b)))"
    r"(?:[ -]?(?P<scale>dozen|hundred|thousand|million|billion|trillion|bn|[mk](?!\w)))?"
    r"(?!(?!day|week|month|year|decade)\w|\.\d)"
    r"(?P<percent> ?%| per ?cent\b)?(?:[ -]?(?P<unit>day|week|month|year|decade)s?\b)?",
    re.IGNORECASE,
)
# What may stand before a number and leaves it room.
OVER = re.compile(r"(?:\bmore than|\bover|\babove|\bat least|\bupwards? of|\bexceed\w*)\s*$")
UNDER = re.compile(
    r"(?:\bfewer than|\bless than|\bunder|\bbelow|\bnearly|\balmost|\bclose to|\bup to|\bwithin|"
    r"\bat most|\bas many as)\s*$"
)
ABOUT = re.compile(r"(?:\babout|\baround|\broughly|\bsome|\bapproximately|\bcirca|\bestimated)\s*$")
OVER_ROOM = 1.25  # how far what is "more than" a number may lie above it
UNDER_ROOM = 0.8
ABOUT_ROOM = 0.1
SAME = 1e-9


class Leeway(Enum):
    """What a text leaves open about a number."""

    NONE = "none"
    OVER = "over"
    UNDER = "under"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a text."""

    span: Span  # offsets into the text given
    value: float
    is_percent: bool
    leeway: Leeway
    days: float | None = None  # the length in days, where it counts days, weeks, … years


def figures(text: str) -> list[Figure]:
    """The numbers of a text, in order. "One" is left out, which is mostly a pronoun, and "first"
    and "second", which are seldom counts."""
    found = []
    for match in NUMBER.finditer(text):
        value = _value(match)
        if value is None:
            continue
        before = fold(text[max(0, match.start() - 20) : match.start()])
        unit = match["unit"]
        days = value * DAYS[unit.lower()] if unit else None
        span = Span(*match.span())
        found.append(Figure(span, value, bool(match["percent"]), _leeway(before), days))
    return found


def carried(figure: Figure, sources: Iterable[Figure]) -> bool:
    """Whether one of the sources' numbers is the figure, or lies where its leeway lets it."""
    return any(_fits(figure, other) for other in sources)


def blanked(text: str, spans: Sequence[Span]) -> str:
    """The text with blanks in place of some spans: what is read otherwise is no number."""
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def _value(match: re.Match[str]) -> float | None:
    scale = SCALES[match["scale"].lower()] if match["scale"] else 1
    if match["digits"]:
        return float(match["digits"].replace(",", "")) * scale
    if match["article"] or match["next"]:
        return float(scale)
    parts = [SMALL.get(p) or ORDINALS[p] for p in match["word"].lower().split("-")]
    if parts == [1] and scale == 1 and not match["percent"] and not match["unit"]:
        return None
    return float(sum(parts)) * scale


def _leeway(before: str) -> Leeway:
    for pattern, leeway in ((OVER, Leeway.OVER), (UNDER, Leeway.UNDER), (ABOUT, Leeway.ABOUT)):
        if pattern.search(before):
            return leeway
    return Leeway.NONE


def _fits(figure: Figure, other: Figure) -> bool:
    if figure.is_percent != other.is_percent:
        return False
    if figure.days is not None and other.days is not None:
        return near(figure.days, other.days, figure.leeway)
    return near(figure.value, other.value, figure.leeway)


def near(value: float, other: float, leeway: Leeway) -> bool:
    """Whether the second is the first, or lies where the leeway of the first lets it."""
    if abs(value - other) <= SAME * max(1.0, abs(value)):
        return True
    if leeway is Leeway.OVER:
        return value <= other <= value * OVER_ROOM
    if leeway is Leeway.UNDER:
        return value * UNDER_ROOM <= other <= value
    return leeway is Leeway.ABOUT and abs(value - other) <= ABOUT_ROOM * value
