"""Answers, reports and articles → lines for a terminal."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.contents import ListedArticle
from bot.formats.language import language_note
from bot.hangs import hangs_lines
from bot.mentions import Mention
from bot.rows import Standing
from bot.storing import Report
from bot.types import Answer, Article, Citation, Sentence, pages_named
from bot.verdicts import CLOSEST, Check, Stance
from bot.without import left_out_lines

__all__ = [
    "answer_lines",
    "article_line",
    "article_lines",
    "check_lines",
    "foreign_lines",
    "mention_lines",
    "report_line",
]

NAMED = 5  # articles in another language that are named; the rest are counted


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
    if answer.fell_back:
        yield f"(Quotes: {answer.fell_back})"
    yield " ".join(f"{s.text} {_marks(s)}" for s in answer.sentences)
    yield from _withheld_lines(answer)
    yield ""
    shown = set()
    for c in answer.citations:
        if c.number not in shown:
            shown.add(c.number)
            yield f"[{c.number}] {', '.join(filter(None, (c.title, c.source, str(c.date or ''))))}"
            if c.language:
                yield f"    (this is {language_note(c.language)})"
        place = ", ".join(filter(None, (c.article_id, pages_named([c.page]))))
        yield f"    “{' '.join(c.quote.split())}” ({place}, {c.start}–{c.end})"


def _marks(sentence: Sentence) -> str:
    """The numbers of the articles that a sentence stands on."""
    numbers = dict.fromkeys(c.number for c in sentence.citations)
    return "".join(f"[{number}]" for number in numbers)


def _withheld_lines(answer: Answer) -> Iterator[str]:
    """What a language model wrote and is not shown as the answer, and who wrote the rest."""
    if answer.withheld:
        count = len(answer.withheld)
        yield f"\nLeft out, not in your articles ({count}):"
        for withheld in answer.withheld:
            yield f"  – {withheld.text} ({withheld.why})"
    if answer.written_by:
        yield f"\nWritten by {answer.written_by}; each sentence was held to the quotes below."


def report_line(report: Report) -> str:
    """What an ingest did."""
    return (
        f"{len(report.added)} added, {len(report.updated)} updated, "
        f"{len(report.unchanged)} unchanged, {len(report.skipped)} skipped"
        f"{f', {len(report.removed)} removed' if report.removed else ''}; "
        f"{report.passages} passages embedded"
        f"{f'; {len(report.copies)} linked as copies' if report.copies else ''}"
    )


def foreign_lines(report: Report) -> Iterator[str]:
    """What is to be known of articles that are not in English, a line a language."""
    languages: dict[str, list[str]] = {}
    for article_id, language in report.foreign:
        languages.setdefault(language, []).append(article_id)
    for language, ids in languages.items():
        named = ", ".join(ids[:NAMED]) + (f" and {len(ids) - NAMED} more" if ids[NAMED:] else "")
        subject = "these are" if ids[1:] else "this is"
        yield f"{named}: {subject} {language_note(language)}"


def article_line(article: ListedArticle) -> str:
    """Id, date, source, title, number of passages and collections, with tabs between."""
    day = article.date.isoformat() if article.date else ""
    shelf = ", ".join(article.collections)
    fields = (article.id, day, article.source, article.title, str(article.passages), shelf)
    return "\t".join(" ".join(f.split()) for f in fields)


def article_lines(article: Article, kept: Standing) -> Iterator[str]:
    """A whole article, with what is known of it above."""
    facts = (
        ("id", article.id),
        ("title", article.title),
        ("date", article.date.isoformat() if article.date else ""),
        ("source", article.source),
        ("author", article.author),
        ("language", article.language),
        ("url", article.url),
        ("read from", article.origin),
        ("collections", ", ".join(kept.collections)),
        ("added", kept.added.isoformat() if kept.added else ""),
    )
    yield from (f"{name}: {value}" for name, value in facts if value)
    yield ""
    yield article.text


def mention_lines(found: Sequence[Mention]) -> Iterator[str]:
    """The sentences that a phrase stands in, below their articles."""
    for (article_id, title, source, day), group in groupby(
        found, lambda m: (m.article_id, m.title, m.source, str(m.date or ""))
    ):
        yield f"{', '.join(filter(None, (title, source, day)))} ({article_id})"
        for m in group:
            yield f"    {m.span.start}–{m.span.end}: “{' '.join(m.quote.split())}”"


def check_lines(check: Check) -> Iterator[str]:
    """Verdicts as lines for a terminal."""
    for verdict in check.verdicts:
        yield f"{verdict.claim}"
        if verdict.note:
            yield f"  Not judged. {verdict.note}"
        else:
            yield f"  {verdict.in_words}"
        for line in (*left_out_lines(verdict), *hangs_lines(verdict)):
            yield f"  {line}"
        if verdict.explanation and verdict.explanation.written_by:
            written = verdict.explanation
            told = " ".join(f"{s.text} ({s.citations[0].title})" for s in written.sentences)
            yield f"  {written.written_by}: {told}"
        for e in verdict.evidence:
            c = e.citation
            side = "for" if e.stance is Stance.SUPPORTS else "against"
            said = f", as told by {e.reported_by}" if e.reported_by else ""
            yield f"  {side} {e.probability:.2f}{said}: “{' '.join(c.quote.split())}”"
            yield f"    {_where(c)}"
            if e.because:
                yield f"    because {e.because}"
            if e.overtaken_by:
                later = e.overtaken_by
                quote = " ".join(later.quote.split())
                yield f"    overtaken on {later.date} by {later.article_id}: “{quote}”"
        if verdict.closest:
            yield f"  {CLOSEST}"
        for c in verdict.closest:
            yield f"  “{' '.join(c.quote.split())}”"
            yield f"    {_where(c)}"
        yield ""


def _where(citation: Citation) -> str:
    """Title, outlet and date of a quote's article, and its place in it."""
    named = ", ".join(filter(None, (citation.title, citation.source, str(citation.date or ""))))
    page, span = pages_named([citation.page]), f"{citation.start}–{citation.end}"
    return f"{named} ({', '.join(filter(None, (citation.article_id, page, span)))})"
