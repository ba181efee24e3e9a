"""Message + history → what is asked, worded so that it stands alone."""

import re
from collections.abc import Sequence

from bot.types import Kind, Message, Turn
from bot.words import STOP_WORDS, fold, words

__all__ = ["understand"]

SMALL_TALK = re.compile(
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks?(?: you)?(?: (?:very|so) much)?|"
    r"thx|ok(?:ay)?|great|cool|bye|goodbye|help|who are you|what can you do)[\s!.?]*"
)
# A message that leans on the one before: it opens so, or points back with a pronoun.
LEANING_OPENING = re.compile(r"(?:and|but|so|what about|how about|why|when|where|who|how)\b")
POINTING_BACK = frozenset("he him his she her hers they them their theirs it its this that these "
                          "those there then".split())  # fmt: skip
BARE_QUESTION = 3  # "and why?", "when was that": no more words than this carry no subject


def understand(text: str, history: Sequence[Turn] = ()) -> Message:
    """Say what a message wants, and word it so that it can be searched without the history.

    A follow-up that points back gets the names of the question before it, in brackets.
    """
    text = " ".join(text.split())
    if SMALL_TALK.fullmatch(fold(text)):
        return Message(text, Kind.SMALL_TALK, "")
    before = next((t.question for t in reversed(history) if t.question), "")
    if before and _leans(text):
        return Message(text, Kind.QUESTION, _completed(text, before))
    return Message(text, Kind.QUESTION, text)


def _leans(text: str) -> bool:
    found = [fold(w.text) for w in words(text)]
    named = any(w.is_capitalised and w.span.start for w in words(text))
    points_back = any(w in POINTING_BACK for w in found)
    bare = len([w for w in found if w not in STOP_WORDS]) < BARE_QUESTION
    return (points_back and not named) or (bare and bool(LEANING_OPENING.match(fold(text))))


def _completed(text: str, before: str) -> str:
    """The message with what the earlier question was about, without what it asked for."""
    has = {w.stem for w in words(text)}
    about = [w.text for w in words(before) if fold(w.text) not in STOP_WORDS and w.stem not in has]
    return f"{text} ({' '.join(about)})" if about else text
