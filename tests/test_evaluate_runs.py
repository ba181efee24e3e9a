"""Whole runs over a real index, by an embedder that hashes words and a reader that counts them."""

import datetime as dt
import json
import re
import sys
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock
from numpy.typing import NDArray
from typer.testing import CliRunner, Result

import bot.assemble
import bot.evaluate.cache as cache_module
from bot.chat import Bot
from bot.cli import app
from bot.errors import BotError
from bot.evaluate.answers import ask
from bot.evaluate.cache import KEPT, cached_index
from bot.evaluate.questions import Question
from bot.evaluate.retrieval import search
from bot.evaluate.sample import load_sample
from bot.index import Index
from bot.ingest import Cut
from bot.protocols import Judge
from bot.retrieve import Retriever
from bot.settings import Settings, load_settings
from bot.types import Article, Passage, Reading, SentenceReading, Span
from bot.words import content_stems, words

ARTICLES = [
    {"id": "vote", "title": "Electors vote", "date": "2020-12-14", "source": "Tribune",
     "text": "Electors met on Monday. Joe Biden got 306 votes in the college."},
    {"id": "canal", "title": "Ship freed", "date": "2021-03-29", "source": "Herald",
     "text": "The container ship Ever Given blocked the Suez canal for six days."},
    {"id": "later", "title": "Recount", "date": "2022-01-01", "source": "Herald",
     "text": "A recount gave Joe Biden 307 votes in the college, officials said."},
]  # fmt: skip
QUESTIONS = [
    {"id": "q1", "question": "How many votes did Joe Biden get in the college?",
     "date": "2021-01-01", "answers": ["306"], "found_by_search": ["vote"],
     "answer_in_own": True, "answer_in_any": True},
    {"id": "q2", "question": "Which container ship blocked the Suez canal?",
     "date": "2021-06-01", "answers": ["Ever Given"], "found_by_search": ["canal"],
     "answer_in_own": True, "answer_in_any": True},
    {"id": "q3", "question": "What did the volcano bury in lava?",
     "date": "2021-06-01", "answers": ["Pompeii"], "found_by_search": [],
     "answer_in_own": False, "answer_in_any": False},
]  # fmt: skip
PAIRS = [
    {"claim": "Biden won", "evidence": "Biden won", "label": "supported"},
    {"claim": "Trump won", "evidence": "Biden won", "label": "refuted"},
]


class HashingEmbedder:
    """An Embedder whose vectors count a text's words in 64 buckets."""

    name, dimensions, max_tokens = "hashing", 64, 256

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts += texts
        rows = np.full((len(texts), self.dimensions), 1e-3, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in words(text):
                row[zlib.crc32(word.stem.encode()) % self.dimensions] += 1
        unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(t.split()) for t in texts]


class OverlapReader:
    """A Reader that scores a sentence by the share of the question's words it has, and marks its
    capitalised words and numbers."""

    threshold = 0.5

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        asked = set(content_stems(question))

        def read_one(passage: Passage, span: Span) -> SentenceReading:
            quote = passage.quote(span)
            share = len(asked & set(content_stems(quote))) / len(asked)
            marks = (w.span.shifted(span.start) for w in words(quote) if not w.text.islower())
            return SentenceReading(span, share, tuple(marks))

        readings = [tuple(read_one(p, s) for s in p.sentences) for p in passages]
        return [Reading(max((s.score for s in r), default=0.0), r) for r in readings]


class FakeWorkshop:
    """What a run needs of the Workshop."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.embedder, self.cut = settings, HashingEmbedder(), Cut(40, 1)
        self.reader = OverlapReader()
        self.warnings: tuple[str, ...] = ()

    @property
    def judge(self) -> Judge | None:
        return None

    def bot(self, index: Index) -> Bot:
        return Bot(index, Retriever(index, self.embedder), self.reader)


class WordJudge:
    """A Judge that finds supported what stands in the evidence."""

    def judge(self, claims: Sequence[str], evidences: Sequence[str]) -> NDArray[np.float64]:
        held = [c in e for c, e in zip(claims, evidences, strict=True)]
        return np.array([[0.8, 0.1, 0.1] if h else [0.1, 0.8, 0.1] for h in held])


class JudgingWorkshop(FakeWorkshop):
    @property
    def judge(self) -> Judge:
        return WordJudge()


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files to measure on, in a folder of their own, and a Workshop without models."""
    for name, records in (("a", ARTICLES), ("q", QUESTIONS), ("p", PAIRS)):
        text = "".join(json.dumps(r) + "\n" for r in records)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bot.assemble, "Workshop", FakeWorkshop)


