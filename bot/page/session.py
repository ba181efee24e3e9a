"""What the server keeps for one open page: its conversation, and whether a reply is under way."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.page.conversation import Conversation, Replies, converse
from bot.types import Filters

__all__ = ["Session"]

PATIENCE_S = 3.0  # an unwanted reply ends in a twentieth of a second; only a bug takes longer


@dataclass(slots=True)
class Session:
    """One person's page. Gradio gives each browser tab its own; nothing in it is shared."""

    conversation: Conversation = field(default_factory=Conversation)
    run: int = 0  # grows with every message and every stop; only the newest run is wanted
    running: int = 0  # how many replies are under way, with those no longer wanted

    def ask(self, bot: Replies, message: str, filters: Filters) -> Iterator[Conversation]:
        """Answer a message, until another is asked or this one is stopped."""
        self.stop()
        mine, known = self.run, self.conversation
        self.running += 1
        try:
            growing = converse(
                bot, known, message, filters=filters, wanted=lambda: self.run == mine
            )
            for conversation in growing:
                if self.conversation is not known:  # a new chat has begun
                    return
                self.conversation = known = conversation
                yield conversation
        finally:
            self.running -= 1

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
