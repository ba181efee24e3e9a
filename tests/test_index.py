"""The LanceDB table: what goes in comes out, also after a crash and from another process."""

import datetime as dt
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import bot.index
from bot.errors import ArticleError, IndexFolderError
from bot.index import Index, ListedArticle, Overview, StoredArticle, require_writable
from bot.ingest import Cut, ingest
from bot.rows import Standing
from bot.types import Article, Filters, Without
from tests.fakes import FakeEmbedder, article, cut, index_in, store

ROOT = Path(__file__).resolve().parent.parent
ODD_IDS = [
    "o'brien",
    "a\\b",
    "x\ny",
    "100%_",
    "é😀",
    '"q"',
    "n\0ul",
    "-- ;",
    "{}",
    "a/b?*",
    "z" * 3_000,
]
PUTIN = article(
    "Putin waited for weeks. He wrote in December.",
    "putin",
    title="Putin waits",
    date="2020-12-15",
    source="Desk",
    url="https://example.org/p",
    origin="/news/putin.md",
)
LOPEZ = article(
    "Andrés Manuel López Obrador wrote a letter.", "lopez", date="2020-12-14", source="Wire"
)
UNDATED = article("Bolsonaro congratulated nobody.", "undated", source="Wire")


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return index_in(tmp_path / "index")


@pytest.fixture
def three(index: Index) -> Index:
    store(index, PUTIN, LOPEZ, UNDATED)
    return index


def found(index: Index, query: str, **filters: object) -> list[str]:
    """The articles that BM25 finds."""
    chosen = Filters(**filters)  # type: ignore[arg-type]
    return [f.passage.article_id for f in index.search_bm25(query, limit=20, filters=chosen)]


def nearest(index: Index, query: str, **filters: object) -> list[str]:
    """The articles that dense search finds, nearest first."""
    (vector,) = FakeEmbedder().encode([query])
    chosen = Filters(**filters)  # type: ignore[arg-type]
    return [f.passage.article_id for f in index.search_dense(vector, limit=20, filters=chosen)]


# What goes in comes out


def test_an_article_comes_out_as_it_went_in(three: Index) -> None:
    assert three.article("putin") == PUTIN
    assert three.article("undated") == UNDATED


def test_passages_come_out_as_they_went_in(index: Index) -> None:
    source = article(
        "One two three. Four five six. Seven eight nine.", "a", title="T", date="2020-01-02"
    )
    store(index, source, max_tokens=16)
    (vector,) = FakeEmbedder().encode(["one"])
    passages = [f.passage for f in index.search_dense(vector, limit=9)]
    assert sorted(passages, key=lambda p: p.number) == cut(source, 16)


@pytest.mark.parametrize("id", ODD_IDS, ids=lambda id: ascii(id[:9]))
def test_an_id_may_have_any_characters(index: Index, id: str) -> None:
    store(index, article("The first version.", id), article("Another.", "other"))
    store(index, article("The second version.", id))
    assert index.article(id).text == "The second version."
    index.delete([id])
    assert [s.id for s in index.stored()] == ["other"]


def test_an_article_that_is_not_there_is_an_error_that_names_it(three: Index) -> None:
    with pytest.raises(ArticleError, match="No article 'gone' in the index"):
        three.article("gone")


def test_stored_articles_are_told_with_all_but_their_text(three: Index) -> None:
    listed = {s.id: s for s in three.stored()}
    assert set(listed) == {"putin", "lopez", "undated"}
    assert listed["putin"] == StoredArticle(
        "putin", PUTIN.content_hash, "/news/putin.md", "Putin waits", "https://example.org/p",
        story=PUTIN.content_hash,
    )  # fmt: skip


def test_all_of_many_articles_are_listed(index: Index) -> None:
    many = [article(f"Article number {n}.", str(n)) for n in range(1_500)]
    store(index, *many)
    assert {s.id for s in index.stored()} == {a.id for a in many}
    assert index.overview().articles == len(many)


def test_the_overview_counts(three: Index) -> None:
    assert three.overview() == Overview(
        articles=3,
        passages=3,
        sources=("Desk", "Wire"),
        first=dt.date(2020, 12, 14),
        last=dt.date(2020, 12, 15),
        collections=("main",),
    )


