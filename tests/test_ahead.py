"""Making ahead of use: in order, bounded, and over when the block is."""

import threading
from collections.abc import Iterator

import pytest

from bot.ahead import ahead


def makers() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t.name == "ahead"]


def test_items_come_in_order_and_no_thread_is_left() -> None:
    with ahead(iter(range(50)), 2) as items:
        assert list(items) == list(range(50))
    assert not makers()


def test_no_more_are_made_than_may_wait() -> None:
    made: list[int] = []
    third = threading.Event()

    def making() -> Iterator[int]:
        for n in range(100):
            made.append(n)
            if n == 3:
                third.set()
            yield n

    with ahead(making(), 2) as items:
        assert next(items) == 0
        assert third.wait(10)  # two wait, and one more is made that finds no place
        assert max(made) == 3
    assert max(made) == 3
    assert not makers()


def test_an_error_comes_where_its_item_would_have() -> None:
    def failing() -> Iterator[int]:
        yield 1
        raise ValueError("bad")

    with ahead(failing(), 5) as items:
        assert next(items) == 1
        with pytest.raises(ValueError, match="bad"):
            next(items)
    assert not makers()


def test_an_error_of_the_user_ends_the_making() -> None:
    def interrupted() -> None:
        with ahead(iter(range(10**9)), 1) as items:
            next(items)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not makers()
