"""The command line of what an index holds: collections, show, delete, reindex, mentions."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.assemble import Workshop
from bot.cli import app
from bot.index import Index
from bot.ingest import Cut
from bot.settings import Settings
from tests.fakes import FakeEmbedder, FakeReader

HELD = "López Obrador held out until Tuesday."
WROTE = "Bolsonaro wrote on Wednesday."
SNOW = "Snow fell on Quito."


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two articles in `leaders`, one in the default collection, and models that load at once."""

    def load(self: Workshop, settings: Settings) -> None:
        self.settings = settings
        self.embedder = FakeEmbedder(settings.embedder)
        self.reader = FakeReader({HELD: 0.9, WROTE: 0.8, SNOW: 0.7})
        self.judge, self.warnings = None, ()
        self.cut = Cut(settings.passage_tokens, settings.overlap_sentences)

    monkeypatch.setattr(Workshop, "__init__", load)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_INDEX", "index")
    write("leaders/held.md", f"---\ntitle: Holdouts\ndate: 2020-12-15\nsource: Desk\n---\n{HELD}")
    write("leaders/wrote.txt", f"date 2020-12-16\n{WROTE}")
    write("weather/snow.txt", SNOW)
    assert run("ingest", "leaders", "--collection", "leaders").exit_code == 0
    assert run("ingest", "weather").exit_code == 0


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def run(*args: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, args, input=typed)


def document(*args: str) -> dict[str, Any]:
    """The one JSON document on the one line of stdout of a command that worked."""
    result = run(*args, "--json")
    assert result.exit_code == 0, result.stderr
    (line,) = result.stdout.splitlines()
    loaded: dict[str, Any] = json.loads(line)
    return loaded


def failed(*args: str) -> str:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (1, "")
    return result.stderr


def shelves() -> dict[str, list[str]]:
    """The collections of every article."""
    return {a["id"]: a["collections"] for a in document("list")["articles"]}


# Collections


def test_articles_go_where_they_are_put_and_else_into_the_default_collection() -> None:
    assert shelves() == {"held": ["leaders"], "wrote": ["leaders"], "snow": ["main"]}
    listed = document("list", "--collection", "leaders")["articles"]
    assert [a["id"] for a in listed] == ["held", "wrote"]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], [HELD, WROTE, SNOW]),
        (["leaders"], [HELD, WROTE]),
        (["main"], [SNOW]),
        (["main", "leaders"], [HELD, WROTE, SNOW]),
    ],
)
def test_collections_are_asked_apart_and_together(names: Sequence[str], said: list[str]) -> None:
    options = [part for name in names for part in ("--collection", name)]
    answer = document("ask", "Who held out, wrote, or saw snow?", *options)
    assert sorted(s["text"] for s in answer["sentences"]) == sorted(said)


def test_a_collection_that_is_not_there_is_told_with_the_nearest() -> None:
    assert failed("ask", "Who?", "--collection", "leader") == (
        "Error: There is no collection 'leader'. Did you mean 'leaders'? "
        "There are: 'leaders', 'main'.\n"
    )
    assert "cannot name a collection" in failed("ingest", "weather", "--collection", " ")


def test_an_article_in_two_collections_is_stored_and_embedded_once() -> None:
    report = document("ingest", "leaders", "--collection", "second")
    assert (report["passages"], report["unchanged"]) == (0, ["held", "wrote"])
    assert shelves()["held"] == ["leaders", "second"]
    again = document("ingest", "leaders")
    assert again["unchanged"] == ["held", "wrote"]
    assert shelves()["held"] == ["leaders", "second"]
    write("leaders/held.md", "Nobody held out.")
    assert document("ingest", "leaders")["updated"] == ["held"]
    assert shelves()["held"] == ["leaders", "second"]


# show


def test_an_article_is_shown_whole() -> None:
    shown = document("show", "held")
    assert shown.pop("added").endswith("+00:00")
    assert shown == {
        "kind": "article", "id": "held", "title": "Holdouts", "date": "2020-12-15",
        "source": "Desk", "author": None, "language": None, "url": "", "pages": [],
        "origin": str(Path("leaders/held.md").resolve()), "collections": ["leaders"], "text": HELD,
    }  # fmt: skip
    in_words = run("show", "held").stdout
    assert in_words.startswith("id: held\ntitle: Holdouts\ndate: 2020-12-15\nsource: Desk\n")
    assert in_words.endswith(f"\n\n{HELD}\n")


