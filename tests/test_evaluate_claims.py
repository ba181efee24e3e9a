"""Claims of multiple-choice questions, ranked, from outcomes written by hand and over an index."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from typer.testing import CliRunner

import bot.assemble
from bot.chat import Bot
from bot.cli import app
from bot.errors import BotError
from bot.evaluate.claims import Outcome, measured, with_choices
from bot.evaluate.questions import Question
from bot.evaluate.sample import Sample
from bot.index import Index
from bot.protocols import Judge
from bot.types import Article
from bot.verdicts import VerdictLabel
from tests.test_evaluate_runs import ARTICLES, FakeWorkshop

S, R, C, N = VerdictLabel


def outcome(supports: Sequence[float], labels: Sequence[VerdictLabel], *, held: bool) -> Outcome:
    """The first choice is the right one; similarity always prefers the last, a little."""
    question = Question("q", "Which?", ("a",), answer_in_any=held)
    claims = tuple(str(n) for n in range(len(supports)))
    similar = tuple(0.5 + n / 100 for n in range(len(supports)))
    return Outcome(question, claims, 0, tuple(supports), similar, tuple(labels), 5.0)


def test_figures_are_counted_by_hand() -> None:
    outcomes = [
        outcome([0.5, 0.1, 0.05, 0.0], [S, N, R, N], held=True),
        outcome([0.3, 0.3, 0.1, 0.0], [N, S, N, N], held=True),  # a tie of two
        outcome([0.0, 0.9, 0.1, 0.0], [N, S, N, N], held=False),
    ]
    found = {name: (f.value, f.n) for name, f in measured(outcomes).figures.items()}
    assert found["right_ranked_first"] == (1 / 2, 2)  # the nearer of the tie is the wrong one
    assert found["by_support_alone"] == ((1 + 1 / 2) / 2, 2)
    assert found["by_similarity_alone"] == (0.0, 2)
    assert found["chance"] == (1 / 4, 2)
    assert found["tied"] == (0.0, 2)
    assert found["right_claim_supported"] == (1 / 2, 2)
    assert found["wrong_claim_supported"] == (1 / 6, 6)
    assert found["undecided_without_answer"] == (3 / 4, 4)


def choice_question(number: int, *, own: bool, any_: bool) -> Question:
    return Question(
        f"q{number}", "Which?", ("a",), found_by_search=(f"a{number}",), answer_in_own=own,
        answer_in_any=any_, choices=("a", "b"),
    )  # fmt: skip


def test_the_sample_has_the_articles_of_retrieval_and_questions_without_an_answer() -> None:
    questions = [choice_question(n, own=n < 8, any_=n < 8) for n in range(12)]
    articles = tuple(Article(f"a{n}", "Text.") for n in range(12))
    sample = Sample(tuple(questions), articles, 12, 12)
    limited = with_choices(sample, 4)
    held = [q for q in limited.questions if q.answer_in_own]
    assert (len(held), len(limited.questions)) == (4, 5)  # one without to four with
    assert {a.id for a in limited.articles} == {i for q in held for i in q.found_by_search or ()}
    whole = with_choices(sample, None)
    assert (len(whole.questions), len(whole.articles)) == (12, 12)


def test_questions_need_choices() -> None:
    sample = Sample((Question("q", "Which?", ("a",), answer_in_own=True),), (), 1, 0)
    with pytest.raises(BotError, match="choices"):
        with_choices(sample, None)


class WordJudge:
    """A Judge that supports a claim whose capitalised words all stand in the evidence."""

    def judge(self, claims: Sequence[str], evidences: Sequence[str]) -> NDArray[np.float64]:
        rows = []
        for claim, evidence in zip(claims, evidences, strict=True):
            names = [w.strip(".") for w in claim.split() if w[0].isupper()]
            held = all(name in evidence for name in names)
            rows.append([0.8, 0.1, 0.1] if held else [0.1, 0.2, 0.7])
        return np.array(rows)


class ChoosingWorkshop(FakeWorkshop):
    @property
    def judge(self) -> Judge:
        return WordJudge()

    def bot(self, index: Index) -> Bot:
        made = super().bot(index)
        made.judge = self.judge
        return made


def test_a_run_ranks_the_claims_of_the_choices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = [
        {"id": "q", "question": "Which ship blocked the Suez canal?", "date": "2021-06-01",
         "choices": ["Ever Given", "Titanic"], "answers": ["Ever Given"], "answer_in_own": True,
         "answer_in_any": True},
        {"id": "r", "question": "Which town did lava bury?", "date": "2021-06-01",
         "choices": ["Pompeii", "Rome"], "answers": ["Pompeii"], "answer_in_own": False,
         "answer_in_any": False},
    ]  # fmt: skip
    for name, records in (("a", ARTICLES), ("q", questions)):
        text = "".join(json.dumps(r) + "\n" for r in records)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    monkeypatch.setattr(bot.assemble, "Workshop", ChoosingWorkshop)
    files = ["--articles", str(tmp_path / "a.jsonl"), "--questions", str(tmp_path / "q.jsonl")]
    places = ["--cache", str(tmp_path / "cache"), "--report", str(tmp_path / "report")]
    result = CliRunner().invoke(app, ["eval", "claims", *files, *places, "--json"])
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert (found["kind"], found["n"], found["answerable"]) == ("eval claims", 2, 1)
    assert found["right_ranked_first"] == found["right_claim_supported"] == 1.0
    assert (found["tied"], found["chance"]) == (0.0, 0.5)
    assert found["undecided_without_answer"] == 1.0
    assert "<svg" in (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
