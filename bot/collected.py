"""Names of collections a person gave → names that can be stored or asked for."""

from collections.abc import Sequence

from bot.errors import SettingError
from bot.index import Index
from bot.near import did_you_mean
from bot.words import composed

__all__ = ["collection_name", "named_collections"]

MOST_LETTERS = 60


def collection_name(text: str) -> str:
    """A name for a collection, on one line. Raises SettingError for what is none."""
    name = " ".join(composed(text).split())
    if not any(c.isalnum() for c in name) or len(name) > MOST_LETTERS or not name.isprintable():
        raise SettingError(
            f"{text[:80]!r} cannot name a collection. Give it a name of 1 to {MOST_LETTERS} "
            "letters, with at least one letter or digit."
        )
    return name


def named_collections(names: Sequence[str], index: Index) -> tuple[str, ...]:
    """The collections of these names, each once. Raises SettingError for one that is not there."""
    there = index.overview().collections if names else ()
    wanted = tuple(dict.fromkeys(collection_name(n) for n in names))
    for name in wanted:
        if name not in there:
            raise SettingError(
                f"There is no collection {name!r}.{did_you_mean(name, there)} "
                f"There are: {', '.join(map(repr, there)) or 'none'}."
            )
    return wanted
