"""Text as it streams → its sentences, each as soon as it is complete, with its citation marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.sentences import sentence_spans

__all__ = ["Cutter", "Written"]

# "[2]", "[1, 3]", "[1-3]", "[Source 2]", "【2】": how models mark a source.
NUMBERS = r"\d{1,3}(?:\s*(?:,|;|and|–|-)\s*\d{1,3})*"
MARK = re.compile(
    rf"\s*[\[【]\s*(?:sources?|passages?|no\.?)?\s*(?P<numbers>{NUMBERS})\s*[\]】]", re.IGNORECASE
)
# Marks that stand behind the full stop belong to the sentence before it.
STOP = r"[.!?][\"'”’)]*"
MARKS_BEHIND = re.compile(
    rf"(?P<stop>{STOP})(?P<marks>(?:{MARK.pattern.replace('P<numbers>', ':')})+)", re.IGNORECASE
)
RANGE = re.compile(r"(\d+)\s*[–-]\s*(\d+)")
# What opens a line and is no part of the sentence: bullets, numbering, quotation, headings.
LINE_OPENING = re.compile(r"^[ \t]*(?:[-*•>]|\d{1,2}[.)])[ \t]+|^[ \t]*#+[ \t]+", re.MULTILINE)
EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?!\w)")
LABEL = re.compile(r"^(?:summary|answer|explanation|response)\s*:\s*", re.IGNORECASE)
PARTIAL = re.compile(r"[\[【][^\]】]{0,24}\Z")  # the beginning of a mark
MOST_CHARACTERS = 700  # of a sentence: a model that goes on without a full stop has lost its way
WIDEST_RANGE = 10  # sources that one mark may name


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence as a model wrote it."""

    text: str  # without its marks, on one line
    marks: tuple[int, ...] = ()  # the sources it names, each once, in order


class Cutter:
    """Takes pieces of text and gives whole sentences."""

    def __init__(self) -> None:
        self._text = ""
        self._given = 0  # sentences

    def add(self, piece: str) -> Iterator[Written]:
        """The sentences that are complete with this piece."""
        self._text += piece
        yield from self._new(whole=False)

    def end(self) -> Iterator[Written]:
        """What is left at the end of the text."""
        yield from self._new(whole=True)

    @property
    def runaway(self) -> bool:
        """Whether the sentence under way is longer than any sentence is."""
        found = _sentences(self._text)
        return len(found) > self._given and len(found[-1].text) > MOST_CHARACTERS

    def _new(self, whole: bool) -> Iterator[Written]:
        text = self._text if whole else PARTIAL.sub("", self._text)
        found = _sentences(text)
        if not whole and found:
            found.pop()  # it may go on, or have its marks still to come
        new = found[self._given :]
        self._given = max(self._given, len(found))
        yield from new


def _sentences(text: str) -> list[Written]:
    """The sentences of a text with their marks; what holds no word is none."""
    plain = EMPHASIS.sub(r"\2", LINE_OPENING.sub("", text))
    inside = MARKS_BEHIND.sub(lambda m: " ".join(m["marks"].split()) + m["stop"], plain)
    written = []
    for span in sentence_spans(inside):
        sentence = span.of(inside)
        numbers = [n for m in MARK.finditer(sentence) for n in _numbers(m["numbers"])]
        bare = LABEL.sub("", " ".join(MARK.sub("", sentence).split()))
        if any(c.isalnum() for c in bare):
            written.append(Written(bare, tuple(dict.fromkeys(numbers))))
        elif numbers and written:  # a mark on a line of its own
            last = written.pop()
            written.append(Written(last.text, tuple(dict.fromkeys((*last.marks, *numbers)))))
    return written


def _numbers(text: str) -> Iterator[int]:
    ranges = {int(a): int(b) for a, b in RANGE.findall(text)}
    for number in map(int, re.findall(r"\d+", text)):
        last = ranges.get(number, number)
        yield from (
            range(number, min(last, number + WIDEST_RANGE) + 1) if last > number else (number,)
        )
