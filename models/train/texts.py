"""Files of the training sets → texts, sentences and stems, and how a name is written in them."""

import functools
import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.sentences import sentence_spans
from bot.types import Span
from bot.words import content_stems, fold

__all__ = [
    "JOINTS",
    "NAME",
    "NAMES",
    "OPENINGS",
    "detokenised",
    "hashed",
    "joined",
    "read_json",
    "read_lines",
    "read_text",
    "sentences_joined",
    "spans_of",
    "squeeze",
    "stems",
]

WORD = r"[A-ZÀ-Þ][\w’'.-]*\w"
NAME = rf"{WORD}(?: (?:(?:of|de|bin|al|van|von|the) )?{WORD})*"
NAMES = re.compile(NAME)
JOINTS = frozenset(
    "after as at because before during for from in on over that when where which while who "
    "with".split()
)
OPENINGS = frozenset(
    "the a an in on at but and as for if this that these those there when while after before since "
    "with by its his her their our my some many most both such so yet or not no however meanwhile "
    "also what who how why last now then to from it they we you i he she".split()
)


def read_text(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode("utf-8")


def read_json(path: Path) -> Any:
    return json.loads(read_text(path))


def read_lines(path: Path) -> Iterator[Any]:
    return (json.loads(line) for line in read_text(path).splitlines())


def hashed(text: str) -> int:
    """A number that depends on nothing but the text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


@functools.lru_cache(maxsize=100_000)
def squeeze(text: str) -> str:
    """A text without its case, marks and spaces, to find it again in another set."""
    return re.sub(r"\W+", "", fold(text))


@functools.lru_cache(maxsize=50_000)
def stems(text: str) -> frozenset[str]:
    """The stems of a text's words of matter."""
    return frozenset(content_stems(text))


@functools.lru_cache(maxsize=50_000)
def spans_of(text: str) -> tuple[Span, ...]:
    """The sentences of a text; most texts are asked about many times."""
    return tuple(sentence_spans(text))


def sentences_joined(sentences: Sequence[str]) -> tuple[str, list[Span]]:
    """Sentences → one text, and where each stands in it."""
    text, spans = "", []
    for sentence in sentences:
        text += " " if text else ""
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence
    return text, spans


def detokenised(tokens: Sequence[str]) -> tuple[str, list[Span]]:
    """Treebank tokens → running text, and where each token stands in it."""
    brackets = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": '"', "''": '"',
                "-lrb-": "(", "-rrb-": ")", "-lsb-": "[", "-rsb-": "]"}  # fmt: skip
    text, spans, glue = "", [], True
    for token in tokens:
        plain = brackets.get(token, token)
        tight = token in {",", ".", ";", ":", "?", "!", "%", ")", "]", "''"} or (
            plain in (")", "]") or token.startswith(("'", "n't", "’"))
        )
        if text and not glue and not tight:
            text += " "
        spans.append(Span(len(text), len(text) + len(plain)))
        text += plain
        glue = plain in ("(", "[", "$", "£", "€", "#") or token == "``"
    return text, spans


def joined(
    tokens: Sequence[str], context: str, answers: tuple[Span, ...]
) -> tuple[str, tuple[Span, ...]]:
    """Space-separated tokens of a context → running text, and the answers' places in it."""
    text, spans = detokenised(tokens)
    starts, at = [], 0
    for token in tokens:
        starts.append(at)
        at += len(token) + 1
    moved = []
    for answer in answers:
        inside = [n for n, s in enumerate(starts) if answer.start <= s < answer.end]
        if inside:
            moved.append(Span(spans[inside[0]].start, spans[inside[-1]].end))
    return text, tuple(moved)
