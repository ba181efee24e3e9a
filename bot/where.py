"""Filters and ids → the conditions of the index's queries, every value quoted."""

from collections.abc import Sequence

from bot.types import Filters

__all__ = ["is_among", "is_in", "quoted", "where"]


def where(filters: Filters, collections: str = "collections") -> str:
    """The condition that a row's article may be used; empty where all may.

    `collections` is the column of a row's collections, or an expression for them.
    """
    parts = []
    if filters.as_of:
        parts.append(f"date <= date '{filters.as_of.isoformat()}'")
    if filters.since:
        parts.append(f"date >= date '{filters.since.isoformat()}'")
    if filters.sources:
        parts.append(is_in("source", filters.sources))
    if filters.collections:
        parts.append(is_among(filters.collections, collections))
    if filters.without.sources:
        parts.append(f"NOT {is_in('source', filters.without.sources)}")
    if filters.without.articles:
        parts.append(f"NOT {is_in('article_id', filters.without.articles)}")
    return " AND ".join(parts)


def is_among(collections: Sequence[str], column: str = "collections") -> str:
    """The condition that an article belongs to one of these collections."""
    return f"array_has_any({column}, make_array({', '.join(map(quoted, collections))}))"


def is_in(column: str, values: Sequence[str]) -> str:
    """The condition that a column has one of these values."""
    return f"{column} IN ({', '.join(map(quoted, values))})"


def quoted(value: str) -> str:
    """A text as a literal of the query language."""
    return "'" + value.replace("'", "''") + "'"
