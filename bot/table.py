"""The LanceDB table in the folder of an index: made, opened, brought up to today's columns.

Its metadata remembers which embedder and which passage sizes made it; a table made otherwise is
refused.
"""

import datetime as dt
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import lancedb
from lancedb.index import FTS
from lancedb.table import LanceTable, Table

from bot.engine import brief, writing
from bot.errors import IndexFolderError
from bot.rows import LATER_COLUMNS, schema

__all__ = [
    "FORMAT",
    "TABLE",
    "TEXT_INDEX",
    "add_columns",
    "holds_table",
    "lacking",
    "made_by",
    "open_made",
    "open_or_make",
    "require_writable",
]

TABLE = "passages"
FORMAT = "1"
# Set when the table is made, so that rows which came after the last tidy() are stemmed and folded.
TEXT_INDEX = FTS(max_token_length=64)
# Which settings say how articles are cut.
SETTING = {"passages": "passage_tokens and overlap_sentences"}
# How old a reader's view may be. A check for a newer version costs 0.3 ms.
CONSISTENCY = dt.timedelta(0)


def open_or_make(folder: Path, *, embedder: str, dimensions: int, passages: str) -> LanceTable:
    """Open the table in a folder, or create it where there is none.

    Raises IndexFolderError when it was not made with these, or when the folder cannot be used.
    """
    wanted = {"format": FORMAT, "embedder": embedder, "passages": passages}
    try:
        new = not holds_table(folder)
        if new:
            require_writable(folder)
        database = lancedb.connect(folder, read_consistency_interval=CONSISTENCY)
        if new:
            columns = schema(dimensions).with_metadata(wanted)
            table = database.create_table(TABLE, schema=columns, exist_ok=True)
            table.create_index("titled_text", config=TEXT_INDEX)
        else:
            table = database.open_table(TABLE)
    except (OSError, RuntimeError, ValueError) as error:
        raise _unusable(folder, error) from error
    _require_same(folder, {**wanted, "dimensions": str(dimensions)}, made_by(table))
    return _upgraded(folder, table)


def open_made(folder: Path) -> LanceTable:
    """Open the table in a folder, whichever embedder made it.

    Raises IndexFolderError when it cannot be used.
    """
    try:
        database = lancedb.connect(folder, read_consistency_interval=CONSISTENCY)
        table = database.open_table(TABLE)
    except (OSError, RuntimeError, ValueError) as error:
        raise _unusable(folder, error) from error
    _require_same(folder, {"format": FORMAT}, made_by(table))
    return _upgraded(folder, table)


def holds_table(folder: Path) -> bool:
    """Whether a table was made here, not only begun: it has a version."""
    versions = folder / f"{TABLE}.lance" / "_versions"
    return os.path.isdir(versions) and any(versions.glob("*.manifest"))


def require_writable(folder: Path) -> None:
    """Raise IndexFolderError where nothing can be written, root's rights notwithstanding."""
    nearest = folder
    while not nearest.exists():
        if nearest.parent == nearest:
            break
        nearest = nearest.parent
    if not nearest.is_dir():
        raise IndexFolderError(
            f"The index {str(folder)!r} cannot be made: {str(nearest)!r} is a file, not a folder. "
            "Give another place with --index."
        )
    if not nearest.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise IndexFolderError(
            f"The index {str(folder)!r} cannot be written: {str(nearest)!r} is read-only. "
            "Give another place with --index, or make it writable."
        )


def made_by(table: Table) -> dict[str, str]:
    """What a table remembers of how it was made."""
    found = {k.decode(): v.decode() for k, v in (table.schema.metadata or {}).items()}
    return {**found, "dimensions": str(table.schema.field("vector").type.list_size)}


def lacking(table: Table) -> dict[str, str]:
    """The columns that an older version of this program did not write, and how they are made."""
    there = set(table.schema.names)
    return {c: sql for c, sql in LATER_COLUMNS.items() if c not in there}


def add_columns(folder: Path, table: Table) -> None:
    """Fill in the columns that are lacking, in one commit."""
    if missing := lacking(table):
        with writing(folder, "No article was changed, but an older version made this index"):
            table.add_columns(missing)


def _upgraded(folder: Path, table: Table) -> LanceTable:
    """The table with the columns that an older version of this program did not write, and with
    the word index that a crash may have left out, unless it can only be read."""
    with suppress(IndexFolderError):
        require_writable(folder)
        add_columns(folder, table)
        if not any(i.index_type == "FTS" for i in table.list_indices()):
            with writing(folder, "No article was changed"):
                table.create_index("titled_text", config=TEXT_INDEX)
    assert isinstance(table, LanceTable)
    return table


def _require_same(folder: Path, wanted: Mapping[str, str], found: Mapping[str, str]) -> None:
    for key, value in wanted.items():
        made = found.get(key, "?")
        if made != value:
            raise IndexFolderError(
                f"The index {str(folder)!r} was made with {key} {made!r}, not {value!r}; the two "
                f"do not mix. Set {SETTING.get(key, key)} back, bring the index up to today's "
                "settings with `python -m bot reindex`, or ingest the articles into another folder "
                "(--index)."
            )


def _unusable(folder: Path, error: Exception) -> IndexFolderError:
    return IndexFolderError(
        f"The index folder {str(folder)!r} cannot be used: {brief(error)}. "
        "Give another with --index, or make the folder readable and writable."
    )
