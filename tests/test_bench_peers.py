"""The benchmark against peers: what is exported, run and judged, with systems written by hand."""

import json
from pathlib import Path

import pytest

from bench.peers.export import export
from bench.peers.run import LIMIT, run
from bench.peers.table import Result, markdown, results
from bot.evaluate.questions import Question
from bot.evaluate.sample import Sample
from bot.ingest import Cut
from tests.fakes import FakeEmbedder, article

VOTE = article("He won. It was 2020.", "vote", title="Electors", date="2022-05-06")
CANAL = article("Tugs pulled the ship.", "canal", title="Suez", date="2021-03-29")
ASKED = (
    Question("1", "Who pulled?", ("tugs",), CANAL.date),
    Question("2", "Where?", ("Suez",), VOTE.date),
    Question("3", "Which year?", ("2022", "06"), VOTE.date),
)


class Scripted:
    """A System that gives the passages of its script, question by question, after a warm-up."""

    def __init__(self, *script: list[str]) -> None:
        self.script = [script[0], *script]
        self.asked: list[tuple[str, str, int]] = []

    def index(self, passages: list[dict[str, str]]) -> None:
        self.passages = passages

    def search(self, question: str, as_of: str, limit: int) -> list[str]:
        self.asked.append((question, as_of, limit))
        return self.script[len(self.asked) - 1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sample = Sample(ASKED, (VOTE, CANAL), 3, 2)
    export(sample, FakeEmbedder(), Cut(), tmp_path)
    return tmp_path


def lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def answer(folder: Path, name: str, *script: list[str]) -> Scripted:
    system = Scripted(*script)
    found = run(system, lines(folder / "passages.jsonl"), lines(folder / "questions.jsonl"))
    (folder / f"{name}.json").write_text(json.dumps(found))
    return system


def test_every_system_gets_text_dates_and_questions_as_footing_does(folder: Path) -> None:
    system = answer(folder, "peer", [], [], [])
    texts = {p["id"]: (p["text"], p["date"]) for p in system.passages}
    assert texts == {
        "vote#0": ("Electors, 2022-05-06\nHe won. It was 2020.", "2022-05-06"),
        "canal#0": ("Suez, 2021-03-29\nTugs pulled the ship.", "2021-03-29"),
    }
    asked = [(q.text, str(q.as_of), LIMIT) for q in ASKED]
    assert system.asked == [asked[0], *asked]


def test_what_was_found_is_judged_by_title_and_body_and_not_by_the_date(folder: Path) -> None:
    answer(folder, "peer", ["vote#0", "canal#0"], ["canal#0"], ["vote#0", "canal#0"])
    (found,) = results(folder)
    # Rank 2, rank 1 by the title, and none: the date in front of the text is no answer.
    assert found.values[:, 0].tolist() == [0.0, 1.0, 0.0]  # recall@1
    assert found.values[:, 3].tolist() == [0.5, 1.0, 0.0]  # MRR
    assert found.system == "peer"
    assert found.index_passages_per_s > 0
    assert found.query_ms <= found.query_ms_p95


def test_a_gold_paragraph_is_ranked_among_distinct_paragraphs(tmp_path: Path) -> None:
    long = article("One two three. Four five six. Seven.", "long")
    gold = article("Eight nine.", "gold")
    asked = Question("q", "Which?", ("x",), gold="gold")
    export(Sample((asked,), (long, gold), 1, 2), FakeEmbedder(), Cut(4, 0), tmp_path)
    answer(tmp_path, "peer", ["long#0", "long#1", "gold#0"])
    (found,) = results(tmp_path)
    assert found.values[0, 3] == 1 / 2


def test_footing_stands_first_and_the_others_are_compared_with_it(folder: Path) -> None:
    answer(folder, "bad", [], [], [])
    answer(folder, "footing", ["canal#0"], ["canal#0"], [])
    (folder / "table.json").write_text("[]")  # of an earlier run
    own, bad = results(folder)
    assert (own.system, bad.system) == ("footing", "bad")
    heads, _, first, second = markdown([own, bad]).splitlines()
    assert heads.count("|") == first.count("|") == second.count("|")
    assert first.startswith("| footing | 0.667 (")
    assert "| -0.667 (-1.000 to " in second


def test_without_footing_nothing_is_compared(folder: Path) -> None:
    answer(folder, "peer", [], [], [])
    found: list[Result] = results(folder)
    assert "|  |" in markdown(found)
