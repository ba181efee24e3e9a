"""Text → the names in it, told by their capitals: "Joe Biden", "the Bank of England", "the US"."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.words import STOP_WORDS, Word, fold, words

__all__ = ["NO_NAMES", "PREPOSITION", "Name", "names"]

PREPOSITION = r"(?:in|on|at|from|to|for|with|by|against|after|before|during|under|since|until|near)"
# What stands after one is seldom what a text is about: it says when, where, with whom.
ASIDE = re.compile(rf"\b{PREPOSITION}\s+(?:the\s+)?$", re.IGNORECASE)
PLACE = re.compile(r"\b(?:in|at|near)\s+$", re.IGNORECASE)
# "The Russian plane", "an Iraqi minister".
NATIONAL = re.compile(
    r"\w+(?:an|ese|ish)|French|Dutch|Swiss|Greek|Czech|Thai|Israeli|Iraqi|Saudi|Yemeni|Emirati|"
    r"Qatari|Kuwaiti|Omani|Somali|Nepali|\w+stani"
)
DETERMINER = re.compile(r"\b(?:the|an?|this|that|which|what|two|three)\s$", re.IGNORECASE)
NOUN = re.compile(r" (?!(?:and|or|was|were|is|are|has|had|in|on|at|to|of|for|from|by|with)\b)[a-z]")
# What may stand between the words of one name.
JOINING = re.compile(r"[ .&-]{1,2}|[’']|\s(?:of|de|da|del|der|von|van)\s(?:the\s)?")
# Capitals that name nobody.
NO_NAMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june
    july august september october november december i ok yes no not mr mrs ms""".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words, and where it stands."""

    text: str
    start: int
    end: int
    is_aside: bool  # after a preposition
    is_place: bool  # … of place
    has_article: bool = False  # "the" stands before it
    is_adjective: bool = False  # it only says of what kind: "the Russian plane"

    @property
    def in_full(self) -> str:
        """With the article that it has."""
        return f"the {self.text}" if self.has_article else self.text

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(w.stem for w in words(self.text))


def names(text: str, is_name: Callable[[str], bool] = lambda word: False) -> list[Name]:
    """The names in a text, in order.

    The word that opens it has a capital anyway, and counts only as part of a longer name, where
    the text is nothing but names, or where `is_name` knows it.
    """
    found = list(words(text))
    topic = all(w.is_capitalised or w.is_number or fold(w.text) in STOP_WORDS for w in found)
    made = []
    for run in _runs(text, found):
        start, end = run[0].span.start, run[-1].span.end
        if start or len(run) > 1 or topic or is_name(run[0].text):
            before = text[:start]
            aside, place = bool(ASIDE.search(before)), bool(PLACE.search(before))
            article = before.lower().endswith("the ")
            national = NATIONAL.fullmatch(text[start:end]) and DETERMINER.search(before)
            adjective = bool(national and NOUN.match(text, end))
            made.append(Name(text[start:end], start, end, aside, place, article, adjective))
    return made


def _runs(text: str, found: Sequence[Word]) -> Iterator[list[Word]]:
    """The words of each name; a number belongs to one where it follows at once: "Apollo 11"."""
    run: list[Word] = []
    shouted = text.isupper()  # where all is in capitals, "WHO" asks
    for word in found:
        joined = run and JOINING.fullmatch(text[run[-1].span.end : word.span.start])
        if joined and (word.is_number or _may_name(word, at_start=False)):
            run.append(word)
        elif _may_name(word, at_start=True, shouted=shouted):
            if run:
                yield run
            run = [word]
    if run:
        yield run


def _may_name(word: Word, *, at_start: bool, shouted: bool = False) -> bool:
    folded = fold(word.text)
    acronym = word.is_acronym and not shouted  # "US", "WHO"
    usual = folded in NO_NAMES or (at_start and folded in STOP_WORDS and not acronym)
    return word.is_capitalised and not usual
