"""What is said of a name in passing → a part of its own: "Biden, who won, …", "X, the head, …"."""

from bot.clauses.grammar import Form, Token, finite, is_adverb, is_name, main_verb, shortened
from bot.clauses.lexicon import POINTING, POSSESSIVES, PREPOSITIONS, REPORTING, ROLES

__all__ = ["aside"]

MOST_NAME = 6  # words
# "The mayor of London, who …" is about the mayor; after "to" and a verb nothing else is named.
BEFORE_NAME = frozenset("to by with for against".split())


def aside(text: str, found: list[Token]) -> list[tuple[str, bool]]:
    """What is said in passing, and the rest, in order, with whether what opens the sentence belongs
    to it; nothing where that is not surely of the name before."""
    commas = [at for at, t in enumerate(found) if t.low == ","]
    if not commas:
        return []
    if commas[0] <= MOST_NAME and len(commas) >= 2:
        return _inside(text, found, commas)
    return _at_the_end(text, found, commas[-1])


def _inside(text: str, found: list[Token], commas: list[int]) -> list[tuple[str, bool]]:
    first, second = commas[:2]
    name, said, rest = found[:first], found[first + 1 : second], found[second + 1 :]
    if not name or not rest or not _verb_first(rest) or not said:
        return []
    apart = PREPOSITIONS | REPORTING | {"and", "or"}
    if any(t.form or t.low in apart or shortened(t) for t in name):
        return []  # of "the cost of the war, which …" it may be about either
    named = text[: name[-1].end]
    main = f"{named} {text[rest[0].start : found[-1].end]}"
    if said[0].low in ("who", "which"):
        own = said[1:]
        if not own or not _verb_first(own):
            return []
        return [(f"{named} {text[own[0].start : own[-1].end]}", False), (main, True)]
    role = next((t for t in said if t.low in ROLES), None)
    is_role = role and said[0].low in ("the", "a", "an") and not any(t.form for t in said)
    if not is_role or not all(is_name(t) for t in name) or any(t.low in POSSESSIVES for t in said):
        return []
    verb = next(t for t in rest if t.form)
    today = verb.form == Form.PRESENT or verb.low in ("is", "has", "will")
    title = f"{named} {'is' if today else 'was'} {text[said[0].start : said[-1].end]}"
    return [(title, False), (main, True)]


def _at_the_end(text: str, found: list[Token], comma: int) -> list[tuple[str, bool]]:
    own = found[comma + 2 :]
    if found[comma + 1 : comma + 2] == [] or found[comma + 1].low != "who" or not own:
        return []
    start = comma
    while start and is_name(found[start - 1]):
        start -= 1
    before = found[:start]
    plain = 0 < start < comma and (before[-1].form or before[-1].low in BEFORE_NAME)
    if not plain or not main_verb(found[:comma]) or any(t.low in REPORTING for t in before):
        return []
    if not _verb_first(own):
        return []
    if any(t.low in POINTING | POSSESSIVES for t in own) or found[comma - 1].text.endswith("s'"):
        return []
    named = text[found[start].start : found[comma - 1].end]
    own_text = f"{named} {text[own[0].start : own[-1].end]}"
    return [(text[: found[comma - 1].end], True), (own_text, False)]


def _verb_first(part: list[Token]) -> bool:
    at = 0
    while at < len(part) - 1 and is_adverb(part[at]):
        at += 1
    return finite(part, at) and (at > 0 or bool(part[at].form & ~Form.PARTICIPLE))
