"""Hits → Candidates: each of their sentences once, with what it is judged with and its dates."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.times.dates import Dated, dates_in
from bot.types import Citation, Hit, Span

__all__ = ["Candidate", "candidates_of"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit that may bear on the claim."""

    hit: Hit
    span: Span  # offsets into the article's text
    context: str  # what is judged: heading, the sentence before, the sentence
    before: str = ""  # the sentence before; empty: none in this passage

    @property
    def quote(self) -> str:
        return self.hit.passage.quote(self.span)

    @property
    def alone(self) -> "Candidate":
        """The same sentence, judged without the one before it."""
        return replace(self, context=f"{self._heading}{self.quote}", before="")

    @property
    def untitled(self) -> str:
        """What is judged, but for the heading."""
        return self.context.removeprefix(self._heading).strip()

    @property
    def _heading(self) -> str:
        passage = self.hit.passage
        return passage.titled_text.removesuffix(passage.text)

    @property
    def is_quoted(self) -> bool:
        """Whether the whole sentence stands in a quotation, which may have begun sentences before:
        "“It was dark. Ann fell. I saw it,” said Bo"."""
        passage = self.hit.passage
        start = self.span.start - passage.start
        begin = passage.text.rfind("\n", 0, start) + 1
        word = next((n for n, c in enumerate(self.quote) if c.isalnum()), 0)
        before = passage.text[begin : start + word]
        rest = self.quote[word:].rstrip()
        opened = before.rfind("“") > before.rfind("”")
        if opened:
            return "”" not in rest[:-2]
        return before.count('"') % 2 == 1 and '"' not in rest[:-2]

    @property
    def dates(self) -> tuple[Dated, ...]:
        """The dates that the sentence names, by offsets into it."""
        passage = self.hit.passage
        at = self.span.shifted(-passage.start)
        return tuple(
            replace(d, span=d.span.shifted(-at.start))
            for d in dates_in(passage.text, passage.date)
            if at.start <= d.span.start and d.span.end <= at.end
        )

    @property
    def citation(self) -> Citation:
        """The sentence as cited; the number is given later."""
        passage = self.hit.passage
        return Citation(
            number=1,
            article_id=passage.article_id,
            title=passage.heading,
            source=passage.source,
            date=passage.date,
            url=passage.url,
            start=self.span.start,
            end=self.span.end,
            quote=self.quote,
            also_in=self.hit.also_in,
            page=passage.page_of(self.span),
            language=passage.language,
        )


def candidates_of(
    hits: Sequence[Hit], left_out: Collection[tuple[str, Span]] = ()
) -> list[Candidate]:
    """Every sentence of the hits once, each with what it is judged with; but for those, by article
    id and offsets, that are left out."""
    found: dict[tuple[str, Span], Candidate] = {}
    opening: set[tuple[str, Span]] = set()  # those that have no sentence before them yet
    for hit in hits:
        passage = hit.passage
        heading = passage.titled_text.removesuffix(passage.text)
        before = ""
        for span in passage.sentences:
            quote = passage.quote(span)
            key = (passage.article_id, span)
            if key in left_out:
                before = ""  # or the next sentence would be judged together with it
                continue
            # Neighbouring passages share a sentence: the last of one has more context.
            if key not in found or (key in opening and before):
                context = f"{heading}{before} {quote}".strip()
                found[key] = Candidate(hit, span, context, before)
                (opening.discard if before else opening.add)(key)
            before = quote
    return [c for c in found.values() if any(x.isalnum() for x in c.quote)]
