"""Sentences with their citation marks → HTML, each mark a link to its quote; and what names a
source. All escaped."""

from collections.abc import Iterable, Mapping

from bot.page.escaped import day, escaped, one_line
from bot.page.links import Link, Place
from bot.types import Citation, Sentence

__all__ = ["distinct", "outlet_and_date", "places_of", "sentence_html"]


def places_of(citations: Iterable[Citation]) -> dict[int, int]:
    """The place of each citation among all that are shown, from 1, by its `id`."""
    return {id(c): place for place, c in enumerate(citations, start=1)}


def distinct(citations: Iterable[Citation]) -> list[Citation]:
    """The first citation of each article."""
    first: dict[int, Citation] = {}
    for citation in citations:
        first.setdefault(citation.number, citation)
    return list(first.values())


def sentence_html(sentence: Sentence, places: Mapping[int, int], turn: int) -> str:
    """A sentence and, an article each, the marks that lead to its quotes."""
    cites = "".join(
        f'<a class="cite" href="{Link(Place.CITE, turn, places[id(c)]).href}">[{c.number}]</a>'
        for c in distinct(sentence.citations)
    )
    return f'<span class="said">{_marked(sentence)}</span>&nbsp;{cites}'


def _marked(sentence: Sentence) -> str:
    """Its words, those that answer marked as they are in the article."""
    if not sentence.marks:
        return one_line(sentence.text)
    text, at, html = sentence.text, 0, []
    for mark in sentence.marks:
        html += [escaped(text[at : mark.start]), f"<mark>{escaped(mark.of(text))}</mark>"]
        at = mark.end
    return "".join([*html, escaped(text[at:])])


def outlet_and_date(citation: Citation) -> str:
    """Outlet and date of a source, as far as they are known."""
    return ", ".join(filter(None, (one_line(citation.source), day(citation.date))))
