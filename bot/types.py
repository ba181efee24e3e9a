"""The vocabulary of the pipeline: frozen values that flow between its stages.

    Article → Passage → Hit → Reading → Sentence (with Citations) → Answer

Offsets count characters of `Article.text`, half-open: `article.text[start:end]`. Scores: higher
is better, everywhere.
"""

import datetime as dt
import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = [
    "DEFAULT_COLLECTION",
    "Answer",
    "Article",
    "Citation",
    "Days",
    "Filters",
    "Hit",
    "Passage",
    "Prompt",
    "Reading",
    "Sentence",
    "SentenceReading",
    "Span",
    "Withheld",
    "Without",
    "opening_words",
    "pages_named",
]

DEFAULT_COLLECTION = "main"  # where articles go for which none is named
TITLE_WORDS = 9  # an article without a title is shown by its first words
SEARCHED_TITLE = 200  # characters of a title; the longest of 8,000 news titles has 193


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters, `text[start:end]`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, got {self.start}, {self.end}")

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def shifted(self, by: int) -> "Span":
        """The same span, `by` characters further on."""
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """One day or several in a row: from the first to the last, both within it."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"days need first <= last, got {self.first}, {self.last}")

    @property
    def in_words(self) -> str:
        """As a person writes it: "15 December 2020", "November 2020", "2016"."""
        first, last = self.first, self.last
        if first == last:
            return f"{first.day} {first:%B} {first.year}"
        after = last + dt.timedelta(days=1) if last < dt.date.max else last
        if (first.day, after.day, first.month, first.year) == (1, 1, last.month, last.year):
            return f"{first:%B} {first.year}"
        if (first.day, first.month, last.day, last.month) == (1, 1, 31, 12):
            return f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"
        return f"{Days(first, first).in_words} to {Days(last, last).in_words}"


@dataclass(frozen=True, slots=True)
class Article:
    """One news article, as read. `text` is what every offset counts in, and never changes."""

    id: str
    text: str
    title: str = ""
    date: dt.date | None = None
    source: str = ""
    url: str = ""
    origin: str = ""  # the file or record it was read from
    author: str = ""
    language: str = ""  # its name where it is surely not English, else empty
    pages: tuple[int, ...] = ()  # offsets where each page begins; empty: it has no pages

    @property
    def content_hash(self) -> str:
        """SHA-256 over all that a person wrote: the same hash, nothing to do again."""
        day = self.date.isoformat() if self.date else ""
        known = (self.title, day, self.source, self.url, self.text)
        parts = "\x1f".join((*known, self.author) if self.author else known)
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def heading(self) -> str:
        """The title or, without one, the opening words of the text."""
        return self.title or opening_words(self.text)


@dataclass(frozen=True, slots=True)
class Passage:
    """A window of whole sentences of one article, with what a reader needs to cite it."""

    article_id: str
    number: int  # from 0, in the order of the article
    start: int
    end: int
    text: str  # article.text[start:end]
    sentences: tuple[Span, ...]  # offsets into the article's text, not the passage's
    title: str = ""
    date: dt.date | None = None
    source: str = ""
    url: str = ""
    language: str = ""  # of its article, where that is surely not English
    page: int = 0  # of its article, from 1, where it begins; 0: that has no pages
    breaks: tuple[int, ...] = ()  # offsets within it where a further page begins
    # What its article shares with near-copies of it alone; empty: not known.
    story: str = field(default="", compare=False)

    @property
    def id(self) -> str:
        return f"{self.article_id}#{self.number}"

    @property
    def heading(self) -> str:
        """The article's title or, without one, the opening words of the passage."""
        return self.title or opening_words(self.text)

    @property
    def titled_text(self) -> str:
        """What is embedded and searched: title and date in front of the text."""
        title = self.title[:SEARCHED_TITLE]
        head = ", ".join(filter(None, (title, self.date.isoformat() if self.date else "")))
        return f"{head}\n{self.text}" if head else self.text

    def quote(self, sentence: Span) -> str:
        """The words of one of its sentences, exactly as the article has them."""
        return sentence.shifted(-self.start).of(self.text)

    def page_of(self, span: Span) -> int:
        """The page, from 1, on which a span of the article begins; 0: there are no pages."""
        return self.page and self.page + bisect_right(self.breaks, span.start)


