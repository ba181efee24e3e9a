"""Message + Conversation → growing Conversations: what one person asked, and what came of it.

The page draws itself from a Conversation alone. Whatever goes wrong while a message is answered
ends up in its Exchange as words for the person, so the page never hangs on an error.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.errors import BotError
from bot.page.paced import paced
from bot.types import Filters, Reply, Turn

__all__ = ["MAX_CHARACTERS", "Conversation", "Exchange", "Replies", "converse"]

MAX_CHARACTERS = 20_000  # ten times what the bot reads; more would only slow the page
APOLOGY = "Sorry, something went wrong here. The log of the server has the details. Please try again."

log = logging.getLogger(__name__)


class Replies(Protocol):
    """What answers a message: `Bot`, as far as a conversation needs it."""

    def reply(
        self, message: str, history: Sequence[Turn] = (), *, filters: Filters = ...
    ) -> Iterator[Reply]: ...


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message and what came of it so far."""

    message: str
    filters: Filters = Filters()
    reply: Reply | None = None
    problem: str = ""  # what went wrong, in words
    stopped: bool = False

    @property
    def done(self) -> bool:
        return self.stopped or bool(self.problem) or (self.reply is not None and self.reply.done)


@dataclass(frozen=True, slots=True)
class Conversation:
    """The exchanges of one person, in order."""

    exchanges: tuple[Exchange, ...] = ()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The history a follow-up is understood from; what failed is left out."""
        return tuple(
            Turn(e.message, e.reply.message.question) for e in self.exchanges if e.done and e.reply
        )

    def stopped(self) -> "Conversation":
        """The same, with an exchange that was still running given up."""
        if not self.exchanges or self.exchanges[-1].done:
            return self
        return self.ending(replace(self.exchanges[-1], stopped=True))

    def ending(self, exchange: Exchange) -> "Conversation":
        """The same, with another last exchange."""
        return Conversation((*self.exchanges[:-1], exchange))


def converse(
    bot: Replies, before: Conversation, message: str, filters: Filters = Filters()
) -> Iterator[Conversation]:
    """Answer a message: each conversation yielded replaces the one before, the last is done."""
    before = before.stopped()
    exchange = Exchange(message, filters)
    yield Conversation((*before.exchanges, exchange))
    try:
        for reply in paced(_replies(bot, before, exchange)):
            exchange = replace(exchange, reply=reply)
            yield Conversation((*before.exchanges, exchange))
        if exchange.reply is None or not exchange.reply.done:
            raise RuntimeError("the bot's replies ended before one was done")
    except BotError as error:
        yield Conversation((*before.exchanges, replace(exchange, problem=str(error))))
    except Exception:
        log.exception("Answering %r failed", message)
        yield Conversation((*before.exchanges, replace(exchange, problem=APOLOGY)))


def _replies(bot: Replies, before: Conversation, exchange: Exchange) -> Iterable[Reply]:
    return bot.reply(exchange.message, before.turns, filters=exchange.filters)
