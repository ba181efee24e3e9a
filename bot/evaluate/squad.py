"""A file in SQuAD's form → its paragraphs as articles, and its questions with their paragraph."""

from collections.abc import Iterator
from pathlib import Path

from bot.errors import BotError
from bot.evaluate.questions import Question
from bot.evaluate.records import Record, read_json
from bot.types import Article

__all__ = ["read_squad"]


def read_squad(path: Path) -> tuple[list[Article], list[Question]]:
    """Every paragraph is an article under its document's title; a question's gold is its own.

    A question without an answer (SQuAD 2.0) is known to have none. Raises BotError where the file
    is of another shape.
    """
    articles: list[Article] = []
    questions: list[Question] = []
    for title, number, paragraph in _paragraphs(read_json(path), path):
        text = str(paragraph.get("context") or "").strip()
        if not any(c.isalnum() for c in text):
            raise _misshapen(path, f"paragraph {number} of {title!r} has no 'context'")
        article_id = f"{title or 'untitled'}#{number}"
        heading = " ".join(title.replace("_", " ").split())
        articles.append(Article(article_id, text, heading, origin=f"{path}#{article_id}"))
        for entry in _records(paragraph.get("qas"), path, "'qas'"):
            questions.append(_question(entry, article_id, path))
    if not questions:
        raise _misshapen(path, "it has no question")
    return articles, questions


def _paragraphs(loaded: Record, path: Path) -> Iterator[tuple[str, int, Record]]:
    """Title, number within the whole file, and record of each paragraph."""
    number = 0
    for document in _records(loaded.get("data"), path, "'data'"):
        for paragraph in _records(document.get("paragraphs"), path, "'paragraphs'"):
            yield str(document.get("title") or ""), number, paragraph
            number += 1


def _question(entry: Record, article_id: str, path: Path) -> Question:
    text = entry.get("question")
    if not isinstance(text, str) or not text.strip():
        raise _misshapen(path, f"a question of {article_id!r} has no text")
    found = _records(entry.get("answers") or [], path, "'answers'")
    answers = dict.fromkeys(str(a["text"]) for a in found if a.get("text"))
    has_answer = bool(answers) and not entry.get("is_impossible")
    return Question(
        id=str(entry.get("id") or f"{article_id}/{text}"),
        text=text,
        answers=tuple(answers) if has_answer else (),
        answer_in_own=has_answer,
        answer_in_any=has_answer,
        gold=article_id if has_answer else "",
    )


def _records(value: object, path: Path, what: str) -> list[Record]:
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        raise _misshapen(path, f"{what} is no list of objects")
    return value


def _misshapen(path: Path, why: str) -> BotError:
    return BotError(
        f"{path} is not in SQuAD's form (data → paragraphs → context, qas): {why}. "
        "For a file of a question a line give --questions with --articles."
    )
