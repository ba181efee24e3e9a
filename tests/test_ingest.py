"""Files into the index: only what is new, whole, and told truly."""

from pathlib import Path

import pytest

from bot.errors import ArticleError, IndexFolderError
from bot.formats.limits import Limits
from bot.index import Index
from bot.ingest import Cut, ingest
from bot.storing import Report
from tests.fakes import FakeEmbedder, cut
from tests.stored_articles import texts, write


def test_new_articles_go_in_and_are_reported(
    folder: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    report = ingest([folder], index, fake_embedder)
    assert report == Report(added=("kim", "putin"), passages=2)
    assert report.articles == 2
    assert texts(index) == {
        "kim": "Kim said nothing.", "putin": "Putin waited. He wrote in December.",
    }  # fmt: skip
    assert fake_embedder.embedded == ["Kim said nothing.", "Putin waited. He wrote in December."]


def test_unchanged_articles_cost_no_embedding(
    folder: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    ingest([folder], index, fake_embedder)
    fake_embedder.embedded.clear()
    assert ingest([folder], index, fake_embedder) == Report(unchanged=("kim", "putin"))
    (folder / "kim.txt").touch()
    write(folder, new="Merkel phoned.")
    report = ingest([folder], index, fake_embedder)
    assert report == Report(added=("new",), unchanged=("kim", "putin"), passages=1)
    assert fake_embedder.embedded == ["Merkel phoned."]


def test_a_changed_article_is_replaced_whole(
    folder: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    small = Cut(max_tokens=5, overlap_sentences=0)
    ingest([folder], index, fake_embedder, cut=small)
    assert len(index) == 3
    write(folder, putin="Putin wrote.")
    report = ingest([folder], index, fake_embedder, cut=small)
    assert report == Report(updated=("putin",), unchanged=("kim",), passages=1)
    assert len(index) == 2
    assert not index.search_bm25("waited", limit=5)
    assert index.article("putin").text == "Putin wrote."


def test_what_makes_no_article_is_reported_and_the_rest_goes_in(
    folder: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(b"\x00\x01")
    report = ingest([folder], index, fake_embedder)
    assert report.added == ("kim", "putin")
    assert [Path(s.origin).name for s in report.skipped] == ["binary.txt", "empty.txt"]
    assert "is empty" in report.skipped[1].reason
    assert ingest([folder], index, fake_embedder, limits=Limits(article_mb=0.00002)).unchanged == (
        "kim",
    )


def test_a_path_that_is_not_there_stops_everything_before_it_starts(
    folder: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    with pytest.raises(ArticleError, match="no file or folder"):
        ingest([folder, folder / "gone"], index, fake_embedder)
    assert not fake_embedder.embedded
    assert len(index) == 0


def test_a_read_only_index_stops_everything_before_it_starts(
    folder: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    index.folder.chmod(0o555)
    with pytest.raises(IndexFolderError, match="is read-only"):
        ingest([folder], index, fake_embedder)
    index.folder.chmod(0o755)
    assert not fake_embedder.embedded


def test_articles_are_cut_as_asked_but_never_wider_than_the_embedder_reads(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    write(tmp_path / "news", long="One two three four five. " * 100)
    ingest([tmp_path / "news"], index, fake_embedder, cut=Cut(1_000, 0))
    assert max(fake_embedder.count_tokens(fake_embedder.embedded)) <= fake_embedder.max_tokens - 2


def test_stored_passages_are_those_of_the_article(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    write(tmp_path / "news", a="One two. Three four. Five six.")
    ingest([tmp_path / "news"], index, fake_embedder, cut=Cut(6, 1))
    found = [f.passage for f in index.search_bm25("two four six", limit=9)]
    assert sorted(found, key=lambda p: p.number) == cut(index.article("a"), 6)


def test_a_cut_is_named_for_the_index_to_remember() -> None:
    assert str(Cut(160, 1)) == "160/1"


def test_new_changed_and_unchanged_articles_go_into_the_collection(
    folder: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    ingest([folder], index, fake_embedder)
    write(folder, kim="Kim spoke.", new="Merkel phoned.")
    report = ingest([folder], index, fake_embedder, collection="court")
    assert (report.added, report.updated, report.unchanged) == (("new",), ("kim",), ("putin",))
    assert {s.id: s.collections for s in index.stored()} == {
        "kim": ("main", "court"), "putin": ("main", "court"), "new": ("court",),
    }  # fmt: skip
    write(folder, kim="Kim spoke again.")
    ingest([folder], index, fake_embedder)  # without a name, articles stay where they are
    assert index.entry("kim")[1].collections == ("main", "court")
