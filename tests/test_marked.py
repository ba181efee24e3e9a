"""bot.marked: words of the question answer nothing, and seldom does "who" mean nobody by name."""

import pytest

from bot.marked import ASKS, ECHO, asks_for_several, weighed_by_marks
from bot.sentences import sentence_spans
from bot.types import Passage, Reading, SentenceReading, Span


def read(text: str, *marked: str, score: float = 0.8) -> tuple[Passage, Reading]:
    """A passage of one sentence, and a reading that marks words of it."""
    passage = Passage("a", 0, 0, len(text), text, tuple(sentence_spans(text)))
    marks = tuple(Span(text.index(m), text.index(m) + len(m)) for m in marked)
    return passage, Reading(score, (SentenceReading(passage.sentences[0], score, marks),))


def heard(question: str, text: str, *marked: str) -> tuple[list[str], float, float]:
    """What is left of a reading: its marks, the sentence's score, the passage's."""
    passage, reading = read(text, *marked)
    (left,) = weighed_by_marks(question, [reading], [passage])
    (sentence,) = left.sentences
    return [m.of(text) for m in sentence.marks], sentence.score, left.relevance


def test_a_name_of_the_question_is_no_answer_to_it() -> None:
    marks, score, relevance = heard(
        "Who shot Ann Smith?", "The murder of Ann Smith shocked the town.", "Ann Smith"
    )
    assert marks == []
    assert score == relevance == 0.8 * ECHO


def test_beside_an_answer_it_only_loses_its_mark() -> None:
    text = "Ann Smith was shot by Ben Jones."
    marks, score, relevance = heard("Who shot Ann Smith?", text, "Ann Smith", "Ben Jones")
    assert marks == ["Ben Jones"]
    assert score == relevance == 0.8


def test_what_says_more_than_the_question_stays() -> None:
    text = "Senator Ann Smith of Ohio was shot."
    assert heard("Who is Ann Smith?", text, "Senator Ann Smith of Ohio")[1] == 0.8
    # Without words of matter there is nothing to have been in the question.
    assert heard("How many days did Ann wait?", "She waited one day.", "one")[1] == 0.8


def test_one_of_two_that_are_asked_about_may_answer() -> None:
    text = "The voters chose Ann."
    assert heard("Who won, Ann or Ben?", text, "Ann") == (["Ann"], 0.8, 0.8)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Did Ben Jones shoot her?", ASKS),
        ("“Did Ben Jones shoot her?”", ASKS),
        ("“Did he shoot her?” asked Ben Jones.", 1),
        ("Ben Jones asked: “Who shot her?”", 1),
    ],
)
def test_another_question_is_hardly_an_answer(text: str, left: float) -> None:
    assert heard("Who shot Ann?", text, "Ben Jones")[1:] == (0.8 * left, 0.8 * left)


@pytest.mark.parametrize(
    ("question", "marked", "left"),
    [
        ("Who fired at Ann?", "the crew", 0.6),
        ("and who fired at Ann?", "the crew", 0.6),
        ("Who fired at Ann?", "Ben Jones", 1),
        ("What fired at Ann?", "the crew", 1),
    ],
)
def test_who_asks_for_a_name(question: str, marked: str, left: float) -> None:
    text = "Of the crew it was Ben Jones that shot her."
    assert heard(question, text, marked) == ([marked], 0.8 * left, 0.8 * left)


@pytest.mark.parametrize(
    ("question", "marked", "left"),
    [
        ("How long did it last?", "16", 1),
        ("How long did it last?", "32", 0.3),
        ("How many did it cost?", "Photo", 0.3),
        ("How many were there?", "32", 1),
        ("In 2013, how many photos were there?", "32", 1),
        ("When did it end?", "Thursday", 1),
        ("When did it end?", "Photo", 0.3),
        ("How did it end?", "Photo", 1),
        ("Who ended it?", "Rep", 0.6),
        ("Who ended it?", "D-Ariz", 0.6),
        ("Who ended it?", "Rep. Ann Lee", 1),
    ],
)
def test_a_mark_is_of_the_kind_asked_for(question: str, marked: str, left: float) -> None:
    text = "Photo 32 of it: Rep. Ann Lee, D-Ariz., ended it on Thursday after 16 days, and no jobs."
    marks, score, relevance = heard(question, text, marked)
    assert marks == [marked]
    assert score == relevance == pytest.approx(0.8 * left)


def test_of_a_list_all_are_marked_where_several_are_asked_for() -> None:
    text = "Colorado, Oregon and Washington voted for it."
    all_of_them = ["Colorado", "Oregon", "Washington"]
    assert heard("Which states voted for it?", text, "Colorado")[0] == all_of_them
    assert heard("Who held out on signing it?", text, "Oregon")[0] == all_of_them
    assert heard("Which state voted for it?", text, "Colorado")[0] == ["Colorado"]


def test_the_passage_counts_as_its_best_sentence() -> None:
    text = "Ann Smith was mourned. Ben Jones fired at Ann Smith."
    first, second = sentence_spans(text)
    passage = Passage("a", 0, 0, len(text), text, (first, second))
    reading = Reading(
        0.8,
        (
            SentenceReading(first, 0.8, (Span(0, 9),)),
            SentenceReading(second, 0.5, (Span(23, 32),)),
        ),
    )
    (left,) = weighed_by_marks("Who shot Ann Smith?", [reading], [passage])
    assert left.relevance == 0.5
    assert [s.score for s in left.sentences] == [0.8 * ECHO, 0.5]


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("Which leaders signed it?", True),
        ("what countries have left", True),
        ("Which Israeli ministers resigned?", True),
        ("Which island nations signed?", True),
        ("Which of the two senators voted?", True),
        ("Who were the first to write?", True),
        ("What was decided on Mondays?", False),
        ("What is his first name?", False),
        ("Which bus broke down?", False),
        ("Who won?", False),
    ],
)
def test_whether_several_are_asked_for(question: str, several: bool) -> None:
    assert asks_for_several(question) is several
