"""Articles with their passages → rows of the index's table, and a row → its Passage again."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bot.types import Article, Passage, Span

__all__ = [
    "ADDED_COLUMNS",
    "PASSAGE_COLUMNS",
    "Telling",
    "passage_of",
    "record_batch",
    "schema",
]

PASSAGE_COLUMNS = [
    "article_id", "number", "start", "end", "text", "sentences", "title", "date", "source", "url",
    "story",
]  # fmt: skip
# Those that an index made by an earlier version lacks until it is written again.
ADDED_COLUMNS = (
    pa.field("story", pa.string()),
    pa.field("sketch", pa.binary()),  # of the first passage's row only
)


@dataclass(frozen=True, slots=True)
class Telling:
    """What an index remembers of an article to know its copies by."""

    story: str  # what it shares with its copies alone
    sketch: bytes


def schema(dimensions: int) -> pa.Schema:
    """The table's columns, for vectors of so many dimensions."""
    text, number = pa.string(), pa.int32()
    return pa.schema(
        [
            pa.field("article_id", text, nullable=False),
            pa.field("number", number, nullable=False),
            pa.field("start", number),
            pa.field("end", number),
            pa.field("text", text),
            pa.field("titled_text", text),
            pa.field("sentences", pa.list_(number)),  # start, end, start, end, …
            pa.field("title", text),
            pa.field("date", pa.date32()),
            pa.field("source", text),
            pa.field("url", text),
            pa.field("vector", pa.list_(pa.float32(), dimensions)),
            pa.field("article_text", text),  # of the first passage's row only
            pa.field("content_hash", text),
            pa.field("origin", text),
            pa.field("added", pa.timestamp("s", tz="UTC")),
            *ADDED_COLUMNS,
        ]
    )


def record_batch(
    articles: Sequence[tuple[Article, Sequence[Passage]]],
    rows: NDArray[np.float32],
    columns: pa.Schema,
    told: Mapping[str, Telling],
) -> pa.Table:
    """Every passage as a row, with its (n, dimensions) float32 vector; an article's first row
    carries its text."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    pairs = [(a, p) for a, passages in articles for p in passages]
    hashes = {a.id: a.content_hash for a, _ in articles}
    values = {
        "article_id": [a.id for a, _ in pairs],
        "number": [p.number for _, p in pairs],
        "start": [p.start for _, p in pairs],
        "end": [p.end for _, p in pairs],
        "text": [p.text for _, p in pairs],
        "titled_text": [p.titled_text for _, p in pairs],
        "sentences": [[n for s in p.sentences for n in (s.start, s.end)] for _, p in pairs],
        "title": [a.title for a, _ in pairs],
        "date": [a.date for a, _ in pairs],
        "source": [a.source for a, _ in pairs],
        "url": [a.url for a, _ in pairs],
        "vector": pa.FixedSizeListArray.from_arrays(rows.reshape(-1), rows.shape[1]),
        "article_text": [a.text if p.number == 0 else None for a, p in pairs],
        "content_hash": [hashes[a.id] for a, _ in pairs],
        "origin": [a.origin for a, _ in pairs],
        "added": [now] * len(pairs),
        "story": [told[a.id].story if a.id in told else hashes[a.id] for a, _ in pairs],
        "sketch": [told[a.id].sketch if a.id in told and not p.number else None for a, p in pairs],
    }
    return pa.table({c: values[c] for c in columns.names}, schema=columns)


def passage_of(row: Mapping[str, object]) -> Passage:
    """The passage of a row that has at least PASSAGE_COLUMNS."""
    fields = {k: row[k] for k in PASSAGE_COLUMNS if k not in ("sentences", "story")}
    ends = row["sentences"]
    assert isinstance(ends, list)
    spans = tuple(Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True))
    story = row.get("story") or ""
    return Passage(**fields, sentences=spans, story=story)  # type: ignore[arg-type]
