"""Fused hits → the best of them read, and put in the order of what they answer. What the reader
found while ranking is kept, so that an answer needs no second pass."""

import math
from collections.abc import Sequence
from dataclasses import replace

from bot import undone
from bot.introduced import introduced
from bot.marked import weighed_by_marks
from bot.protocols import Reader
from bot.retrieve import Retrieval, Retriever, interleaved
from bot.types import Filters, Hit, Reading
from bot.years import of_their_year

__all__ = ["Reranker", "rerank", "search"]

# RealTimeQA-2022, 120 questions, ten read: first passage right .625, among five .825; .617 at .25
# and at 1, .600 unread. Twenty, thirty or forty read give .633 and .833: not worth their time.
FUSED_WEIGHT = 0.5
MORE = 6  # hits read of a question that is searched in several wordings
LEAST = 1e-4  # a probability nearer to 0 or 1 is taken for this


class Reranker:
    """A retriever whose best hits are read and reranked."""

    def __init__(self, retriever: Retriever, reader: Reader, *, depth: int) -> None:
        """The first `depth` fused hits are read; those after them stay where they are."""
        self._retriever = retriever
        self._reader = reader
        self._depth = depth

    def retrieve(self, query: str, *, limit: int, filters: Filters = Filters()) -> Retrieval:
        """The `limit` best passages for a query, reranked, with the readings of the first."""
        wide = max(limit, self._depth)
        found = search(self._retriever, query, limit=wide, filters=filters)
        return rerank(found, self._reader, depth=self._depth, limit=limit)


def search(
    retriever: Retriever, question: str, *, limit: int, filters: Filters = Filters()
) -> Retrieval:
    """The `limit` best passages for a question; MORE where it is searched in several wordings."""
    found = retriever.retrieve(question, limit=limit, filters=filters)
    others = undone.wordings(found.query)
    if not others or not found.hits:
        return found
    more = [retriever.retrieve(other, limit=limit, filters=filters).hits for other in others]
    hits = interleaved([found.hits, *more], limit + MORE)
    return replace(found, hits=hits, also=others)


def rerank(retrieval: Retrieval, reader: Reader, *, depth: int, limit: int) -> Retrieval:
    """Read the first `depth` hits (MORE where several wordings were searched) and put the likeliest
    to answer first, then the others.

    A read hit's score becomes the log-odds of its relevance plus FUSED_WEIGHT times its fused
    score; those not read keep their distances and follow below the last that was. Of all, `limit`
    are kept.
    """
    depth += MORE if retrieval.also else 0
    first, rest = retrieval.hits[:depth], retrieval.hits[depth:]
    if not first:
        return retrieval
    passages = [h.passage for h in first]
    readings = undone.read(reader, retrieval.query, passages)
    for weighed in (weighed_by_marks, introduced, of_their_year):
        readings = weighed(retrieval.query, readings, passages)
    ordered = _ordered(first, readings)
    hits = [hit for hit, _ in ordered]
    drop = rest[0].score - hits[-1].score + 1.0 if rest else 0.0
    below = [replace(h, score=h.score - drop) for h in rest]
    return replace(
        retrieval,
        hits=(*hits, *below)[:limit],
        readings=tuple(reading for _, reading in ordered)[:limit],
    )


def _ordered(hits: Sequence[Hit], readings: Sequence[Reading]) -> list[tuple[Hit, Reading]]:
    pairs = [
        (replace(h, score=_score(h, r), relevance=r.relevance), r)
        for h, r in zip(hits, readings, strict=True)
    ]
    return sorted(pairs, key=lambda pair: -pair[0].score)


def _score(hit: Hit, reading: Reading) -> float:
    p = min(max(reading.relevance, LEAST), 1 - LEAST)
    return math.log(p / (1 - p)) + FUSED_WEIGHT * hit.score
