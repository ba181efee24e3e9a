"""Files and links that a person gives → an index, and what they correct in it, one change at a
time."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.articles import Skipped, article_files, count_articles, is_address
from bot.collected import collection_name
from bot.errors import ArticleError, SettingError
from bot.formats.formats import NO_MAP
from bot.formats.limits import Limits
from bot.index import Index
from bot.ingest import Cut, ingest
from bot.protocols import Embedder
from bot.storing import Report
from bot.upkeep import redate

__all__ = ["Librarian", "Progress"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far taking in is."""

    done: int  # articles that are in, or were skipped
    total: int  # as far as is known: what a link leads to counts as one until it is fetched
    passages: int  # embedded so far


class Librarian:
    """Changes what an index holds. Safe to use from several threads: a second change is refused
    while one is under way."""

    def __init__(
        self, index: Index, embedder: Embedder, *, cut: Cut = Cut(), limits: Limits = Limits()
    ) -> None:
        self.index = index
        self._embedder = embedder
        self._cut = cut
        self._limits = limits
        self._changing = threading.Lock()

    def take_in(
        self,
        files: Sequence[str],
        links: Sequence[str] = (),
        *,
        fields: Mapping[str, str] = NO_MAP,
        collection: str = "",
        progress: Callable[[Progress], None] = lambda progress: None,
    ) -> Report:
        """Take in files and links; what cannot be read is skipped with its reason. A link is only
        ever fetched from the web: one that names a file of this machine is skipped.

        They go into the named collection or, without a name, into the default one. `fields` names
        the fields of records, as in `bot.articles.read_articles`. Raises SettingError for a bad
        name or while another change is under way.
        """
        name = collection_name(collection) if collection.strip() else None
        with self._alone():
            places, skipped = _readable(files, links)
            total = count_articles(places, limits=self._limits, fields=fields)
            progress(Progress(0, total, 0))

            def tell(report: Report) -> None:
                done = report.looked_at
                progress(Progress(done, max(done, total), report.passages))

            report = Report()
            if places:
                report = ingest(
                    places,
                    self.index,
                    self._embedder,
                    cut=self._cut,
                    limits=self._limits,
                    fields=fields,
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


def _readable(files: Sequence[str], links: Sequence[str]) -> tuple[list[Path | str], list[Skipped]]:
    """The places that can be read, and the others with the reason."""
    places: list[Path | str] = []
    skipped: list[Skipped] = []
    for file in files:
        try:
            article_files(Path(file))
            places.append(Path(file))
        except ArticleError as error:
            skipped.append(Skipped(file, str(error)))
    for link in links:
        if is_address(link):
            places.append(link)
        else:
            reason = (
                f"{link} is no web address. Write it in full, such as https://example.org/page."
            )
            skipped.append(Skipped(link, reason))
    return places, skipped
