"""Files and folders read into articles, good and bad."""

import datetime as dt
import gzip
import os
from pathlib import Path

import pytest

from bot.articles import article_files, count_articles, read_article, read_articles
from bot.errors import ArticleError
from bot.types import Article
from tests.read_files import LOPEZ, read_all, write_lines

# Records


def test_records_are_articles_with_their_own_ids(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    record = {
        "id": "x1",
        "title": "T",
        "date": "2020-12-15",
        "source": "S",
        "url": "u",
        "text": LOPEZ,
    }
    write_lines(path, [record, {"text": "No id."}, {"id": 0, "text": "Zero.", "date": None}])
    found, skipped = read_all(path)
    assert not skipped
    assert found[0] == Article(
        "x1", LOPEZ, "T", dt.date(2020, 12, 15), "S", "u", origin=f"{path}#x1"
    )
    assert [a.id for a in found] == ["x1", "news:2", "0"]


def test_the_id_of_a_record_without_one_does_not_tell_where_the_folder_lies(tmp_path: Path) -> None:
    ids = []
    for name in ("here", "there"):
        (tmp_path / name / "sub").mkdir(parents=True)
        write_lines(tmp_path / name / "sub" / "news.JSONL", [{"text": "No id."}])
        ids += [a.id for a in read_all(tmp_path / name)[0]]
    assert ids == ["sub/news:1"] * 2


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{not json", "is not JSON"),
        (b"[1]", "needs a JSON object with a 'text' field"),
        (b'{"title": "T"}', "needs a JSON object with a 'text' field"),
        (b'{"text": 5}', "needs a JSON object with a 'text' field"),
        (b'{"text": " ... "}', "has no words"),
        (b'{"text": "T", "date": "soon"}', "the date 'soon' is not"),
        (b'{"text": "T", "title": ["a"]}', "the title is a list"),
        (b'{"text": "T", "id": {"a": 1}}', "the id is a dict"),
        (b'{"text": "caf\xe9"}', "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b'{"text": "T", "n": ' + b"9" * 5_000 + b"}", "is not JSON"),
        (b'{"text": "' + b"x" * 6_000_000 + b'"}', "6.0 MB, more than the 5 MB"),
    ],
    ids=range(12),
)
def test_a_bad_line_is_skipped_and_the_others_are_read(
    tmp_path: Path, line: bytes, message: str
) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(b'{"text": "First."}\n\n' + line + b'\r\n{"text": "Last."}')
    found, (skipped,) = read_all(path)
    assert [a.text for a in found] == ["First.", "Last."]
    assert skipped.origin == f"{path}:3"
    assert message in skipped.reason


