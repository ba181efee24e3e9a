"""What the command line of `eval guard` was given → the finished measurement."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import BotError, ModelError
from bot.evaluate.by_hand import by_hand, cases_of
from bot.evaluate.documents import guard_document
from bot.evaluate.guarding import Outcome, curve, fitted, guarded, parts
from bot.evaluate.pages import guard_page
from bot.evaluate.progress import progress
from bot.evaluate.runs import Given, Result, index_of, loaded
from bot.evaluate.sample import limited, load_articles, with_right_passages
from bot.evaluate.table import table
from bot.evaluate.written import Written, made_of
from bot.passages import passages
from bot.questions import load_questions
from bot.types import Answer, Article, Filters
from bot.written.guard import SUPPORTED, Guard

if TYPE_CHECKING:
    from bot.assemble import Workshop

__all__ = ["run_guard", "weighed_by_hand", "written_by_hand"]

BY_HAND = ".guard.yaml"


def run_guard(files: Sequence[Path], given: Given) -> Result:
    """Measure the guard on sentences made of answers, to the questions of `*.questions.yaml` files
    over their articles and to those of `given`, and on sentences of `*.guard.yaml` files.

    Raises BotError where there is nothing to measure on, ModelError where there is no judge.
    """
    if not files and not given.questions:
        raise BotError(
            "What should be weighed? Give *.guard.yaml or *.questions.yaml files, or --articles "
            "with --questions."
        )
    workshop = given.workshop()
    if workshop.judge is None:
        raise ModelError("There is no judge. Train one: python -m models.train.reader")
    guard = Guard(workshop.judge)
    outcomes: list[Outcome] = []
    for origin, written in _sets(files, given, workshop):
        with progress(f"Weighing {origin}", len(written), "sentences") as done:
            outcomes += guarded(written, origin, guard, done)
    runs, points = parts(outcomes), curve(outcomes)
    best = fitted(points)
    note = " ".join(
        (
            f"From {SUPPORTED} on a sentence is shown; those for tuning ask for {best}.",
            *workshop.warnings,
        )
    )
    given.say(note)
    return Result(
        guard_document(runs, points, threshold=SUPPORTED, fitted=best),
        table(f"The guard on {len(outcomes)} sentences", runs),
        guard_page(outcomes, runs, note),
    )


def _sets(
    files: Sequence[Path], given: Given, workshop: "Workshop"
) -> list[tuple[str, list[Written]]]:
    """The sentences of each file, and of the questions given, with a name for each."""
    sets = []
    for path in dict.fromkeys(files):
        if path.name.endswith(BY_HAND):
            sets.append((path.name, written_by_hand(path, workshop)))
            continue
        questions = load_questions(path)
        asked = [(c.question, c.as_of) for c in questions.cases if not c.is_claim]
        if not questions.articles or not asked:
            raise BotError(f"{path} needs questions, and '- articles: PATH' as its first entry.")
        articles = load_articles(questions.articles)
        sets.append((path.name, made_of(_answers(asked, articles, given, workshop))))
    if given.questions:
        sample = limited(with_right_passages(loaded(given)), given.limit)
        asked = [(q.text, q.as_of) for q in sample.questions]
        answers = _answers(asked, sample.articles, given, workshop)
        sets.append((given.questions.name, made_of(answers)))
    return sets


def weighed_by_hand(path: Path, workshop: "Workshop", guard: Guard) -> list[Outcome]:
    """The sentences of a `*.guard.yaml` file weighed."""
    return guarded(written_by_hand(path, workshop), path.name, guard)


def written_by_hand(path: Path, workshop: "Workshop") -> list[Written]:
    """The sentences of a `*.guard.yaml` file with their passages, cut as the settings say."""
    folders, written = by_hand(path)
    cut, embedder = workshop.cut, workshop.embedder
    cuts = {
        article.id: passages(
            article,
            embedder.count_tokens,
            max_tokens=min(cut.max_tokens, embedder.max_tokens - 2),
            overlap_sentences=cut.overlap_sentences,
        )
        for article in load_articles(folders)
    }
    return cases_of(written, cuts)


def _answers(
    asked: Sequence[tuple[str, dt.date | None]],
    articles: Sequence[Article],
    given: Given,
    workshop: "Workshop",
) -> list[Answer]:
    """The extractive answers, abstentions left out."""
    bot = workshop.bot(index_of(given, articles, workshop))
    answers = []
    with progress("Asking", len(asked), "questions") as done:
        for number, (question, as_of) in enumerate(asked, start=1):
            answer = bot.ask(question, filters=Filters(as_of=as_of))
            if not answer.abstained:
                answers.append(answer)
            done(number)
    return answers
