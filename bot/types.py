"""The vocabulary of the pipeline: frozen values that flow between its stages.

    Article → Passage → Hit → Reading → Sentence (with Citations) → Answer → Reply

Offsets count characters of `Article.text`, half-open: `article.text[start:end]`. Scores: higher
is better, everywhere.
"""

import datetime as dt
import enum
import hashlib
from dataclasses import dataclass, field

__all__ = [
    "Answer",
    "Article",
    "Check",
    "Citation",
    "Evidence",
    "Filters",
    "Hit",
    "Kind",
    "Message",
    "Passage",
    "Reading",
    "Reply",
    "Sentence",
    "SentenceReading",
    "Span",
    "Stance",
    "Turn",
    "Verdict",
    "VerdictLabel",
]

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

    @property
    def content_hash(self) -> str:
        """SHA-256 over everything but id and origin: the same hash, nothing to do again."""
        day = self.date.isoformat() if self.date else ""
        parts = "\x1f".join((self.title, day, self.source, self.url, self.text))
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


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may be used; empty means all."""

    as_of: dt.date | None = None  # nothing published later, and nothing undated
    since: dt.date | None = None  # nothing published earlier, and nothing undated
    sources: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer. `text` is the quote, shortened where that is safe."""

    text: str
    support: float  # 0..1: how likely the citations carry it, as judged; 1.0 without a judge
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the articles say to a question, or that they don't say."""

    question: str
    sentences: tuple[Sentence, ...]
    confidence: float  # probability in 0..1 that the articles hold the answer
    hits: tuple[Hit, ...]  # best first; when abstaining, the nearest passages
    seconds: float = 0.0
    note: str = ""  # plain words where there was nothing to search for, or nothing to search

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


class Stance(enum.Enum):
    """Which side a piece of evidence is on."""

    SUPPORTS = "supports"
    REFUTES = "refutes"


class VerdictLabel(enum.Enum):
    """What the articles make of a claim."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    CONFLICTING = "conflicting"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"

    @property
    def in_words(self) -> str:
        """What a person is told."""
        return {
            "supported": "Supported by your articles",
            "refuted": "Refuted by your articles",
            "conflicting": "Your articles disagree",
            "not_enough_evidence": "Your articles don’t say enough",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence that speaks for or against a claim."""

    stance: Stance
    probability: float  # 0..1, of the stance
    citation: Citation
    reported_by: str = ""  # who is quoted as saying it; empty: the article says it


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the articles make of one claim, and why."""

    claim: str
    label: VerdictLabel
    confidence: float  # 0..1, that the label is right
    evidence: tuple[Evidence, ...]  # strongest first
    hits: tuple[Hit, ...] = ()  # the passages looked at, best first
    seconds: float = 0.0
    note: str = ""  # plain words on why it was not judged; empty: it was

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation, in the order shown."""
        return tuple(e.citation for e in self.evidence)


@dataclass(frozen=True, slots=True)
class Check:
    """The verdicts on the claims of one message; a number stands for an article in all of them."""

    verdicts: tuple[Verdict, ...]

    @property
    def abstained(self) -> bool:
        """Whether nothing at all was found for or against."""
        return not self.citations

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(c for v in self.verdicts for c in v.citations)

    @property
    def hits(self) -> tuple[Hit, ...]:
        return tuple(h for v in self.verdicts for h in v.hits)


class Kind(enum.Enum):
    """What a message wants."""

    QUESTION = "question"
    CLAIM = "claim"
    SMALL_TALK = "small talk"


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of the conversation: what was asked, what it was taken to mean, and what
    was said to it."""

    message: str
    question: str = ""  # the stand-alone wording
    answer: str = ""  # the first sentence of what was answered; empty where nothing was


@dataclass(frozen=True, slots=True)
class Message:
    """A person's message, understood."""

    text: str
    kind: Kind
    question: str  # stand-alone wording: needs no history to be searched


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it grows; each streamed value replaces the one before."""

    message: Message
    steps: tuple[str, ...] = ()  # what has been done, a line each: "Searched 312 passages"
    answer: Answer | None = None  # grows sentence by sentence
    check: Check | None = None  # of a claim: grows verdict by verdict
    note: str = ""  # plain words where no answer is wanted (a greeting)
    done: bool = False
    warnings: tuple[str, ...] = field(default=())


def opening_words(text: str) -> str:
    """The first words of a text, as a stand-in for a missing title."""
    words = text.split(maxsplit=TITLE_WORDS)
    return " ".join(words[:TITLE_WORDS]) + (" …" if len(words) > TITLE_WORDS else "")
