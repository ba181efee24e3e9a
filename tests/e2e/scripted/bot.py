"""A bot whose every reply can be worked out from the question by hand, and its few articles."""

import datetime as dt
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.contents import Overview
from bot.errors import ArticleError, IndexFolderError
from bot.messages import Kind, Message, Reply, Turn
from bot.types import Answer, Article, Citation, Filters, Hit, Passage, Sentence, Span
from bot.verdicts import Check, Evidence, Stance, Verdict, VerdictLabel

__all__ = ["HOSTILE", "ScriptedBot"]

HOSTILE = (
    "<script>window.hacked = 1</script><img src=http://evil.example/x onerror='window.hacked=1'> "
    "[link](javascript:alert(1)) ![image](http://evil.example/y.png) $$x^2$$ {{value}} ${1+1} "
    "`code` **bold** http://evil.example."
)
ARTICLES = {
    "one": Article(
        "one",
        "The bridge opened on Monday. The mayor, Ana Ruiz, cut the ribbon.\n\nIt rained.\n\n"
        + "\n\n".join(f"Filler paragraph number {n} says nothing." for n in range(40))
        + "\n\nThe bridge cost 12 million euros.",
        "A bridge opens",
        dt.date(2021, 3, 1),
        "The Post",
        "https://post.example/bridge",
    ),
    "evil": Article("evil", HOSTILE, f"Title {HOSTILE}", None, f"Outlet {HOSTILE}", "javascript:1"),
    "wide": Article("wide", "W" * 900 + ".", "W" * 300, dt.date(2020, 1, 1), "W" * 100),
}


def answer_from(article: Article, *quotes: str) -> Answer:
    """An answer that quotes an article; the first word of a quote is marked."""
    sentences = []
    for quote in quotes:
        start = article.text.index(quote)
        mark = Span(start, start + len(quote.split()[0]))
        citation = Citation(
            1,
            article.id,
            article.title,
            article.source,
            article.date,
            article.url,
            start,
            start + len(quote),
            quote,
            (mark,),
        )
        sentences.append(Sentence(quote, 1.0, (citation,)))
    return Answer("", tuple(sentences), 0.82, (passage_of(article),), 0.5)


def check_of(claim: str) -> Check:
    """The bridge's price speaks for a claim, one endless word against it."""
    sides = (
        (Stance.SUPPORTS, "one", "The bridge cost 12 million euros."),
        (Stance.REFUTES, "wide", ARTICLES["wide"].text),
    )
    evidence = []
    for number, (stance, name, quote) in enumerate(sides, start=1):
        citation = answer_from(ARTICLES[name], quote).citations[0]
        evidence.append(Evidence(stance, 0.9, replace(citation, number=number), "Ana Ruiz"))
    hits = tuple(passage_of(ARTICLES[name]) for _, name, _ in sides)
    return Check((Verdict(claim, VerdictLabel.CONFLICTING, 0.9, tuple(evidence), hits, 0.5),))


def passage_of(article: Article) -> Hit:
    end = len(article.text)
    a = article
    return Hit(Passage(a.id, 0, 0, end, a.text, (Span(0, end),), a.title, a.date, a.source), 1.0)


@dataclass
class ScriptedBot:
    """Replies by keyword, and remembers what it was asked."""

    histories: list[tuple[Turn, ...]] = field(default_factory=list)
    filters: list[Filters] = field(default_factory=list)
    kinds: list[Kind | None] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)
    waiting: int = 0

    def overview(self) -> Overview:
        return Overview(3, 3, ("The Post", "The Wire"), dt.date(2020, 1, 1), dt.date(2021, 3, 1))

    def article(self, article_id: str) -> Article:
        if article_id == "wide":
            raise ArticleError("There is no article 'wide'. Take it in again.")
        return ARTICLES[article_id]

    def reply(
        self,
        message: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters = Filters(),
        kind: Kind | None = None,
    ) -> Iterator[Reply]:
        self.kinds.append(kind)
        self.histories.append(tuple(history))
        self.filters.append(filters)
        reply = Reply(Message(message, Kind.QUESTION, f"meant: {message}"), ("Searched",))
        yield reply
        if "wait" in message:
            self.waiting += 1
            self.go_on.wait(20)
        if "mend" in message:
            raise IndexFolderError("The index folder 'x' cannot be read. Make it anew.")
        if "crash" in message:
            raise ZeroDivisionError("secret detail")
        if "nothing" in message:
            yield replace(
                reply, answer=Answer("", (), 0.1, (passage_of(ARTICLES["one"]),)), done=True
            )
            return
        if kind is Kind.CLAIM or "claim" in message:
            yield replace(reply, check=check_of(message), done=True)
            return
        name = message.split()[0] if message.split()[0] in ARTICLES else "one"
        article = ARTICLES[name]
        quotes = (
            ("The mayor, Ana Ruiz, cut the ribbon.", "The bridge cost 12 million euros.")
            if name == "one"
            else (article.text,)
        )
        yield replace(reply, answer=answer_from(article, *quotes), done=True)
