"""Articles of an index → those whose file or record is no longer there."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.articles import Skipped, article_files, is_address
from bot.contents import StoredArticle

__all__ = ["gone", "is_there"]


def gone(
    unseen: Iterable[StoredArticle], paths: Sequence[Path | str], skipped: Sequence[Skipped]
) -> Iterator[StoredArticle]:
    """Of the articles that were not met when the paths were read, those that are surely gone.

    That is where the file lay under one of the paths and is not there any more, or where it holds
    records and could be read to its end without skipping one. What came from elsewhere or
    from the web stays, and so does a file that is there but could not be read this time, or was not
    looked at because it is hidden.
    """
    places = [Path(p) for p in paths if not is_address(p)]
    roots = [os.path.realpath(p) for p in places]
    read = {os.path.realpath(file) for place in places for file in article_files(place)}
    troubled = [os.path.realpath(s.origin) for s in skipped]
    for article in unseen:
        file = _file_of(article.origin)
        beneath = any(_within(article.origin, root) for root in roots)
        if beneath and (file is None or (file in read and not _any_below(file, troubled))):
            yield article


def is_there(origin: str) -> bool:
    """Whether the file of an origin is there. What is on the web is taken to be."""
    return is_address(origin) or _file_of(origin) is not None


def _within(origin: str, root: str) -> bool:
    return origin == root or origin.startswith((root.rstrip(os.sep) + os.sep, f"{root}#"))


def _any_below(file: str, origins: Iterable[str]) -> bool:
    """Whether something of a file was skipped: the file, or a line of it ("file:7")."""
    return any(o == file or o.startswith((f"{file}:", f"{file}#")) for o in origins)


def _file_of(origin: str) -> str | None:
    """The file of an origin that is there; a record's is followed by `#` and its id."""
    ends = [n for n, c in enumerate(origin) if c == "#"] + [len(origin)]
    return next((origin[:end] for end in ends if os.path.isfile(origin[:end])), None)
