"""Records of JSON and CSV, whatever their fields are called."""

import json
from pathlib import Path

import pytest

from bot.articles import Skipped, read_articles
from bot.errors import SettingError
from bot.formats.records import field_map
from bot.types import Article


def read(
    folder: Path, name: str, content: str | bytes, **fields: str
) -> tuple[list[Article], list[Skipped]]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    items = list(read_articles([path], fields=fields))
    return [i for i in items if isinstance(i, Article)], [
        i for i in items if isinstance(i, Skipped)
    ]


FULL = {
    "id": "x",
    "title": "T",
    "date": "15 Dec 2020",
    "source": "S",
    "url": "u",
    "text": "It snowed.",
}


@pytest.mark.parametrize(
    "document", [FULL, [FULL], {"status": "ok", "articles": [FULL]}], ids=["one", "list", "within"]
)
def test_json_may_be_a_record_a_list_or_an_object_around_a_list(
    tmp_path: Path, document: object
) -> None:
    (found,), skipped = read(tmp_path, "a.json", json.dumps(document))
    assert (found.id, found.title, str(found.date), found.source, found.url, found.text) == (
        "x", "T", "2020-12-15", "S", "u", "It snowed.",
    )  # fmt: skip
    assert found.origin == f"{tmp_path}/a.json#x"
    assert not skipped


def test_fields_are_mapped_and_may_lie_within_others(tmp_path: Path) -> None:
    record = {"headline": "T", "content": {"rendered": "It snowed."}, "post.id": 7}
    fields = {"title": "headline", "text": "content.rendered", "id": "post.id"}
    for name, text in (("a.json", json.dumps([record])), ("a.jsonl", json.dumps(record))):
        (found,), _ = read(tmp_path, name, text, **fields)
        assert (found.id, found.title, found.text) == ("7", "T", "It snowed.")
    (found,), _ = read(
        tmp_path, "a.csv", "headline,body\nT,It snowed.\n", title="headline", text="body"
    )
    assert (found.id, found.title, found.text) == ("a:1", "T", "It snowed.")


def test_a_text_of_html_is_read_without_its_tags(tmp_path: Path) -> None:
    post = {
        "title": "It&#8217;s <i>open</i>",
        "text": "\n<!-- wp --><p>Ann said it&#8217;s <b>open</b> &amp; free.<br>All &lt;3 it.</p>"
        "<script>x('</p>')</script>\n<ul><li>One</li><li>Two</li></ul>\n",
    }
    (found,), _ = read(tmp_path, "a.json", json.dumps(post))
    assert found.text == "Ann said it’s open & free.\n\nAll <3 it.\n\nOne\n\nTwo"
    assert found.title == "It’s open"


@pytest.mark.parametrize("text", ["A <b>tag</b> &amp; x.", "<3 is a heart.", "Write </p> there."])
def test_prose_that_names_a_tag_is_left_alone(tmp_path: Path, text: str) -> None:
    (found,), _ = read(tmp_path, "a.json", json.dumps({"text": text}))
    assert found.text == text


def test_a_record_without_its_text_names_what_it_has(tmp_path: Path) -> None:
    found, (skipped,) = read(tmp_path, "a.json", '[{"body": "A."}, {"text": "B."}]')
    assert [a.text for a in found] == ["B."]
    assert skipped.reason == (
        f"{tmp_path}/a.json:1 needs a JSON object with a 'text' field; it has 'body'. "
        "Name the field of the text with --map text=NAME."
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_with_any_usual_separator(tmp_path: Path, separator: str) -> None:
    rows = [["id", "text", "date"], ["1", '"First line.\nSecond, ""quoted""; line."', "2020-12-15"]]
    content = "\r\n".join(separator.join(row) for row in rows)
    (found,), _ = read(tmp_path, "a.csv", content)
    assert found.text == 'First line.\nSecond, "quoted"; line.'
    assert str(found.date) == "2020-12-15"


def test_csv_of_excel_is_read(tmp_path: Path) -> None:
    (found,), _ = read(tmp_path, "a.csv", "id;text\nx;Café\n".encode("cp1252"))
    assert found.text == "Café"
    (found,), _ = read(tmp_path, "b.csv", "id\ttext\nx\tCafé\n".encode("utf-16"))
    assert found.text == "Café"


def test_a_row_with_more_cells_than_columns_is_skipped_and_not_cut_off(tmp_path: Path) -> None:
    content = "id,text\n1,The mayor, Ann Lee, left.\n2,All left.\n3,Some left.,,\n"
    found, (skipped,) = read(tmp_path, "a.csv", content)
    assert [a.text for a in found] == ["All left.", "Some left."]
    assert skipped.reason == (
        f"{tmp_path}/a.csv:1 has more cells than the head has columns. Put quotation marks around "
        "a cell with ',' in it."
    )


@pytest.mark.parametrize("before", ["sep=;\r\n", "\r\n\r\n"])
def test_csv_may_begin_with_its_separator_or_blank_lines(tmp_path: Path, before: str) -> None:
    (found,), _ = read(tmp_path, "a.csv", f"{before}id;text\r\nx;A, b, c.\r\n")
    assert (found.id, found.text) == ("x", "A, b, c.")


def test_a_bad_row_is_skipped_and_the_others_are_read(tmp_path: Path) -> None:
    content = "id,text,date\n1,One.,\n2,,\n3,Three.,3/4/2021\n1,Other.,\n5,Five.,\n"
    found, skipped = read(tmp_path, "a.csv", content)
    assert [a.text for a in found] == ["One.", "Five."]
    assert [s.origin.rsplit(":")[-1] for s in skipped] == ["2", "3", "4"]


@pytest.mark.parametrize(
    ("author", "expected"),
    [("Ann", "Ann"), (["Ann", " Bo "], "Ann, Bo"), ({"name": "Ann"}, ""), (None, ""), ([1], "")],
)
def test_an_author_is_one_name_or_several(tmp_path: Path, author: object, expected: str) -> None:
    (found,), _ = read(tmp_path, "a.json", json.dumps({"text": "Words.", "author": author}))
    assert found.author == expected


def test_a_map_names_our_fields_and_theirs() -> None:
    assert field_map(["text=body", " date = published "]) == {"text": "body", "date": "published"}
    for wrong in ("text", "text=", "body=text", "=x"):
        with pytest.raises(SettingError, match=f"--map '{wrong}' names no field"):
            field_map([wrong])
