"""Message + Conversation → growing Conversations: what one person asked, and what came of it.

The page draws itself from a Conversation alone. Whatever goes wrong while a message is answered
ends up in its Exchange as words for the person, so the page never hangs on an error.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from bot.errors import BotError
from bot.messages import Kind, Reply, Turn
from bot.page.paced import paced
from bot.protocols import Replies
from bot.types import Filters, Without

__all__ = ["Conversation", "Exchange", "converse"]

APOLOGY = "Sorry, something went wrong here; the log of the server says what. Please try again."
EVERYTHING = Filters()

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message and what came of it so far."""

    message: str
    filters: Filters = EVERYTHING
    reply: Reply | None = None
    problem: str = ""  # what went wrong, in words
    stopped: bool = False
    kind: Kind | None = None  # what the person says it is; None: to be told from its wording
    left_out: Mapping[Without, str] = field(default_factory=dict)  # what was ever left out, named

    @property
    def done(self) -> bool:
        return self.stopped or bool(self.problem) or (self.reply is not None and self.reply.done)


@dataclass(frozen=True, slots=True)
class Conversation:
    """The exchanges of one person, in order."""

    exchanges: tuple[Exchange, ...] = ()

    @property
    def settled(self) -> "Conversation":
        """The same with nothing under way: what is not done counts as stopped."""
        return Conversation(
            tuple(e if e.done else replace(e, stopped=True) for e in self.exchanges)
        )

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The history a follow-up is understood from; what the bot never read is left out."""
        return tuple(
            Turn(e.message, e.reply.message.question, _said(e.reply))
            for e in self.exchanges
            if e.done and e.reply
        )


def _said(reply: Reply) -> str:
    """The first sentence of an answer, if there is one."""
    sentences = reply.answer.sentences if reply.answer else ()
    return sentences[0].text if sentences else ""


def converse(
    bot: Replies,
    before: Conversation,
    message: str,
    *,
    filters: Filters = EVERYTHING,
    kind: Kind | None = None,
    wanted: Callable[[], bool] = lambda: True,
) -> Iterator[Conversation]:
    """Answer a message: each conversation yielded replaces the one before, the last is done."""
    for exchange in _exchanges(bot, before, Exchange(message, filters, kind=kind), wanted):
        yield Conversation((*before.exchanges, exchange))


def _exchanges(
    bot: Replies, before: Conversation, exchange: Exchange, wanted: Callable[[], bool]
) -> Iterator[Exchange]:
    yield exchange
    try:
        replies = bot.reply(
            exchange.message, before.turns, filters=exchange.filters, kind=exchange.kind
        )
        for reply in paced(replies, wanted=wanted):
            exchange = replace(exchange, reply=reply)
            yield exchange
        if not wanted() and not exchange.done:
            yield replace(exchange, stopped=True)
        elif not exchange.done:
            raise RuntimeError("the bot's replies ended before one was done")
    except BotError as error:
        yield replace(exchange, problem=str(error))
    except Exception:
        log.exception("Answering %r failed", exchange.message)
        yield replace(exchange, problem=APOLOGY)
