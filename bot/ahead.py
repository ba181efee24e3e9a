"""Things made one after the other → the same things, made by a second thread while the first works
on those before."""

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

__all__ = ["ahead"]

Item = TypeVar("Item")
WAIT_S = 0.1  # how soon the maker notices that nobody wants more


@contextmanager
def ahead(items: Iterator[Item], most: int) -> Iterator[Iterator[Item]]:
    """What `items` yields, at most `most` of them made before they are asked for.

    What goes wrong in the making is raised where the item would have come. When the block ends,
    however it does, the making ends too: no thread outlives it.
    """
    maker = _Maker(items, most)
    maker.thread.start()
    try:
        yield maker.taken()
    finally:
        maker.unwanted.set()
        maker.thread.join()


class _Maker(Generic[Item]):
    """A thread that makes items until there are no more, or nobody wants them."""

    def __init__(self, items: Iterator[Item], most: int) -> None:
        self._items = items
        self._made: queue.Queue[Item | None] = queue.Queue(most)  # None: there are no more
        self._error: BaseException | None = None
        self.unwanted = threading.Event()
        self.thread = threading.Thread(target=self._make, name="ahead", daemon=True)

    def taken(self) -> Iterator[Item]:
        while (item := self._made.get()) is not None:
            yield item
        if self._error:
            raise self._error

    def _make(self) -> None:
        try:
            for item in self._items:
                if not self._put(item):
                    return
        except BaseException as error:  # it is raised in the thread that waits for the item
            self._error = error
        self._put(None)

    def _put(self, item: Item | None) -> bool:
        while not self.unwanted.is_set():
            try:
                self._made.put(item, timeout=WAIT_S)
                return True
            except queue.Full:
                continue
        return False
