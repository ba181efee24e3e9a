"""Pieces of a language model's text → the same without what it says to itself first, which some
models write between `<think>` and `</think>`."""

from collections.abc import Iterator

__all__ = ["without_thoughts"]

OPENING, CLOSING = "<think>", "</think>"


def without_thoughts(pieces: Iterator[str], *, opened: bool = False) -> Iterator[str]:
    """Hand on all pieces but a block of thoughts at the very start; one that never ends leaves
    nothing. `opened` where the prompt ends with the mark that opens it."""
    held = OPENING if opened else ""
    for piece in pieces:
        held += piece
        start = held.lstrip()
        if start.startswith(OPENING):
            _, closed, held_after = held.partition(CLOSING)
            if not closed:
                continue
            held = held_after
        elif OPENING.startswith(start):
            continue  # it may yet become one
        if held:
            yield held
        break
    else:
        if not held.lstrip().startswith(OPENING) and held:
            yield held
    yield from pieces
