"""Articles → their index, built once for their content, the embedder, and how they are cut.

It is built in a folder of its own and moved into place when it is whole; a build that was
interrupted goes on where it stopped. Two runs at once wait for each other.
"""

import ast
import hashlib
import json
import math
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

import bot.index
import bot.rows
import bot.table
from bot.errors import BotError, IndexFolderError
from bot.evaluate.progress import Tick, silent
from bot.formats.limits import Limits
from bot.index import Index
from bot.ingest import Cut, ingest
from bot.passages import passages
from bot.protocols import Embedder
from bot.storing import Report
from bot.types import Article

__all__ = ["cached_index"]

UNLIMITED = Limits(article_mb=math.inf, archive_mb=math.inf)  # what was read once is read again
KEPT = 8  # indexes, finished or not; those not used for longest go
PROBED = 20  # articles that are cut to see whether the code still cuts as it did


def cached_index(
    articles: Sequence[Article],
    embedder: Embedder,
    cut: Cut,
    cache: Path,
    *,
    done: Tick = silent,
    waiting: Callable[[], None] = lambda: None,
) -> Index:
    """The index of these articles under the cache folder, built if it is not there.

    `done` is told how many articles are in, `waiting` is called before waiting for another run.
    Raises BotError when the cache cannot be written or an article cannot be taken in.
    """
    articles = sorted(articles, key=lambda a: a.id)  # the same index whatever order they come in
    key = _key(articles, embedder, cut)
    folder, building = cache / f"index-{key}", cache / f"building-{key}"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with _locked(FileLock(cache / f"{key}.lock"), waiting):
            if not Index.exists(folder):
                _build(articles, embedder, cut, building, done)
                building.rename(folder)
            os.utime(folder)
            _forget_oldest(cache)
    except OSError as error:
        raise BotError(
            f"The cache {str(cache)!r} cannot be written: {error}. Give another with --cache DIR."
        ) from error
    return _open(folder, embedder, cut)


def _build(
    articles: Sequence[Article], embedder: Embedder, cut: Cut, folder: Path, done: Tick
) -> None:
    """Ingest the articles; those that an interrupted build took in already are left alone."""
    try:
        index = _open(folder, embedder, cut)
    except IndexFolderError:  # interrupted so early that there is only half a table
        shutil.rmtree(folder)
        index = _open(folder, embedder, cut)
    records = folder / "articles.jsonl"
    records.write_text("".join(map(_line, articles)), encoding="ascii")

    def progress(report: Report) -> None:
        done(report.articles)

    report = ingest([records], index, embedder, cut=cut, limits=UNLIMITED, progress=progress)
    if report.skipped:
        raise BotError(f"An article cannot be indexed: {report.skipped[0].reason}")
    records.unlink()


@contextmanager
def _locked(lock: FileLock, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock, which the system gives back when the process dies."""
    try:
        lock.acquire(blocking=False)
    except Timeout:
        waiting()
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _open(folder: Path, embedder: Embedder, cut: Cut) -> Index:
    return Index.open(
        folder, embedder=embedder.name, dimensions=embedder.dimensions, passages=str(cut)
    )


def _line(article: Article) -> str:
    record = {
        "id": article.id,
        "title": article.title,
        "date": article.date.isoformat() if article.date else None,
        "source": article.source,
        "url": article.url,
        "text": article.text,
    }
    return json.dumps(record) + "\n"


def _key(articles: Sequence[Article], embedder: Embedder, cut: Cut) -> str:
    """SHA-256 over all that decides the index, whatever files the articles came in.

    A yardstick must not measure yesterday's code: some articles are cut to see whether the passages
    are still the same, and the code of bot.index, bot.rows and bot.table counts, but for its
    comments and layout.
    """
    parts = [embedder.name, str(cut), *(f"{a.id}\x1f{a.content_hash}" for a in articles)]
    for article in articles[:: max(1, len(articles) // PROBED)]:
        cuts = passages(
            article,
            embedder.count_tokens,
            max_tokens=min(cut.max_tokens, embedder.max_tokens - 2),
            overlap_sentences=cut.overlap_sentences,
        )
        parts += [f"{p.titled_text}\x1f{p.sentences}" for p in cuts]
    for code in (bot.index.__file__, bot.rows.__file__, bot.table.__file__):
        parts.append(ast.dump(ast.parse(Path(code).read_bytes())))
    return hashlib.sha256("\x1e".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _forget_oldest(cache: Path) -> None:
    """Remove all but the last used; only what this module made, whatever else is there."""
    made = [p for kind in ("index", "building") for p in cache.glob(f"{kind}-" + "[0-9a-f]" * 16)]
    for folder in sorted(made, key=lambda p: p.stat().st_mtime, reverse=True)[KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
        (cache / f"{folder.name.split('-')[1]}.lock").unlink(missing_ok=True)
