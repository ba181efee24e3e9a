"""What a person typed → what the bot can work with, or a SettingError that says what to mend."""

import datetime as dt
from collections.abc import Sequence

from bot.errors import SettingError
from bot.messages import Kind
from bot.types import Filters

__all__ = [
    "KINDS",
    "MAX_CHARACTERS",
    "date_from",
    "filters_from",
    "kind_from",
    "require_short",
    "told",
]

MAX_CHARACTERS = 20_000  # ten times what the bot reads; more would only slow the page

# What a person may say a message is; Auto leaves it to its wording.
KINDS = {"Auto": None, "Ask": Kind.QUESTION, "Check": Kind.CLAIM}


def kind_from(choice: str | None) -> Kind | None:
    """The kind that was chosen; None for Auto, and for what is no choice."""
    return KINDS.get(choice or "")


def filters_from(
    as_of: str | None, sources: Sequence[str] | None, collections: Sequence[str] | None = None
) -> Filters:
    """The filters meant. Raises SettingError for an as-of date that is none."""
    return Filters(
        as_of=date_from(as_of), sources=tuple(sources or ()), collections=tuple(collections or ())
    )


def date_from(typed: str | None) -> dt.date | None:
    """The date meant; None where nothing was typed. Raises SettingError for what is no date."""
    text = (typed or "").strip()
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise SettingError(
            f"“{text[:40]}” is no date. Write it as year-month-day, for example 2020-12-14, "
            "or leave the field empty."
        ) from None


def told(filters: Filters) -> str:
    """The label of the filters: what is in force, so that closed filters are not forgotten."""
    facts = []
    if filters.as_of:
        facts.append(f"nothing after {filters.as_of.isoformat()}")
    if filters.sources:
        count = len(filters.sources)
        facts.append(filters.sources[0] if count == 1 else f"{count} outlets")
    facts += filters.collections
    return f"Filters: {', '.join(facts)}" if facts else "Filters"


def require_short(message: str) -> None:
    """Refuse what no one typed as a question. Raises SettingError."""
    if len(message) > MAX_CHARACTERS:
        raise SettingError(
            f"Your message has {len(message):,} characters; at most {MAX_CHARACTERS:,} are taken. "
            "Please shorten it: a question of one or two sentences is searched best."
        )
