"""bot.records.new_file: whole or not at all, and never over another."""

import os
from pathlib import Path

import pytest

from bot.errors import RecordError
from bot.records.new_file import require_new, write_new


def test_a_new_file_holds_the_text_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_new(tmp_path / "a.json", "López\n")
    assert (tmp_path / "a.json").read_bytes() == "López\n".encode()
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_a_file_that_is_there_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("mine")
    with pytest.raises(RecordError, match=r"is there already .* Give another name"):
        require_new(path)
    with pytest.raises(RecordError, match="is there already"):
        write_new(path, "yours")
    assert path.read_text() == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_a_file_that_comes_while_it_is_written_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    sync = os.fsync

    def other_was_faster(descriptor: int) -> None:
        path.write_text("theirs")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", other_was_faster)
    with pytest.raises(RecordError, match="is there already"):
        write_new(path, "mine")
    assert path.read_text() == "theirs"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_a_file_system_without_links_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", no_links)
    write_new(tmp_path / "a.json", "text")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a.json", "text")]


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        write_new(tmp_path / "a.json", "x" * 100_000 + "\ud800")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="there is no folder"):
        write_new(tmp_path / "gone" / "a.json", "text")


def test_a_name_that_is_too_long_is_refused_before_judging(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot be written: File name too long"):
        require_new(tmp_path / f"{'x' * 300}.json")
