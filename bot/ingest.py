"""Files and web addresses → index: articles read, cut, embedded and stored, batch by batch, only
what is new.

Three things go on at once: a thread reads and cuts the next batches, this one embeds, and another
stores the batch before. What is reported as in was stored in whole.
"""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.ahead import ahead
from bot.articles import Skipped, read_articles
from bot.copies import corrected, sketch
from bot.formats.formats import NO_MAP
from bot.formats.limits import Limits
from bot.gone import gone
from bot.index import Index, require_writable
from bot.ledger import Ledger
from bot.passages import passages
from bot.protocols import Embedder
from bot.rows import Standing
from bot.types import Article, Passage

__all__ = ["BATCH_PASSAGES", "Copy", "Cut", "Report", "cut_up", "ingest"]

# Articles are stored in batches of about this many passages: each is one commit of the index.
BATCH_PASSAGES = 512
# … and what needs no storing is told at least every so many articles.
BATCH_NOTES = 1_000
AHEAD = 2  # batches that are read before they are wanted
# After so many new passages searches are made fast again: a tail of small commits slows them.
TIDY_PASSAGES = 16_384


@dataclass(frozen=True, slots=True)
class Cut:
    """How articles are cut into passages."""

    max_tokens: int = 160
    overlap_sentences: int = 1

    def __str__(self) -> str:
        return f"{self.max_tokens}/{self.overlap_sentences}"


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that went in and tells nearly the same text as one before it."""

    id: str
    of: str  # id of the article it is most alike


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did so far; article ids, in the order they went in."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    passages: int = 0
    foreign: tuple[tuple[str, str], ...] = ()  # added or updated, not in English: id and language
    copies: tuple[Copy, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def articles(self) -> int:
        return len(self.added) + len(self.updated) + len(self.unchanged)

    @property
    def looked_at(self) -> int:
        """How many articles were read, those that could not be among them."""
        return self.articles + len(self.skipped)


def ingest(
    paths: Sequence[Path | str],
    index: Index,
    embedder: Embedder,
    *,
    cut: Cut = Cut(),
    limits: Limits = Limits(),
    fields: Mapping[str, str] = NO_MAP,
    collection: str | None = None,
    prune: bool = False,
    progress: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Take in every article under the paths and http(s) addresses. What `progress` reported as in
    survives a crash.

    They go into the named collection, beside those they are in already; without a name, known
    articles stay where they are, and new ones go into the default collection. With `prune`,
    articles of the index whose file or record under these paths is gone are removed.
    Raises ArticleError for a path that does not exist and IndexFolderError for a folder that
    cannot be written; a file that is no article is skipped with its reason, the others go in.
    """
    require_writable(index.folder)
    ledger = Ledger(index.stored(sketches=True), collection)
    done = _Done()
    try:
        items = read_articles(paths, limits=limits, fields=fields)
        with (
            closing(_batches(items, ledger, embedder, cut)) as read,
            ahead(read, AHEAD) as batches,
            _Storing(index, done, progress) as storing,
        ):
            for batch in filter(None, batches):
                storing.store(batch, embedder.encode(batch.texts))
        index.move(ledger.moved)
        if collection:
            index.join(ledger.joining, collection)
        if prune:
            removed = [a.id for a in gone(ledger.unseen(), paths, done.skipped)]
            index.delete(removed)
            done.removed += removed
    finally:
        ledger.close()
    index.tidy()
    return done.report()


@dataclass(slots=True)
class _Batch:
    """Articles read and cut, to be stored in one commit, and what else was found with them."""

    cut: dict[str, tuple[Article, list[Passage]]] = field(default_factory=dict)
    standings: dict[str, Standing] = field(default_factory=dict)
    copies: dict[str, Copy] = field(default_factory=dict)
    added: set[str] = field(default_factory=set)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.cut or self.unchanged or self.skipped)

    @property
    def texts(self) -> list[str]:
        return [p.titled_text for _, cut in self.cut.values() for p in cut]

    @property
    def is_full(self) -> bool:
        notes = len(self.unchanged) + len(self.skipped)
        size = sum(len(cut) for _, cut in self.cut.values())
        return size >= BATCH_PASSAGES or notes >= BATCH_NOTES


