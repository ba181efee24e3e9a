"""Runs → the Pages of their reports."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from bot.evaluate import plots
from bot.evaluate.answers import Outcome
from bot.evaluate.claims import Outcome as Ranked
from bot.evaluate.followups import Reworded
from bot.evaluate.guarding import Outcome as Guarded
from bot.evaluate.metrics import Measured
from bot.evaluate.pairs import JudgedSet
from bot.evaluate.report import Page
from bot.evaluate.retrieval import Search, recall_curve
from bot.evaluate.setup import Setup
from bot.evaluate.verdicts import Outcome as Checked
from bot.evaluate.verdicts import forced
from bot.evaluate.worst import (
    worst_answers,
    worst_claims,
    worst_followups,
    worst_guarded,
    worst_pairs,
    worst_searches,
    worst_verdicts,
)

__all__ = [
    "answers_page",
    "claims_page",
    "followups_page",
    "guard_page",
    "pairs_page",
    "retrieval_page",
    "verdicts_page",
]


def retrieval_page(
    setup: Setup, searches: Mapping[str, Sequence[Search]], runs: Mapping[str, Measured]
) -> Page:
    """Searches and figures by method; the first is the bot's own."""
    own = next(iter(searches.values()))
    return Page(
        title="Retrieval",
        lead="Whether a passage that holds the answer is found, and how high it stands.",
        facts=setup.facts,
        note=setup.note,
        runs=runs,
        plots=(
            plots.recall({name: recall_curve(found) for name, found in searches.items()}),
            plots.latencies([s.ms for s in own], "a search"),
        ),
        cases=worst_searches(own),
    )


def answers_page(setup: Setup, outcomes: Sequence[Outcome], run: Measured) -> Page:
    """What the bot answered, against what it should have."""
    confidence = np.array([o.answer.confidence for o in outcomes])
    right = np.array([o.forced_right for o in outcomes], dtype=bool)
    answered = sum(not o.answer.abstained for o in outcomes) / len(outcomes)
    depth = max(1, *(len(o.answer.hits) for o in outcomes))
    curve = recall_curve([o.search for o in outcomes if o.answerable], depth)
    return Page(
        title="Answers",
        lead=(
            "Whether what is shown holds the answer, whether the bot knows when it has none, and "
            "whether every quote is exact. Confidence is held against what was shown or, where "
            "the bot abstained, would have been."
        ),
        facts=setup.facts,
        note=setup.note,
        runs={"answers": run},
        plots=(
            plots.reliability(confidence, right),
            plots.abstention(confidence, right, answered),
            plots.recall({"passages read for the answer": curve}),
            plots.latencies([o.ms for o in outcomes], "an answer"),
        ),
        cases=worst_answers(outcomes),
    )


def pairs_page(sets: Sequence[JudgedSet]) -> Page:
    """Every file's figures; plots and worst cases over the files as they are."""
    own = [s.judged for s in sets if not s.variant]
    confidence = np.concatenate([j.confidence for j in own])
    right = np.concatenate([j.chosen == j.truth for j in own])
    files = ", ".join(s.path.name for s in sets if not s.variant)
    return Page(
        title="Verdicts",
        lead="Whether claim and evidence get the right label, and whether the confidence is true.",
        facts=(("files", files), ("pairs", f"{sum(len(j.pairs) for j in own):,}")),
        runs={s.name: s.run for s in sets},
        plots=(
            plots.reliability(confidence, right),
            plots.abstention(confidence, right),
            plots.latencies([ms for j in own for ms in j.ms], "a pair"),
        ),
        cases=worst_pairs(own),
    )


def followups_page(
    file: Path, embedder: str, reworded: Sequence[Reworded], runs: Mapping[str, Measured]
) -> Page:
    """Every run's figures; the picture and the worst cases over all follow-ups."""
    near = {
        "as typed": np.array([r.typed_similarity for r in reworded]),
        "ours": np.array([r.similarity for r in reworded]),
    }
    return Page(
        title="Follow-ups",
        lead=(
            "How near the bot's stand-alone wording of a follow-up comes to a person's, against "
            "the question as it was typed."
        ),
        facts=(
            ("file", file.name),
            ("follow-ups", f"{len(reworded):,}"),
            ("embedding model", embedder),
        ),
        runs=runs,
        plots=(plots.spread(near, "similarity to the person's wording"),),
        cases=worst_followups(reworded),
    )


def guard_page(outcomes: Sequence[Guarded], runs: Mapping[str, Measured], note: str) -> Page:
    """Every part's figures; the pictures and the worst cases over the held-out sentences."""
    held = [o for o in outcomes if not o.written.is_for_tuning]
    judged = [o for o in held if not o.ruled_out]
    support = np.array([o.support for o in judged])
    carried = np.array([o.written.carried for o in judged], dtype=bool)
    return Page(
        title="The guard",
        lead=(
            "Which sentences are shown that a language model might have written, true ones "
            "reworded and others corrupted, and which are withheld. The first picture has those "
            "that no lookup ruled out."
        ),
        facts=(("sentences", f"{len(outcomes):,}"), ("held out", f"{len(held):,}")),
        note=note,
        runs=runs,
        plots=(
            *((plots.reliability(support, carried),) if judged else ()),
            plots.latencies([o.ms for o in outcomes], "a sentence"),
        ),
        cases=worst_guarded(held),
    )


def claims_page(setup: Setup, outcomes: Sequence[Ranked], run: Measured) -> Page:
    """How far the right choice stood above the others, and the worst cases."""
    held = [o for o in outcomes if o.answerable]
    lead = np.array([max(o.scores) - sorted(o.scores)[-2] for o in held])
    first = np.array([o.ranked_first == 1 for o in held], dtype=bool)
    return Page(
        title="Claims of choices",
        lead=(
            "Whether the right choice of a question, turned into a claim, is the best supported, "
            "and whether claims that no article can decide are left undecided."
        ),
        facts=setup.facts,
        note=setup.note,
        runs={"claims": run},
        plots=(
            *((plots.abstention(lead, first),) if held else ()),
            plots.latencies([o.ms for o in outcomes], "a claim"),
        ),
        cases=worst_claims(outcomes),
    )


def verdicts_page(outcomes: Sequence[Checked], runs: Mapping[str, Measured], note: str) -> Page:
    """Every file's figures; the pictures and the worst cases over all claims."""
    confidence = np.array([o.confidence for o in outcomes])
    right = np.array([o.right for o in outcomes], dtype=bool)
    weights, sides = forced(outcomes)
    decided = sum(o.decided for o in outcomes) / len(outcomes)
    return Page(
        title="Final verdicts",
        lead=(
            "Whether the verdict on a claim is the one its articles allow, whether its confidence "
            "is true, and what deciding more or less often would give. For the last the side with "
            "the stronger sentence is taken, and no side is right where the articles don't decide."
        ),
        facts=(("files", ", ".join([*runs][1:])), ("claims", f"{len(outcomes):,}")),
        note=note,
        runs=runs,
        plots=(
            plots.reliability(confidence, right),
            plots.abstention(weights, sides, decided),
            plots.latencies([o.ms for o in outcomes], "a claim"),
        ),
        cases=worst_verdicts(outcomes),
    )
