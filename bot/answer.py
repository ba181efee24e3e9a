"""Question + Hits → Answer, composed of the sources' own sentences.

A reader scores every sentence of the passages. The best one leads; others join it when they say
something the answer doesn't have yet. Each sentence is cited by its exact place in its article and
shown in full or, where that is safe, without what only its article needed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.protocols import Reader
from bot.types import Answer, Citation, Hit, Reading, Sentence, SentenceReading, Span
from bot.words import content_stems, fold, words

__all__ = ["compose", "read_hits", "shortened"]

# A further sentence must come this near to the best one's score.
NEAR_BEST = 0.6
# … and share less than this part of its words with one already chosen.
REPEATS = 0.6
PRONOUNS = frozenset("he she it they him his her hers its them their theirs this that these those "
                     "both".split())  # fmt: skip
# "This week" and "that of" point at nothing; a pronoun must stand by itself or own something.
NO_REFERENCE = re.compile(r"(?:it (?:is|was|has been) (?:\w+ )?that\b|this (?:week|month|year))")
DATELINE = re.compile(
    r"\A(?:[A-ZÀ-Þ][\w.’'-]*(?:,? [\w.’'-]+){0,4} )?"
    r"(?:\((?:AP|CNN|Reuters|AFP|UPI)\) ?)?[—–-]{1,2} "
    r"|\A\((?:AP|CNN|Reuters|AFP|UPI)\)\s+"
)
OPENERS = re.compile(r"\A(?:But|And|Meanwhile,|However,|Also,|In addition,|Moreover,|Still,) ")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sentence picked for the answer."""

    hit: Hit
    reading: SentenceReading
    rank: int  # of its hit

    @property
    def quote(self) -> str:
        return self.hit.passage.quote(self.reading.span)


def read_hits(question: str, hits: Sequence[Hit], reader: Reader) -> list[Reading]:
    """Let the reader judge the hits' passages: n hits → n readings."""
    return reader.read(question, [h.passage for h in hits]) if hits else []


def compose(
    question: str,
    hits: Sequence[Hit],
    readings: Sequence[Reading],
    *,
    threshold: float,
    max_sentences: int,
) -> Answer:
    """The answer the readings carry, or an abstention when no sentence reaches the threshold."""
    ranked = _ranked(hits, readings)
    confidence = ranked[0].reading.score if ranked else 0.0
    if not ranked or confidence < threshold:
        return Answer(question, (), confidence, tuple(hits))
    chosen = _choose(ranked, threshold, max_sentences)
    sentences = tuple(_numbered(_ordered(chosen)))
    return Answer(question, sentences, confidence, tuple(hits))


def _ranked(hits: Sequence[Hit], readings: Sequence[Reading]) -> list[Chosen]:
    """Every sentence once, best first; overlapping passages share some."""
    best: dict[tuple[str, Span], Chosen] = {}
    for rank, (hit, reading) in enumerate(zip(hits, readings, strict=True)):
        for sentence in reading.sentences:
            key = (hit.passage.article_id, sentence.span)
            if key not in best or sentence.score > best[key].reading.score:
                best[key] = Chosen(hit, sentence, rank)
    return sorted(best.values(), key=lambda c: (-c.reading.score, c.rank))


def _choose(ranked: Sequence[Chosen], threshold: float, limit: int) -> list[Chosen]:
    """The best sentence and those near it that repeat none already chosen."""
    floor = max(threshold, NEAR_BEST * ranked[0].reading.score)
    chosen: list[Chosen] = []
    for candidate in ranked:
        if len(chosen) == limit or candidate.reading.score < floor:
            break
        if not any(_repeats(candidate, other) for other in chosen):
            chosen.append(candidate)
    return chosen


def _repeats(candidate: Chosen, other: Chosen) -> bool:
    """Whether a sentence tells what another already told: the same words, or no new mark."""
    mine, theirs = set(content_stems(candidate.quote)), set(content_stems(other.quote))
    shared = len(mine & theirs) / max(1, min(len(mine), len(theirs)))
    return shared >= REPEATS


def _ordered(chosen: Sequence[Chosen]) -> Iterator[Chosen]:
    """The lead first, then what its article adds, then the others by their best; each article's
    sentences in its own order, a sentence with a bare pronoun after the one it leans on."""
    by_article: dict[str, list[Chosen]] = {}
    for c in chosen:
        by_article.setdefault(c.hit.passage.article_id, []).append(c)
    lead = chosen[0]
    seen: set[tuple[str, Span]] = set()
    for group in by_article.values():
        rest = sorted((c for c in group if c is not lead), key=lambda c: c.reading.span.start)
        for c in [lead, *rest] if lead in group else rest:
            for part in (*_leaned_on(c), c):
                key = (part.hit.passage.article_id, part.reading.span)
                if key not in seen:
                    seen.add(key)
                    yield part


def _leaned_on(chosen: Chosen) -> list[Chosen]:
    """The sentence before one that opens with a bare pronoun, where the passage has it."""
    passage, span = chosen.hit.passage, chosen.reading.span
    place = passage.sentences.index(span)
    if place == 0 or not opens_with_pronoun(chosen.quote):
        return []
    before = replace(chosen, reading=SentenceReading(passage.sentences[place - 1], 0.0))
    return [*_leaned_on(before), before]


def opens_with_pronoun(sentence: str) -> bool:
    """Whether a sentence needs the one before it to say whom or what it is about."""
    text = OPENERS.sub("", sentence).lstrip("“\"‘'(")
    first = next(words(text), None)
    if first is None or fold(first.text) not in PRONOUNS:
        return False
    return not NO_REFERENCE.match(fold(text))


def _numbered(chosen: Iterator[Chosen]) -> Iterator[Sentence]:
    """Sentences with their citations; a number stands for an article throughout the answer."""
    numbers: dict[str, int] = {}
    for c in chosen:
        passage, reading = c.hit.passage, c.reading
        number = numbers.setdefault(passage.article_id, len(numbers) + 1)
        citation = Citation(
            number=number,
            article_id=passage.article_id,
            title=passage.heading,
            source=passage.source,
            date=passage.date,
            url=passage.url,
            start=reading.span.start,
            end=reading.span.end,
            quote=c.quote,
            marks=reading.marks,
            also_in=c.hit.also_in,
        )
        marks = [m.shifted(-reading.span.start) for m in reading.marks]
        # A quote carries itself; from the trained reader on, support is judged.
        yield Sentence(shortened(c.quote, marks), 1.0, (citation,))


def shortened(quote: str, marks: Sequence[Span] = ()) -> str:
    """A sentence without its dateline and a leading conjunction, on one line.

    Only what stands in front goes, and never a marked word, so no claim can change its meaning.
    """
    start = 0
    for pattern in (DATELINE, OPENERS):
        match = pattern.match(quote[start:])
        if match and not any(m.start < start + match.end() for m in marks):
            start += match.end()
    rest = " ".join(quote[start:].split())
    return rest[:1].upper() + rest[1:] if start else rest
