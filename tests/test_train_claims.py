"""models.train.wording, models.train.claims, and the loss of verdicts: what is trained on."""

import math
import random

import pytest
import torch

from models.train.claims import NOT_REFUTED, NOT_SUPPORTED, plain, stated
from models.train.reader import verdict_loss
from models.train.wording import attributed, beyond, flips, names, numbers, reworded

SENTENCE = "On Monday, Bob Lee was elected with 306 votes after American rivals had won fewer."


def kinds(text: str, others: list[str], figures: list[str]) -> dict[str, str]:
    return {f.kind: f.text for f in flips(text, others, figures, random.Random(0))}


def test_each_flip_changes_one_thing() -> None:
    found = kinds(SENTENCE, ["Bob Lee", "Ann Ray"], ["306", "412"])
    assert found["name"] == SENTENCE.replace("Bob Lee", "Ann Ray")
    assert "Monday" not in found["date"]
    assert "American" not in found["nationality"]
    assert "306" not in found["number"]
    assert "was not elected" in found["negation"] or "was never elected" in found["negation"]
    assert all(text != SENTENCE for text in found.values())


def test_nothing_to_change_yields_no_flip() -> None:
    assert kinds("Cold rain, again.", [], []) == {}


def test_a_negation_is_undone() -> None:
    assert kinds("The bill was not signed.", [], [])["negation"] == "The bill was signed."


def test_rewording_keeps_names_and_numbers() -> None:
    for seed in range(30):
        told = reworded(SENTENCE, random.Random(seed))
        assert names(told)[:1] in ([], ["Bob Lee"])
        assert numbers(told) in ([], ["306"])  # an aside may go, a number never changes


def test_a_vaguer_number_is_still_true() -> None:
    told = beyond("Biden got 306 votes.", random.Random(0))
    assert told in (f"Biden got {w} 300 votes." for w in ("more than", "over", "at least"))
    assert beyond("It was in 1968.", random.Random(0)) == "It was in 1968."


@pytest.mark.parametrize(
    ("question", "answer", "claim"),
    [
        ("Who won the race?", "Ann", "Ann won the race."),
        ("What is the capital of France?", "Paris", "The capital of France is Paris."),
        ("How many people attended the match?", "300", "300 people attended the match."),
        ("Which team was beaten by Denver?", "Reno", "Reno was beaten by Denver."),
    ],
)
def test_a_question_and_its_answer_become_a_statement(
    question: str, answer: str, claim: str
) -> None:
    assert stated(question, answer, random.Random(0)) == claim


def test_what_year_is_no_subject() -> None:
    told = stated("What year was Bob born?", "1990", random.Random(0))
    assert told in (None, "What year was Bob born? 1990")


def test_treebank_spacing_becomes_running_text() -> None:
    assert plain("Bob ( a man ) does n't say , `` no '' .") == "Bob (a man) doesn't say, `` no ''."


def test_who_says_it_is_told_from_what_is() -> None:
    assert attributed("Officials said it rained.")
    assert not attributed("It rained.")


def test_not_supported_counts_refuted_and_not_enough_as_one() -> None:
    logits = torch.tensor([[0.0, 0.0, 0.0]])
    loss = verdict_loss(logits, torch.tensor([NOT_SUPPORTED]))
    assert float(loss) == pytest.approx(-math.log(2 / 3))
    shifted = verdict_loss(torch.tensor([[0.0, 1.0, -1.0]]), torch.tensor([NOT_SUPPORTED]))
    total = 1 + math.e + 1 / math.e
    assert float(shifted) == pytest.approx(-math.log((math.e + 1 / math.e) / total), abs=1e-6)
    true = verdict_loss(torch.tensor([[0.0, 1.0, -1.0]]), torch.tensor([NOT_REFUTED]))
    assert float(true) == pytest.approx(-math.log((1 + 1 / math.e) / total), abs=1e-6)
