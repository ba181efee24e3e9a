"""Pronouns that stand for something in their own sentence."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bound import unbound


@pytest.mark.parametrize(
    "text",
    [
        "Which companies pulled <their> ads from the show?",
        "And how many people lost <their> homes?",
        "Which company recalled <its> cars?",
        "Thailand's king supported <his> sister's run for prime minister",
        "Facebook blamed the outage on <its> own maintenance work",
        "Wiranto died of stab wounds in <his> stomach",
        "Who balked at saying whether <they> would pack the court?",
        "Which band announced this week <it> will reunite?",
        "Which tennis star announced that <he> won’t play?",
        "Why did the ministry say <they> had not been warned?",
        "With <her> 61st home run, which star set a record?",
        "After a joke about <his> wife, Will Smith slapped the host.",
        "Which two principles from <his> country's charter did Obama mention?",
        # Those before are meant.
        "Which of his aides did she trust?",
        "How many people died in their attack?",
        "Which of their ships sank?",
        "What year did his wife die?",
        "Did an injury end his career?",
        "How well received were his works?",
        "What other things made his music sound different?",
        "What other notable events happened while he was in the far east?",
        "Where did they and their friends go?",
        "He said that they would come",
        "His sister won",
        "Did he say he was sorry?",
        "With her, he won.",
        "Which star met her?",
        "Which firms sued it?",
    ],
)
def test_what_stands_for_something_in_the_sentence_points_at_nothing_before(text: str) -> None:
    """In angle brackets: what does."""
    blank = re.sub(r"<(\w+)>", lambda m: " " * len(m[1]), text)
    assert unbound(re.sub(r"[<>]", "", text)) == blank


@given(st.text(st.sampled_from("his they said which , A. \n’"), max_size=60))
def test_every_other_character_keeps_its_place(text: str) -> None:
    left = unbound(text)
    assert len(left) == len(text)
    assert all(b in (a, " ") for a, b in zip(text, left, strict=True))


def test_a_long_message_takes_no_time() -> None:
    assert unbound("with his " * 3_000)
    assert unbound("which said that " * 3_000)
