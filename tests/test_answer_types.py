"""What a question asks for, and the words of a sentence that may be it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.answer_types import AnswerType, answer_spans, answer_type

HOLDOUTS = (
    "Mexico’s López Obrador, Brazil’s Jair Bolsonaro and North Korea’s Kim Jong Un "
    "had sent nothing by Monday."
)
QUESTIONS = {
    AnswerType.NAME: [
        "Who held out?", "To whom did he write?", "Whose letter came?", "Where did it land?",
        "Which country waited?", "What is the name of the rover?", "What agencies were hit?",
    ],
    AnswerType.NUMBER: [
        "How many died?", "how much did it cost", "What percentage agreed?", "How old is he?",
        "What was the death toll?", "What number of electors voted?",
    ],
    AnswerType.TIME: [
        "When did he write?", "and when?", "In what year?", "How long did it take?", "Since when?",
        "On which day did the electors vote?",
    ],
    AnswerType.REASON: ["Why did he wait?", "What caused the outage?", "and why?"],
    AnswerType.ANY: ["What happened?", "Did Putin wait?", "", "Tell me about Beirut"],
}  # fmt: skip


def spans(question: str, sentence: str) -> list[str]:
    return [s.of(sentence) for s in answer_spans(question, sentence)]


@pytest.mark.parametrize(
    ("question", "kind"), [(q, kind) for kind, questions in QUESTIONS.items() for q in questions]
)
def test_the_question_words_tell_what_is_asked_for(question: str, kind: AnswerType) -> None:
    assert answer_type(question) is kind


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Who held out?", HOLDOUTS, ["López Obrador", "Jair Bolsonaro", "Kim Jong Un"]),
        ("Who met Biden?", "Biden met Ursula von der Leyen.", ["Ursula von der Leyen"]),
        ("Where?", "J. D. Vance flew to St. Louis on Monday.", ["J. D. Vance", "St. Louis"]),
        ("Who spoke?", "On Monday, in May, nobody did.", []),
        ("How many people died?", "It killed 220 people and hurt 6,000.", ["220"]),
        ("How many votes?", "Biden got 306 votes to 232 in 2020.", ["306"]),
        ("How much was lost?", "$1.5 billion, or 44 percent.", ["$1.5 billion", "44 percent"]),
        ("How many came?", "Twenty-one came on Nov. 22, 2020.", ["Twenty-one"]),
        ("How old is he?", "He is 78 years old.", ["78"]),
        ("When did he write?", "He wrote on Wednesday, Nov. 25.", ["on Wednesday", "Nov. 25"]),
        ("When did he write?", "He wrote in May.", ["in May"]),
        ("When in 2020 was it?", "It was in 2020, in March.", ["in March"]),
        ("When?", "Six weeks later, at 3:34 a.m.", ["3:34 a.m."]),
        ("Why did oil fall?", "It fell because nobody had room.", ["nobody had room"]),
        ("Why?", "He left because of.", []),
        ("Why?", "He left.", []),
        ("What did Putin do?", "Putin wrote a long letter to him.", ["wrote a long letter"]),
        ("What did Putin do?", "Putin did.", []),
    ],
)  # fmt: skip
def test_the_words_asked_for_are_found(question: str, sentence: str, expected: list[str]) -> None:
    assert spans(question, sentence) == expected


@pytest.mark.parametrize("kind", AnswerType)
def test_an_empty_sentence_has_no_answer(kind: AnswerType) -> None:
    assert spans(QUESTIONS[kind][0], "") == []


SENTENCE = st.text() | st.lists(
    st.sampled_from(["because of ", ".", "May ", "López ", "J. ", "306 ", "$", "’s ", "on ", "—",
                     "over\n", "Monday ", "von ", "Nov. 22", " ", "U.S. ", "3 a.m.", "twenty-"])
).map("".join)  # fmt: skip


@given(st.sampled_from([q for questions in QUESTIONS.values() for q in questions]), SENTENCE)
def test_spans_are_words_of_the_sentence_in_order(question: str, sentence: str) -> None:
    found = answer_spans(question, sentence)
    assert all(0 <= s.start < s.end <= len(sentence) for s in found)
    assert all(s.of(sentence) == s.of(sentence).strip() for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
