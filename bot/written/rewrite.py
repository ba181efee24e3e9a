"""A follow-up + the conversation → the same message worded by a language model to stand alone, held
to what was said; None where it strays, and the rules of `bot.follow_up` stand."""

from collections.abc import Generator as Stream
from collections.abc import Sequence
from pathlib import Path

from bot.messages import Turn
from bot.protocols import Generator
from bot.words import content_stems
from bot.written.prompts import render
from bot.written.said import said
from bot.written.straying import strays

__all__ = ["rewritten"]

TURNS = 3  # of the conversation, the last ones
MOST_CHARACTERS = 300  # of a message that stands alone
MOST_TOKENS = 80
KEPT = 0.6  # of the message's own words of matter must be in it


def rewritten(
    generator: Generator,
    message: str,
    history: Sequence[Turn],
    *,
    seconds: float,
    folder: Path | None = None,
) -> Stream[None, None, str | None]:
    """The message worded anew, returned when it is there; None is yielded while it is awaited.

    Raises PromptError for a prompt that cannot be used, GenerationError when the model fails.
    """
    turns = history[-TURNS:]
    told = "\n".join(
        line
        for turn in turns
        for line in (f"Person: {turn.question or turn.message}", f"Reply: {turn.answer}")
        if not line.endswith(": ")
    )
    prompt = render("rewrite", folder, history=told, message=message)
    text = yield from said(generator, prompt, max_tokens=MOST_TOKENS, seconds=seconds)
    line = " ".join(text.split()).strip('"“” ')
    known = f"{told}\n{message}"
    own, new = set(content_stems(message)), set(content_stems(line))
    if not line or len(line) > MOST_CHARACTERS or strays(line, known):
        return None
    if len(own & new) < KEPT * len(own) or message.rstrip().endswith("?") != line.endswith("?"):
        return None
    return line
