"""What a run measures: the questions, and the articles they are asked of.

A limited sample is a fixed part of the questions, the same on every machine, and only the articles
that their searches found, so that a trial run need not embed a whole corpus.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.articles import Skipped, read_articles
from bot.errors import BotError
from bot.evaluate.questions import Question, read_questions
from bot.evaluate.squad import read_squad
from bot.types import Article
from bot.words import fold, words

__all__ = [
    "Sample",
    "digest",
    "limited",
    "load_articles",
    "load_sample",
    "with_answerable",
    "with_right_passages",
]


@dataclass(frozen=True, slots=True)
class Sample:
    """Questions and articles, and how many of each the files hold."""

    questions: tuple[Question, ...]
    articles: tuple[Article, ...]
    of_questions: int  # those that could be measured, before a limit
    of_articles: int
    limit: int | None = None
    skipped: tuple[Skipped, ...] = ()


def load_sample(
    articles: Sequence[Path], questions: Path | None, squad: Path | None = None
) -> Sample:
    """Read articles and questions, or a SQuAD file that is both.

    Without articles `questions` must be a SQuAD file too. Raises BotError for a missing or
    misshapen file, or when what is needed is not given.
    """
    squad = squad or (None if articles else questions)
    if squad:
        if articles or questions not in (None, squad):
            raise BotError("--squad FILE brings its own articles. Leave the others out.")
        read, asked = read_squad(squad)
        return Sample(tuple(asked), _distinct(read), len(asked), len(read))
    if not questions:
        raise BotError("What should be asked? Give --articles with --questions, or --squad FILE.")
    asked = read_questions(questions)
    found, skipped = _read(articles)
    return Sample(tuple(asked), found, len(asked), len(found), skipped=skipped)


def load_articles(paths: Sequence[Path]) -> tuple[Article, ...]:
    """The articles of some files. Raises BotError where there is none."""
    return _read(paths)[0]


def _read(paths: Sequence[Path]) -> tuple[tuple[Article, ...], tuple[Skipped, ...]]:
    items = list(read_articles(paths))
    found = _distinct(i for i in items if isinstance(i, Article))
    skipped = tuple(i for i in items if isinstance(i, Skipped))
    if not found:
        raise BotError(f"{', '.join(map(str, paths))} holds no article. {skipped[0].reason}")
    return found, skipped


def with_right_passages(sample: Sample) -> Sample:
    """Only the questions whose answer is known to stand in an article they may use.

    Those with `answer_in_own` where the file says it, else `answer_in_any`, else all that have an
    answer. Raises BotError when none is left.
    """
    asked = [q for q in sample.questions if q.answers]
    if any(q.answer_in_own is not None for q in asked):
        asked = [q for q in asked if q.answer_in_own]
    elif any(q.answer_in_any is not None for q in asked):
        asked = [q for q in asked if q.answer_in_any]
    if not asked:
        raise BotError(
            f"None of the {len(sample.questions)} questions has an answer in the articles "
            "('answers', and 'answer_in_own' or 'answer_in_any' true). Give other questions."
        )
    return replace(sample, questions=tuple(asked), of_questions=len(asked))


def limited(sample: Sample, limit: int | None) -> Sample:
    """The first `limit` questions by the SHA-256 of their id, and the articles of their searches.

    Where the questions name no search all articles stay. Raises BotError when none stays.
    """
    if limit is None or limit >= len(sample.questions):
        return sample
    asked = tuple(sorted(sample.questions, key=lambda q: digest(q.id))[:limit])
    kept = sample.articles
    if all(q.found_by_search is not None for q in asked):
        wanted = {id_ for q in asked for id_ in q.found_by_search or ()}
        kept = tuple(a for a in kept if a.id in wanted)
    if not kept:
        raise BotError(
            f"None of the articles that the searches of these {limit} questions found is in the "
            "article file. Raise --limit, or give the articles that belong to the questions."
        )
    return replace(sample, questions=asked, articles=kept, limit=limit)


def with_answerable(sample: Sample) -> Sample:
    """Every question knows whether an answer stands in the sample's articles.

    What the file says holds for its whole corpus: for fewer articles, or where it says nothing,
    the articles dated up to the question are looked through. Raises BotError when no question has
    an answer.
    """
    asked = sample.questions
    whole = len(sample.articles) == sample.of_articles
    if not whole or any(q.answer_in_any is None for q in asked):
        folded = [(a, _folded(f"{a.title}\n{a.text}")) for a in sample.articles]
        asked = tuple(replace(q, answer_in_any=_stands_in(q, folded)) for q in asked)
    if not any(q.answer_in_any for q in asked):
        raise BotError(
            f"None of the {len(asked)} questions has an answer in the {len(sample.articles)} "
            "articles dated up to it. Give the articles that belong to the questions, or raise "
            "--limit."
        )
    return replace(sample, questions=asked)


def _stands_in(question: Question, folded: Sequence[tuple[Article, str]]) -> bool:
    wanted = [w for w in map(_folded, question.answers) if w.strip()]
    return any(w in text for article, text in folded if _usable(article, question) for w in wanted)


def _usable(article: Article, question: Question) -> bool:
    """Whether the article was out when the question was asked, as `Filters.as_of` has it."""
    if question.as_of is None:
        return True
    return article.date is not None and article.date <= question.as_of


def _folded(text: str) -> str:
    """A text's words as `bot.questions.contains` compares them: one in the other, as words."""
    return f" {' '.join(fold(w.text) for w in words(text))} "


def _distinct(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Each article once. Raises BotError when different ones have the same id."""
    by_id: dict[str, Article] = {}
    for article in articles:
        known = by_id.setdefault(article.id, article)
        if known.content_hash != article.content_hash:
            raise BotError(
                f"{known.origin} and {article.origin} are different articles with the same id "
                f"{article.id!r}. Give one of them another id."
            )
    return tuple(by_id.values())


def digest(text: str) -> str:
    """What a fixed part of many is chosen by: SHA-256, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
