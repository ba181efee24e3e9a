"""What a reader marked, and whether that can be an answer.

A small reader, where nothing in a sentence answers, tends to mark what it knows from the question:
"Who shot Ann Smith?" is not answered by "Ann Smith". Over our 262 questions it marked eleven
sentences so at .3 or more, and none of them answered. Nor is "who" often answered without a name,
or "how many" without a number (bot.kinds), and hardly any question by another one. And of a list it
tends to mark the first, where the question asks for all.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.items import itemised
from bot.kinds import AskedKind, kind_asked
from bot.types import Passage, Reading, SentenceReading
from bot.undone import asked
from bot.words import content_stems, fold

__all__ = ["asks_for_several", "weighed_by_marks"]

# A question for several: "Who are …", "Which leaders …".
SEVERAL = re.compile(
    r"who (?:are|were|have)\b|"
    r"(?:which|what)(?: (?!(?:is|was|are|were|has|does|did|do)\b)[a-z'-]+){0,3}? "
    r"(?!was\b|has\b|does\b|his\b)[a-z'-]{2,}[^su]s\b"
)
CHOICE = re.compile(r"\bor\b", re.IGNORECASE)  # "Who won, Ann or Ben?" has its answer in it
ASKING = re.compile(r"\W*[^“”\"«»]*\?[\W]*")  # and quotes nobody who asked
ASKS = 0.4  # what is left of the score of a sentence that only asks: "Is it safe?"
ECHO = 0.4  # … and of one in which only the question's words were marked


def weighed_by_marks(
    question: str, readings: Sequence[Reading], passages: Sequence[Passage]
) -> list[Reading]:
    """n readings of n passages without the marks on words of the question alone, and with all of a
    list where several are asked for; a sentence whose marks can be no answer counts for less."""
    if asks_for_several(question):
        readings = [_listed(r, p) for r, p in zip(readings, passages, strict=True)]
    told = frozenset() if CHOICE.search(question) else frozenset(content_stems(question))
    kind = kind_asked(question)
    return [_weighed(r, p, told, kind) for r, p in zip(readings, passages, strict=True)]


def asks_for_several(question: str) -> bool:
    """Whether a question wants more than one: "Who are …", "Which leaders …", or who did not do
    something, who is seldom alone."""
    return bool(SEVERAL.match(fold(question)) or asked(question))


def _listed(reading: Reading, passage: Passage) -> Reading:
    """With the other items of the lists that the marks stand in."""
    return replace(reading, sentences=tuple(_all_of(s, passage) for s in reading.sentences))


def _all_of(sentence: SentenceReading, passage: Passage) -> SentenceReading:
    start = sentence.span.start
    own = [m.shifted(-start) for m in sentence.marks]
    marks = itemised(own, passage.quote(sentence.span), several=True)
    return replace(sentence, marks=tuple(m.shifted(start) for m in marks))


def _weighed(
    reading: Reading, passage: Passage, told: frozenset[str], kind: AskedKind | None
) -> Reading:
    sentences = tuple(_one(s, passage, told, kind) for s in reading.sentences)
    if sentences == reading.sentences:
        return reading
    best = max(s.score for s in sentences)
    return Reading(min(reading.relevance, best), sentences)


def _one(
    sentence: SentenceReading, passage: Passage, told: frozenset[str], kind: AskedKind | None
) -> SentenceReading:
    quote, start = passage.quote(sentence.span), sentence.span.start
    if ASKING.fullmatch(quote):
        sentence = replace(sentence, score=ASKS * sentence.score)
    if not sentence.marks:
        return sentence
    kept = tuple(m for m in sentence.marks if not _echoes(passage.quote(m), told))
    if not kept:
        return replace(sentence, marks=(), score=ECHO * sentence.score)
    if kind is None or any(kind.is_of(m.shifted(-start), quote) for m in kept):
        return replace(sentence, marks=kept)
    return replace(sentence, marks=kept, score=kind.otherwise * sentence.score)


def _echoes(marked: str, told: frozenset[str]) -> bool:
    """Whether marked words of matter all stand in the question."""
    stems = set(content_stems(marked))
    return bool(stems) and stems <= told
