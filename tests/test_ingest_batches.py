"""An ingest batch by batch: what was told is stored, whatever interrupts it."""

import multiprocessing
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import bot.ingest
import bot.storing
from bot.articles import Skipped, read_articles
from bot.errors import IndexFolderError
from bot.index import Index
from bot.ingest import ingest
from bot.storing import Report
from bot.types import Article
from tests.fakes import FakeEmbedder
from tests.made_files import web_page
from tests.stored_articles import texts, write


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.storing, "BATCH_PASSAGES", 2)


@pytest.fixture
def seven(tmp_path: Path) -> Path:
    write(tmp_path / "seven", **{f"a{n}": f"Article number {n}." for n in range(7)})
    return tmp_path / "seven"


class Failing(FakeEmbedder):
    """Fails at the third batch."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if len(self.embedded) >= 4:
            raise KeyboardInterrupt
        return super().encode(texts)


class Unwritable(FakeEmbedder):
    """Makes the index unwritable once it has embedded four texts."""

    def __init__(self, index: Index) -> None:
        super().__init__()
        self._index = index

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if len(self.embedded) >= 4:
            self._index.folder.chmod(0o555)
        return super().encode(texts)


@pytest.mark.usefixtures("small_batches")
def test_progress_tells_only_what_is_stored(
    seven: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    told: list[int] = []

    def progress(report: Report) -> None:
        assert set(report.added) == set(texts(index))
        told.append(len(report.added))

    ingest([seven], index, fake_embedder, progress=progress)
    assert told == [2, 4, 6, 7]


@pytest.mark.usefixtures("small_batches")
def test_what_was_stored_before_an_interruption_stays_and_the_rest_follows(
    seven: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    with pytest.raises(KeyboardInterrupt):
        ingest([seven], index, Failing())
    assert set(texts(index)) == {"a0", "a1", "a2", "a3"}
    assert [f.passage.article_id for f in index.search_bm25("number 3", limit=1)] == ["a3"]
    report = ingest([seven], index, fake_embedder)
    assert report.added == ("a4", "a5", "a6")
    assert report.unchanged == ("a0", "a1", "a2", "a3")
    assert len(index) == len(texts(index)) == 7


@pytest.mark.usefixtures("small_batches")
def test_an_interruption_leaves_no_process_that_parses(tmp_path: Path, index: Index) -> None:
    for n in range(20):
        (tmp_path / f"{n}.html").write_text(web_page(f"Bridge number {n} reopened on Thursday."))
    with pytest.raises(KeyboardInterrupt) as interrupted:
        ingest([tmp_path], index, Failing())
    assert len(texts(index)) == 4
    assert interrupted.tb  # what it holds on to does not keep the process
    assert multiprocessing.active_children() == []


@pytest.mark.usefixtures("small_batches")
def test_an_interrupted_update_leaves_each_article_old_or_new(
    seven: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    ingest([seven], index, fake_embedder)
    write(seven, **{f"a{n}": f"Changed number {n}." for n in range(7)})
    with pytest.raises(KeyboardInterrupt):
        ingest([seven], index, Failing())
    stored = texts(index)
    assert [stored[f"a{n}"].split()[0] for n in range(7)] == ["Changed"] * 4 + ["Article"] * 3


@pytest.mark.usefixtures("small_batches")
def test_a_file_that_changes_between_two_readings_of_it_counts_as_added_then_updated(
    folder: Path, index: Index, fake_embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(paths: Sequence[Path], **how: object) -> Iterator[Article | Skipped]:
        yield from read_articles(paths[:1])
        write(folder, kim="Kim spoke.")
        yield from read_articles(paths[1:])

    monkeypatch.setattr(bot.ingest, "read_articles", read)
    report = ingest([folder, folder], index, fake_embedder)
    assert (report.added, report.updated) == (("kim", "putin"), ("kim",))
    assert texts(index)["kim"] == "Kim spoke."


@pytest.mark.usefixtures("small_batches")
def test_an_error_of_writing_stops_the_ingest_and_what_was_told_is_there(
    seven: Path, index: Index
) -> None:
    told: list[Report] = []
    with pytest.raises(IndexFolderError, match="is read-only"):
        ingest([seven], index, Unwritable(index), progress=told.append)
    index.folder.chmod(0o755)
    assert set(told[-1].added) == set(texts(index)) >= {"a0", "a1"}
    assert not {"ahead", "storing_0"} & {t.name for t in threading.enumerate()}


@pytest.mark.usefixtures("small_batches")
def test_what_was_under_way_at_an_interruption_is_stored_and_told(
    seven: Path, index: Index
) -> None:
    told: list[Report] = []
    with pytest.raises(KeyboardInterrupt):
        ingest([seven], index, Failing(), progress=told.append)
    assert told[-1].added == ("a0", "a1", "a2", "a3")
    assert set(texts(index)) == set(told[-1].added)


@pytest.mark.usefixtures("small_batches")
def test_searches_are_made_fast_now_and_then_in_a_long_ingest(
    seven: Path, index: Index, fake_embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.storing, "TIDY_PASSAGES", 4)
    tidied: list[int] = []
    monkeypatch.setattr(index, "tidy", lambda: tidied.append(len(index)))
    ingest([seven], index, fake_embedder)
    assert tidied == [4, 7]
