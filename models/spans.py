"""What the heads say of one window → the exact characters of the answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.items import itemised, whole_name
from bot.types import Passage, Span
from models.windows import Window

__all__ = ["Found", "Scores", "decode", "tagged", "trimmed", "within"]

ANSWER_TOKENS = 30  # the longest answer; 98 of 100 of SQuAD's are shorter
OUTSIDE, BEGIN, INSIDE = range(3)
FORBIDDEN = -1e4
EDGES = " \t\r\n.,;:!?\"\u201c\u201d\u2018\u2019'`–—-"
# What stands between two items of a list, or so much that they belong to no one name.
LISTED = re.compile(r"[,;:.()\n]|\b(?:and|or|as well as)\b|(?:\S+\s+){3}")
# "3,979" and "2.5" are one number each, "7,12,31" and "2016,2020" are not.
NUMBER = re.compile(r"(?<!\d)(?<!\d[,.])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?!\d)(?![,.]\d)")
LONG = 30  # characters looked round for one
ABBREVIATION = re.compile(r"(?:\b\w\.){2,}\Z|\b(?:Inc|Jr|Sr|Co|Corp|Ltd|No|St)\.\Z")


@dataclass(frozen=True, slots=True)
class Scores:
    """The raw output for one window of T tokens, all float32."""

    relevance: float
    starts: NDArray[np.float32]  # (T,)
    ends: NDArray[np.float32]  # (T,)
    tags: NDArray[np.float32]  # (T, 3)
    verdict: NDArray[np.float32]  # (3,)


@dataclass(frozen=True, slots=True)
class Found:
    """What the heads find in one window, still uncalibrated; spans count the text's characters."""

    logit: float  # of relevance
    margin: float  # best span over "no answer"
    best: Span | None  # the best single span; None: the window has no text
    answers: tuple[Span, ...]  # the list of answers where the tags give one, else the best span
    offsets: tuple[tuple[int, int], ...]  # of its n tokens
    mass: NDArray[np.float32]  # (n,) probability that the answer begins or ends there; sums to 1

    def share(self, span: Span) -> float:
        """The probability in 0..1 that the answer lies in a span, if it lies in this window."""
        return float(sum(m for m, (a, _) in zip(self.mass, self.offsets, strict=True)
                         if span.start <= a < span.end))  # fmt: skip


def decode(window: Window, text: str, scores: Scores) -> Found:
    """What one window's scores say of its text."""
    starts, ends = scores.starts[window.text], scores.ends[window.text]
    if not len(starts):
        nothing = np.zeros(0, dtype=np.float32)
        return Found(scores.relevance, FORBIDDEN, None, (), (), nothing)
    # (n, n) scores of the spans from token i to token j, none longer than an answer may be.
    length = np.arange(len(ends))[None, :] - np.arange(len(starts))[:, None]
    allowed = (length >= 0) & (length < ANSWER_TOKENS)
    sums = np.where(allowed, starts[:, None] + ends[None, :], 2 * FORBIDDEN)
    first, last = np.unravel_index(int(sums.argmax()), sums.shape)
    best = whole_name(_characters(window, text, int(first), int(last)), text)
    listed = [_characters(window, text, a, b) for a, b in tagged(scores.tags[window.text])]
    listed = _apart([s for s in listed if s.start < s.end], text)
    null = float(scores.starts[0] + scores.ends[0])
    return Found(
        logit=scores.relevance,
        margin=float(sums.max()) - null,
        best=best,
        # Boundaries are sharper in start and end, but only tags can tell of more than one answer.
        answers=tuple(itemised(listed if len(listed) > 1 else [best], text)),
        offsets=window.offsets,
        mass=((_softmax(starts) + _softmax(ends)) / 2).astype(np.float32),
    )


def tagged(tags: NDArray[np.float32]) -> list[tuple[int, int]]:
    """The spans that (n, 3) logits of O, B, I spell: first and last token of each."""
    spans: list[tuple[int, int]] = []
    before = OUTSIDE
    for n, tag in enumerate(tags.argmax(-1).tolist()):
        if tag == BEGIN or (tag == INSIDE and before == OUTSIDE):
            spans.append((n, n))
        elif tag == INSIDE:
            spans[-1] = (spans[-1][0], n)
        before = tag
    return spans


def trimmed(span: Span, text: str) -> Span:
    """A span without the white space and marks at its ends; an abbreviation keeps its point."""
    start, end = span.start, span.end
    while start < end and text[start] in EDGES:
        start += 1
    while start < end and text[end - 1] in EDGES:
        if text[end - 1] == "." and ABBREVIATION.search(text[start:end]):
            break
        end -= 1
    for opening, closing in ("()", "[]"):
        inner = text[start:end]
        if inner.startswith(opening) and closing not in inner:
            start += 1
        elif inner.endswith(closing) and opening not in inner:
            end -= 1
    return Span(start, end)


def within(span: Span, sentence: Span, passage: Passage) -> Span:
    """The part of an answer that lies in a sentence, trimmed; all count in the article's text."""
    part = Span(max(span.start, sentence.start), min(span.end, sentence.end))
    return trimmed(part.shifted(-passage.start), passage.text).shifted(passage.start)


def _characters(window: Window, text: str, first: int, last: int) -> Span:
    """The characters of the text from one token to another, whole words, trimmed."""
    start, end = window.offsets[first][0], window.offsets[last][1]
    while start > 0 and _within_word(text, start):
        start -= 1
    while 0 < end < len(text) and _within_word(text, end):
        end += 1
    return trimmed(Span(start, end), text)


def _within_word(text: str, at: int) -> bool:
    """Whether a place lies within a word or a number: "3,9|79", "3,|979"."""
    if text[at - 1].isalnum() and text[at].isalnum():
        return True
    first = max(0, at - LONG)
    return any(m.start() < at - first < m.end() for m in NUMBER.finditer(text[first : at + LONG]))


def _apart(spans: Sequence[Span], text: str) -> list[Span]:
    """Spans in order; those between which no list goes on are one: "Senator from Vermont"."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and not LISTED.search(text[joined[-1].end : span.start]):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits - logits.max())
    shares: NDArray[np.float32] = powers / powers.sum()
    return shares
