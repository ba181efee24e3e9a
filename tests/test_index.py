"""The LanceDB table: what goes in comes out, whole and alone."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import bot.table
from bot.contents import ListedArticle, Overview, StoredArticle
from bot.errors import ArticleError, IndexFolderError
from bot.index import Index
from bot.rows import Standing
from bot.types import Filters
from tests.fakes import FakeEmbedder, article, cut, index_in, store
from tests.stored_articles import LOPEZ, PUTIN, UNDATED, found, nearest

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
    monkeypatch.setattr(bot.table, "FORMAT", "2")
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
