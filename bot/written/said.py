"""A generator + a short prompt → the whole text, awaited without being stuck."""

from collections.abc import Generator as Stream
from contextlib import closing

from bot.protocols import Generator
from bot.types import Prompt

__all__ = ["said"]


def said(
    generator: Generator, prompt: Prompt, *, max_tokens: int, seconds: float
) -> Stream[None, None, str]:
    """The text, returned when it is there; None is yielded while it is awaited.

    Raises GenerationError when the generator fails, or is not done in time.
    """
    whole = ""
    with closing(generator.stream(prompt, max_tokens=max_tokens, seconds=seconds)) as pieces:
        for piece in pieces:
            whole += piece
            yield None
    return whole.strip()
