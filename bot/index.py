"""The vector index: one LanceDB table in one folder, a row a passage.

Articles go in and out whole: the rows of a batch of articles are replaced in one commit, so that a
reader or a crash never meets half an article. The first row of an article also carries its text.
Dense and BM25 search run in the same engine.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import lancedb
import numpy as np
import pyarrow as pa
from lancedb.expr import Expr
from lancedb.index import IvfRq
from lancedb.query import LanceQueryBuilder, MatchQuery
from lancedb.table import LanceTable
from numpy.typing import NDArray

from bot.contents import Found, Holdings, ListedArticle, Overview, StoredArticle
from bot.engine import reading, writing
from bot.errors import ArticleError
from bot.rows import (
    ENTRY_COLUMNS,
    PASSAGE_COLUMNS,
    Standing,
    article_of,
    passage_of,
    record_batch,
    standing_of,
)
from bot.table import (
    TABLE,
    TEXT_INDEX,
    add_columns,
    holds_table,
    lacking,
    made_by,
    open_made,
    open_or_make,
    require_writable,
)
from bot.types import Article, Filters, Passage, opening_words
from bot.where import is_among, is_in, quoted, where
from bot.words import words

__all__ = ["Index"]

# Below this many rows an exact scan is as fast as an index and exact (measured on 100,000 x 384:
# 119 ms without, 11 ms with an index; 20,000 rows take 24 ms without).
VECTOR_INDEX_ROWS = 20_000
# Recall@20 of the IVF_RQ index against exact search is above .99 from here on.
PROBES = 40
REFINE = 10
# Versions of the table older than this are erased: all but the one of now.
ERASED_AGE = dt.timedelta(milliseconds=1)
# How long files of earlier versions are kept: far longer than any reader takes for a search.
KEPT = dt.timedelta(minutes=10)
WHOLE_AT_ONCE = 256  # articles
STORED_AT_ONCE = 1_000  # articles without their text
NO_STANDINGS: Mapping[str, Standing] = MappingProxyType({})


class Index:
    """A folder of embedded passages. Many may read while one writes."""

    def __init__(self, folder: Path, table: LanceTable) -> None:
        self.folder = folder
        self._table = table
        self._lacking = lacking(table)  # only where nothing can be written

    @classmethod
    def open(cls, folder: Path, *, embedder: str, dimensions: int, passages: str) -> "Index":
        """Open an index, or create it where there is none.

        `passages` names how articles are cut; it and `embedder` must be those the index was made
        with. Raises IndexFolderError when they are not, or when the folder cannot be used.
        """
        table = open_or_make(folder, embedder=embedder, dimensions=dimensions, passages=passages)
        return cls(folder, table)

    @classmethod
    def at(cls, folder: Path) -> "Index":
        """Open the index in a folder, whichever embedder made it, to list or remove articles.

        Raises IndexFolderError when it cannot be used.
        """
        return cls(folder, open_made(folder))

    @classmethod
    def exists(cls, folder: Path) -> bool:
        """Whether the folder holds an index."""
        return holds_table(folder)

    def upsert(
        self,
        articles: Sequence[tuple[Article, Sequence[Passage]]],
        rows: NDArray[np.float32],
        *,
        standings: Mapping[str, Standing] = NO_STANDINGS,
    ) -> None:
        """Store articles with their passages, replacing those of the same ids, in one commit.

        `rows` is (n, dimensions) float32, one unit vector a passage, in order; `standings` says by
        id what else is kept of an article. When this returns, the articles survive a crash; when
        it raises, none of them is in.
        """
        count = sum(len(p) for _, p in articles)
        if count != len(rows):
            raise ValueError(f"{count} passages but {len(rows)} vectors")
        if not count:
            return
        self._require_writable()
        batch = record_batch(articles, rows, self._table.schema, standings)
        ids = [a.id for a, _ in articles]
        outcome = "Nothing of this batch was stored, what was there before still is"
        with writing(self.folder, outcome):
            if self._any_of(ids):
                merge = self._table.merge_insert(["article_id", "number"])
                merge = merge.when_matched_update_all().when_not_matched_insert_all()
                merge.when_not_matched_by_source_delete(is_in("article_id", ids)).execute(batch)
            else:
                self._table.add(batch)

    def move(self, origins: Mapping[str, str]) -> None:
        """Note, by article id, where unchanged articles are read from now, in one commit."""
        if not origins:
            return
        self._require_writable()
        columns = {"article_id": list(origins), "origin": list(origins.values())}
        firsts = pa.array([0] * len(origins), pa.int32())  # the rows that are asked for an origin
        rows = pa.table({**columns, "number": firsts})
        outcome = "No article was changed, and where some have moved to was not noted"
        with writing(self.folder, outcome):
            merge = self._table.merge_insert(["article_id", "number"])
            merge.when_matched_update_all().execute(rows)

    def join(self, ids: Sequence[str], collection: str) -> None:
        """Put articles into a collection beside those they are in, in one commit."""
        self._require_writable()
        if ids:
            outside = f"{is_in('article_id', ids)} AND NOT {is_among([collection])}"
            with writing(self.folder, "No article was put into the collection"):
                self._table.update(
                    where=outside,
                    values_sql={"collections": f"array_append(collections, {quoted(collection)})"},
                )

    def leave(self, ids: Sequence[str], collection: str) -> None:
        """Take articles out of a collection that are in others too, in one commit."""
        self._require_writable()
        if ids:
            others = f"{is_in('article_id', ids)} AND array_length(collections) > 1"
            with writing(self.folder, "No article was taken out of the collection"):
                self._table.update(
                    where=others,
                    values_sql={"collections": f"array_remove(collections, {quoted(collection)})"},
                )

    def delete(self, ids: Sequence[str]) -> None:
        """Remove articles; ids that are not there are no error."""
        self._require_writable()
        if ids:
            with writing(self.folder, "No article was removed"):
                self._table.delete(is_in("article_id", ids))

    def replace_by(self, other: "Index") -> None:
        """Take the rows of another index, and how it was made, in place of one's own in one commit.

        A crash leaves the old ones or the new ones; the next to open the new ones indexes them for
        searching, if the crash came before that.
        """
        columns = other._table.schema
        self._require_writable()
        outcome = "The index is as it was before, but for searches if it is new already"
        with writing(self.folder, outcome):
            batches = other._table.search().select(columns.names).to_batches()
            rows = pa.RecordBatchReader.from_batches(columns, (b.cast(columns) for b in batches))
            database = lancedb.connect(self.folder)
            database.create_table(TABLE, data=rows, schema=columns, mode="overwrite")
        self.tidy()

    def tidy(self, *, erase: bool = False) -> None:
        """Make searches fast again after writing: compact, and bring the search indexes up to date.

        `erase` also removes older versions from the disk, and with them all that was deleted; only
        where nobody else reads or writes meanwhile. A vector index is built once the corpus is
        large enough to need one.
        """
        if not len(self) and not erase:
            return
        with writing(self.folder, "No article was changed, but searches may be slow"):
            kinds = {i.index_type for i in self._table.list_indices()}
            if "FTS" not in kinds:  # the process that made the table was cut short
                self._table.create_index("titled_text", config=TEXT_INDEX)
            if "IvfRq" not in kinds and len(self) >= VECTOR_INDEX_ROWS:
                self._table.create_index("vector", config=IvfRq(distance_type="dot"))
            age = ERASED_AGE if erase else KEPT
            self._table.optimize(cleanup_older_than=age, delete_unverified=erase)

    def __len__(self) -> int:
        """The number of passages."""
        return int(self._table.count_rows())

    def article(self, article_id: str) -> Article:
        """One article, as it was read. Raises ArticleError when it is not in the index."""
        return self.entry(article_id)[0]

    def entry(self, article_id: str) -> tuple[Article, Standing]:
        """One article, and what is kept of it. Raises ArticleError when it is not in the index."""
        which = f"number = 0 AND article_id = {quoted(article_id)}"
        with reading(self.folder):
            search = self._table.search().where(which).select(self._columns(ENTRY_COLUMNS))
            found = search.limit(1).to_list()
        if not found:
            raise ArticleError(
                f"No article {article_id!r} in the index {str(self.folder)!r}. "
                "It may have been removed; ingest it again."
            )
        return article_of(found[0]), standing_of(found[0])

    def whole(self, filters: Filters = Filters()) -> Iterator[tuple[Article, Standing]]:
        """Every article with its text and what is kept of it, in the order of the table; few are
        in memory at a time."""
        which = " AND ".join(filter(None, ("number = 0", self._where(filters))))
        with reading(self.folder):
            search = self._table.search().where(which).select(self._columns(ENTRY_COLUMNS))
            for batch in search.to_batches(batch_size=WHOLE_AT_ONCE):
                for row in batch.to_pylist():
                    yield article_of(row), standing_of(row)

    def stored(self, *, sketches: bool = False) -> Iterator[StoredArticle]:
        """Every article, without its text, few at a time; with its sketch where asked."""
        columns = ["article_id", "read_hash", "origin", "title", "url", "collections", "story"]
        if sketches:
            columns.append("sketch")
        with reading(self.folder):
            search = self._table.search().where("number = 0").select(self._columns(columns))
            for batch in search.to_batches(batch_size=STORED_AT_ONCE):
                for row in batch.to_pylist():
                    row["collections"] = tuple(row["collections"])
                    yield StoredArticle(*(row[c] for c in columns))

    def copies(
        self, stories: Collection[str], filters: Filters = Filters()
    ) -> dict[str, list[str]]:
        """The ids, sorted, of the articles that tell each of these stories, by story."""
        if not stories:
            return {}
        which = ["number = 0", is_in(self._sql("story"), sorted(stories)), self._where(filters)]
        with reading(self.folder):
            search = self._table.search().where(" AND ".join(filter(None, which)))
            rows = search.select(self._columns(["article_id", "story"])).to_list()
        found: dict[str, list[str]] = {}
        for row in sorted(rows, key=lambda r: r["article_id"]):
            found.setdefault(row["story"], []).append(row["article_id"])
        return found

    def listed(self) -> list[ListedArticle]:
        """Every article, by date and id; those without a date come first."""
        with reading(self.folder):
            ids = self._table.search().select(["article_id"]).to_arrow()["article_id"]
        columns = ["article_id", "date", "source", "title", "text", "collections", "added"]
        columns += ["author", "language"]
        counts = {c["values"]: c["counts"] for c in ids.value_counts().to_pylist()}
        listed = [
            ListedArticle(
                row["article_id"],
                row["date"],
                row["source"],
                row["title"] or opening_words(row["text"]),
                counts[row["article_id"]],
                tuple(row["collections"]),
                row["added"],
                row["author"],
                row["language"],
            )
            for row in self._firsts(columns).to_pylist()
        ]
        return sorted(listed, key=lambda a: (a.date or dt.date.min, a.id))

    @property
    def version(self) -> int:
        """A number that grows with every write, tidy() included."""
        with reading(self.folder):
            return int(self._table.version)

    @property
    def passages_cut(self) -> str:
        """How the articles are cut, as it was told when the index was made."""
        return made_by(self._table).get("passages", "?")

    def holdings(self) -> Holdings:
        """Which articles are in the index now."""
        while True:
            version = self.version
            firsts = self._firsts(["article_id", "content_hash"]).to_pylist()
            hashes = {row["article_id"]: row["content_hash"] for row in firsts}
            passages = len(self)
            if version == self.version:  # nothing was written meanwhile
                return Holdings(version, passages, hashes)

    def overview(self) -> Overview:
        """How much is in the index, and from when and whom."""
        table = self._firsts(["source", "date", "collections"])
        dates = [d for d in table["date"].to_pylist() if d]
        return Overview(
            articles=table.num_rows,
            passages=len(self),
            sources=tuple(sorted({s for s in table["source"].to_pylist() if s})),
            first=min(dates, default=None),
            last=max(dates, default=None),
            collections=tuple(
                sorted(table["collections"].combine_chunks().flatten().unique().to_pylist())
            ),
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

    def _require_writable(self) -> None:
        """Raise IndexFolderError where nothing can be written."""
        require_writable(self.folder)
        if self._lacking:  # nothing could be written when it was opened
            add_columns(self.folder, self._table)
            self._lacking = {}

    def _sql(self, column: str) -> str:
        """A column or, where it is lacking, what it would be made of."""
        return self._lacking.get(column, column)

    def _columns(self, names: list[str]) -> list[str] | dict[str, str | Expr]:
        return {name: self._sql(name) for name in names} if self._lacking else names

    def _where(self, filters: Filters) -> str:
        return where(filters, self._sql("collections"))

    def _any_of(self, ids: Sequence[str]) -> bool:
        return bool(self._table.count_rows(is_in("article_id", ids)))

    def _firsts(self, columns: list[str]) -> pa.Table:
        """Columns of every article's first row."""
        with reading(self.folder):
            return (
                self._table.search().where("number = 0").select(self._columns(columns)).to_arrow()
            )

    def _rows(
        self, search: LanceQueryBuilder, filters: Filters, limit: int, score: str
    ) -> list[dict[str, object]]:
        condition = self._where(filters)
        if condition:
            search = search.where(condition, prefilter=True)
        with reading(self.folder):
            rows: list[dict[str, object]]
            rows = search.select(self._columns([*PASSAGE_COLUMNS, score])).limit(limit).to_list()
        return rows


def _number(value: object) -> float:
    assert isinstance(value, float)
    return value
