"""Changes to what an index holds that need no file: an article's date, and all of it anew with
today's settings."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

from bot.errors import IndexFolderError
from bot.index import Index
from bot.ingest import Cut, cut_up
from bot.protocols import Embedder
from bot.rows import Standing
from bot.storing import BATCH_PASSAGES
from bot.types import Article, Passage

__all__ = ["redate", "reindex"]

ASIDE = "reindexing"  # the folder inside the index in which the new one is made


def redate(
    index: Index, embedder: Embedder, article_id: str, date: dt.date | None, *, cut: Cut = Cut()
) -> None:
    """Give an article another date, or none, and embed it with that.

    The correction stays as long as the article's file is as it was; a changed file is read anew,
    with its own date. Raises ArticleError when the article is not there.
    """
    article, kept = index.entry(article_id)
    dated = replace(article, date=date)
    found = cut_up(dated, embedder, cut)
    rows = embedder.encode([p.titled_text for p in found])
    index.upsert([(dated, found)], rows, standings={article_id: kept})
    index.tidy()


def reindex(
    index: Index,
    embedder: Embedder,
    *,
    cut: Cut = Cut(),
    progress: Callable[[int], None] = lambda articles: None,
) -> int:
    """Cut and embed all articles anew from what the index holds; return the number of passages.

    The new rows are made aside and take the place of the old ones in one commit at the end: until
    then the old ones are used, and after an interruption the work goes on where it was. `progress`
    is told how many articles are done.
    """
    new = _aside(index, embedder, cut)
    version = None
    while version != index.version:  # articles may come and go meanwhile
        version = index.version
        _bring_up(index, new, embedder, cut, progress)
    index.replace_by(new)
    shutil.rmtree(new.folder)
    return len(index)


def _aside(index: Index, embedder: Embedder, cut: Cut) -> Index:
    """The unfinished new index: that of an interrupted run, if it was to be the same."""
    folder = index.folder / ASIDE

    def open_it() -> Index:
        made = (embedder.name, embedder.dimensions, str(cut))
        return Index.open(folder, embedder=made[0], dimensions=made[1], passages=made[2])

    with suppress(IndexFolderError):
        return open_it()
    shutil.rmtree(folder, ignore_errors=True)
    return open_it()


def _bring_up(
    old: Index, new: Index, embedder: Embedder, cut: Cut, progress: Callable[[int], None]
) -> None:
    """Make the articles of `new` those of `old`."""
    wanted, there = _states(old), _states(new)
    new.delete([i for i in there if i not in wanted])
    done = sum(state == there.get(i) for i, state in wanted.items())
    for batch in _batches(old, lambda i: wanted.get(i) != there.get(i), embedder, cut):
        rows = embedder.encode([p.titled_text for _, _, found in batch for p in found])
        pairs = [(a, found) for a, _, found in batch]
        new.upsert(pairs, rows, standings={a.id: kept for a, kept, _ in batch})
        done += len(batch)
        progress(done)


def _batches(
    index: Index, is_wanted: Callable[[str], bool], embedder: Embedder, cut: Cut
) -> Iterator[list[tuple[Article, Standing, list[Passage]]]]:
    batch: list[tuple[Article, Standing, list[Passage]]] = []
    for article, kept in index.whole():
        if is_wanted(article.id):
            batch.append((article, kept, cut_up(article, embedder, cut)))
            if sum(len(found) for *_, found in batch) >= BATCH_PASSAGES:
                yield batch
                batch = []
    if batch:
        yield batch


def _states(index: Index) -> dict[str, tuple[object, ...]]:
    """By id, all that tells whether an article is the same in two indexes."""
    hashes = index.holdings().hashes
    return {
        s.id: (hashes.get(s.id), s.content_hash, s.origin, s.collections, s.story)
        for s in index.stored()
    }
