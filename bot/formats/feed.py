"""An RSS or Atom feed → an article an entry, by feedparser (BSD-2). Of each entry the text that
stands in the feed is taken: links are not followed."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bot.errors import ArticleError
from bot.formats.fields import Found
from bot.formats.limits import Limits

if TYPE_CHECKING:
    from feedparser import FeedParserDict

__all__ = ["parse"]

DECLARES = re.compile(r"<!ENTITY", re.IGNORECASE)
BLOCK = "p div li blockquote h1 h2 h3 h4 h5 h6 tr pre article section".split()


def parse(data: bytes, origin: str, url: str, limits: Limits) -> list[Found]:
    """What a feed holds, a Found an entry. Raises ArticleError for what is no feed, an empty one or
    one that declares entities of its own, which can be made to blow up."""
    import feedparser

    if DECLARES.search(data.replace(b"\x00", b"").decode("latin-1")):
        raise ArticleError(
            f"{origin} declares entities of its own, which no feed needs and which can blow it up. "
            "Save the feed anew, or without its '<!ENTITY' lines."
        )
    parsed = feedparser.parse(data, sanitize_html=True, resolve_relative_uris=False)
    if not parsed.version:
        raise ArticleError(f"{origin} is no RSS or Atom feed. Give the address of the feed itself.")
    if not parsed.entries:
        raise ArticleError(f"{origin} is a feed without an entry. Give another, or try later.")
    outlet = parsed.feed.get("title", "")
    return [_found(entry, outlet, number) for number, entry in enumerate(parsed.entries, start=1)]


def _found(entry: "FeedParserDict", outlet: str, number: int) -> Found:
    bodies = [part.get("value", "") for part in entry.get("content", [])]
    body = max([*bodies, entry.get("summary", "")], key=len)
    url = entry.get("link", "")
    source: Mapping[str, str] = entry.get("source") or {}
    return Found(
        [plain(body)],
        title=plain(entry.get("title", "")),
        date=_day(entry),
        source=plain(source.get("title") or outlet),
        url=url if url.startswith(("http://", "https://")) else "",
        author=entry.get("author", ""),
        key=entry.get("id") or url or str(number),
    )


def _day(entry: "FeedParserDict") -> str:
    """The day it was published, in the feed's own time zone where its text opens with the day."""
    import datetime as dt

    from bot.formats.days import day_of

    try:
        return day_of(entry.get("published", "")).isoformat()
    except ValueError:
        moment = entry.get("published_parsed")
        return dt.date(*moment[:3]).isoformat() if moment else ""


def plain(markup: str) -> str:
    """The text of a piece of HTML, a paragraph a block, without scripts and styles."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    from lxml import html

    root = html.fragment_fromstring(markup, create_parent=True)
    return "\n\n".join(filter(None, (" ".join(part.split()) for part in _parts(root))))


def _parts(root: object) -> Iterator[str]:
    from lxml import etree

    assert isinstance(root, etree._Element)
    words = ""
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        hidden = not isinstance(element.tag, str) or element.tag in ("script", "style")
        if event == "start" and not hidden:
            if element.tag in BLOCK or element.tag == "br":
                yield words
                words = ""
            words += element.text or ""
        elif event != "start":
            if element.tag in BLOCK:
                yield words
                words = ""
            words += element.tail or ""
    yield words
