"""A Conversation → what the components show: the chat's messages, the panel's HTML."""

from dataclasses import replace
from typing import Protocol

from gradio import ChatMessage

from bot.errors import BotError
from bot.page.conversation import Conversation
from bot.page.links import Link, Place
from bot.page.message import asked, replied
from bot.page.panel import article_view, empty_view, problem_view, sources_view
from bot.page.sources import Source, sources
from bot.types import Article, Span
from bot.verdicts import Check

__all__ = ["Articles", "chat_messages", "latest_evidence", "linked_evidence"]


class Articles(Protocol):
    """Where a whole article comes from: `Bot`, as far as the panel needs it."""

    def article(self, article_id: str) -> Article: ...


def chat_messages(conversation: Conversation) -> list[ChatMessage]:
    """Two messages an exchange, the person's and the reply."""
    messages = []
    for turn, exchange in enumerate(conversation.exchanges, start=1):
        messages.append(ChatMessage(role="user", content=asked(exchange)))
        messages.append(ChatMessage(role="assistant", content=replied(exchange, turn)))
    return messages


def latest_evidence(articles: Articles, conversation: Conversation) -> str | None:
    """The panel after a reply has grown; None to leave it as it is."""
    if not conversation.exchanges:
        return empty_view()
    return _sources_view(articles, conversation, Link(Place.SOURCE, len(conversation.exchanges)))


def linked_evidence(articles: Articles, conversation: Conversation, link: Link) -> str | None:
    """The panel a link asks for; None when the conversation has no such evidence."""
    if link.place in {Place.CITE, Place.SOURCE}:
        return _sources_view(articles, conversation, link)
    found = _sources(conversation, link.turn)
    if link.place is Place.ALSO:
        return _also_view(articles, found, link)
    if link.place is Place.ARTICLE:
        source = next((s for s in found if s.number == link.item), None)
    else:
        source = next((s for s in found if link.item in {q.number for q in s.quotes}), None)
    if source is None:
        return None
    try:
        article = articles.article(source.article.id)
    except BotError as error:
        return problem_view(str(error), source, turn=link.turn)
    return article_view(source, article, turn=link.turn, focus=link)


def _also_view(articles: Articles, found: tuple[Source, ...], link: Link) -> str | None:
    """An article that says nearly the same, with those quotes marked that it has word for word."""
    pairs = [(source, also) for source in found for also in source.also_in]
    if not 1 <= link.item <= len(pairs):
        return None
    source, also = pairs[link.item - 1]
    try:
        article = articles.article(also)
    except BotError as error:
        return problem_view(str(error), source, turn=link.turn)
    shared = tuple(
        replace(q, span=Span(at, at + len(q.words)), marks=())
        for q in source.quotes
        if (at := article.text.find(q.words)) >= 0
    )
    twin = Source(source.number, article, (), shared)
    return article_view(twin, article, turn=link.turn, focus=link)


def _sources(conversation: Conversation, turn: int) -> tuple[Source, ...]:
    if not 1 <= turn <= len(conversation.exchanges):
        return ()
    reply = conversation.exchanges[turn - 1].reply
    shown = reply and (reply.answer or reply.check)
    return sources(shown) if shown else ()


def _sources_view(articles: Articles, conversation: Conversation, link: Link) -> str | None:
    if not 1 <= link.turn <= len(conversation.exchanges):
        return None
    exchange = conversation.exchanges[link.turn - 1]
    shown = exchange.reply and (exchange.reply.answer or exchange.reply.check)
    if not shown or (isinstance(shown, Check) and all(v.note for v in shown.verdicts)):
        return None
    found = sources(shown)
    focus = link if link.item or link.place is Place.CITE else None
    titles = _titles(articles, found)
    return sources_view(found, exchange.message, turn=link.turn, focus=focus, titles=titles)


def _titles(articles: Articles, found: tuple[Source, ...]) -> dict[str, str]:
    """What the articles are called that say nearly the same; without those that are gone."""
    titles = {}
    for also in {a for source in found for a in source.also_in}:
        try:
            article = articles.article(also)
        except BotError:
            continue  # its id is shown instead, and opening it tells what is wrong
        titles[also] = ", ".join(filter(None, (article.heading, article.source)))
    return titles
