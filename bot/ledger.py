"""What an index holds, as an ingest needs it: which article is which, and what it is a copy of.

It lies in a temporary SQLite file, which SQLite keeps out of memory once it is large and removes
when it is closed: memory stays flat however many articles there are.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.contents import StoredArticle
from bot.copies import SAME_ARTICLE, bands, likeness
from bot.gone import is_there
from bot.rows import Standing
from bot.types import DEFAULT_COLLECTION, Article

__all__ = ["Ledger", "Placed"]

TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
CREATE TABLE article (
    id TEXT PRIMARY KEY, content_hash TEXT, origin TEXT, page BLOB, collections TEXT,
    story TEXT, sketch BLOB, seen INTEGER
);
CREATE INDEX by_origin ON article (origin);
CREATE INDEX by_content ON article (content_hash);
CREATE INDEX by_page ON article (page) WHERE page IS NOT NULL;
CREATE TABLE band (key INTEGER, id TEXT, PRIMARY KEY (key, id)) WITHOUT ROWID;
"""
# Articles looked at for one that may be a copy: thousands may hold nothing but one cookie banner.
MOST_ALIKE = 50
COLUMNS = "id, content_hash, origin, collections, story, sketch"


@dataclass(frozen=True, slots=True)
class Placed:
    """An article under the id that is its own, and what is there under it."""

    article: Article
    known: StoredArticle | None

    @property
    def unchanged(self) -> bool:
        return bool(self.known and self.known.content_hash == self.article.content_hash)


class Ledger:
    """Gives each article an id that is its own, so that no article overwrites another.

    The id of a file is its path below the ingested folder. Where an article from elsewhere has it
    already, a few letters of a hash of the origin follow. An article that has moved keeps its id.
    """

    def __init__(self, stored: Iterable[StoredArticle], collection: str | None = None) -> None:
        """`collection` is that which all articles are to be in, if there is one."""
        # One thread fills it, one asks it while articles are read, never two at a time.
        self._base = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._base.executescript(TABLES)
        self._base.execute("BEGIN")  # there is nothing to keep, hence nothing to commit
        for article in stored:
            self._put(article, seen=False)
            self._add_bands(article)
        self._collection = collection
        self.moved: dict[str, str] = {}  # id → where the unchanged article is read from now
        self.joining: list[str] = []  # ids of unchanged articles not in the collection yet

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def place(self, article: Article) -> Placed:
        """Find out which article this is, and note that it is there."""
        digest = article.content_hash
        known = self._one("origin = ?", article.origin) or self._moved(article)
        if known:
            article = replace(article, id=known.id)
        else:
            known = self._one("id = ?", article.id)
            if known and known.content_hash != digest:
                tail = hashlib.sha256(article.origin.encode()).hexdigest()[:6]
                article = replace(article, id=f"{article.id}~{tail}")
                known = self._one("id = ?", article.id)
        origin = article.origin
        if known and known.content_hash == digest and known.origin != origin:
            if is_there(known.origin):
                origin = known.origin  # a copy of it: the first keeps the name
            else:
                self.moved[article.id] = origin
        same = known if known and known.content_hash == digest else None
        collections = known.collections if known else (self._collection or DEFAULT_COLLECTION,)
        if self._collection and self._collection not in collections:
            collections = (*collections, self._collection)
            if same:
                self.joining.append(article.id)
        entry = StoredArticle(
            article.id,
            digest,
            origin,
            article.title,
            article.url,
            collections,
            story=same.story if same else digest,
            sketch=same.sketch if same else b"",
        )
        self._put(entry, seen=True)
        return Placed(article, known)

    def link(self, article: Article, sketch: bytes) -> StoredArticle | None:
        """The earlier article that a new or changed one is a copy of, if any, the most alike.

        Notes its sketch and, where it is a copy, that the two tell one story.
        """
        keys = list(bands(sketch))
        marks = ", ".join("?" * len(keys))
        alike_at_all = f"SELECT id FROM band WHERE key IN ({marks}) LIMIT {MOST_ALIKE * len(keys)}"
        where = f"id != ? AND id IN ({alike_at_all})"
        alike = [
            (likeness(sketch, other.sketch), other)
            for other in self._all(where, article.id, *keys)
            if other.sketch  # else it has been changed since, and is noted under other bands
        ]
        alike = [pair for pair in alike if pair[0] >= SAME_ARTICLE]
        original = max(alike, key=lambda pair: pair[0])[1] if alike else None
        story = original.story if original else article.content_hash
        self._base.execute(
            "UPDATE article SET story = ?, sketch = ? WHERE id = ?", (story, sketch, article.id)
        )
        entry = StoredArticle(article.id, article.content_hash, article.origin, sketch=sketch)
        self._add_bands(entry)
        return original

    def standing(self, article_id: str) -> Standing:
        """What the index is to keep of an article that was placed and linked."""
        found = self._one("id = ?", article_id)
        assert found
        return Standing(found.collections, story=found.story, sketch=found.sketch)

    def unseen(self) -> Iterator[StoredArticle]:
        """The articles of the index that were not read."""
        yield from self._all("NOT seen")

    def _moved(self, article: Article) -> StoredArticle | None:
        """What an article is stored as whose file was moved, if that is sure.

        The old file is gone, and its content is the same or, where it was edited too, it alone has
        the same address and title.
        """
        same = list(self._all("content_hash = ?", article.content_hash))
        page = _page(article.title, article.url)
        edited = list(self._all("page = ?", page)) if page else []
        found = same or (edited if len(edited) == 1 else [])
        return next((s for s in found if not is_there(s.origin)), None)

    def _put(self, a: StoredArticle, *, seen: bool) -> None:
        page, collections = _page(a.title, a.url), json.dumps(a.collections)
        values = (a.id, a.content_hash, a.origin, page, collections, a.story, a.sketch, seen)
        marks = ", ".join("?" * len(values))
        self._base.execute(f"INSERT OR REPLACE INTO article VALUES ({marks})", values)

    def _add_bands(self, article: StoredArticle) -> None:
        if article.sketch:
            rows = [(key, article.id) for key in bands(article.sketch)]
            self._base.executemany("INSERT OR IGNORE INTO band VALUES (?, ?)", rows)

    def _one(self, where: str, *values: object) -> StoredArticle | None:
        return next(self._all(where, *values), None)

    def _all(self, where: str, *values: object) -> Iterator[StoredArticle]:
        query = f"SELECT {COLUMNS} FROM article WHERE {where} ORDER BY rowid"
        for id, digest, origin, collections, *copied in self._base.execute(query, values):
            yield StoredArticle(id, digest, origin, "", "", tuple(json.loads(collections)), *copied)


def _page(title: str, url: str) -> bytes | None:
    """What stands for a title and an address; None without both."""
    return hashlib.sha256(f"{url}\x1f{title}".encode()).digest()[:16] if title and url else None
