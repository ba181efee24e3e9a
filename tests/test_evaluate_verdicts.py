"""Final verdicts measured, from outcomes written by hand and over a real index."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from typer.testing import CliRunner

import bot.assemble
from bot.chat import Bot
from bot.cli import app
from bot.errors import BotError
from bot.evaluate.verdicts import Outcome, curve, forced, measured, of_text, read_claims
from bot.index import Index
from bot.protocols import Judge
from bot.verdicts import Verdict, VerdictLabel
from tests.test_evaluate_runs import FakeWorkshop

S, R, C, N = VerdictLabel

CLAIMS = """
- articles: a.jsonl
- claim: The Ever Given was freed on Monday
  verdict: supported
  flips_with: The Ever Given was not freed on Monday
- claim: The Ever Given was painted red
  verdict: not_enough_evidence
- question: Who freed it?
  abstains: true
"""


def outcome(
    wanted: VerdictLabel, label: VerdictLabel, confidence: float, weights: tuple[float, float]
) -> Outcome:
    claim = f"{wanted} {label} {confidence} {weights}"
    return Outcome(claim, wanted, label, confidence, *weights, (), 10.0)


FOUR = [
    outcome(S, S, 0.9, (0.9, 0.1)),
    outcome(R, S, 0.8, (0.8, 0.2)),  # wrong, and sure of it
    outcome(R, N, 0.5, (0.3, 0.5)),
    outcome(N, N, 0.6, (0.4, 0.2)),
]


def test_figures_are_counted_by_hand() -> None:
    found = {name: (f.value, f.n) for name, f in measured(FOUR).figures.items()}
    assert found["right"] == (2 / 4, 4)
    assert found["decided"] == (2 / 4, 4)
    assert found["right_of_decided"] == (1 / 2, 2)
    assert found["wrong_at_high_confidence"] == (1 / 4, 4)
    assert found["undecidable_left"] == (1.0, 1)
    assert found["twins_flip"] == (None, 0)
    # Each in a bin of its own: .1 of a right, .8 and .5 of the wrong, .4 of a right.
    assert found["calibration_error"][0] == pytest.approx((0.1 + 0.8 + 0.5 + 0.4) / 4)
    assert found["calibration_error_of_decided"][0] == pytest.approx((0.1 + 0.8) / 2)


def test_twins_flip_where_both_are_right() -> None:
    twins = [replace(FOUR[1], twin_of=FOUR[0].claim), replace(FOUR[2], label=R)]
    twins[1] = replace(twins[1], twin_of=FOUR[0].claim)
    figure = measured([FOUR[0], *twins]).figures["twins_flip"]
    assert (figure.value, figure.n) == (1 / 2, 2)


def test_the_curve_takes_the_stronger_side_from_a_threshold_on() -> None:
    weights, right = forced(FOUR)
    assert weights.tolist() == [0.9, 0.8, 0.5, 0.4]
    assert right.tolist() == [True, False, True, False]  # nothing decides the last
    points = {p.threshold: (p.decided, p.right) for p in curve(FOUR)}
    assert points[0.4] == (1.0, 2 / 4)
    assert points[0.5] == (3 / 4, 2 / 3)
    assert points[0.85] == (1 / 4, 1.0)
    assert points[0.95] == (0.0, None)


def test_a_text_is_as_its_worst_claim() -> None:
    def verdict(label: VerdictLabel, confidence: float) -> Verdict:
        return Verdict("c", label, confidence, ())

    assert of_text([verdict(S, 0.9), verdict(S, 0.7)]) == (S, 0.7)
    assert of_text([verdict(S, 0.9), verdict(R, 0.7), verdict(R, 0.8)]) == (R, 0.8)
    assert of_text([verdict(N, 0.6), verdict(S, 0.9)]) == (N, 0.6)


class NotJudge:
    """A Judge that refutes a claim with "not", and supports the others, where the words meet."""

    def judge(self, claims: Sequence[str], evidences: Sequence[str]) -> NDArray[np.float64]:
        rows = []
        for claim, evidence in zip(claims, evidences, strict=True):
            met = "freed" in claim and "freed" in evidence
            row = [0.1, 0.8, 0.1] if "not" in claim else [0.8, 0.1, 0.1]
            rows.append(row if met else [0.1, 0.1, 0.8])
        return np.array(rows)


class CheckingWorkshop(FakeWorkshop):
    @property
    def judge(self) -> Judge:
        return NotJudge()

    def bot(self, index: Index) -> Bot:
        made = super().bot(index)
        made.judge = self.judge
        return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    article = {"id": "a", "text": "Tugs worked for days. The Ever Given was freed on Monday."}
    (tmp_path / "a.jsonl").write_text(json.dumps(article) + "\n")
    path = tmp_path / "c.questions.yaml"
    path.write_text(CLAIMS)
    return path


def test_a_run_checks_claims_and_their_opposites(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.assemble, "Workshop", CheckingWorkshop)
    args = [str(file), "--cache", str(tmp_path / "cache"), "--report", str(tmp_path / "report")]
    result = CliRunner().invoke(app, ["eval", "verdicts", *args, "--json"])
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert (found["kind"], found["n"]) == ("eval verdicts", 3)
    assert (found["right"], found["twins_flip"], found["undecidable_left"]) == (1.0, 1.0, 1.0)
    assert found["files"][0]["file"] == "c.questions.yaml"
    assert found["curve"][0]["threshold"] == 0.3
    page = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 3
    assert "None went wrong" in page


def test_without_a_judge_a_run_says_so(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.assemble, "Workshop", FakeWorkshop)
    args = ["eval", "verdicts", str(file), "--cache", str(tmp_path / "cache")]
    result = CliRunner().invoke(app, args)
    assert result.exit_code == 1
    assert "no judge" in result.stderr


def test_a_file_needs_claims_and_articles(tmp_path: Path) -> None:
    path = tmp_path / "q.questions.yaml"
    path.write_text("- question: Who?\n  abstains: true\n")
    with pytest.raises(BotError, match="no claim with a verdict"):
        read_claims(path)
    path.write_text("- claim: It rained\n  verdict: supported\n")
    with pytest.raises(BotError, match="names no articles"):
        read_claims(path)
