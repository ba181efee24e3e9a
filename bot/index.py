"""The vector index: one LanceDB table in one folder, a row a passage.

Articles go in and out whole: the rows of a batch of articles are replaced in one commit, so that a
reader or a crash never meets half an article. The first row of an article also carries its text.
Dense and BM25 search run in the same engine; the table's metadata remembers which embedder and
which passage sizes made it.
"""

import datetime as dt
import os
import re
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import lancedb
import numpy as np
import pyarrow as pa
from lancedb.index import FTS, IvfRq
from lancedb.query import LanceQueryBuilder, MatchQuery
from lancedb.table import LanceTable, Table
from numpy.typing import NDArray

from bot.errors import ArticleError, IndexFolderError
from bot.rows import (
    ADDED_COLUMNS,
    PASSAGE_COLUMNS,
    Telling,
    passage_of,
    record_batch,
    schema,
)
from bot.types import Article, Filters, Holdings, Passage, opening_words
from bot.words import words

__all__ = ["Found", "Index", "ListedArticle", "Overview", "StoredArticle"]

TABLE = "passages"
FORMAT = "1"
# Set when the table is made, so that rows which came after the last tidy() are stemmed and folded.
TEXT_INDEX = FTS(max_token_length=64)
# Which settings say how articles are cut.
SETTING = {"passages": "passage_tokens and overlap_sentences"}
# Below this many rows an exact scan is as fast as an index and exact (measured on 100,000 x 384:
# 119 ms without, 11 ms with an index; 20,000 rows take 24 ms without).
VECTOR_INDEX_ROWS = 20_000
# Recall@20 of the IVF_RQ index against exact search is above .99 from here on.
PROBES = 40
REFINE = 10
SOURCE_LINE = re.compile(r",?\s+\S+\.rs:\d+(?::\d+)?")
# How old a reader's view may be. A check for a newer version costs 0.3 ms.
CONSISTENCY = dt.timedelta(0)
# How long files of earlier versions are kept: far longer than any reader takes for a search.
KEPT = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Found:
    """A passage and its score by one search: cosine (dense) or BM25."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """What the index knows of an article without reading its text."""

    id: str
    content_hash: str
    origin: str
    title: str = ""
    url: str = ""
    story: str = ""  # what it shares with its copies alone: the content hash of the first of them
    sketch: bytes = b""  # to tell near-copies by (bot.copies); empty: not known


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article as a list of them shows it."""

    id: str
    date: dt.date | None
    source: str
    title: str  # or, without one, the opening words
    passages: int  # how many


@dataclass(frozen=True, slots=True)
class Overview:
    """What is in the index."""

    articles: int
    passages: int
    sources: tuple[str, ...]
    first: dt.date | None
    last: dt.date | None


