"""Batches of embedded articles → index, each in one commit, and the report of what went in."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bot.articles import Skipped
from bot.index import Index
from bot.rows import Standing
from bot.types import Article, Passage

__all__ = ["BATCH_PASSAGES", "Batch", "Copy", "Done", "Report", "Storing"]

# Articles are stored in batches of about this many passages: each is one commit of the index.
BATCH_PASSAGES = 512
# … and what needs no storing is told at least every so many articles.
BATCH_NOTES = 1_000
# After so many new passages searches are made fast again: a tail of small commits slows them.
TIDY_PASSAGES = 16_384


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


@dataclass(slots=True)
class Batch:
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


class Done:
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

    def add(self, batch: Batch) -> None:
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


class Storing:
    """Stores a batch while the next one is embedded. Only what is stored is done, and told.

    When the block ends by an error or Ctrl-C, the batch under way is stored to its end and told.
    """

    def __init__(self, index: Index, done: Done, progress: Callable[[Report], None]) -> None:
        self._index = index
        self._done = done
        self._progress = progress
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="storing")
        self._under_way: tuple[Batch, Future[None]] | None = None
        self._untidy = 0  # passages since the last tidy()

    def __enter__(self) -> "Storing":
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._settle()
        finally:
            self._writer.shutdown()

    def store(self, batch: Batch, rows: NDArray[np.float32]) -> None:
        """Store a batch once the one before is; raises what went wrong with that."""
        self._settle()
        self._under_way = batch, self._writer.submit(self._write, batch, rows)

    def _write(self, batch: Batch, rows: NDArray[np.float32]) -> None:
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
