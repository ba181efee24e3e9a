"""What the page is shown with: an article with an answer from it, a bot that gives set replies, and
what a browser would make of a markup."""

import datetime as dt
import html
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from bot.errors import ArticleError
from bot.messages import Kind, Message, Reply, Turn
from bot.types import Answer, Article, Citation, Filters, Hit, Passage, Sentence, Span

TEXT = "The bridge opened on Monday.\n\nThe mayor, Ana Ruiz, cut the ribbon. It rained."
MAYOR = Span(TEXT.index("The mayor"), TEXT.index(" It rained"))
ANA = Span(TEXT.index("Ana"), TEXT.index(", cut"))
HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) "
    "![i](http://evil.example/i) $$x$$ {{value}} ${1} `c` **b** \"q\" 'q' & &lt;"
)
BRIDGE = Article(
    "bridge", TEXT, "A bridge opens", dt.date(2021, 3, 1), "The Post", "https://post.example/1"
)


def seen(markup: str) -> str:
    """The text a browser would show of a markup."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def tags(markup: str) -> set[str]:
    """The names of the elements a browser would make of a markup."""
    found: set[str] = set()

    class Collector(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.add(tag)

    Collector().feed(markup)
    return found


def citation(article: Article, span: Span, *marks: Span, number: int = 1) -> Citation:
    return Citation(
        number,
        article.id,
        article.title,
        article.source,
        article.date,
        article.url,
        span.start,
        span.end,
        span.of(article.text),
        marks,
    )


def hit(article: Article, start: int = 0, end: int | None = None) -> Hit:
    end = len(article.text) if end is None else end
    a, words = article, article.text[start:end]
    return Hit(
        Passage(a.id, 0, start, end, words, (Span(start, end),), a.title, a.date, a.source, a.url),
        1.0,
    )


def answered(*cited: Citation, hits: tuple[Hit, ...] = (), confidence: float = 0.82) -> Answer:
    return Answer(
        "q", tuple(Sentence(c.quote, 1.0, (c,)) for c in cited), confidence, hits, seconds=1.24
    )


def reply_of(answer: Answer | None, **more: object) -> Reply:
    given = Reply(Message("q", Kind.QUESTION, "q"), ("Found 2 passages",), answer, done=True)
    return replace(given, **more)  # type: ignore[arg-type]


MAYOR_ANSWER = answered(citation(BRIDGE, MAYOR, ANA), hits=(hit(BRIDGE),))


@dataclass
class Script:
    """A bot that yields given replies, then raises what it is given."""

    replies: Sequence[Reply] = ()
    error: Exception | None = None
    hold: threading.Event | None = None

    def reply(
        self,
        message: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters = Filters(),
        kind: Kind | None = None,
    ) -> Iterator[Reply]:
        self.history, self.kind = tuple(history), kind
        yield from self.replies
        if self.hold:
            self.hold.wait(10)
        if self.error:
            raise self.error

    def article(self, article_id: str) -> Article:
        if article_id != BRIDGE.id:
            raise ArticleError(f"There is no article {article_id!r}.")
        return BRIDGE
