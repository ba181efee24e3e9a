"""Which form a file's extension asks for, and a Record in that form."""

import enum
from pathlib import Path

from bot.errors import SettingError
from bot.export.claim_review import Publication, claim_review
from bot.export.html_page import html_page
from bot.export.markdown import markdown
from bot.json_form import dumps
from bot.records.record import Record

__all__ = ["Form", "export", "form_of"]


class Form(enum.Enum):
    """A form of export, by the extension of its files."""

    MARKDOWN = "md"
    HTML = "html"
    CLAIM_REVIEW = "jsonld"


def form_of(path: Path) -> Form:
    """The form that a file's name asks for. Raises SettingError for a name that asks for none."""
    extension = path.suffix.removeprefix(".").lower()
    try:
        return Form("html" if extension == "htm" else extension)
    except ValueError:
        hint = " A record to recheck is written with --save." if extension == "json" else ""
        raise SettingError(
            f"{str(path)!r} does not say in which form to export: its name must end in .md "
            f"(Markdown), .html (a page) or .jsonld (ClaimReview).{hint}"
        ) from None


def export(record: Record, form: Form, publication: Publication = Publication()) -> str:
    """A record as the text of a file. Raises RecordError where nothing in it can be exported so."""
    if form is Form.MARKDOWN:
        return markdown(record)
    if form is Form.HTML:
        return html_page(record)
    # It is pasted into a <script> of a page, which a quoted "</script>" would end.
    return dumps(claim_review(record, publication), indent=2).replace("<", "\\u003c") + "\n"
