"""What the commands of the command line share: their options, how they open an index, and how they
tell of errors."""

import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import BotError, SettingError
from bot.index import Index
from bot.settings import load_settings
from bot.words import showable

__all__ = [
    "CollectionsOption",
    "GeneratorOption",
    "IndexOption",
    "JsonOption",
    "day",
    "errors_told",
    "opened",
    "say",
    "tell",
]

IndexOption = Annotated[Path | None, typer.Option("--index", help="The index folder.")]
GeneratorOption = Annotated[
    str | None,
    typer.Option(
        "--generator",
        metavar="MODEL",
        help="A language model that words answers: http://HOST:PORT/v1#NAME, a folder or a hub id.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
CollectionsOption = Annotated[
    list[str] | None,
    typer.Option("--collection", metavar="NAME", help="Use only these; may be repeated."),
]


def opened(index: Path | None) -> Index:
    """The index of the settings, without any model. Raises IndexFolderError where there is none."""
    from bot.assemble import require_index

    settings = load_settings(index=index)
    require_index(settings)
    return Index.at(settings.index)


def day(text: str | None) -> dt.date | None:
    """A date given on the command line. Raises SettingError when it is none."""
    try:
        return None if text is None else dt.date.fromisoformat(text)
    except ValueError:
        raise SettingError(f"{text!r} is no date. Write it as YYYY-MM-DD.") from None


def tell(lines: Iterable[str]) -> None:
    """Print lines of the result for a person. What an article holds cannot steer the terminal."""
    for line in lines:
        print(showable(line))


def say(text: str) -> None:
    """Tell the person something that is not the result."""
    print(showable(text), file=sys.stderr)


@contextmanager
def errors_told(status: int = 1) -> Iterator[None]:
    """Show what a person can mend as one line, and leave with a status."""
    try:
        yield
    except BotError as error:
        say(f"Error: {error}")
        raise typer.Exit(status) from None