class Index:
    """A folder of embedded passages. Many may read while one writes."""

    def __init__(self, folder: Path, table: LanceTable) -> None:
        self.folder = folder
        self._table = table

    @classmethod
    def open(cls, folder: Path, *, embedder: str, dimensions: int, passages: str) -> "Index":
        """Open an index, or create it where there is none.

        `passages` names how articles are cut; it and `embedder` must be those the index was made
        with. Raises IndexFolderError when they are not, or when the folder cannot be used.
        """
        made_by = {"format": FORMAT, "embedder": embedder, "passages": passages}
        try:
            new = not _holds_table(folder)
            if new:
                require_writable(folder)
            database = lancedb.connect(folder, read_consistency_interval=CONSISTENCY)
            if new:
                columns = schema(dimensions).with_metadata(made_by)
                table = database.create_table(TABLE, schema=columns, exist_ok=True)
                table.create_index("titled_text", config=TEXT_INDEX)
            else:
                table = database.open_table(TABLE)
        except (OSError, RuntimeError, ValueError) as error:
            raise _unusable(folder, error) from error
        _require_same(folder, {**made_by, "dimensions": str(dimensions)}, _made_by(table))
        assert isinstance(table, LanceTable)
        return cls(folder, table)

    @classmethod
    def at(cls, folder: Path) -> "Index":
        """Open the index in a folder, whichever embedder made it, to list or remove articles.

        Raises IndexFolderError when it cannot be used.
        """
        try:
            database = lancedb.connect(folder, read_consistency_interval=CONSISTENCY)
            table = database.open_table(TABLE)
        except (OSError, RuntimeError, ValueError) as error:
            raise _unusable(folder, error) from error
        _require_same(folder, {"format": FORMAT}, _made_by(table))
        assert isinstance(table, LanceTable)
        return cls(folder, table)

    @classmethod
    def exists(cls, folder: Path) -> bool:
        """Whether the folder holds an index."""
        return _holds_table(folder)

    def prepare(self) -> None:
        """Make an index ready to be written that an earlier version made, or a process that was cut
        short: add the columns and the word index that it lacks."""
        require_writable(self.folder)
        with _writing(self.folder, "No article was changed"):
            lacking = [f for f in ADDED_COLUMNS if f.name not in self._table.schema.names]
            if lacking:
                self._table.add_columns(pa.schema(lacking))
            if "FTS" not in self._kinds():
                self._table.create_index("titled_text", config=TEXT_INDEX)

    def upsert(
        self,
        articles: Sequence[tuple[Article, Sequence[Passage]]],
        rows: NDArray[np.float32],
        told: Mapping[str, Telling] = MappingProxyType({}),
    ) -> None:
        """Store articles with their passages, replacing those of the same ids, in one commit.

        `rows` is (n, dimensions) float32, one unit vector a passage, in order; `told` says by id
        what is known of copies. When this returns, the articles survive a crash; when it raises,
        none of them is in.
        """
        count = sum(len(p) for _, p in articles)
        if count != len(rows):
            raise ValueError(f"{count} passages but {len(rows)} vectors")
        if not count:
            return
        require_writable(self.folder)
        batch = record_batch(articles, rows, self._table.schema, told)
        ids = [a.id for a, _ in articles]
        outcome = "Nothing of this batch was stored, what was there before still is"
        with _writing(self.folder, outcome):
            if self._any_of(ids):
                merge = self._table.merge_insert(["article_id", "number"])
                merge = merge.when_matched_update_all().when_not_matched_insert_all()
                merge.when_not_matched_by_source_delete(_is_in("article_id", ids)).execute(batch)
            else:
                self._table.add(batch)

    def move(self, origins: Mapping[str, str]) -> None:
        """Note, by article id, where unchanged articles are read from now, in one commit."""
        if not origins:
            return
        require_writable(self.folder)
        columns = {"article_id": list(origins), "origin": list(origins.values())}
        firsts = pa.array([0] * len(origins), pa.int32())  # the rows that are asked for an origin
        rows = pa.table({**columns, "number": firsts})
        outcome = "No article was changed, and where some have moved to was not noted"
        with _writing(self.folder, outcome):
            merge = self._table.merge_insert(["article_id", "number"])
            merge.when_matched_update_all().execute(rows)

    def delete(self, ids: Sequence[str]) -> None:
        """Remove articles; ids that are not there are no error."""
        require_writable(self.folder)
        if ids:
            with _writing(self.folder, "No article was removed"):
                self._table.delete(_is_in("article_id", ids))

    def tidy(self) -> None:
        """Make searches fast again after writing: compact, and bring the search indexes up to date.

        A vector index is built once the corpus is large enough to need one.
        """
        if not len(self):
            return
        with _writing(self.folder, "No article was changed, but searches may be slow"):
            if "IvfRq" not in self._kinds() and len(self) >= VECTOR_INDEX_ROWS:
                self._table.create_index("vector", config=IvfRq(distance_type="dot"))
            self._table.optimize(cleanup_older_than=KEPT)

    def __len__(self) -> int:
        """The number of passages."""
        return int(self._table.count_rows())

    def article(self, article_id: str) -> Article:
        """One article, as it was read. Raises ArticleError when it is not in the index."""
        where = f"number = 0 AND article_id = {_quoted(article_id)}"
        columns = ["article_id", "article_text", "title", "date", "source", "url", "origin"]
        with _reading(self.folder):
            found = self._table.search().where(where).select(columns).limit(1).to_list()
        if not found:
            raise ArticleError(
                f"No article {article_id!r} in the index {str(self.folder)!r}. "
                "It may have been removed; ingest it again."
            )
        row = found[0]
        return Article(
            id=row["article_id"],
            text=row["article_text"],
            title=row["title"],
            date=row["date"],
            source=row["source"],
            url=row["url"],
            origin=row["origin"],
        )

    def stored(self, *, sketches: bool = False) -> Iterator[StoredArticle]:
        """Every article, without its text, a thousand at a time; with its sketch where asked."""
        columns = ["article_id", "content_hash", "origin", "title", "url", "story"]
        columns = self._there([*columns, "sketch"] if sketches else columns)
        with _reading(self.folder):
            found = self._table.search().where("number = 0").select(columns).to_batches(1_000)
            for batch in found:
                for row in batch.to_pylist():
                    yield StoredArticle(
                        row["article_id"],
                        row["content_hash"],
                        row["origin"],
                        row["title"],
                        row["url"],
                        story=row.get("story") or row["content_hash"],
                        sketch=row.get("sketch") or b"",
                    )

    def copies(
        self, stories: Collection[str], filters: Filters = Filters()
    ) -> dict[str, list[str]]:
        """The ids of the articles that tell each of these stories, by story."""
        if not stories or not self._there(["story"]):
            return {}
        where = ["number = 0", _is_in("story", sorted(stories)), _where(filters)]
        with _reading(self.folder):
            search = self._table.search().where(" AND ".join(filter(None, where)))
            rows = search.select(["article_id", "story"]).to_list()
        found: dict[str, list[str]] = {}
        for row in rows:
            found.setdefault(row["story"], []).append(row["article_id"])
        return found

    def listed(self) -> list[ListedArticle]:
        """Every article, by date and id; those without a date come first."""
        with _reading(self.folder):
            ids = self._table.search().select(["article_id"]).to_arrow()["article_id"]
        counts = {c["values"]: c["counts"] for c in ids.value_counts().to_pylist()}
        listed = [
            ListedArticle(
                row["article_id"],
                row["date"],
                row["source"],
                row["title"] or opening_words(row["text"]),
                counts[row["article_id"]],
            )
            for row in self._firsts(["article_id", "date", "source", "title", "text"]).to_pylist()
        ]
        return sorted(listed, key=lambda a: (a.date or dt.date.min, a.id))

    @property
    def version(self) -> int:
        """A number that grows with every write, tidy() included."""
        with _reading(self.folder):
            return int(self._table.version)

    @property
    def passages_cut(self) -> str:
        """How the articles are cut, as it was told when the index was made."""
        return _made_by(self._table).get("passages", "?")

    def holdings(self) -> Holdings:
        """Which articles are in the index now."""
        while True:
            version = self.version
            hashes = {a.id: a.content_hash for a in self.stored()}
            passages = len(self)
            if version == self.version:  # nothing was written meanwhile
                return Holdings(version, passages, hashes)

    def overview(self) -> Overview:
        """How much is in the index, and from when and whom."""
        table = self._firsts(["source", "date"])
        dates = [d for d in table["date"].to_pylist() if d]
        return Overview(
            articles=table.num_rows,
            passages=len(self),
            sources=tuple(sorted({s for s in table["source"].to_pylist() if s})),
            first=min(dates, default=None),
            last=max(dates, default=None),
        )

    def search_dense(
        self, vector: NDArray[np.float32], *, limit: int, filters: Filters = Filters()
    ) -> list[Found]:
        """The passages nearest to a (dimensions,) unit vector, by cosine, best first."""
        search = self._table.search(vector, vector_column_name="vector", query_type="vector")
        search = search.distance_type("dot").nprobes(PROBES).refine_factor(REFINE)
        rows = self._rows(search, filters, limit, "_distance")
        return [Found(passage_of(r), 1.0 - _number(r["_distance"])) for r in rows]

    def search_bm25(
        self, query: str, *, limit: int, filters: Filters = Filters(), fuzziness: int = 0
    ) -> list[Found]:
        """The passages with the query's words, by BM25, best first.

        Words are stemmed and accents folded. `fuzziness` is the number of wrong letters, 0..2,
        that a word's stem may have; passages that came after the last tidy() are then left out.
        """
        if not any(c.isalnum() for c in query) or not len(self):
            return []
        if fuzziness:  # the engine compares the bare letters, "P" with "p" too
            query = " ".join(w.stem for w in words(query))
        match = MatchQuery(query, "titled_text", fuzziness=fuzziness)  # type: ignore[call-arg]
        rows = self._rows(self._table.search(match, query_type="fts"), filters, limit, "_score")
        return [Found(passage_of(r), _number(r["_score"])) for r in rows]

    def _there(self, columns: Sequence[str]) -> list[str]:
        """Those of the columns that the table has: one made by an earlier version lacks some."""
        names = set(self._table.schema.names)
        return [c for c in columns if c in names]

    def _kinds(self) -> set[str]:
        return {i.index_type for i in self._table.list_indices()}

    def _any_of(self, ids: Sequence[str]) -> bool:
        return bool(self._table.count_rows(_is_in("article_id", ids)))

    def _firsts(self, columns: list[str]) -> pa.Table:
        """Columns of every article's first row."""
        with _reading(self.folder):
            return self._table.search().where("number = 0").select(columns).to_arrow()

    def _rows(
        self, search: LanceQueryBuilder, filters: Filters, limit: int, score: str
    ) -> list[dict[str, object]]:
        where = _where(filters)
        if where:
            search = search.where(where, prefilter=True)
        with _reading(self.folder):
            rows: list[dict[str, object]]
            columns = [*self._there(PASSAGE_COLUMNS), score]
            rows = search.select(columns).limit(limit).to_list()
        return rows


