"""The command line: one JSON document on stdout, all else on stderr, and an honest status."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from app import parser as app_parser
from bot.assemble import Workshop
from bot.chat import Bot
from bot.cli import app, main
from bot.index import Index
from bot.settings import Settings
from tests.command_line import HELD, MARKED, WROTE, document, failed, run

pytestmark = pytest.mark.usefixtures("workplace")


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
        f"    “{WROTE}” (wrote, 0–{len(WROTE)})",
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
