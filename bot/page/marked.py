"""Article text + quotes → HTML in which the quoted words are marked, and nothing else changed.

Each quoted sentence becomes `<span class="quote" data-cites="…">`, the answer's words in it
`<mark>`. Spans may overlap, touch or reach beyond the text; with the tags taken away the result is
the text again, character by character.
"""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from bot.page.escaped import escaped
from bot.page.sources import Quote
from bot.types import Span

__all__ = ["marked", "paragraphs"]

BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


def marked(text: str, quotes: Sequence[Quote], *, start: int = 0) -> str:
    """The text with its quotes and their marks; `start` is its offset in the article."""
    end = start + len(text)
    marks = [m for q in quotes for m in q.marks]
    edges = {start, end}
    for span in (*(q.span for q in quotes), *marks):
        edges.update(edge for edge in (span.start, span.end) if start < edge < end)
    pieces = [Span(a, b) for a, b in pairwise(sorted(edges))]

    def cites(piece: Span) -> tuple[int, ...]:
        return tuple(q.number for q in quotes if q.span.overlaps(piece))

    html = []
    for numbers, group in groupby(pieces, cites):
        inner = []
        for strong, run in groupby(group, lambda p: any(m.overlaps(p) for m in marks)):
            words = escaped("".join(p.shifted(-start).of(text) for p in run))
            inner.append(f"<mark>{words}</mark>" if strong and numbers else words)
        run_html = "".join(inner)
        if numbers:
            listed = " ".join(map(str, numbers))
            run_html = f'<span class="quote" data-cites="{listed}">{run_html}</span>'
        html.append(run_html)
    return "".join(html)


def paragraphs(text: str, quotes: Sequence[Quote], *, start: int = 0) -> str:
    """The text as `<p>` elements, split at blank lines, with its quotes marked."""
    html, at = [], 0
    for end, after in [*(m.span() for m in BLANK_LINE.finditer(text)), (len(text), len(text))]:
        words = text[at:end].strip()
        if words:
            begin = start + text.index(words, at)
            html.append(f'<p dir="auto">{marked(words, quotes, start=begin)}</p>')
        at = after
    return "".join(html)
