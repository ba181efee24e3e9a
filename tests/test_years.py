"""bot.years: an article of another year does not tell what happened in the one that is asked of."""

import datetime as dt

import pytest

from bot.sentences import sentence_spans
from bot.types import Passage, Reading, SentenceReading
from bot.years import OTHER_YEAR, of_their_year, years

ASKED = "Who won the World Cup in 2019?"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Who won in 2019?", {2019}),
        ("the 2019-2020 season", {2019, 2020}),
        ("the 2016 election and that of 2020.", {2016, 2020}),
        ("the 1990s", set()),
        ("2000 troops, 2,019 of them, for $2019, 2019% more, 12019 and 2019.5", set()),
        ("Who won?", set()),
    ],
)
def test_a_year_is_told_from_other_numbers(text: str, named: set[int]) -> None:
    assert years(text) == named


def score(question: str, text: str, date: dt.date | None, title: str = "") -> tuple[float, float]:
    """The scores of a passage of one sentence and of the sentence, which were both .8."""
    spans = tuple(sentence_spans(text))
    passage = Passage("a", 0, 0, len(text), text, spans, title=title, date=date)
    reading = Reading(0.8, (SentenceReading(spans[0], 0.8),))
    (left,) = of_their_year(question, [reading], [passage])
    return left.relevance, left.sentences[0].score


LESS = (0.8 * OTHER_YEAR, 0.8 * OTHER_YEAR)
WON = "Ann won the cup."


@pytest.mark.parametrize(
    ("text", "date", "title"),
    [
        (WON, dt.date(2019, 11, 2), ""),
        (WON, dt.date(2020, 1, 20), ""),  # "in December"
        (WON, None, ""),
        ("Ann won the cup in 2019.", dt.date(2024, 1, 1), ""),
        (WON, dt.date(2018, 1, 1), "The cup of 2019"),
    ],
)
def test_what_may_tell_of_that_year_is_left_alone(
    text: str, date: dt.date | None, title: str
) -> None:
    assert score(ASKED, text, date, title) == (0.8, 0.8)


@pytest.mark.parametrize("date", [dt.date(2014, 5, 19), dt.date(2020, 6, 1)])
def test_an_article_of_another_year_counts_for_less(date: dt.date) -> None:
    assert score(ASKED, WON, date) == LESS
    assert score(ASKED, "Ann won the cup of 2014.", date) == LESS


def test_a_question_without_a_year_asks_of_any() -> None:
    assert score("Who won the World Cup?", WON, dt.date(2014, 5, 19)) == (0.8, 0.8)
