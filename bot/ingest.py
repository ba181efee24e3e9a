"""Files → index: articles read, cut, embedded and stored, batch by batch, only what is new."""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from bot.articles import Skipped, is_address, read_articles
from bot.formats.formats import NO_MAP
from bot.formats.limits import Limits
from bot.index import Index, StoredArticle, require_writable
from bot.passages import passages
from bot.protocols import Embedder
from bot.rows import Standing
from bot.types import DEFAULT_COLLECTION, Article, Passage

__all__ = ["BATCH_PASSAGES", "Cut", "Report", "cut_up", "ingest"]

# Articles are stored in batches of about this many passages: each is one commit of the index.
BATCH_PASSAGES = 512


@dataclass(frozen=True, slots=True)
class Cut:
    """How articles are cut into passages."""

    max_tokens: int = 160
    overlap_sentences: int = 1

    def __str__(self) -> str:
        return f"{self.max_tokens}/{self.overlap_sentences}"


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did so far; article ids, in the order they went in."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    passages: int = 0
    foreign: tuple[tuple[str, str], ...] = ()  # added or updated, not in English: id and language

    @property
    def articles(self) -> int:
        return len(self.added) + len(self.updated) + len(self.unchanged)


def ingest(
    paths: Sequence[Path | str],
    index: Index,
    embedder: Embedder,
    *,
    cut: Cut = Cut(),
    limits: Limits = Limits(),
    fields: Mapping[str, str] = NO_MAP,
    collection: str | None = None,
    progress: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Take in every article under the paths and http(s) addresses. What `progress` reported as in
    survives a crash.

    They go into the named collection, beside those they are in already; without a name, known
    articles stay where they are, and new ones go into the default collection.
    Raises ArticleError for a path that does not exist and IndexFolderError for a folder that
    cannot be written; a file that is no article is skipped with its reason, the others go in.
    """
    require_writable(index.folder)
    names = _Names(index.stored(), collection)
    done = _Done()
    batch: dict[str, tuple[Article, list[Passage]]] = {}
    for item in read_articles(paths, limits=limits, fields=fields):
        if isinstance(item, Skipped):
            done.skipped.append(item)
            continue
        article, known = names.place(item)
        if known and known.content_hash == article.content_hash:
            done.unchanged.append(article.id)
            continue
        batch.pop(article.id, None)  # its file has changed since it was read in this run
        batch[article.id] = (article, cut_up(article, embedder, cut))
        if sum(len(p) for _, p in batch.values()) >= BATCH_PASSAGES:
            _store(list(batch.values()), done, names, index, embedder)
            progress(done.report())
            batch = {}
    _store(list(batch.values()), done, names, index, embedder)
    index.move(names.moved)
    if collection:
        index.join(names.joining, collection)
    report = done.report()
    progress(report)
    index.tidy()
    return report


class _Done:
    """A Report that grows."""

    def __init__(self) -> None:
        self.added: list[str] = []
        self.updated: list[str] = []
        self.unchanged: list[str] = []
        self.skipped: list[Skipped] = []
        self.passages = 0
        self.foreign: list[tuple[str, str]] = []

    def report(self) -> Report:
        return Report(
            added=tuple(self.added),
            updated=tuple(self.updated),
            unchanged=tuple(self.unchanged),
            skipped=tuple(self.skipped),
            passages=self.passages,
            foreign=tuple(self.foreign),
        )


def cut_up(article: Article, embedder: Embedder, cut: Cut) -> list[Passage]:
    """An article's passages, none wider than the embedder reads."""
    return passages(
        article,
        embedder.count_tokens,
        max_tokens=min(cut.max_tokens, embedder.max_tokens - 2),  # two special tokens
        overlap_sentences=cut.overlap_sentences,
    )


def _store(
    batch: Sequence[tuple[Article, Sequence[Passage]]],
    done: _Done,
    names: "_Names",
    index: Index,
    embedder: Embedder,
) -> None:
    """Embed and store a batch in one commit; only then does it count as done."""
    if not batch:
        return
    rows = embedder.encode([p.titled_text for _, cut in batch for p in cut])
    standings = {a.id: Standing(names.collections(a.id)) for a, _ in batch}
    index.upsert(batch, rows, standings=standings)
    for article, _ in batch:
        (done.updated if article.id in names.stored else done.added).append(article.id)
        names.stored.add(article.id)
        if article.language:
            done.foreign.append((article.id, article.language))
    done.passages += len(rows)


class _Names:
    """Gives each article an id that is its own, so that no article overwrites another.

    The id of a file is its path below the ingested folder. Where an article from elsewhere has it
    already, a few letters of a hash of the origin follow. An article that has moved keeps its id.
    """

    def __init__(self, stored: Iterable[StoredArticle], collection: str | None = None) -> None:
        self._collection = collection
        self.joining: list[str] = []  # ids of unchanged articles that are not in it yet
        self._by_id = {s.id: s for s in stored}
        self._by_origin = {s.origin: s for s in self._by_id.values()}
        self._by_hash = _grouped((s.content_hash, s.id) for s in self._by_id.values())
        self._by_page = _grouped(((s.url, s.title), s.id) for s in self._by_id.values())
        self.stored = set(self._by_id)
        self.moved: dict[str, str] = {}  # id → where the unchanged article is read from now

    def place(self, article: Article) -> tuple[Article, StoredArticle | None]:
        """The article with its id, and what is stored under it, if anything."""
        digest = article.content_hash
        known = self._by_origin.get(article.origin) or self._moved(article)
        if known:
            article = replace(article, id=known.id)
        else:
            known = self._by_id.get(article.id)
            if known and known.content_hash != digest:
                tail = hashlib.sha256(article.origin.encode()).hexdigest()[:6]
                article = replace(article, id=f"{article.id}~{tail}")
                known = self._by_id.get(article.id)
        origin = article.origin
        if known and known.content_hash == digest and known.origin != origin:
            if _exists(known.origin):
                origin = known.origin  # a copy of it: the first keeps the name
            else:
                self.moved[article.id] = origin
        collections = known.collections if known else (self._collection or DEFAULT_COLLECTION,)
        if self._collection and self._collection not in collections:
            collections = (*collections, self._collection)
            if known and known.content_hash == digest:
                self.joining.append(article.id)
        entry = StoredArticle(article.id, digest, origin, collections=collections)
        self._by_id[article.id] = self._by_origin[article.origin] = entry
        return article, known

    def collections(self, article_id: str) -> tuple[str, ...]:
        """The collections that a placed article is to be in."""
        return self._by_id[article_id].collections

    def _moved(self, article: Article) -> StoredArticle | None:
        """What an article is stored as whose file was moved, if that is sure.

        The old file is gone, and its content is the same or, where it was edited too, it alone has
        the same address and title.
        """
        same = self._by_hash.get(article.content_hash, [])
        page = (article.url, article.title)
        edited = self._by_page.get(page, []) if all(page) else []
        ids = same or (edited if len(edited) == 1 else [])
        return next((s for i in ids if not _exists((s := self._by_id[i]).origin)), None)


Key = TypeVar("Key")


def _grouped(pairs: Iterable[tuple[Key, str]]) -> dict[Key, list[str]]:
    groups: dict[Key, list[str]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _exists(origin: str) -> bool:
    """Whether the file of an origin is there; a record's is followed by `#` and its id. What is on
    the web is taken to be there."""
    if is_address(origin):
        return True
    ends = [n for n, c in enumerate(origin) if c == "#"] + [len(origin)]
    return any(os.path.isfile(origin[:end]) for end in ends)
