"""Multiple-choice questions → a claim of each choice, ranked by what the judge makes of it and by
how near a passage comes, and what the verdict is where no article has the answer."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.chat import Bot
from bot.errors import BotError, ModelError
from bot.evaluate.metrics import Measured, mean_figure
from bot.evaluate.progress import Tick, silent
from bot.evaluate.questions import Question
from bot.evaluate.sample import Sample, digest, limited, with_right_passages
from bot.evaluate.statements import stated
from bot.protocols import Embedder
from bot.retrieve import Retriever
from bot.types import Filters
from bot.verdicts import VerdictLabel
from bot.verify import verify

__all__ = ["Outcome", "check", "measured", "with_choices"]

TOP_HITS = 10  # passages found for a claim, as for one in a chat
# What a cosine of 1 weighs against the logarithm of P(supported). With the judge's own
# probabilities over the ten likeliest sentences any from 2 to 16 ranked .84 to .87 of 120 right
# choices first, and each of the two alone .78.
NEARNESS = 4.0
LEAST = 0.001  # of P(supported), below which all are alike
# RealTimeQA-2022 has 123 questions that no article answers to 485 that their own do.
LACKING_TO_HELD = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question, and what was made of the claim of each of its choices."""

    question: Question
    claims: tuple[str, ...]  # a claim a choice, in their order
    right: int  # the number of the right one
    supports: tuple[float, ...]  # P(supported) by the evidence that supports most, 0..1
    similarities: tuple[float, ...]  # cosine of the nearest passage, -1..1
    labels: tuple[VerdictLabel, ...]
    ms: float  # a claim

    @property
    def answerable(self) -> bool:
        """Whether the articles hold the answer."""
        return bool(self.question.answer_in_any)

    @property
    def scores(self) -> tuple[float, ...]:
        """What the claims are ranked by: log P(supported), and how near a passage comes."""
        both = zip(self.supports, self.similarities, strict=True)
        return tuple(math.log(max(p, LEAST)) + NEARNESS * cosine for p, cosine in both)

    @property
    def ranked_first(self) -> float:
        """The chance that the right choice is taken: 1, 0, or a part of 1 where it ties."""
        return _first(self.scores, self.right)

    @property
    def supported_first(self) -> float:
        """The same by P(supported) alone."""
        return _first(self.supports, self.right)

    @property
    def similar_first(self) -> float:
        """The same by similarity alone."""
        return _first(self.similarities, self.right)

    @property
    def tied(self) -> bool:
        """Whether the highest score is that of several choices."""
        return self.scores.count(max(self.scores)) > 1


def with_choices(sample: Sample, limit: int | None) -> Sample:
    """The questions and articles of `eval retrieval` with this limit, and, asked of the same
    articles, a fixed part of the questions that no article answers: one to LACKING_TO_HELD.

    Raises BotError where the questions have no choices with the answer among them.
    """
    usable = tuple(q for q in sample.questions if _right(q) is not None)
    if not usable:
        raise BotError(
            "No question has 'choices' with one of its 'answers' among them. Give a file of "
            "multiple-choice questions."
        )
    lacking = sorted((q for q in usable if q.answer_in_any is False), key=lambda q: digest(q.id))
    held = limited(with_right_passages(sample), limit)
    asked = tuple(q for q in held.questions if _right(q) is not None)
    if held.limit is not None:
        lacking = lacking[: max(1, len(asked) // LACKING_TO_HELD)]
    return replace(held, questions=(*asked, *lacking), of_questions=len(usable))


def check(
    questions: Sequence[Question], bot: Bot, embedder: Embedder, done: Tick = silent
) -> list[Outcome]:
    """Judge the claim of every choice by what was published up to the question; `done` is told how
    many questions are. Raises ModelError where the bot has no judge.
    """
    if bot.judge is None:
        raise ModelError("There is no judge. Train one: python -m models.train.reader")
    nearest = Retriever(bot.index, embedder, bm25=False)
    outcomes = []
    for number, question in enumerate(questions, start=1):
        claims = tuple(stated(question.text, c) for c in question.choices)
        filters = Filters(as_of=question.as_of)
        started = time.perf_counter()
        supports, labels = [], []
        for claim in claims:
            hits = bot.retriever.retrieve(claim, limit=TOP_HITS, filters=filters).hits
            verdict = verify(claim, hits, bot.judge)
            labels.append(verdict.label)
            supports.append(verdict.supports)  # taking off what refutes ranks worse
        ms = (time.perf_counter() - started) * 1000 / len(claims)
        similar = tuple(_similarity(nearest, claim, filters) for claim in claims)
        right = _right(question) or 0
        outcomes.append(
            Outcome(question, claims, right, tuple(supports), similar, tuple(labels), ms)
        )
        done(number)
    return outcomes


def measured(outcomes: Sequence[Outcome]) -> Measured:
    """Shares in 0..1 with intervals.

    Over the questions whose answer the articles hold: `right_ranked_first`, where a tie counts as
    its part; the same by P(supported) alone, by embedding similarity alone, and by `chance`; how
    often the first place is `tied`; how often the verdict on the right claim is supported, and on
    a wrong one. Over the claims of the other questions: how often the verdict is
    `undecided_without_answer`.
    """
    held = [o for o in outcomes if o.answerable]
    lacking = [o for o in outcomes if not o.answerable]
    supported = VerdictLabel.SUPPORTED
    wrong = [x is supported for o in held for n, x in enumerate(o.labels) if n != o.right]
    undecided = [x is VerdictLabel.NOT_ENOUGH_EVIDENCE for o in lacking for x in o.labels]
    figures = {
        "right_ranked_first": mean_figure([o.ranked_first for o in held]),
        "by_support_alone": mean_figure([o.supported_first for o in held]),
        "by_similarity_alone": mean_figure([o.similar_first for o in held]),
        "chance": mean_figure([1 / len(o.claims) for o in held]),
        "tied": mean_figure([o.tied for o in held]),
        "right_claim_supported": mean_figure([o.labels[o.right] is supported for o in held]),
        "wrong_claim_supported": mean_figure(wrong),
        "undecided_without_answer": mean_figure(undecided),
    }
    return Measured(figures, [o.ms for o in outcomes])


def _right(question: Question) -> int | None:
    """The number of the choice that is an answer, if one is and there is another."""
    places = [n for n, c in enumerate(question.choices) if c in question.answers]
    return places[0] if len(places) == 1 and len(question.choices) > 1 else None


def _similarity(nearest: Retriever, claim: str, filters: Filters) -> float:
    hits = nearest.retrieve(claim, limit=1, filters=filters).hits
    return max((h.dense or 0.0 for h in hits), default=0.0)


def _first(values: Sequence[float], right: int) -> float:
    best = max(values)
    return float(values[right] == best) / list(values).count(best)
