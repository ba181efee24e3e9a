"""Text → the spans of its sentences, by character offsets.

Paragraphs are split first (the sentence splitter does not look at newlines), then sentences; what
the splitter gets wrong in news is mended.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

import nupunkt

from bot.furniture import CAPTION_COUNT
from bot.types import Span

__all__ = ["sentence_spans", "trimmed"]

# A newline inside a hard-wrapped paragraph follows a line of middling length that does not end a
# sentence; any other newline ends a paragraph.
WRAPPED_LINE = range(45, 121)
LINE_END = re.compile(r"[.!?:;…。！？][\"'”’»)\]」』]*\s*$")
# A full stop glued to the next sentence ("…the race.Biden said") is common in scraped news. The
# next word must start with a capital and go on in lower case, so that "U.S.Senate" stays whole.
GLUED = re.compile(r"(?<=[a-z0-9][.!?])(?=[A-Z][a-z])|(?<=[a-z][.!?][\"”])(?=[A-Z][a-z])")
# No space follows a Chinese or Japanese sentence, as the splitter expects. Where a quotation
# ends, the sentence around it mostly goes on: “我们等。”他说。
FULL_WIDTH_STOP = re.compile(r"(?<=[。！？｡])(?![。！？｡…”’」』）)】》〉\"'])")
# What the splitter takes for an end although it is none (seen in 1,500 articles of news): a rank or
# title before a name, and initials before anything but a usual sentence opening.
TITLE_END = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Lt|Col|Sgt|Capt|Maj|Cmdr|Gen|Gov|Sen|Rep|Reps|Sens|Rev|Prof|Pres|St|Ste|Ft"
    r"|vs|D|R)\.$"
)
INITIALS_END = re.compile(r"(?:\b[A-Z]\.){2,}$|\b[A-Z]\.$")
USUAL_OPENING = re.compile(
    r"[\"“‘(]*(?:The|A|An|He|She|It|They|We|I|You|In|On|At|But|And|As|For|If|This|That|These|Those|"
    r"There|When|While|After|Before|Since|With|By|Its|His|Her|Their|Our|My|Some|Many|Most|Both|Such|"
    r"So|Yet|Or|Not|No|However|Meanwhile|Also|What|Who|How|Why|Last|Now|Then|To|From|Mr|Mrs|Ms|Dr)\b"
)
# A month's abbreviation before its day, where a hard-wrapped line ends between them.
MONTH_END = re.compile(r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$")
# How much of a sentence's end or opening the patterns above may look at: all of an endless one
# again and again would take quadratic time.
EDGE = 40
# The sizes are those of domain names; they also keep the search linear on a megabyte of "a.a.a.a".
NAMES_WITH_DOTS = re.compile(
    r"\b(?:[\w-]{1,63}\.){1,6}(?:com|org|net|gov|edu|uk|eu|io|tv)\b", re.IGNORECASE
)


def sentence_spans(text: str) -> list[Span]:
    """The sentences of a text, in order, without the white space around them."""
    return [s for p in paragraph_spans(text) for s in _rejoined(_pieces(p, text), text)]


def _pieces(paragraph: Span, text: str) -> Iterator[Span]:
    """What the splitter, glued full stops and full-width ones make of a paragraph."""
    for start, end in _splitter()(paragraph.of(text)):
        for piece in _unglue(Span(start, end).shifted(paragraph.start), text):
            bare = trimmed(piece, text)
            if bare.start < bare.end:
                yield bare


def _rejoined(pieces: Iterable[Span], text: str) -> list[Span]:
    """The pieces of one paragraph, joined again where a split was a mistake."""
    spans: list[Span] = []
    has_word = True  # whether the last of them has one
    for piece in pieces:
        worded = any(c.isalnum() for c in piece.of(text))
        # A quotation mark or dots on their own belong to what stands before, or else after.
        if spans and (not worded or not has_word or _joins(spans[-1], piece, text)):
            spans[-1] = Span(spans[-1].start, piece.end)
            has_word = has_word or worded
        else:
            spans.append(piece)
            has_word = worded
    return spans


def paragraph_spans(text: str) -> list[Span]:
    """The paragraphs of a text: separated by blank lines, or by newlines that are no wrapping."""
    spans: list[Span] = []
    start = 0
    line_start = 0
    for newline in re.finditer(r"\n", text):
        if not _is_wrapped(trimmed(Span(line_start, newline.start()), text), newline.end(), text):
            spans.append(Span(start, newline.start()))
            start = newline.end()
        line_start = newline.end()
    spans.append(Span(start, len(text)))
    return [t for s in spans if (t := trimmed(s, text)).start < t.end]


def _is_wrapped(line: Span, after: int, text: str) -> bool:
    """Whether the paragraph of a line goes on in the next one, which starts at `after`."""
    if line.end - line.start not in WRAPPED_LINE or not text[after : after + 1].strip():
        return False
    return not LINE_END.search(line.of(text)) or _joins(line, Span(after, len(text)), text)


def _joins(before: Span, after: Span, text: str) -> bool:
    """Whether a sentence that seems to end here goes on: an abbreviation took it for its end."""
    end = text[max(before.start, before.end - EDGE) : before.end]
    opening = text[after.start : min(after.end, after.start + EDGE)]
    if opening[0].islower() and end[-1] == ".":
        return True
    if TITLE_END.search(end) or (MONTH_END.search(end) and opening[0].isdigit()):
        return True
    return bool(INITIALS_END.search(end)) and not USUAL_OPENING.match(opening)


def _unglue(span: Span, text: str) -> list[Span]:
    """Split where a full stop is glued to the next sentence, except inside web names, at full-width
    stops, and round the count of a photograph."""
    sentence = span.of(text)
    safe = [Span(*m.span()) for m in NAMES_WITH_DOTS.finditer(sentence)]
    cuts = [
        m.start()
        for m in GLUED.finditer(sentence)
        if not any(s.start < m.start() < s.end for s in safe)
    ]
    cuts += [m.start() for m in FULL_WIDTH_STOP.finditer(sentence)]
    cuts += [at for m in CAPTION_COUNT.finditer(sentence) for at in m.span()]
    bounds = [0, *sorted(cuts), len(sentence)]
    return [Span(a, b).shifted(span.start) for a, b in pairwise(bounds)]


def trimmed(span: Span, text: str) -> Span:
    """A span without the white space at its ends."""
    inner = span.of(text)
    start = span.start + len(inner) - len(inner.lstrip())
    return Span(start, max(start, span.start + len(inner.rstrip())))


@functools.cache
def _splitter() -> Callable[[str], list[tuple[int, int]]]:
    """The sentence splitter; its parameters take a moment to load, hence once."""
    nupunkt.sent_spans("Load. Now.")
    return nupunkt.sent_spans
