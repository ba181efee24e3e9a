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
        "What country elected <its> first woman president?",
        "Which country saw <its> prime minister resign?",
        "Which senator lost <his> seat?",
        "Who balked at saying whether <they> would pack the court?",
        "Which band announced this week <it> will reunite?",
        "Which tennis star announced that <he> won’t play?",
        "About what share of people said <they> were happy?",
        "Why did the ministries say <they> had not been warned?",
        "With <her> 61st home run, which star set a record?",
        "Which two principles from <his> country's charter did Obama mention?",
        # Those before are meant.
        "How many people died in their attack?",
        "How many people watched his speech?",
        "How many women said he lied?",
        "How many women accused her of abuse?",
        "Which senators said he should resign?",
        "Which of their ships sank?",
        "Which of his aides did she trust?",
        "Which judge sentenced her to prison?",
        "Which judge oversaw his trial?",
        "Which countries grounded its planes?",
        "What year did his wife die?",
        "What was the reason police searched his home?",
        "Did an injury end his career?",
        "How well received were his works?",
        "What other things made his music sound different?",
        "What other notable events happened while he was in the far east?",
        "What happened to its engine?",
        "What caused its collapse?",
        "Where did they and their friends go?",
        "After his death, who became prime minister?",
        "During his time in office, which laws were passed?",
        "Police said he died at the scene.",
        "Police searched his home in Florida.",
        "He said that they would come",
        "His sister won",
        "Did he say he was sorry?",
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


def test_what_is_too_long_for_a_question_is_left_alone() -> None:
    for text in ("with his " * 3_000, "which said that they " * 3_000):
        assert unbound(text) == text