def test_articles_are_listed_by_date_with_their_passages(three: Index) -> None:
    store(three, article("One two. Three four.", "long", date="2020-12-14"), max_tokens=8)
    listed = three.listed()
    added = listed[0].added
    assert abs(added - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)
    rest = (("main",), added)
    opening = "Andrés Manuel López Obrador wrote a letter."
    assert [replace(a, added=added) for a in listed] == [
        ListedArticle("undated", None, "Wire", "Bolsonaro congratulated nobody.", 1, *rest),
        ListedArticle("long", dt.date(2020, 12, 14), "", "One two.", 2, *rest),
        ListedArticle("lopez", dt.date(2020, 12, 14), "Wire", opening, 1, *rest),
        ListedArticle("putin", dt.date(2020, 12, 15), "Desk", "Putin waits", 1, *rest),
    ]


def test_an_index_opens_without_its_embedder_but_not_in_another_format(
    three: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Index.at(three.folder).listed() == three.listed()
    monkeypatch.setattr(bot.index, "FORMAT", "2")
    with pytest.raises(IndexFolderError, match="was made with format '1', not '2'"):
        Index.at(three.folder)


def test_an_empty_index_is_searched_and_finds_nothing(index: Index) -> None:
    assert len(index) == 0
    assert found(index, "putin") == nearest(index, "putin") == []
    assert index.overview() == Overview(0, 0, (), None, None)
    index.tidy()


def test_replacing_an_article_leaves_none_of_its_old_passages(index: Index) -> None:
    old = article("One two three. Four five six. Seven eight nine.", "a")
    store(index, old, article("Else.", "b"), max_tokens=4)
    assert len(index) == 4
    store(index, article("Ten.", "a"), max_tokens=4)
    assert len(index) == 2
    assert found(index, "seven") == []
    assert found(index, "ten") == ["a"]
    assert index.article("b").text == "Else."


def test_old_and_new_articles_go_in_together(three: Index) -> None:
    store(three, article("Putin wrote.", "putin"), article("Kim said nothing.", "kim"))
    assert {s.id for s in three.stored()} == {"putin", "lopez", "undated", "kim"}
    assert three.article("putin").text == "Putin wrote."


def test_deleting_takes_all_passages_and_misses_nothing(three: Index) -> None:
    three.delete(["putin", "gone"])
    three.delete([])
    assert {s.id for s in three.stored()} == {"lopez", "undated"}
    assert found(three, "putin") == []


def test_a_batch_without_articles_changes_nothing(three: Index) -> None:
    three.upsert([], np.zeros((0, FakeEmbedder.dimensions), dtype=np.float32))
    three.move({})
    assert len(three) == 3


def test_passages_and_vectors_must_be_as_many(index: Index) -> None:
    with pytest.raises(ValueError, match="1 passages but 2 vectors"):
        index.upsert([(PUTIN, cut(PUTIN))], FakeEmbedder().encode(["a", "b"]))


def test_a_move_changes_the_origin_and_nothing_else(index: Index) -> None:
    source = article("One two three. Four five six.", "a", origin="/old/a.md")
    store(index, source, article("Else.", "b"), max_tokens=4)
    index.tidy()
    index.move({"a": "/new/a.md", "gone": "/new/gone.md"})
    assert index.article("a") == article(source.text, "a", origin="/new/a.md")
    assert len(index) == 3
    assert found(index, "one") == found(index, "four") == ["a"]


# Searching


def test_dense_search_ranks_by_cosine(three: Index) -> None:
    assert nearest(three, "López Obrador wrote a letter")[0] == "lopez"
    (vector,) = FakeEmbedder().encode([cut(LOPEZ)[0].titled_text])
    best = three.search_dense(vector, limit=1)[0]
    assert best.passage.article_id == "lopez"
    assert best.score == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("tidied", [False, True])
@pytest.mark.parametrize(
    "query", ["Lopez", "López", "LÓPEZ OBRADOR", "obrador's", "writes letters"]
)
def test_bm25_folds_accents_case_and_endings(three: Index, query: str, tidied: bool) -> None:
    if tidied:
        three.tidy()
    assert found(three, query)[0] == "lopez"


def test_bm25_finds_what_came_after_tidying(three: Index) -> None:
    three.tidy()
    store(three, article("Angela Merkel and Pedro Sánchez phoned.", "merkel"))
    assert found(three, "sanchez") == ["merkel"]
    three.tidy()
    assert found(three, "sanchez") == ["merkel"]
    assert found(three, "lopez") == ["lopez"]


@pytest.mark.parametrize("query", ["", " ", "?!", "“”", "the of and", "zzzz"])
def test_bm25_finds_nothing_for_words_that_are_not_there(three: Index, query: str) -> None:
    assert found(three, query) == []


@pytest.mark.parametrize(
    "query", ["a AND (b", '"lopez', "lopez~2 ^ * ?", "title:lopez", "lopez\0", "🙂 lopez"]
)
def test_a_query_is_words_and_no_language(three: Index, query: str) -> None:
    assert set(found(three, query)) <= {"lopez"}


@pytest.mark.parametrize("query", ["Lopes", "lopaz", "LÓPES", "Obredor", "Obrudr"])
def test_fuzzy_bm25_finds_words_with_wrong_letters(three: Index, query: str) -> None:
    three.tidy()
    hits = three.search_bm25(query, limit=5, fuzziness=2)
    assert [h.passage.article_id for h in hits] == ["lopez"]
    assert found(three, query) == []


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({}, {"putin", "lopez", "undated"}),
        ({"as_of": dt.date(2020, 12, 15)}, {"putin", "lopez"}),
        ({"as_of": dt.date(2020, 12, 14)}, {"lopez"}),
        ({"as_of": dt.date(2020, 12, 13)}, set()),
        ({"since": dt.date(2020, 12, 15)}, {"putin"}),
        ({"since": dt.date(2020, 12, 14), "as_of": dt.date(2020, 12, 14)}, {"lopez"}),
        ({"sources": ("Wire",)}, {"lopez", "undated"}),
        ({"sources": ("Wire",), "as_of": dt.date(2021, 1, 1)}, {"lopez"}),
        ({"sources": ("Desk", "Wire")}, {"putin", "lopez", "undated"}),
        ({"sources": ("O'Brien's",)}, set()),
    ],
)
def test_filters_hold_in_both_searches(
    three: Index, filters: dict[str, object], ids: set[str]
) -> None:
    three.tidy()
    assert set(nearest(three, "putin", **filters)) == ids
    assert set(found(three, "putin lopez bolsonaro", **filters)) == ids


