"""Claims and questions that we wrote on news articles → what the reader is trained on.

`written/*.jsonl` holds them without the articles: each names an article of shared/data/news by its
id and a sentence of it by offsets. One article in ten is kept from training, to measure on.

    {"article", "start", "end", "supported", "refuted", "beside": [start, end]}   two claims
    {"article", "start", "end", "open"}                a claim that the sentence leaves open
    {"article", "start", "end", "question", "answers": [[start, end], …]}
    {"article", "start", "end", "question", "answers": []}      the sentences do not answer it

`start` and `end` are of the sentence that decides or, of a question without an answer, of the text
it was written on; all offsets count in the article's text."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from bot.protocols import Judge
from bot.types import Span
from models.train.claims import (
    NOT_ENOUGH,
    NOT_REFUTED,
    NOT_SUPPORTED,
    REFUTED,
    SUPPORTED,
    ClaimPair,
)
from models.train.pairs import Pair, drawn_pairs
from models.train.question_sets import Question
from models.train.texts import hashed, read_lines, spans_of, stems

__all__ = [
    "EVERY",
    "NEWS",
    "kept_apart",
    "mined_claims",
    "written_claims",
    "written_questions",
    "written_rows",
]

FOLDER = Path(__file__).parent / "written"
NEWS = "archive-8k.jsonl.gz"
APART = 10  # one article in so many is measured on
EVERY = "*.jsonl"
MINED_OF = 4  # sentences of the article that a claim is set against, those that share most words
MINED_FROM = 0.25  # the probability of the wrong side from which the reader has to learn


@dataclass(frozen=True, slots=True)
class Source:
    """The article that something was written on."""

    title: str
    date: str
    text: str

    @property
    def heading(self) -> str:
        """As `Passage.titled_text` has it."""
        return ", ".join(filter(None, (self.title, self.date)))


def kept_apart(article: str) -> bool:
    """Whether what was written on an article is for measuring, not for training."""
    return hashed(article) % APART == 0


def written_claims(
    news: Path, rng: random.Random, *, apart: bool = False, files: str = EVERY
) -> Iterator[ClaimPair]:
    """Each claim against the sentence that decides it, and against one beside the point, as the
    bot judges them (heading, the sentence before, the sentence) or, in training, with less or more
    round it. A true claim and its false twin are set against the same text."""
    for row, source in _rows(news, apart, files):
        if "question" in row:
            continue
        deciding = Span(row["start"], row["end"])
        if "open" in row:
            yield _pair(row["open"], source, deciding, NOT_ENOUGH, "open", rng, apart)
            continue
        beside = Span(*row["beside"])
        decided = _pair(row["supported"], source, deciding, SUPPORTED, "decided", rng, apart)
        decided = replace(decided, twin=rng.getrandbits(62) + 1)
        yield decided
        yield replace(decided, claim=row["refuted"], label=REFUTED)
        for claim in (row["supported"], row["refuted"]):
            # What stands right before or after would show the deciding sentence too.
            yield _pair(claim, source, beside, NOT_ENOUGH, "beside", rng, apart, deciding)


def _pair(
    claim: str,
    source: Source,
    span: Span,
    label: int,
    kind: str,
    rng: random.Random,
    plain: bool,
    without: Span | None = None,
) -> ClaimPair:
    """A claim against one sentence with what stands round it."""
    spans = spans_of(source.text)
    at = next(n for n, s in enumerate(spans) if s.overlaps(span))
    before, after = (1, 0) if plain else (rng.choice((0, 1, 1, 1, 2)), rng.choice((0, 0, 0, 1)))
    if label == NOT_ENOUGH:
        after = 0  # the next sentence might tell
    chosen = list(spans[max(0, at - before) : at + 1 + after])
    if without is not None:
        chosen = [s for s in chosen if s.overlaps(span) or not s.overlaps(without)]
    words = " ".join(s.of(source.text) for s in chosen).split()
    heading = source.heading if plain or rng.random() < 0.6 else ""
    return ClaimPair(claim, heading, " ".join(words[-140:]), label, f"written:{kind}")


def mined_claims(
    news: Path, judge: Judge, rng: random.Random, *, files: str = EVERY
) -> Iterator[ClaimPair]:
    """What a reader gets wrong about the rest of an article: a true claim that it takes another
    sentence to refute, and a false one that it takes one to support. Neither says what is right
    instead: the other sentence may well support the true claim too, or refute the false one."""
    pairs, wrong = [], []
    for row, source in _rows(news, False, files):
        if "supported" in row:
            spans = spans_of(source.text)
            deciding = Span(row["start"], row["end"])
            for claim, label, column in (
                (row["supported"], NOT_REFUTED, REFUTED),
                (row["refuted"], NOT_SUPPORTED, SUPPORTED),
            ):
                others = [s for s in spans if not s.overlaps(deciding)]
                told = stems(claim)
                others.sort(key=lambda s: -len(told & stems(s.of(source.text))))
                for span in others[:MINED_OF]:
                    pairs.append(_pair(claim, source, span, label, "mined", rng, False, deciding))
                    wrong.append(column)
    evidence = [f"{p.heading}\n{p.evidence}".strip() for p in pairs]
    chances = judge.judge([p.claim for p in pairs], evidence)
    for pair, row_chances, column in zip(pairs, chances, wrong, strict=True):
        if row_chances[column] >= MINED_FROM:
            yield pair


def written_questions(
    news: Path, rng: random.Random, *, apart: bool = False, files: str = EVERY
) -> Iterator[Pair]:
    """Each question against a passage round its answer, and about as often against one without."""
    for n, (row, source) in enumerate(_rows(news, apart, files)):
        if "question" not in row:
            continue
        spans = spans_of(source.text)
        held = [i for i, s in enumerate(spans) if s.overlaps(Span(row["start"], row["end"]))]
        # A few sentences round it: `drawn_pairs` cuts windows of these.
        first, last = max(0, held[0] - 7), min(len(spans), held[-1] + 8)
        if not row["answers"]:
            first, last = held[0], held[-1] + 1
        start, end = spans[first].start, spans[last - 1].end
        others = [
            source.text[some[0].start : some[-1].end]
            for some in (spans[max(0, first - 6) : first], spans[last : last + 6])
            if len(some) > 2 and row["answers"]
        ]
        question = Question(
            f"written{n}",
            row["question"],
            source.title,
            source.text[start:end],
            tuple(Span(a, b).shifted(-start) for a, b in row["answers"]),
            tuple(others),
        )
        for pair in drawn_pairs(question, rng, 0.7):
            yield replace(pair, source="written")


def written_rows(news: Path, *, apart: bool, files: str = EVERY) -> Iterator[dict[str, Any]]:
    """What was written, as it stands in the files."""
    yield from (row for row, _ in _rows(news, apart, files))


def _rows(news: Path, apart: bool, files: str) -> Iterator[tuple[dict[str, Any], Source]]:
    """What was written in files whose names match one of the patterns (by commas), each with its
    article; raises KeyError for one that is not there."""
    sources = _sources(news)
    paths = {path for pattern in files.split(",") for path in FOLDER.glob(pattern)}
    for path in sorted(paths):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if kept_apart(row["article"]) is apart:
                yield row, sources[row["article"]]


@cache
def _sources(news: Path) -> dict[str, Source]:
    rows = read_lines(news / NEWS)
    return {r["id"]: Source(r["title"] or "", r["date"] or "", r["text"]) for r in rows}
