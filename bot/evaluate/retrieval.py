"""Questions → what retrieval finds for each, and at which rank the first right passage stands.

A passage is right when an answer stands in its text or title as whole words; for SQuAD's form when
it is of the question's own paragraph, ranked among distinct articles.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from bot.evaluate.metrics import Figure, Measured, mean_figures
from bot.evaluate.progress import Tick, silent
from bot.evaluate.questions import Question, holds
from bot.evaluate.ranking import DEPTH, MEASURES, rank_values
from bot.retrieve import Retrieval
from bot.types import Filters, Hit

__all__ = ["Search", "Searcher", "measured", "recall_curve", "right_rank", "search"]

# Several passages of an article may be found; so many hold DEPTH distinct ones. It is all that
# the two searches give.
POOL = 100


class Searcher(Protocol):
    """What finds passages: a Retriever, or a Reranker over one."""

    def retrieve(self, query: str, *, limit: int, filters: Filters = ...) -> Retrieval:
        """The `limit` best passages for a query."""


@dataclass(frozen=True, slots=True)
class Search:
    """What was found for one question."""

    question: Question
    hits: tuple[Hit, ...]  # best first
    rank: int | None  # of the first right passage, from 1; None: not among the first DEPTH
    ms: float


def search(questions: Sequence[Question], retriever: Searcher, done: Tick = silent) -> list[Search]:
    """Search for every question, with nothing published after it; `done` is told how many are."""
    searches = []
    for number, question in enumerate(questions, start=1):
        filters = Filters(as_of=question.as_of)
        limit = POOL if question.gold else DEPTH
        if number == 1:  # a model's first steps are slow, and nobody's question
            retriever.retrieve(question.text, limit=limit, filters=filters)
        started = time.perf_counter()
        hits = retriever.retrieve(question.text, limit=limit, filters=filters).hits
        ms = (time.perf_counter() - started) * 1000
        searches.append(Search(question, hits, right_rank(question, hits), ms))
        done(number)
    return searches


def right_rank(question: Question, hits: Sequence[Hit]) -> int | None:
    """The rank of the first right passage of these hits, from 1, if it is among the first DEPTH."""
    if question.gold:
        articles: dict[str, bool] = {}  # article → whether it, or a copy of it, is gold
        for h in hits:
            gold = question.gold in (h.passage.article_id, *h.also_in)
            articles[h.passage.article_id] = articles.get(h.passage.article_id, False) or gold
        right = list(articles.values())
    else:
        right = [holds(f"{h.passage.title}\n{h.passage.text}", question.answers) for h in hits]
    return right.index(True) + 1 if True in right[:DEPTH] else None


def measured(searches: Sequence[Search]) -> Measured:
    """The figures of MEASURES over the searches, with intervals."""
    figures = mean_figures(rank_values([s.rank for s in searches]))
    return Measured(dict(zip(MEASURES, figures, strict=True)), [s.ms for s in searches])


def recall_curve(searches: Sequence[Search], depth: int = DEPTH) -> list[Figure]:
    """recall@1 to recall@depth."""
    ranks = np.array([s.rank or DEPTH + 1 for s in searches])
    return mean_figures((ranks[:, None] <= np.arange(1, depth + 1)).astype(float))
