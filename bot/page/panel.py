"""Sources or an Article → the HTML of the evidence panel beside the chat.

Three views: nothing yet, the sources of one exchange, one whole article. The root element says
which (`data-view`, `data-turn`) and what to bring into view (`data-focus`), for the page's script.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.page.byline import byline
from bot.page.escaped import one_line
from bot.page.links import Link, Place
from bot.page.marked import paragraphs
from bot.page.sources import Quote, Source
from bot.types import Article

__all__ = ["article_view", "empty_view", "problem_view", "sources_view"]

CHANGED = (
    "This article has changed since it was quoted, so the quote cannot be shown in its place. "
    "Ask again to have it read anew."
)
NO_TITLES: Mapping[str, str] = MappingProxyType({})
# Both only shown where the panel is below the chat.
HERE = '<span class="here">Evidence</span>'
TO_CHAT = '<a class="to-chat" href="#talk">↑ Back to the chat</a>'


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
    sources: Sequence[Source],
    question: str,
    *,
    turn: int,
    focus: Link | None = None,
    titles: Mapping[str, str] = NO_TITLES,
) -> str:
    """The sources of one exchange; without quotes they are the nearest passages.

    `titles` names the articles that say nearly the same by their ids.
    """
    cited = any(s.quotes for s in sources)
    if cited:
        heading = f"{len(sources)} source" + ("s" if len(sources) > 1 else "")
    elif sources:
        heading = "Nearest passages — none of them answers it"
    else:
        heading = "Nothing near was found"
    html = [f'<h2>{heading}</h2><p class="question">on “{one_line(question)}”</p>']
    also = 0
    for source in sources:
        html.append(_source(source, _also_in(source, titles, turn, also), turn))
        also += len(source.also_in)
    return _root(
        "sources",
        "".join(html),
        turn,
        focus,
        nearest=not cited,
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
        f'{notice}<h2 dir="auto" tabindex="-1">{one_line(article.heading)}</h2>'
        f"{byline(article, source.pages)}"
        f'<div class="text">{paragraphs(article.text, spans)}</div>',
        turn,
        focus,
        back=source,
        nearest=not quotes,
    )


def problem_view(problem: str, source: Source, *, turn: int) -> str:
    """In place of an article that cannot be shown: why not."""
    return _root(
        "article",
        f'<h2>{one_line(source.article.heading)}</h2><p class="problem">{one_line(problem)}</p>',
        turn,
        back=source,
    )


def _root(
    view: str,
    inside: str,
    turn: int = 0,
    focus: Link | None = None,
    *,
    back: Source | None = None,
    nearest: bool = False,
) -> str:
    target = focus.target if focus else ""
    kind = "evidence nearest" if nearest else "evidence"
    ways = f"{_back(back, turn) if back else HERE}{TO_CHAT}"
    return (
        f'<section class="{kind}" data-view="{view}" data-turn="{turn}" data-focus="{target}" '
        f'aria-label="Evidence" tabindex="0"><p class="ways">{ways}</p>{inside}</section>'
    )


def _source(source: Source, also_in: str, turn: int) -> str:
    link = Link(Place.ARTICLE, turn, source.number)
    excerpts = "".join(
        f"<blockquote>{paragraphs(e.text, source.quotes, start=e.start)}</blockquote>"
        for e in source.excerpts
    )
    return (
        f'<article class="source" data-source="{source.number}" tabindex="-1">'
        f'<span class="number">{source.number}</span>'
        f'<h3 dir="auto"><a href="{link.href}">{one_line(source.article.heading)}</a></h3>'
        f"{byline(source.article, source.pages)}{excerpts}"
        f'<p class="onward"><a href="{link.href}">Read in the whole article</a>'
        f"{also_in}</p></article>"
    )


def _also_in(source: Source, titles: Mapping[str, str], turn: int, before: int) -> str:
    """Links to the articles that say nearly the same; `before` counts those of earlier sources."""
    links = [
        f'<a href="{Link(Place.ALSO, turn, place).href}">{one_line(titles.get(also, also))}</a>'
        for place, also in enumerate(source.also_in, start=before + 1)
    ]
    return f"<br>Nearly the same in {', '.join(links)}" if links else ""


def _back(source: Source, turn: int) -> str:
    href = Link(Place.SOURCE, turn, source.number).href
    return f'<a class="back" href="{href}">← Back to the sources</a>'
