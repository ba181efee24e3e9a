"""Marked spans → whole names, and lists taken apart: "Obrador" and "Kim" in
"Putin, López Obrador and Kim" → "Putin", "López Obrador", "Kim".

The tags of a small reader stop short within a name, take two items for one, and miss the rest of a
list. English writes names with capitals and lists with commas and "and": that is enough to mend it.
"""

import re
from collections.abc import Iterable, Sequence

from bot.names import NO_NAMES
from bot.types import Span
from bot.words import STOP_WORDS, UPPER, fold

__all__ = ["itemised", "whole_name"]

WORD = rf"[{UPPER}][\w’'.-]*"
LINK = r"(?:of|de|the|for|van|von|&)"
ITEM = rf"(?:the )?{WORD}(?:(?: {LINK})* {WORD}){{0,5}}"
AND = r"(?:, and |, or |, | and | or |; )"
WHOLE_LIST = re.compile(rf"{ITEM}(?:{AND}{ITEM})+")
NEXT = re.compile(rf"{AND}({ITEM})")
BEFORE = re.compile(rf"({ITEM}){AND}(?:{WORD} )*\Z")  # … "and North Korea’s" Kim
OWNER = re.compile(r".*[’']s ")
WORD_BEFORE = re.compile(rf"(?<![\w’'.-])({WORD}) \Z")
WORD_AFTER = re.compile(rf" ({WORD})")
FAR = 120  # characters looked back at for the item before
POSSESSIVE = re.compile(r"[’']s?\Z")
SENTENCE_END = re.compile(r"\w{4,}[.]\Z")  # shorter ones may be abbreviations: "St.", "Jan."
# Besides stop words, these have a capital only where they open a sentence.
OPENINGS = frozenset("meanwhile however yesterday today later earlier still also since".split())


def itemised(spans: Sequence[Span], text: str, *, several: bool = False) -> list[Span]:
    """The n marked spans of a text as whole names, each item of a list by itself, in order; where
    there are several, or several are asked for, with the other items of their lists.

    A span that opens with a small letter or a figure is kept as it is.
    """
    whole = _merged(whole_name(s, text) for s in spans)
    items = [item for span in whole for item in _taken_apart(span, text)]
    return _completed(items, text) if several or len(items) > 1 else items


def whole_name(span: Span, text: str) -> Span:
    """A span that is part of a name → the name, without those who own it: "Brazil’s" Bolsonaro."""
    if not _is_name(span, text):
        return span
    start, end = span.start, span.end
    while (match := WORD_BEFORE.search(text, max(0, start - FAR), start)) and not (
        _opens(match[1]) or POSSESSIVE.search(match[1]) or SENTENCE_END.search(match[1])
    ):
        start = match.start(1)
    while not POSSESSIVE.search(text[start:end]) and (match := WORD_AFTER.match(text, end)):
        word = match[1]
        bare = POSSESSIVE.sub("", word.rstrip(".,;:"))
        if fold(bare) in NO_NAMES:
            break  # "Biden Tuesday"
        end = match.start(1) + len(bare)
        if len(bare) < len(word):
            break
    return Span(start, end)


def _taken_apart(span: Span, text: str) -> list[Span]:
    """The items of a span that is a list of names, or the span."""
    marked = span.of(text)
    if not WHOLE_LIST.fullmatch(marked):
        return [span]
    ends = [(m.start(), m.end()) for m in re.finditer(AND, marked)]
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(marked)]
    return [Span(a, b).shifted(span.start) for a, b in zip(starts, stops, strict=True)]


def _completed(items: Sequence[Span], text: str) -> list[Span]:
    """With the other items of the lists that they stand in."""
    found = list(items)
    for item in items:
        if not _is_name(item, text):
            continue
        at = item.end
        while match := NEXT.match(text, at):
            at = match.end()
            _add(match, found)
        at = item.start
        while match := BEFORE.search(text, max(0, at - FAR), at):
            at = match.start(1)
            _add(match, found)
    return sorted(found)


def _add(match: re.Match[str], found: list[Span]) -> None:
    """Add the item of a match, without those who own it, unless it is there already."""
    owner = OWNER.match(match[1])
    item = Span(match.start(1) + (owner.end() if owner else 0), match.end(1))
    if not any(item.overlaps(other) for other in found):
        found.append(item)


def _opens(word: str) -> bool:
    folded = fold(word)
    return folded in STOP_WORDS or folded in OPENINGS or folded in NO_NAMES


def _is_name(span: Span, text: str) -> bool:
    return span.start < span.end and text[span.start].isupper()


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap as one."""
    merged: list[Span] = []
    for span in sorted(set(spans)):
        if merged and merged[-1].overlaps(span):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
