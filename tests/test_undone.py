"""bot.undone: what a question asks who left undone, and which sentences may tell it."""

from collections.abc import Sequence

import pytest

from bot.sentences import sentence_spans
from bot.types import Passage, Reading, SentenceReading, Span
from bot.undone import asked, read, tells, wordings

HELD_OUT = "who held out on congratulating Biden?"


@pytest.mark.parametrize(
    ("question", "verb", "rest"),
    [
        (HELD_OUT, "congratulate", " Biden"),
        ("Who has not yet signed the treaty?", "sign", " the treaty"),
        ("Which countries haven't signed it", "sign", " it"),
        ("Which of the senators didn't vote for the bill?", "vote", " for the bill"),
        ("Who has yet to concede?", "concede", ""),
        ("Who refused to hand over the papers?", "hand", " over the papers"),
        ("Which leaders were among the last to write to him?", "write", " to him"),
        ("Who stopped short of calling it a coup?", "call", " it a coup"),
        ("Who was slow in recognising López Obrador?", "recognise", " López Obrador"),
        ("WHO PUT OFF PAYING THE BILL?", "pay", " THE BILL"),
    ],
)
def test_what_was_left_undone_is_told_from_the_question(
    question: str, verb: str, rest: str
) -> None:
    deed = asked(question)
    assert deed is not None
    assert (deed.verb, deed.rest) == (verb, rest)


@pytest.mark.parametrize(
    "question",
    [
        "Who congratulated Biden?",
        "Who did not wait to congratulate Biden?",
        "Who held the talks?",
        "Why did Putin not congratulate Biden?",
        "When did he refuse to pay?",
        "Who has not?",
        "",
    ],
)
def test_other_questions_are_left_alone(question: str) -> None:
    assert asked(question) is None
    assert wordings(question) == ()


def test_it_is_asked_in_plainer_words_too() -> None:
    assert wordings(HELD_OUT) == (
        "Who are the leaders who have not congratulated Biden?",
        "Who are the holdouts on congratulating Biden?",
        "Who was the last to congratulate Biden?",
    )
    # Who did it last did it: no answer to who refused.
    assert wordings("Which states refused to sign it?") == (
        "Which states have not signed it?",
        "Who are the holdouts on signing it?",
    )


@pytest.mark.parametrize(
    ("sentence", "may"),
    [
        ("López Obrador said he would not congratulate anybody yet.", True),
        ("Bolsonaro congratulated Biden, the last leader of the group to do so.", True),
        ("Putin was one of the last to acknowledge the win; others are holdouts.", True),
        ("Xi congratulated Trump a day after the vote.", False),
        ("Xi congratulated Biden 18 days after the networks had called the race.", True),
        ("It leaves Kim as a leader who has not acknowledged the result.", True),
        ("Merkel congratulated Biden on Saturday.", False),
        ("Merkel congratulated Biden late on Saturday.", False),
        ("Merkel congratulated Biden last week.", False),
        ("Merkel congratulated Biden last Tuesday, the last leader to do so.", True),
        ("Macron did not wait and congratulated Biden on Saturday.", False),
        ("Trump has not conceded, but Merkel congratulated Biden.", False),
    ],
)
def test_a_sentence_must_tell_that_it_was_left_or_late(sentence: str, may: bool) -> None:
    deed = asked(HELD_OUT)
    assert deed is not None
    assert tells(deed, sentence) is may


def test_who_did_it_late_did_not_refuse() -> None:
    deed = asked("Who refused to sign the treaty?")
    assert deed is not None
    assert not tells(deed, "Brazil signed the treaty, the last country to do so.")
    assert tells(deed, "Brazil declined to sign the treaty.")
    assert tells(deed, "Brazil stopped short of signing the treaty.")


def test_a_verb_of_little_meaning_may_stand_for_another_deed() -> None:
    deed = asked("Who declined to take the fighters back?")
    assert deed is not None
    assert tells(deed, "Turkey would take over guarding those whom Europe has refused to receive.")
    assert not tells(deed, "Turkey would take over guarding them.")


class Echo:
    """A Reader that gives every sentence the score of the question's wording."""

    threshold = 0.5

    def __init__(self, scores: dict[str, float]) -> None:
        self.scores = scores
        self.asked: list[str] = []
        self.read_of: list[Sequence[Passage]] = []

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        self.asked.append(question)
        self.read_of.append(passages)
        score = self.scores.get(question, 0.1)
        return [
            Reading(score, tuple(SentenceReading(s, score) for s in p.sentences)) for p in passages
        ]


def passage(text: str, title: str = "") -> Passage:
    return Passage("a", 0, 0, len(text), text, tuple(sentence_spans(text)), title=title)


def test_the_best_wording_counts_and_who_did_it_counts_little() -> None:
    one = passage("Merkel congratulated Biden on Saturday. Kim has not written yet.")
    reader = Echo({HELD_OUT: 0.2, "Who are the leaders who have not congratulated Biden?": 0.8})
    (reading,) = read(reader, HELD_OUT, [one])
    did, did_not = reading.sentences
    assert did.score == pytest.approx(0.32)
    assert did_not.score == reading.relevance == 0.8
    assert reader.asked == [HELD_OUT, *wordings(HELD_OUT)]


def test_a_refusal_of_something_else_counts_little() -> None:
    other = passage("A spokesman for Biden declined to comment.")
    named = passage("A spokesman for Biden declined to comment.", "Leaders congratulate Biden")
    done = passage("Merkel congratulated Biden on Saturday.")
    reader = Echo({HELD_OUT: 0.5, "Who are the leaders who have not congratulated Biden?": 0.8})
    readings = read(reader, HELD_OUT, [other, named, done])
    assert [r.relevance for r in readings] == [pytest.approx(0.2), 0.8, pytest.approx(0.2)]
    assert reader.read_of[1:] == [[named]] * len(wordings(HELD_OUT))  # the others can't gain by it


class Marking:
    """A Reader that marks one name for each wording, in the order they are asked."""

    threshold = 0.5

    def __init__(self, *found: tuple[str, float]) -> None:
        self.found = list(found)

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        name, score = self.found.pop(0)
        (one,) = passages
        at = one.text.index(name)
        mark = Span(at, at + len(name))
        return [Reading(score, (SentenceReading(one.sentences[0], score, (mark,)),))]


def test_each_wording_may_find_some_of_them() -> None:
    one = passage(
        "Putin was one of the last; Bolsonaro, Kim and Xi are other holdouts.",
        "Congratulations for Biden",
    )
    reader = Marking(("Putin", 0.6), ("Kim", 0.8), ("Xi", 0.1), ("Bolsonaro", 0.5))
    (reading,) = read(reader, HELD_OUT, [one])
    assert [m.of(one.text) for m in reading.sentences[0].marks] == [
        "Putin",
        "Bolsonaro",
        "Kim",
    ]  # Xi was found in a wording far behind


def test_any_other_question_is_read_once_as_it_is() -> None:
    one = passage("Merkel congratulated Biden on Saturday.")
    reader = Echo({"Who congratulated Biden?": 0.9})
    assert read(reader, "Who congratulated Biden?", [one])[0].relevance == 0.9
    assert reader.asked == ["Who congratulated Biden?"]
