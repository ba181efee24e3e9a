"""Claim + sentences → what the judge makes of each.

1. Each is judged with its title, its date and the sentence before it; where that may decide,
   without the title too, and the mean counts: what can be quoted must decide, not its title.
2. What a sentence tells by the one before it is told by that one: where that says more by itself,
   and for the same side, the probability goes to it. What is shown should hold what decides. Not
   where the claim's names stand with the later one only: nobody could tell whom it is about.
3. What stands in a passage that lacks a name of the claim's tells of somebody or something else: it
   may support the claim by other words for it, and refutes nothing. What stands in an article that
   has no name of the claim's at all tells nothing of it. A name is there with its last word:
   "Biden" for "Joe Biden".
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.candidates import Candidate
from bot.named import names_all, names_any
from bot.protocols import Column, Judge

__all__ = ["judged"]

MAY_DECIDE = 0.5  # probability from which a sentence is judged in other ways, too
MAY_COUNT = 0.4  # … and from which it may at least keep the other side from deciding
SIDES = [Column.SUPPORTED, Column.REFUTED]
NOTHING = (0.0, 0.0, 1.0)  # a row that says not enough


def judged(
    claim: str,
    candidates: Sequence[Candidate],
    judge: Judge,
    text_of: Callable[[str], str] | None = None,
) -> NDArray[np.float64]:
    """(n, 3) probabilities of supported, refuted and not enough for n sentences.

    `text_of` gives the text of an article by its id; without it only passages are known.
    """
    rows = _asked(claim, [c.context for c in candidates], judge)
    deciding = [n for n, row in enumerate(rows) if row[SIDES].max() >= MAY_DECIDE]
    untitled = _asked(claim, [candidates[n].untitled for n in deciding], judge)
    rows[deciding] = (rows[deciding] + untitled) / 2
    _credit(rows, _before(candidates, deciding), claim, candidates, judge)
    elsewhere = _of_others(claim, candidates)
    rows[elsewhere, Column.NOT_ENOUGH] += rows[elsewhere, Column.REFUTED]
    rows[elsewhere, Column.REFUTED] = 0
    if text_of:
        counting = [n for n in elsewhere if rows[n, Column.SUPPORTED] >= MAY_COUNT]
        rows[_of_strangers(claim, candidates, counting, text_of)] = NOTHING
    return rows


def _asked(claim: str, texts: Sequence[str], judge: Judge) -> NDArray[np.float64]:
    if not texts:
        return np.zeros((0, 3))
    return np.array(judge.judge([claim] * len(texts), texts), dtype=np.float64)


def _before(candidates: Sequence[Candidate], deciding: Sequence[int]) -> dict[int, int]:
    """The place of the sentence before each of those that may decide, where it is a candidate."""
    found: dict[int, int] = {}
    for n in deciding:
        own = candidates[n]
        earlier = [
            m
            for m, c in enumerate(candidates)
            if own.before
            and c.hit.passage.article_id == own.hit.passage.article_id
            and c.quote == own.before
            and c.span.start < own.span.start
        ]
        if earlier:
            found[n] = max(earlier, key=lambda m: candidates[m].span.start)
    return found


def _credit(
    rows: NDArray[np.float64],
    before: dict[int, int],
    claim: str,
    candidates: Sequence[Candidate],
    judge: Judge,
) -> None:
    """Give the sentence before what it tells more of by itself; changes the rows."""
    judged_alone = sorted({*before, *before.values()})
    quotes = [candidates[n].quote for n in judged_alone]
    alone = dict(zip(judged_alone, _asked(claim, quotes, judge), strict=True))
    named = names_all(claim, [c.context for c in candidates])
    for later in sorted(before, key=lambda n: candidates[n].span.start, reverse=True):
        earlier, side = before[later], int(rows[later, SIDES].argmax())
        leans = int(alone[earlier][SIDES].argmax()) == side == int(rows[earlier, SIDES].argmax())
        tells = alone[earlier][side] > alone[later][side] and named[earlier] >= named[later]
        if leans and tells:
            if rows[later, side] > rows[earlier, side]:
                rows[earlier] = rows[later]
            if alone[later][side] < rows[later, side]:
                rows[later] = alone[later]


def _of_others(claim: str, candidates: Sequence[Candidate]) -> list[int]:
    """The places of those whose passage, title included, lacks a name that the claim has."""
    named = names_all(claim, [c.hit.passage.titled_text for c in candidates])
    return [n for n, there in enumerate(named) if not there]


def _of_strangers(
    claim: str,
    candidates: Sequence[Candidate],
    some: Sequence[int],
    text_of: Callable[[str], str],
) -> list[int]:
    """The places, of some, of those whose whole article has none of the claim's names."""
    passages = {n: candidates[n].hit.passage for n in some}
    known = {p.article_id: p.heading for p in passages.values()}
    strange = {i for i, title in known.items() if not names_any(claim, f"{title}\n{text_of(i)}")}
    return [n for n, passage in passages.items() if passage.article_id in strange]
