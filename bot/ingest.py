"""Files → index: articles read, cut, embedded and stored, batch by batch, only what is new."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.articles import Skipped, read_articles
from bot.index import Index, StoredArticle, require_writable
from bot.passages import passages
from bot.protocols import Embedder
from bot.types import Article, Passage

__all__ = ["Cut", "Report", "ingest"]

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

    @property
    def articles(self) -> int:
        return len(self.added) + len(self.updated) + len(self.unchanged)


def ingest(
    paths: Sequence[Path],
    index: Index,
    embedder: Embedder,
    *,
    cut: Cut = Cut(),
    max_mb: float = 5.0,
    progress: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Take in every article under the paths. What `progress` reported as in survives a crash.

    Raises ArticleError for a path that does not exist and IndexFolderError for a folder that
    cannot be written; a file that is no article is skipped with its reason, the others go in.
    """
    require_writable(index.folder)
    names = _Names(index.stored())
    report = Report()
    batch: list[tuple[Article, list[Passage]]] = []
    for item in read_articles(paths, max_mb=max_mb):
        if isinstance(item, Skipped):
            report = replace(report, skipped=(*report.skipped, item))
            continue
        article, known = names.place(item)
        if known and known.content_hash == article.content_hash:
            report = replace(report, unchanged=(*report.unchanged, article.id))
            continue
        batch = [b for b in batch if b[0].id != article.id]  # a record given twice: the last wins
        batch.append((article, _cut(article, embedder, cut)))
        if sum(len(p) for _, p in batch) >= BATCH_PASSAGES:
            report = _store(batch, report, names, index, embedder)
            progress(report)
            batch = []
    report = _store(batch, report, names, index, embedder)
    progress(report)
    index.tidy()
    return report


def _cut(article: Article, embedder: Embedder, cut: Cut) -> list[Passage]:
    return passages(
        article,
        embedder.count_tokens,
        max_tokens=min(cut.max_tokens, embedder.max_tokens - 2),  # two special tokens
        overlap_sentences=cut.overlap_sentences,
    )


def _store(
    batch: Sequence[tuple[Article, Sequence[Passage]]],
    report: Report,
    names: "_Names",
    index: Index,
    embedder: Embedder,
) -> Report:
    """Embed and store a batch in one commit; only then is it reported as in."""
    if not batch:
        return report
    rows = embedder.encode([p.titled_text for _, cut in batch for p in cut])
    index.upsert(batch, rows)
    new = [a.id for a, _ in batch if a.id not in names.before]
    changed = [a.id for a, _ in batch if a.id in names.before]
    return replace(
        report,
        added=(*report.added, *new),
        updated=(*report.updated, *changed),
        passages=report.passages + len(rows),
    )


class _Names:
    """Gives each article an id that is its own, so that no article overwrites another.

    The id of a file is its path below the ingested folder. Where another file has it already, a
    few letters of a hash of the origin follow; where that file is gone, the article has moved.
    """

    def __init__(self, stored: Iterable[StoredArticle]) -> None:
        self._by_id = {s.id: s for s in stored}
        self._by_origin = {s.origin: s for s in self._by_id.values()}
        self.before = frozenset(self._by_id)

    def place(self, article: Article) -> tuple[Article, StoredArticle | None]:
        """The article with its id, and what is stored under it, if anything."""
        known = self._by_origin.get(article.origin)
        if known is None:
            holder = self._by_id.get(article.id)
            same = holder and holder.content_hash == article.content_hash
            if holder is None or same or not _exists(holder.origin):
                known = holder
            else:
                tail = hashlib.sha256(article.origin.encode()).hexdigest()[:6]
                article = replace(article, id=f"{article.id}~{tail}")
                known = self._by_id.get(article.id)
        else:
            article = replace(article, id=known.id)
        entry = StoredArticle(article.id, article.content_hash, article.origin)
        self._by_id[article.id] = self._by_origin[article.origin] = entry
        return article, known


def _exists(origin: str) -> bool:
    return Path(origin.rsplit("#", 1)[0]).exists()
