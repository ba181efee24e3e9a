"""The command line: one JSON document on stdout, all else on stderr, and an honest status."""

import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from app import parser as app_parser
from bot.assemble import Workshop
from bot.chat import EMPTY_INDEX, GREETING, Bot
from bot.cli import app, main
from bot.index import Index
from bot.ingest import Cut
from bot.settings import Settings
from tests.fakes import FakeEmbedder, FakeJudge, FakeReader

HELD = "López Obrador held out until Tuesday."
WROTE = "Bolsonaro wrote on Wednesday."
MARKED = "López Obrador"


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two articles, and models that take no time to load."""

    def load(self: Workshop, settings: Settings) -> None:
        self.settings = settings
        self.embedder = FakeEmbedder(settings.embedder)
        self.reader = FakeReader({HELD: 0.9, WROTE: 0.8}, {HELD: MARKED})
        self.judge = FakeJudge({HELD: (0.9, 0.0), WROTE: (0.0, 0.8)})
        self.warnings = ()
        self.cut = Cut(settings.passage_tokens, settings.overlap_sentences)

    monkeypatch.setattr(Workshop, "__init__", load)
    monkeypatch.chdir(tmp_path)
    Path("news").mkdir()
    front = "title: Holdouts\ndate: 2020-12-15\nsource: Desk\nurl: https://example.org/a"
    Path("news/held.md").write_text(
        f"---\n{front}\n---\nLeaders differed. {HELD}", encoding="utf-8"
    )
    Path("news/wrote.txt").write_text(f"date 2020-12-16 {WROTE}", encoding="utf-8")
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(app, args)


@pytest.fixture
def ingested() -> None:
    assert run("ingest", "news", "--index", "index").exit_code == 0


def document(result: Result) -> dict[str, object]:
    """The one JSON document on the one line of stdout."""
    assert result.stdout.endswith("\n")
    (line,) = result.stdout.splitlines()
    loaded = json.loads(line)
    assert isinstance(loaded, dict)
    return loaded


def failed(result: Result) -> str:
    """The one line on stderr of a command that failed for a reason."""
    assert result.exit_code == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: ")
    return line


# What works


def test_ingest_reports_as_json() -> None:
    result = run("ingest", "news", "--index", "index", "--json")
    assert result.exit_code == 0
    assert document(result) == {
        "kind": "ingest",
        "added": ["held", "wrote"],
        "updated": [],
        "unchanged": [],
        "skipped": [],
        "passages": 2,
        "foreign": [],
        "copies": [],
        "removed": [],
    }


def test_ingest_maps_the_fields_of_records_and_notes_other_languages() -> None:
    german = "Der Bürgermeister hat am Dienstag angekündigt, dass die Brücke im März wieder öffnet."
    Path("posts.json").write_text(json.dumps([{"key": "k", "body": german}]), encoding="utf-8")
    given = ("--map", "id=key", "--map", "text=body")
    result = run("ingest", "posts.json", *given, "--index", "index", "--json")
    assert (result.exit_code, document(result)["added"]) == (0, ["k"])
    assert document(result)["foreign"] == [{"id": "k", "language": "German"}]
    assert result.stderr.endswith(
        "Note: k: this is in German: answers and verdicts on it are not to be trusted yet\n"
    )


def test_ingest_names_an_address_that_cannot_be_had_and_takes_the_rest() -> None:
    result = run("ingest", "http://127.0.0.1:1/a", "news", "--index", "index")
    assert result.exit_code == 1
    assert result.stdout.startswith("2 added, 0 updated, 0 unchanged, 1 skipped;")
    assert "Skipped: http://127.0.0.1:1/a cannot be fetched: '127.0.0.1' is at" in result.stderr


def test_a_map_of_no_field_and_an_address_of_another_kind_are_told_at_once() -> None:
    assert "--map 'body' names no field" in failed(run("ingest", "news", "--map", "body"))
    assert "only http and https are" in failed(run("ingest", "ftp://news.example/a"))


@pytest.mark.usefixtures("ingested")
def test_ingest_reports_in_a_line() -> None:
    result = run("ingest", "news", "--index", "index")
    assert result.stdout == "0 added, 0 updated, 2 unchanged, 0 skipped; 0 passages embedded\n"
    assert result.stderr.startswith("Ingesting: 2 of 2 articles, ")


@pytest.mark.usefixtures("ingested")
def test_ingest_links_copies_and_removes_what_is_gone_where_asked() -> None:
    Path("news/wrote.txt").rename("again.txt")
    assert "removed" not in run("ingest", "news", "--index", "index").stdout
    Path("news/copy.txt").write_text(f"Leaders differed. {HELD}", encoding="utf-8")
    result = run("ingest", "news", "--index", "index", "--prune")
    assert result.stdout == (
        "1 added, 0 updated, 1 unchanged, 0 skipped, 1 removed; 1 passages embedded; "
        "1 linked as copies\n"
    )
    listed = run("list", "--index", "index").stdout.splitlines()
    assert [line.split("\t")[0] for line in listed] == ["copy", "held"]


@pytest.mark.usefixtures("ingested")
def test_ask_answers_as_json() -> None:
    result = run("ask", "Who held out and who wrote?", "--index", "index", "--json")
    assert result.exit_code == 0
    answer = document(result)
    assert list(answer) == [
        "kind", "text", "abstained", "confidence", "sentences", "written_by", "withheld",
        "fell_back", "hits", "seconds",
    ]  # fmt: skip
    assert answer["kind"] == "answer"
    assert answer["text"] == f"{HELD} {WROTE}"
    assert (answer["abstained"], answer["confidence"]) == (False, 0.9)
    start = len("Leaders differed. ")
    sentences = answer["sentences"]
    assert isinstance(sentences, list)
    assert sentences[0] == {
        "text": HELD,
        "support": 0.9,
        "citations": [
            {
                "number": 1,
                "article_id": "held",
                "title": "Holdouts",
                "source": "Desk",
                "date": "2020-12-15",
                "url": "https://example.org/a",
                "start": start,
                "end": start + len(HELD),
                "quote": HELD,
                "marks": [{"start": start, "end": start + len(MARKED)}],
                "also_in": [],
                "page": None,
                "language": None,
            }
        ],
    }
    hits = answer["hits"]
    assert isinstance(hits, list)
    assert {h["article_id"] for h in hits} == {"held", "wrote"}
    assert all({"article_id", "passage", "score"} <= set(h) for h in hits)
    assert isinstance(answer["seconds"], float)
    assert result.stderr == ""


@pytest.mark.usefixtures("ingested")
def test_ask_answers_in_words_with_the_quotes_below() -> None:
    lines = run("ask", "Who held out and who wrote?", "--index", "index").stdout.splitlines()
    assert lines == [
        f"{HELD} [1] {WROTE} [2]",
        "",
        "[1] Holdouts, Desk, 2020-12-15",
        f"    “{HELD}” (held, 18–55)",
        f"[2] {WROTE}, 2020-12-16",
        f"    “{WROTE}” (wrote, 0–29)",
    ]


@pytest.mark.usefixtures("ingested")
def test_what_the_articles_do_not_say_is_no_failure() -> None:
    for path in Path("news").iterdir():
        path.write_text("Snow fell all day.")
    run("ingest", "news", "--index", "index")
    result = run("ask", "Who sang?", "--index", "index", "--json")
    assert result.exit_code == 0
    answer = document(result)
    assert (answer["abstained"], answer["sentences"]) == (True, [])
    assert answer["text"] == "Your articles don't say."
    lines = run("ask", "Who sang?", "--index", "index").stdout.splitlines()
    assert lines[0] == "Your articles don't say."
    assert "The nearest passages:" in lines


@pytest.mark.usefixtures("ingested")
def test_nothing_published_after_the_date_is_used() -> None:
    answer = document(run("ask", "Who?", "--index", "index", "--as-of", "2020-12-15", "--json"))
    assert answer["text"] == HELD
    hits = answer["hits"]
    assert isinstance(hits, list)
    assert [h["article_id"] for h in hits] == ["held"]


@pytest.mark.usefixtures("ingested")
def test_a_warning_goes_to_stderr_and_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    load = Workshop.__init__

    def load_and_warn(self: Workshop, settings: Settings) -> None:
        load(self, settings)
        self.warnings = ("Mind the gap.",)

    monkeypatch.setattr(Workshop, "__init__", load_and_warn)
    result = run("ask", "Who held out?", "--index", "index", "--json")
    assert result.exit_code == 0
    assert result.stderr == "Warning: Mind the gap.\n"
    assert document(result)["kind"] == "answer"


@pytest.mark.usefixtures("ingested")
def test_articles_are_listed_by_date() -> None:
    Path("news/undated.txt").write_text("Tabs\tand\nlines are one line here.")
    run("ingest", "news", "--index", "index")
    assert run("list", "--index", "index").stdout.splitlines() == [
        "undated\t\t\tTabs and lines are one line here.\t1\tmain",
        "held\t2020-12-15\tDesk\tHoldouts\t1\tmain",
        f"wrote\t2020-12-16\t\t{WROTE}\t1\tmain",
    ]
    result = run("list", "--index", "index", "--json")
    listed = document(result)
    assert listed["kind"] == "list"
    articles = listed["articles"]
    assert isinstance(articles, list)
    assert articles[1].pop("added").endswith("+00:00")
    assert articles[1] == {
        "collections": ["main"], "id": "held", "date": "2020-12-15", "source": "Desk",
        "title": "Holdouts", "author": None, "language": None, "passages": 1,
    }  # fmt: skip
    assert articles[0]["date"] is None


@pytest.mark.usefixtures("ingested")
def test_a_deleted_article_is_found_no_more() -> None:
    result = run("delete", "held", "held", "--yes", "--index", "index", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert document(result) == {"kind": "delete", "deleted": ["held"], "missing": [], "left": []}
    assert document(run("ask", "Who held out?", "--index", "index", "--json"))["text"] == WROTE
    assert run("delete", "wrote", "--yes", "--index", "index").stdout == "1 deleted\n"
    assert run("list", "--index", "index").stdout == ""
    assert Path("news/held.md").exists()


@pytest.mark.usefixtures("ingested")
def test_an_article_that_is_not_there_is_named_and_the_others_are_deleted() -> None:
    result = run("delete", "gone", "held", "--yes", "--index", "index", "--json")
    assert result.exit_code == 1
    assert document(result) == {
        "kind": "delete", "deleted": ["held"], "missing": ["gone"], "left": [],
    }  # fmt: skip
    (line,) = result.stderr.splitlines()
    assert line == "There is no article 'gone' in the index. See: python -m bot list"


@pytest.mark.usefixtures("ingested")
def test_listing_and_deleting_need_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Workshop, "__init__")
    monkeypatch.setenv("BOT_EMBEDDER", "another")
    assert run("list", "--index", "index").exit_code == 0
    assert run("delete", "held", "--yes", "--index", "index").exit_code == 0
    assert "no index in 'gone'" in failed(run("list", "--index", "gone"))
    assert "no index in 'gone'" in failed(run("delete", "held", "--index", "gone"))
    assert not Path("gone").exists()


def test_the_index_may_be_named_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_INDEX", "elsewhere")
    assert run("ingest", "news").exit_code == 0
    assert Index.exists(Path("elsewhere"))
    assert run("ask", "Who held out?").exit_code == 0


# Claims


LEADER, WRITER = "López Obrador waited until Tuesday", "Bolsonaro was silent on Wednesday"
EVIDENCE_KEYS = {
    "stance", "probability", "quote", "article_id", "title", "start", "end", "source", "date",
    "url", "reported_by", "also_in", "happened", "because", "overtaken_by",
    "page", "language",
}  # fmt: skip


def checked(*args: str) -> tuple[object, str]:
    """The one JSON document of a check that succeeds, and what it told on stderr."""
    result = run("check", *args, "--index", "index", "--json")
    assert result.exit_code == 0, result.stderr
    (line,) = result.stdout.splitlines()
    return json.loads(line), result.stderr


@pytest.mark.usefixtures("ingested")
def test_a_claim_is_checked_as_json_on_one_line() -> None:
    verdict, told = checked(LEADER)
    assert isinstance(verdict, dict)
    assert isinstance(verdict.pop("seconds"), float)
    start = len("Leaders differed. ")
    assert verdict == {
        "kind": "verdict",
        "claim": LEADER,
        "label": "conflicting",  # the fake judge has one sentence for any claim, and one against
        "confidence": 0.8,
        "evidence": [
            {
                "stance": "supports",
                "probability": 0.9,
                "quote": HELD,
                "article_id": "held",
                "title": "Holdouts",
                "start": start,
                "end": start + len(HELD),
                "source": "Desk",
                "date": "2020-12-15",
                "url": "https://example.org/a",
                "reported_by": None,
                "happened": None,
                "because": None,
                "overtaken_by": None,
                "also_in": [],
                "page": None,
                "language": None,
            },
            {
                "stance": "refutes",
                "probability": 0.8,
                "quote": WROTE,
                "article_id": "wrote",
                "title": WROTE,
                "start": 0,
                "end": len(WROTE),
                "source": "",
                "date": "2020-12-16",
                "url": "",
                "reported_by": "Bolsonaro",
                "happened": {"first": "2020-12-16", "last": "2020-12-16"},
                "because": None,
                "overtaken_by": None,
                "also_in": [],
                "page": None,
                "language": None,
            },
        ],
        "hangs_on": {
            "standing": 2,
            "removals": [
                {
                    "articles": ["held"],
                    "source": None,
                    "name": "Desk (15 Dec 2020)",
                    "label": "refuted",
                },
                {
                    "articles": ["wrote"],
                    "source": None,
                    "name": f"“{WROTE}” (16 Dec 2020)",
                    "label": "supported",
                },
            ],
        },
        "without": {"sources": [], "articles": [], "quotes": []},
    }
    assert all(set(e) == EVIDENCE_KEYS for e in verdict["evidence"])
    (line,) = told.splitlines()
    assert line.startswith("Checking: 1 of 1 claims")


@pytest.mark.usefixtures("ingested")
def test_several_claims_give_a_list_in_their_order() -> None:
    verdicts, _ = checked(f"{LEADER}. {WRITER}.")
    assert isinstance(verdicts, list)
    assert [v["claim"] for v in verdicts] == [f"{LEADER}.", f"{WRITER}."]
    assert {v["kind"] for v in verdicts} == {"verdict"}


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_of_claims_gives_a_list_even_of_one(mark: str) -> None:
    Path("claims.txt").write_text(f"{mark}{LEADER}\n", encoding="utf-8")
    verdicts, _ = checked("--file", "claims.txt")
    assert isinstance(verdicts, list)
    assert [v["claim"] for v in verdicts] == [LEADER]
    Path("claims.txt").write_text(f"{LEADER}\n\n  \n{WRITER}\n---\n", encoding="utf-8")
    verdicts, told = checked("--file", "claims.txt")
    assert isinstance(verdicts, list)
    assert [v["claim"] for v in verdicts] == [LEADER, WRITER]
    assert told.startswith("Checking: 2 of 2 claims")


@pytest.mark.usefixtures("ingested")
def test_a_claim_is_checked_as_of_a_date() -> None:
    then, _ = checked(LEADER, "--as-of", "2020-12-15")
    assert isinstance(then, dict)
    assert (then["label"], [e["article_id"] for e in then["evidence"]]) == ("supported", ["held"])
    before, _ = checked(LEADER, "--as-of", "2020-12-14")
    assert isinstance(before, dict)
    assert (before["label"], before["evidence"]) == ("not_enough_evidence", [])


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize(
    ("names", "label", "spoke"),
    [
        (["held"], "refuted", ["wrote"]),
        (["desk"], "refuted", ["wrote"]),  # an outlet, in any case
        (["wrote"], "supported", ["held"]),
        (["Desk", "wrote"], "not_enough_evidence", []),
    ],
)
def test_outlets_and_articles_are_left_out(names: list[str], label: str, spoke: list[str]) -> None:
    verdict, _ = checked(LEADER, *(a for name in names for a in ("--without", name)))
    assert isinstance(verdict, dict)
    assert (verdict["label"], [e["article_id"] for e in verdict["evidence"]]) == (label, spoke)
    left = verdict["without"]
    assert len(left["sources"]) + len(left["articles"]) == len(names)
    in_words = run("check", LEADER, "--index", "index", "--without", "held").stdout
    assert "  Left out: held." in in_words.splitlines()


@pytest.mark.usefixtures("ingested")
def test_what_was_left_out_stays_out_when_it_is_rechecked() -> None:
    checked(LEADER, "--without", "Desk", "--save", "r.json")
    result = run("recheck", "r.json", "--index", "index")
    assert (result.exit_code, "Unchanged: refuted" in result.stdout) == (0, True)


@pytest.mark.usefixtures("ingested")
def test_a_claim_is_checked_in_words() -> None:
    result = run("check", LEADER, "--index", "index")
    assert result.stdout.splitlines() == [
        LEADER,
        "  Your articles disagree (confidence 0.80)",
        "  Without Desk (15 Dec 2020) this would be: refuted.",
        f"  Without “{WROTE}” (16 Dec 2020) this would be: supported.",
        f"  for 0.90: “{HELD}”",
        "    Holdouts, Desk, 2020-12-15 (held, 18–55)",
        f"  against 0.80, as told by Bolsonaro: “{WROTE}”",
        f"    {WROTE}, 2020-12-16 (wrote, 0–29)",
        "",
    ]


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize(
    ("claim", "why"), [("Biden will win in 2024", "a prediction"), ("hello", "Ask about")]
)
def test_what_is_not_judged_is_a_verdict_all_the_same_and_told_on_stderr(
    claim: str, why: str
) -> None:
    verdict, told = checked(claim)
    assert isinstance(verdict, dict)
    assert (verdict["claim"], verdict["label"]) == (claim, "not_enough_evidence")
    assert (verdict["evidence"], verdict["confidence"]) == ([], 1.0)
    assert f"Not judged: “{claim}”." in told
    assert why in told
    assert "  Not judged. " in run("check", claim, "--index", "index").stdout


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize(
    ("args", "complaint"),
    [
        ([], "Give either a claim or --file FILE"),
        (["It snowed.", "--file", "claims.txt"], "Give either a claim or --file FILE"),
        (["?!"], "'?!' has no word in it to check"),
        (["--file", "gone.txt"], "'gone.txt' cannot be read as text"),
        (["--file", "news"], "'news' cannot be read as text"),
        (["--file", "empty.txt"], "'empty.txt' has no word in it to check"),
        (["--file", "latin.txt"], "'latin.txt' cannot be read as text"),
        (["It snowed.", "--as-of", "soon"], "'soon' is no date"),
        (["It snowed.", "--index", "gone"], "no index in 'gone'"),
        (["It snowed.", "--without", "Nobody"], "'Nobody' is neither an outlet nor the id"),
    ],
)
def test_a_check_that_cannot_be_done_says_why(args: list[str], complaint: str) -> None:
    Path("claims.txt").write_text("It snowed.")
    Path("empty.txt").write_text("\n---\n")
    Path("latin.txt").write_bytes("Él ganó.".encode("latin-1"))
    index = [] if "--index" in args else ["--index", "index"]
    assert complaint in failed(run("check", *args, *index, "--json"))


@pytest.mark.usefixtures("ingested")
def test_without_a_judge_a_check_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    load = Workshop.__init__

    def load_without(self: Workshop, settings: Settings) -> None:
        load(self, settings)
        self.judge = None

    monkeypatch.setattr(Workshop, "__init__", load_without)
    line = failed(run("check", LEADER, "--index", "index", "--json"))
    assert "no reader that judges claims here. Restore the folder models/reader" in line


# Records


def loaded(name: str) -> dict[str, Any]:
    document = json.loads(Path(name).read_text(encoding="utf-8"))
    assert isinstance(document, dict)
    return document


@pytest.mark.usefixtures("ingested")
def test_a_check_is_saved_and_its_place_told_on_stderr() -> None:
    _, told = checked(LEADER, "--save", "r.json", "--as-of", "2020-12-15")
    assert told.endswith("Written: r.json\n")
    record = loaded("r.json")
    assert [c["verdict"]["claim"] for c in record["claims"]] == [LEADER]
    assert record["filters"]["as_of"] == "2020-12-15"
    assert [m["role"] for m in record["models"]] == ["embedder", "judge"]


@pytest.mark.usefixtures("ingested")
def test_the_end_of_a_claim_that_is_too_long_is_not_left_unread_in_silence() -> None:
    _, told = checked("Dana won the race. " * 150)
    assert "Warning: Read the first 2000 characters of your message" in told


@pytest.mark.usefixtures("ingested")
def test_a_file_of_claims_is_one_record() -> None:
    Path("claims.txt").write_text(f"{LEADER}\n{WRITER}\nhello\n", encoding="utf-8")
    checked("--file", "claims.txt", "--save", "r.json")
    verdicts = [c["verdict"] for c in loaded("r.json")["claims"]]
    assert [(v["claim"], bool(v["note"])) for v in verdicts] == [
        (LEADER, False),
        (WRITER, False),
        ("hello", True),
    ]


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize(
    ("path", "complaint"), [("old.json", "is there already"), ("gone/r.json", "no folder 'gone'")]
)
def test_a_record_that_cannot_be_written_is_told_before_anything_is_judged(
    monkeypatch: pytest.MonkeyPatch, path: str, complaint: str
) -> None:
    Path("old.json").write_text("mine")

    def never(*_: object) -> None:
        raise AssertionError("models were loaded")

    monkeypatch.setattr(Workshop, "__init__", never)
    assert complaint in failed(run("check", LEADER, "--index", "index", "--save", path))
    assert Path("old.json").read_text() == "mine"


@pytest.mark.usefixtures("ingested")
def test_a_check_is_exported_in_the_form_that_the_name_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BOT_PUBLISHER", "The Post")
    exports = [a for name in ("r.md", "r.html", "r.jsonld") for a in ("--export", name)]
    checked(LEADER, *exports, "--published-at", "https://post.example/check")
    assert Path("r.md").read_text(encoding="utf-8").startswith("# Claim checked")
    assert Path("r.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    review = loaded("r.jsonld")
    assert (review["author"]["name"], review["url"]) == ("The Post", "https://post.example/check")
    assert review["reviewRating"]["alternateName"] == "The articles disagree"


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize(
    ("args", "complaint"),
    [
        (["--export", "r.pdf"], "'r.pdf' does not say in which form"),
        (["--export", "r.json"], "with --save"),
        (["--export", "r.md", "--export", "r.md"], "have one name"),
        (["--published-at", "here"], "'here' is no web address"),
    ],
)
def test_an_export_that_cannot_be_is_told_before_anything_is_judged(
    args: list[str], complaint: str
) -> None:
    assert complaint in failed(run("check", LEADER, "--index", "index", *args))
    assert not list(Path.cwd().glob("r.*"))


@pytest.mark.usefixtures("ingested")
def test_recheck_tells_by_its_status_whether_a_verdict_changed() -> None:
    checked(LEADER, "--save", "r.json")
    checked("López Obrador held out.", "--as-of", "2020-12-15", "--save", "then.json")
    same = run("recheck", "r.json", "then.json", "--index", "index")
    assert same.exit_code == 0, same.stderr
    assert same.stdout.count("  Unchanged: ") == 2
    run("delete", "wrote", "--yes", "--index", "index")
    changed = run("recheck", "r.json", "then.json", "--index", "index", "--json")
    assert changed.exit_code == 1
    found = document(changed)
    assert (found["kind"], found["same"]) == ("recheck", False)
    files = found["files"]
    assert isinstance(files, list)
    assert [f["file"] for f in files] == ["r.json", "then.json"]
    assert [f["claims"][0]["outcome"] for f in files] == ["verdict changed", "same"]
    assert [r["cause"] for r in files[0]["claims"][0]["reasons"]] == ["article gone"]


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize("name", ["gone.json", "bad.json"])
def test_a_record_that_cannot_be_read_is_status_2_and_nothing_is_judged(name: str) -> None:
    checked(LEADER, "--save", "r.json")
    Path("bad.json").write_text("{}")
    result = run("recheck", "r.json", name, "--index", "index", "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Error: '{name}' ")


@pytest.mark.usefixtures("ingested")
def test_rechecking_without_an_index_is_status_2() -> None:
    checked(LEADER, "--save", "r.json")
    result = run("recheck", "r.json", "--index", "gone")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: There is no index in 'gone'.")


# What does not


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize(
    ("message", "reply"), [("hello", GREETING), ("Thanks!", GREETING), ("Who sang?", EMPTY_INDEX)]
)
def test_small_talk_and_an_empty_index_are_answered_as_on_the_page(
    message: str, reply: str
) -> None:
    run("delete", "held", "wrote", "--yes", "--index", "index")
    result = run("ask", message, "--index", "index", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    answer = document(result)
    assert isinstance(answer.pop("seconds"), float)
    assert answer == {
        "kind": "answer",
        "text": reply,
        "abstained": True,
        "confidence": 0.0,
        "sentences": [],
        "written_by": None,
        "withheld": [],
        "fell_back": None,
        "hits": [],
    }
    assert run("ask", message, "--index", "index").stdout == f"{reply}\n"


def test_asking_without_an_index_says_how_to_make_one() -> None:
    assert "no index in 'gone'. Make one with: python -m bot ingest" in failed(
        run("ask", "Who?", "--index", "gone", "--json")
    )


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize("date", ["tomorrow", "2020-02-30", "2020-12", "", "15.12.2020"])
def test_a_bad_date_is_named(date: str) -> None:
    line = failed(run("ask", "Who?", "--index", "index", "--as-of", date, "--json"))
    assert f"{date!r} is no date. Write it as YYYY-MM-DD." in line


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize("question", ["", "  ", "?!"])
def test_a_question_without_a_word_is_refused(question: str) -> None:
    assert "has no word in it" in failed(run("ask", question, "--index", "index", "--json"))


def test_a_missing_path_is_named_and_nothing_is_made() -> None:
    line = failed(run("ingest", "news", "gone", "--index", "index", "--json"))
    assert "There is no file or folder 'gone'" in line
    assert not Path("index").exists()


def test_an_empty_folder_is_named() -> None:
    Path("empty").mkdir()
    assert "The folder 'empty' holds no article" in failed(run("ingest", "empty", "--json"))


def test_what_could_not_be_read_is_told_and_the_rest_is_stored() -> None:
    Path("news/empty.txt").touch()
    Path("news/binary.txt").write_bytes(b"\x00\x01")
    result = run("ingest", "news", "--index", "index", "--json")
    assert result.exit_code == 1
    report = document(result)
    assert report["added"] == ["held", "wrote"]
    skipped = report["skipped"]
    assert isinstance(skipped, list)
    assert [Path(s["origin"]).name for s in skipped] == ["binary.txt", "empty.txt"]
    said = [line.split(":")[0] for line in result.stderr.splitlines()]
    assert said == ["Ingesting", "Skipped", "Skipped"]
    assert run("ask", "Who held out?", "--index", "index").exit_code == 0


@pytest.mark.usefixtures("ingested")
def test_an_index_of_another_embedder_is_refused_by_naming_both(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BOT_EMBEDDER", "another")
    for command in (["ask", "Who?"], ["ingest", "news"]):
        line = failed(run(*command, "--index", "index", "--json"))
        assert "made with embedder 'all-MiniLM-L6-v2', not 'another'" in line


@pytest.mark.usefixtures("ingested")
def test_an_index_of_another_cut_is_refused_by_naming_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_PASSAGE_TOKENS", "100")
    line = failed(run("ask", "Who?", "--index", "index", "--json"))
    assert "made with passages '160/1', not '100/1'" in line


def test_an_index_below_a_file_is_refused() -> None:
    Path("file").write_text("x")
    assert "'file' is a file, not a folder" in failed(
        run("ingest", "news", "--index", "file/index")
    )


@pytest.mark.usefixtures("ingested")
def test_a_read_only_index_is_asked_and_not_written() -> None:
    Path("index").chmod(0o555)
    assert run("ask", "Who held out?", "--index", "index").exit_code == 0
    assert "is read-only" in failed(run("ingest", "news", "--index", "index"))
    assert "is read-only" in failed(run("delete", "held", "--yes", "--index", "index"))
    Path("index").chmod(0o755)


def test_an_impossible_index_folder_is_refused() -> None:
    failed(run("ask", "Who?", "--index", "x" * 300))
    failed(run("ingest", "news", "--index", "x" * 300))


def test_a_page_that_cannot_be_served_is_told_before_anything_is_made() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        line = failed(run("serve", "--port", port, "--index", "index"))
    assert f"The page cannot be served at 127.0.0.1:{port}" in line
    assert "Setting 'port' cannot be 0" in failed(run("serve", "--port", "0"))
    assert not Path("index").exists()


def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOP_HITS", "many")
    assert "Setting 'top_hits' cannot be 'many'" in failed(run("ask", "Who?"))
    Path("bot.toml").write_text("= broken")
    assert "bot.toml cannot be read as TOML" in failed(run("ingest", "news"))


@pytest.mark.parametrize("args", [["ask"], ["ingest"], ["ask", "Who?", "--colour"], ["sing"]])
def test_wrong_usage_fails(args: list[str]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert result.stdout == ""


# The process itself


def test_stdout_is_utf_8_whatever_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    for command in (["ingest", "news"], ["ask", "Who held out?", "--json"]):
        monkeypatch.setattr(sys, "argv", ["bot", *command, "--index", "index"])
        with pytest.raises(SystemExit) as left:
            main()
        assert left.value.code == 0
    sys.stdout.flush()
    answer = json.loads(raw.getvalue().splitlines()[-1])
    assert answer["text"].startswith(HELD)


def test_the_module_runs_and_its_errors_reach_the_shell(tmp_path: Path) -> None:
    repository = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "Who?", "--index", "gone", "--json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(repository)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Error: There is no index in 'gone'.")
    assert done.stderr.count("\n") == 1


def test_every_command_says_what_it_does() -> None:
    commands = typer.main.get_group(app).commands
    assert {"ingest", "ask", "check", "recheck", "list", "delete", "serve"} <= set(commands)
    assert all(c.help for c in commands.values())


@pytest.mark.usefixtures("ingested")
def test_a_language_model_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    monkeypatch.setenv("BOT_GENERATOR", "a/model")
    plain = Workshop.bot

    def noting(self: Workshop, index: Index) -> Bot:
        given.append(self.settings.generator)
        return plain(self, index)

    monkeypatch.setattr(Workshop, "bot", noting)
    monkeypatch.setattr("bot.serve.serve", lambda settings: given.append(settings.generator))
    for option in ((), ("--generator", "another"), ("--generator", "")):
        run("ask", "Who held out?", "--index", "index", *option)
        run("serve", "--index", "index", *option)
    assert given == ["a/model", "a/model", "another", "another", "", ""]
    assert app_parser().parse_args(["--generator", "another"]).generator == "another"
