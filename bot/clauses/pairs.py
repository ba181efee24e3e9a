"""Several names that do, or suffer, the same → a part each: "Putin and Xi congratulated Biden"."""

import re

from lemminflect import getAllLemmas

from bot.clauses.grammar import Token, is_adverb, is_name
from bot.clauses.lexicon import NEGATIONS, SUBORDINATORS

__all__ = ["pairs"]

MOST_NAME = 3  # words
# Who does these does so alone; who "met", "agreed" or "won" may have done it with the other.
ALONE = frozenset(
    "congratulated voted died resigned endorsed denied condemned opposed supported backed "
    "rejected criticised criticized praised visited declined refused waited attended dropped "
    "conceded objected abstained dissented withdrew fell tested pleaded apologised "
    "apologized retired called welcomed recognised recognized banned closed".split()
)
# Whoever did it to the one and the other did it to each.
TO_EACH = frozenset(
    "won lost carried visited congratulated endorsed defeated condemned backed supported praised "
    "thanked criticized criticised attacked banned pardoned fired nominated recognised recognized "
    "flipped accused invaded".split()
)
ONE_NAME = frozenset(
    frozenset(pair.split("+"))
    for pair in (
        "trinidad+tobago bosnia+herzegovina antigua+barbuda turks+caicos standard+poor's "
        "marks+spencer procter+gamble smith+wesson ernst+young dolce+gabbana black+decker "
        "crate+barrel barnes+noble simon+schuster newfoundland+labrador tyne+wear brighton+hove "
        "simon+garfunkel food+drug smith+nephew lewis+clark bonnie+clyde romeo+juliet tom+jerry "
        "house+senate wallis+futuna sodom+gomorrah saxony+anhalt oxford+cambridge health+safety "
        "health+human war+peace arts+sciences science+technology"
    ).split()
)
# Beside each other, words of the language are one name ("Law and Justice"), but for these.
WORDS_THAT_NAME = frozenset(
    "trump pence sanders warren bush democrats republicans conservatives liberals congress china "
    "turkey apple google twitter".split()
)
TITLES = re.compile(
    r"(?:presidents|ministers|senators|justices|governors|reps|sens|representatives)\b"
)
# Not of each: "won the same number", "lost 20 seats together".
TOGETHER = frozenset(
    "together same both each jointly respectively joint combined between themselves either other "
    "another their they them alike equally total two three four five six seven eight nine "
    "ten".split()
)


def pairs(text: str, found: list[Token]) -> list[str]:
    """The parts of a clause whose subject, or else object, is several names; else none."""
    if any(t.low in TOGETHER for t in found) or any(
        t.text[0].isdigit() for t in found if t.kind == "word"
    ):
        return []
    names, end = _names(found, 0)
    if len(names) > 1:
        verb = end + sum(is_adverb(t) for t in found[end : end + 1])
        # What closed "its" shops is one.
        tangled = any(
            t.kind == "mark" or t.low == "its" or t.low in SUBORDINATORS - {"to"}
            for t in found[end:]
        )
        if verb < len(found) and found[verb].low in ALONE and not tangled:
            return [f"{_of(text, n)} {text[found[end].start : found[-1].end]}" for n in names]
        return []
    at = next((n for n, t in enumerate(found) if t.form), 0)
    if not at or found[at].low not in TO_EACH or any(t.low in NEGATIONS for t in found[:at]):
        return []
    names, end = _names(found, at + 1)
    rest = found[end:]
    if len(names) < 2 or found[0].low in ("only", "few") or any(t.kind != "time" for t in rest):
        return []
    before, after = text[: found[at].end], "".join(f" {t.text}" for t in rest)
    return [f"{before} {_of(text, name)}{after}" for name in names]


def _names(found: list[Token], at: int) -> tuple[list[list[Token]], int]:
    """The names of a list from here on, as far as "and" joins them, and where it ends.

    "Bill and Melinda Gates" is no list: the first may share the last name.
    """
    names: list[list[Token]] = []
    last = False
    while True:
        name: list[Token] = []
        if at < len(found) and found[at].low == "the" and is_name_at(found, at + 1):
            name.append(found[at])
            at += 1
        while is_name_at(found, at):
            name.append(found[at])
            at += 1
        if not name or len(name) > MOST_NAME:
            return [], at
        names.append(name)
        if last or at >= len(found):
            break
        if found[at].low == "," and at + 1 < len(found):
            at += 1
            last = found[at].low == "and"
            at += last
        elif found[at].low == "and":
            last = True
            at += 1
        else:
            break
    return (names if last and _apart(names) else []), at


def is_name_at(found: list[Token], at: int) -> bool:
    return at < len(found) and is_name(found[at]) and found[at].low != "the"


def _apart(names: list[list[Token]]) -> bool:
    """Whether these are names of their own, not the parts of one: "Trinidad and Tobago"."""
    lows = [" ".join(t.low for t in name) for name in names]
    ends = frozenset((names[-2][-1].low, names[-1][0].low))
    return (
        len(set(lows)) == len(lows)
        and ends not in ONE_NAME
        and not any(name[-1].low.endswith("'s") for name in names)
        and not all(_is_word(name) for name in names)
        and not TITLES.search(lows[0])
        and not (len(names[-2]) == 1 and len(names[-1]) > 1)
    )


def _is_word(name: list[Token]) -> bool:
    """Whether a name is nothing but a word of the language: "Law", "the Friends"."""
    word = name[-1].low
    alone = len(name) == 1 + (name[0].low == "the")
    return alone and word not in WORDS_THAT_NAME and bool(getAllLemmas(word))


def _of(text: str, name: list[Token]) -> str:
    return text[name[0].start : name[-1].end]
