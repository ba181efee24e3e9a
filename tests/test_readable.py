"""bot.readable: of a message that is too long whole sentences are read, and it is told how much."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.readable import MAX_MESSAGE, left_unread, readable

FOUND = "The court did not find that Ann Lee had lied to the police about the money."


def filled(length: int) -> str:
    """A sentence of so many characters, the space after it among them."""
    return f"A{'h' * (length - 3)}. "


@pytest.mark.parametrize("short", ["It snowed.", "", "a" * MAX_MESSAGE, f" {'a' * MAX_MESSAGE}\n"])
def test_what_is_short_is_read_whole(short: str) -> None:
    assert readable(short) == short.strip()
    assert left_unread(short) == ()


@pytest.mark.parametrize("room", [0, 1, 30, len(FOUND) - 1])
def test_it_is_cut_at_the_end_of_a_sentence(room: int) -> None:
    before = filled(MAX_MESSAGE - room)
    assert readable(f"{before}{FOUND} Nobody knew.") == before.strip()
    assert left_unread(f"{before}{FOUND} Nobody knew.") == (
        f"Read the first {MAX_MESSAGE - room - 1} characters of your message",
    )


def test_a_sentence_that_just_fits_is_read() -> None:
    before = filled(MAX_MESSAGE - len(FOUND))
    assert readable(f"{before}{FOUND} Nobody knew.") == f"{before}{FOUND}"


def test_an_abbreviation_at_the_limit_is_no_end() -> None:
    before = filled(MAX_MESSAGE - len("Biden thanked Gov."))
    assert readable(f"{before}Biden thanked Gov. Ann Lee.") == before.strip()


@pytest.mark.parametrize("mark", ["- ", "• ", "12. "])
def test_a_list_is_cut_between_its_items(mark: str) -> None:
    item = f"{mark}The court did not find that Ann Lee had lied about money"
    read = readable("\n".join([item] * 100))
    assert set(read.splitlines()) == {item}
    assert MAX_MESSAGE - len(read) <= len(item)


@pytest.mark.parametrize(
    ("message", "read"),
    [
        ("snow fell and " * 1_000, ("snow fell and " * 1_000)[:MAX_MESSAGE].rsplit(" ", 1)[0]),
        ("a" * 3_000, "a" * MAX_MESSAGE),
        (f"{'a' * MAX_MESSAGE} b", "a" * MAX_MESSAGE),
    ],
)
def test_a_sentence_that_is_longer_is_cut_at_a_word(message: str, read: str) -> None:
    assert readable(message) == read


@pytest.mark.parametrize("unit", ["\n", "- ", "\n- ", "Gov. ", "\ud83d ", "a.a"])
def test_an_endless_message_takes_no_time(unit: str) -> None:
    readable("It snowed. " * MAX_MESSAGE)  # loads the splitter
    started = time.process_time()
    readable(f"a{unit * 100_000}a")
    assert time.process_time() - started < 0.2


@settings(max_examples=30)
@given(st.text(alphabet="aA. \n-?", min_size=MAX_MESSAGE - 10, max_size=MAX_MESSAGE * 2))
def test_what_is_read_is_how_the_message_begins(message: str) -> None:
    read = readable(message)
    assert len(read) <= MAX_MESSAGE
    assert message.strip().startswith(read)
    assert read or not message.strip()
