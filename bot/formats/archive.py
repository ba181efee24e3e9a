"""A `.zip` → the Documents in it. Nothing is unpacked to disk; what could blow up, or points out of
the archive, is refused."""

import stat
import zipfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import IO

from bot.errors import ArticleError
from bot.formats.document import UNREADABLE, Document
from bot.formats.fields import Skipped
from bot.formats.limits import Limits
from bot.words import composed

__all__ = ["documents", "require_bounded"]

# Text packs to a fifth, the most regular of tables to a hundredth.
MOST_RATIO = 200
SMALL = 1_000_000  # bytes: what unpacks to less may be as regular as it likes
ENCRYPTED = 0x1


def documents(
    packed: Document, limits: Limits, suffixes: Sequence[str]
) -> Iterator[Document | Skipped]:
    """The files of the archive that end in one of `suffixes`, in the order of their names; hidden
    ones are left out. Raises ArticleError for an archive that is broken or refused as a whole."""
    if packed.size > limits.file_mb * 1e6:
        packed.read(limits.file_mb, setting="max_file_mb", what="an archive")
    try:
        with packed.open() as file, zipfile.ZipFile(file) as archive:
            require_bounded(archive, packed.origin, limits)
            seen: set[str] = set()
            empty = True
            for entry in sorted(archive.infolist(), key=lambda e: e.filename):
                path = PurePosixPath(entry.filename)
                hidden = any(
                    p.startswith((".", "~$", "__MACOSX")) and p != ".." for p in path.parts
                )
                if hidden or not entry.filename.lower().endswith(tuple(suffixes)):
                    continue
                empty = False
                origin = f"{packed.origin}#{composed(entry.filename)}"
                if trouble := _trouble(entry, seen):
                    yield Skipped(origin, f"{origin} {trouble}")
                    continue
                seen.add(composed(entry.filename))
                name = f"{packed.stem}/{composed(entry.filename)}"
                yield Document(origin, name, entry.file_size, partial(_opened, archive, entry))
            if empty:
                raise ArticleError(
                    f"{packed.origin} holds no article. Put {', '.join(suffixes)} files into it."
                )
    except UNREADABLE as error:
        raise packed.unreadable(error) from error


def require_bounded(archive: zipfile.ZipFile, origin: str, limits: Limits) -> None:
    """Raise ArticleError where an archive has too many files, or unpacks to too much. Python reads
    of each no more than its archive says here."""
    entries = archive.infolist()
    if len(entries) > limits.archive_files:
        raise ArticleError(
            f"{origin} holds {len(entries)} files, more than the {limits.archive_files} an archive "
            "may. Split it, or raise the setting 'max_archive_files'."
        )
    for entry in entries:
        if entry.file_size > max(SMALL, MOST_RATIO * entry.compress_size):
            raise ArticleError(
                f"{origin} is built to blow up: {entry.filename!r} would unpack to "
                f"{entry.file_size / max(entry.compress_size, 1):.0f} times its size. Unpack it "
                "yourself if you trust it, and give the folder."
            )
    total = sum(entry.file_size for entry in entries) / 1e6
    if total > limits.archive_mb:
        raise ArticleError(
            f"{origin} unpacks to {total:.0f} MB, more than the {limits.archive_mb:g} MB that an "
            "archive may. Split it, or raise the setting 'max_archive_mb'."
        )


def _trouble(entry: zipfile.ZipInfo, seen: set[str]) -> str:
    """Why a file of an archive is not read; empty where it may be."""
    name = entry.filename
    if name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts:
        return "points out of its archive. Pack the archive anew, with names below its folder."
    if name[1:2] == ":":
        return "is named as a drive's file. Pack the archive anew, with names below its folder."
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "is a link, not a file. Pack the file itself."
    if entry.flag_bits & ENCRYPTED:
        return "is locked with a password. Pack it without one."
    if name.lower().endswith(".zip"):
        return "is an archive within an archive. Unpack the outer one, and give the folder."
    if composed(name) in seen:
        return "stands in its archive twice. Pack the archive anew."
    return ""


def _opened(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> IO[bytes]:
    return archive.open(entry)
