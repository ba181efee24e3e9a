"""models.thoughts: what a model says to itself is not its answer."""

from collections.abc import Generator as Stream

import pytest

from models.thoughts import without_thoughts


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", ""),
        ("Yes. <think> is a mark.", "Yes. <think> is a mark."),
        ("<think>Hm.\nSo.</think>Yes.", "Yes."),
        ("\n<think></think>\n\nYes. <think>", "\n\nYes. <think>"),
        ("<Thinking>Ann lost, I think.</thinking>Ann won.", "Ann won."),
        ("<think>endless", ""),
        ("<thick", "<thick"),
        ("<thi", "<thi"),
        ("  ", "  "),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 100])
def test_a_block_at_the_start_is_left_out(text: str, answer: str, size: int) -> None:
    pieces = [text[i : i + size] for i in range(0, len(text), size)]
    assert "".join(without_thoughts(piece for piece in pieces)) == answer


def test_a_block_that_the_prompt_opened_is_left_out() -> None:
    pieces = (piece for piece in ["So", ".</thi", "nk>Yes."])
    assert "".join(without_thoughts(pieces, opened=True)) == "Yes."


def test_an_answer_without_thoughts_is_not_held_back() -> None:
    pieces = (piece for piece in ["Y", "es"])
    reading = without_thoughts(pieces)
    assert next(reading) == "Y"
    assert list(pieces) == ["es"]


def test_while_it_thinks_there_are_empty_pieces_and_it_can_be_left() -> None:
    left = []

    def thinking() -> Stream[str]:
        try:
            yield "<think>"
            while True:
                yield "Hm. "
        finally:
            left.append(True)

    reading = without_thoughts(thinking())
    assert [next(reading) for _ in range(3)] == [""] * 3
    reading.close()
    assert left
