"""Files, folders and web addresses → Articles, in any of the formats of `bot/formats/`.

One bad file never hides the others: reading yields Articles and, for what cannot be one, a Skipped
that names the file, the trouble and the remedy.
"""

import os
import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bot.errors import ArticleError
from bot.formats.document import Document
from bot.formats.fetch import fetched
from bot.formats.fields import Skipped
from bot.formats.formats import NO_MAP, SUFFIXES, Reading, articles, counted
from bot.formats.limits import Limits
from bot.formats.worker import Worker
from bot.types import Article
from bot.words import HALF_CHARACTER, composed

__all__ = [
    "SUFFIXES",
    "Skipped",
    "article_files",
    "count_articles",
    "is_address",
    "read_article",
    "read_articles",
]

NO_UTF_8 = re.compile("[\udc80-\udcff]")  # as Python stands for such a byte of a file's name
HIDDEN = (".", "~$")  # the latter: what Word keeps beside an open document
SCHEME = re.compile(r"\A([a-z][a-z0-9+.-]+):/", re.IGNORECASE)


def read_articles(
    places: Sequence[Path | str],
    *,
    limits: Limits = Limits(),
    fields: Mapping[str, str] = NO_MAP,
) -> Generator[Article | Skipped, None, None]:
    """Read every article under the given files, folders and http(s) addresses, in the order of
    their names.

    An article's id is its path below the given folder without the suffix; for a record, its `id`
    or, where it has none, the file's path below the folder and the number of the line; of the web,
    its address. `fields` names the field of a record that stands for one of ours, as text → body.
    Close it where it is not read to its end: the process that parses ends with it.
    Raises ArticleError, before anything is read, for a path that does not exist or a folder
    without an article or with a part that cannot be read.
    """
    with Worker() as worker:
        reading = Reading(worker, limits, fields)
        for item in _found(places):
            try:
                document = fetched(item, limits) if isinstance(item, str) else _file(*item)
            except ArticleError as error:
                yield Skipped(item if isinstance(item, str) else str(item[0]), str(error))
                continue
            yield from articles(document, reading)


def count_articles(
    places: Sequence[Path | str],
    *,
    limits: Limits = Limits(),
    fields: Mapping[str, str] = NO_MAP,
) -> int:
    """How many items `read_articles` will yield, told without fetching an address or parsing a
    file of one article. An address counts as one, though a feed behind it may have more.

    Raises ArticleError as `read_articles` does.
    """
    total = 0
    with Worker() as worker:
        reading = Reading(worker, limits, fields)
        for item in _found(places):
            try:
                total += 1 if isinstance(item, str) else counted(_file(*item), reading)
            except ArticleError:
                total += 1  # it will be skipped
    return total


def read_article(path: Path, *, article_id: str, limits: Limits = Limits()) -> Article:
    """Read a file of one article. Raises ArticleError naming the file and the remedy."""
    with Worker() as worker:
        document = _file(path, path)
        items = list(articles(document, Reading(worker, limits, NO_MAP)))
    for item in items:
        if isinstance(item, Skipped):
            raise ArticleError(item.reason)
    if len(items) != 1 or isinstance(items[0], Skipped):
        raise ArticleError(f"{path} holds {len(items)} articles, not one. Use read_articles.")
    return replace(items[0], id=article_id)


def is_address(place: Path | str) -> bool:
    """Whether a place is to be fetched from the web."""
    return isinstance(place, str) and place.lower().startswith(("http://", "https://"))


def article_files(root: Path) -> list[Path]:
    """The article files at or below a path, sorted; hidden ones, those that Word keeps beside an
    open document, and linked folders are left out.

    Raises ArticleError when there is none, or a folder cannot be read.
    """
    if SCHEME.match(str(root)) and not os.path.exists(root):
        raise ArticleError(f"{root} cannot be fetched: only http and https are. Check the address.")
    if not os.path.exists(root):
        raise ArticleError(f"There is no file or folder {str(root)!r}. Check the path.")
    if root.is_file():
        if not root.name.lower().endswith(SUFFIXES):
            raise ArticleError(f"{root} is not one of {', '.join(SUFFIXES)}. Convert it first.")
        return [root]
    files: list[Path] = []
    for folder, below, names in os.walk(root, onerror=_refuse):
        below[:] = [name for name in below if not name.startswith(HIDDEN)]
        shown = (n for n in names if n.lower().endswith(SUFFIXES) and not n.startswith(HIDDEN))
        files += (path for name in shown if (path := Path(folder, name)).is_file())
    if not files:
        raise ArticleError(
            f"The folder {str(root)!r} holds no article. Put {', '.join(SUFFIXES)} files into it."
        )
    return sorted(files)


def _found(places: Sequence[Path | str]) -> list[tuple[Path, Path] | str]:
    """The files below the places, each with the place it was found at, and the addresses."""
    found: list[tuple[Path, Path] | str] = []
    for place in places:
        if is_address(place):
            found.append(str(place))
        else:
            root = Path(place)
            found += [(path, root) for path in article_files(root)]
    return found


def _refuse(error: OSError) -> None:
    raise ArticleError(
        f"The folder {error.filename!r} cannot be read: {error.strerror}. Check its rights."
    ) from error


def _origin(path: Path) -> str:
    return HALF_CHARACTER.sub("\ufffd", _written(str(path.resolve())))


def _written(path: str) -> str:
    """A path with the bytes in it that are no UTF-8 as in an address: "caf%E9" and "caf%E8" are two
    files, and so must be two articles."""
    return NO_UTF_8.sub(lambda byte: f"%{ord(byte[0]) - 0xDC00:02X}", path)


def _file(path: Path, root: Path) -> Document:
    """A file as a Document, named by its path below the root. Raises ArticleError for one that is
    gone, and for a link that leads out of the folder it was found in."""
    is_folder = root.is_dir()
    base = root if is_folder else root.parent
    origin = _origin(path)
    if is_folder and path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
        raise ArticleError(
            f"{path} is a link that leads out of its folder, to {origin}. Give that file itself."
        )
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ArticleError(f"{path} cannot be read: {error.strerror}. Check its rights.") from error
    name = composed(_written(path.relative_to(base).as_posix()))
    return Document(origin, name, size, lambda: path.open("rb"))
