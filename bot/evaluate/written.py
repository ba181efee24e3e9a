"""Answers → sentences as if a language model had written them: each true one reworded, and another
that the passages do not carry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from bot.evaluate.corrupted import corruptions
from bot.evaluate.reworded import Wording, joined, reworded
from bot.evaluate.sample import digest
from bot.types import Answer, Hit, Sentence

__all__ = ["Written", "made_of"]

MOST_SENTENCES = 3  # of an answer
ELSEWHERE = 20  # other sentences that names are taken from
MOST_SOURCES = 3  # passages that a sentence cites


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence to be weighed."""

    question: str
    text: str
    sources: tuple[Hit, ...]
    carried: bool  # whether the sources carry it
    kind: str  # how it was reworded, or corrupted

    @property
    def is_for_tuning(self) -> bool:
        """Whether it belongs to the half of the questions on which thresholds are chosen."""
        return int(digest(self.question)[0], 16) % 2 == 0


def made_of(answers: Sequence[Answer]) -> list[Written]:
    """Of each sentence of the answers one that is true and one that is not.

    The true one is reworded in one of the ways that fit it, the other is reworded and then
    corrupted, but for "The Tribune reported that", which hides where a
    negation goes. Both cite the passages with the sentence and the best of the others. The same
    answers give the same sentences.
    """
    texts = [s.text for a in answers for s in a.sentences]
    return [w for answer in answers for w in _made(answer, texts)]


def _made(answer: Answer, texts: Sequence[str]) -> Iterable[Written]:
    random = Random(digest(answer.question))
    sentences = answer.sentences[:MOST_SENTENCES]
    following = {id(a): b for a, b in pairwise(sentences)}
    elsewhere = [t for t in texts if t not in {s.text for s in sentences}]
    for sentence in sentences:
        after = following.get(id(sentence))
        wordings = _wordings(sentence, after)
        for carried in (True, False):
            ways = [w for w in wordings if carried or w is not Wording.REPORTED]
            way = random.choice(sorted(ways, key=lambda w: w.value))
            used = [sentence, after] if after and way is Wording.JOINED else [sentence]
            sources = _sources(answer.hits, used)
            text, kind = wordings[way], way.value
            if not carried:
                known = [h.passage.titled_text for h in sources]
                others = random.sample(elsewhere, min(ELSEWHERE, len(elsewhere)))
                spoilt = corruptions(text, known, others, random)
                if not spoilt:
                    continue
                corruption = random.choice(sorted(spoilt, key=lambda c: c.value))
                text, kind = spoilt[corruption], corruption.value
            yield Written(answer.question, text, sources, carried, kind)


def _wordings(sentence: Sentence, after: Sentence | None) -> dict[Wording, str]:
    """The ways in which a sentence can be reworded, alone or with the one after it."""
    made = reworded(sentence.text, sentence.citations[0].source)
    if after:
        made[Wording.JOINED] = joined(sentence.text, after.text)
    return made


def _sources(hits: Sequence[Hit], sentences: Sequence[Sentence]) -> tuple[Hit, ...]:
    """The passages that hold the sentences' quotes and, while there is room, the best others."""
    cited = {(c.article_id, c.start) for s in sentences for c in s.citations}
    own = [
        h
        for h in hits
        if any((h.passage.article_id, span.start) in cited for span in h.passage.sentences)
    ]
    others = [h for h in hits if h not in own]
    return tuple((own + others)[: max(MOST_SOURCES, len(cited))])
