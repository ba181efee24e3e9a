"""A written sentence + the sentences of its articles → two names or numbers that have changed
places: "A gave 200 million and B 100" where the articles have it the other way round.

Each is known by the company it keeps: the words of matter near it in the sentence, and near it in
the articles. Where each of two would be in better company in the other's place, they were
exchanged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.named import names_in
from bot.words import content_stems, words
from bot.written.figures import figures

__all__ = ["exchanged"]

NEAR = 5  # words on either side that are an item's company
BETTER = 2  # words of company that two must gain by changing places


@dataclass(frozen=True, slots=True)
class _Item:
    """A name or number of a text."""

    text: str
    key: str | float  # what it is known by: a name's last stem, a number's value
    company: frozenset[str]  # the words of matter near it


def exchanged(text: str, quotes: Sequence[str]) -> tuple[str, str] | None:
    """Two names, or two numbers, that stand in each other's place; None where none do."""
    there = [item for quote in quotes for item in _items(quote)]
    for one, other in combinations(_items(text), 2):
        if one.key == other.key or type(one.key) is not type(other.key):
            continue
        gains = (
            _fit(other.key, one, there) - _fit(one.key, one, there),
            _fit(one.key, other, there) - _fit(other.key, other, there),
        )
        if min(gains) >= 0 and sum(gains) >= BETTER:
            return one.text, other.text
    return None


def _fit(key: str | float, place: _Item, there: Sequence[_Item]) -> int:
    """How much company an item would have in a place, by where the articles have it."""
    return max((len(place.company & i.company) for i in there if i.key == key), default=0)


def _items(text: str) -> list[_Item]:
    found: list[tuple[int, int, str | float]] = []
    for name in names_in(text):
        start = text.find(name)
        stems = content_stems(name)
        if start >= 0 and stems:
            found.append((start, start + len(name), stems[-1]))
    found += [(f.span.start, f.span.end, f.value) for f in figures(text)]
    own = {s for start, end, _ in found for s in content_stems(text[start:end])}
    return [
        _Item(text[start:end].strip(), key, _company(text, start, end) - own)
        for start, end, key in found
    ]


def _company(text: str, start: int, end: int) -> frozenset[str]:
    """The words of matter within NEAR words of a place."""
    before = [w.text for w in words(text[:start])][-NEAR:]
    after = [w.text for w in words(text[end:])][:NEAR]
    return frozenset(content_stems(" ".join(before + after)))