def run(*args: str) -> Result:
    return CliRunner().invoke(app, ["eval", *args])


def document(*args: str) -> dict[str, Any]:
    """The JSON document of a run, which must be all of stdout, on one line."""
    result = run(*args, "--json")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.count("\n") == 1
    loaded: dict[str, Any] = json.loads(result.stdout, parse_constant=pytest.fail)
    return loaded


FILES = ("--articles", "a.jsonl", "--questions", "q.jsonl")


def test_retrieval_finds_what_is_there() -> None:
    found = document("retrieval", *FILES)
    assert (found["kind"], found["n"], found["articles_used"]) == ("eval retrieval", 2, 3)
    assert (found["recall@1"], found["MRR"], found["nDCG@10"]) == (1.0, 1.0, 1.0)
    assert found["intervals"]["recall@5"] == [1.0, 1.0]
    assert 0 < found["latency_ms"]["median"] <= found["latency_ms"]["p95"]
    assert found["limit"] is None
    assert "note" not in found


def test_what_was_published_later_is_neither_found_nor_cited(tmp_path: Path) -> None:
    workshop = FakeWorkshop(load_settings())
    articles = load_sample([Path("a.jsonl")], Path("q.jsonl")).articles
    index = cached_index(articles, workshop.embedder, workshop.cut, tmp_path / "cache")
    bot = workshop.bot(index)
    question = Question("q", "How many votes did officials say a recount gave Joe Biden?", ("307",))
    early = replace(question, as_of=dt.date(2021, 12, 31))
    late = replace(question, as_of=dt.date(2022, 1, 1))  # the day itself counts
    assert [s.rank for s in search([question, early, late], bot.retriever)] == [1, None, 1]
    outcomes = ask([question, early, late], bot)
    assert [o.in_text for o in outcomes] == [True, False, True]
    assert "later" not in {h.passage.article_id for h in outcomes[1].answer.hits}


def test_ablations_stand_beside_the_bots_own_retrieval() -> None:
    found = document("retrieval", *FILES, "--ablate")
    assert set(found["ablation"]) == {"fused", "dense", "BM25"}
    assert found["ablation"]["BM25"]["recall@1"] == 1.0


def test_a_limited_run_says_so_to_people_and_machines() -> None:
    result = run("retrieval", *FILES, "--limit", "1", "--json")
    found = json.loads(result.stdout)
    assert (found["n"], found["of_questions"], found["articles_used"]) == (1, 2, 1)
    assert "A sample: 1 of 2 questions" in found["note"]
    assert found["note"] in result.stderr


def test_a_reader_that_stands_in_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Lacking(FakeWorkshop):
        def __init__(self, settings: Settings) -> None:
            super().__init__(settings)
            self.warnings = ("There are no weights.",)

    monkeypatch.setattr(bot.assemble, "Workshop", Lacking)
    result = run("answers", *FILES, "--json")
    found = json.loads(result.stdout)
    assert (found["note"], found["reader"]) == ("There are no weights.", "OverlapReader")
    assert "There are no weights." in result.stderr


def test_a_squad_file_is_measured_by_its_paragraphs(tmp_path: Path) -> None:
    qas = [{"id": "x", "question": "Who blocked the canal?",
            "answers": [{"text": "Ever Given", "answer_start": 0}]}]  # fmt: skip
    paragraphs = [
        {"context": a["text"], "qas": qas if a["id"] == "canal" else []} for a in ARTICLES
    ]
    squad = {"data": [{"title": "News", "paragraphs": paragraphs}]}
    (tmp_path / "squad.json").write_text(json.dumps(squad))
    found = document("retrieval", "--squad", "squad.json")
    assert (found["n"], found["recall@1"], found["right"]) == (1, 1.0, "the gold paragraph")
    assert document("retrieval", "--questions", "squad.json")["recall@1"] == 1.0


def test_answers_are_measured_with_every_citation_checked() -> None:
    found = document("answers", *FILES)
    assert (found["kind"], found["n"], found["answerable"]) == ("eval answers", 3, 2)
    assert found["answer_in_text"] == found["answer_in_first_sentence"] == 1.0
    assert found["abstained_with_answer"] == 0.0
    assert found["abstained_without"] == 1.0
    assert found["auroc"] == 1.0
    assert found["citation_exactness"] == 1.0
    assert found["citations"] >= 2
    assert found["token_f1"] > 0
    assert found["threshold"] == 0.5


