"""A file, wherever it lies: on disk, in an archive, or fetched. It is read within bounds."""

import gzip
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from lzma import LZMAError
from typing import IO, cast
from zipfile import BadZipFile

from bot.errors import ArticleError

__all__ = ["UNREADABLE", "Document"]

# What reading a file, or unpacking it, may raise.
UNREADABLE = (
    OSError, EOFError, ValueError, RuntimeError, LZMAError, struct.error, zlib.error, BadZipFile,
)  # fmt: skip
STEP = 1 << 16  # bytes at a time, where what is read is not kept


@dataclass(frozen=True, slots=True)
class Document:
    """One file to be read; its suffix tells its format."""

    origin: str  # where it lies, in full: names it in messages, and for good in the index
    name: str  # the path that articles are named by, with the suffix
    size: int  # in bytes, as far as is known; what is read is bounded all the same
    open: Callable[[], IO[bytes]]
    url: str = ""  # where it was fetched from

    @property
    def stem(self) -> str:
        """The name without its suffix: the id of its article."""
        name = self.name.removesuffix(".gz") if self.is_gzipped else self.name
        head, dot, tail = name.rpartition(".")
        return head if dot and head and "/" not in tail else name

    @property
    def is_gzipped(self) -> bool:
        return self.name.lower().endswith(".gz")

    def read(self, max_mb: float, *, setting: str, what: str = "a file") -> bytes:
        """All its bytes. Raises ArticleError where they are more than `max_mb` or unreadable."""
        most = int(min(max_mb * 1e6, 1 << 40))
        if self.size <= most:
            try:
                with self.open() as file:
                    data = file.read(most + 1)
            except UNREADABLE as error:
                raise self.unreadable(error) from error
            if len(data) <= most:
                return data
        size = max(self.size, most + 1) / 1e6
        raise ArticleError(
            f"{self.origin} has {size:.1f} MB, more than the {max_mb:g} MB {what} may have. "
            f"Split it, or raise the setting '{setting}'."
        )

    def lines(self, max_mb: float, *, total_mb: float) -> Iterator[tuple[int, bytes | int]]:
        """Its lines with their numbers, unpacked where it is gzip; of a line longer than `max_mb`
        only the number of its bytes.

        Raises ArticleError where it cannot be read to its end, or unpacks to more than `total_mb`.
        """
        most, total = (int(min(mb * 1e6, 1 << 40)) for mb in (max_mb, total_mb))
        seen = 0
        try:
            with self.open() as packed:
                file = cast(IO[bytes], gzip.GzipFile(fileobj=packed)) if self.is_gzipped else packed
                number = 0
                while line := file.readline(most + 2):  # with the end of the line
                    number += 1
                    longer = 0
                    if len(line.rstrip(b"\r\n")) > most:
                        longer = len(line)
                        while not line.endswith(b"\n") and (line := file.readline(STEP)):
                            longer += len(line)
                            self._require_less(seen + longer, total)
                    seen += longer or len(line)
                    self._require_less(seen, total)
                    yield number, longer or line
        except UNREADABLE as error:
            raise self.unreadable(error) from error

    def unreadable(self, error: BaseException) -> ArticleError:
        """That it cannot be read, and why."""
        why = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return ArticleError(
            f"{self.origin} cannot be read to its end: {why}. Check the file and its rights."
        )

    def _require_less(self, seen: int, total: int) -> None:
        if self.is_gzipped and seen > total:
            raise ArticleError(
                f"{self.origin} unpacks to more than {total / 1e6:g} MB. Split it, or raise the "
                "setting 'max_archive_mb'."
            )
