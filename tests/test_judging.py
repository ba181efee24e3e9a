"""bot.judging: what the judge makes of each sentence, and which of two neighbours tells it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.candidates import candidates_of
from bot.judging import judged
from tests.fakes import article, hits

CLAIM = "Ann won the race."


@dataclass
class Table:
    """A judge that knows (supported, refuted) of exact texts; 0 of others."""

    known: dict[str, tuple[float, float]]
    shown: list[str] = field(default_factory=list)

    def judge(self, claims: Sequence[str], evidences: Sequence[str]) -> NDArray[np.float64]:
        assert len(claims) == len(evidences) > 0
        self.shown += evidences
        found = [self.known.get(e, (0.0, 0.0)) for e in evidences]
        return np.array([[s, r, 1 - s - r] for s, r in found])


def rows(text: str, known: dict[str, tuple[float, float]], claim: str = CLAIM) -> list[list[float]]:
    found = judged(claim, candidates_of(hits(article(text))), Table(known))
    assert found.sum(axis=1) == pytest.approx(np.ones(len(found)))
    rounded: list[list[float]] = found.round(2).tolist()
    return rounded


def test_what_the_sentence_before_tells_more_of_is_told_by_it() -> None:
    text = "Ann came first. The crowd cheered."
    both = {"Ann came first.": (0.8, 0.0), text: (0.9, 0.1), "The crowd cheered.": (0.2, 0.1)}
    assert rows(text, both) == [[0.9, 0.1, 0.0], [0.2, 0.1, 0.7]]


def test_a_sentence_that_needs_the_one_before_keeps_what_it_tells() -> None:
    text = "Ann ran well. She won the race."
    both = {"Ann ran well.": (0.3, 0.0), text: (0.9, 0.0), "She won the race.": (0.6, 0.0)}
    assert rows(text, both) == [[0.3, 0, 0.7], [0.9, 0, 0.1]]


def test_a_chain_of_sentences_leads_back_to_the_first() -> None:
    one, two, three = "Ann came first.", "The crowd cheered.", "It rained on all."
    known = {
        one: (0.8, 0.0),
        f"{one} {two}": (0.85, 0.0),
        two: (0.2, 0.0),
        f"{two} {three}": (0.6, 0.0),
        three: (0.1, 0.0),
    }
    text = f"{one} {two} {three}"
    assert rows(text, known) == [[0.85, 0, 0.15], [0.2, 0, 0.8], [0.1, 0, 0.9]]
    backwards = candidates_of(hits(article(text)))[::-1]
    assert judged(CLAIM, backwards, Table(known))[:, 0].tolist() == [0.1, 0.2, 0.85]


def test_what_speaks_for_the_other_side_gets_no_credit() -> None:
    text = "Ann came first. Officials said otherwise of Ann."
    later = "Officials said otherwise of Ann."
    both = {"Ann came first.": (0.9, 0.05), text: (0.1, 0.85), later: (0.0, 0.02)}
    assert rows(text, both) == [[0.9, 0.05, 0.05], [0.1, 0.85, 0.05]]


def test_of_a_sentence_that_stands_twice_the_nearer_is_the_one_before() -> None:
    first, rain, ran = "Ann came first.", "It rained.", "Bob ran."
    known = {first: (0.8, 0.0), f"{first} {rain}": (0.9, 0.0), rain: (0.1, 0.0)}
    told = rows(f"{first} {rain} {ran} {first} {ran}", known)
    assert [row[0] for row in told[:3]] == [0.9, 0.1, 0.0]


def test_a_sentence_before_that_is_surer_by_itself_stays_so() -> None:
    text = "Ann came first. The crowd cheered."
    known = {"Ann came first.": (0.9, 0.0), text: (0.7, 0.0), "The crowd cheered.": (0.1, 0.0)}
    assert rows(text, known) == [[0.9, 0, 0.1], [0.1, 0, 0.9]]


def test_only_what_may_decide_is_asked_about_again() -> None:
    table = Table({"Ann ran.": (0.4, 0.3)})
    judged(CLAIM, candidates_of(hits(article("Ann ran. Bob ran."))), table)
    assert table.shown == ["Ann ran.", "Ann ran. Bob ran."]


def test_a_name_may_be_told_in_another_form() -> None:
    known = {"Brazilian voters stayed away.": (0.0, 0.9)}
    assert rows("Brazilian voters stayed away.", known, "Nobody in Brazil voted.") == [
        [0, 0.9, 0.1]
    ]
    assert rows("Brazilian voters stayed away.", known, "Nobody in Chile voted.") == [[0, 0, 1.0]]


@pytest.mark.parametrize(
    ("claim", "text", "refuted"),
    [
        ("Most of Joe Biden's voters stayed away.", "Biden's voters came.", True),
        ("Most of Joe Biden's voters stayed away.", "Trump's voters came.", False),
        (
            "Putin Congratulates Biden On His Big Win",
            "The Kremlin kept silent.",
            True,
        ),
    ],
)
def test_a_last_word_names_and_a_headline_is_no_name(claim: str, text: str, refuted: bool) -> None:
    assert rows(text, {text: (0.0, 0.9)}, claim)[0][1] == (0.9 if refuted else 0)


def test_no_credit_goes_where_nobody_could_tell_whom_it_is_about() -> None:
    text = "She crossed the line first. Ann raised her arms."
    known = {
        "She crossed the line first.": (0.7, 0.1),
        text: (0.9, 0.0),
        "Ann raised her arms.": (0.2, 0.0),
    }
    assert rows(text, known) == [[0.7, 0.1, 0.2], [0.9, 0, 0.1]]
