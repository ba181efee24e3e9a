"""Text files and Markdown read into articles."""

import datetime as dt
from pathlib import Path

import pytest

from bot.errors import ArticleError
from bot.types import Article
from tests.read_files import LOPEZ, read_markdown, read_text

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
