"""The fields that a format gives → an Article, or a clear refusal."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.errors import ArticleError
from bot.formats.days import day_of
from bot.formats.encoding import unix
from bot.formats.language import foreign_language
from bot.types import Article
from bot.words import composed

__all__ = ["SENTENCE_END", "Found", "Ids", "Skipped", "article_of", "found_article"]

FIELDS = ("title", "source", "url")
SHOWN = 80  # characters of a date that is none, in the message
# Where a line or page ends in the midst of a sentence, the text of the next one goes on with it.
SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that could not become an article, and why."""

    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a parser found of one article; what it did not find is empty."""

    texts: Sequence[str]  # one a page; one alone where the format has no pages
    title: str = ""
    date: str = ""  # YYYY-MM-DD
    source: str = ""
    url: str = ""
    author: str = ""
    key: str = ""  # what tells it from the others of its file
    paged: bool = False


class Ids:
    """The ids and origins of the records of one file: each stands for one content."""

    def __init__(self, origin: str, unit: str) -> None:
        self._origin = origin
        self._unit = unit
        self._seen: dict[str, tuple[int, str]] = {}  # → the number and hash of its first record

    def own(self, article: Article, number: int) -> Article:
        """The article again. Raises ArticleError where its id or origin stands for another content:
        the index knows an article by both."""
        own = (number, article.content_hash)
        for name in (article.id, article.origin):
            first, content = self._seen.setdefault(name, own)
            if article.content_hash != content:
                shared = name.removeprefix(f"{self._origin}#")
                raise ArticleError(
                    f"{self._origin}:{number} has the id {shared!r} of {self._unit} {first} and "
                    "other content. Give each record an id of its own."
                )
        return article


def article_of(record: Mapping[str, object], article_id: str, origin: str) -> Article:
    """An Article of a record with `text` and any of `title`, `date`, `source`, `url`, `author`.

    Raises ArticleError for a field that is not a text, a date that is none, or no words.
    """
    text = composed(unix(str(record["text"]))).strip()
    if not any(c.isalnum() for c in text):
        raise ArticleError(f"{origin} has no words in it. Remove it, or put the text into it.")
    title, source, url = (field(record, name, origin) for name in FIELDS)
    return Article(
        id=article_id,
        text=text,
        title=title,
        date=_date(field(record, "date", origin), origin),
        source=source,
        url=url,
        author=_author(record.get("author")),
        language=foreign_language(text),
        origin=origin,
    )


def found_article(found: Found, article_id: str, origin: str, max_mb: float) -> Article:
    """An Article of what a parser found. Raises ArticleError where it has no words or too many."""
    text, pages = _joined([composed(unix(t)).strip() for t in found.texts])
    if len(text) > max_mb * 1e6:
        raise ArticleError(
            f"{origin} has {len(text) / 1e6:.1f} MB of text, more than the {max_mb:g} MB an "
            "article may have. Split it, or raise the setting 'max_article_mb'."
        )
    if not any(c.isalnum() for c in text):
        raise ArticleError(f"{origin} has no words in it. Remove it, or put the text into it.")
    line = (" ".join(composed(v).split()) for v in (found.title, found.source, found.url))
    title, source, url = line
    return Article(
        id=article_id,
        text=text,
        title=title,
        date=dt.date.fromisoformat(found.date) if found.date else None,
        source=source,
        url=url,
        author=_author(found.author),
        language=foreign_language(text),
        pages=pages if found.paged else (),
        origin=origin,
    )


def field(record: Mapping[str, object], name: str, origin: str) -> str:
    """A field as text on one line; empty where the record lacks it."""
    value = record.get(name)
    if isinstance(value, dict | list):
        raise ArticleError(
            f"{origin}: the {name} is a {type(value).__name__}, not a text. Mend it."
        )
    return "" if value is None else " ".join(composed(str(value)).split())


def _author(value: object) -> str:
    """Who wrote it: one name, or several as a list; anything else is no name."""
    names = value if isinstance(value, list) else [value]
    return ", ".join(
        " ".join(composed(n).split()) for n in names if isinstance(n, str) and n.strip()
    )


def _date(value: str, origin: str) -> dt.date | None:
    if not value:
        return None
    try:
        return day_of(value)
    except ValueError as error:
        why = f" and {error}" if "two days" in str(error) else ""
        raise ArticleError(
            f"{origin}: the date {value[:SHOWN]!r} is not of the form YYYY-MM-DD{why}. Mend or "
            "remove it."
        ) from None


def _joined(texts: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """The texts of pages as one, and the offsets where each begins."""
    whole, begins = "", []
    parts: list[str] = []
    length = 0
    for text in texts:
        if text and length:
            gap = "\n\n" if SENTENCE_END.search(whole) else " "
            parts.append(gap)
            length += len(gap)
        begins.append(length)
        if text:
            parts.append(text)
            length += len(text)
            whole = text[-20:]
    return "".join(parts), tuple(begins)
