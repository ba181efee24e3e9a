"""What the index keeps of articles with pages, authors and languages, and an index made before."""

from pathlib import Path

import lancedb

from bot.index import Index
from bot.rows import LATER_COLUMNS
from bot.types import Span
from tests.fakes import FakeEmbedder, article, cut, index_in, store

REPORT = article(
    "The lake fell in June. It rose in July. Der See stieg im August.",
    "report",
    author="Water Office",
    language="German",
    pages=(0, 23, 40, 64),
)
OLD = article("Putin waited for weeks.", "old", title="Old")


def older(folder: Path) -> Index:
    """An index as it was made when only text was read."""
    store(index_in(folder), OLD)
    table = lancedb.connect(folder).open_table("passages")
    table.drop_columns([column.name for column in LATER_COLUMNS])
    assert "pages" not in table.schema.names
    return index_in(folder)


def test_pages_author_and_language_come_out_as_they_went_in(tmp_path: Path) -> None:
    index = index_in(tmp_path)
    store(index, REPORT, max_tokens=8)
    assert index.article("report") == REPORT
    passages = sorted((f.passage for f in index.search_bm25("fell rose stieg", limit=9)),
                      key=lambda p: p.number)  # fmt: skip
    assert passages == cut(REPORT, 8)
    assert [p.page_of(Span(p.start, p.end)) for p in passages] == [1, 2, 3]
    assert {p.language for p in passages} == {"German"}


def test_an_index_made_before_is_read_as_it_is(tmp_path: Path) -> None:
    index = older(tmp_path)
    assert index.article("old") == OLD
    (found,) = index.search_bm25("Putin", limit=5)
    assert found.passage == cut(OLD)[0]
    (found,) = index.search_dense(FakeEmbedder().encode(["Putin waited"])[0], limit=5)
    assert (found.passage.page, found.passage.breaks, found.passage.language) == (0, (), "")


def test_it_gets_the_columns_it_lacks_with_its_next_article(tmp_path: Path) -> None:
    reading = older(tmp_path)
    writing = index_in(tmp_path)
    store(writing, REPORT)
    store(writing, article("Putin wrote at last.", "old", title="Old"))
    for index in (writing, reading):
        assert index.article("report") == REPORT
        assert index.article("old").text == "Putin wrote at last."
        (found,) = index.search_bm25("lake", limit=5)
        assert (found.passage.page, found.passage.breaks) == (1, (23, 40))
