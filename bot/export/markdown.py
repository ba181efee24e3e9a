"""Record → Markdown that reads well as plain text too. Words of articles are escaped, so that they
come out as they are."""

import re
from collections.abc import Iterator

from bot.export.told import (
    NOT_A_JUDGEMENT,
    byline,
    one_line,
    outlet_and_day,
    provenance,
    sides,
    web_address,
)
from bot.hangs import hangs_lines
from bot.records.record import Record
from bot.types import Citation
from bot.verdicts import CLOSEST, NOTHING_FOUND, Verdict
from bot.without import left_out_lines

__all__ = ["markdown"]

MEANT = re.compile(r"([\\`*_\[\]<>&|~$!])")  # what has a meaning wherever in a line it stands


def markdown(record: Record) -> str:
    """The verdicts of a record as a Markdown document."""
    return "\n".join(_lines(record)) + "\n"


def _lines(record: Record) -> Iterator[str]:
    yield "# Claims checked" if len(record.claims) > 1 else "# Claim checked"
    for judged in record.claims:
        yield ""
        yield from _verdict(judged.verdict)
    yield ""
    yield "---"
    yield ""
    yield f"*{NOT_A_JUDGEMENT}*"
    yield ""
    for line in provenance(record):
        yield f"- {_escaped(line)}"


def _verdict(verdict: Verdict) -> Iterator[str]:
    yield f"## “{_escaped(verdict.claim)}”"
    yield ""
    if verdict.note:
        yield "**– Not judged**"
        yield ""
        yield _escaped(verdict.note)
        return
    sure = f" ({verdict.how_sure})" if verdict.how_sure else ""
    yield f"**{verdict.label.sign} {verdict.label_in_words}**{sure}"
    for line in (*left_out_lines(verdict), *hangs_lines(verdict)):
        yield ""
        yield _escaped(line)
    if not verdict.quoted:
        yield ""
        yield NOTHING_FOUND
    for title, found in sides(verdict):
        yield ""
        yield f"### {title}"
        for evidence in found:
            yield ""
            yield from _quoted(evidence.citation, byline(evidence))
    if verdict.closest:
        yield ""
        yield f"### {CLOSEST}"
    for citation in verdict.closest:
        yield ""
        yield from _quoted(citation, outlet_and_day(citation))


def _quoted(c: Citation, byline: str) -> Iterator[str]:
    title, address = _escaped(c.title or c.article_id), web_address(c.url)
    named = f"[{title}]({address})" if address else title
    yield f"> “{_escaped(c.quote)}”"
    yield ">"
    place = f"{c.article_id}, characters {c.start}–{c.end}"
    yield f"> — {named}, {_escaped(byline)} ({_escaped(place)})"


def _escaped(text: str) -> str:
    return MEANT.sub(r"\\\1", one_line(text))
