"""Answers, reports and articles → lines for a terminal."""

from collections.abc import Iterator

from bot.hangs import hangs_lines
from bot.index import ListedArticle
from bot.ingest import Report
from bot.types import Answer, Check, Stance
from bot.without import left_out_lines

__all__ = ["answer_lines", "article_line", "check_lines", "report_line"]


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
        f"{len(report.unchanged)} unchanged, {len(report.skipped)} skipped"
        f"{f', {len(report.removed)} removed' if report.removed else ''}; "
        f"{report.passages} passages embedded"
        f"{f'; {len(report.copies)} linked as copies' if report.copies else ''}"
    )


def article_line(article: ListedArticle) -> str:
    """Id, date, source, title and number of passages, with tabs between."""
    day = article.date.isoformat() if article.date else ""
    fields = (article.id, day, article.source, article.title, str(article.passages))
    return "\t".join(" ".join(f.split()) for f in fields)


def check_lines(check: Check) -> Iterator[str]:
    """Verdicts as lines for a terminal."""
    for verdict in check.verdicts:
        yield f"{verdict.claim}"
        if verdict.note:
            yield f"  Not judged. {verdict.note}"
        else:
            yield f"  {verdict.label.in_words} (confidence {verdict.confidence:.2f})"
        for line in (*left_out_lines(verdict), *hangs_lines(verdict)):
            yield f"  {line}"
        for e in verdict.evidence:
            c = e.citation
            side = "for" if e.stance is Stance.SUPPORTS else "against"
            said = f", as told by {e.reported_by}" if e.reported_by else ""
            yield f"  {side} {e.probability:.2f}{said}: “{' '.join(c.quote.split())}”"
            place = f"{c.article_id}, {c.start}–{c.end}"
            yield f"    {', '.join(filter(None, (c.title, c.source, str(c.date or ''))))} ({place})"
            if e.because:
                yield f"    because {e.because}"
            if e.overtaken_by:
                later = e.overtaken_by
                quote = " ".join(later.quote.split())
                yield f"    overtaken on {later.date} by {later.article_id}: “{quote}”"
        yield ""
