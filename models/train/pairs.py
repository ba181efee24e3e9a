"""A question → the pairs it is trained with: a window of 60 to 130 words round the answer, and near
misses (other paragraphs of the article, the answer's sentence left out, a name swapped in the
question)."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.types import Span
from bot.words import content_stems, fold
from models.train.question_sets import Question
from models.train.texts import NAMES, OPENINGS, spans_of, stems

__all__ = ["Pair", "cut", "drawn_pairs", "headed", "restyled"]

WORDS = (60, 130)  # of a window, drawn evenly: 80 to 170 word pieces
NUMBERS = re.compile(r"\b\d[\d,.]*\b")


@dataclass(frozen=True, slots=True)
class Pair:
    """One example: a question read against one text."""

    question: str
    heading: str  # title and date, or nothing
    text: str
    answers: tuple[Span, ...]  # in the text; none: it does not answer
    weak: bool = False
    source: str = ""


def drawn_pairs(question: Question, rng: random.Random, misses: float) -> Iterator[Pair]:
    """The question against a window of its context, and about `misses` near misses."""
    own = cut(question.context, question.answers, rng)
    title = question.title
    asked = restyled(question.text, rng)
    yield Pair(asked, headed(title, rng), own[0], own[1], question.weak)
    if not question.answers:
        return
    ways: list[Callable[[], Pair | None]] = [
        lambda: _other(question, rng),
        lambda: _other(question, rng),
        lambda: _holed(question, rng),
        lambda: _swapped(question, own, rng),
    ]
    if rng.random() >= misses:
        return
    rng.shuffle(ways)
    for way in ways:
        miss = way()
        if miss is not None:
            yield replace(miss, heading=headed(title, rng))
            return


def _other(question: Question, rng: random.Random) -> Pair | None:
    """The question against one of the most similar other texts of its article."""
    answers = {fold(a.of(question.context)) for a in question.answers}
    asked = set(content_stems(question.text))
    safe = [
        o
        for o in question.others
        if question.weak or not any(a in fold(o) for a in answers if len(a) > 1)
    ]
    near = sorted(safe, key=lambda o: -len(asked & stems(o)))[:3]
    if not near:
        return None
    text, _ = cut(rng.choice(near), (), rng)
    return Pair(restyled(question.text, rng), "", text, ())


def _holed(question: Question, rng: random.Random) -> Pair | None:
    """The question against its own context without the sentences that answer it."""
    sentences = spans_of(question.context)
    answers = [a.of(question.context) for a in question.answers]
    left = [s for s in sentences if not any(s.overlaps(a) for a in question.answers)]
    text = " ".join(s.of(question.context) for s in left)
    if len(text) < 150 or (not question.weak and any(fold(a) in fold(text) for a in answers)):
        return None
    return Pair(restyled(question.text, rng), "", cut(text, (), rng)[0], ())


def _swapped(
    question: Question, own: tuple[str, tuple[Span, ...]], rng: random.Random
) -> Pair | None:
    """The question with one of its names or numbers swapped for another of the same article."""
    text, _ = own
    for pattern in (NUMBERS, NAMES):
        there = [
            m
            for m in pattern.finditer(question.text)
            if m.start() > 0 and m[0] in text and fold(m[0]) not in OPENINGS
        ]
        if not there:
            continue
        gone = rng.choice(there)
        pool = {
            m[0]
            for context in (question.context, *question.others[:6])
            for m in pattern.finditer(context)
            if m.start() > 0
            and context[m.start() - 2] not in '.!?"”\n'
            and len(m[0]) > (3 if pattern is NUMBERS else 2)
            and m[0] not in question.text
            and gone[0] not in m[0]
            and not any(m[0] in a.of(question.context) for a in question.answers)
        }
        if pattern is NUMBERS:
            pool = {p for p in pool if len(p) == len(gone[0])}
        if pool:
            put = rng.choice(sorted(pool))
            asked = question.text[: gone.start()] + put + question.text[gone.end() :]
            return Pair(restyled(asked, rng), "", text, ())
    return None


def cut(context: str, answers: Sequence[Span], rng: random.Random) -> tuple[str, tuple[Span, ...]]:
    """A window of whole sentences round the answers, or anywhere → its text, the answers in it."""
    sentences = spans_of(context)
    wanted = rng.randint(*WORDS)
    sizes = [s.of(context).count(" ") + 1 for s in sentences]
    if not sentences or sum(sizes) <= wanted:
        return context, tuple(answers)
    held = [n for n, s in enumerate(sentences) if any(s.overlaps(a) for a in answers)]
    a = min(held) if held else rng.randrange(len(sentences))
    b = max(held) + 1 if held else a + 1
    total = sum(sizes[a:b])
    while total < wanted and (a > 0 or b < len(sentences)):
        if b == len(sentences) or (a > 0 and rng.random() < 0.5):
            a -= 1
            total += sizes[a]
        else:
            total += sizes[b]
            b += 1
    start, end = sentences[a].start, sentences[b - 1].end
    inside = [x for x in answers if start <= x.start and x.end <= end]
    return context[start:end], tuple(x.shifted(-start) for x in inside)


def headed(title: str, rng: random.Random) -> str:
    """The title, half of the time, and sometimes a date, as `Passage.titled_text` has them."""
    day = f"{rng.randint(2008, 2023)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    parts = [title if rng.random() < 0.6 else "", day if rng.random() < 0.4 else ""]
    return ", ".join(p for p in parts if p)


def restyled(question: str, rng: random.Random) -> str:
    """The question, sometimes as people type it: without its mark. (Case is no matter: the
    encoder folds it.)"""
    return question.rstrip(" ?") if rng.random() < 0.25 else question
