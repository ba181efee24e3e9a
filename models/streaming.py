"""A function that writes → an iterator of what it writes, which can be left at any time. The
writing is done on a thread of its own, so that nobody waits for a model that is busy."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from collections.abc import Generator as Stream

from bot.errors import GenerationError

__all__ = ["EndedError", "Ending", "streamed"]

# How long whoever wants to leave waits at most: people take a tenth of a second for at once.
POLL_S = 0.1
log = logging.getLogger(__name__)


class EndedError(Exception):
    """Raised by what writes, in its own thread, when nobody wants more."""


class Ending:
    """Tells one writing that nobody wants more of it."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self.done = threading.Event()
        """Set when the writing has ended, and nothing of it is in memory any longer."""

    def set(self) -> None:
        """Have the writing end as soon as it looks."""
        self._event.set()

    def is_set(self) -> bool:
        """Whether the writing is to end; it is, too, when the program ends."""
        return self._event.is_set() or not threading.main_thread().is_alive()


def streamed(
    write: Callable[[Callable[[str], None], Ending], None], *, seconds: float, name: str
) -> Stream[str]:
    """Run `write(emit, ending)` on a thread; yield what it emits, as it comes, and an empty piece
    every POLL_S in which nothing does.

    When the iterator is closed, `write` is told by its `ending` and may take its time. Raises
    GenerationError when `write` fails, or takes more than so many seconds, what is done with its
    pieces included.
    """
    written: queue.SimpleQueue[str | GenerationError | None] = queue.SimpleQueue()
    ending = Ending()

    def work() -> None:
        try:
            write(written.put, ending)
            written.put(None)
        except EndedError:
            written.put(None)
        except GenerationError as error:
            written.put(GenerationError(*error.args))  # without the frames it came through
        except Exception as error:  # libraries of models and networks let anything through
            log.warning("%s failed", name, exc_info=True)
            written.put(failure(name, error))
        ending.done.set()

    thread = threading.Thread(target=work, name=f"writing by {name}")
    deadline = time.monotonic() + seconds
    thread.start()
    try:
        while True:
            if time.monotonic() > deadline and thread.is_alive():
                raise GenerationError(f"{name} was not done after {seconds:g} s.")
            try:
                piece = written.get(timeout=POLL_S)
            except queue.Empty:
                piece = ""
            if piece is None:
                return
            if isinstance(piece, GenerationError):
                raise piece
            yield piece
    finally:
        ending.set()


def failure(name: str, error: Exception) -> GenerationError:
    """What went wrong, without the frames that would keep the model in memory."""
    told = f"{type(error).__name__}: {error}".strip().splitlines()[0].rstrip(".")
    if isinstance(error, MemoryError) or "memory" in told.lower():
        return GenerationError(
            f"{name} ran out of memory while it wrote ({told}). Take a smaller model, or lower the "
            "setting 'generator_context'."
        )
    return GenerationError(
        f"{name} failed while it wrote ({told}). Ask again; if it goes on, take another model."
    )
