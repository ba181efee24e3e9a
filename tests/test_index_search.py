"""Searching the LanceDB table, dense and by BM25, all of it or what filters leave."""

import datetime as dt
import random
from pathlib import Path

import pytest

import bot.index
from bot.index import Index
from bot.types import Filters, Without
from tests.fakes import FakeEmbedder, article, cut, index_in, store
from tests.stored_articles import LOPEZ, PUTIN, found, nearest


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
