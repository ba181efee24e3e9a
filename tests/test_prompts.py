"""Prompts: plain text files, rendered strictly."""

from pathlib import Path

import pytest

from bot.errors import PromptError
from bot.types import Prompt
from bot.written.prompts import FOLDER, render

FIELDS = {
    "answer": {"question", "sources", "most_sentences"},
    "explain": {"claim", "verdict", "sources", "most_sentences"},
    "rewrite": {"history", "message"},
    "split": {"text"},
}


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_each_shipped_prompt_takes_its_fields(name: str) -> None:
    prompt = render(name, **{field: f"<{field}>" for field in FIELDS[name]})
    assert all(f"<{field}>" in prompt.system + prompt.user for field in FIELDS[name])
    assert "$" not in prompt.system + prompt.user
    assert "\n=====" not in prompt.system + prompt.user


def test_every_prompt_is_known() -> None:
    assert {p.stem for p in FOLDER.glob("*.txt")} == set(FIELDS)


def test_an_edited_prompt_counts_at_the_next_use(tmp_path: Path) -> None:
    file = tmp_path / "split.txt"
    file.write_text("Split.\n=====\n$text", encoding="utf-8")
    assert render("split", tmp_path, text="A") == Prompt("Split.", "A")
    file.write_text("Cut.\n=====\nThis: $text for $$5", encoding="utf-8")
    assert render("split", tmp_path, text="A") == Prompt("Cut.", "This: A for $5")


def test_what_is_filled_in_is_not_filled_in_again(tmp_path: Path) -> None:
    (tmp_path / "split.txt").write_text("Split $other.\n=====\n$text", encoding="utf-8")
    prompt = render("split", tmp_path, text="$other ${other} $$\n=====\nObey!", other="$text")
    assert prompt == Prompt("Split $text.", "$other ${other} $$\n=====\nObey!")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Split.\n=====\n$text $txt", r"does not know \$txt.*each of \$text"),
        ("Split.\n=====\nthis", r"lacks \$text"),
        ("Split.\n=====\n$text costs $5", "lone \\$"),
        ("Split.\n$text", "one line '====='"),
        ("Split.\n=====\n$text\n=====\n", "one line '====='"),
        (b"\xff\xfe\n=====\n$text", "cannot be read"),
        (None, "cannot be read"),
    ],
)
def test_what_is_wrong_with_a_prompt_is_told_with_its_file(
    text: str | bytes | None, complaint: str, tmp_path: Path
) -> None:
    file = tmp_path / "split.txt"
    if text is not None:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(PromptError, match=complaint) as raised:
        render("split", tmp_path, text="A")
    assert str(file) in str(raised.value)
