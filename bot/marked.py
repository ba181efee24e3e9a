"""What a reader marked, and whether that can be an answer.

A small reader, where nothing in a sentence answers, tends to mark what it knows from the question:
"Who shot Ann Smith?" is not answered by "Ann Smith". Over our 262 questions it marked eleven
sentences so at .3 or more, and none of them answered. Nor is "who" often answered without a name.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.types import Passage, Reading, SentenceReading
from bot.words import content_stems, words

__all__ = ["weighed_by_marks"]

CHOICE = re.compile(r"\bor\b", re.IGNORECASE)  # "Who won, Ann or Ben?" has its answer in it
WHO = re.compile(r"(?:and |but |so )?who(?:m|se)?\b", re.IGNORECASE)
# What is left of the score of a sentence …
ECHO = 0.4  # in which only words of the question were marked
NOBODY = 0.6  # in which nobody is named where "who" is asked


def weighed_by_marks(
    question: str, readings: Sequence[Reading], passages: Sequence[Passage]
) -> list[Reading]:
    """n readings of n passages without the marks on words of the question alone; a sentence whose
    marks can be no answer counts for less."""
    asked = frozenset() if CHOICE.search(question) else frozenset(content_stems(question))
    who = bool(WHO.match(question.strip()))
    return [_weighed(r, p, asked, who) for r, p in zip(readings, passages, strict=True)]


def _weighed(reading: Reading, passage: Passage, asked: frozenset[str], who: bool) -> Reading:
    sentences = tuple(_one(s, passage, asked, who) for s in reading.sentences)
    if sentences == reading.sentences:
        return reading
    best = max(s.score for s in sentences)
    return Reading(min(reading.relevance, best), sentences)


def _one(
    sentence: SentenceReading, passage: Passage, asked: frozenset[str], who: bool
) -> SentenceReading:
    if not sentence.marks:
        return sentence
    kept = tuple(m for m in sentence.marks if not _echoes(passage.quote(m), asked))
    if not kept:
        return replace(sentence, marks=(), score=ECHO * sentence.score)
    named = not who or any(w.is_capitalised for m in kept for w in words(passage.quote(m)))
    return replace(sentence, marks=kept, score=sentence.score * (1 if named else NOBODY))


def _echoes(marked: str, asked: frozenset[str]) -> bool:
    """Whether marked words of matter all stand in the question."""
    stems = set(content_stems(marked))
    return bool(stems) and stems <= asked
