"""A web page → its main text, title, date, outlet and author, by trafilatura (Apache-2.0).

The date is only taken where the page states one: in its metadata, in the `<time>` of its
publication, or in its address. Where only a guess is left, the article has none.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.errors import ArticleError
from bot.formats.days import day_of
from bot.formats.encoding import decoded
from bot.formats.fields import Found
from bot.formats.limits import Limits

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["parse"]

META = (
    "article:published_time og:article:published_time og:published_time datepublished "
    "citation_publication_date citation_date dc.date.issued dcterms.issued dc.date dcterms.date "
    "parsely-pub-date sailthru.date publishdate publish-date publish_date published-date "
    "publication_date pubdate pub_date originalpublicationdate article.published date"
).split()
ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?:[/-]|$)")
PUBLISHED = re.compile(r"publi|posted|dateline|entry-date|post-date|timestamp", re.IGNORECASE)
# Characters: of a shorter text the extraction takes all of the page, its menus too.
SHORT = 300
AROUND = {"nav", "footer", "aside", "header", "form", "noscript", "template"}
MAYBE = ("div", "li", "blockquote", "dd")  # what may be a paragraph of an article, too
DEEPEST = 20  # levels of JSON-LD; what is real has about four
# Where a page names its encoding, which trafilatura does not look at: it takes "ñ" for "ń".
CHARSET = re.compile(
    rb"<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
HEAD = 4096  # bytes in which it does
# What browsers read a named encoding as: the one that has all of it and more.
READ_AS = dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"), "cp1252")
READ_AS |= dict.fromkeys(("utf-16", "utf-16le", "utf-16be"), "utf-8")  # else it could not be read
READ_AS |= {"iso-8859-9": "cp1254", "gb2312": "gb18030", "shift_jis": "cp932", "euc-kr": "cp949"}


def parse(data: bytes, origin: str, url: str, limits: Limits) -> list[Found]:
    """What a page holds, as one Found. Raises ArticleError where it has no text of its own."""
    import trafilatura
    from trafilatura.metadata import extract_metadata

    data = _in_utf_8(data, origin)
    tree = trafilatura.load_html(data)
    if tree is None:
        raise ArticleError(f"{origin} is no web page that can be read. Save it anew as HTML.")
    facts = extract_metadata(tree, default_url=url or None, extensive=False)
    date = published_on(tree, url or facts.url or "")
    text = trafilatura.extract(data, url=url or None, include_comments=False) or ""
    if len(text) < SHORT:
        text = _bare_paragraphs(tree) or text
    if not any(c.isalnum() for c in text):
        raise ArticleError(
            f"{origin} has no main text, only navigation or scripts. Open it in a browser and "
            "save its text."
        )
    paragraphs = [line for line in text.splitlines() if line.strip()]
    title = facts.title or ""
    if len(paragraphs) > 1 and paragraphs[0].split() == title.split():
        del paragraphs[0]  # it stands in front of every passage anyway
    return [
        Found(
            texts=["\n\n".join(paragraphs)],
            title=title,
            date=date.isoformat() if date else "",
            source=facts.sitename or facts.hostname or "",
            url=url or facts.url or "",
            author=(facts.author or "").replace("; ", ", "),
        )
    ]


def _in_utf_8(data: bytes, origin: str) -> bytes:
    """A page in UTF-8: read by its mark, as UTF-8, by the encoding that it names, or by a guess."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").encode()
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8-sig").encode()
    if named := CHARSET.search(data[:HEAD]):
        encoding = named[1].decode("ascii").lower()
        with suppress(LookupError, UnicodeError):  # a page may be wrong: then it is told by itself
            return data.decode(READ_AS.get(encoding, encoding)).encode()
    return decoded(data, origin).encode()


def _bare_paragraphs(tree: "HtmlElement") -> str:
    """The paragraphs of the article, or else of the page without what stands around its text."""
    for script in [*tree.iter("script"), *tree.iter("style")]:
        script.drop_tree()
    for line_break in tree.iter("br"):
        line_break.tail = f" {line_break.tail or ''}"
    for place in (*tree.iter("article"), *tree.iter("main"), tree):
        taken: dict[HtmlElement, None] = {}  # in order
        for block in place.iter("p", *(MAYBE if place is not tree else ())):
            above = list(block.iterancestors())
            if not any(a.tag in AROUND or a in taken for a in above) and _is_prose(block):
                taken[block] = None
        if text := "\n".join(filter(None, (" ".join(b.text_content().split()) for b in taken))):
            return text
    return ""


def _is_prose(block: "HtmlElement") -> bool:
    """Whether a block is a paragraph, or has words of its own, as no menu or button has."""
    own = (block.text, *(child.tail for child in block))
    return block.tag == "p" or any(text and text.strip() for text in own)


def published_on(tree: "HtmlElement", url: str = "") -> dt.date | None:
    """The day that a page says it was published on; None where it says none."""
    for text in (*_in_meta(tree), *_in_json(tree), *_in_elements(tree)):
        with suppress(ValueError):
            return day_of(text)
    if match := ADDRESS.search(url):
        with suppress(ValueError):
            return dt.date(*map(int, match.groups()))
    return None


def _in_meta(tree: "HtmlElement") -> Iterator[str]:
    stated: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        stated.setdefault(name.lower(), meta.get("content") or "")
    yield from (stated[name] for name in META if stated.get(name))


def _in_json(tree: "HtmlElement") -> Iterator[str]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            with suppress(ValueError, RecursionError):
                yield from _published(json.loads(script.text or ""), DEEPEST)


def _published(value: object, deepest: int) -> Iterator[str]:
    """Every `datePublished` in a JSON value, the outermost first."""
    if not deepest:
        return
    if isinstance(value, dict):
        if isinstance(day := value.get("datePublished"), str):
            yield day
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _published(part, deepest - 1)


def _in_elements(tree: "HtmlElement") -> Iterator[str]:
    """What is marked as the day of publishing, or the only time that the page names."""
    for element in tree.iterfind(".//*[@itemprop]"):
        if element.get("itemprop", "").lower() == "datepublished":
            yield element.get("datetime") or element.get("content") or element.text_content()
    times = [t for t in tree.iter("time") if t.get("datetime")]
    marked = [
        t for t in times if t.get("pubdate") is not None or PUBLISHED.search(t.get("class") or "")
    ]
    yield from (t.get("datetime") for t in marked)
    days = {t.get("datetime")[:10] for t in times}
    if len(days) == 1:
        yield days.pop()
