"""Runs → the JSON documents of `eval --json`: figures by name, 0..1, null where there is none."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean

from bot.evaluate.answers import Outcome
from bot.evaluate.claims import Outcome as Ranked
from bot.evaluate.guarding import Point as GuardPoint
from bot.evaluate.metrics import Measured
from bot.evaluate.pairs import JudgedSet
from bot.evaluate.setup import Setup
from bot.evaluate.verdicts import Point
from bot.json_form import JSON

__all__ = [
    "answers_document",
    "claims_document",
    "followups_document",
    "guard_document",
    "pairs_document",
    "retrieval_document",
    "verdicts_document",
]


def retrieval_document(setup: Setup, runs: Mapping[str, Measured]) -> JSON:
    """`runs` by method; the first is the bot's own, the others are ablations of it."""
    own, *others = ((name, _figures(run)) for name, run in runs.items())
    gold = any(q.gold for q in setup.sample.questions)
    document = {
        "kind": "eval retrieval",
        **setup.document(),
        "right": "the gold paragraph" if gold else "a passage with an answer in it",
        **own[1],
    }
    return document | ({"ablation": dict(others)} if others else {})


def answers_document(
    setup: Setup, outcomes: Sequence[Outcome], run: Measured, threshold: float
) -> JSON:
    """`threshold` is the reader's, from which a sentence counts as an answer."""
    answerable = sum(o.answerable for o in outcomes)
    return {
        "kind": "eval answers",
        **setup.document(),
        "answerable": answerable,
        "unanswerable": len(outcomes) - answerable,
        "answered": sum(not o.answer.abstained for o in outcomes),
        "citations": sum(len(o.exact) for o in outcomes),
        "threshold": round(threshold, 4),
        **_figures(run),
    }


def pairs_document(sets: Sequence[JudgedSet]) -> JSON:
    """A part a file, its variants inside it; on top the plain means over the files."""
    files: dict[str, dict[str, JSON]] = {}
    for s in sets:
        labels = [p.label.value for p in s.judged.pairs]
        counts = {label: labels.count(label) for label in dict.fromkeys(labels)}
        part: dict[str, JSON] = {"n": len(labels), "labels": counts, **_figures(s.run)}
        if s.variant:
            files[str(s.path)][s.variant] = part
        else:
            files[str(s.path)] = {"file": str(s.path), **part}
    means: dict[str, JSON] = {}
    for name in sets[0].run.figures:
        values = [v for f in files.values() if isinstance(v := f[name], float)]
        means[name] = round(fmean(values), 4) if values else None
    return {"kind": "eval pairs", **means, "files": list(files.values())}


def followups_document(
    file: Path, embedder: str, runs: Mapping[str, tuple[Measured, Measured]]
) -> JSON:
    """`runs` has the bot's wordings and the questions as typed, of all and of each half; on top
    are the bot's of all."""
    shares: dict[str, dict[str, JSON]] = {
        name.replace(" ", "_"): {**_figures(ours), "as_typed": _figures(typed)}
        for name, (ours, typed) in runs.items()
    }
    whole = shares.pop("all")
    n = len(runs["all"][0].ms)
    return {
        "kind": "eval followups",
        "file": str(file),
        "n": n,
        "embedder": embedder,
        **whole,
        **shares,
    }


def claims_document(setup: Setup, outcomes: Sequence[Ranked], run: Measured) -> JSON:
    """How the claims of multiple-choice questions were ranked and judged."""
    answerable = sum(o.answerable for o in outcomes)
    return {
        "kind": "eval claims",
        **setup.document(),
        "answerable": answerable,
        "unanswerable": len(outcomes) - answerable,
        "stated": sum("?" not in o.claims[o.right] for o in outcomes),
        **_figures(run),
    }


def verdicts_document(
    runs: Mapping[str, Measured], points: Sequence[Point], *, articles: int, embedder: str
) -> JSON:
    """`runs` has all claims first, then each file's; `points` is what other thresholds give."""
    whole, *files = ({"n": len(run.ms), **_figures(run)} for run in runs.values())
    names = [*runs][1:]
    return {
        "kind": "eval verdicts",
        "articles_used": articles,
        "embedder": embedder,
        **whole,
        "curve": [
            {"threshold": p.threshold, "decided": round(p.decided, 4), "right": _rounded(p.right)}
            for p in points
        ],
        "files": [{"file": name, **part} for name, part in zip(names, files, strict=True)],
    }


def guard_document(
    runs: Mapping[str, Measured], points: Sequence[GuardPoint], *, threshold: float, fitted: float
) -> JSON:
    """The held-out sentences of all sets on top, then every part; `fitted` is the threshold that
    the sentences for tuning ask for."""
    held, *others = ((name, {"n": len(run.ms), **_figures(run)}) for name, run in runs.items())
    return {
        "kind": "eval guard",
        "threshold": threshold,
        "fitted": fitted,
        **held[1],
        "parts": dict(others),
        "curve": [
            {
                "threshold": p.threshold,
                "true_kept": round(p.true_kept, 4),
                "false_withheld": round(p.false_withheld, 4),
            }
            for p in points
        ],
    }


def _figures(run: Measured) -> dict[str, JSON]:
    """Values, and beside them intervals, numbers of cases and times by the same names."""
    figures = run.figures.items()
    return {
        **{name: _rounded(f.value) for name, f in figures},
        "intervals": {name: [_rounded(f.low), _rounded(f.high)] for name, f in figures},
        "n_by_figure": {name: f.n for name, f in figures},
        "latency_ms": {
            "median": round(run.latency.median_ms, 2),
            "p95": round(run.latency.p95_ms, 2),
        },
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
