"""A Reader that needs no weights of its own: embedding similarity, word overlap and answer type of
a sentence, joined by a logistic regression. It stands in until, and wherever, there is no trained
reader."""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from bot.protocols import Embedder
from bot.types import Passage, Reading, SentenceReading, Span
from bot.words import STOP_WORDS, fold, words
from models.answer_types import AnswerType, answer_spans, answer_type

__all__ = ["CosineReader", "Features", "features"]

# The embedding is the slow part (4 ms a sentence on 2 cores): only the best sentences by overlap
# get one. Of 60 read sentences the answer is among the best 32 in 97 of 100 questions.
EMBEDDED = 32


@dataclass(frozen=True, slots=True)
class Features:
    """What is seen of one sentence for one question, each about 0..1."""

    cosine: float  # of question and sentence
    covered: float  # share of the question's words of matter that the sentence has
    covered_by_passage: float  # … that its passage or title has
    names: float  # share of the question's names and numbers that the sentence has
    names_by_passage: float  # … that its passage or title has
    typed: float  # 1: it has words of the kind asked for
    untyped: float  # 1: a kind is asked for, and it has none
    short: float  # 1: fewer than five words, a heading or a caption


# Fitted by `python -m models.train.cosine`; the last is the constant.
WEIGHTS = (6.48, 5.76, -2.15, -0.99, 2.07, 0.37, -0.88, -0.25, -8.51)
# Added to the logit so that .5 is the score from which a sentence counts: 82 of 100 questions
# with an answer then get one, 10 of 100 whose paragraph was taken away (XQuAD, same command). Of
# near misses (SQuAD 2.0's unanswerable) 69 of 100 get one too: this reader cannot tell those.
SHIFT = 2.2
THRESHOLD = 0.5


class CosineReader:
    """A `Reader` (see bot.protocols) by cosine, overlap and answer type."""

    threshold = THRESHOLD

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Judge passages for a question: n passages → n readings, in the same order."""
        rows = [
            (p, span, seen)
            for p in passages
            for span, seen in zip(p.sentences, features(question, p), strict=True)
        ]
        best = sorted(range(len(rows)), key=lambda i: -logit(rows[i][2]))[:EMBEDDED]
        vectors = self._embedder.encode([question, *(rows[i][0].quote(rows[i][1]) for i in best)])
        cosines = dict(zip(best, (vectors[1:] @ vectors[0]).tolist(), strict=True))
        read: dict[tuple[str, Span], SentenceReading] = {}
        for i, (passage, span, seen) in enumerate(rows):
            score = sigmoid(logit(seen, cosines[i])) if i in cosines else 0.0
            marks = answer_spans(question, passage.quote(span)) if i in cosines else []
            reading = SentenceReading(span, score, tuple(m.shifted(span.start) for m in marks))
            read[passage.id, span] = reading
        return [
            Reading(max((s.score for s in scores), default=0.0), scores)
            for p in passages
            for scores in [tuple(read[p.id, span] for span in p.sentences)]
        ]


def features(question: str, passage: Passage) -> list[Features]:
    """The features of each sentence of a passage, all but the cosine, which is left at 0."""
    asked = frozenset(w.stem for w in words(question) if fold(w.text) not in STOP_WORDS)
    named = _named(question)
    kind = answer_type(question)
    around = frozenset(w.stem for w in words(passage.titled_text))
    seen = []
    for span in passage.sentences:
        sentence = passage.quote(span)
        stems = [w.stem for w in words(sentence)]
        has = bool(answer_spans(question, sentence)) and kind is not AnswerType.ANY
        seen.append(
            Features(
                cosine=0.0,
                covered=_share(asked, stems),
                covered_by_passage=_share(asked, around),
                names=_share(named, stems),
                names_by_passage=_share(named, around),
                typed=float(has),
                untyped=float(not has and kind is not AnswerType.ANY),
                short=float(len(stems) < 5),
            )
        )
    return seen


def logit(seen: Features, cosine: float = 0.0) -> float:
    """The weighted sum of a sentence's features."""
    _, *rest = astuple(seen)
    weight, *weights, constant = WEIGHTS
    overlap = math.fsum(w * f for w, f in zip(weights, rest, strict=True))
    return weight * cosine + overlap + constant + SHIFT


def sigmoid(x: float) -> float:
    """A probability in 0..1 of a logit."""
    return 1.0 / (1.0 + math.exp(-x)) if x >= 0 else math.exp(x) / (1.0 + math.exp(x))


def _named(question: str) -> frozenset[str]:
    """The stems of the question's names and numbers: capitalised words after the first."""
    found = [w for w in words(question) if fold(w.text) not in STOP_WORDS]
    return frozenset(w.stem for w in found if w.is_number or (w.is_capitalised and w.span.start))


def _share(wanted: frozenset[str], there: Sequence[str] | frozenset[str]) -> float:
    """The share of wanted stems that are there; 1 when none is wanted."""
    return len(wanted & set(there)) / len(wanted) if wanted else 1.0