def test_a_quote_that_its_article_lacks_breaks_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    article = Index.article

    def shifted(self: Index, article_id: str) -> Article:
        found = article(self, article_id)
        return replace(found, text=" " + found.text)

    monkeypatch.setattr(Index, "article", shifted)
    result = run("answers", *FILES, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["citation_exactness"] == 0.0
    assert "do not stand in their articles" in result.stderr


def test_where_the_bot_abstains_it_is_known_what_it_would_have_said(tmp_path: Path) -> None:
    workshop = FakeWorkshop(load_settings())
    articles = [Article("a", "Rain fell on Biden. Snow fell too.")]
    index = cached_index(articles, workshop.embedder, workshop.cut, tmp_path / "cache")
    question = Question("q", "Who did the hail fall on yesterday?", ("Biden",))
    (outcome,) = ask([question], workshop.bot(index))
    assert outcome.answer.abstained
    assert not outcome.in_text
    assert outcome.forced.sentences
    assert outcome.forced_right
    assert outcome.forced.confidence == outcome.answer.confidence


def test_pairs_need_a_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    class Lacking(FakeWorkshop):
        def __init__(self, settings: Settings) -> None:
            super().__init__(settings)
            self.warnings = ("There are no weights.",)

    monkeypatch.setattr(bot.assemble, "Workshop", Lacking)
    result = run("pairs", "p.jsonl", "--json")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "There are no weights." in result.stderr


def test_pairs_are_judged_once_there_is_a_judge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.assemble, "Workshop", JudgingWorkshop)
    found = document("pairs", "p.jsonl")
    assert (found["kind"], found["accuracy"], found["macro_f1"]) == ("eval pairs", 1.0, 1.0)
    assert found["files"][0]["labels"] == {"supported": 1, "refuted": 1}
    wrong = [{**p, "label": "refuted"} for p in PAIRS] + PAIRS[:1]
    (tmp_path / "w.jsonl").write_text("".join(json.dumps(r) + "\n" for r in wrong))
    both = document("pairs", "p.jsonl", "w.jsonl", "--report", "report")
    assert [f["accuracy"] for f in both["files"]] == [1.0, pytest.approx(2 / 3, abs=1e-4)]
    assert both["accuracy"] == pytest.approx(5 / 6, abs=1e-4)  # the mean of the files
    assert "supported at confidence 0.89" in (tmp_path / "report/index.html").read_text()


def test_reports_show_figures_and_worst_cases(tmp_path: Path) -> None:
    result = run("answers", *FILES, "--report", "out")
    assert "answer in text" in result.stdout
    assert "Report: out/index.html" in result.stderr
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 4
    assert "None went wrong" in page
    run("retrieval", *FILES, "--ablate", "--report", "out2")
    assert "BM25" in (tmp_path / "out2" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("retrieval", "--articles", "a.jsonl", "--questions", "none.jsonl"), "no file 'none"),
        (("retrieval", "--articles", "none", "--questions", "q.jsonl"), "no file or folder 'none'"),
        (("retrieval", "--articles", "a.jsonl"), "--questions"),
        (("retrieval", "--articles", "a.jsonl", "--questions", "a.jsonl"), r"a\.jsonl:1 needs"),
        (("answers", "--articles", "q.jsonl", "--questions", "q.jsonl"), "holds no article"),
        (("retrieval", "--squad", "q.jsonl"), "not JSON"),
        (("pairs", "q.jsonl"), r"q\.jsonl:1 needs 'claim'"),
        (("followups", "q.jsonl"), r"q\.jsonl:1 needs a 'history'"),
        (("verdicts", "none.yaml"), r"none\.yaml cannot be read"),
        (("claims", *FILES), "No question has 'choices'"),
        (("retrieval", *FILES, "--cache", "a.jsonl"), "--cache DIR"),
    ],
)
def test_what_a_person_can_mend_is_told_in_a_line(args: tuple[str, ...], why: str) -> None:
    result = run(*args, "--json")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert re.search(why, result.stderr), result.stderr
    assert result.stderr.splitlines()[-1].startswith("Error: ")


# ---- the cache ----


def some(*texts: str) -> list[Article]:
    return [Article(f"a{n}", text) for n, text in enumerate(texts)]


def test_an_index_is_built_once_for_its_content(tmp_path: Path) -> None:
    embedder = HashingEmbedder()
    first = cached_index(some("One.", "Two."), embedder, Cut(40, 1), tmp_path)
    assert len(embedder.texts) == 2
    moved = [replace(a, origin="elsewhere") for a in reversed(some("One.", "Two."))]
    assert cached_index(moved, embedder, Cut(40, 1), tmp_path).folder == first.folder
    assert len(embedder.texts) == 2


