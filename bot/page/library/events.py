"""Which event of the Library changes what. The functions here only translate between components'
values and the librarian."""

import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import gradio as gr
from gradio.events import Dependency

from bot.errors import BotError
from bot.formats.records import field_map
from bot.intake import Librarian, Progress
from bot.page.escaped import one_line
from bot.page.inputs import date_from
from bot.page.library.chart import chart_html
from bot.page.library.layout import EVERY_COLLECTION, LibraryWidgets, Visit
from bot.page.library.running import Running
from bot.page.library.shelf import article_html, parse, progress_html, report_html, shelf_html
from bot.page.library.view import Listing, Order, View, shown
from bot.storing import Report

__all__ = ["Counter", "wire_library"]

UNCHANGED = gr.skip()
Update = tuple[object, ...]
QUIETLY: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
PAUSE_S = 0.5  # between two drawings of the progress
APOLOGY = "Sorry, something went wrong here; the log of the server says what."

log = logging.getLogger(__name__)


def wire_library(
    librarian: Librarian, w: LibraryWidgets, tab: gr.Tab, *, changed: Callable[[Dependency], object]
) -> None:
    """Connect the components' events; `changed` is given each event after which other articles are
    in the index."""
    counter = Counter(librarian)
    listed = [w.shelf, w.visit, w.alert]
    looked_for = [w.search, w.order, w.collection, w.visit]
    everything = [*listed, w.collection, w.chart]
    tab.select(counter.arrive, w.visit, everything, **QUIETLY)
    gr.on(
        [w.search.change, w.order.input, w.collection.input],
        counter.look,
        looked_for,
        listed,
        trigger_mode="always_last",
        **QUIETLY,
    )
    opened = [w.opened, w.article, w.date, w.sure]
    w.shelf.click(counter.follow, w.visit, [*listed, *opened], **QUIETLY)
    w.close.click(counter.close, w.visit, [*listed, *opened], **QUIETLY)
    w.delete.click(lambda: gr.Row(visible=True), None, w.sure, **QUIETLY)
    w.keep.click(lambda: gr.Row(visible=False), None, w.sure, **QUIETLY)
    deleted = w.delete_now.click(counter.delete, w.visit, [*everything, *opened], **QUIETLY)
    redated = gr.on(
        [w.redate.click, w.date.submit],
        counter.redate,
        [w.date, w.visit],
        [*everything, *opened],
        **QUIETLY,
    )
    taken_in = gr.on(
        [w.take_in.click, w.link.submit],
        counter.take_in,
        [w.files, w.link, w.into, w.fields],
        [w.came, w.files, w.link, w.take_in],
        **QUIETLY,
    ).then(counter.arrive, w.visit, everything, **QUIETLY)
    for event in (deleted, redated, taken_in):
        changed(event)


