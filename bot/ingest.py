"""Files and web addresses → index: articles read, cut, embedded and stored, batch by batch, only
what is new.

Three things go on at once: a thread reads and cuts the next batches, this one embeds, and another
stores the batch before. What is reported as in was stored in whole.
"""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.ahead import ahead
from bot.articles import Skipped, read_articles
from bot.copies import corrected, sketch
from bot.formats.formats import NO_MAP
from bot.formats.limits import Limits
from bot.gone import gone
from bot.index import Index
from bot.ledger import Ledger
from bot.passages import passages
from bot.protocols import Embedder
from bot.storing import Batch, Copy, Done, Report, Storing
from bot.table import require_writable
from bot.types import Article, Passage

__all__ = ["Cut", "cut_up", "ingest"]

AHEAD = 2  # batches that are read before they are wanted


@dataclass(frozen=True, slots=True)
class Cut:
    """How articles are cut into passages."""

    max_tokens: int = 160
    overlap_sentences: int = 1

    def __str__(self) -> str:
        return f"{self.max_tokens}/{self.overlap_sentences}"


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
    done = Done()
    try:
        with (
            closing(read_articles(paths, limits=limits, fields=fields)) as items,
            closing(_batches(items, ledger, embedder, cut)) as read,
            ahead(read, AHEAD) as batches,
            Storing(index, done, progress) as storing,
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
) -> Generator[Batch, None, None]:
    """Read, name and cut the articles; the last batch may hold nothing."""
    batch = Batch()
    for item in items:
        if isinstance(item, Skipped):
            batch.skipped.append(item)
        else:
            _take(item, batch, ledger, embedder, cut)
        if batch.is_full:
            yield batch
            batch = Batch()
    yield batch


def _take(item: Article, batch: Batch, ledger: Ledger, embedder: Embedder, cut: Cut) -> None:
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