def test_a_source_may_have_a_quote_in_its_name(index: Index) -> None:
    store(index, article("Putin waited.", "a", source="O'Brien's"), article("Putin wrote.", "b"))
    assert found(index, "putin", sources=("O'Brien's",)) == ["a"]


def test_no_more_is_found_than_asked_for(three: Index) -> None:
    (vector,) = FakeEmbedder().encode(["putin"])
    assert len(three.search_dense(vector, limit=2)) == 2
    assert len(three.search_bm25("putin lopez bolsonaro", limit=2)) == 2


def test_a_vector_index_is_built_when_it_is_needed_and_finds_the_same(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.index, "VECTOR_INDEX_ROWS", 300)
    words = [f"word{n}" for n in range(40)]
    many = [
        article(" ".join(random.Random(n).choices(words, k=6)) + ".", str(n)) for n in range(299)
    ]
    store(index, *many)
    index.tidy()
    assert "IvfRq" not in kinds(index)
    store(index, article("Putin waited for weeks.", "putin"))
    index.tidy()
    assert "IvfRq" in kinds(index)
    assert nearest(index, "Putin waited for weeks")[0] == "putin"
    store(index, article("Bolsonaro did, too.", "bolsonaro"))
    assert nearest(index, "Bolsonaro did too")[0] == "bolsonaro"
    assert nearest(index, many[7].text)[0] == "7"


def kinds(index: Index) -> set[str]:
    return {i.index_type for i in index._table.list_indices()}


# Folders that cannot be used


def test_an_index_is_where_one_was_made(tmp_path: Path) -> None:
    assert not Index.exists(tmp_path / "index")
    index_in(tmp_path / "index")
    assert Index.exists(tmp_path / "index")


def test_an_index_that_was_only_begun_is_made(tmp_path: Path) -> None:
    (tmp_path / "index" / "passages.lance" / "_versions").mkdir(parents=True)
    assert not Index.exists(tmp_path / "index")
    store(index_in(tmp_path / "index"), PUTIN)
    assert index_in(tmp_path / "index").article("putin") == PUTIN


