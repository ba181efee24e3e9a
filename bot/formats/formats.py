"""Document → Articles, each format by its module."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from bot.errors import ArticleError
from bot.formats.archive import documents
from bot.formats.document import Document
from bot.formats.encoding import decoded
from bot.formats.fields import Ids, Skipped, article_of, found_article
from bot.formats.limits import Limits
from bot.formats.records import (
    FieldMap,
    csv_articles,
    json_articles,
    jsonl_articles,
    jsonl_counted,
)
from bot.formats.text import markdown_fields, text_fields
from bot.formats.worker import Worker
from bot.types import Article

__all__ = ["NO_MAP", "SUFFIXES", "Reading", "articles", "counted", "text_article"]

SUFFIXES = (
    ".md", ".txt", ".html", ".htm", ".pdf", ".docx", ".csv", ".json", ".jsonl", ".jsonl.gz",
    ".xml", ".rss", ".atom", ".zip",
)  # fmt: skip
NO_MAP: FieldMap = MappingProxyType({})
RECORDS = {".json": json_articles, ".csv": csv_articles}
RECORDS |= {".jsonl": jsonl_articles, ".jsonl.gz": jsonl_articles}
PARSERS = {".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx"}
PARSERS |= dict.fromkeys((".xml", ".rss", ".atom"), "feed")


@dataclass(frozen=True, slots=True)
class Reading:
    """What files are read with."""

    worker: Worker
    limits: Limits
    fields: FieldMap


def articles(document: Document, reading: Reading) -> Iterator[Article | Skipped]:
    """The articles of one file. What cannot be one is Skipped with the reason: nothing is raised
    for a bad file."""
    try:
        suffix = _suffix(document.name)
        if suffix == ".zip":
            for inside in documents(document, reading.limits, SUFFIXES):
                if isinstance(inside, Skipped):
                    yield inside
                else:
                    yield from articles(inside, reading)
        elif suffix in RECORDS:
            yield from RECORDS[suffix](document, reading.limits, reading.fields)
        elif suffix in PARSERS:
            yield from _parsed(document, PARSERS[suffix], reading)
        else:
            yield text_article(document, reading.limits)
    except ArticleError as error:
        yield Skipped(document.origin, str(error))


def counted(document: Document, reading: Reading) -> int:
    """How many items `articles` will yield. What holds one article is not read for that."""
    suffix = _suffix(document.name)
    if suffix == ".zip":
        try:
            inside = documents(document, reading.limits, SUFFIXES)
            return sum(1 if isinstance(d, Skipped) else counted(d, reading) for d in inside)
        except ArticleError:
            return 1  # it is skipped as a whole
    if RECORDS.get(suffix) is jsonl_articles:
        return jsonl_counted(document, reading.limits)
    many = suffix in RECORDS or PARSERS.get(suffix) == "feed"
    return sum(1 for _ in articles(document, reading)) if many else 1


def text_article(document: Document, limits: Limits) -> Article:
    """The article of a `.md` or `.txt` file. Raises ArticleError naming the file and the remedy."""
    data = document.read(limits.article_mb, setting="max_article_mb", what="an article")
    raw = decoded(data, document.origin)
    is_markdown = _suffix(document.name) == ".md"
    fields = markdown_fields(raw, document.origin) if is_markdown else text_fields(raw)
    if document.url:
        fields = {"url": document.url, **fields}
    return article_of(fields, document.stem, document.origin)


def _parsed(document: Document, kind: str, reading: Reading) -> Iterator[Article | Skipped]:
    limits = reading.limits
    data = document.read(limits.file_mb, setting="max_file_mb")
    if not data.strip():
        raise ArticleError(f"{document.origin} is empty. Remove it, or save the article anew.")
    where = {"origin": document.origin, "url": document.url}
    found = reading.worker.parse(kind, data, **where, limits=limits)
    if kind != "feed":
        yield found_article(found[0], document.stem, document.origin, limits.article_mb)
        return
    ids = Ids(document.origin, "entry")
    # Entries of a live blog, or of a feed of one page, all lead to one address.
    links = Counter(address_name(entry.url) for entry in found)
    for number, entry in enumerate(found, start=1):
        origin = f"{document.origin}#{entry.key}"
        try:
            link = address_name(entry.url)
            article_id = link if link and links[link] == 1 else f"{document.stem}:{entry.key}"
            article = found_article(entry, article_id, origin, limits.article_mb)
            yield ids.own(article, number)
        except ArticleError as error:
            yield Skipped(origin, str(error))


def address_name(url: str) -> str:
    """What an article of the web is named by: its address without scheme and "www."."""
    return re.sub(r"\Ahttps?://(?:www\.)?", "", url.split("#")[0]).rstrip("/")


def _suffix(name: str) -> str:
    """The suffix of a name, with ".gz" as part of it; "" for an unknown one."""
    return max((s for s in SUFFIXES if name.lower().endswith(s)), key=len, default="")