class Counter:
    """The functions that need the librarian."""

    def __init__(self, librarian: Librarian) -> None:
        self.librarian = librarian
        self.listing = Listing(librarian.index)

    def arrive(self, visit: Visit) -> Update:
        """The Library was opened, or its articles have changed: list, alert, collections, chart."""
        try:
            articles = self.listing.articles()
        except BotError as error:
            return UNCHANGED, visit, alert(error), UNCHANGED, UNCHANGED
        names = sorted({c for a in articles for c in a.collections})
        if visit.view.collection not in names:
            visit.view = replace(visit.view, collection="")
        value = visit.view.collection or EVERY_COLLECTION
        choices = gr.Dropdown(choices=[EVERY_COLLECTION, *names], value=value)
        return *self._list(visit), choices, chart_html(articles)

    def look(self, search: str, order: str, collection: str, visit: Visit) -> Update:
        """Something else is looked for: the first page of it."""
        chosen = "" if collection == EVERY_COLLECTION else collection
        visit.view = View(search or "", Order(order), chosen)
        return self._list(visit)

    def follow(self, visit: Visit, click: gr.EventData) -> Update:
        """An article or another page of the list was clicked."""
        target = parse(getattr(click, "target_link", None))
        if target and target[0] == "leaf":
            visit.view = replace(visit.view, page=target[1])
            return *self._list(visit), *(UNCHANGED,) * 4
        if target and 1 <= target[1] <= len(visit.ids):
            visit.opened = visit.ids[target[1] - 1]
        return *self._list(visit), *self._open(visit)

    def close(self, visit: Visit) -> Update:
        """The open article is closed."""
        visit.opened = ""
        return *self._list(visit), *self._open(visit)

    def delete(self, visit: Visit) -> Update:
        """The open article is deleted."""
        try:
            self.librarian.delete(visit.opened)
        except BotError as error:
            return UNCHANGED, visit, alert(error), *(UNCHANGED,) * 6
        visit.opened = ""
        return *self.arrive(visit), *self._open(visit)

    def redate(self, date: str, visit: Visit) -> Update:
        """The open article gets another date."""
        try:
            self.librarian.redate(visit.opened, date_from(date))
        except BotError as error:
            return UNCHANGED, visit, alert(error), *(UNCHANGED,) * 6
        return *self.arrive(visit), *self._open(visit)

    def take_in(
        self, files: Sequence[str] | None, link: str, into: str, fields: str
    ) -> Iterator[Update]:
        """Files and links are taken in: how far it is, then what came of it."""
        uploads, links = list(files or ()), link.split()
        if not uploads and not links:
            yield '<p role="alert">Drop a file, or give a link.</p>', *(UNCHANGED,) * 3
            return
        try:
            named = field_map(filter(None, map(str.strip, fields.split(","))))
        except BotError as error:
            yield alert(error), *(UNCHANGED,) * 3
            return
        busy, idle = gr.Button(interactive=False), gr.Button(interactive=True)
        last = Progress(0, 0, 0)

        def told(progress: Progress) -> None:
            nonlocal last
            last = progress

        def call() -> Report:
            report = self.librarian.take_in(
                uploads, links, fields=named, collection=into, progress=told
            )
            for upload in uploads:  # the index has their text; no copy is to lie about
                with suppress(OSError):
                    os.remove(upload)
            return report

        begun = time.monotonic()
        running = Running(call)
        yield "<p>Reading …</p>", UNCHANGED, UNCHANGED, busy
        while not running.done(PAUSE_S):
            yield progress_html(last, time.monotonic() - begun), UNCHANGED, UNCHANGED, UNCHANGED
        try:
            report = running.result()
        except BotError as error:
            yield alert(error), UNCHANGED, UNCHANGED, idle
            return
        except Exception:
            log.exception("Taking in %r and %r failed", uploads, links)
            yield f'<p role="alert">{APOLOGY}</p>', UNCHANGED, UNCHANGED, idle
            return
        yield report_html(named_as_dropped(report, uploads)), None, "", idle

    def _list(self, visit: Visit) -> Update:
        """List, visit and alert."""
        try:
            page = shown(self.listing.articles(), visit.view)
        except BotError as error:
            return UNCHANGED, visit, alert(error)
        visit.ids = tuple(a.id for a in page.articles)
        visit.view = replace(visit.view, page=page.page)
        return shelf_html(page, visit.opened), visit, ""

    def _open(self, visit: Visit) -> Update:
        """The column of the open article, its text, its date, and no question whether to delete."""
        unasked = gr.Row(visible=False)
        if not visit.opened:
            return gr.Column(visible=False), "", "", unasked
        try:
            article, kept = self.librarian.index.entry(visit.opened)
        except BotError as error:
            return gr.Column(visible=True), alert(error), "", unasked
        date = article.date.isoformat() if article.date else ""
        return gr.Column(visible=True), article_html(article, kept), date, unasked


def named_as_dropped(report: Report, uploads: Sequence[str]) -> Report:
    """The report with files as they were dropped, not as they lay here meanwhile."""
    skipped = report.skipped
    for folder in {os.path.dirname(os.path.realpath(u)) for u in uploads}:
        skipped = tuple(replace(s, reason=s.reason.replace(folder + os.sep, "")) for s in skipped)
    return replace(report, skipped=skipped)


def alert(error: BotError) -> str:
    """What went wrong, for a person."""
    return f'<p role="alert">{one_line(str(error))}</p>'
