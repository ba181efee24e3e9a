"""Where an index lies: folders that cannot be used, written or read, and what is mended."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import IndexFolderError
from bot.index import Index
from bot.table import require_writable
from tests.fakes import article, index_in, store
from tests.stored_articles import LOPEZ, PUTIN, found, nearest


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


def test_an_index_without_its_word_index_gets_one_when_it_is_opened(three: Index) -> None:
    three._table.drop_index("titled_text_idx")
    assert found(Index.at(three.folder), "putin") == ["putin"]


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
