"""A file of questions that have known answers → Questions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BotError
from bot.evaluate.records import Record, read_records, texts
from bot.questions import contains

__all__ = ["Question", "holds", "read_questions"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question, its answers, and what is known of where they stand."""

    id: str
    text: str
    answers: tuple[str, ...]
    as_of: dt.date | None = None  # nothing published later may be used
    found_by_search: tuple[str, ...] | None = None  # article ids a web search gave; not gold
    answer_in_own: bool | None = None  # an answer stands in one of those; None: not known
    answer_in_any: bool | None = None  # … in any article dated up to the question
    gold: str = ""  # the id of the one article that answers it (SQuAD: its paragraph)
    choices: tuple[str, ...] = ()  # of a multiple-choice question; an answer is among them


def holds(text: str, answers: Sequence[str]) -> bool:
    """Whether one of the answers stands in a text as whole words, accents and case folded."""
    return any(contains(text, answer) for answer in answers)


def read_questions(path: Path) -> list[Question]:
    """The questions of a JSONL file, in its order.

    Raises BotError naming the line for a record without a question, with answers that are no
    texts, or with a date that is none.
    """
    return [_question(record, where) for where, record in read_records(path)]


def _question(record: Record, where: str) -> Question:
    text, answers = record.get("question"), texts(record.get("answers"))
    if not isinstance(text, str) or not text.strip() or answers is None:
        raise BotError(
            f"{where} needs a 'question' and a list of 'answers', got {sorted(record)}. "
            "Mend the line, or give a file of questions."
        )
    found = record.get("found_by_search")
    ids = None if found is None else texts(found)
    if found is not None and ids is None:
        raise BotError(f"{where}: found_by_search must be a list of article ids. Mend the line.")
    choices = texts(record.get("choices") or [])
    if choices is None:
        raise BotError(f"{where}: choices must be a list of texts. Mend the line.")
    return Question(
        id=str(record.get("id") or where.rsplit(":", 1)[1]),
        text=text,
        answers=tuple(a for a in answers if a.strip()),
        choices=tuple(c for c in choices if c.strip()),
        as_of=_day(record.get("date"), where),
        found_by_search=None if ids is None else tuple(ids),
        answer_in_own=_known(record, "answer_in_own", where),
        answer_in_any=_known(record, "answer_in_any", where),
    )


def _day(value: object, where: str) -> dt.date | None:
    if value in (None, ""):
        return None
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        raise BotError(f"{where}: the date {value!r} is not YYYY-MM-DD. Mend it.") from None


def _known(record: Record, key: str, where: str) -> bool | None:
    value = record.get(key)
    if value is None or isinstance(value, bool):
        return value
    raise BotError(f"{where}: {key} must be true or false, got {value!r}. Mend the line.")
