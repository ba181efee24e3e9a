"""One sentence → the single claims in it, by rules: each can be true or false by itself and be read
alone, in the sentence's own words.

What an editor would look up one by one is split; what may be meant together is left whole, because a
claim that nobody made is worse than two in one:

- Deeds of one subject: "Biden won Georgia and lost Florida" is two claims. A time before them belongs
  to each. A time after the last may or may not be meant for all, so that each deed stands without it
  and the last once more with it: "X did A and B on Tuesday" is "X did A", "X did B" and "X did B on
  Tuesday". Where an earlier deed has a time of its own, each keeps its own.
- Two clauses: "Putin waited, but Bolsonaro wrote". "He" becomes the first subject where it can be
  nobody else; any other pronoun leaves the sentence whole.
- What is said of a name in passing, and several names that do the same. A time belongs to each.
- "X said that A and that B". Any other reported speech, quotations, comparisons, conditions and what
  a negation may reach stay whole.
"""

import re

from bot.clauses.asides import aside
from bot.clauses.deeds import deeds
from bot.clauses.grammar import (
    TIME,
    Form,
    Token,
    finite,
    group_end,
    hosted,
    is_adverb,
    is_name,
    is_nominal,
    main_verb,
    tokens,
)
from bot.clauses.lexicon import (
    BE,
    DETERMINERS,
    INTRANSITIVE,
    PLACE,
    POINTING,
    POSSESSIVES,
    PREPOSITIONS,
    REPORTING,
    ROLES,
    SUBORDINATORS,
)
from bot.clauses.pairs import pairs

__all__ = ["single_claims"]

WORDS = range(5, 61)  # a sentence that is looked into
END = re.compile(r"[.!]*$")
# What makes parts depend on each other, or hides where they end.
TANGLED = re.compile(
    r"\b(?:if|unless|whether|either|neither|nor|between|respectively|rather than|as if|not only|"
    r"(?:not|n['’]t) (?:true|false)|(?:would|could|should|might) have|tried and (?:tested|failed))\b|\bthan (?!\d)|[?…]|:(?!\d)| [–—-]+ |—|--|(?:^|\s)['‘]|"
    r"^[\"“«]",
    re.IGNORECASE,
)
OPENER = re.compile(r"^(?:(?:And|But|So|However|Meanwhile|Also|Then|In addition|Moreover|Specifically|Additionally|Furthermore|Finally),? )+")
FORE = re.compile(
    rf"^(?:(?P<time>{TIME})(?:,|(?= (?:the|[A-Z])))|(?:According to|In|On|At|After|Before|During|Since|By|"
    r"Following|Despite|Under|Amid|For|With|From|Until|Within) [^,]+,) "
)
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
FORE_TIME = re.compile(TIME)
AFT = re.compile(
    r", (?:according to [^,]+|(?!who |which )[^,]{2,60} (?:said|reported|says|announced))$"
)
TWICE_THAT = re.compile(
    r"^(?P<who>[^,]{2,60}? (?:said|says|claimed|claims|promised|announced|stated|wrote|warned|argued|"
    r"insisted|testified|reported|confirmed|denied|added)) that (?P<one>[^,;\"“”]+?),? and "
    r"that (?P<other>[^,;\"“”]+)$"
)
JOINTS = frozenset("and but while whereas ;".split())
NO_CLAUSE_BEFORE = frozenset("that because although when though where whose".split())
VAGUE_SUBJECT = frozenset(
    "others another one that this these those some most many none both neither all each rest latter "
    "former other same it they there who which so we i you".split()
)
NEED_COMMA = frozenset(("while", "whereas"))
OF_BY = frozenset("of by to in with for".split())
MOST_FORE = 10  # words of an opening
MOST_SUBJECT = 7  # words of a second subject


def single_claims(sentence: str) -> list[str]:
    """The single claims of one sentence, in order; the sentence itself where it surely has no more.

    Each begins with a capital and ends as the sentence does. Runs in about .2 ms.
    """
    end = END.search(sentence)
    body = sentence[: end.start()] if end else sentence
    if len(body.split()) not in WORDS or TANGLED.search(body) or not _balanced(body):
        return [sentence]
    parts = list(dict.fromkeys(_split(OPENER.sub("", body, count=1))))
    if len(parts) == 1:
        return [sentence]
    return [p[0].upper() + p[1:] + (end[0] if end else "") for p in parts]


def _balanced(text: str) -> bool:
    return text.count('"') % 2 == 0 and all(
        text.count(a) == text.count(b) for a, b in ("“”", "()", "[]", "«»")
    )


