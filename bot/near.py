"""A name that is not there → the names it comes near, for an error message."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from bot.words import fold

__all__ = ["did_you_mean"]

LEAST = 75  # of 100; "putin-wait" and "putin-waits" have 95, two seeds of other days under 70
MOST = 3


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The nearest of the known names as a question with a space before; empty if none is near."""
    found = process.extract(
        name, list(known), scorer=fuzz.WRatio, processor=fold, limit=MOST, score_cutoff=LEAST
    )
    return f" Did you mean {' or '.join(repr(near) for near, _, _ in found)}?" if found else ""
