"""Sentences of articles → the same said otherwise, still true: as a language model would shorten,
turn round, join or report them. Small changes by rule; what no rule fits is left out."""

import re
from collections.abc import Callable
from enum import Enum

from bot.clauses.grammar import TIME, main_verb, tokens
from bot.names import names
from bot.words import fold

__all__ = ["Wording", "joined", "reworded"]

DROPPED = re.compile(
    r", (?:who|which|where|when|whose) [^,;“”\"]{8,120}(?:,(?= )|(?=\.$))|\s\([^()]{3,80}\)"
)
AT_THE_END = re.compile(rf"^(?P<body>[^“”\"]+?),? (?P<time>{TIME})\.$")
AT_THE_START = re.compile(rf"^(?P<time>{TIME}), (?P<body>[^“”\"]+)\.$")
SAID_AFTER = re.compile(
    r"^“(?P<said>[^“”]+)[,.]” (?P<who>[A-Z][\w .’-]{2,40}) (?P<verb>said|wrote|added)\.$"
)
AFTER_THAT = re.compile(r"^(?P<said>[^“”\"]+), (?P<who>[\w .’-]{2,40}) said\.$")
LOWERED = frozenset(
    """the a an in on at after before it its he she his her they their this there many some most
    more about during while when as by for no nobody both""".split()
)


class Wording(Enum):
    """How a true sentence was reworded."""

    AS_QUOTED = "as quoted"
    SHORTENED = "clause dropped"
    TURNED = "reordered"
    REPORTED = "reported"
    JOINED = "two joined"


def reworded(text: str, outlet: str) -> dict[Wording, str]:
    """Each of the ways in which one sentence can be reworded; `outlet` may be empty."""
    made = {Wording.AS_QUOTED: text}
    shortened = DROPPED.sub("", text)
    if shortened != text and len(shortened.split()) > 4:
        made[Wording.SHORTENED] = shortened
    turned = _turned(text)
    if turned:
        made[Wording.TURNED] = turned
    if outlet and main_verb(tokens(text)) and not re.search(r"[“”\"]", text):
        made[Wording.REPORTED] = f"{outlet} reported that {lowered(text)}"
    return made


def joined(first: str, second: str) -> str:
    """Two sentences as one."""
    return f"{first.rstrip('. ')}, and {lowered(second)}"


def lowered(text: str) -> str:
    """A sentence as it goes on after others' words: its first word small, unless it is a name."""
    first = re.match(r"[\w’'-]+", text)
    opens = first and fold(first[0]) in LOWERED
    named = any(n.start == 0 for n in names(text))
    return text[0].lower() + text[1:] if opens and not named else text


def _turned(text: str) -> str:
    ways: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
        (AT_THE_END, lambda m: f"{_capital(m['time'])}, {lowered(m['body'])}."),
        (AT_THE_START, lambda m: f"{_capital(m['body'])} {m['time'][0].lower()}{m['time'][1:]}."),
        (SAID_AFTER, lambda m: f"{m['who']} {m['verb']}: “{m['said']}.”"),
        (AFTER_THAT, lambda m: f"{_capital(m['who'])} said that {lowered(m['said'])}."),
    )
    for pattern, turn in ways:
        match = pattern.match(text)
        if match:
            return turn(match)
    return ""


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
