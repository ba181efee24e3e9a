"""The command line where it has no answer or cannot do it: one line that says why, and a status."""

import socket
from pathlib import Path

import pytest

from bot.chat import EMPTY_INDEX, GREETING
from tests.command_line import document, failed, run

pytestmark = pytest.mark.usefixtures("workplace")


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
