"""The values of a stream at a pace that a page can follow."""

import time
from collections.abc import Iterator

import pytest

from bot.page.paced import paced


def test_paced_values_are_the_newest_and_end_with_the_last() -> None:
    def source() -> Iterator[int]:
        for n in range(40):
            time.sleep(0.01)
            yield n

    got = list(paced(source(), interval_s=0.1))
    assert got == sorted(got)
    assert got[-1] == 39
    assert len(got) < 15


def test_the_last_of_paced_values_does_not_wait() -> None:
    started = time.monotonic()
    assert list(paced(iter([1, 2, 3]), interval_s=30))[-1] == 3
    assert time.monotonic() - started < 5


def test_an_error_of_the_source_comes_after_its_last_value() -> None:
    def source() -> Iterator[int]:
        yield 1
        raise KeyError("x")

    stream = paced(source(), interval_s=0)
    assert next(stream) == 1
    with pytest.raises(KeyError):
        next(stream)


def test_a_source_is_left_when_its_values_are_no_longer_taken() -> None:
    taken = []

    def source() -> Iterator[int]:
        for n in range(1000):
            taken.append(n)
            time.sleep(0.01)
            yield n

    stream = paced(source(), interval_s=0)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    time.sleep(0.2)
    assert len(taken) < 20