def _split(body: str) -> list[str]:
    """The parts of a sentence without its end, split as far as they can be."""
    twice = TWICE_THAT.match(body)
    if twice:
        return _said(twice) or [body]
    aft = AFT.search(body)
    if aft:
        return [part + aft[0] for part in _split(body[: aft.start()])]
    fore = _fore(body)
    rest = body[len(fore) :]
    found = tokens(rest)
    for rule in (_asides, _two_clauses, _deeds_and_names):
        parts = rule(fore, rest, found)
        if parts:
            return [single for part in parts for single in _split(part)]
    return [body]


def _said(twice: re.Match[str]) -> list[str]:
    """The two things said, each as said; nothing where the second points to a name in the first."""
    one, other = tokens(twice["one"]), tokens(twice["other"])
    named = any(is_name(t) for t in one)
    if (named and any(t.low in POINTING | POSSESSIVES for t in other)) or not main_verb(other):
        return []
    return [f"{twice['who']} that {twice[part]}" for part in ("one", "other")]


def _fore(body: str) -> str:
    """The time or circumstances that open a sentence: "On Tuesday, ", "According to police, "."""
    fore = FORE.match(body)
    if not fore or len(fore[0].split()) > MOST_FORE:
        return ""
    opening = tokens(fore[0])
    return "" if any(finite(opening, at) for at in range(len(opening))) else fore[0]


def _asides(fore: str, rest: str, found: list[Token]) -> list[str]:
    return [fore + part if framed else part for part, framed in aside(rest, found)]


def _deeds_and_names(fore: str, rest: str, found: list[Token]) -> list[str]:
    return [fore + part for part in deeds(rest, found) or pairs(rest, found)]


def _two_clauses(fore: str, rest: str, found: list[Token]) -> list[str]:
    """The first clause of several, and what follows; a time before both belongs to both, but after a
    semicolon it may not."""
    for at in range(2, len(found) - 2):
        mark = found[at].low in (",", ";")
        joint = at + (found[at].low == ",")
        if found[joint].low not in JOINTS or (found[joint].low in NEED_COMMA and not mark):
            continue
        if not mark and found[at - 1].low in (",", ";"):
            continue
        start = joint + 1 + (found[joint].low == ";" and found[joint + 1].low in ("and", "but"))
        one, other = found[:at], found[start:]
        subject = _second_subject(one, other, comma=mark)
        if subject is None:
            continue
        subject = rest[: one[main_verb(one) - 1].end] if subject else ""
        follows = rest[other[1 if subject else 0].start :]
        apart = found[joint].low == ";" or any(t.kind == "time" for t in other)
        again = "" if apart and FORE_TIME.match(fore) else fore
        return [fore + rest[: one[-1].end], again + f"{subject} {follows}".strip()]
    return []


def _second_subject(one: list[Token], other: list[Token], *, comma: bool) -> bool | None:
    """Whether the second clause's subject is a pronoun that means the first one's; None where these
    are not surely two clauses that can be read apart."""
    verb = main_verb(one)
    if not verb or any(t.low in NO_CLAUSE_BEFORE for t in one) or not hosted(one[verb:]):
        return None
    group = one[verb : group_end(one, verb)]
    if any(t.low in REPORTING for t in group) and not any(t.low in BE for t in group):
        return None  # "said Greece and Cyprus had …"
    if not comma and any(t.low in SUBORDINATORS - {"to"} for t in one):
        return None
    at = main_verb(other)
    if not 0 < at <= MOST_SUBJECT or not hosted(other[at:]) or not _stands(one, other, at, comma):
        return None
    if other[0].low in ("he", "she") and at == 1:
        return True if _nobody_else(one, verb) else None
    if any(t.low in VAGUE_SUBJECT | POINTING | POSSESSIVES for t in other[:at]):
        return None
    year = at == 1 and YEAR.fullmatch(other[0].low)
    return None if year or any(t.low in POINTING for t in other[at:]) else False


def _stands(one: list[Token], other: list[Token], at: int, comma: bool) -> bool:
    """Whether the verb is surely that of the second clause: "a woman accused of spying" has none."""
    verb = next(t for t in other[at:] if t.form)
    behind = next((n for n, t in enumerate(other) if t is verb), 0) + 1
    following = other[behind] if behind < len(other) else None
    begins = is_nominal(other[0]) or other[0].low in ("he", "she")
    first = other[0].low
    bare = first in PREPOSITIONS or first in SUBORDINATORS or first.endswith("ing")
    if not begins and (not comma or bare or is_adverb(other[0])):
        return False
    if verb.form & Form.AUXILIARY or verb.form == Form.PAST or verb.low in INTRANSITIVE:
        return True
    has_object = following is not None and (
        is_nominal(following) or following.low in POSSESSIVES | DETERMINERS
    )
    if verb.form == Form.PRESENT:
        return has_object or (following is not None and following.low in PREPOSITIONS)
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
        t.low in ROLES
        or t.low in POINTING
        or t.low in POSSESSIVES
        or (is_name(t) and one[at - 1].low not in PLACE)
        for at, t in enumerate(one)
        if at >= verb
    )
