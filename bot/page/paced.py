"""A stream → the same stream at a pace a browser can follow: the newest value wins.

Gradio sends the whole chat at every update; about five a second look fluent and cost little.
"""

import threading
from collections.abc import Iterable, Iterator
from queue import Empty, SimpleQueue
from typing import TypeVar

__all__ = ["INTERVAL_S", "paced"]

INTERVAL_S = 0.2

T = TypeVar("T")


def paced(values: Iterable[T], interval_s: float = INTERVAL_S) -> Iterator[T]:
    """Yield values at least `interval_s` apart, skipping those that are already replaced.

    The first and the last value are always yielded, the last without waiting. The source runs in
    a thread of its own; its error is raised here, and it is left after its next value when the
    consumer goes away.
    """
    news: SimpleQueue[tuple[T] | BaseException | None] = SimpleQueue()
    finished, left = threading.Event(), threading.Event()

    def pull() -> None:
        try:
            for value in values:
                news.put((value,))
                if left.is_set():
                    return
            news.put(None)
        except BaseException as error:  # handed on whole, to be raised where it can be told
            news.put(error)
        finally:
            finished.set()

    threading.Thread(target=pull, daemon=True, name="reply").start()
    try:
        while True:
            newest, end = _newest(news)
            if newest is not None:
                yield newest[0]
            if isinstance(end, BaseException):
                raise end
            if end:
                return
            finished.wait(interval_s)
    finally:
        left.set()


def _newest(
    news: "SimpleQueue[tuple[T] | BaseException | None]",
) -> tuple[tuple[T] | None, BaseException | bool]:
    """Wait for news; return the newest value at hand, and how the stream ended if it did."""
    newest: tuple[T] | None = None
    item = news.get()
    while True:
        if item is None:
            return newest, True
        if isinstance(item, BaseException):
            return newest, item
        newest = item
        try:
            item = news.get_nowait()
        except Empty:
            return newest, False
