"""A Word file (.docx) → its title and text, by python-docx (MIT).

It has no date: when a file was made is not when its article was published.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from bot.errors import ArticleError
from bot.formats.archive import require_bounded
from bot.formats.fields import Found
from bot.formats.limits import Limits

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element

__all__ = ["parse"]

LOCKED = b"\xd0\xcf\x11\xe0"  # what an encrypted .docx, and an old .doc, opens with
# What stands around text of the document, and python-docx leaves out with all that is in it:
# accepted or not, what was inserted; fields to fill in; what Word takes for names and dates.
AROUND = "ins moveTo sdt sdtContent smartTag customXml fldSimple".split()
DECLARES = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)


def parse(data: bytes, origin: str, url: str, limits: Limits) -> list[Found]:
    """What a Word file holds, as one Found. Raises ArticleError for one that is broken, locked or
    unpacks to more than it should."""
    import docx

    if data.startswith(LOCKED):
        raise ArticleError(
            f"{origin} is locked with a password, or of an old format. Save it anew as .docx."
        )
    _require_harmless(data, origin, limits)
    document = docx.Document(BytesIO(data))
    _unwrap(document.element.body)
    titled = [p.text for p in document.paragraphs if p.style and p.style.name == "Title"]
    title = titled[0] if titled else document.core_properties.title
    blocks = [block for block in _blocks(document) if block != title]
    author = document.core_properties.author
    author = "" if author == "python-docx" else author
    return [Found(["\n\n".join(blocks)], title=title, author=author, url=url)]


def _blocks(document: "WordDocument") -> Iterator[str]:
    """Its paragraphs, and the rows of its tables, in order."""
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                # One that spans several columns comes once for each.
                cells = {cell._tc: " ".join(cell.text.split()) for cell in row.cells}
                yield " | ".join(filter(None, cells.values()))
        elif text := " ".join(block.text.split()):
            yield text


def _unwrap(body: "_Element") -> None:
    """Put what stands within an element that python-docx does not enter in that one's place. What
    was deleted, and the hint of a field that nobody filled in, stay out."""
    from docx.oxml.ns import qn

    for element in list(body.iter(*map(qn, (f"w:{name}" for name in AROUND)))):
        parent = element.getparent()
        assert parent is not None
        hinting = element.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None
        for child in () if hinting else list(element):
            element.addprevious(child)
        parent.remove(element)


def _require_harmless(data: bytes, origin: str, limits: Limits) -> None:
    """Raise ArticleError where it unpacks to too much, or declares entities of its own."""
    import zipfile

    with zipfile.ZipFile(BytesIO(data)) as parts:
        require_bounded(parts, origin, limits)
        for part in parts.infolist():
            if part.filename.endswith((".xml", ".rels")):
                with parts.open(part) as file:
                    if DECLARES.search(file.read(4096)):
                        raise ArticleError(
                            f"{origin} declares entities in {part.filename}, which no Word file "
                            "does and which can blow it up. Save it anew from Word."
                        )
