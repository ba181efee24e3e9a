"""Files and folders read into articles, good and bad."""

import datetime as dt
import gzip
import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.articles import Skipped, article_files, count_articles, read_article, read_articles
from bot.errors import ArticleError
from bot.formats.limits import Limits
from bot.types import Article

LOPEZ = "Andrés Manuel López Obrador wrote a letter — “at last.”"


def read_text(folder: Path, content: str | bytes, name: str = "a.txt") -> Article:
    data = content.encode() if isinstance(content, str) else content
    path = folder / name
    path.write_bytes(data)
    return read_article(path, article_id="a")


def read_markdown(folder: Path, content: str) -> Article:
    return read_text(folder, content, "a.md")


def read_all(*paths: Path, max_mb: float = 5.0) -> tuple[list[Article], list[Skipped]]:
    items = list(read_articles(paths, limits=Limits(article_mb=max_mb)))
    return (
        [i for i in items if isinstance(i, Article)],
        [i for i in items if isinstance(i, Skipped)],
    )


def write_lines(path: Path, records: Sequence[object]) -> None:
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")


# Text files


def test_plain_text_is_read_without_the_space_around_it(tmp_path: Path) -> None:
    found = read_text(tmp_path, f"\n {LOPEZ}\n\nMore.\n \n")
    assert found == Article("a", f"{LOPEZ}\n\nMore.", origin=str(tmp_path / "a.txt"))


@pytest.mark.parametrize(
    ("opening", "rest"),
    [
        (" date 2020-12-15 Putin waited.", "Putin waited."),
        ("date 2020-12-15\nPutin waited.", "Putin waited."),
        ("\n\n  Date: 2020-12-15\n\nPutin waited.", "Putin waited."),
        ("\ufeffdate 2020-12-15\r\nPutin waited.", "Putin waited."),
        ("date: 2020-12-15 08:30\nPutin waited.", "Putin waited."),
        ("Date: 2020-12-15T08:30:00+01:00\r\nPutin waited.", "Putin waited."),
        ("date 2020-12-15 08:30 struck, and Putin waited.", "08:30 struck, and Putin waited."),
    ],
)
def test_a_first_line_may_give_the_date(tmp_path: Path, opening: str, rest: str) -> None:
    found = read_text(tmp_path, opening)
    assert (found.date, found.text) == (dt.date(2020, 12, 15), rest)


@pytest.mark.parametrize(
    "text",
    ["dated 2020-12-15 it was", "date unknown", "The date 2020-12-15 came", "date 2020-12-1 x"],
)
def test_a_text_that_only_looks_like_it_gives_a_date_is_left_alone(
    tmp_path: Path, text: str
) -> None:
    found = read_text(tmp_path, text)
    assert (found.date, found.text) == (None, text)


def test_a_date_that_is_no_day_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"a\.txt: the date '2020-13-45' is not of the form"):
        read_text(tmp_path, "date 2020-13-45 Putin waited.")


def test_windows_and_old_mac_newlines_become_newlines(tmp_path: Path) -> None:
    assert read_text(tmp_path, "One.\r\n\r\nTwo.\rThree.").text == "One.\n\nTwo.\nThree."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-16-be-bom", "cp1252"]
)
def test_the_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    match encoding.split("-bom")[0] if encoding.endswith("-bom") else encoding:
        case "utf-16-le":
            data = b"\xff\xfe" + LOPEZ.encode("utf-16-le")
        case "utf-16-be":
            data = b"\xfe\xff" + LOPEZ.encode("utf-16-be")
        case plain:
            data = LOPEZ.encode(plain)
    assert read_text(tmp_path, data).text == LOPEZ


@pytest.mark.parametrize(
    "text", ["Café", "López Obrador met Bolsonaro in São Paulo.", "It cost £5."]
)
def test_short_latin_1_is_not_taken_for_chinese(tmp_path: Path, text: str) -> None:
    assert read_text(tmp_path, text.encode("latin-1")).text == text


def test_utf_8_with_a_broken_byte_keeps_the_rest(tmp_path: Path) -> None:
    data = LOPEZ.encode() + b" \xe2\x80 end"
    assert read_text(tmp_path, data).text == f"{LOPEZ} \ufffd end"


def test_cyrillic_of_windows_is_read(tmp_path: Path) -> None:
    text = "Президент России Владимир Путин поздравил избранного президента США Джо Байдена."
    assert read_text(tmp_path, text.encode("cp1251")).text == text


def test_the_encoding_of_a_long_text_is_told_by_its_opening(tmp_path: Path) -> None:
    text = "Президент России Владимир Путин поздравил избранного президента.\n" * 30_000
    assert read_text(tmp_path, text.encode("cp1251")).text == text.strip()


def test_an_accent_of_its_own_is_joined_to_its_letter(tmp_path: Path) -> None:
    assert read_text(tmp_path, "Lo\u0301pez").text == "López"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "is empty. Remove it", id="empty"),
        pytest.param(b" \n\t ", "is empty. Remove it", id="blank"),
        pytest.param(b"\xef\xbb\xbf", "has no words in it", id="byte order mark"),
        pytest.param(b"... --- !!!", "has no words in it", id="no words"),
        pytest.param(b"date 2020-12-15\n", "has no words in it", id="date only"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is a binary file", id="png"),
        pytest.param(bytes(range(1, 256)) * 20, "binary file|any known encoding", id="bytes"),
        pytest.param(b"Word " * 4_000_000, "has 20.0 MB, more than the 5 MB", id="20 MB"),
    ],
)
def test_a_file_that_is_no_text_is_refused_by_name(
    tmp_path: Path, data: bytes, message: str
) -> None:
    with pytest.raises(ArticleError, match=rf"a\.txt.*({message})"):
        read_text(tmp_path, data)


