"""Word files read into title and text."""

import io

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml

from bot.errors import ArticleError
from bot.formats.fields import Found
from bot.formats.limits import Limits
from bot.formats.word import parse
from tests.bad_files import entity_word
from tests.made_files import word


def read(data: bytes) -> Found:
    (found,) = parse(data, "/news/a.docx", "", Limits())
    return found


def saved(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_title_paragraphs_and_tables_are_read_in_order() -> None:
    table = [["Zone", "Fee"], ["Old town", "3 crowns"]]
    found = read(word("Parking costs more.", "Residents pay half.", title="Fees", table=table))
    assert found.title == "Fees"
    assert found.texts == [
        "Parking costs more.\n\nResidents pay half.\n\nZone | Fee\n\nOld town | 3 crowns"
    ]
    assert (found.date, found.author) == ("", "")


def test_cells_of_one_text_are_two_and_one_over_two_columns_is_one() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ["Biden", "306", "306"], strict=True):
        cell.text = text
    table.rows[1].cells[0].merge(table.rows[1].cells[1]).text = "Both"
    table.rows[1].cells[2].text = "538"
    assert read(saved(document)).texts == ["Biden | 306 | 306\n\nBoth | 538"]


SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<w:ins w:id='1'><w:r><w:t>not </w:t></w:r></w:ins>", "It did not stop."),
        ("<w:del w:id='1'><w:r><w:delText>not </w:delText></w:r></w:del>", "It did stop."),
        ("<w:moveFrom w:id='1'><w:r><w:t>not </w:t></w:r></w:moveFrom>", "It did stop."),
        ("<w:smartTag><w:r><w:t>not </w:t></w:r></w:smartTag>", "It did not stop."),
        (
            "<w:sdt><w:sdtPr/><w:sdtContent><w:ins><w:r><w:t>not </w:t></w:r></w:ins>"
            "</w:sdtContent></w:sdt>",
            "It did not stop.",
        ),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Enter text</w:t>"
            "</w:r></w:sdtContent></w:sdt>",
            "It did stop.",
        ),
    ],
)
def test_what_was_inserted_is_text_and_what_was_deleted_is_none(inside: str, expected: str) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("It did ")
    paragraph._p.append(parse_xml(inside.replace(">", f" {SPACE}>", 1)))
    paragraph.add_run("stop.")
    assert read(saved(document)).texts == [expected]


def test_a_paragraph_in_a_field_to_fill_in_is_read_in_its_place() -> None:
    document = docx.Document()
    field = (
        f"<w:sdt {SPACE}><w:sdtContent><w:p><w:r><w:t>Two.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document.add_paragraph("One.")._p.addnext(parse_xml(field))
    document.add_paragraph("Three.")
    assert read(saved(document)).texts == ["One.\n\nTwo.\n\nThree."]


def test_one_without_a_title_has_none() -> None:
    assert read(word("Words.")).title == ""


def test_one_that_declares_entities_is_refused() -> None:
    with pytest.raises(ArticleError, match=r"a\.docx declares entities in word/document\.xml"):
        read(entity_word())
