"""Articles + a phrase → every place where it stands word for word, with its sentence."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.errors import SettingError
from bot.sentences import sentence_spans
from bot.types import Article, Span
from bot.words import composed

__all__ = ["Mention", "mentions"]


BLANK_LINE = "\n\n"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a phrase stands. Offsets count characters of the article's text."""

    article_id: str
    title: str
    source: str
    date: dt.date | None
    span: Span  # of the phrase
    words: str  # as the article has it
    sentence: Span  # or sentences, where it runs over an end
    quote: str  # their words


def mentions(
    articles: Iterable[Article], phrase: str, *, folded: bool = False
) -> Iterator[Mention]:
    """Every mention of a phrase, in the order of the articles and within each.

    White space of any kind and length is one space; a phrase does not begin or end inside a word.
    `folded` takes capitals for small letters and drops accents. Raises SettingError for a phrase
    without a word.
    """
    phrase = composed(phrase)
    pattern = _pattern(_folded(phrase) if folded else phrase)
    for article in articles:
        text = _folded(article.text) if folded else article.text
        for match in pattern.finditer(text):
            yield _mention(article, Span(*match.span()))


def _pattern(phrase: str) -> re.Pattern[str]:
    words = phrase.split()
    if not any(c.isalnum() for c in phrase):
        raise SettingError(f"The phrase {phrase!r} has no word in it. Give words to look for.")
    parts = [re.escape(word) for word in words]
    if re.match(r"\w", words[0]):  # looked at after the word, which is searched for faster so
        parts[0] += rf"(?<!\w{parts[0]})"
    after = r"(?!\w)" if re.search(r"\w\Z", words[-1]) else ""
    return re.compile(r"\s+".join(parts) + after)


def _mention(article: Article, span: Span) -> Mention:
    text = article.text
    # No sentence goes on over a blank line: only what lies between two is split.
    start = text.rfind(BLANK_LINE, 0, span.start) + 1
    end = text.find(BLANK_LINE, span.end)
    block = text[start : end if end >= 0 else len(text)]
    sentences = (s.shifted(start) for s in sentence_spans(block))
    around = [s for s in sentences if s.overlaps(span)] or [span]
    whole = Span(min(around[0].start, span.start), max(around[-1].end, span.end))
    return Mention(
        article.id,
        article.heading,
        article.source,
        article.date,
        span,
        span.of(text),
        whole,
        whole.of(text),
    )


class _Folds(dict[int, str]):
    """Each character's small letter without accents, one for one, so that offsets stay."""

    def __missing__(self, code: int) -> str:
        small = chr(code).lower()
        decomposed = unicodedata.normalize("NFD", small)
        marked = all(map(unicodedata.combining, decomposed[1:]))
        kept = decomposed[0] if marked else small
        self[code] = kept
        return kept


FOLDS = _Folds({ord(a): b for a, b in zip("’‘“”", "''\"\"", strict=True)})


def _folded(text: str) -> str:
    """A text of the same length in small letters, without accents, quotation marks straight."""
    return text.lower() if text.isascii() else text.translate(FOLDS)
