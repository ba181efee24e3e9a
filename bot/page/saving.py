"""Exchange + a click → a file for the browser to keep: its name, its type, its text."""

import re
from dataclasses import replace

from bot.export import Form, Publication, export
from bot.json_form import dumps
from bot.page.conversation import Exchange
from bot.page.links import Link, Place
from bot.records.record import record_json, record_of
from bot.verdicts import Check
from bot.verify import numbered
from bot.words import fold

__all__ = ["download"]

FORMS = {
    Place.MARKDOWN: (Form.MARKDOWN, "text/markdown"),
    Place.PAGE: (Form.HTML, "text/html"),
    Place.REVIEW: (Form.CLAIM_REVIEW, "application/ld+json"),
}
MOST_LETTERS = 48  # of a file's name
OTHER = re.compile("[^a-z0-9]+")


def download(exchange: Exchange, link: Link, publication: Publication) -> str | None:
    """The file as JSON of name, type and text; None for a link that leads to no verdict.

    Raises RecordError where a verdict cannot be had in the form.
    """
    check = exchange.reply.check if exchange.reply else None
    if check is None or check.made is None or not 1 <= link.item <= len(check.verdicts):
        return None
    one = numbered([check.verdicts[link.item - 1]])
    record = record_of(replace(one, made=check.made))
    if link.place in FORMS:
        form, kind = FORMS[link.place]
        extension, text = form.value, export(record, form, publication)
    else:
        extension, kind = "json", "application/json"
        text = dumps(record_json(record), indent=1) + "\n"
    return dumps({"name": f"{_name(one)}.{extension}", "type": kind, "text": text})


def _name(check: Check) -> str:
    words = OTHER.sub("-", fold(check.verdicts[0].claim)).strip("-")
    return words[:MOST_LETTERS].rstrip("-") or "claim"
