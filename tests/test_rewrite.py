"""Follow-ups worded, and texts taken apart, by a language model; held to what was said."""

from collections.abc import Generator
from pathlib import Path

import pytest

from bot.errors import GenerationError, PromptError
from bot.messages import Turn
from bot.written.rewrite import rewritten
from bot.written.splitting import split
from bot.written.straying import strays
from tests.fakes import FakeGenerator

HISTORY = [
    Turn("Who congratulated Biden first?", "Who congratulated Biden first?", "Merkel did."),
]


def result(awaited: Generator[None, None, object]) -> object:
    while True:
        try:
            next(awaited)
        except StopIteration as there:
            return there.value


@pytest.mark.parametrize(
    ("text", "known", "strayed"),
    [
        ("When did Bolsonaro congratulate Biden?", "bolsonaro congratulated Biden", False),
        ("When did Putin congratulate Biden?", "Bolsonaro congratulated Biden", True),
        ("He won 306 votes", "He won 306 votes", False),
        ("He won 232 votes", "He won 306 votes", True),
        ("Did Merkel telephone?", "And Merkel?", False),
        ("Did Merkel telephone, protest, threaten and resign?", "And Merkel?", True),
    ],
)
def test_names_and_numbers_must_be_known(text: str, known: str, strayed: bool) -> None:
    assert strays(text, known) is strayed


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("When did Bolsonaro congratulate Biden?", "When did Bolsonaro congratulate Biden?"),
        ("“When did Bolsonaro congratulate Biden?”\n", "When did Bolsonaro congratulate Biden?"),
        ("And Bolsonaro, congratulating Biden?", "And Bolsonaro, congratulating Biden?"),
        ("When did Putin congratulate Biden after Bolsonaro?", None),  # nobody spoke of him
        ("When did Merkel congratulate Biden?", None),  # it is not what was asked
        ("Bolsonaro congratulated Biden.", None),  # a question stays one
        ("When did Bolsonaro congratulate Biden? " * 20, None),
        ("", None),
    ],
)  # fmt: skip
def test_a_follow_up_is_worded_by_what_was_said(written: str, expected: str | None) -> None:
    generator = FakeGenerator([written])
    asked = "And Bolsonaro?"
    assert result(rewritten(generator, asked, HISTORY, seconds=5)) == expected
    (prompt,) = generator.prompts
    assert "Person: Who congratulated Biden first?\nReply: Merkel did." in prompt.user


TEXT = "Ann won Georgia on Tuesday and Bob lost Florida, said Eve."


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("- Ann won Georgia on Tuesday.\n- Bob lost Florida, said Eve.",
         ["Ann won Georgia on Tuesday.", "Bob lost Florida, said Eve."]),
        ("1. Ann won Georgia on Tuesday.\n\n2. Bob lost Florida, said Eve.\n2. Bob lost Florida, "
         "said Eve.", ["Ann won Georgia on Tuesday.", "Bob lost Florida, said Eve."]),
        ("Ann won Georgia on Tuesday.", None),  # half is left out
        (f"{TEXT}\nCid won Texas.", None),  # something is added
        ("Ann won\nGeorgia on Tuesday\nBob lost\nFlorida, said Eve.", None),  # no claims
        ("", None),
    ],
)  # fmt: skip
def test_a_text_is_taken_apart_without_loss(written: str, expected: list[str] | None) -> None:
    assert result(split(FakeGenerator([written]), TEXT, seconds=5)) == expected


def test_a_model_that_fails_or_hangs_is_told() -> None:
    dead = FakeGenerator([GenerationError("It is gone.")])
    with pytest.raises(GenerationError, match="gone"):
        result(split(dead, TEXT, seconds=5))
    with pytest.raises(GenerationError, match="not done"):
        result(split(FakeGenerator([9.0]), TEXT, seconds=0.3))


def test_whoever_waits_hears_a_beat() -> None:
    awaited = split(FakeGenerator([1.0, TEXT]), TEXT, seconds=5)
    assert next(awaited) is None


def test_a_prompt_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=r"split\.txt"):
        result(split(FakeGenerator([]), TEXT, seconds=5, folder=tmp_path))
