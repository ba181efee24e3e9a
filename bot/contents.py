"""What an index tells of its contents: passages found, articles stored and listed, how many, and
which it held."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from bot.types import DEFAULT_COLLECTION, Passage

__all__ = ["Found", "Holdings", "ListedArticle", "Overview", "StoredArticle"]


@dataclass(frozen=True, slots=True)
class Found:
    """A passage and its score by one search: cosine (dense) or BM25."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """What the index knows of an article without reading its text."""

    id: str
    content_hash: str  # of the article as its file has it, whatever was corrected here
    origin: str
    title: str = ""
    url: str = ""
    collections: tuple[str, ...] = (DEFAULT_COLLECTION,)
    story: str = ""  # what it shares with its copies alone: the content hash of the first of them
    sketch: bytes = b""  # to tell near-copies by (bot.copies); empty: not known, or not asked for


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article as a list of them shows it."""

    id: str
    date: dt.date | None
    source: str
    title: str  # or, without one, the opening words
    passages: int  # how many
    collections: tuple[str, ...]
    added: dt.datetime  # UTC; when it last went in
    author: str = ""
    language: str = ""  # where that is surely not English


@dataclass(frozen=True, slots=True)
class Overview:
    """What is in the index."""

    articles: int
    passages: int
    sources: tuple[str, ...]
    first: dt.date | None
    last: dt.date | None
    collections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holdings:
    """Which articles an index held at one moment."""

    version: int  # of the index; grows with every write
    passages: int
    hashes: Mapping[str, str]  # article id → content hash

    @property
    def sha256(self) -> str:
        """One hash over all articles: the same hash, the same articles."""
        lines = "\n".join(f"{i}\x1f{h}" for i, h in sorted(self.hashes.items()))
        return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()
