"""Changes without a file: dates, and the whole index anew."""

import datetime as dt
from pathlib import Path

import pytest

from bot.index import Index
from bot.ingest import Cut, ingest
from bot.storing import Copy
from bot.upkeep import ASIDE, redate, reindex
from tests.fakes import FakeEmbedder, article, index_in, store

SNOW = article("Snow fell on Quito. It was the first in years.", "snow", title="Snow")
RAIN = article("Rain fell on Lima.", "rain", date="2020-03-01", source="Desk", origin="/r.md")
DAY = dt.date(2021, 4, 5)
WIRE = (
    "The storm reached the coast before dawn on Friday. Thousands left their homes in the night. "
    "The mayor asked people to stay away from the river. Two bridges were closed to all traffic. "
)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    index = index_in(tmp_path / "index")
    store(index, SNOW, RAIN)
    index.join(["rain"], "wet")
    return index


def bm25(index: Index, query: str) -> list[str]:
    return [f.passage.article_id for f in index.search_bm25(query, limit=9)]


# Dates


def test_a_date_is_corrected_everywhere(index: Index) -> None:
    embedder = FakeEmbedder()
    _, before = index.entry("rain")
    redate(index, embedder, "rain", DAY)
    assert embedder.embedded == ["2021-04-05\nRain fell on Lima."]
    found, kept = index.entry("rain")
    assert (found.date, found.text, found.source) == (DAY, RAIN.text, "Desk")
    assert kept == before
    assert [f.passage.date for f in index.search_bm25("Lima", limit=9)] == [DAY]
    assert index.holdings().hashes["rain"] == found.content_hash != RAIN.content_hash
    redate(index, embedder, "rain", None)
    assert index.article("rain").date is None


def test_a_corrected_date_outlasts_an_unchanged_file_and_not_a_changed_one(tmp_path: Path) -> None:
    file, index, embedder = tmp_path / "a.txt", index_in(tmp_path / "index"), FakeEmbedder()
    file.write_text("date 2020-01-01\nOne two three.")
    ingest([file], index, embedder)
    redate(index, embedder, "a", DAY)
    assert ingest([file], index, embedder).unchanged == ("a",)
    assert index.article("a").date == DAY
    file.write_text("date 2020-01-01\nOne two three four.")
    assert ingest([file], index, embedder).updated == ("a",)
    assert index.article("a").date == dt.date(2020, 1, 1)


def test_copies_stay_linked_whatever_is_changed(tmp_path: Path) -> None:
    news, index, embedder = tmp_path / "news", index_in(tmp_path / "index"), FakeEmbedder()
    news.mkdir()
    (news / "a.txt").write_text(WIRE)
    (news / "b.txt").write_text(WIRE + "By our own desk.")
    assert ingest([news], index, embedder).copies == (Copy("b", "a"),)
    told = {s.id: (s.story, s.sketch) for s in index.stored(sketches=True)}
    redate(index, embedder, "a", DAY)
    redate(index, embedder, "b", DAY)
    reindex(index, FakeEmbedder("other"))
    assert {s.id: (s.story, s.sketch) for s in index.stored(sketches=True)} == told
    (news / "c.txt").write_text(WIRE + "More later.")
    anew = index_in(index.folder, FakeEmbedder("other"))
    report = ingest([news], anew, FakeEmbedder("other"))
    assert (report.unchanged, len(report.copies)) == (("a", "b"), 1)
    assert anew.entry("c")[1].story == told["a"][0]


# Anew


def test_all_articles_are_cut_and_embedded_anew_and_nothing_else_changes(index: Index) -> None:
    before = list(index.whole())
    other = FakeEmbedder("other")
    told: list[int] = []
    count = reindex(index, other, cut=Cut(max_tokens=8, overlap_sentences=0), progress=told.append)
    assert (count, told) == (4, [2])
    anew = index_in(index.folder, other, "8/0")
    key = lambda pair: pair[0].id  # noqa: E731
    assert sorted(anew.whole(), key=key) == sorted(before, key=key)
    assert bm25(anew, "Lima") == ["rain"]
    (vector,) = other.encode(["Quito"])
    assert anew.search_dense(vector, limit=1)[0].passage.text == "Snow fell on Quito."
    assert not (index.folder / ASIDE).exists()


def test_one_embedder_may_have_other_dimensions_than_the_next(index: Index) -> None:
    class Wide(FakeEmbedder):
        dimensions = 300

        def encode(self, texts):  # type: ignore[no-untyped-def]
            return FakeEmbedder.encode(self, texts)

    reindex(index, Wide("wide"))
    assert {a.id for a in index_in(index.folder, Wide("wide")).listed()} == {"snow", "rain"}


class Failing(FakeEmbedder):
    """Embeds one batch, and no more."""

    def encode(self, texts):  # type: ignore[no-untyped-def]
        if self.embedded:
            raise KeyboardInterrupt
        return super().encode(texts)


@pytest.mark.parametrize("removed", [False, True])
def test_an_interruption_leaves_the_old_index_and_the_next_run_goes_on(
    index: Index, monkeypatch: pytest.MonkeyPatch, removed: bool
) -> None:
    monkeypatch.setattr("bot.upkeep.BATCH_PASSAGES", 1)
    with pytest.raises(KeyboardInterrupt):
        reindex(index, Failing("other"))
    old = index_in(index.folder)
    assert {a.id for a in old.listed()} == {"snow", "rain"}
    assert bm25(old, "Lima") == ["rain"]
    (done,) = Index.at(index.folder / ASIDE).listed()
    store(old, article("Hail fell on Cali.", "hail"))
    if removed:
        old.delete([done.id])
    other = FakeEmbedder("other")
    reindex(old, other)
    assert len(other.embedded) == 2  # what was done is not done again
    anew = {a.id for a in index_in(index.folder, other).listed()}
    assert anew == {"snow", "rain", "hail"} - ({done.id} if removed else set())


def test_only_the_rows_that_stay_are_indexed_for_searching(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    tidied: list[Path] = []
    tidy = Index.tidy

    def told(self: Index, *, erase: bool = False) -> None:
        tidied.append(self.folder)
        tidy(self, erase=erase)

    monkeypatch.setattr(Index, "tidy", told)
    reindex(index, FakeEmbedder("other"))
    assert tidied == [index.folder]  # what was made of those aside would not come along


def test_what_comes_in_meanwhile_is_not_lost(index: Index) -> None:
    def also(done: int) -> None:
        if done == 2:
            store(index, article("Hail fell on Cali.", "hail"))

    reindex(index, FakeEmbedder("other"), progress=also)
    assert bm25(index, "Cali") == ["hail"]
