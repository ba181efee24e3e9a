"""Answer or Check → Sources: what the evidence panel shows, an entry an article.

Citations of one article share a Source. Their passages are joined where they overlap, so that no
sentence is shown twice. An abstention has no citations; its nearest passages become sources
without quotes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

from bot.types import Answer, Article, Citation, Passage, Span
from bot.verdicts import Check

__all__ = ["Excerpt", "Quote", "Source", "cited_in_order", "sources", "with_explanations_numbered"]

NEAREST = 4  # passages shown when none answers; further ones are rarely near


@dataclass(frozen=True, slots=True)
class Quote:
    """A cited sentence; offsets into its article's text."""

    number: int  # the place among the answer's citations, from 1
    span: Span
    words: str  # article.text[span.start:span.end]
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A run of an article's text, `text == article.text[start:start + len(text)]`."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Source:
    """One article of the evidence: where it comes from, what was read, what is quoted."""

    number: int  # as the answer numbers it, from 1
    article: Article  # without its text: what is needed to name it
    excerpts: tuple[Excerpt, ...]
    quotes: tuple[Quote, ...] = ()
    also_in: tuple[str, ...] = ()  # ids of articles that say nearly the same
    pages: tuple[int, ...] = ()  # of the article, where the quotes or passages stand


def sources(answer: Answer | Check) -> tuple[Source, ...]:
    """The cited articles in the order of their numbers or, where none is cited, the nearest."""
    if not cited_in_order(answer):
        return _nearest(answer)
    return _cited(with_explanations_numbered(answer) if isinstance(answer, Check) else answer)


def cited_in_order(answer: Answer | Check) -> tuple[Citation, ...]:
    """All citations in the order of their places: of a check those of the evidence, or of what is
    closest, then those of the explanations."""
    if isinstance(answer, Answer):
        return answer.citations
    explained = (v.explanation.citations for v in answer.verdicts if v.explanation)
    return (*answer.quoted, *chain.from_iterable(explained))


def with_explanations_numbered(check: Check) -> Check:
    """The check with a number standing for the same article in evidence and explanations."""
    numbers = {c.article_id: c.number for c in check.quoted}
    first_free = max(numbers.values(), default=0) + 1
    cited = [c for c in cited_in_order(check) if c.article_id not in numbers]
    new = dict.fromkeys(c.article_id for c in cited)
    numbers |= {id: n for n, id in enumerate(new, start=first_free)}

    def renumbered(answer: Answer) -> Answer:
        sentences = []
        for s in answer.sentences:
            cites = tuple(replace(c, number=numbers[c.article_id]) for c in s.citations)
            sentences.append(replace(s, citations=cites))
        return replace(answer, sentences=tuple(sentences))

    verdicts = (
        replace(v, explanation=renumbered(v.explanation)) if v.explanation else v
        for v in check.verdicts
    )
    return replace(check, verdicts=tuple(verdicts))


def _cited(answer: Answer | Check) -> tuple[Source, ...]:
    numbered = list(enumerate(cited_in_order(answer), start=1))
    found = []
    for number in sorted({c.number for _, c in numbered}):
        mine = [(place, c) for place, c in numbered if c.number == number]
        first = mine[0][1]
        named = Article(
            first.article_id,
            "",
            first.title,
            first.date,
            first.source,
            first.url,
            language=first.language,
        )
        also = dict.fromkeys(a for _, c in mine for a in c.also_in)
        found.append(
            Source(
                number,
                named,
                _joined(_excerpt(c, answer) for _, c in mine),
                tuple(Quote(place, Span(c.start, c.end), c.quote, c.marks) for place, c in mine),
                tuple(also),
                _distinct(c.page for _, c in mine),
            )
        )
    return tuple(found)


def _nearest(answer: Answer | Check) -> tuple[Source, ...]:
    by_article: dict[str, list[Passage]] = {}
    for hit in answer.hits[:NEAREST]:
        by_article.setdefault(hit.passage.article_id, []).append(hit.passage)
    found = []
    for number, (article_id, passages) in enumerate(by_article.items(), start=1):
        p = passages[0]
        named = Article(article_id, "", p.heading, p.date, p.source, p.url, language=p.language)
        excerpts = _joined(Excerpt(p.start, p.text) for p in passages)
        found.append(Source(number, named, excerpts, pages=_distinct(p.page for p in passages)))
    return tuple(found)


def _distinct(pages: Iterable[int]) -> tuple[int, ...]:
    """Each page once, in order; 0 stands for none."""
    return tuple(sorted(set(pages) - {0}))


def _excerpt(citation: Citation, answer: Answer | Check) -> Excerpt:
    """The passage a citation stands in or, where none is at hand, the quote alone."""
    for hit in answer.hits:
        p = hit.passage
        inside = p.start <= citation.start and citation.end <= p.end
        if p.article_id == citation.article_id and inside:
            return Excerpt(p.start, p.text)
    return Excerpt(citation.start, citation.quote)


def _joined(excerpts: Iterable[Excerpt]) -> tuple[Excerpt, ...]:
    """In the article's order, with overlapping ones made one."""
    joined: list[Excerpt] = []
    for excerpt in sorted(excerpts, key=lambda e: (e.start, -e.end)):
        last = joined[-1] if joined else None
        if last and excerpt.start <= last.end:
            new = excerpt.text[last.end - excerpt.start :]
            joined[-1] = Excerpt(last.start, last.text + new)
        else:
            joined.append(excerpt)
    return tuple(joined)