def test_a_record_with_the_id_of_an_earlier_one_is_skipped_by_naming_both(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    write_lines(path, [{"id": 7, "text": "One."}, {"text": "Two."}, {"id": "7", "text": "Three."}])
    found, (skipped,) = read_all(path)
    assert [a.text for a in found] == ["One.", "Two."]
    assert skipped.origin == f"{path}:3"
    assert skipped.reason == (
        f"{path}:3 has the id '7' of line 1 and other content. Give each record an id of its own."
    )


def test_a_record_that_is_given_twice_is_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    write_lines(path, [{"id": "x", "text": "One."}] * 2)
    assert len(read_all(path)[0]) == 2


def test_a_file_of_records_may_open_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text('{"text": "First."}', encoding="utf-8-sig")
    assert [a.text for a in read_all(path)[0]] == ["First."]


def test_half_a_character_in_a_record_can_be_stored(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text('{"id": "\\ud800", "title": "\\udc00", "text": "Half \\ud83d here."}\n')
    (found,), _ = read_all(path)
    assert (found.id, found.title, found.text) == ("\ufffd", "\ufffd", "Half \ufffd here.")
    assert found.origin.encode()


def test_gzipped_records_are_read(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "First."}\n{"text": "Last."}\n'))
    assert [a.id for a in read_all(path)[0]] == ["news:1", "news:2"]


@pytest.mark.parametrize("damage", ["cut short", "garbled", "no gzip"])
def test_a_damaged_gzip_keeps_what_came_before(tmp_path: Path, damage: str) -> None:
    lines = b"".join(b'{"text": "Article %d of many %d."}\n' % (n, n * n) for n in range(20_000))
    data = gzip.compress(lines)
    match damage:
        case "cut short":
            data = data[: len(data) // 2]
        case "garbled":
            data = data[: len(data) // 2] + bytes(1000) + data[len(data) // 2 + 1000 :]
        case _:
            data = b'{"text": "plain"}'
    path = tmp_path / "news.jsonl.gz"
    path.write_bytes(data)
    found, (*_, skipped) = read_all(path)
    assert bool(found) == (damage != "no gzip")
    assert skipped.origin == str(path)
    assert "cannot be read to its end" in skipped.reason


def test_a_binary_or_empty_file_of_records_is_skipped_as_one(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\x00\x01\n\x02" * 500)
    (tmp_path / "b.jsonl").write_bytes(b"\n \n")
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(b""))
    found, skipped = read_all(tmp_path)
    assert not found
    assert [s.reason.split(". ")[0].removeprefix(str(tmp_path)) for s in skipped] == [
        "/a.jsonl is not text from line 1 on", "/b.jsonl is empty", "/c.jsonl.gz is empty",
    ]  # fmt: skip


# Folders


def test_ids_are_paths_below_the_folder_without_suffix(tmp_path: Path) -> None:
    for name in ("b.md", "a.TXT", "sub/c.d.txt", "sub/deeper/a.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Text of {name}.")
    found, skipped = read_all(tmp_path)
    assert [a.id for a in found] == ["a", "b", "sub/c.d", "sub/deeper/a"]
    assert not skipped
    assert [a.id for a in read_all(tmp_path / "sub" / "c.d.txt")[0]] == ["c.d"]


def test_hidden_and_other_files_are_left_out(tmp_path: Path) -> None:
    for name in (
        "a.txt",
        ".hidden.txt",
        "~$a.docx",
        ".git/b.txt",
        "notes.odt",
        "c.txt~",
        "sub/.x/d.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Text.")
    (tmp_path / "folder.txt").mkdir()
    assert article_files(tmp_path) == [tmp_path / "a.txt"]


def test_a_hidden_folder_that_is_named_is_read(tmp_path: Path) -> None:
    folder = tmp_path / ".news"
    folder.mkdir()
    (folder / "a.txt").write_text("Text.")
    assert article_files(folder) == [folder / "a.txt"]


def test_links_that_lead_round_in_circles_or_nowhere_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    assert article_files(tmp_path) == [tmp_path / "a.txt", tmp_path / "link.txt"]


def test_one_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("First.")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01")
    (tmp_path / "c.txt").write_text("")
    (tmp_path / "d.md").write_text("Last.")
    found, skipped = read_all(tmp_path)
    assert [a.id for a in found] == ["a", "d"]
    assert [s.origin for s in skipped] == [str(tmp_path / "b.txt"), str(tmp_path / "c.txt")]
    assert all(s.reason.startswith(s.origin) for s in skipped)


def test_a_file_name_that_is_no_utf_8_is_read(tmp_path: Path) -> None:
    for name in (b"caf\xe9.txt", b"caf\xe8.txt"):
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
            file.write(b"Text.")
    found, _ = read_all(tmp_path)
    assert [a.id for a in found] == ["caf%E8", "caf%E9"]
    assert [a.origin.encode() for a in found] == [
        f"{tmp_path}/{name}".encode() for name in ("caf%E8.txt", "caf%E9.txt")
    ]


@pytest.mark.parametrize("name", ["gone", "gone.txt", "x" * 5_000, "a\0b"])
def test_a_path_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArticleError, match="There is no file or folder"):
        article_files(tmp_path / name)


def test_a_folder_without_articles_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.odt").write_text("Text.")
    with pytest.raises(ArticleError, match="holds no article"):
        article_files(tmp_path)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.odt").write_text("Text.")
    with pytest.raises(ArticleError, match=r"notes\.odt is not one of \.md, \.txt"):
        article_files(tmp_path / "notes.odt")


def test_nothing_is_read_when_one_of_the_paths_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    with pytest.raises(ArticleError):
        next(read_articles([tmp_path / "a.txt", tmp_path / "gone"]))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    (tmp_path / "a.txt").chmod(0)
    with pytest.raises(ArticleError, match="cannot be read: Permission denied"):
        read_article(tmp_path / "a.txt", article_id="a")
    (tmp_path / "sub").mkdir(mode=0)
    with pytest.raises(ArticleError, match="sub' cannot be read: Permission denied"):
        article_files(tmp_path)


def test_a_folder_that_cannot_be_listed_is_told_and_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    (tmp_path / "sub").mkdir()
    scandir = os.scandir

    def denied(path: str) -> object:
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", denied)
    with pytest.raises(ArticleError, match="sub' cannot be read: Permission denied"):
        article_files(tmp_path)


def test_articles_are_counted_without_being_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    (tmp_path / "b.jsonl").write_text('{"text": "One."}\nno JSON\n{"text": "Last."}')
    with gzip.open(tmp_path / "c.jsonl.gz", "wb") as file:
        file.write(b'{"text": "One."}\n' * 5)
    (tmp_path / "broken.jsonl.gz").write_bytes(b"no gzip")
    (tmp_path / "empty.jsonl").touch()
    assert count_articles([tmp_path]) == 1 + 3 + 5 + 1 + 1
    assert count_articles([tmp_path / "b.jsonl", tmp_path / "a.txt"]) == 4
    with pytest.raises(ArticleError, match="no file or folder"):
        count_articles([tmp_path / "gone"])
