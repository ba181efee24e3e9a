"""What `check` saves and exports, and what `recheck` makes of it on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.assemble import Workshop
from tests.command_line import LEADER, WRITER, checked, document, failed, run

pytestmark = pytest.mark.usefixtures("workplace")


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
