"""JSONL and JSON files, plain or gzip → their records, each with its place for error messages."""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from bot.errors import BotError

__all__ = ["Record", "read_json", "read_records", "texts"]

Record: TypeAlias = Mapping[str, object]
GZIP_MAGIC = b"\x1f\x8b"


def read_records(path: Path) -> Iterator[tuple[str, Record]]:
    """The objects of a JSONL file, each with its place, "FILE:LINE".

    Raises BotError for a file that cannot be read, has no record, or a line that is no object.
    """
    empty = True
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if line.strip():
            empty = False
            where = f"{path}:{number}"
            yield where, _object(line, where)
    if empty:
        raise BotError(f"{path} has no record in it. Give a file with a JSON object on each line.")


def read_json(path: Path) -> Record:
    """The one object of a JSON file. Raises BotError when it is not there or not JSON."""
    return _object(_text(path), str(path))


def texts(value: object) -> list[str] | None:
    """A text or a list of texts as a list, numbers as text; None for anything else."""
    values = value if isinstance(value, list) else [value]
    if all(isinstance(v, str | int | float) and not isinstance(v, bool) for v in values):
        return [str(v) for v in values]
    return None


def _text(path: Path) -> str:
    """The text of a file, unpacked where it is gzip, whatever its name says."""
    if not path.exists():
        raise BotError(f"There is no file {str(path)!r}. Check the path.")
    if path.is_dir():
        raise BotError(f"{str(path)!r} is a folder. Give the file in it.")
    try:
        data = path.read_bytes()
        if data.startswith(GZIP_MAGIC):
            data = gzip.decompress(data)
        return data.decode("utf-8-sig")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise BotError(f"{path} cannot be read: {error}. Check the file.") from error


def _object(text: str, where: str) -> Record:
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BotError(f"{where} is not JSON: {error}. Mend it.") from error
    if not isinstance(loaded, dict):
        raise BotError(f"{where} is a {type(loaded).__name__}, not a JSON object. Mend it.")
    return loaded
