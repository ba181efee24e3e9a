"""A text + the place of an expression that looks like a date → whether it is none: a count ("won by
2019 votes"), somebody's name ("after May resigned", "by August Wilson"), a verb ("they march 10
miles"), or a range from which something was moved ("postponed from 8 to 10 December").

Only what follows, and the preposition before, can tell; in doubt it is a date.
"""

import re
from collections.abc import Sequence

from bot.clauses.grammar import Form, Token, finite, is_adverb, is_name, tokens
from bot.clauses.lexicon import DETERMINERS, PREPOSITIONS, SUBORDINATORS
from bot.times.expressions import MONTH, YEAR
from bot.types import Span

__all__ = ["is_no_date"]

PEOPLE = frozenset("people men women children".split())
# Of these there may be 2000, also with a word between: "2000 angry voters".
COUNTED = PEOPLE | frozenset(
    "votes voters euros dollars pounds homes houses jobs troops soldiers prisoners refugees "
    "migrants protesters demonstrators workers students deaths cases seats copies metres".split()
)
UNITS = frozenset(
    "percent per million billion thousand tonnes tons km kg mph miles feet hectares acres".split()
)
NO_PLURALS = SUBORDINATORS | PREPOSITIONS | DETERMINERS | frozenset("always perhaps thus".split())
# "a crowd of 2000", but "the summer of 2019".
TOTAL = re.compile(
    r"\b(?:total|crowd|maximum|minimum|majority|average|capacity|population|sum|margin|audience)"
    r" of $"
)
TIMES = re.compile(
    r"\b(?:spring|summer|autumn|fall|winter|end|start|beginning|middle|half|quarter|rest|days?|"
    r"weeks?|months?|year|all|most|much) of $"
)
VOTE = re.compile(r" (?:votes )?to \d")  # "by 2019 to 1800"
CLAUSE_OPENS = re.compile(r"(?:^|[,;:.—–“\"(] ?|\b(?:that|and|but|because|while|where) )$")
NEVER_COUNT = frozenset("since during late early".split())
# Months that are also names: "by May" is open, "by May was" is not.
NAMES = frozenset("march april may june august jan".split())
BESIDE_NAMES = re.compile(r"\b(?:by|after|before|until) $", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?:][”\"’)]*(?=\s|$)")
SEEN = 200  # characters after an expression
MARCHED = re.compile(r"march \d")
MOVED = re.compile(
    r"\b(?:mov|postpon|delay|reschedul|push|brought|bring|shift|chang|extend|defer|switch)\w*\b"
    r"[^.;:]*$"
)


def is_no_date(text: str, span: Span) -> bool:
    """Whether what stands there is surely no date, though it is written like one."""
    words, before = span.of(text), text[: span.start]
    after = SENTENCE_END.split(text[span.end : span.end + SEEN], maxsplit=1)[0]
    if re.fullmatch(YEAR, words):
        return after.startswith("%") or _is_count(before, after, _following(after))
    if re.fullmatch(MONTH, words):
        return words.lower() in NAMES and _is_name(words, before, _following(after))
    if MARCHED.match(words):
        return _plural(_following(after)) >= 0
    return words.lower().startswith("from ") and bool(MOVED.search(before))


def _following(after: str) -> list[Token]:
    return [t for t in tokens(after) if not is_adverb(t)]


def _is_count(before: str, after: str, following: Sequence[Token]) -> bool:
    """Whether a number that may be a year counts what follows: "of 2000 people"."""
    side = before.lower().split()[-1]
    if following and after.startswith(" ") and following[0].low in UNITS:
        return True
    if side in NEVER_COUNT:
        return False
    if side == "of" and TOTAL.search(before):
        return True
    if side == "by" and VOTE.match(after):
        return True
    plural = _plural(following)
    if plural < 0 or not after.startswith(" "):
        return False
    if side == "the":  # "the 2016 elections"
        return following[plural].low in PEOPLE
    if side == "of":
        return not TIMES.search(before)
    if CLAUSE_OPENS.search(before.rstrip()[: -len(side)]):
        # "In 2019 tests, …", but "In 2019 sales in Rome rose"
        return plural + 1 < len(following) and (
            following[plural + 1].kind == "mark" or is_name(following[plural + 1])
        )
    return _ends_at(following, plural + 1)


def _plural(following: Sequence[Token]) -> int:
    """Where the plural noun stands that words begin with, the first or the second; -1: none."""
    for at, token in enumerate(following[:2]):
        known = token.low in COUNTED
        usual = token.kind == "word" and token.text[0].islower() and token.low not in NO_PLURALS
        plural = usual and token.form is Form.NONE and re.fullmatch(r"[a-z-]{3,}(?<!s)s", token.low)
        if known or (plural and at == 0):
            verb = at + 1 < len(following) and following[at + 1].low in DETERMINERS  # "marks the …"
            return -1 if verb and not known else at
        if not usual or token.form & Form.AUXILIARY:
            break
    return -1


def _ends_at(following: Sequence[Token], at: int) -> bool:
    """Whether a noun phrase ends there, and no verb follows that it would be the subject of."""
    if at >= len(following):
        return True
    token = following[at]
    return token.kind != "word" or token.low in PREPOSITIONS | SUBORDINATORS | {"and", "or", "but"}


def _is_name(words: str, before: str, following: list[Token]) -> bool:
    """Whether a month after a preposition is a person: "by August Wilson", "after May resigned"."""
    if not BESIDE_NAMES.search(before) or not following:
        return False
    if is_name(following[0]):
        return True
    verb = finite(following, 0) or following[0].low in {"herself", "himself"}
    return verb and words.lower() != "march"
