"""Answers, reports and articles → lines for a terminal."""

from collections.abc import Iterator

from bot.index import ListedArticle
from bot.ingest import Report
from bot.types import Answer

__all__ = ["answer_lines", "article_line", "report_line"]


def answer_lines(answer: Answer) -> Iterator[str]:
    """An answer with its sources and quotes below, or the nearest passages."""
    if answer.abstained:
        yield answer.text
        if answer.hits:
            yield "\nThe nearest passages:"
        for hit in answer.hits[:3]:
            p = hit.passage
            yield f"  {', '.join(filter(None, (p.heading, p.source, str(p.date or ''))))}"
            yield f"    {' '.join(p.text.split())[:200]} …"
        return
    yield " ".join(f"{s.text} [{s.citations[0].number}]" for s in answer.sentences)
    yield ""
    shown = set()
    for c in answer.citations:
        if c.number not in shown:
            shown.add(c.number)
            yield f"[{c.number}] {', '.join(filter(None, (c.title, c.source, str(c.date or ''))))}"
        yield f"    “{' '.join(c.quote.split())}” ({c.article_id}, {c.start}–{c.end})"


def report_line(report: Report) -> str:
    """What an ingest did."""
    return (
        f"{len(report.added)} added, {len(report.updated)} updated, "
        f"{len(report.unchanged)} unchanged, {len(report.skipped)} skipped; "
        f"{report.passages} passages embedded"
    )


def article_line(article: ListedArticle) -> str:
    """Id, date, source, title and number of passages, with tabs between."""
    day = article.date.isoformat() if article.date else ""
    fields = (article.id, day, article.source, article.title, str(article.passages))
    return "\t".join(" ".join(f.split()) for f in fields)
