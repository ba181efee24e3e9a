"""Files and links that a person gives → an index, and what they correct in it, one change at a
time."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.articles import SUFFIXES, Skipped, article_files, read_articles
from bot.collected import collection_name
from bot.errors import ArticleError, SettingError
from bot.index import Index
from bot.ingest import Cut, Report, ingest
from bot.protocols import Embedder
from bot.upkeep import redate

__all__ = ["Librarian", "Progress"]

LINK = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far taking in is."""

    done: int  # articles that are in, or were skipped
    total: int
    passages: int  # embedded so far


class Librarian:
    """Changes what an index holds. Safe to use from several threads: a second change is refused
    while one is under way."""

    def __init__(
        self, index: Index, embedder: Embedder, *, cut: Cut = Cut(), max_mb: float = 5.0
    ) -> None:
        self.index = index
        self._embedder = embedder
        self._cut = cut
        self._max_mb = max_mb
        self._changing = threading.Lock()

    def take_in(
        self,
        sources: Sequence[str],
        *,
        collection: str = "",
        progress: Callable[[Progress], None] = lambda progress: None,
    ) -> Report:
        """Take in files and links; what cannot be read is skipped with its reason.

        They go into the named collection or, without a name, into the default one. Raises
        SettingError for a bad name or while another change is under way.
        """
        name = collection_name(collection) if collection.strip() else None
        with self._alone():
            paths, skipped = _readable(sources)
            total = sum(1 for _ in read_articles(paths, max_mb=self._max_mb)) if paths else 0
            progress(Progress(0, total, 0))

            def tell(report: Report) -> None:
                done = report.articles + len(report.skipped)
                progress(Progress(done, total, report.passages))

            report = Report()
            if paths:
                report = ingest(
                    paths,
                    self.index,
                    self._embedder,
                    cut=self._cut,
                    max_mb=self._max_mb,
                    collection=name,
                    progress=tell,
                )
            return replace(report, skipped=(*skipped, *report.skipped))

    def redate(self, article_id: str, date: dt.date | None) -> None:
        """Correct an article's date; see `bot.upkeep.redate`."""
        with self._alone():
            redate(self.index, self._embedder, article_id, date, cut=self._cut)

    def delete(self, article_id: str) -> None:
        """Remove an article from the index, whichever collections it is in."""
        with self._alone():
            self.index.delete([article_id])
            self.index.tidy()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._changing.acquire(blocking=False):
            raise SettingError(
                "Articles are being taken in or changed at this moment. Try again after that."
            )
        try:
            yield
        finally:
            self._changing.release()


def _readable(sources: Sequence[str]) -> tuple[list[Path], list[Skipped]]:
    """The sources that can be read, and the others with the reason."""
    paths: list[Path] = []
    skipped: list[Skipped] = []
    for source in sources:
        try:
            if source.lower().startswith(LINK):
                raise ArticleError(
                    f"{source} is a link, and links cannot be read yet. Save the page's text as "
                    f"one of {', '.join(SUFFIXES)} and take in that file."
                )
            article_files(Path(source))
            paths.append(Path(source))
        except ArticleError as error:
            skipped.append(Skipped(source, str(error)))
    return paths, skipped
