"""Pieces of a language model's text → the same without what it says to itself first, which some
models write between `<think>` and `</think>`, or `<thinking>` and `</thinking>`."""

from collections.abc import Generator as Stream
from contextlib import closing

__all__ = ["without_thoughts"]

MARKS = {"<think>": "</think>", "<thinking>": "</thinking>"}  # opening → closing


def without_thoughts(pieces: Stream[str], *, opened: bool = False) -> Stream[str]:
    """Hand on all pieces but a block of thoughts at the very start, for whose pieces empty ones
    are yielded; one that never ends leaves nothing. Closed, it closes `pieces`.

    `opened` where the prompt ends with the mark that opens it.
    """
    held = next(iter(MARKS)) if opened else ""
    with closing(pieces):
        for piece in pieces:
            held += piece
            start = held.lstrip().lower()
            if ends := _ends_of(start):
                at = held.lower().find(ends)
                if at < 0:
                    yield ""
                    continue
                held = held[at + len(ends) :]
            elif any(opening.startswith(start) for opening in MARKS):
                yield ""
                continue  # it may yet become one
            yield held
            break
        else:
            if held and not _ends_of(held.lstrip().lower()):
                yield held
        yield from pieces


def _ends_of(text: str) -> str:
    """The mark that closes the thoughts which a text in small letters begins with, if it does."""
    return next((ends for opening, ends in MARKS.items() if text.startswith(opening)), "")
