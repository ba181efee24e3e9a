"""Errors of the index's engine → IndexFolderErrors that say what became of the articles."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import IndexFolderError

__all__ = ["brief", "reading", "writing"]

SOURCE_LINE = re.compile(r",?\s+\S+\.rs:\d+(?::\d+)?")


@contextmanager
def writing(folder: Path, outcome: str) -> Iterator[None]:
    """Tell of an error of the engine while it writes, and what became of the articles."""
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        raise IndexFolderError(
            f"Writing to the index {str(folder)!r} failed: {brief(error)}. {outcome}. "
            "Mend that and run again."
        ) from error


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Tell of an error of the engine while it reads."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise IndexFolderError(
            f"Reading the index {str(folder)!r} failed: {brief(error)}. If its files are damaged, "
            "remove the folder and ingest the articles again."
        ) from error


def brief(error: Exception) -> str:
    """An error in one line, without where in the engine's source it arose."""
    lines = SOURCE_LINE.sub("", str(error)).strip().splitlines() or ["?"]
    return lines[0][:300].rstrip(".")