# Markdown


def test_front_matter_gives_the_fields(tmp_path: Path) -> None:
    found = read_markdown(
        tmp_path,
        "---\ntitle: 'A  title:\n  with two lines'\ndate: 2020-12-15\nsource: Desk\n"
        "url: https://example.org/a\nlicence: CC0\n---\nThe text.\n",
    )
    assert found.title == "A title: with two lines"
    assert found.date == dt.date(2020, 12, 15)
    assert (found.source, found.url) == ("Desk", "https://example.org/a")
    assert found.text == "The text."


@pytest.mark.parametrize("opening", ["\n\n---\ntitle: T\n---\n", "---\ntitle: T\n...\n"])
def test_front_matter_may_follow_blank_lines_and_end_with_dots(
    tmp_path: Path, opening: str
) -> None:
    found = read_markdown(tmp_path, f"{opening}The vote was held.")
    assert (found.title, found.text) == ("T", "The vote was held.")


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2020-12-15", "2020-12-15"),
        ("'2020-12-15'", "2020-12-15"),
        ("2020-12-15T08:30:00Z", "2020-12-15"),
        ("2020-12-15 08:30", "2020-12-15"),
        ("null", None),
        ("~", None),
        ("", None),
    ],
)
def test_dates_of_front_matter(tmp_path: Path, date: str, expected: str | None) -> None:
    found = read_markdown(tmp_path, f"---\ndate: {date}\n---\nText.")
    assert found.date == (dt.date.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize("title", ["No", "2020", "2020-12-15", "1e3", "0x1F"])
def test_a_title_stays_as_it_is_written(tmp_path: Path, title: str) -> None:
    assert read_markdown(tmp_path, f"---\ntitle: {title}\n---\nText.").title == title


@pytest.mark.parametrize(
    ("front_matter", "message"),
    [
        ("title: [unclosed", "is not YAML"),
        ("title: Trump: the end", "is not YAML"),
        ("[" * 900, "is not YAML"),
        ("- a\n- b", "is no list of fields"),
        ("just words", "is no list of fields"),
        ("date: 2020-13-45", "the date '2020-13-45' is not of the form YYYY-MM-DD"),
        ("date: 3/4/2020", "the date '3/4/2020' is not .* could be two days"),
        ("date: 2020-12-155", "the date '2020-12-155' is not"),
        ("date: [2020]", "the date is a list, not a text"),
        ("title: {a: b}", "the title is a dict, not a text"),
    ],
)
def test_broken_front_matter_is_refused_by_name(
    tmp_path: Path, front_matter: str, message: str
) -> None:
    with pytest.raises(ArticleError, match=rf"a\.md.*{message}"):
        read_markdown(tmp_path, f"---\n{front_matter}\n---\nText.")


@pytest.mark.parametrize(
    "front_matter", ["date: !!timestamp x", "title: !!int x", "note: !!python/x y"]
)
def test_front_matter_builds_no_objects(tmp_path: Path, front_matter: str) -> None:
    try:
        read_markdown(tmp_path, f"---\n{front_matter}\n---\nText.")
    except ArticleError as error:
        assert "a.md" in str(error)  # noqa: PT017


def test_a_field_may_begin_with_a_capital(tmp_path: Path) -> None:
    found = read_markdown(tmp_path, "---\nTitle: Bridge\nDate: 2020-12-15\n---\nText.")
    assert (found.title, str(found.date)) == ("Bridge", "2020-12-15")


def test_empty_or_missing_front_matter_is_no_error(tmp_path: Path) -> None:
    assert read_markdown(tmp_path, "---\n---\nText.").text == "Text."
    assert read_markdown(tmp_path, "Text.").title == ""


def test_markdown_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="has no words"):
        read_markdown(tmp_path, "---\ntitle: T\n---\n\n* * *\n")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# Head\n\nOne *two* **three** `four`.", "Head\n\nOne two three four."),
        ("A [link](https://example.org 'title') here.", "A link here."),
        ("A [link][1] here.\n\n[1]: https://example.org", "A link here."),
        ("See <https://example.org/a>.", "See https://example.org/a."),
        ("![A picture](a.png) of it.", "A picture of it."),
        ("soft\nbreak", "soft break"),
        ("hard  \nbreak and\\\nanother", "hard break and another"),
        ("line<br>break<br/>again", "line break again"),
        ("- one\n- two\n\n1. three", "one\n\ntwo\n\nthree"),
        ("> quoted\n> text", "quoted text"),
        ("```\ncode here\n```", "code here"),
        ("Fish &amp; chips \\*not emphasis\\*", "Fish & chips *not emphasis*"),
        ("<div>\n<p>In &lt;HTML&gt; too</p>\n</div>", "In <HTML> too"),
        ("<!-- hidden -->\n\nText", "Text"),
        ("<script>\nalert(1)\n</script>\n\nText", "Text"),
        ("<!--more-->The vote was held.", "The vote was held."),
        ("<!-- a > b --><p>Text</p><!-- /a -->\n<style>p {}</style>", "Text"),
        ("“López”—naïve", "“López”—naïve"),
    ],
)
def test_markdown_becomes_plain_text(tmp_path: Path, markdown: str, text: str) -> None:
    assert read_markdown(tmp_path, markdown).text == text


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
