"""Word files read into title and text."""

import pytest

from bot.errors import ArticleError
from bot.formats.fields import Found
from bot.formats.limits import Limits
from bot.formats.word import parse
from tests.bad_files import entity_word
from tests.made_files import word


def read(data: bytes) -> Found:
    (found,) = parse(data, "/news/a.docx", "", Limits())
    return found


def test_title_paragraphs_and_tables_are_read_in_order() -> None:
    table = [["Zone", "Fee"], ["Old town", "3 crowns"]]
    found = read(word("Parking costs more.", "Residents pay half.", title="Fees", table=table))
    assert found.title == "Fees"
    assert found.texts == [
        "Parking costs more.\n\nResidents pay half.\n\nZone | Fee\n\nOld town | 3 crowns"
    ]
    assert (found.date, found.author) == ("", "")


def test_one_without_a_title_has_none() -> None:
    assert read(word("Words.")).title == ""


def test_one_that_declares_entities_is_refused() -> None:
    with pytest.raises(ArticleError, match=r"a\.docx declares entities in word/document\.xml"):
        read(entity_word())
