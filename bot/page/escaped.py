"""Untrusted text → HTML that shows exactly its characters.

What an article or a person wrote passes through `escaped` on its way into any markup. The chat
reads messages as Markdown before HTML, so every ASCII sign that either language gives a meaning
becomes a character reference, which both leave alone.
"""

import datetime as dt
import string
from urllib.parse import urlsplit

from bot.words import showable

__all__ = ["day", "escaped", "link_out", "one_line"]

KEPT = " .,;?\n"  # no meaning to HTML or Markdown, wherever they stand in our markup
REFERENCES = {ord(c): f"&#{ord(c)};" for c in string.punctuation if c not in KEPT}


def escaped(text: str) -> str:
    """The text as HTML, safe between tags and in quoted attributes; its length may change."""
    return showable(text).translate(REFERENCES)


def one_line(text: str) -> str:
    """The text escaped and on one line: a blank line would end an HTML block in Markdown."""
    return escaped(" ".join(text.split()))


def day(date: dt.date | None) -> str:
    """A date in words, as a `<time>` element; "undated" without one."""
    if date is None:
        return "undated"
    return f'<time datetime="{date.isoformat()}">{date.day} {date:%B} {date.year}</time>'


def link_out(url: str, words: str) -> str:
    """A link to the article's own address; nothing for an address that is not of the web."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # an unclosed IPv6 bracket, for one
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    href = escaped(url.strip())
    return (
        f'<a class="out" href="{href}" target="_blank" rel="noopener noreferrer">'
        f'{words}<span class="unseen"> (leaves this page)</span></a>'
    )
