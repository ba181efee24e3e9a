"""Figures of answers, from outcomes written by hand."""

import pytest

from bot.evaluate.answers import Outcome, measured
from bot.evaluate.questions import Question
from bot.types import Answer, Citation, Sentence, Span


def sentence(text: str, *marked: str) -> Sentence:
    """A sentence that is a quote at 100 in its article, with some words marked."""
    marks = tuple(Span(100 + text.index(m), 100 + text.index(m) + len(m)) for m in marked)
    end = 100 + len(text)
    citation = Citation(1, "a", "T", "", None, "", 100, end, text, marks)
    return Sentence(text, 1.0, (citation,))


def outcome(
    *sentences: Sentence,
    answers: tuple[str, ...] = ("Biden",),
    confidence: float = 0.9,
    forced: tuple[Sentence, ...] = (),
    exact: bool = True,
) -> Outcome:
    question = Question("q", "Who won?", answers, answer_in_any=bool(answers))
    answer = Answer("Who won?", sentences, confidence, ())
    forced_answer = Answer("Who won?", sentences or forced, confidence, ())
    return Outcome(question, answer, forced_answer, (exact,) * len(sentences), 10.0)


RIGHT_FIRST = outcome(sentence("Joe Biden won.", "Joe Biden"), sentence("He was glad."))
RIGHT_SECOND = outcome(sentence("It was close.", "close"), sentence("Biden won.", "Biden"))
WRONG = outcome(sentence("Trump won.", "Trump"), confidence=0.6, exact=False)
SILENT = outcome(confidence=0.2, forced=(sentence("Biden it was."),))
RIGHTLY_SILENT = outcome(answers=(), confidence=0.1, forced=(sentence("Rain fell."),))
FOOLED = outcome(sentence("Rain fell."), answers=(), confidence=0.7)
ALL = [RIGHT_FIRST, RIGHT_SECOND, WRONG, SILENT, RIGHTLY_SILENT, FOOLED]


@pytest.mark.parametrize(
    ("name", "value", "n"),
    [
        ("answer_in_text", 2 / 4, 4),
        ("answer_in_first_sentence", 1 / 4, 4),
        ("answer_in_text_of_answered", 2 / 3, 3),
        ("answer_in_first_sentence_of_answered", 1 / 3, 3),
        # "Joe Biden" for "Biden" 2/3, "Biden" 1, "Trump" 0, nothing marked 0.
        ("token_f1", (2 / 3 + 1) / 4, 4),
        ("token_f1_of_first_mark", (2 / 3) / 4, 4),
        ("abstained_with_answer", 1 / 4, 4),
        ("abstained_without", 1 / 2, 2),
        # With an answer: .9 .9 .6 .2; without: .1 .7 → 4 + 2 of 8 pairs in the right order.
        ("auroc", 6 / 8, 6),
        # Right: .9 .9 and the silent one's .2; wrong: .6 .1 .7 → 3 + 3 + 1 of 9.
        ("auroc_right", 7 / 9, 6),
        # Bins: .9 two right → .2 of 6; .6 → .6; .2 right → .8; .1 → .1; .7 → .7.
        ("calibration_error", (0.2 + 0.6 + 0.8 + 0.1 + 0.7) / 6, 6),
        ("citation_exactness", 5 / 6, 6),
    ],
)
def test_a_figure_by_hand(name: str, value: float, n: int) -> None:
    found = measured(ALL).figures[name]
    assert found.value == pytest.approx(value)
    assert found.n == n


def test_what_has_no_case_has_no_figure() -> None:
    figures = measured([SILENT]).figures
    for name in ("abstained_without", "auroc", "citation_exactness", "answer_in_text_of_answered"):
        assert figures[name].value is None, name


def test_the_words_of_an_abstention_are_no_answer() -> None:
    assert not outcome(answers=("articles",)).in_text  # "Your articles don't say."
