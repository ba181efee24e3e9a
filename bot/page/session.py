"""What the server keeps for one open page: its conversation, and whether a reply is under way; and
for a while after the page is closed, so that a reload finds the conversation again."""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bot.messages import Kind
from bot.page.conversation import Conversation, Exchange, converse
from bot.protocols import Replies
from bot.types import Filters

__all__ = ["Chats", "Session"]

MOST_CHATS = 200  # an exchange takes about 30 KB (measured); a reload shares what it takes up
PATIENCE_S = 3.0  # an unwanted reply ends in a twentieth of a second; only a bug takes longer


@dataclass(slots=True)
class Session:
    """One person's page. Gradio gives each browser tab its own; nothing in it is shared."""

    conversation: Conversation = field(default_factory=Conversation)
    run: int = 0  # grows with every message and every stop; only the newest run is wanted
    running: int = 0  # how many replies are under way, with those no longer wanted

    def ask(
        self, bot: Replies, message: str, filters: Filters, kind: Kind | None = None
    ) -> Iterator[Conversation]:
        """Answer a message, until another is asked or this one is stopped."""
        self.stop()
        mine, known = self.run, self.conversation
        self.running += 1
        try:
            growing = converse(
                bot, known, message, filters=filters, kind=kind, wanted=lambda: self.run == mine
            )
            for conversation in growing:
                if self.conversation is not known:  # a new chat has begun
                    return
                self.conversation = known = conversation
                yield conversation
        finally:
            self.running -= 1

    def revise(
        self, turn: int, change: Callable[[Exchange], Exchange | None]
    ) -> Conversation | None:
        """Change one exchange that is over; None where there is none such, or nothing changes."""
        known = self.conversation
        if self.running or not 1 <= turn <= len(known.exchanges):
            return None
        exchange = change(known.exchanges[turn - 1])
        if exchange is None or self.running or self.conversation is not known:
            return None
        before, after = known.exchanges[: turn - 1], known.exchanges[turn:]
        self.conversation = Conversation((*before, exchange, *after))
        return self.conversation

    def take_up(self, before: Conversation) -> None:
        """Go on with an earlier conversation, unless this page has one already."""
        if not self.conversation.exchanges:
            self.conversation = before.settled

    def stop(self) -> None:
        """Give up the reply under way, if there is one, and wait until it has ended."""
        self.run += 1
        self._wait()

    def clear(self) -> None:
        """Begin a new chat."""
        self.run += 1
        self.conversation = Conversation()
        self._wait()  # or its last words would be drawn on the new page

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE_S
        while self.running and time.monotonic() < until:
            time.sleep(0.02)


class Chats:
    """The pages that were opened last, each by a key that only its browser tab knows.

    A page that is opened again goes on with a copy: two tabs with one key share nothing further.
    They are kept in memory, hence not beyond the end of the server.
    """

    def __init__(self, most: int = MOST_CHATS) -> None:
        self._most = most
        self._sessions: dict[str, Session] = {}
        self._lock = threading.Lock()

    def keep(self, session: Session) -> str:
        """A new key for a page; the page that was opened first goes when there are too many."""
        key = secrets.token_urlsafe(16)
        with self._lock:
            self._sessions[key] = session
            while len(self._sessions) > self._most:
                del self._sessions[next(iter(self._sessions))]
        return key

    def conversation(self, key: str) -> Conversation:
        """The conversation of a page; an empty one for an unknown key."""
        with self._lock:
            session = self._sessions.get(key)
        return session.conversation if session else Conversation()
