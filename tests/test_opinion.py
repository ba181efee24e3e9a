"""bot.opinion: opinions and predictions are named, and nothing that can be looked up."""

from pathlib import Path

import pytest

from bot.opinion import undecidable
from bot.questions import load_questions

QUESTION_FILES = sorted((Path(__file__).parent / "retrieval").glob("*.questions.yaml"))


@pytest.mark.parametrize("path", QUESTION_FILES, ids=lambda p: p.stem)
def test_no_claim_that_the_articles_decide_is_called_an_opinion(path: Path) -> None:
    claims = [c for c in load_questions(path).cases if c.verdict]
    assert [c.question for c in claims if undecidable(c.question)] == []
    assert [c.flips_with for c in claims if undecidable(c.flips_with)] == []


@pytest.mark.parametrize(
    "claim",
    [
        "Biden will win in 2024",
        "Trump is going to lose again.",
        "Trump won’t win Georgia",
        "Oil prices will probably rise",
        "The euro is bound to collapse",
    ],
)
def test_a_prediction_is_named(claim: str) -> None:
    assert undecidable(claim).startswith("This is a prediction.")


@pytest.mark.parametrize(
    "claim",
    [
        "Putin is a bad leader",
        "“Putin is a bad leader.”",
        "Trump was the worst president",
        "The decision was shameful!",
        "Brexit was a terrible mistake",
        "The US should leave NATO",
        "Countries that pollute should pay.",
        "Anyone who lies should resign.",
        "The city should sell the pier.",
        "Biden deserves to win",
    ],
)
def test_an_opinion_is_named(claim: str) -> None:
    assert undecidable(claim).startswith("This is an opinion.")


@pytest.mark.parametrize(
    "claim",
    [
        "Trump said Biden should concede",
        "Councillors are wrangling over how much money should go to the pier.",
        "The harbour master floated the idea that the city should sell the pier.",
        "Kern is open to the view that Norway should pay.",
        "Rivals raised doubts about her age should she be a candidate.",
        "Critics called Putin a bad leader",
        "The court ruled that he should be freed",
        "The IMF expects the economy to fail",
        "The Olympics will be held in 2021",
        "Biden will be sworn in on Jan. 20",
        "Navalny will not be released",
        "It was the worst fire since 1666",
        "The air was bad on Tuesday",
        "Putin was the best man at the wedding",
        "Biden won in 2020",
        "Trump will not concede",
    ],
)
def test_what_can_be_looked_up_is_judged(claim: str) -> None:
    assert undecidable(claim) == ""
