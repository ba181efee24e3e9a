"""Stand-ins for the models, whose results one can work out by hand, and makers of small values."""

import datetime as dt
import hashlib
import re
import threading
import time
from collections.abc import Generator as Stream
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.errors import GenerationError
from bot.index import Index
from bot.passages import passages
from bot.types import (
    Article,
    Citation,
    Hit,
    Passage,
    Prompt,
    Reading,
    Sentence,
    SentenceReading,
    Span,
    Withheld,
)
from bot.words import content_stems, words

PIECE = re.compile(r"\w+|[^\w\s]")


def count_pieces(texts: Sequence[str]) -> list[int]:
    """A word is a piece, and so is a punctuation mark."""
    return [len(PIECE.findall(t)) for t in texts]


class FakeEmbedder:
    """A text's vector counts its words of matter, each in one of 256 places.

    Two texts have a cosine of 1 when they have the same words of matter, and of 0 (but for rare
    collisions) when they share none. Remembers all that it embedded.
    """

    dimensions = 256
    max_tokens = 256

    def __init__(self, name: str = "fake") -> None:
        self.name = name
        self.embedded: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += texts
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for stem in content_stems(text):
                row[hashlib.sha256(stem.encode()).digest()[0]] += 1
            if not row.any():
                row[0] = 1
        unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return count_pieces(texts)


@dataclass
class FakeReader:
    """Scores and marks by the quote; a sentence it was not told of scores 0."""

    scores: Mapping[str, float]
    marks: Mapping[str, str] = field(default_factory=dict)
    threshold: float = 0.5

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        return [self._reading(p) for p in passages]

    def _reading(self, passage: Passage) -> Reading:
        read = tuple(self._sentence(passage.quote(s), s) for s in passage.sentences)
        return Reading(max((s.score for s in read), default=0.0), read)

    def _sentence(self, quote: str, span: Span) -> SentenceReading:
        marked = self.marks.get(quote)
        at = span.start + quote.index(marked) if marked else 0
        marks = (Span(at, at + len(marked)),) if marked else ()
        return SentenceReading(span, self.scores.get(quote, 0.0), marks)


@dataclass
class FakeJudge:
    """Gives the sentences it knows (supported, refuted), by the end of what it is shown; 0 else.

    Remembers what it was asked.
    """

    known: Mapping[str, tuple[float, float]]
    claims: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    def judge(self, claims: Sequence[str], evidences: Sequence[str]) -> NDArray[np.float64]:
        self.claims += claims
        self.shown += evidences
        rows = []
        for evidence in evidences:
            found = next((v for k, v in self.known.items() if evidence.endswith(k)), (0.0, 0.0))
            rows.append([*found, 1 - sum(found)])
        return np.array(rows)


@dataclass
class FakeGenerator:
    """Writes the given pieces, whatever it is asked, and remembers what it was asked.

    An exception among the pieces is raised there; for a number there is nothing for so many
    seconds. `stopped` is set once it was left.
    """

    pieces: Sequence[str | float | Exception]
    name: str = "Tiny"
    context_tokens: int = 4_000
    prompts: list[Prompt] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    closed: bool = False

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def stream(self, prompt: Prompt, *, max_tokens: int, seconds: float) -> Stream[str]:
        self.prompts.append(prompt)
        until = time.monotonic() + seconds
        try:
            for piece in self.pieces:
                if isinstance(piece, Exception):
                    raise piece
                if isinstance(piece, str):
                    yield piece
                    continue
                over = time.monotonic() + piece
                while time.monotonic() < over:
                    if time.monotonic() > until:
                        raise GenerationError(f"{self.name} was not done after {seconds:g} s.")
                    time.sleep(0.02)
                    yield ""
        finally:
            self.stopped.set()

    def close(self) -> None:
        self.closed = True


def first(pieces: Iterator[str]) -> str:
    """The first piece of a stream that holds anything; those before it only say that it waits."""
    return next(piece for piece in pieces if piece)


class FakeGuard:
    """Keeps a sentence whose words of matter all stand in one source, by the sentences there that
    have at least three of them, or all."""

    def weigh(self, text: str, sources: Sequence[Hit]) -> Sentence | Withheld:
        stems = set(content_stems(text))
        for hit in sources:
            p = hit.passage
            if stems <= set(content_stems(p.text)):
                shared = {s: stems & set(content_stems(p.quote(s))) for s in p.sentences}
                cited = [s for s, common in shared.items() if len(common) >= min(3, len(stems))]
                return Sentence(text, 0.9, tuple(_citation(p, s) for s in cited))
        known = {stem for hit in sources for stem in content_stems(hit.passage.text)}
        lacking = next((w.text for w in words(text) if w.stem in stems - known), "all of it")
        return Withheld(text, f"“{lacking}” is not in what it cites")


def _citation(p: Passage, span: Span) -> Citation:
    quote = p.quote(span)
    return Citation(1, p.article_id, p.title, p.source, p.date, p.url, span.start, span.end, quote)


def article(text: str, id: str = "a", **fields: object) -> Article:
    """An article; `date` may be written as text."""
    date = fields.pop("date", None)
    day = dt.date.fromisoformat(date) if isinstance(date, str) else None
    return Article(id=id, text=text, date=day, **fields)  # type: ignore[arg-type]


def cut(article: Article, max_tokens: int = 160, overlap: int = 1) -> list[Passage]:
    """The passages of an article."""
    return passages(article, count_pieces, max_tokens=max_tokens, overlap_sentences=overlap)


def hits(*articles: Article, max_tokens: int = 160) -> list[Hit]:
    """All passages of the articles as hits, the first with the highest score."""
    found = [p for a in articles for p in cut(a, max_tokens)]
    return [Hit(p, score=float(len(found) - n)) for n, p in enumerate(found)]


def index_in(folder: Path, embedder: FakeEmbedder | None = None, cut: str = "160/1") -> Index:
    """An index for a fake embedder."""
    made_by = embedder or FakeEmbedder()
    return Index.open(folder, embedder=made_by.name, dimensions=made_by.dimensions, passages=cut)


def store(index: Index, *articles: Article, max_tokens: int = 160) -> None:
    """Put articles into an index, in one commit."""
    pairs = [(a, cut(a, max_tokens)) for a in articles]
    texts = [p.titled_text for _, found in pairs for p in found]
    index.upsert(pairs, FakeEmbedder().encode(texts))
