"""Articles with their passages → rows of the index's table, and a row → its Passage again."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bot.types import DEFAULT_COLLECTION, Article, Passage, Span

__all__ = [
    "ENTRY_COLUMNS",
    "LATER_COLUMNS",
    "PASSAGE_COLUMNS",
    "Standing",
    "article_of",
    "passage_of",
    "record_batch",
    "schema",
    "standing_of",
]

PASSAGE_COLUMNS = [
    "article_id", "number", "start", "end", "text", "sentences", "title", "date", "source", "url",
    "language", "page", "breaks", "story",
]  # fmt: skip
ARTICLE_COLUMNS = [
    "article_id", "article_text", "title", "date", "source", "url", "origin",
    "author", "language", "pages",
]  # fmt: skip
ENTRY_COLUMNS = [*ARTICLE_COLUMNS, "collections", "read_hash", "added", "story", "sketch"]
NO_NUMBERS = "arrow_cast(make_array(), 'List(Int32)')"
# Columns that an index of an older version lacks, and how they are made from those it has. One that
# is made of a constant can hold no null.
LATER_COLUMNS = {
    "collections": f"make_array('{DEFAULT_COLLECTION}')",
    "read_hash": "content_hash",
    "author": "''",
    "language": "''",
    "pages": NO_NUMBERS,
    "page": "arrow_cast(0, 'Int32')",
    "breaks": NO_NUMBERS,
    "story": "content_hash",
    "sketch": "arrow_cast('', 'Binary')",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the index keeps of an article beside the article."""

    collections: tuple[str, ...] = (DEFAULT_COLLECTION,)
    read_hash: str = ""  # content hash of what its file has; empty: of the article as it is
    added: dt.datetime | None = None  # UTC; None: now
    # What it shares with its copies alone, the content hash of the first; empty: it has none.
    story: str = ""
    sketch: bytes = b""  # to tell near-copies by (bot.copies); empty: not known


NEW = Standing()


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
            pa.field("collections", pa.list_(text)),
            pa.field("read_hash", text),
            pa.field("author", text),
            pa.field("language", text),
            pa.field("pages", pa.list_(number)),  # of the first passage's row only
            pa.field("page", number),
            pa.field("breaks", pa.list_(number)),
            pa.field("story", text),
            pa.field("sketch", pa.binary()),  # of the first passage's row only
        ]
    )


def record_batch(
    articles: Sequence[tuple[Article, Sequence[Passage]]],
    rows: NDArray[np.float32],
    columns: pa.Schema,
    standings: Mapping[str, Standing],
) -> pa.Table:
    """Every passage as a row, with its (n, dimensions) float32 vector; an article's first row
    carries its text."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    pairs = [(a, p) for a, passages in articles for p in passages]
    hashes = {a.id: a.content_hash for a, _ in articles}
    kept = {a.id: standings.get(a.id, NEW) for a, _ in articles}
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
        "added": [kept[a.id].added or now for a, _ in pairs],
        "collections": [kept[a.id].collections for a, _ in pairs],
        "read_hash": [kept[a.id].read_hash or hashes[a.id] for a, _ in pairs],
        "author": [a.author for a, _ in pairs],
        "language": [a.language for a, _ in pairs],
        "pages": [a.pages if p.number == 0 else () for a, p in pairs],
        "page": [p.page for _, p in pairs],
        "breaks": [p.breaks for _, p in pairs],
        "story": [kept[a.id].story or hashes[a.id] for a, _ in pairs],
        "sketch": [kept[a.id].sketch if p.number == 0 else b"" for a, p in pairs],
    }
    return pa.table(values, schema=columns)


def passage_of(row: Mapping[str, Any]) -> Passage:
    """The passage of a row that has at least PASSAGE_COLUMNS."""
    fields = {k: row[k] for k in PASSAGE_COLUMNS if k not in {"sentences", "breaks"}}
    ends = row["sentences"]
    spans = tuple(Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True))
    return Passage(**fields, sentences=spans, breaks=tuple(row["breaks"]))


def article_of(row: Mapping[str, Any]) -> Article:
    """The article of a first row that has at least ARTICLE_COLUMNS."""
    renamed = {"article_id", "article_text", "pages"}
    fields = {k: row[k] for k in ARTICLE_COLUMNS if k not in renamed}
    return Article(
        id=row["article_id"], text=row["article_text"], pages=tuple(row["pages"]), **fields
    )


def standing_of(row: Mapping[str, Any]) -> Standing:
    """What is kept of the article of a first row that has at least ENTRY_COLUMNS."""
    return Standing(
        tuple(row["collections"]), row["read_hash"], row["added"], row["story"], row["sketch"]
    )
