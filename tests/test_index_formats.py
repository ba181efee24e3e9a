"""What the index keeps of articles with pages, authors and languages, and an index made before."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import lancedb
import pyarrow as pa
import pytest

from bot.errors import IndexFolderError
from bot.index import Index
from bot.ingest import Cut, ingest
from bot.rows import LATER_COLUMNS, schema
from bot.table import FORMAT, TABLE, TEXT_INDEX
from bot.types import Filters, Span
from bot.upkeep import redate, reindex
from tests.fakes import FakeEmbedder, article, cut, index_in, store

REPORT = article(
    "The lake fell in June. It rose in July. Der See stieg im August.",
    "report",
    author="Water Office",
    language="German",
    pages=(0, 23, 40, 64),
)
OLD = article("Putin waited for weeks.", "old", title="Old", date="2020-12-15", source="Desk")
DAY = dt.date(2020, 12, 16)


def older(folder: Path) -> Index:
    """The index of OLD as it was made when only text was read."""
    write_older(folder)
    return index_in(folder)


def write_older(folder: Path) -> None:
    """Write it column by column."""
    (passage,) = cut(OLD)
    (vector,) = FakeEmbedder().encode([passage.titled_text])
    text, number = pa.string(), pa.int32()
    columns = {
        "article_id": (text, "old"),
        "number": (number, 0),
        "start": (number, 0),
        "end": (number, 23),
        "text": (text, OLD.text),
        "titled_text": (text, passage.titled_text),
        "sentences": (pa.list_(number), [0, 23]),
        "title": (text, "Old"),
        "date": (pa.date32(), OLD.date),
        "source": (text, "Desk"),
        "url": (text, ""),
        "vector": (pa.list_(pa.float32(), FakeEmbedder.dimensions), vector),
        "article_text": (text, OLD.text),
        "content_hash": (text, OLD.content_hash),
        "origin": (text, ""),
        "added": (pa.timestamp("s", tz="UTC"), dt.datetime(2020, 12, 20, tzinfo=dt.UTC)),
    }
    made_by = {"format": FORMAT, "embedder": FakeEmbedder().name, "passages": "160/1"}
    fields = [
        pa.field(name, kind, nullable=name not in {"article_id", "number"})
        for name, (kind, _) in columns.items()
    ]
    rows = {name: pa.array([value], kind) for name, (kind, value) in columns.items()}
    table = pa.table(rows, schema=pa.schema(fields, metadata=made_by))
    lancedb.connect(folder).create_table(TABLE, data=table)


def test_pages_author_and_language_come_out_as_they_went_in(tmp_path: Path) -> None:
    index = index_in(tmp_path)
    store(index, REPORT, max_tokens=8)
    assert index.article("report") == REPORT
    (listed,) = index.listed()
    assert (listed.author, listed.language) == ("Water Office", "German")
    passages = sorted((f.passage for f in index.search_bm25("fell rose stieg", limit=9)),
                      key=lambda p: p.number)  # fmt: skip
    assert passages == cut(REPORT, 8)
    assert [p.page_of(Span(p.start, p.end)) for p in passages] == [1, 2, 3]
    assert {p.language for p in passages} == {"German"}


def redated(index: Index) -> None:
    redate(index, FakeEmbedder(), "report", DAY)
    redate(index, FakeEmbedder(), "report", None)


def reindexed(index: Index) -> None:
    reindex(index, FakeEmbedder("other"))


@pytest.mark.parametrize("change", [redated, reindexed])
def test_they_outlast_another_date_and_a_reindexing(
    tmp_path: Path, change: Callable[[Index], None]
) -> None:
    index = index_in(tmp_path)
    store(index, REPORT)
    before, (kept,) = index.entry("report"), index.search_bm25("lake", limit=5)
    change(index)
    assert index.entry("report") == before
    (found,) = index.search_bm25("lake", limit=5)
    assert found.passage == kept.passage
    assert (found.passage.page, found.passage.breaks) == (1, (23, 40))


def test_an_index_made_before_is_searched_and_shown(tmp_path: Path) -> None:
    for index in (older(tmp_path), index_in(tmp_path), Index.at(tmp_path)):
        is_searched_and_shown(index)


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """The folder of an index made before, in which nothing can be written."""
    folder = tmp_path / "index"
    write_older(folder)
    lancedb.connect(folder).open_table(TABLE).create_index("titled_text", config=TEXT_INDEX)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)


def test_an_index_made_before_that_can_only_be_read_is_searched_and_shown(read_only: Path) -> None:
    before = columns(read_only)
    for index in (index_in(read_only), Index.at(read_only)):
        is_searched_and_shown(index)
        with pytest.raises(IndexFolderError, match="is read-only"):
            index.join(["old"], "wet")
    assert columns(read_only) == before


@pytest.mark.parametrize("joined", [False, True])
def test_it_is_brought_up_once_it_can_be_written(read_only: Path, joined: bool) -> None:
    index = index_in(read_only)
    read_only.chmod(0o755)
    if joined:
        index.join(["old"], "wet")
        assert index.entry("old")[1].collections == ("main", "wet")
    else:
        store(index, REPORT)
        assert index.article("report") == REPORT
    assert columns(read_only) == columns_of_today()
    (found,) = index.search_bm25("Putin", limit=5, filters=Filters(collections=("main",)))
    assert found.passage == cut(OLD)[0]


def is_searched_and_shown(index: Index) -> None:
    article, kept = index.entry("old")
    assert article == OLD
    assert (kept.collections, kept.read_hash) == (("main",), OLD.content_hash)
    assert (kept.story, kept.sketch) == (OLD.content_hash, b"")
    assert kept.added == dt.datetime(2020, 12, 20, tzinfo=dt.UTC)
    (listed,) = index.listed()
    assert (listed.author, listed.language, listed.collections) == ("", "", ("main",))
    for filters in (Filters(), Filters(collections=("main",))):
        (found,) = index.search_bm25("Putin", limit=5, filters=filters)
        assert found.passage == cut(OLD)[0]
    (found,) = index.search_dense(FakeEmbedder().encode(["Putin waited"])[0], limit=5)
    assert found.passage == cut(OLD)[0]
    for filters in (Filters(), Filters(collections=("main",))):
        assert index.copies([OLD.content_hash], filters) == {OLD.content_hash: ["old"]}
        assert [a.id for a, _ in index.whole(filters)] == ["old"]
    others = Filters(collections=("wet",))
    assert not index.search_bm25("Putin", limit=5, filters=others)
    assert not list(index.whole(others))
    (stored,) = index.stored(sketches=True)
    assert (stored.content_hash, stored.collections) == (OLD.content_hash, ("main",))
    assert (stored.story, stored.sketch) == (OLD.content_hash, b"")
    assert index.overview().collections == ("main",)


def test_it_has_the_columns_of_a_new_one(tmp_path: Path) -> None:
    older(tmp_path)
    assert columns(tmp_path) == columns_of_today()
    assert set(LATER_COLUMNS) < set(columns_of_today())


def columns(folder: Path) -> dict[str, pa.DataType]:
    return {f.name: f.type for f in lancedb.connect(folder).open_table(TABLE).schema}


def columns_of_today() -> dict[str, pa.DataType]:
    return {f.name: f.type for f in schema(FakeEmbedder.dimensions)}


def test_it_takes_in_more_and_what_it_has_stays(tmp_path: Path) -> None:
    reading = older(tmp_path / "index")
    writing = index_in(tmp_path / "index")
    store(writing, REPORT)
    writing.join(["old"], "wet")
    file = tmp_path / "new.txt"
    file.write_text("Putin wrote at last.")
    ingest([file], writing, FakeEmbedder())
    for index in (writing, reading):
        assert {a.id for a in index.listed()} == {"old", "report", "new"}
        assert index.article("report") == REPORT
        assert index.entry("old")[1].collections == ("main", "wet")
        (found,) = index.search_bm25("lake", limit=5)
        assert (found.passage.page, found.passage.breaks) == (1, (23, 40))


def test_it_takes_in_articles_of_many_passages_and_tells_where_they_are_now(tmp_path: Path) -> None:
    index, folder = older(tmp_path / "index"), tmp_path / "news"
    folder.mkdir()
    (folder / "long.txt").write_text("The lake fell in June. It rose in July. It froze at last.")
    small = Cut(max_tokens=8, overlap_sentences=0)
    assert ingest([folder], index, FakeEmbedder(), cut=small).passages == 3
    (folder / "long.txt").rename(folder / "moved.txt")
    assert ingest([folder], index, FakeEmbedder(), cut=small).unchanged == ("long",)
    article, kept = index.entry("long")
    assert article.origin == str(folder / "moved.txt")
    assert kept.sketch
    (folder / "copy.txt").write_text(f"{article.text} So we hear.")
    (copy,) = ingest([folder], index, FakeEmbedder(), cut=small).copies
    assert index.copies([kept.story]) == {kept.story: [copy.id, "long"]}


def test_it_is_dated_and_reindexed_like_a_new_one(tmp_path: Path) -> None:
    index = older(tmp_path)
    redate(index, FakeEmbedder(), "old", DAY)
    other = FakeEmbedder("other")
    reindex(index, other)
    anew = index_in(tmp_path, other)
    article, kept = anew.entry("old")
    assert (article.date, article.text, article.source) == (DAY, OLD.text, "Desk")
    assert kept.read_hash == OLD.content_hash
    assert [f.passage.date for f in anew.search_bm25("Putin", limit=5)] == [DAY]
