"""All articles + what a person looks for → the ones on one page of the list."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from bot.contents import ListedArticle
from bot.index import Index
from bot.words import fold

__all__ = ["PAGE_SIZE", "Listing", "Order", "Shown", "View", "shown"]

PAGE_SIZE = 50  # articles; about 20 KB of HTML


class Order(enum.Enum):
    """What the list is sorted by; the value is what a person reads."""

    NEWEST = "Newest first"
    OLDEST = "Oldest first"
    ADDED = "Added last"
    TITLE = "Title"
    OUTLET = "Outlet"
    LONGEST = "Longest first"


@dataclass(frozen=True, slots=True)
class View:
    """Which articles a person wants to see, and in which order."""

    search: str = ""  # words, each anywhere in title, outlet, author, date, id or language
    order: Order = Order.NEWEST
    collection: str = ""  # empty: all
    page: int = 0  # from 0


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of a list."""

    articles: tuple[ListedArticle, ...]
    page: int  # from 0; the last one where the view's lies beyond
    pages: int  # at least 1
    found: int  # articles on all pages
    total: int  # articles in the index


class Listing:
    """The articles of an index, read again only when it has changed."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known: tuple[int, list[ListedArticle]] = (-1, [])

    def articles(self) -> list[ListedArticle]:
        """Every article. Raises IndexFolderError when the index cannot be read."""
        version = self._index.version
        if self._known[0] != version:
            self._known = (version, self._index.listed())
        return self._known[1]


def shown(articles: Sequence[ListedArticle], view: View) -> Shown:
    """One page of the articles that the view asks for, in its order."""
    words = fold(view.search).split()
    found = [
        a
        for a in articles
        if (not view.collection or view.collection in a.collections)
        and (not words or all(w in _searched(a) for w in words))
    ]
    pages = max(1, -(-len(found) // PAGE_SIZE))
    page = min(max(view.page, 0), pages - 1)
    on_page = _sorted(found, view.order)[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    return Shown(tuple(on_page), page, pages, len(found), len(articles))


def _searched(article: ListedArticle) -> str:
    a = article
    return fold(f"{a.title} {a.source} {a.author} {a.date or ''} {a.id} {a.language}")


def _sorted(articles: list[ListedArticle], order: Order) -> list[ListedArticle]:
    """In the order asked for; what lacks a date, an outlet comes last."""
    by_title = sorted(articles, key=lambda a: (fold(a.title), a.id))
    if order is Order.TITLE:
        return by_title
    if order is Order.OUTLET:
        return sorted(by_title, key=lambda a: (not a.source, fold(a.source)))
    if order is Order.LONGEST:
        return sorted(by_title, key=lambda a: -a.passages)
    if order is Order.ADDED:
        return sorted(by_title, key=lambda a: a.added, reverse=True)
    if order is Order.OLDEST:
        return sorted(by_title, key=lambda a: a.date or dt.date.max)
    return sorted(by_title, key=lambda a: a.date or dt.date.min, reverse=True)
