"""Runs → their worst cases, with what was expected and what was shown."""

from collections.abc import Sequence

from bot.evaluate.answers import Outcome
from bot.evaluate.claims import Outcome as Ranked
from bot.evaluate.followups import Reworded
from bot.evaluate.guarding import Outcome as Guarded
from bot.evaluate.labelled import Label
from bot.evaluate.pairs import COLUMN, Judged
from bot.evaluate.questions import Question
from bot.evaluate.ranking import DEPTH
from bot.evaluate.report import Case
from bot.evaluate.retrieval import Search
from bot.evaluate.verdicts import Outcome as Checked
from bot.types import Hit
from bot.verdicts import VerdictLabel

__all__ = [
    "worst_answers",
    "worst_claims",
    "worst_followups",
    "worst_guarded",
    "worst_pairs",
    "worst_searches",
    "worst_verdicts",
]

WORST = 20
SHOWN_HITS = 3
SHOWN_CHARACTERS = 280


def worst_searches(searches: Sequence[Search]) -> list[Case]:
    """The questions whose right passage stands lowest; those that have one at rank 1 are none."""
    ranked = sorted(searches, key=lambda s: -(s.rank or DEPTH + 1))
    return [
        Case(
            asked=s.question.text,
            problem=f"first right passage at rank {s.rank}"
            if s.rank
            else f"no right passage among the first {DEPTH}",
            facts=_expected(s.question),
            shown=tuple(_hit(n, h) for n, h in enumerate(s.hits[:SHOWN_HITS], start=1)),
        )
        for s in ranked[:WORST]
        if s.rank != 1
    ]


def worst_answers(outcomes: Sequence[Outcome]) -> list[Case]:
    """Wrong answers, surest first, then abstentions although an answer is there, least sure first.

    A bot that states the wrong thing does more harm than one that says nothing.
    """
    wrong = [o for o in outcomes if not o.answer.abstained and not o.in_text]
    silent = [o for o in outcomes if o.answer.abstained and o.answerable]
    wrong.sort(key=lambda o: -o.answer.confidence)
    silent.sort(key=lambda o: o.answer.confidence)
    return [_answer_case(o) for o in (*wrong, *silent)[:WORST]]


def worst_pairs(judged: Sequence[Judged]) -> list[Case]:
    """The pairs judged wrong with the highest confidence."""
    wrong = [
        (float(confidence), judged_set, n)
        for judged_set in judged
        for n, confidence in enumerate(judged_set.confidence)
        if judged_set.chosen[n] != judged_set.truth[n]
    ]
    wrong.sort(key=lambda w: -w[0])
    return [_pair_case(*w) for w in wrong[:WORST]]


def worst_followups(reworded: Sequence[Reworded]) -> list[Case]:
    """The wordings farthest from the person's."""
    return [
        Case(
            asked=r.follow_up.question,
            problem=f"similarity {r.similarity:.2f}, as typed {r.typed_similarity:.2f}",
            facts=(("expected", r.follow_up.rewrite), ("worded", r.wording)),
            shown=tuple(("", _cut(text)) for text in r.follow_up.history[-SHOWN_HITS:]),
        )
        for r in sorted(reworded, key=lambda r: r.similarity)[:WORST]
        if r.wording != r.follow_up.rewrite
    ]


def worst_guarded(outcomes: Sequence[Guarded]) -> list[Case]:
    """False sentences that were shown, best supported first, then true ones that were not."""
    wrong = [o for o in outcomes if not o.right]
    return [
        Case(
            asked=o.written.text,
            problem=f"withheld: {o.withheld}" if o.withheld else f"shown at {o.support:.2f}",
            facts=(("kind", o.written.kind), ("question", o.written.question)),
            shown=tuple(_hit(n, h) for n, h in enumerate(o.written.sources, start=1)),
        )
        for o in sorted(wrong, key=lambda o: (o.written.carried, -o.support))[:WORST]
    ]


def worst_claims(outcomes: Sequence[Ranked]) -> list[Case]:
    """The questions in which a wrong choice stands farthest above the right one."""
    wrong = [o for o in outcomes if o.answerable and o.ranked_first < 1]
    wrong.sort(key=lambda o: o.scores[o.right] - max(o.scores))
    return [
        Case(
            asked=o.question.text,
            problem=f"the right choice is {max(o.scores) - o.scores[o.right]:.2f} below the first",
            facts=_expected(o.question),
            shown=tuple(
                (f"{score:+.2f}, {_in_words(label)}", claim)
                for claim, score, label in zip(o.claims, o.scores, o.labels, strict=True)
            ),
        )
        for o in wrong[:WORST]
    ]


def worst_verdicts(outcomes: Sequence[Checked]) -> list[Case]:
    """Wrong verdicts, the decided ones first, surest first."""
    wrong = [o for o in outcomes if not o.right]
    return [
        Case(
            asked=o.claim,
            problem=f"{_in_words(o.label)} at confidence {o.confidence:.2f}",
            facts=(
                ("expected", _in_words(o.wanted)),
                ("strongest for it", f"{o.supports:.2f}"),
                ("strongest against it", f"{o.refutes:.2f}"),
            ),
            shown=tuple((heading, _cut(quote)) for heading, quote in o.shown[:SHOWN_HITS]),
        )
        for o in sorted(wrong, key=lambda o: (not o.decided, -o.confidence))[:WORST]
    ]


def _in_words(label: VerdictLabel) -> str:
    return label.value.replace("_", " ")


def _answer_case(outcome: Outcome) -> Case:
    answer = outcome.answer
    rank = outcome.search.rank
    found = f"at rank {rank} of {len(answer.hits)}" if rank else "not among the passages read"
    if answer.abstained:
        problem = f"abstained at confidence {answer.confidence:.2f}"
    elif outcome.answerable:
        problem = f"wrong at confidence {answer.confidence:.2f}"
    else:
        problem = f"answered at confidence {answer.confidence:.2f}, though no article has it"
    label = "Would have said: " if answer.abstained else ""
    return Case(
        asked=outcome.question.text,
        problem=problem,
        facts=(*_expected(outcome.question), ("right passage", found)),
        shown=tuple(
            (f"{label}{s.citations[0].title} ({s.citations[0].article_id})", s.text)
            for s in outcome.forced.sentences
        ),
    )


def _pair_case(confidence: float, judged: Judged, n: int) -> Case:
    pair, chosen = judged.pairs[n], [*COLUMN][judged.chosen[n]]
    names = [label.value.replace("_", " ") for label in [*Label][:3]]
    each = zip(names, judged.probabilities[n], strict=True)
    return Case(
        asked=pair.claim,
        problem=f"{chosen.value.replace('_', ' ')} at confidence {confidence:.2f}",
        facts=(
            ("expected", pair.label.value.replace("_", " ")),
            *((name, f"{p:.2f}") for name, p in each),
        ),
        shown=tuple(("", _cut(window)) for window in pair.evidence[:SHOWN_HITS]),
    )


def _expected(question: Question) -> tuple[tuple[str, str], ...]:
    asked = (("asked", str(question.as_of)),) if question.as_of else ()
    return (("expected", " / ".join(question.answers) or "no answer"), *asked)


def _hit(rank: int, hit: Hit) -> tuple[str, str]:
    p = hit.passage
    return f"{rank}. {p.heading} ({p.id})", _cut(p.text)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS].rstrip() + " …"
