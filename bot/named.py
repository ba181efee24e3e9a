"""Text → the names in it, and whether other text carries one: in part, folded, as an abbreviation,
or as the people of a country; whether it carries all of a claim's, and whether it means another of
that name."""

import re
from collections.abc import Sequence

from bot.clauses.grammar import finite, tokens
from bot.names import NO_NAMES, Name, names
from bot.words import STOP_WORDS, Word, fold, stems, words

__all__ = [
    "LONGEST_NAME", "carries_name", "has_namesake", "names_all", "names_any", "names_in",
    "other_words_for",
]  # fmt: skip

LONGEST_NAME = 4  # words; a longer run of capitals is a headline, not a name

# They say what somebody is, not who.
TITLES = frozenset(
    stems(
        """president vice prime minister chancellor senator governor secretary king queen pope
        prince princess general judge justice doctor dr mr mrs ms sir sen rep gov gen prof
        professor lord coach chairman director spokesman spokeswoman leader attorney chief officer
        ceo republican democrat democratic republicans democrats congressman congresswoman
        representative"""
    )
)
# Capitals at the beginning of a sentence that name nobody, before a verb.
OPENERS = STOP_WORDS | frozenset(
    "police people nobody everyone everybody someone somebody nothing none neither either another "
    "critics others several many two three four five six seven eight nine ten".split()
)
DEMONYM = re.compile(r"(?:ians?|ans?|ese|ish|is?|ns?)$")
LEAST_BASE, MOST_REST = 4, 3
LEAST_INITIALS = 3  # two are anybody's
# Whom a rule of letters does not tell.
SAME = (
    frozenset("us u.s usa america american americans united states".split()),
    frozenset("uk u.k britain british briton britons united kingdom".split()),
    frozenset("france french".split()),
    frozenset("spain spanish".split()),
    frozenset("netherlands dutch".split()),
    frozenset("switzerland swiss".split()),
    frozenset("greece greek".split()),
    frozenset("eu e.u european union".split()),
    frozenset("un u.n united nations".split()),
)
ACRONYM = re.compile(r"(?:[A-Z]\.?){2,6}s?|[A-Z]\d{1,2}")
REST = re.compile(r"\d{1,3}\b|(?<=\.[A-Z])\.")
QUALITY = re.compile(r"un\w+|\w+(?:ed|al|ic|ous|ive|ly)|new|former|senior|top|some|most|many|all")
INITIALS = re.compile(r"\b(?:[A-Z]\.){1,4}[A-Z]\b\.?")
LINKS = frozenset("of the and for de".split())
SAME_BEGINNING = 2  # letters: "Joe" is "Joseph", and not "Jill"


def names_in(text: str) -> list[str]:
    """The names of one sentence, in order; of its first word alone where a verb or a possessive
    follows and it is no usual opening."""
    opener = next(words(text), None)
    named = {opener.text} if opener and _opens_as_name(text) else set()
    found = names(text, lambda word: word in named)
    return [_whole(text, n) for n in found if n.start or " " in n.text or n.text in named]


def _whole(text: str, name: Name) -> str:
    """With the figures that are part of it ("G20"), without a usual word that only opens the
    sentence ("Unnamed U.S. officials")."""
    more = REST.match(text, name.end)
    whole = name.text + (more[0] if more else "")
    first, _, rest = whole.partition(" ")
    return rest if name.start == 0 and rest and QUALITY.fullmatch(fold(first)) else whole


def carries_name(text: str, name: str) -> bool:
    """Whether every word of a name stands in a text, titles aside; "WHO", "US" and "May" by
    themselves only with their capitals, lest every "who" be the WHO."""
    text, name = _closed(text), _closed(name)
    told = list(words(text))
    there = {form for w in told for form in _forms(w)}
    wanted = [w for w in words(name) if w.stem not in TITLES]
    if len(wanted) > 1:  # "Theresa May" in a headline all of capitals; "Me Too"
        there |= {fold(w.text) for w in told}
    if all(_has(there, w) for w in wanted) or _abbreviated(text, name):
        return True
    return bool(ACRONYM.fullmatch(name)) and _initials_stand(text, name)


def names_all(claim: str, texts: Sequence[str]) -> list[bool]:
    """Whether each text has every name of a claim, at least by its last word: "Biden" for "Joe
    Biden". Texts that stand twice are read once."""
    wanted = _wanted(claim)
    there = {text: all(_is_named(text, name) for name in wanted) for text in set(texts)}
    return [there[text] for text in texts]


