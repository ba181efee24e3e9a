"""Several deeds of one subject → a part each: "Biden won Georgia and lost Florida"."""

import re

from bot.clauses.grammar import (
    TIME,
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
    ATTRIBUTIVE,
    BE,
    DETERMINERS,
    DO,
    HAVE,
    INCOMPLETE,
    INTRANSITIVE,
    MODALS,
    NEGATIONS,
    NUMBERS,
    PASSIVE,
    PLACE,
    POINTING,
    POSSESSIVES,
    PREPOSITIONS,
    REPORTING,
    TWO_OBJECTS,
)

__all__ = ["deeds", "points"]

LEAST_TOLD = 4  # words: fewer are an object, "denied the report"
COUNTED_FROM = re.compile(
    r"\b(?:hours?|days?|weeks?|months?|years?) (?:later|earlier|before|afterwards?)\b|"
    r"\b(?:next|following|same|that|previous) (?:day|week|month|year|morning|evening|night)\b"
)
LAST_TIME = re.compile(rf"(?: about| over| some| (?:more|less) than)? {TIME}$")
NEEDS_A_NOUN = frozenset("against for of with from by to at than".split())
# A verb unknown here may follow, and the next deed be its: "as the gas dissolves and makes …".
CLAUSE_AHEAD = frozenset(
    "that who whom whose which when where why how what because as while although though so".split()
)
ANDS = frozenset(("and", "but"))
# "did not cut taxes and put": the past is written as what follows "did".
LIKE_THE_BASE = frozenset(
    "cut put set hit let read quit spread hurt shut cost split cast beat".split()
)


def deeds(text: str, found: list[Token]) -> list[str]:
    """The parts of a clause that surely tells several deeds, each with the subject; else none."""
    verb = main_verb(found)
    cuts = _cuts(found, group_end(found, verb)) if verb else []
    if not cuts or found[0].low in NEGATIONS | {"only", "few", "there"}:
        return []
    subject = text[: found[verb - 1].end]
    starts = [verb, *(start for _, start in cuts)]
    ends = [*(end for end, _ in cuts), len(found)]
    parts = [found[start:end] for start, end in zip(starts, ends, strict=True)]
    if not hosted(parts[-1]) or any(not _plain(p) or _tells(p) or _awaits(p) for p in parts[:-1]):
        return []
    told = [text[: parts[0][-1].end]]
    for number, part in enumerate(parts[1:], start=1):
        shared = _shared(parts[0], part, found[starts[number] - 1].low)
        if shared is None or any(_leans(earlier, part) for earlier in parts[:number]):
            return []
        told.append(" ".join([subject, *shared, text[part[0].start : part[-1].end]]))
    return _timed(told, parts)


def _leans(earlier: list[Token], later: list[Token]) -> bool:
    """Whether the later words can't be read without the earlier: "and replaced him", and also "his"
    where the earlier have a name that it may point to."""
    if points(later):
        return True
    named = any(
        is_name(token) and at and earlier[at - 1].low not in PLACE
        for at, token in enumerate(earlier)
    )
    return named and any(t.low in POSSESSIVES for t in later)


def points(part: list[Token]) -> bool:
    """Whether a predicate can't be read alone: a word or a time points to something said before
    ("him", "three days later"), or something is left out."""
    said = " ".join(t.low for t in part)
    return any(t.low in POINTING for t in part) or bool(COUNTED_FROM.search(said)) or _lacks(part)


def _lacks(part: list[Token]) -> bool:
    """Whether a predicate leaves something out: "lost eight", "came out against"."""
    at = group_end(part, 0)
    if at == len(part):
        return bool(part[-1].form & Form.AUXILIARY) or part[-1].low in INCOMPLETE
    if part[at].kind == "mark" or part[-1].low in NEEDS_A_NOUN:
        return True
    ends = at + 1 >= len(part) or part[at + 1].kind != "word" or part[at + 1].low in PREPOSITIONS
    return ends and (part[at].low in NUMBERS or part[at].text.isdigit())


def _cuts(found: list[Token], begin: int) -> list[tuple[int, int]]:
    """Where one deed ends and the next begins, a pair each, as far as an "and" joins them."""
    cuts: list[tuple[int, int]] = []
    joined = 0
    for at in range(begin, len(found) - 1):
        listed = found[at].low == ","
        if not (listed or (found[at].low in ANDS and found[at - 1].low != ",")):
            continue
        joins = found[at + listed].low in ANDS
        start = at + 1 + (listed and joins)
        verb = start
        while verb < len(found) and (is_adverb(found[verb]) or found[verb].kind == "time"):
            verb += 1
        if _begins(found, verb, joins):
            cuts.append((at, start))
            joined = len(cuts) if joins else joined
    return cuts[:joined]


