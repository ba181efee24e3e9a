"""A written sentence + the sentences of its articles → a name or number of which they tell
something else: "two firefighters" where those were two officers, "Ann resigned" where that was Bo.
Rules of words, for what a small judge overlooks.
"""

import re
from collections.abc import Sequence

from bot.named import carries_name, names_in
from bot.names import names
from bot.words import STOP_WORDS, content_stems, fold, stem
from bot.written.figures import Figure, carried, figures

__all__ = ["counts_another", "told_of_another"]

PARTS = re.compile(
    r",? (?:and|but|although|though|while|whereas|because|after|before|when),? |[;:] |"
    r", (?=(?:which|who|whose|where) )"
)
LEAST_PART = 4  # words of a part that says something by itself
MORE = 2  # words of matter by which another sentence must have more in common
PRONOUN = re.compile(r"\b(?:he|she|it|they|him|her|them|his|hers|its|their)\b", re.IGNORECASE)
POSSESSIVE = re.compile(r"[’']s?\b")
WORDS_AFTER = re.compile(r"(?P<words>(?: [a-z][a-z’'-]*){0,2})")
MEASURES = frozenset(
    """percent euros dollars pounds yen barrels barrel tons miles feet meters metres kilometers
    hours minutes seconds million billion times points degrees""".split()
)
ONE = re.compile(r"\b(?:[Aa]n?|[Oo]ne) (?=(?P<noun>[a-z]+))")


def told_of_another(text: str, quotes: Sequence[str]) -> str:
    """A name of the sentence of which the articles tell something else, while they tell this where
    it is not named; empty where there is none.

    `quotes` are sentences in the articles' order. That is so of a part of the sentence where those
    not about the name share at least MORE words of matter more with it than those about it. Names
    are no words of matter here; a name that owns something, or stands after a preposition, is not
    what is told of.
    """
    named = set(content_stems(" ".join(names_in(text))))
    matter = [set(content_stems(q)) for q in quotes]
    for part in _parts(text):
        rest = set(content_stems(part)) - named
        shared = [len(rest & m) for m in matter]
        for name in _told_of(part):
            about = _about(name.split()[-1], quotes, matter, named)
            if not any(about):
                continue  # it is lacking, or the outlet's
            with_name = max(n for n, is_about in zip(shared, about, strict=True) if is_about)
            if max(shared) - with_name >= MORE:
                return name
    return ""


def counts_another(text: str, quotes: Sequence[str]) -> str:
    """A number of the sentence that the articles have for something else, while they have another
    for what it counts; empty where there is none. Lengths, money and shares count nothing."""
    for figure in figures(text):
        nouns = _counted(text, figure)
        theirs = [
            _counted(q, other) for q in quotes for other in figures(q) if carried(figure, [other])
        ]
        # Where a quote leaves out what it counts ("306 votes for Ann and 232 for Bo") it is open.
        if not nouns or not theirs or not all(theirs) or any(nouns & t for t in theirs):
            continue
        if any(_counted_otherwise(q, figure, nouns) for q in quotes):
            return figure.span.of(text).strip()
    return ""


def _told_of(part: str) -> list[str]:
    """The name that a part of a sentence is about: the first, unless it is an aside or owns what
    follows; a list of one or none."""
    found = names_in(part)
    spans = [n for n in names(part) if found and n.text == found[0]]
    if any(n.is_aside or POSSESSIVE.match(part, n.end) for n in spans):
        return []
    return found[:1]


def _about(
    name: str, quotes: Sequence[str], matter: Sequence[set[str]], named: set[str]
) -> list[bool]:
    """Which of the sentences are about a name: those that have it, that go on from one by a
    pronoun, and that the next one explains ("the spokesman, Ann Bo")."""
    naming = [carries_name(q, name) for q in quotes]
    found = list(naming)
    for n in range(1, len(quotes)):
        found[n] = found[n] or (found[n - 1] and bool(PRONOUN.search(quotes[n])))
    for n in range(len(quotes) - 1):
        explains = naming[n + 1] and (matter[n] & matter[n + 1]) - named
        found[n] = found[n] or bool(explains)
    return found


def _parts(text: str) -> list[str]:
    """A sentence taken apart where another clause may begin; a short part joins the one before."""
    parts: list[str] = []
    for piece in PARTS.split(text):
        if parts and min(len(piece.split()), len(parts[-1].split())) < LEAST_PART:
            parts[-1] += f", {piece}"
        else:
            parts.append(piece)
    return parts


def _counted(text: str, figure: Figure) -> set[str]:
    """The stems of what a number counts: the one or two words of matter that follow it at once."""
    is_measure = figure.is_percent or figure.days is not None or text[figure.span.start] in "$€£"
    found: set[str] = set()
    after = WORDS_AFTER.match(text, figure.span.end)
    for word in after["words"].split() if after else ():
        if is_measure or fold(word) in STOP_WORDS or fold(word) in MEASURES:
            break
        found.add(stem(word))
    return found


def _counted_otherwise(quote: str, figure: Figure, nouns: set[str]) -> bool:
    """Whether a quote has another number, or "a", for one of the nouns."""
    others = (o for o in figures(quote) if not carried(figure, [o]))
    if any(nouns & _counted(quote, other) for other in others):
        return True
    return any(stem(m["noun"]) in nouns for m in ONE.finditer(quote))
