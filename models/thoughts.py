"""Pieces of a language model's text → the same without what it says to itself first, which some
models write between `<think>` and `</think>`."""

from collections.abc import Generator as Stream
from contextlib import closing

__all__ = ["without_thoughts"]

OPENING, CLOSING = "<think>", "</think>"


def without_thoughts(pieces: Stream[str], *, opened: bool = False) -> Stream[str]:
    """Hand on all pieces but a block of thoughts at the very start, for whose pieces empty ones
    are yielded; one that never ends leaves nothing. Closed, it closes `pieces`.

    `opened` where the prompt ends with the mark that opens it.
    """
    held = OPENING if opened else ""
    with closing(pieces):
        for piece in pieces:
            held += piece
            start = held.lstrip()
            if start.startswith(OPENING):
                _, closed, after = held.partition(CLOSING)
                if not closed:
                    yield ""
                    continue
                held = after
            elif OPENING.startswith(start):
                yield ""
                continue  # it may yet become one
            yield held
            break
        else:
            if held and not held.lstrip().startswith(OPENING):
                yield held
        yield from pieces
