"""What every export says of a record in the same words: how each verdict was made, and by what."""

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from bot.records.record import Record
from bot.types import Citation, pages_named
from bot.verdicts import Evidence, Stance, Verdict
from bot.words import showable

__all__ = [
    "NOT_A_JUDGEMENT",
    "byline",
    "one_line",
    "outlet_and_day",
    "provenance",
    "sides",
    "web_address",
]

NOT_A_JUDGEMENT = (
    "Judged by a machine from the articles named here alone. Read the quotes before you rely on it."
)
KEPT_IN_URL = "/:?#[]@!$&*+,;=%~-._"  # no bracket or quote that could end a link in Markdown


def one_line(text: str) -> str:
    """The text on one line."""
    return " ".join(showable(text).split())


def sides(verdict: Verdict) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    """The evidence for and against, each with its heading; a side without any is left out."""
    for stance, title in ((Stance.SUPPORTS, "For"), (Stance.REFUTES, "Against")):
        found = tuple(e for e in verdict.evidence if e.stance is stance)
        if found:
            yield title, found


def byline(evidence: Evidence) -> str:
    """Outlet, date, page, probability, who is quoted, and what dates or a later article make of it;
    the article's title stands beside it."""
    c = evidence.citation
    said = f"as told by {one_line(evidence.reported_by)}" if evidence.reported_by else ""
    facts = ", ".join(filter(None, (outlet_and_day(c), f"{evidence.probability:.0%}", said)))
    later = evidence.overtaken_by
    over = ""
    if later:
        by = f"“{one_line(later.title)}”, {_day(later)}: “{one_line(later.quote)}”"
        over = f"not counted, overtaken by {by}"
    return "; ".join(filter(None, (facts, one_line(evidence.because), over)))


def outlet_and_day(citation: Citation) -> str:
    """Outlet, date and page of a quote, as far as they are known."""
    facts = (one_line(citation.source), _day(citation), pages_named([citation.page]))
    return ", ".join(filter(None, facts))


def provenance(record: Record) -> Iterator[str]:
    """When, over what, and with what the verdicts were made, a line each."""
    yield f"Judged {record.when:%Y-%m-%d %H:%M} UTC by Footing {record.program}"
    index = record.index
    yield f"Over {index.articles} articles in {index.passages} passages, SHA-256 {index.sha256}"
    filters = record.filters
    if filters.since:
        yield f"Nothing published before {filters.since.isoformat()}"
    if filters.as_of:
        yield f"Nothing published after {filters.as_of.isoformat()}"
    if filters.sources:
        yield f"Only {one_line(', '.join(filters.sources))}"
    if filters.collections:
        yield f"Only the collections {one_line(', '.join(filters.collections))}"
    for model in record.models:
        named = f"{model.role.capitalize()}: {one_line(model.name)}"
        yield f"{named}, SHA-256 {model.sha256 or 'unknown'}"
    if record.settings:
        told = ", ".join(f"{k} {v}" for k, v in record.settings.items())
        yield f"Settings: {one_line(told)}"


def web_address(url: str) -> str:
    """The address as it can stand in a link; nothing for one that is not of the web."""
    url = url.strip()
    try:
        parts = urlsplit(url)
    except ValueError:  # an unclosed IPv6 bracket, for one
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc:
        return ""
    return quote(showable(url), safe=KEPT_IN_URL)


def _day(citation: Citation) -> str:
    date = citation.date
    return f"{date.day} {date:%B} {date.year}" if date else "undated"
