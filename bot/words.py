"""Text → words, folded so that "López" meets "Lopez" and "congratulates" meets "congratulated"."""

import functools
import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import Stemmer
from anyascii import anyascii

from bot.types import Span

__all__ = [
    "STOP_WORDS",
    "UPPER",
    "Word",
    "composed",
    "content_stems",
    "fold",
    "showable",
    "stem",
    "stems",
    "words",
    "written",
]

# The capital letters of Latin, Greek and Cyrillic, for a pattern's [ ]: "Łukasz", "Čaputová".
UPPER = "".join(c for c in map(chr, range(0x41, 0x530)) if c.isupper())
WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[’'](?!s\b)[^\W\d_]+)*")
HALF_CHARACTER = re.compile("[\ud800-\udfff]")  # of a surrogate pair: no UTF-8 can hold it
# Control characters show nothing, and steer a terminal; no file or page can hold half a character.
UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Words that carry a sentence's grammar, not its matter. Negations stay out: they are matter.
STOP_WORDS = frozenset(
    """a about after again all also am an and any are as at be been before being both but by can
    could did do does doing done during each few for from had has have having he her here hers him
    his how i if in into is it its just let many may me might more most much must my of off on once
    one only or other our out over own shall she should so some such than that the their them then
    there these they this those through to too up upon us very was we were what when where which
    while who whom whose why will with would you your s t d ll m re ve say says said tell told
    according please got get""".split()
)


class _Own(threading.local):
    """What each thread has of its own: no two may use one stemmer at once."""

    def __init__(self) -> None:
        self.stemmer = Stemmer.Stemmer("english")


_OWN = _Own()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, how it is written, and its folded stem."""

    span: Span
    text: str

    @property
    def stem(self) -> str:
        return stem(self.text)

    @property
    def is_number(self) -> bool:
        return self.text[0].isdigit()

    @property
    def is_capitalised(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_acronym(self) -> bool:
        """All in capitals: "US", "WHO"; so is every word of a text that is shouted."""
        return len(self.text) > 1 and self.text.isupper()


def showable(text: str) -> str:
    """The text with a mark for each character that cannot be shown or written; no longer."""
    return UNSHOWABLE.sub("\ufffd", text)


def composed(text: str) -> str:
    """Text in Unicode's composed form, without half characters.

    The accent of "López" may be a character of its own, which no search would find.
    """
    return unicodedata.normalize("NFC", HALF_CHARACTER.sub("\ufffd", text))


def fold(text: str) -> str:
    """Lower-case ASCII: accents dropped, other scripts transliterated."""
    return (text if text.isascii() else anyascii(text)).lower()


@functools.lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The folded stem of one word (Porter's second English stemmer)."""
    folded = fold(word)
    if folded.isalpha():
        return str(_OWN.stemmer.stemWord(folded))
    return folded.replace(",", "") if folded[:1].isdigit() else folded


def words(text: str) -> Iterator[Word]:
    """The words and numbers of a text, in order; a possessive s is a word of its own."""
    for match in WORD.finditer(text):
        yield Word(Span(*match.span()), match[0])


def written(text: str) -> list[str]:
    """The words and numbers of a text as they are written, in order, repeats and all."""
    return WORD.findall(text)


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order, repeats and all: quicker than by `words`."""
    return [stem(word) for word in WORD.findall(text)]


def content_stems(text: str) -> list[str]:
    """The stems of a text's words of matter, in order, repeats and all."""
    return [stem(word) for word in WORD.findall(text) if fold(word) not in STOP_WORDS]
