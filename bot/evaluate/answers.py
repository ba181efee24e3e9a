"""Questions → what the bot answers, whether that is right, and what it would have said had it not
abstained."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.answer import compose, read_hits
from bot.chat import Bot
from bot.errors import ArticleError
from bot.evaluate.classification import auroc, calibration_error
from bot.evaluate.metrics import Measured, mean_figure, token_f1
from bot.evaluate.progress import Tick, silent
from bot.evaluate.questions import Question, holds
from bot.evaluate.retrieval import Search, right_rank
from bot.index import Index
from bot.types import Answer, Article, Citation, Filters

__all__ = ["Outcome", "ask", "measured"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question asked."""

    question: Question  # its answer_in_any is known
    answer: Answer  # as shown
    forced: Answer  # the same or, where the bot abstained, what it would have said
    exact: tuple[bool, ...]  # of each citation: whether the article has the quote there
    ms: float

    @property
    def answerable(self) -> bool:
        """Whether the articles hold an answer."""
        return bool(self.question.answer_in_any)

    @property
    def in_text(self) -> bool:
        """Whether the shown text has an answer."""
        return not self.answer.abstained and holds(self.answer.text, self.question.answers)

    @property
    def in_first_sentence(self) -> bool:
        """Whether the first shown sentence has an answer."""
        sentences = self.answer.sentences
        return bool(sentences) and holds(sentences[0].text, self.question.answers)

    @property
    def forced_right(self) -> bool:
        """Whether what was shown, or would have been, has an answer."""
        return not self.forced.abstained and holds(self.forced.text, self.question.answers)

    @property
    def search(self) -> Search:
        """Where the answer stands among the passages that were read."""
        hits = self.answer.hits
        return Search(self.question, hits, right_rank(self.question, hits), self.ms)

    @property
    def marked(self) -> tuple[str, ...]:
        """The marked words of the citations, in the order shown."""
        return tuple(
            m.shifted(-c.start).of(c.quote) for c in self.answer.citations for m in c.marks
        )


def ask(
    questions: Sequence[Question], bot: Bot, *, max_sentences: int = 4, done: Tick = silent
) -> list[Outcome]:
    """Ask every question, with nothing published after it; `done` is told how many are."""
    outcomes: list[Outcome] = []
    articles: dict[str, Article] = {}
    for number, question in enumerate(questions, start=1):
        filters = Filters(as_of=question.as_of)
        if number == 1:  # a model's first steps are slow, and nobody's question
            bot.ask(question.text, filters=filters)
        started = time.perf_counter()
        answer = bot.ask(question.text, filters=filters)
        ms = (time.perf_counter() - started) * 1000
        exact = tuple(_exact(c, bot.index, articles) for c in answer.citations)
        forced = _forced(answer, bot, max_sentences)
        outcomes.append(Outcome(question, answer, forced, exact, ms))
        done(number)
    return outcomes


def measured(outcomes: Sequence[Outcome]) -> Measured:
    """Shares in 0..1, each over the cases it is about, with intervals.

    `auroc` is how well the confidence tells questions with an answer from those with none,
    `auroc_right` how well it tells right texts from wrong ones; `calibration_error` is between the
    confidence and the share of right texts; these two count abstentions by what would have been
    said.
    """
    held = [o for o in outcomes if o.answerable]
    lacking = [o for o in outcomes if not o.answerable]
    answered = [o for o in held if not o.answer.abstained]
    confidence = np.array([o.answer.confidence for o in outcomes])
    answerable = np.array([o.answerable for o in outcomes], dtype=bool)
    right = np.array([o.forced_right for o in outcomes], dtype=bool)
    figures = {
        "answer_in_text": mean_figure([o.in_text for o in held]),
        "answer_in_first_sentence": mean_figure([o.in_first_sentence for o in held]),
        "answer_in_text_of_answered": mean_figure([o.in_text for o in answered]),
        "answer_in_first_sentence_of_answered": mean_figure(
            [o.in_first_sentence for o in answered]
        ),
        "token_f1": mean_figure([_best_f1(o, o.marked) for o in held]),
        "token_f1_of_first_mark": mean_figure([_best_f1(o, o.marked[:1]) for o in held]),
        "abstained_with_answer": mean_figure([o.answer.abstained for o in held]),
        "abstained_without": mean_figure([o.answer.abstained for o in lacking]),
        "auroc": auroc(confidence, answerable),
        "auroc_right": auroc(confidence, right),
        "calibration_error": calibration_error(confidence, right),
        "citation_exactness": mean_figure([e for o in outcomes for e in o.exact]),
    }
    return Measured(figures, [o.ms for o in outcomes])


def _best_f1(outcome: Outcome, marked: Sequence[str]) -> float:
    """The F1 of the best of the marked texts; 0 where nothing is marked."""
    return max((token_f1(m, outcome.question.answers) for m in marked), default=0.0)


def _exact(citation: Citation, index: Index, articles: dict[str, Article]) -> bool:
    """Whether the stored article has the quote at the citation's place."""
    try:
        if citation.article_id not in articles:
            articles[citation.article_id] = index.article(citation.article_id)
    except ArticleError:
        return False
    text = articles[citation.article_id].text
    return text[citation.start : citation.end] == citation.quote


def _forced(answer: Answer, bot: Bot, max_sentences: int) -> Answer:
    """An answer where there was an abstention: the same hits, read with no threshold."""
    if not answer.abstained or not answer.hits:
        return answer
    readings = read_hits(answer.question, answer.hits, bot.reader)
    return compose(
        answer.question, answer.hits, readings, threshold=0.0, max_sentences=max_sentences
    )
