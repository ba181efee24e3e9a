"""Sources or an Article → the HTML of the evidence panel beside the chat.

Three views: nothing yet, the sources of one exchange, one whole article. The root element says
which (`data-view`, `data-turn`) and what to bring into view (`data-focus`), for the page's script.
"""

from collections.abc import Iterator, Sequence

from bot.page.escaped import day, escaped, link_out, one_line
from bot.page.links import Link, Place
from bot.page.marked import paragraphs
from bot.page.sources import Quote, Source
from bot.types import Article

__all__ = ["article_view", "empty_view", "problem_view", "sources_view"]

CHANGED = (
    "This article has changed since it was quoted, so the quote cannot be shown in its place. "
    "Ask again to have it read anew."
)


def empty_view() -> str:
    """The panel before anything was asked."""
    return _root(
        "empty",
        "<h2>Evidence</h2>"
        '<p class="hint">The articles behind an answer appear here, with the quoted words marked. '
        "A number such as <b>[1]</b> in an answer leads to its source; a source opens its whole "
        "article.</p>",
    )


def sources_view(
    sources: Sequence[Source], question: str, *, turn: int, focus: Link | None = None
) -> str:
    """The sources of one exchange; without quotes they are the nearest passages."""
    cited = any(s.quotes for s in sources)
    if cited:
        heading = f"{len(sources)} source" + ("s" if len(sources) > 1 else "")
    elif sources:
        heading = "Nearest passages — none of them answers it"
    else:
        heading = "Nothing near was found"
    return _root(
        "sources",
        f'<h2>{heading}</h2><p class="question">on “{one_line(question)}”</p>'
        f"{''.join(_source(s, turn) for s in sources)}",
        turn,
        focus,
    )


def article_view(source: Source, article: Article, *, turn: int, focus: Link) -> str:
    """The whole article, its quotes marked, with a way back to the sources."""
    quotes = [q for q in source.quotes if q.span.of(article.text) == q.words]
    changed = len(quotes) < len(source.quotes)
    notice = f'<p class="warning"><strong>Note.</strong> {CHANGED}</p>' if changed else ""
    # Without a quote the passage that was found is what the article is opened for.
    spans = quotes or [
        Quote(0, span, e.text)
        for e in source.excerpts
        if (span := e.span).of(article.text) == e.text
    ]
    return _root(
        "article",
        f"{_back(source, turn)}{notice}"
        f'<h2 dir="auto">{one_line(article.heading)}</h2>{_byline(article)}'
        f'<div class="text{"" if quotes else " nearest"}">{paragraphs(article.text, spans)}</div>'
        f"{_back(source, turn)}",
        turn,
        focus,
    )


def problem_view(problem: str, source: Source, *, turn: int) -> str:
    """In place of an article that cannot be shown: why not."""
    return _root(
        "article",
        f"{_back(source, turn)}<h2>{one_line(source.article.heading)}</h2>"
        f'<p class="problem">{one_line(problem)}</p>',
        turn,
    )


def _root(view: str, inside: str, turn: int = 0, focus: Link | None = None) -> str:
    target = focus.target if focus else ""
    return (
        f'<section class="evidence" data-view="{view}" data-turn="{turn}" data-focus="{target}" '
        f'aria-label="Evidence" tabindex="0">{inside}</section>'
    )


def _source(source: Source, turn: int) -> str:
    link = Link(Place.ARTICLE, turn, source.number)
    excerpts = "".join(
        f"<blockquote>{paragraphs(e.text, source.quotes, start=e.start)}</blockquote>"
        for e in source.excerpts
    )
    return (
        f'<article class="source" data-source="{source.number}" tabindex="-1">'
        f'<span class="number">{source.number}</span>'
        f'<h3 dir="auto"><a href="{link.href}">{one_line(source.article.heading)}</a></h3>'
        f"{_byline(source.article)}{excerpts}"
        f'<p class="onward"><a href="{link.href}">Read in the whole article</a>'
        f"{''.join(_also_in(source))}</p></article>"
    )


def _also_in(source: Source) -> Iterator[str]:
    if source.also_in:
        yield f" · nearly the same in {one_line(', '.join(source.also_in))}"


def _byline(article: Article) -> str:
    facts = [one_line(article.source), day(article.date), link_out(article.url, "original")]
    return f'<p class="byline">{" · ".join(filter(None, facts))}</p>'


def _back(source: Source, turn: int) -> str:
    href = Link(Place.SOURCE, turn, source.number).href
    return f'<p class="back"><a href="{href}">{escaped("←")} Back to the sources</a></p>'