@dataclass(frozen=True, slots=True)
class Without:
    """What is left out of judging, to see what hangs on it."""

    sources: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()  # ids
    quotes: tuple[tuple[str, Span], ...] = ()  # sentences: article id and offsets

    def __bool__(self) -> bool:
        return bool(self.sources or self.articles or self.quotes)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may be used; empty means all."""

    as_of: dt.date | None = None  # nothing published later, and nothing undated
    since: dt.date | None = None  # nothing published earlier, and nothing undated
    sources: tuple[str, ...] = ()
    without: Without = Without()
    collections: tuple[str, ...] = ()  # an article in one of them may be used


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query."""

    passage: Passage
    score: float  # what the order is by: fused or, once read, reranked
    relevance: float | None = None  # probability in 0..1 that it answers; None: not read
    dense: float | None = None  # cosine, -1..1; None: not among the dense results
    bm25: float | None = None  # >= 0; None: not among the BM25 results
    also_in: tuple[str, ...] = ()  # ids of articles with nearly the same passage


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """What a reader makes of one sentence of a passage for one question."""

    span: Span  # the sentence, offsets into the article's text
    score: float  # probability in 0..1 that the sentence answers the question
    marks: tuple[Span, ...] = ()  # the answer's words, offsets into the article's text


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of one passage for one question."""

    relevance: float  # probability in 0..1 that the passage answers the question
    sentences: tuple[SentenceReading, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact quote a shown sentence stands on."""

    number: int  # from 1; one number an article within an answer
    article_id: str
    title: str
    source: str
    date: dt.date | None
    url: str
    start: int
    end: int
    quote: str  # article.text[start:end]
    marks: tuple[Span, ...] = ()  # the answer's words, offsets into the article's text
    also_in: tuple[str, ...] = ()  # articles that say nearly the same
    page: int = 0  # from 1, where the quote begins; 0: the article has no pages
    language: str = ""  # of the article, where that is surely not English


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer. `text` is the quote, shortened where that is safe, or what a
    language model wrote and the quotes carry."""

    text: str
    support: float  # 0..1: how likely the citations carry it, as judged; 1.0 without a judge
    citations: tuple[Citation, ...]
    marks: tuple[Span, ...] = ()  # of a quote, the answer's words in `text`, in order


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence that a language model wrote and that is not shown as part of the answer."""

    text: str  # as it was written, without its citation marks
    why: str  # plain words: what of it the articles don't have


@dataclass(frozen=True, slots=True)
class Answer:
    """What the articles say to a question, or that they don't say."""

    question: str
    sentences: tuple[Sentence, ...]
    confidence: float  # probability in 0..1 that the articles hold the answer
    hits: tuple[Hit, ...]  # best first; when abstaining, the nearest passages
    seconds: float = 0.0
    note: str = ""  # plain words where there was nothing to search for, or nothing to search
    written_by: str = ""  # the language model whose sentences these are; empty: they are quotes
    withheld: tuple[Withheld, ...] = ()  # what it wrote and the articles don't carry, in order
    fell_back: str = ""  # plain words on why these are quotes though a model was to write

    ABSTENTION = "Your articles don't say."

    @property
    def abstained(self) -> bool:
        return not self.sentences

    @property
    def text(self) -> str:
        """The whole answer as plain text, without citation marks."""
        return " ".join(s.text for s in self.sentences) or self.note or self.ABSTENTION

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation, in the order shown."""
        return tuple(c for s in self.sentences for c in s.citations)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a language model is given to write from."""

    system: str  # what it is to do
    user: str  # what it is to do it with


def pages_named(pages: Sequence[int]) -> str:
    """As a person writes it: "page 3", "pages 3, 5"; empty for none, and 0 is none."""
    known = [str(page) for page in pages if page]
    return f"page{'s' if len(known) > 1 else ''} {', '.join(known)}" if known else ""


def opening_words(text: str) -> str:
    """The first words of a text, as a stand-in for a missing title."""
    words = text.split(maxsplit=TITLE_WORDS)
    return " ".join(words[:TITLE_WORDS]) + (" …" if len(words) > TITLE_WORDS else "")
