"""Message → as much of it as is read, in whole sentences: half a sentence may say the opposite."""

import re

from bot.sentences import sentence_spans

__all__ = ["MAX_MESSAGE", "left_unread", "readable"]

MAX_MESSAGE = 2_000  # characters; the rest of a longer message is not searched
AHEAD = 2 * MAX_MESSAGE  # whether a sentence ends at "Gov." only what follows tells
LAST_WORD = re.compile(rf".{{0,{MAX_MESSAGE - 1}}}\S(?!\S)", re.DOTALL)
ITEM = re.compile(r"\n[ \t]*(?:[-*•–]|\d{1,2}[.)])\s")


def readable(message: str) -> str:
    """As many whole sentences and list items, from the first on, as `MAX_MESSAGE` characters hold;
    the whole words of the first where that alone is longer. Without the white space around it."""
    message = message.strip()
    if len(message) <= MAX_MESSAGE:
        return message
    begun = message[:AHEAD]
    ends = [s.end for s in sentence_spans(begun)] + [m.start() for m in ITEM.finditer(begun)]
    end = max((end for end in ends if end <= MAX_MESSAGE), default=0)
    last_word = LAST_WORD.match(message)
    return message[: end or (last_word.end() if last_word else MAX_MESSAGE)].rstrip()


def left_unread(message: str) -> tuple[str, ...]:
    """What is told of a message whose end is not read; else nothing."""
    read = readable(message)
    cut = len(read) < len(message.strip())
    return (f"Read the first {len(read)} characters of your message",) if cut else ()