def test_an_id_that_is_not_there_is_told_with_the_nearest() -> None:
    assert failed("show", "Wrot") == (
        "Error: There is no article 'Wrot' in the index. Did you mean 'wrote'? "
        "See: python -m bot list\n"
    )
    assert "Did you mean" not in failed("show", "xyz")


# delete


def test_deleting_asks_first() -> None:
    for answer in ("n\n", ""):  # the second: nobody is there
        refused = run("delete", "held", typed=answer)
        assert refused.exit_code == 1
        assert "Nothing was deleted" in refused.stderr
    assert set(shelves()) == {"held", "wrote", "snow"}
    result = run("delete", "held", typed="y\n")
    assert result.exit_code == 0
    assert result.stdout.endswith("1 deleted\n")
    assert "Delete 1 articles from 'index'?" in result.stderr
    assert set(shelves()) == {"wrote", "snow"}


def test_a_collection_is_deleted_but_for_what_is_in_another_too() -> None:
    run("ingest", "leaders/held.md", "--collection", "second")
    assert document("delete", "--collection", "leaders", "--yes") == {
        "kind": "delete", "deleted": ["wrote"], "missing": [], "left": ["held"],
    }  # fmt: skip
    assert shelves() == {"held": ["second"], "snow": ["main"]}


def test_an_outlet_is_deleted() -> None:
    assert document("delete", "--source", "desk", "--yes")["deleted"] == ["held"]
    assert "No article is of the outlet 'Dusk'" in failed("delete", "--source", "Dusk", "--yes")
    assert "--source names no outlet" in failed("delete", "--source", "", "--yes")


@pytest.mark.parametrize("args", [[], ["held", "--source", "Desk"]])
def test_what_to_delete_is_said_in_one_way(args: list[str]) -> None:
    assert "ids of articles, or --collection, or --source" in failed("delete", *args, "--yes")


@pytest.mark.parametrize("erase", [True, False])
def test_what_is_erased_leaves_the_disk(erase: bool) -> None:
    document("delete", "held", "--yes", *["--erase"] * erase)
    files = [p for p in Path("index").rglob("*") if p.is_file()]
    assert any(HELD.encode() in p.read_bytes() for p in files) is not erase
    assert document("mentions", "Bolsonaro")["articles"] == 1
    if erase:
        document("delete", "wrote", "snow", "--yes", "--erase")
        assert not any(
            SNOW.encode() in p.read_bytes() for p in Path("index").rglob("*.lance") if p.is_file()
        )


# reindex


def test_an_index_of_another_embedder_is_brought_up_to_date(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = [document("show", i) for i in shelves()]
    monkeypatch.setenv("BOT_EMBEDDER", "another")
    assert "python -m bot reindex" in failed("ask", "Who held out?")
    assert document("reindex") == {"kind": "reindex", "articles": 3, "passages": 3}
    assert document("ask", "Who held out?")["text"].startswith(HELD)
    assert [document("show", i) for i in shelves()] == before
    assert document("ingest", "leaders")["passages"] == 0


# mentions


def test_a_phrase_is_found_with_its_place() -> None:
    found = document("mentions", "held   out")
    assert found["articles"] == 1
    at = HELD.index("held out")
    assert found["mentions"] == [
        {
            "article_id": "held", "title": "Holdouts", "source": "Desk", "date": "2020-12-15",
            "start": at, "end": at + 8, "words": "held out",
            "sentence": {"start": 0, "end": len(HELD), "text": HELD},
        }
    ]  # fmt: skip
    result = run("mentions", "lopez obrador", "--fold")
    assert result.stdout == f"Holdouts, Desk, 2020-12-15 (held)\n    0–13: “{HELD}”\n"
    assert result.stderr == "1 in 1 articles\n"
    assert document("mentions", "lopez obrador")["mentions"] == []
    assert document("mentions", "held", "--collection", "main")["mentions"] == []
    assert "has no word in it" in failed("mentions", "…")


def test_what_holds_no_index_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for args in (["show", "a"], ["mentions", "a"], ["reindex"]):
        assert "no index in 'gone'" in failed(*args, "--index", "gone")
    assert not Index.exists(Path("gone"))


def test_an_article_cannot_steer_the_terminal() -> None:
    text = "Rain \x1b[31mfell\x1b[0m on \x9bQuito."
    write("weather/rain.jsonl", json.dumps({"id": "rain", "title": "Rain\x1b[2J", "text": text}))
    assert run("ingest", "weather").exit_code == 0
    for command in (("list",), ("show", "rain"), ("mentions", "on")):
        told = run(*command).stdout
        assert "Rain" in told
        assert not {"\x1b", "\x9b"} & set(told)
