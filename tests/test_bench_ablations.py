"""Ablations over three tiny articles, by an embedder that counts words."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bench.ablations import (
    COLUMNS,
    Row,
    Variant,
    build,
    markdown,
    measure,
    pieces_read,
    variants,
)
from bench.remembered import Remembered
from bot.evaluate.questions import Question
from bot.evaluate.retrieval import Search
from bot.evaluate.sample import Sample
from bot.ingest import Cut
from bot.types import Filters, Hit
from tests.fakes import FakeEmbedder, article, count_pieces, hits

VOTE = article("He won. It was Monday.", "vote", title="Electors", date="2020-12-14")
CANAL = article("The ship is free. Tugs pulled.", "canal", title="Suez", date="2021-03-29")
RAIN = article("Rain fell. Snow fell too.", "rain", title="Weather", date="2021-05-01")
ARTICLES = (VOTE, CANAL, RAIN)


def sample(*questions: Question) -> Sample:
    return Sample(questions, ARTICLES, len(questions), len(ARTICLES))


def question(text: str, *answers: str, as_of: str = "2022-01-01") -> Question:
    return Question(text, text, answers, dt.date.fromisoformat(as_of))


def columns(row: Row) -> dict[str, list[float]]:
    return dict(zip(COLUMNS, row.values.T.tolist(), strict=True))


def test_every_variant_differs_from_the_first_in_one_thing_or_in_the_search_too() -> None:
    first, *others = variants(Cut(160, 1))
    assert first.titled
    assert first.dense
    assert first.bm25
    assert len({v.name for v in (first, *others)}) == len(others) + 1
    for v in others:
        cut = (v.cut.max_tokens != 160) + (v.cut.overlap_sentences != 1)
        assert cut + (not v.titled) <= 1
        assert cut + (not v.titled) + (not v.dense) + (not v.bm25) >= 1
    assert {v.cut.max_tokens for v in others} == {96, 128, 160, 224}
    assert {v.cut.overlap_sentences for v in others} == {0, 1, 2}


def test_the_settings_own_size_is_no_variant() -> None:
    assert Cut(96, 0) not in [v.cut for v in variants(Cut(96, 0))[6:]]


def test_without_its_title_a_passage_is_not_found_by_it_and_dates_still_filter(
    tmp_path: Path,
) -> None:
    index = build(ARTICLES, FakeEmbedder(), Variant("bare", Cut(), titled=False), tmp_path / "bare")
    assert index.search_bm25("Suez", limit=5) == []
    assert [f.passage.article_id for f in index.search_bm25("tugs", limit=5)] == ["canal"]
    early = Filters(as_of=dt.date(2021, 1, 1))
    assert index.search_bm25("tugs", limit=5, filters=early) == []
    titled = build(ARTICLES, FakeEmbedder(), Variant("titled", Cut()), tmp_path / "titled")
    assert [f.passage.article_id for f in titled.search_bm25("Suez", limit=5)] == ["canal"]


def test_each_variant_is_measured_by_its_own_search_and_index() -> None:
    asked = sample(question("What of the Suez?", "Tugs"), question("Which rain?", "Snow"))
    wanted = [
        Variant("titled", Cut(), dense=False),
        Variant("bare", Cut(), titled=False, dense=False),
        Variant("small", Cut(10, 0), dense=False),
    ]
    titled, bare, small = measure(asked, FakeEmbedder(), wanted)
    assert columns(titled)["recall@1"] == [1.0, 1.0]
    assert columns(bare)["recall@1"] == [0.0, 1.0]  # nothing but the title has "Suez"
    assert (titled.passages, small.passages) == (3, 6)
    assert columns(titled)["in 800 pieces"] == [1.0, 1.0]


def test_pieces_are_counted_up_to_the_end_of_the_first_right_passage() -> None:
    found = tuple(hits(VOTE, CANAL, RAIN))  # 7, 8 and 7 pieces with their full stops
    assert pieces_read(searched(found, "Monday"), count_pieces) == 7
    assert pieces_read(searched(found, "Tugs"), count_pieces) == 7 + 8
    assert pieces_read(searched(found, "nowhere"), count_pieces) == float("inf")


def searched(found: tuple[Hit, ...], answer: str) -> Search:
    return Search(question("Who?", answer), found, None, 1.0)


def test_the_table_has_means_and_differences_to_its_first_row() -> None:
    better = np.tile([1.0, 1.0, 1.0, 1.0, 1.0, 0.0], (4, 1))
    worse = np.tile([0.0, 1.0, 1.0, 0.5, 0.6, 1.0], (4, 1))
    first = Row(Variant("first", Cut()), 1_200, better)
    heads, _, one, two = markdown([first, Row(Variant("second", Cut()), 7, worse)])
    assert heads.count("|") == one.count("|") == two.count("|")
    assert one.startswith("| first | 1,200 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 | 0.000 |")
    assert "| 0.500 |" in two
    assert two.endswith("| -0.500 (-0.500 to -0.500) | +1.000 (+1.000 to +1.000) |")


class CountingEmbedder(FakeEmbedder):
    """Fails on a text that it has embedded before."""

    def encode(self, texts: Sequence[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        assert not set(texts) & set(self.embedded)
        assert len(set(texts)) == len(texts)
        return super().encode(texts)


def test_what_was_embedded_is_remembered_with_its_order(tmp_path: Path) -> None:
    inner, file = CountingEmbedder(), tmp_path / "deep" / "embeddings.sqlite"
    texts = ["rain fell", "ships sail", "rain fell"]
    first = Remembered(inner, file).encode(texts)
    assert first == pytest.approx(FakeEmbedder().encode(texts))
    again = Remembered(inner, file).encode(["tugs", *reversed(texts)])
    assert again == pytest.approx(FakeEmbedder().encode(["tugs", *reversed(texts)]))
    assert inner.embedded == ["rain fell", "ships sail", "tugs"]
    assert Remembered(inner, file).encode([]).shape == (0, 256)


def test_another_model_remembers_nothing_of_this_one(tmp_path: Path) -> None:
    Remembered(FakeEmbedder("one"), tmp_path / "e.sqlite").encode(["rain"])
    other = FakeEmbedder("two")
    Remembered(other, tmp_path / "e.sqlite").encode(["rain"])
    assert other.embedded == ["rain"]
