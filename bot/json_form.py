"""Answers, reports and articles → the JSON documents of the command line. Offsets count characters
of the article's text."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from bot.contents import ListedArticle
from bot.mentions import Mention
from bot.rows import Standing
from bot.storing import Report
from bot.types import Answer, Article, Citation, Days, Hit
from bot.verdicts import Check, Verdict

__all__ = [
    "JSON",
    "answer_json",
    "article_json",
    "articles_json",
    "check_json",
    "deletion_json",
    "dumps",
    "mentions_json",
    "report_json",
    "verdict_json",
]

JSON: TypeAlias = "None | bool | int | float | str | Sequence[JSON] | Mapping[str, JSON]"


# Characters that end a line for some readers, and halves of characters, which no encoding has.
ESCAPED = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


def dumps(value: JSON, *, indent: int | None = None) -> str:
    """One line of JSON or, with an indent, several for people."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def answer_json(answer: Answer) -> JSON:
    """An answer, as `ask --json` prints it."""
    return {
        "kind": "answer",
        "text": answer.text,
        "abstained": answer.abstained,
        "confidence": round(answer.confidence, 4),
        "sentences": [
            {
                "text": s.text,
                "support": round(s.support, 4),
                "citations": [_citation(c) for c in s.citations],
            }
            for s in answer.sentences
        ],
        "written_by": answer.written_by or None,
        "withheld": [{"text": w.text, "why": w.why} for w in answer.withheld],
        "fell_back": answer.fell_back or None,
        "hits": [_hit(h) for h in answer.hits],
        "seconds": round(answer.seconds, 4),
    }


def check_json(check: Check) -> JSON:
    """Verdicts, as `check --json` prints them: one alone, several as a list."""
    verdicts = [verdict_json(v) for v in check.verdicts]
    return verdicts[0] if len(verdicts) == 1 else verdicts


def verdict_json(verdict: Verdict) -> JSON:
    """One verdict with its evidence, strongest first."""
    return {
        "kind": "verdict",
        "claim": verdict.claim,
        "label": verdict.label.value,
        "confidence": round(verdict.confidence, 4),
        "evidence": [
            {
                "stance": e.stance.value,
                "probability": round(e.probability, 4),
                "quote": e.citation.quote,
                "article_id": e.citation.article_id,
                "title": e.citation.title,
                "start": e.citation.start,
                "end": e.citation.end,
                "source": e.citation.source,
                "date": e.citation.date.isoformat() if e.citation.date else None,
                "url": e.citation.url,
                "reported_by": e.reported_by or None,
                "happened": _days(e.happened),
                "because": e.because or None,
                "overtaken_by": _overtaking(e.overtaken_by),
                "also_in": e.citation.also_in,
                "page": e.citation.page or None,
                "language": e.citation.language or None,
            }
            for e in verdict.evidence
        ],
        "closest": [_citation(c) for c in verdict.closest],
        "absent": verdict.absent,
        "hangs_on": _hangs_on(verdict),
        "without": {
            "sources": verdict.without.sources,
            "articles": verdict.without.articles,
            "quotes": [
                {"article_id": i, "start": s.start, "end": s.end} for i, s in verdict.without.quotes
            ],
        },
        "seconds": round(verdict.seconds, 4),
    }


def report_json(report: Report) -> JSON:
    """What an ingest did, as `ingest --json` prints it."""
    return {
        "kind": "ingest",
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "skipped": [{"origin": s.origin, "reason": s.reason} for s in report.skipped],
        "passages": report.passages,
        "foreign": [{"id": i, "language": language} for i, language in report.foreign],
        "copies": [{"id": c.id, "of": c.of} for c in report.copies],
        "removed": report.removed,
    }


def articles_json(articles: Sequence[ListedArticle]) -> JSON:
    """What is in the index, as `list --json` prints it."""
    return {
        "kind": "list",
        "articles": [
            {
                "id": a.id,
                "date": a.date.isoformat() if a.date else None,
                "source": a.source,
                "title": a.title,
                "author": a.author or None,
                "language": a.language or None,
                "passages": a.passages,
                "collections": a.collections,
                "added": a.added.isoformat(),
            }
            for a in articles
        ],
    }


def deletion_json(deleted: Sequence[str], missing: Sequence[str], left: Sequence[str] = ()) -> JSON:
    """Which articles were removed, which were not there, and which have only left a collection,
    as `delete --json` prints it."""
    return {"kind": "delete", "deleted": deleted, "missing": missing, "left": left}


def article_json(article: Article, kept: Standing) -> JSON:
    """A whole article, as `show --json` prints it."""
    return {
        "kind": "article",
        "id": article.id,
        "title": article.title,
        "date": article.date.isoformat() if article.date else None,
        "source": article.source,
        "author": article.author or None,
        "language": article.language or None,
        "url": article.url,
        "origin": article.origin,
        "pages": article.pages,
        "collections": kept.collections,
        "added": kept.added.isoformat() if kept.added else None,
        "text": article.text,
    }


def mentions_json(phrase: str, found: Sequence[Mention]) -> JSON:
    """Where a phrase stands, as `mentions --json` prints it."""
    return {
        "kind": "mentions",
        "phrase": phrase,
        "articles": len({m.article_id for m in found}),
        "mentions": [
            {
                "article_id": m.article_id,
                "title": m.title,
                "source": m.source,
                "date": m.date.isoformat() if m.date else None,
                "start": m.span.start,
                "end": m.span.end,
                "words": m.words,
                "sentence": {"start": m.sentence.start, "end": m.sentence.end, "text": m.quote},
            }
            for m in found
        ],
    }


def _hangs_on(verdict: Verdict) -> JSON:
    hangs = verdict.hangs_on
    if hangs is None:
        return None
    return {
        "standing": hangs.standing,
        "removals": [
            {
                "articles": r.articles,
                "source": r.source or None,
                "name": r.name,
                "label": r.label.value,
            }
            for r in hangs.removals
        ],
    }


def _days(days: Days | None) -> JSON:
    return {"first": days.first.isoformat(), "last": days.last.isoformat()} if days else None


def _overtaking(citation: Citation | None) -> JSON:
    """The later sentence that corrects or updates a piece of evidence."""
    if citation is None:
        return None
    return {
        "article_id": citation.article_id,
        "title": citation.title,
        "date": citation.date.isoformat() if citation.date else None,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
    }


def _citation(citation: Citation) -> JSON:
    return {
        "number": citation.number,
        "article_id": citation.article_id,
        "title": citation.title,
        "source": citation.source,
        "date": citation.date.isoformat() if citation.date else None,
        "url": citation.url,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "marks": [{"start": m.start, "end": m.end} for m in citation.marks],
        "also_in": citation.also_in,
        "page": citation.page or None,
        "language": citation.language or None,
    }


def _hit(hit: Hit) -> JSON:
    passage = hit.passage
    return {
        "article_id": passage.article_id,
        "number": passage.number,
        "title": passage.heading,
        "source": passage.source,
        "date": passage.date.isoformat() if passage.date else None,
        "start": passage.start,
        "end": passage.end,
        "passage": passage.text,
        "score": round(hit.score, 4),
        "relevance": None if hit.relevance is None else round(hit.relevance, 4),
        "dense": None if hit.dense is None else round(hit.dense, 4),
        "bm25": None if hit.bm25 is None else round(hit.bm25, 4),
        "also_in": hit.also_in,
    }