def test_another_content_cut_or_embedder_is_another_index(tmp_path: Path) -> None:
    embedder, other = HashingEmbedder(), HashingEmbedder()
    other.name = "other"
    folders = {
        cached_index(articles, e, cut, tmp_path).folder
        for articles, e, cut in (
            (some("One."), embedder, Cut(40, 1)),
            (some("One!"), embedder, Cut(40, 1)),
            (some("One."), other, Cut(40, 1)),
            (some("One."), embedder, Cut(41, 1)),
        )
    }
    assert len(folders) == 4


def test_code_that_cuts_otherwise_makes_another_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = [Article("a", "One. Two.", title="T")]
    before = cached_index(articles, HashingEmbedder(), Cut(40, 1), tmp_path).folder
    monkeypatch.setattr(Passage, "titled_text", property(lambda p: p.text))
    assert cached_index(articles, HashingEmbedder(), Cut(40, 1), tmp_path).folder != before


@pytest.mark.parametrize("name", ["bot.index", "bot.rows", "bot.table"])
def test_code_that_stores_otherwise_makes_another_index_and_a_comment_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    module, changed = sys.modules[name], tmp_path / "changed.py"
    code = Path(str(module.__file__)).read_text(encoding="utf-8")
    folders = [cached_index(some("One."), HashingEmbedder(), Cut(40, 1), tmp_path).folder]
    monkeypatch.setattr(module, "__file__", str(changed))
    for more in ("# A comment.\n", "MORE = 1\n"):
        changed.write_text(code + more, encoding="utf-8")
        folders.append(cached_index(some("One."), HashingEmbedder(), Cut(40, 1), tmp_path).folder)
    assert folders[0] == folders[1] != folders[2]


def test_an_interrupted_build_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storing.BATCH_PASSAGES", 1)
    articles = some("One.", "Two.", "Three.")

    class Interrupted(HashingEmbedder):
        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            if any("Three" in t for t in texts):
                raise KeyboardInterrupt
            return super().encode(texts)

    with pytest.raises(KeyboardInterrupt):
        cached_index(articles, Interrupted(), Cut(40, 1), tmp_path)
    assert not list(tmp_path.glob("index-*"))
    embedder, told = HashingEmbedder(), list[int]()
    index = cached_index(articles, embedder, Cut(40, 1), tmp_path, done=told.append)
    assert embedder.texts == ["Three."]
    assert told[-1] == 3
    assert len(index) == 3
    assert not list(tmp_path.glob("building-*"))


def test_half_a_table_is_built_anew(tmp_path: Path) -> None:
    folder = cached_index(some("One."), HashingEmbedder(), Cut(40, 1), tmp_path).folder
    building = tmp_path / folder.name.replace("index-", "building-")
    folder.rename(building)
    for manifest in (building / "passages.lance" / "_versions").iterdir():
        manifest.write_bytes(b"half")
    assert len(cached_index(some("One."), HashingEmbedder(), Cut(40, 1), tmp_path)) == 1


def test_two_runs_wait_for_each_other(tmp_path: Path) -> None:
    folder = cached_index(some("One."), HashingEmbedder(), Cut(40, 1), tmp_path).folder
    other = FileLock(tmp_path / f"{folder.name.removeprefix('index-')}.lock")
    other.acquire()
    told: list[str] = []

    def waiting() -> None:
        told.append("waiting")
        other.release()

    cached_index(some("One."), HashingEmbedder(), Cut(40, 1), tmp_path, waiting=waiting)
    assert told == ["waiting"]


def test_the_least_used_indexes_go_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "KEPT", 2)
    (tmp_path / "index-of-my-own").mkdir()
    folders = [
        cached_index(some(f"Text {n}."), HashingEmbedder(), Cut(40, 1), tmp_path).folder
        for n in range(3)
    ]
    assert [f.exists() for f in folders] == [False, True, True]
    assert (tmp_path / "index-of-my-own").exists()
    assert KEPT > 2


def test_articles_come_out_as_they_went_in(tmp_path: Path) -> None:
    article = Article("ü#1'", "A “quote”.\nLine\u2028two.", title="Tïtle", source="S", url="u://x")
    index = cached_index([article], HashingEmbedder(), Cut(40, 1), tmp_path)
    stored = index.article(article.id)
    assert stored.content_hash == article.content_hash


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BotError, match="--cache DIR"):
        cached_index(some("One."), HashingEmbedder(), Cut(40, 1), tmp_path / "file")
