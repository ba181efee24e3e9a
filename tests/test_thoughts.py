"""models.thoughts: what a model says to itself is not its answer."""

import pytest

from models.thoughts import without_thoughts


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", ""),
        ("Yes. <think> is a mark.", "Yes. <think> is a mark."),
        ("<think>Hm.\nSo.</think>Yes.", "Yes."),
        ("\n<think></think>\n\nYes. <think>", "\n\nYes. <think>"),
        ("<think>endless", ""),
        ("<thick", "<thick"),
        ("<thi", "<thi"),
        ("  ", "  "),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 100])
def test_a_block_at_the_start_is_left_out(text: str, answer: str, size: int) -> None:
    pieces = [text[i : i + size] for i in range(0, len(text), size)]
    assert "".join(without_thoughts(iter(pieces))) == answer


def test_a_block_that_the_prompt_opened_is_left_out() -> None:
    assert "".join(without_thoughts(iter(["So", ".</thi", "nk>Yes."]), opened=True)) == "Yes."


def test_an_answer_without_thoughts_is_not_held_back() -> None:
    pieces = iter(["Y", "es"])
    assert next(without_thoughts(pieces)) == "Y"
    assert list(pieces) == ["es"]
