"""A written sentence + the article sentences it was made of → what it denies and they state, or the
other way round. A small judge reads "did not" and "did" much alike; here words are counted.

A negation denies the words of matter beside it. Where the other side has them and no negation near
them, one was put in or taken out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.words import STOP_WORDS, fold, words

__all__ = ["denied"]

NEGATIONS = frozenset(
    """no not never none nobody nothing neither nor without cannot refuse refused refuses decline
    declined declines deny denied denies fail failed fails""".split()
)
# … and what stands where a denial is put otherwise: "only once there is a result", "rather than".
LIMITS = frozenset("only until rather instead incomplete unlikely unable unfounded lack".split())
REACH = 2  # words of matter after a negation that it denies
BEFORE = 1  # … and before it
LEAST = 2  # of these must stand on the other side
NEAR = 6  # words between a negation and what it denies, in other words
CLAUSE_END = re.compile(r"[,;:.!?—]")


@dataclass(frozen=True, slots=True)
class _Token:
    text: str  # folded
    stem: str
    clause: int

    @property
    def negates(self) -> bool:
        return self.text in NEGATIONS or self.text.endswith(("n't", "n’t"))

    @property
    def is_matter(self) -> bool:
        return self.text not in STOP_WORDS and not self.negates


def denied(text: str, quotes: Sequence[str]) -> str:
    """The quote that states what the sentence denies, or denies what it states; empty where none
    does."""
    mine = _tokens(text)
    theirs = [_tokens(q) for q in quotes]
    for n, found in enumerate(theirs):
        if _denies(found, mine) or (_denies(mine, found) and not _denied_anywhere(mine, theirs)):
            return quotes[n]
    return ""


def _tokens(text: str) -> list[_Token]:
    made, clause, at = [], 0, 0
    for word in words(text.replace("n’t", "n't")):
        clause += bool(CLAUSE_END.search(text[at : word.span.start]))
        made.append(_Token(fold(word.text), word.stem, clause))
        at = word.span.end
    return made


def _scope(found: Sequence[_Token], at: int) -> list[str]:
    """The stems that a negation denies: the last before it and the next after it in its clause."""
    clause = found[at].clause
    before = [t.stem for t in found[:at] if t.is_matter and t.clause == clause][-BEFORE:]
    after = [t.stem for t in found[at + 1 :] if t.is_matter and t.clause == clause][:REACH]
    return before + after


def _near_negation(found: Sequence[_Token], stems: Sequence[str]) -> bool:
    for n, token in enumerate(found):
        if token.stem in stems:
            around = found[max(0, n - NEAR) : n + NEAR + 1]
            if any(t.negates or t.text in LIMITS for t in around):
                return True
    return False


def _denies(one: Sequence[_Token], other: Sequence[_Token]) -> bool:
    """Whether the one denies words of matter that the other has with no negation near them."""
    stems = {t.stem for t in other}
    for n, token in enumerate(one):
        if token.negates:
            scope = _scope(one, n)
            told = len(scope) >= LEAST and len(stems & set(scope)) >= LEAST
            if told and not _near_negation(other, scope):
                return True
    return False


def _denied_anywhere(mine: Sequence[_Token], theirs: Sequence[Sequence[_Token]]) -> bool:
    """Whether what the sentence denies is denied by one of the quotes."""
    scope = [s for n, t in enumerate(mine) if t.negates for s in _scope(mine, n)]
    return any(_near_negation(found, scope) for found in theirs)
