"""The values of a conversation, frozen: a message, the turns before it, and a reply as it grows."""

import enum
from dataclasses import dataclass, field

from bot.types import Answer
from bot.verdicts import Check

__all__ = ["Kind", "Message", "Reply", "Turn"]


class Kind(enum.Enum):
    """What a message wants."""

    QUESTION = "question"
    CLAIM = "claim"
    SMALL_TALK = "small talk"


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of the conversation: what was asked, what it was taken to mean, and what
    was said to it."""

    message: str
    question: str = ""  # the stand-alone wording
    answer: str = ""  # the first sentence of what was answered; empty where nothing was


@dataclass(frozen=True, slots=True)
class Message:
    """A person's message, understood."""

    text: str
    kind: Kind
    question: str  # stand-alone wording: needs no history to be searched


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it grows; each streamed value replaces the one before."""

    message: Message
    steps: tuple[str, ...] = ()  # what has been done, a line each: "Searched 312 passages"
    answer: Answer | None = None  # grows sentence by sentence
    check: Check | None = None  # of a claim: grows verdict by verdict
    note: str = ""  # plain words where no answer is wanted (a greeting)
    done: bool = False
    warnings: tuple[str, ...] = field(default=())
