"""Measuring the guard: true sentences reworded, false ones made, figures by hand, a whole run."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

import bot.assemble
from bot.cli import app
from bot.errors import BotError
from bot.evaluate.by_hand import by_hand, cases_of
from bot.evaluate.corrupted import Corruption, corruptions
from bot.evaluate.guarding import Outcome, curve, fitted, measured
from bot.evaluate.reworded import Wording, joined, reworded
from bot.evaluate.written import Written, made_of
from bot.protocols import Judge
from bot.sentences import sentence_spans
from bot.types import Answer, Citation, Hit, Passage, Sentence
from bot.written.guard import Weighed
from tests.test_evaluate_runs import ARTICLES, QUESTIONS, FakeWorkshop
from tests.test_guard import OverlapJudge

TEXT = "Joe Biden, who was tired, met 306 electors in Ohio on Monday. They had not slept."


def answer() -> Answer:
    spans = tuple(sentence_spans(TEXT))
    passage = Passage("a", 0, 0, len(TEXT), TEXT, spans, "Electors", dt.date(2020, 12, 14), "Post")
    sentences = tuple(
        Sentence(
            s.of(TEXT), 1.0, (Citation(1, "a", "", "Post", None, "", s.start, s.end, s.of(TEXT)),)
        )
        for s in spans
    )
    return Answer("Whom did Biden meet?", sentences, 0.9, (Hit(passage, 1.0),))


def test_a_sentence_is_reworded_and_stays_true() -> None:
    made = reworded("Joe Biden, who was tired, met electors on Monday.", "The Post")
    assert made[Wording.SHORTENED] == "Joe Biden met electors on Monday."
    assert made[Wording.TURNED] == "On Monday, Joe Biden, who was tired, met electors."
    plain = reworded("Joe Biden won 306 electors on Monday.", "The Post")
    assert plain[Wording.REPORTED] == "The Post reported that Joe Biden won 306 electors on Monday."
    assert joined("He came.", "The door shut.") == "He came, and the door shut."
    assert reworded("“We wait,” Ann Bo said.", "")[Wording.TURNED] == "Ann Bo said: “We wait.”"


def test_every_corruption_changes_what_it_says() -> None:
    text = "Joe Biden met 306 electors in Ohio on Monday."
    made = corruptions(text, [text + " Ann Bo had 232 friends."], ["It was Cy Doe."], Random(1))
    assert made[Corruption.NEGATION] == "Joe Biden never met 306 electors in Ohio on Monday."
    assert made[Corruption.NUMBER_NEARBY] == text.replace("306", "232")
    assert "Cy Doe" in made[Corruption.NAME]
    assert "Ann Bo" in made[Corruption.NAME_NEARBY]
    assert "306" not in made[Corruption.NUMBER]
    assert "Monday" not in made[Corruption.DATE]
    assert made[Corruption.KNOWLEDGE].startswith("Joe Biden was born")


def test_a_negation_is_taken_out_where_there_is_one() -> None:
    made = corruptions("They had not slept.", ["They had not slept."], [], Random(1))
    assert made[Corruption.NEGATION] == "They had slept."


def test_an_answer_gives_true_and_false_sentences_again_and_again() -> None:
    made = made_of([answer()])
    assert [w.carried for w in made] == [True, False, True, False]
    assert made == made_of([answer()])
    assert all(w.sources[0].passage.article_id == "a" for w in made)


def outcome(carried: bool, support: float, refuted: float = 0.0, broken: str = "") -> Outcome:
    tuning = next(q for q in map(str, range(99)) if Written(q, "", (), True, "").is_for_tuning)
    written = Written(tuning, "t", (), carried, "kind")
    span = Citation(1, "a", "", "", None, "", 0, 1, "t")
    return Outcome(written, "set", Weighed(broken, support, refuted, (span,)), 1.0)


FOUR = [
    outcome(True, 0.8),
    outcome(True, 0.3),
    outcome(False, 0.0, broken="no"),
    outcome(False, 0.5),
]


def test_figures_are_counted_by_hand() -> None:
    found = {name: (f.value, f.n) for name, f in measured(FOUR).figures.items()}
    assert found == {
        "true_kept": (0.5, 2),
        "false_withheld": (0.5, 2),
        "of_these_by_rule": (0.5, 2),
    }


def test_the_threshold_is_the_highest_that_keeps_enough() -> None:
    points = {p.threshold: (p.true_kept, p.false_withheld) for p in curve(FOUR)}
    assert points[0.3] == (1.0, 0.5)
    assert points[0.32] == (0.5, 0.5)
    assert points[0.52] == (0.5, 1.0)
    assert fitted(curve(FOUR)) == 0.3


def test_what_is_refuted_much_more_is_kept_at_no_threshold() -> None:
    assert not outcome(True, 0.4, refuted=0.55).kept_at(0.1)
    assert outcome(True, 0.4, refuted=0.45).kept_at(0.1)
    assert outcome(True, 0.4, refuted=0.3).kept_at(0.1)


FILE = """
- articles: a.jsonl
- question: Who met?
  cites: {vote: "Joe Biden got"}
  carried: {joined: "Joe Biden got 306 votes."}
  not_carried: {number: "Joe Biden got 307 votes."}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    lines = "".join(json.dumps(a) + "\n" for a in ARTICLES)
    (tmp_path / "a.jsonl").write_text(lines)
    (tmp_path / "q.jsonl").write_text("".join(json.dumps(q) + "\n" for q in QUESTIONS))
    path = tmp_path / "x.guard.yaml"
    path.write_text(FILE)
    return path


