"""Rechecks → lines for a terminal, and the JSON document of `recheck --json`."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.json_form import JSON, verdict_json
from bot.records.recheck import Outcome, Recheck, Rechecked
from bot.verdicts import Verdict

__all__ = ["recheck_json", "recheck_lines"]


def recheck_json(rechecks: Sequence[tuple[Path, Recheck]]) -> JSON:
    """What became of the verdicts of each file."""
    return {
        "kind": "recheck",
        "same": all(r.same for _, r in rechecks),
        "files": [
            {
                "file": str(path),
                "recorded": found.record.when.isoformat(),
                "articles": {
                    "added": found.added,
                    "changed": found.changed,
                    "removed": found.removed,
                },
                "claims": [_claim(c) for c in found.claims],
            }
            for path, found in rechecks
        ],
    }


def recheck_lines(path: Path, found: Recheck) -> Iterator[str]:
    """What became of the verdicts of one file."""
    yield f"{path}: judged {found.record.when:%Y-%m-%d %H:%M} UTC by Footing {found.record.program}"
    yield (
        f"  since then {found.added} {'article' if found.added == 1 else 'articles'} added, "
        f"{found.changed} changed, {found.removed} removed"
    )
    for claim in found.claims:
        yield claim.after.claim
        if claim.outcome is Outcome.SAME:
            yield f"  Unchanged: {_told(claim.after)}"
        else:
            yield (
                f"  {claim.outcome.value.capitalize()}: "
                f"{_told(claim.before)} → {_told(claim.after)}"
            )
        for reason in claim.reasons:
            yield f"    {reason.text}"
    yield ""


def _claim(claim: Rechecked) -> JSON:
    return {
        "claim": claim.after.claim,
        "outcome": claim.outcome.value,
        "before": verdict_json(claim.before),
        "after": verdict_json(claim.after),
        "reasons": [
            {"cause": r.cause.value, "article_id": r.article_id or None, "text": r.text}
            for r in claim.reasons
        ],
    }


def _told(verdict: Verdict) -> str:
    if verdict.note:
        return "not judged"
    return f"{verdict.label.value.replace('_', ' ')} ({verdict.confidence:.2f})"
