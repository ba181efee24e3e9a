"""Two clauses with subjects of their own → each: "Putin waited, but Bolsonaro wrote"."""

import re
from dataclasses import dataclass

from bot.clauses.deeds import points
from bot.clauses.grammar import (
    Form,
    Token,
    group_end,
    hosted,
    is_adverb,
    is_name,
    is_nominal,
    main_verb,
    takes_object,
)
from bot.clauses.lexicon import (
    BE,
    INCOMPLETE,
    INTRANSITIVE,
    PLACE,
    POINTING,
    POSSESSIVES,
    PREPOSITIONS,
    REPORTING,
    ROLES,
    SUBORDINATORS,
)

__all__ = ["Joined", "joined"]

PERSONS = frozenset(("he", "she"))
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
JOINTS = frozenset("and but while whereas ;".split())
NO_CLAUSE_BEFORE = frozenset("that because although when though where whose".split())
VAGUE_SUBJECT = frozenset(
    "others another one that this these those some most many none both neither all each rest "
    "latter former other same it they there who which so we i you".split()
)
NEED_COMMA = frozenset(("while", "whereas"))
OF_BY = frozenset("of by to in with for".split())
MOST_SUBJECT = 7  # words of a second subject


@dataclass(frozen=True, slots=True)
class Joined:
    """Two clauses that can be read apart; loose where only a semicolon joins them."""

    first: str
    second: str
    loose: bool


def joined(text: str, found: list[Token]) -> Joined | None:
    """The first of a sentence's clauses and what follows it; None where it surely has no two."""
    for at in range(2, len(found) - 2):
        marked = found[at].kind == "mark"
        joint = at + (found[at].low == ",")
        if found[joint].low not in JOINTS or (found[joint].low in NEED_COMMA and not marked):
            continue
        if not marked and found[at - 1].kind == "mark":
            continue
        loose = found[joint].low == ";"
        start = joint + 1 + (loose and found[joint + 1].low in ("and", "but"))
        one, other = found[:at], found[start:]
        if not _apart(one, other, comma=marked):
            continue
        first, second = text[: one[-1].end], text[other[0].start :]
        if other[0].low in PERSONS:
            verb = main_verb(one)
            if not _nobody_else(one, verb):
                continue
            second = f"{text[: one[verb - 1].end]} {text[other[1].start :]}"
        return Joined(first, second, loose)
    return None


def _apart(one: list[Token], other: list[Token], *, comma: bool) -> bool:
    """Whether these are surely two clauses, and the second can be read alone but for a "he"."""
    verb, at = main_verb(one), main_verb(other)
    if not verb or any(t.low in NO_CLAUSE_BEFORE for t in one) or not hosted(one[verb:]):
        return False
    if one[-1].form & Form.AUXILIARY:
        return False
    group = one[verb : group_end(one, verb)]
    if _may_be_one(one, verb, other[:at], comma=comma):
        return False
    if any(t.low in REPORTING for t in group) and not any(t.low in BE for t in group):
        return False  # "said Greece and Cyprus had …"
    if not comma and any(t.low in SUBORDINATORS - {"to"} or t.kind == "mark" for t in one):
        return False
    if not 0 < at <= MOST_SUBJECT or not hosted(other[at:]) or not _stands(one, other, at, comma):
        return False
    if other[0].low in PERSONS:
        return at == 1 and not _elliptic(other[at:])
    vague = any(t.low in VAGUE_SUBJECT | POINTING | POSSESSIVES for t in other[:at])
    year = at == 1 and YEAR.fullmatch(other[0].low)  # "in 2003 and 2004 served"
    return not (vague or year or points(other[at:]))


def _elliptic(part: list[Token]) -> bool:
    """Whether a predicate ends with its auxiliary: "could not", "certainly did"."""
    verbs = [t for t in part if t.form]
    return group_end(part, 0) == len(part) and bool(verbs[-1].form & Form.AUXILIARY)


def _may_be_one(one: list[Token], verb: int, subject: list[Token], *, comma: bool) -> bool:
    """Whether the "and" may join two nouns to one subject: "the deal struck by Oslo and Bergen",
    "one reason Oslo and Bergen", "votes for Lee, Day, and Kern"."""
    end = group_end(one, verb)
    last = one[end - 1]
    maybe_none = last.form == Form.PAST | Form.PARTICIPLE and end - verb == 1
    maybe_none &= last.low not in INTRANSITIVE | INCOMPLETE
    told_of = end < len(one) and one[end].low in PREPOSITIONS
    if maybe_none and told_of and (not comma or any(t.low == "," for t in one[end:])):
        return True
    if not all(is_name(t) for t in subject):
        return False
    start = len(one)
    while start > end and (is_name(one[start - 1]) or one[start - 1].low == "the"):
        start -= 1
    before = one[start - 1]
    if comma:
        return start < len(one) and before.low == "," and start > end
    plain = before.kind == "word" and not before.form and not is_nominal(before)
    return start < len(one) and start > end and plain and before.low not in PREPOSITIONS


def _stands(one: list[Token], other: list[Token], at: int, comma: bool) -> bool:
    """Whether the verb is surely the second clause's own: "a woman accused of spying" has none."""
    where = next(n for n in range(at, len(other)) if other[n].form)
    verb, following = other[where], other[where + 1] if where + 1 < len(other) else None
    begins = is_nominal(other[0]) or other[0].low in PERSONS
    first = other[0].low
    bare = first in PREPOSITIONS or first in SUBORDINATORS or first.endswith("ing")
    if not begins and (not comma or bare or is_adverb(other[0])):
        return False
    if verb.form & Form.AUXILIARY or verb.form == Form.PAST or verb.low in INTRANSITIVE:
        return True
    if verb.form == Form.PRESENT:
        return following is not None and (
            is_nominal(following) or following.low in POSSESSIVES | PREPOSITIONS
        )
    has_object = takes_object(other, where) or (
        following is not None and following.low in POSSESSIVES
    )
    passive = any(t.low in BE for t in one)
    return has_object or (comma and not passive and not (following and following.low in OF_BY))


def _nobody_else(one: list[Token], verb: int) -> bool:
    """Whether "he" after this clause can only be its subject, a person."""
    subject = [t for t in one[:verb] if t.low != "the"]
    if not subject or len(subject) > 4 or any(t.kind != "word" for t in subject):
        return False
    if not (all(is_name(t) for t in subject) or subject[-1].low in ROLES):
        return False
    return not any(
        one[at].low in ROLES | POINTING | POSSESSIVES
        or (is_name(one[at]) and one[at - 1].low not in PLACE)
        for at in range(verb, len(one))
    )