class _Done:
    """A Report that grows."""

    def __init__(self) -> None:
        self.added: list[str] = []
        self.updated: list[str] = []
        self.unchanged: list[str] = []
        self.skipped: list[Skipped] = []
        self.passages = 0
        self.foreign: list[tuple[str, str]] = []
        self.copies: list[Copy] = []
        self.removed: list[str] = []

    def add(self, batch: _Batch) -> None:
        for id, (article, cut) in batch.cut.items():
            (self.added if id in batch.added else self.updated).append(id)
            self.passages += len(cut)
            if article.language:
                self.foreign.append((id, article.language))
        self.unchanged += batch.unchanged
        self.skipped += batch.skipped
        self.copies += batch.copies.values()

    def report(self) -> Report:
        return Report(
            added=tuple(self.added),
            updated=tuple(self.updated),
            unchanged=tuple(self.unchanged),
            skipped=tuple(self.skipped),
            passages=self.passages,
            foreign=tuple(self.foreign),
            copies=tuple(self.copies),
            removed=tuple(self.removed),
        )


def cut_up(article: Article, embedder: Embedder, cut: Cut) -> list[Passage]:
    """An article's passages, none wider than the embedder reads."""
    return passages(
        article,
        embedder.count_tokens,
        max_tokens=min(cut.max_tokens, embedder.max_tokens - 2),  # two special tokens
        overlap_sentences=cut.overlap_sentences,
    )


def _batches(
    items: Iterator[Article | Skipped], ledger: Ledger, embedder: Embedder, cut: Cut
) -> Generator[_Batch, None, None]:
    """Read, name and cut the articles; the last batch may hold nothing."""
    batch = _Batch()
    for item in items:
        if isinstance(item, Skipped):
            batch.skipped.append(item)
        else:
            _take(item, batch, ledger, embedder, cut)
        if batch.is_full:
            yield batch
            batch = _Batch()
    yield batch


def _take(item: Article, batch: _Batch, ledger: Ledger, embedder: Embedder, cut: Cut) -> None:
    placed = ledger.place(item)
    article = placed.article
    if placed.unchanged:
        batch.unchanged.append(article.id)
        return
    pieces = cut_up(article, embedder, cut)
    batch.copies.pop(article.id, None)  # its file has changed since it was read for this batch
    if batch.cut.pop(article.id, None) is None and placed.known is None:
        batch.added.add(article.id)
    original = ledger.link(article, sketch(article.text, correction=corrected(pieces)))
    if original:
        batch.copies[article.id] = Copy(article.id, original.id)
    batch.cut[article.id] = (article, pieces)
    batch.standings[article.id] = ledger.standing(article.id)


class _Storing:
    """Stores a batch while the next one is embedded. Only what is stored is done, and told.

    When the block ends by an error or Ctrl-C, the batch under way is stored to its end and told.
    """

    def __init__(self, index: Index, done: _Done, progress: Callable[[Report], None]) -> None:
        self._index = index
        self._done = done
        self._progress = progress
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="storing")
        self._under_way: tuple[_Batch, Future[None]] | None = None
        self._untidy = 0  # passages since the last tidy()

    def __enter__(self) -> "_Storing":
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._settle()
        finally:
            self._writer.shutdown()

    def store(self, batch: _Batch, rows: NDArray[np.float32]) -> None:
        """Store a batch once the one before is; raises what went wrong with that."""
        self._settle()
        self._under_way = batch, self._writer.submit(self._write, batch, rows)

    def _write(self, batch: _Batch, rows: NDArray[np.float32]) -> None:
        self._index.upsert(list(batch.cut.values()), rows, standings=batch.standings)
        self._untidy += len(rows)
        if self._untidy >= TIDY_PASSAGES:
            self._index.tidy()
            self._untidy = 0

    def _settle(self) -> None:
        if self._under_way is None:
            return
        batch, stored = self._under_way
        try:
            stored.result()
        except Exception:
            self._under_way = None
            raise
        self._under_way = None
        self._done.add(batch)
        self._progress(self._done.report())
