"""Answers that only say the question again: "Who shot Ann Smith?" is not answered by "Ann Smith".

A small reader, where nothing in a sentence answers, tends to mark what it knows from the question.
Over our 262 questions it marked eleven sentences so at .3 or more, and none of them answered.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.types import Passage, Reading, SentenceReading
from bot.words import content_stems

__all__ = ["without_echoes"]

CHOICE = re.compile(r"\bor\b", re.IGNORECASE)  # "Who won, Ann or Ben?" has its answer in it
NOTHING_ELSE = 0.4  # what is left of the score of a sentence in which nothing else was marked


def without_echoes(
    question: str, readings: Sequence[Reading], passages: Sequence[Passage]
) -> list[Reading]:
    """n readings of n passages without the marks on words of the question alone; a sentence that
    keeps none of its marks counts for less."""
    if CHOICE.search(question):
        return list(readings)
    asked = frozenset(content_stems(question))
    return [_heard(r, p, asked) for r, p in zip(readings, passages, strict=True)]


def _heard(reading: Reading, passage: Passage, asked: frozenset[str]) -> Reading:
    sentences = tuple(_one(s, passage, asked) for s in reading.sentences)
    if sentences == reading.sentences:
        return reading
    best = max(s.score for s in sentences)
    return Reading(min(reading.relevance, best), sentences)


def _one(sentence: SentenceReading, passage: Passage, asked: frozenset[str]) -> SentenceReading:
    marked = [(m, set(content_stems(passage.quote(m)))) for m in sentence.marks]
    kept = tuple(mark for mark, stems in marked if not stems or stems - asked)
    if len(kept) == len(sentence.marks):
        return sentence
    return replace(sentence, marks=kept, score=sentence.score * (1 if kept else NOTHING_ELSE))