def names_any(claim: str, text: str) -> bool:
    """Whether a text has some name of a claim; so has every text where the claim has none."""
    wanted = _wanted(claim)
    return not wanted or any(_is_named(text, name) for name in wanted)


def _wanted(claim: str) -> list[str]:
    return [name for name in names_in(claim) if len(list(words(name))) <= LONGEST_NAME]


def has_namesake(claim: str, text: str) -> bool:
    """Whether a text has the last word of a claim's name, and each time as that of somebody with
    another first name: "Bo Lee" for "Ann Lee"."""
    return any(_is_namesake(text, name) for name in names_in(claim))


def _is_namesake(text: str, name: str) -> bool:
    *_, last = words(name)
    (own, *_) = _first_names(name, last.stem)
    told = _first_names(text, last.stem)
    return bool(own) and bool(told) and not any(not t or _same_beginning(t, own) for t in told)


def _is_named(text: str, name: str) -> bool:
    last = list(words(name))[-1].text
    return carries_name(text, name) or carries_name(text, last)


def _first_names(text: str, last: str) -> list[str]:
    """What stands as a first name before each place of a last one; empty: nothing, or a title."""
    found = list(words(text))
    return [_first_name(text, found[: at + 1]) for at, w in enumerate(found) if w.stem == last]


def _first_name(text: str, found: Sequence[Word]) -> str:
    """The first name of the last of the words."""
    for word, after in zip(found[-2::-1], found[:0:-1], strict=True):
        initial, between = len(word.text) == 1, text[word.span.end : after.span.start]
        if not word.is_capitalised or between not in ((" ", ". ", ".") if initial else (" ",)):
            return ""
        if not initial:
            folded = fold(word.text)
            usual = folded in STOP_WORDS | NO_NAMES or word.stem in TITLES
            return "" if usual or QUALITY.fullmatch(folded) else folded
    return ""


def _same_beginning(one: str, other: str) -> bool:
    return one[:SAME_BEGINNING] == other[:SAME_BEGINNING]


def other_words_for(word: str) -> frozenset[str]:
    """What else a country, or its people, is called; folded, empty for any other word."""
    return frozenset().union(*(group for group in SAME if fold(word) in group)) - {fold(word)}


def _closed(text: str) -> str:
    """With abbreviations in one word: "US" for "U.S."."""
    return INITIALS.sub(lambda m: m[0].replace(".", ""), text)


def _forms(word: Word) -> tuple[str, ...]:
    """As what a word counts; one that is usual in small letters is another with a capital."""
    folded = fold(word.text)
    if folded not in STOP_WORDS:
        return word.stem, folded
    if word.is_acronym:
        return word.text, folded  # "us" for the names of countries
    return (word.text if word.is_capitalised else f"-{folded}",)


def _has(there: set[str], wanted: Word) -> bool:
    folded = fold(wanted.text)
    forms = _forms(wanted)
    if folded in LINKS or folded in there or not there.isdisjoint(forms):
        return True
    if any(folded in group and group & there for group in SAME):
        return True
    return any(_same_country(folded, other) for other in there)


def _same_country(one: str, other: str) -> bool:
    """Whether one is the people of the other: "brazilian" and "brazil"."""
    for people, country in ((one, other), (other, one)):
        base = DEMONYM.sub("", people)
        if (
            base != people
            and len(base) >= LEAST_BASE
            and country.startswith(base)
            and len(country) - len(base) <= MOST_REST
        ):
            return True
    return False


def _initials_stand(text: str, name: str) -> bool:
    """Whether an abbreviation's letters open capitalised words in a row; "G20" those of "Group of
    20"."""
    return re.sub(r"[^A-Z\d]", "", name) in _initials(text)


def _initials(text: str) -> str:
    return "".join(
        w.text if w.is_number else w.text[0]
        for w in words(text)
        if w.is_number or w.is_capitalised or fold(w.text) not in LINKS
    )


def _abbreviated(text: str, name: str) -> bool:
    """Whether the initials of a name, or the first of them, stand in a text: "CDC" for "Centers for
    Disease Control and Prevention"."""
    initials = _initials(name)
    written = {w.text for w in words(text) if ACRONYM.fullmatch(w.text)}
    return any(len(w) >= LEAST_INITIALS and initials.startswith(w) for w in written)


def _opens_as_name(text: str) -> bool:
    found = tokens(text)
    first = next((n for n, t in enumerate(found) if t.kind == "word"), None)
    if first is None or not found[first].text[0].isupper() or found[first].low in OPENERS:
        return False
    if re.search(r"[’']s$", found[first].text):
        return True
    after = first + 1
    return after < len(found) and finite(found, after) and not found[first].low.endswith("s")
