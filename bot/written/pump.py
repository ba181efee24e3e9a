"""A generator's stream, read in a thread of its own: whoever waits for it is never stuck."""

import queue
import re
import threading
import time
from collections.abc import Generator as Stream
from contextlib import closing

from bot.errors import GenerationError
from bot.protocols import Generator
from bot.types import Prompt

__all__ = ["BEAT_S", "THINKING", "pumped", "said"]

# What a reasoning model says to itself.
THINKING = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)

BEAT_S = 0.2  # how long to wait for a piece before saying that there is none yet


def pumped(
    generator: Generator, prompt: Prompt, *, max_tokens: int, until: float
) -> Stream[str | None]:
    """The pieces of text as they come, and None every BEAT_S in which none does.

    `until` is a time of `time.monotonic()`. Raises GenerationError when the generator fails or that
    time has come. Closed early, it stops the generator and does not wait for it.
    """
    pieces: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
    stop = threading.Event()

    def run() -> None:
        try:
            for piece in generator.stream(prompt, max_tokens=max_tokens, stop=stop):
                pieces.put(piece)
                if stop.is_set():
                    break
            pieces.put(None)
        except Exception as error:  # handed to whoever waits, below
            pieces.put(error)

    threading.Thread(target=run, daemon=True, name="writing").start()
    began = time.monotonic()
    try:
        while True:
            left = until - time.monotonic()
            if left <= 0:
                raise GenerationError(
                    f"{generator.name} was not done after {until - began:.0f} seconds"
                )
            try:
                piece = pieces.get(timeout=min(BEAT_S, left))
            except queue.Empty:
                yield None
                continue
            if piece is None:
                return
            if isinstance(piece, Exception):
                if isinstance(piece, GenerationError):
                    raise piece
                raise GenerationError(f"{generator.name} failed: {piece}") from piece
            yield piece
    finally:
        stop.set()


def said(
    generator: Generator, prompt: Prompt, *, max_tokens: int, seconds: float
) -> Stream[None, None, str]:
    """The whole of a short text, returned when it is there; None is yielded while it is awaited.

    Raises GenerationError as `pumped` does.
    """
    whole = ""
    until = time.monotonic() + seconds
    with closing(pumped(generator, prompt, max_tokens=max_tokens, until=until)) as pieces:
        for piece in pieces:
            whole += piece or ""
            yield None
    return THINKING.sub("", whole).strip()