@contextmanager
def _writing(folder: Path, outcome: str) -> Iterator[None]:
    """Tell of an error of the engine while it writes, and what became of the articles."""
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        raise IndexFolderError(
            f"Writing to the index {str(folder)!r} failed: {_brief(error)}. {outcome}. "
            "Mend that and run again."
        ) from error


@contextmanager
def _reading(folder: Path) -> Iterator[None]:
    """Tell of an error of the engine while it reads."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise IndexFolderError(
            f"Reading the index {str(folder)!r} failed: {_brief(error)}. If its files are damaged, "
            "remove the folder and ingest the articles again."
        ) from error


def require_writable(folder: Path) -> None:
    """Raise IndexFolderError where nothing can be written, root's rights notwithstanding."""
    nearest = folder
    while not nearest.exists():
        if nearest.parent == nearest:
            break
        nearest = nearest.parent
    if not nearest.is_dir():
        raise IndexFolderError(
            f"The index {str(folder)!r} cannot be made: {str(nearest)!r} is a file, not a folder. "
            "Give another place with --index."
        )
    if not nearest.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise IndexFolderError(
            f"The index {str(folder)!r} cannot be written: {str(nearest)!r} is read-only. "
            "Give another place with --index, or make it writable."
        )


def _holds_table(folder: Path) -> bool:
    """Whether a table was made here, not only begun: it has a version."""
    versions = folder / f"{TABLE}.lance" / "_versions"
    return os.path.isdir(versions) and any(versions.glob("*.manifest"))


