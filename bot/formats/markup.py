"""HTML within a field of a record, as programs of newsrooms export it → its text, by patterns that
take time as its length, so that no process of its own is needed."""

import re
from html import unescape

from bot.formats.text import NO_PROSE

__all__ = ["is_markup", "line_of", "text_of"]

BLOCK = (
    "address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li"
    "|main|ol|p|pre|section|table|td|th|tr|ul"
)
# A text of paragraphs in HTML opens with a tag and closes a block; prose that names a tag doesn't.
OPENS = re.compile(r"\s*<(?:!--|[a-z][^<>]*>)", re.IGNORECASE)
CLOSES = re.compile(r"</(?:p|div|li|h[1-6]|blockquote|article|section)\s{0,9}>", re.IGNORECASE)
EDGE = re.compile(rf"</?(?:{BLOCK})\b[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)


def is_markup(text: str) -> bool:
    """Whether a text is HTML."""
    return bool(OPENS.match(text) and CLOSES.search(text))


def text_of(markup: str) -> str:
    """The text of HTML, a paragraph a block, without scripts and styles."""
    blocks = EDGE.sub("\x00", NO_PROSE.sub("", markup.replace("\x00", " "))).split("\x00")
    return "\n\n".join(filter(None, map(line_of, blocks)))


def line_of(markup: str) -> str:
    """The text of a piece of HTML without blocks, on one line."""
    return " ".join(unescape(TAG.sub("", markup)).split())