def _begins(found: list[Token], at: int, joins: bool) -> bool:
    """Whether a deed of its own seems to begin here, and no noun with its adjective."""
    if at >= len(found) or not found[at].form:
        return False
    token = found[at]
    following = found[at + 1] if at + 1 < len(found) else None
    if token.form & Form.AUXILIARY or token.form == Form.PAST:
        return True
    object_follows = following is not None and (
        is_nominal(following) or following.low in POSSESSIVES | POINTING
    )
    if not joins:
        return object_follows or token.low in INTRANSITIVE
    if token.form & Form.PRESENT or token.low in LIKE_THE_BASE:
        return object_follows or (following is not None and following.low in PREPOSITIONS)
    if token.low in ATTRIBUTIVE and following is not None:
        return object_follows or following.low in PREPOSITIONS or following.kind != "word"
    return True


def _plain(part: list[Token]) -> bool:
    """Whether a deed has no second verb that the next could belong to, and no second clause."""
    return not any(
        part[at].low == ";"
        or (part[at].form & Form.AUXILIARY)
        or (part[at].form and part[at - 1].low not in DETERMINERS | {"to"})
        or part[at].low in CLAUSE_AHEAD
        for at in range(group_end(part, 0), len(part))
    )


def _awaits(part: list[Token]) -> bool:
    """Whether a deed may be done to what only a later one names: "fired and replaced Bolton"."""
    verb = next((t for t in reversed(part) if t.form), None)
    passive = any(t.low in BE | {"been"} for t in part)
    bare = group_end(part, 0) == len(part)
    alone = INTRANSITIVE - INCOMPLETE
    return verb is not None and bare and not passive and verb.low not in alone


def _tells(part: list[Token]) -> bool:
    """Whether a deed may be to say what follows, with a verb unknown here: "said it overshot …"."""
    at = group_end(part, 0)
    words = [t for t in part[at:] if t.kind == "word"]
    return len(words) >= LEAST_TOLD and any(t.low in REPORTING for t in part[:at])


def _shared(first: list[Token], part: list[Token], joint: str) -> list[str] | None:
    """The auxiliaries of the first deed that belong to this one too; None where that is unsure."""
    at = next(n for n, t in enumerate(part) if t.form)
    verb = part[at]
    group = first[: group_end(first, 0)]
    auxiliaries = [t for t in group if t.form & Form.AUXILIARY or t.low in ("been", "being", "be")]
    lows = {t.low for t in auxiliaries}
    denied = any(t.low in NEGATIONS or t.low.endswith("n't") for t in group)
    if denied and joint != "but" and not auxiliaries:
        return None  # "never conceded and congratulated"
    if verb.low in ("have", "do") and (lows & (DO | MODALS) or any(t.low == "to" for t in first)):
        return None  # "wants to gather and have talks"
    to_do = any(t.low == "to" for t in first)
    past = bool(group[-1].form & Form.PAST) and not auxiliaries
    if verb.form == Form.PRESENT and to_do and not verb.low.endswith("s"):
        return None  # "was right to criticize it and say"
    if verb.form == Form.PRESENT and verb.low.endswith("s") and joint == "and" and past:
        return None  # "took aim at the agenda and plans for a tax"
    if verb.form & Form.AUXILIARY or verb.form in (Form.PAST, Form.PRESENT):
        return []
    if not auxiliaries and part[at + 1 : at + 2] and part[at + 1].low == "by":
        return None  # "wanted talks, but led by civilians"
    chained = bool(group[-1].form & Form.PARTICIPLE) and group[-1] not in auxiliaries
    if verb.form == Form.PARTICIPLE and not (chained and auxiliaries):
        return None
    if not auxiliaries:
        return None if group[-1].form == Form.PRESENT else []
    if lows & MODALS:
        return None
    if lows & DO:
        return None if verb.low in LIKE_THE_BASE else []
    if lows & (BE | {"been", "being"}):
        active = verb.low in INTRANSITIVE or _has_object(part, at)
        if active and verb.form != Form.PARTICIPLE:
            if chained and verb.low in TWO_OBJECTS:
                return None  # "was jailed and denied a lawyer": by whom?
            return [] if not lows & HAVE else None
        passive = chained and (verb.form == Form.PARTICIPLE or verb.low in PASSIVE)
        return [t.text for t in auxiliaries] if passive and not denied else None
    if "had" in lows and verb.form != Form.PARTICIPLE:
        return None if denied else []  # "had a son and lost him"; "had waited and wrote"
    if not chained:
        return None
    return None if denied else [t.text for t in auxiliaries]


def _has_object(part: list[Token], at: int) -> bool:
    """Whether what follows a verb is what was done to: "and dissolved parliament"."""
    if at + 1 == len(part):
        return False
    verb, following = part[at], part[at + 1]
    if is_nominal(following):
        return following.kind != "quote" and takes_object(part, at)
    bare = following.kind == "word" and following.low not in PREPOSITIONS
    return bare and not is_adverb(following) and verb.low not in PASSIVE


def _timed(told: list[str], parts: list[list[Token]]) -> list[str]:
    """The deeds; where only the last has a time, and has it last, without and with it."""
    *earlier, last = parts
    when = LAST_TIME.search(told[-1])
    others = [token for part in (*earlier, last[:-1]) for token in part]
    if not when or any(t.kind == "time" for t in others):
        return told
    if any(t.low == "born" for t in last):  # that somebody was born needs no check
        return told
    return [*told[:-1], told[-1][: when.start()], told[-1]]
