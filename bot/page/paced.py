"""A stream → the same stream at a pace a browser can follow: the newest value wins.

Gradio sends the whole chat at every update; about five a second look fluent and cost little.
"""

import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Generic, TypeVar

__all__ = ["INTERVAL_S", "paced"]

INTERVAL_S = 0.2
LOOK_S = 0.05  # how soon it is noticed that the stream is no longer wanted

T = TypeVar("T")


def paced(
    values: Iterable[T],
    *,
    interval_s: float = INTERVAL_S,
    wanted: Callable[[], bool] = lambda: True,
) -> Iterator[T]:
    """Yield values at least `interval_s` apart, skipping those that are already replaced and those
    that are what was yielded last.

    The last value comes without waiting. The source runs in a thread of its own: its error is
    raised here, and once it is not `wanted` the stream ends here at once, and there, where it is
    closed, after the source's next value.
    """
    source = _Source(values)
    threading.Thread(target=source.pull, daemon=True, name="reply").start()
    yielded: tuple[T] | None = None
    try:
        while wanted():
            if not source.news.wait(LOOK_S):
                continue
            over, newest = source.over.is_set(), source.take()  # in this order: none is lost
            if newest is not None and newest != yielded:
                yielded = newest
                yield newest[0]
            if over:
                if source.error is not None:
                    raise source.error
                return
            source.over.wait(interval_s)
    finally:
        source.left.set()


class _Source(Generic[T]):
    """The newest value of an iterable that another thread runs through."""

    def __init__(self, values: Iterable[T]) -> None:
        self.values = values
        self.error: BaseException | None = None
        self.news, self.over, self.left = threading.Event(), threading.Event(), threading.Event()
        self._newest: tuple[T] | None = None
        self._lock = threading.Lock()

    def pull(self) -> None:
        """Run through the values, to their end or until nobody takes them any more."""
        try:
            for value in self.values:
                with self._lock:
                    self._newest = (value,)
                    self.news.set()
                if self.left.is_set():
                    break
            if isinstance(self.values, Generator):
                self.values.close()  # what it has open, such as a model that writes, ends now
        except BaseException as error:  # whatever it is, it is raised where it can be told
            self.error = error
        finally:
            self.over.set()
            self.news.set()

    def take(self) -> tuple[T] | None:
        """The newest value, if it was not taken yet."""
        with self._lock:
            newest, self._newest = self._newest, None
            if not self.over.is_set():
                self.news.clear()
            return newest
