"""models.streaming: what a thread writes is read as it comes, and left at any time."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from collections.abc import Generator as Stream

import pytest

from bot.errors import GenerationError
from models.streaming import EndedError, Ending, streamed

Emit = Callable[[str], None]


def pieces(
    write: Callable[[Emit, Ending], None],
    seconds: float = 20,
) -> Stream[str]:
    return streamed(write, seconds=seconds, name="Tiny")


def endless(emit: Emit, ending: Ending) -> None:
    while not ending.is_set():
        emit("more ")
        time.sleep(0.01)
    raise EndedError


def test_pieces_come_as_they_are_written() -> None:
    go_on = threading.Event()

    def write(emit: Emit, _: Ending) -> None:
        emit("one ")
        emit("")
        assert go_on.wait(10)
        emit("two")

    reading = pieces(write)
    assert next(reading) == "one "
    go_on.set()
    assert "".join(reading) == "two"


def test_a_writer_that_is_silent_can_be_left() -> None:
    told = threading.Event()

    def silent(_: Emit, ending: Ending) -> None:
        while not ending.is_set():
            time.sleep(0.01)
        told.set()

    started = time.monotonic()
    reading = pieces(silent)
    assert [next(reading), next(reading)] == ["", ""]
    reading.close()
    assert time.monotonic() - started < 1
    assert told.wait(1)


def test_closing_the_iterator_ends_the_writer() -> None:
    told = threading.Event()

    def write(emit: Emit, ending: Ending) -> None:
        try:
            endless(emit, ending)
        finally:
            told.set()

    reading = pieces(write)
    assert next(reading) == "more "
    reading.close()
    assert told.wait(1)


def test_time_is_up_though_pieces_still_come() -> None:
    reading = pieces(endless, seconds=0.2)
    started = time.monotonic()
    with pytest.raises(GenerationError, match=r"Tiny was not done after 0\.2 s"):
        list(reading)
    assert time.monotonic() - started < 1


def test_what_is_written_in_time_may_be_read_late() -> None:
    def write(emit: Emit, _: Ending) -> None:
        emit("one ")
        emit("two")

    reading = pieces(write, seconds=0.1)
    assert next(reading) == "one "
    time.sleep(0.2)
    assert list(reading) == ["two"]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ValueError("bad\nlogits"), r"Tiny failed while it wrote \(ValueError: bad\)"),
        (MemoryError(), "ran out of memory.*smaller model.*generator_context"),
        (RuntimeError("can't allocate memory: 9 bytes"), "ran out of memory"),
        (GenerationError("the server is gone"), "^the server is gone$"),
    ],
)
def test_a_failure_is_told_after_what_was_written(error: Exception, message: str) -> None:
    def write(emit: Emit, _: Ending) -> None:
        emit("one ")
        raise error

    reading = pieces(write)
    assert next(reading) == "one "
    with pytest.raises(GenerationError, match=message) as caught:
        next(reading)
    assert caught.value.__cause__ is None


def test_the_program_can_end_while_a_model_writes() -> None:
    code = (
        "from tests.test_streaming import endless, pieces; "
        "reading = pieces(endless); print(next(reading))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout == "more \n"
    assert done.stderr == ""
