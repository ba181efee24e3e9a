"""Wordings of follow-ups measured against a person's, by an embedder that hashes words."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import bot.assemble
from bot.cli import app
from bot.errors import BotError
from bot.evaluate.followups import FollowUp, Reworded, measured, parts, read_follow_ups, reword
from tests.test_evaluate_runs import FakeWorkshop, HashingEmbedder

TOPIC = ("Ever Given", "Grounding")
FIRST = "Where did the Ever Given run aground?"
RECORDS = [
    {"history": TOPIC, "question": FIRST, "rewrite": FIRST},
    {"history": (*TOPIC, FIRST, "in the Suez Canal"), "question": "When was it freed?",
     "rewrite": "When was the Ever Given freed?"},
    {"history": ("Xi", "Message"), "question": "When did he write?",
     "rewrite": "When did Xi write?"},
]  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "f.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in RECORDS), encoding="utf-8")
    return path


def worded(question: str, rewrite: str, wording: str, near: float = 0.5) -> Reworded:
    return Reworded(FollowUp((), question, rewrite), wording, near, 0.25, 1.0)


def test_restored_and_right_words_are_counted_by_hand() -> None:
    found = [
        # Lacks Ever, Given, freed; two of three restored, two of four added are right.
        worded("When?", "When was the Ever Given freed?", "When? (Ever Given Suez run)"),
        worded("Who won?", "Who won?", "Who won?", 1.0),
        worded("Who lost?", "Who lost?", "Who lost? (Biden)", 0.6),
    ]  # fmt: skip
    figures = measured(found).figures
    assert figures["similarity"].value == pytest.approx((0.5 + 1.0 + 0.6) / 3)
    assert figures["missing_words_restored"].value == pytest.approx(2 / 3)
    assert figures["added_words_right"].value == pytest.approx((2 / 4 + 0) / 2)
    assert (figures["rightly_left"].value, figures["rightly_left"].n) == (0.5, 2)
    typed = measured(found, typed=True).figures
    assert typed["similarity"].value == pytest.approx(0.25)
    assert typed["missing_words_restored"].value == 0.0
    assert typed["added_words_right"].value is None
    assert typed["rightly_left"].value == 1.0


def test_the_history_becomes_turns_with_answers() -> None:
    turns = FollowUp((*TOPIC, FIRST, "in the Suez Canal", "When?"), "Why?", "Why?").turns
    assert [(t.message, t.answer) for t in turns] == [
        TOPIC, (FIRST, "in the Suez Canal"), ("When?", ""),
    ]  # fmt: skip
    assert turns[1].question == FIRST
    assert "Ever Given" in turns[2].question  # as the bot would have understood it


def test_no_conversation_is_in_both_halves(file: Path) -> None:
    found = read_follow_ups(file)
    # The middle would cut the first conversation in two.
    assert [f.second_half for f in found] == [False, False, True]
    limited = read_follow_ups(file, limit=2)
    assert limited == [f for f in found if f in limited]  # in the file's order, halves and all
    assert len(limited) == 2


def test_halves_are_measured_apart_and_an_empty_one_is_left_out(file: Path) -> None:
    found = reword(read_follow_ups(file), HashingEmbedder())
    assert {name: len(part) for name, part in parts(found).items()} == {
        "all": 3, "first half": 2, "second half": 1,
    }  # fmt: skip
    assert set(parts(found[:1])) == {"all", "first half"}
    assert found[0].similarity == pytest.approx(1.0, abs=1e-5)  # left as it was
    assert found[1].similarity > found[1].typed_similarity


def test_a_run_prints_one_document_and_writes_a_report(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.assemble, "Workshop", FakeWorkshop)
    report = tmp_path / "report"
    args = ["eval", "followups", str(file), "--json", "--report", str(report)]
    result = CliRunner().invoke(app, args)
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert (found["kind"], found["n"]) == ("eval followups", 3)
    assert found["similarity"] > found["as_typed"]["similarity"]
    assert found["as_typed"]["added_words_right"] is None
    assert {"first_half", "second_half"} < set(found)
    assert found["second_half"]["n_by_figure"]["similarity"] == 1
    page = (report / "index.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "second half, as typed" in page


def test_a_record_of_another_shape_is_named(tmp_path: Path) -> None:
    path = tmp_path / "f.jsonl"
    path.write_text(json.dumps({"question": "Who?"}) + "\n")
    with pytest.raises(BotError, match=r"f\.jsonl:1 needs a 'history'"):
        read_follow_ups(path)