def test_a_file_by_hand_is_read_with_its_passages(file: Path) -> None:
    folders, written = by_hand(file)
    assert folders == (file.parent / "a.jsonl",)
    assert [(w.carried, w.kind) for w in written] == [(True, "joined"), (False, "number")]
    hit = answer().hits[0]
    found = replace(written[0], cites=(("a", "They had"),))
    assert cases_of([found], {"a": [hit.passage]})[0].sources[0].passage == hit.passage
    with pytest.raises(BotError, match=r"entry 2: no passage of 'vote' .* 'Joe Biden got'"):
        cases_of(written, {"vote": [hit.passage]})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- question: Who?\n", "names no articles"),
        ("- articles: a\n- question: Who?\n", "entry 2 needs"),
        (FILE.replace('{number: "Joe Biden got 307 votes."}', "{}"), "not_carried must name"),
        ("a: [", "cannot be read as YAML"),
    ],
)
def test_a_file_of_another_shape_is_refused_by_name(file: Path, text: str, message: str) -> None:
    file.write_text(text)
    with pytest.raises(BotError, match=message):
        by_hand(file)


class JudgingWorkshop(FakeWorkshop):
    @property
    def judge(self) -> Judge:
        return OverlapJudge()


def test_a_run_weighs_what_was_given(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.assemble, "Workshop", JudgingWorkshop)
    given = ["--articles", str(tmp_path / "a.jsonl"), "--questions", str(tmp_path / "q.jsonl")]
    places = ["--cache", str(tmp_path / "cache"), "--report", str(tmp_path / "report")]
    result = CliRunner().invoke(app, ["eval", "guard", str(file), *given, *places, "--json"])
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["kind"] == "eval guard"
    half = found["parts"].get("held out, x.guard.yaml") or found["parts"]["for tuning"]
    assert half["false_withheld"] == 1.0
    assert "those for tuning ask for" in result.stderr
    assert "<svg" in (tmp_path / "report" / "index.html").read_text(encoding="utf-8")


def test_a_run_needs_a_judge_and_something_to_weigh(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.assemble, "Workshop", FakeWorkshop)
    result = CliRunner().invoke(app, ["eval", "guard", str(file)])
    assert (result.exit_code, "no judge" in result.stderr) == (1, True)
    result = CliRunner().invoke(app, ["eval", "guard"])
    assert (result.exit_code, "What should be weighed?" in result.stderr) == (1, True)