def _unusable(folder: Path, error: Exception) -> IndexFolderError:
    return IndexFolderError(
        f"The index folder {str(folder)!r} cannot be used: {_brief(error)}. "
        "Give another with --index, or make the folder readable and writable."
    )


def _made_by(table: Table) -> dict[str, str]:
    """What a table remembers of how it was made."""
    found = {k.decode(): v.decode() for k, v in (table.schema.metadata or {}).items()}
    return {**found, "dimensions": str(table.schema.field("vector").type.list_size)}


def _require_same(folder: Path, wanted: Mapping[str, str], found: Mapping[str, str]) -> None:
    for key, value in wanted.items():
        made = found.get(key, "?")
        if made != value:
            raise IndexFolderError(
                f"The index {str(folder)!r} was made with {key} {made!r}, not {value!r}; the two "
                f"do not mix. Set {SETTING.get(key, key)} back, or ingest the articles into "
                "another folder (--index)."
            )


def _number(value: object) -> float:
    assert isinstance(value, float)
    return value


def _where(filters: Filters) -> str:
    parts = []
    if filters.as_of:
        parts.append(f"date <= date '{filters.as_of.isoformat()}'")
    if filters.since:
        parts.append(f"date >= date '{filters.since.isoformat()}'")
    if filters.sources:
        parts.append(_is_in("source", filters.sources))
    if filters.without.sources:
        parts.append(f"NOT {_is_in('source', filters.without.sources)}")
    if filters.without.articles:
        parts.append(f"NOT {_is_in('article_id', filters.without.articles)}")
    return " AND ".join(parts)


def _is_in(column: str, values: Sequence[str]) -> str:
    return f"{column} IN ({', '.join(map(_quoted, values))})"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _brief(error: Exception) -> str:
    """An error in one line, without where in the engine's source it arose."""
    lines = SOURCE_LINE.sub("", str(error)).strip().splitlines() or ["?"]
    return lines[0][:300].rstrip(".")