def test_an_index_without_its_word_index_gets_one(tmp_path: Path) -> None:
    index = index_in(tmp_path / "index")
    index._table.drop_index("titled_text_idx")
    store(index, LOPEZ)
    index.tidy()
    assert found(index, "lopez") == ["lopez"]


@pytest.mark.parametrize(
    ("made", "asked", "message"),
    [
        (("one", 8, "160/1"), ("two", 8, "160/1"), "made with embedder 'one', not 'two'"),
        (
            ("one", 8, "160/1"),
            ("one", 8, "128/1"),
            "made with passages '160/1', not '128/1'.*Set passage_tokens and",
        ),
        (("one", 8, "160/1"), ("one", 9, "160/1"), "made with dimensions '8', not '9'"),
    ],
)
def test_an_index_made_otherwise_is_refused_by_naming_both(
    tmp_path: Path, made: tuple[str, int, str], asked: tuple[str, int, str], message: str
) -> None:
    def open_as(embedder: str, dimensions: int, passages: str) -> Index:
        return Index.open(tmp_path, embedder=embedder, dimensions=dimensions, passages=passages)

    open_as(*made)
    with pytest.raises(IndexFolderError, match=message):
        open_as(*asked)
    open_as(*made)


@pytest.mark.parametrize("below", ["", "deeper/index"])
def test_an_index_cannot_lie_at_or_below_a_file(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(IndexFolderError, match="file' is a file, not a folder"):
        index_in(tmp_path / "file" / below)
    assert (tmp_path / "file").read_text() == "x"


@pytest.mark.parametrize("name", ["x" * 300, "a\0b"])
def test_an_impossible_folder_is_refused(tmp_path: Path, name: str) -> None:
    assert not Index.exists(tmp_path / name)
    with pytest.raises(IndexFolderError, match="cannot be used"):
        index_in(tmp_path / name)


@pytest.fixture
def read_only(three: Index) -> Iterator[Index]:
    three.folder.chmod(0o555)
    yield three
    three.folder.chmod(0o755)


def test_a_read_only_index_is_read_and_not_written(read_only: Index) -> None:
    again = index_in(read_only.folder)
    assert found(again, "lopez") == ["lopez"]
    writes: list[Callable[[], None]] = [
        lambda: store(again, article("New.", "new")),
        lambda: again.delete(["putin"]),
        lambda: again.move({"putin": "/x"}),
        lambda: require_writable(again.folder),
    ]
    for write in writes:
        with pytest.raises(IndexFolderError, match="is read-only"):
            write()
    assert {s.id for s in again.stored()} == {"putin", "lopez", "undated"}


def test_a_new_index_in_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(IndexFolderError, match="is read-only"):
        index_in(tmp_path / "deeper" / "index")
    tmp_path.chmod(0o755)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_no_table_is_refused_and_left_alone(tmp_path: Path) -> None:
    versions = tmp_path / "passages.lance" / "_versions"
    versions.mkdir(parents=True)
    (versions / "1.manifest").write_bytes(b"no manifest")
    with pytest.raises(IndexFolderError, match="cannot be used"):
        index_in(tmp_path)
    with pytest.raises(IndexFolderError, match="cannot be used"):
        Index.at(tmp_path)
    assert (versions / "1.manifest").read_bytes() == b"no manifest"


@pytest.fixture
def damaged(three: Index) -> Index:
    """An index whose data somebody has removed."""
    for file in (three.folder / "passages.lance" / "data").iterdir():
        file.unlink()
    return index_in(three.folder)


@pytest.mark.parametrize(
    ("write", "outcome"),
    [
        (lambda index: store(index, replace(PUTIN, text="New.")), "Nothing of this batch"),
        (
            lambda index: index.move({"putin": "/new/putin.md"}),
            "where some have moved to was not noted",
        ),
        (lambda index: index.delete(["putin"]), "No article was removed"),
        (lambda index: index.tidy(), "No article was changed, but searches may be slow"),
    ],
    ids=["upsert", "move", "delete", "tidy"],
)
def test_a_write_that_fails_says_what_became_of_it(
    damaged: Index, write: Callable[[Index], None], outcome: str
) -> None:
    with pytest.raises(IndexFolderError, match=rf"Writing to the index .* failed: .*{outcome}"):
        write(damaged)


@pytest.mark.parametrize(
    "read",
    [
        lambda index: index.article("putin"),
        lambda index: list(index.stored()),
        lambda index: index.overview(),
        lambda index: found(index, "putin"),
        lambda index: nearest(index, "putin"),
    ],
    ids=["article", "stored", "overview", "bm25", "dense"],
)
def test_an_index_that_cannot_be_read_says_so(
    damaged: Index, read: Callable[[Index], object]
) -> None:
    with pytest.raises(IndexFolderError, match=r"Reading the index .* failed: .*ingest"):
        read(damaged)


# Several processes


def test_a_reader_sees_new_articles_without_opening_again(tmp_path: Path) -> None:
    writer, reader = index_in(tmp_path), index_in(tmp_path)
    assert len(reader) == 0
    store(writer, PUTIN)
    assert reader.article("putin") == PUTIN
    assert found(reader, "putin") == nearest(reader, "putin") == ["putin"]
    writer.tidy()
    store(writer, LOPEZ)
    assert found(reader, "lopez") == ["lopez"]
    writer.delete(["putin"])
    assert [s.id for s in reader.stored()] == ["lopez"]


WRITER = """
from pathlib import Path

import bot.ingest
import bot.storing
from tests.fakes import FakeEmbedder, index_in

bot.storing.BATCH_PASSAGES = 6
told = set()


def tell(report):
    for id in (*report.added, *report.updated):
        if id not in told:
            told.add(id)
            print(id, flush=True)


folder, index = map(Path, input().split("|"))
cut = bot.ingest.Cut(12, 1)
bot.ingest.ingest([folder], index_in(index), FakeEmbedder(), cut=cut, progress=tell)
"""


@pytest.fixture
def writers() -> Iterator[list["subprocess.Popen[str]"]]:
    """Three processes that wait to be told what to ingest; started together, they start sooner."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", WRITER]
    started = [
        subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT) for _ in range(3)
    ]
    yield started
    for process in started:
        process.kill()
        process.communicate()


def news(folder: Path, version: int) -> dict[str, str]:
    """Sixty articles of several passages; the text of each by its id."""
    folder.mkdir(exist_ok=True)
    texts = {}
    for n in range(60):
        sentences = (
            f"Version {version} of article {n} has sentence {m}." for m in range(1 + n % 4)
        )
        texts[f"a{n:02}"] = " ".join(sentences)
        (folder / f"a{n:02}.txt").write_text(texts[f"a{n:02}"])
    return texts


def whole(index: Index) -> dict[str, str]:
    """The text of every article, each with all its passages and no other."""
    texts = {s.id: index.article(s.id).text for s in index.stored()}
    (vector,) = FakeEmbedder().encode(["x"])
    passages = [f.passage for f in index.search_dense(vector, limit=10_000)]
    assert len(passages) == len(index)
    for id, text in texts.items():
        own = sorted((p for p in passages if p.article_id == id), key=lambda p: p.number)
        assert own == cut(Article(id, text), 12)
    assert {p.article_id for p in passages} == set(texts)
    return texts


def killed_after(
    writer: "subprocess.Popen[str]", lines: int, delay_s: float, task: str
) -> list[str]:
    """Let a process ingest, kill it some time after so many articles, and give what it reported."""
    assert writer.stdin
    assert writer.stdout
    writer.stdin.write(f"{task}\n")
    writer.stdin.flush()
    reported = [writer.stdout.readline().strip() for _ in range(lines)]
    try:
        writer.wait(delay_s)
    except subprocess.TimeoutExpired:
        writer.kill()
    return [*reported, *writer.stdout.read().split()]


def test_what_was_reported_survives_a_kill_and_nothing_is_half_in(
    tmp_path: Path, writers: list["subprocess.Popen[str]"]
) -> None:
    folder, index = tmp_path / "news", tmp_path / "index"
    chance = random.Random(7)
    old: dict[str, str] = {}
    for writer, version, lines in zip(writers, (1, 1, 2), (1, 4, 6), strict=True):
        new = news(folder, version)
        delay_s = chance.uniform(0, 0.02)
        reported = killed_after(writer, lines, delay_s, f"{folder}|{index}")
        stored = whole(index_in(index))
        assert {id: new[id] for id in reported}.items() <= stored.items()
        for id, text in stored.items():
            assert text in (new[id], old.get(id))
        old = stored
    report = ingest([folder], index_in(index), FakeEmbedder(), cut=Cut(12, 1))
    assert report.articles == len(new)
    assert whole(index_in(index)) == new


def test_the_holdings_are_the_articles_and_change_with_them(tmp_path: Path) -> None:
    index = index_in(tmp_path / "index")
    assert index.holdings().hashes == {}
    store(index, PUTIN, article("Snow fell.", "snow"))
    first = index.holdings()
    assert (set(first.hashes), first.passages) == ({"putin", "snow"}, 2)
    assert first.hashes["putin"] == PUTIN.content_hash
    assert first.version == index.version
    store(index, article("Snow fell again.", "snow"))
    second = index.holdings()
    assert second.version > first.version
    assert second.sha256 != first.sha256
    store(index, article("Snow fell.", "snow"))
    assert index.holdings().sha256 == first.sha256


def test_outlets_and_articles_are_left_out_of_both_searches(tmp_path: Path) -> None:
    index = index_in(tmp_path / "index")
    odd = article("Putin wrote again.", "o'brien", source="L'Equipe")
    store(index, PUTIN, odd, article("Putin wrote too.", "bare"))
    vector = FakeEmbedder().encode(["Putin wrote"])[0]

    def found(without: Without) -> set[str]:
        filters = Filters(without=without)
        dense = index.search_dense(vector, limit=9, filters=filters)
        sparse = index.search_bm25("Putin wrote", limit=9, filters=filters)
        assert {f.passage.id for f in dense} == {f.passage.id for f in sparse}
        return {f.passage.article_id for f in dense}

    assert found(Without()) == {"putin", "o'brien", "bare"}
    assert found(Without(articles=("o'brien",))) == {"putin", "bare"}
    assert found(Without(sources=("L'Equipe", "Desk"))) == {"bare"}


# Collections, and what is kept of an article


def test_a_collection_holds_in_both_searches(three: Index) -> None:
    three.join(["putin", "lopez"], "o'leaders")
    three.join(["putin"], "o'leaders")  # a second time changes nothing
    shelves = {a.id: a.collections for a in three.listed()}
    assert shelves == {
        "putin": ("main", "o'leaders"), "lopez": ("main", "o'leaders"), "undated": ("main",),
    }  # fmt: skip
    for search in (found, nearest):
        named = search(three, "wrote letter congratulated", collections=("o'leaders",))
        assert set(named) == {"putin", "lopez"}
        assert search(three, "wrote", collections=("none",)) == []
    assert three.overview().collections == ("main", "o'leaders")
    three.leave(["putin", "undated"], "main")
    shelves = {a.id: a.collections for a in three.listed()}
    assert shelves["putin"] == ("o'leaders",)
    assert shelves["undated"] == ("main",)  # the last one cannot be left


def test_what_is_kept_of_an_article_comes_out_as_it_went_in(index: Index) -> None:
    added = dt.datetime(2020, 1, 2, tzinfo=dt.UTC)
    kept = Standing(("a", "b"), "hash", added, "story", b"sketch")
    index.upsert(
        [(PUTIN, cut(PUTIN)), (LOPEZ, cut(LOPEZ))],
        FakeEmbedder().encode(["one", "two"]),
        standings={"putin": kept},
    )
    whole = {a.id: (a, k) for a, k in index.whole()}
    assert whole["putin"] == (PUTIN, kept) == index.entry("putin")
    assert whole["lopez"][1].read_hash == whole["lopez"][1].story == LOPEZ.content_hash
    assert [a.id for a, _ in index.whole(Filters(collections=("b",)))] == ["putin"]
    hashes = {s.id: s.content_hash for s in index.stored()}
    assert hashes == {"putin": "hash", "lopez": LOPEZ.content_hash}
    sketches = {s.id: s.sketch for s in index.stored(sketches=True)}
    assert sketches == {"putin": b"sketch", "lopez": b""}
    assert index.copies(["story"]) == {"story": ["putin"]}
    assert index.copies(["story"], Filters(collections=("main",))) == index.copies([]) == {}
    assert index.holdings().hashes["putin"] == PUTIN.content_hash


def test_an_index_without_its_word_index_gets_one_when_it_is_opened(three: Index) -> None:
    three._table.drop_index("titled_text_idx")
    assert found(Index.at(three.folder), "putin") == ["putin"]
