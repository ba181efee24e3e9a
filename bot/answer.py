"""Question + Hits → Answer, composed of the sources' own sentences.

A reader scores every sentence of the passages. The best one leads; others join it when they say
something the answer doesn't have yet. Each sentence is cited by its exact place in its article and
shown in full or, where that is safe, without what only its article needed.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.marked import asks_for_several
from bot.protocols import Column, Judge, Reader
from bot.types import Answer, Citation, Hit, Reading, Sentence, SentenceReading, Span
from bot.words import UPPER, content_stems, fold, words

__all__ = ["compose", "marks_in", "read_hits", "shortened", "with_support"]

# A further sentence must come this near to the best one's score.
NEAR_BEST = 0.6
# … and share less than this part of its words with one already chosen.
REPEATS = 0.6
# Where several are asked for: what counts of the score of a sentence that names nobody new, and for
# how many more there is room, if each names somebody.
NOBODY_NEW = 0.25
MORE_OF_SEVERAL = 2
PRONOUNS = frozenset("he she it they him his her hers its them their theirs this that these those "
                     "both".split())  # fmt: skip
# How many sentences back the one that a pronoun refers to may be.
MAX_BACK = 3
# "This week", "it is clear that" and "it's been a year" point at nothing; a pronoun must stand by
# itself or own something.
ABOUT_IT = (
    r"clear|unclear|unknown|known (?:that|whether|how|why)|possible|impossible|"
    r"(?:un)?likely(?! to)|"
    r"true|(?:hard|easy|difficult|important) (?:to (?:\w+ ){1,2}\w+|that|not|for)|worth \w+ing|"
    r"surprising|unsurprising|time (?:to|for|that)|one thing|no (?:secret|surprise|wonder|accident)"
)
SO_LONG = (
    r"(?:almost |nearly |about |over |more than )?(?:an?|\d+|two|three|four|five|six|seven|eight|"
    r"nine|ten|many|several|some)(?: (?!for\b)\w+){0,2}? (?:year|month|week|day|hour|decade)s?"
)
NO_REFERENCE = re.compile(
    r"this (?:week|month|year)\b|those (?:who|in|with)\b|it (?:is|was|has been) (?:\w+ )?that\b|"
    r"it (?:turns|turned) out\b|it (?:remains|remained) (?:to be seen|unclear|unknown)\b|"
    rf"it(?:['’]s| has) been {SO_LONG}\b|"
    r"it(?:['’]s| is| was)(?: not| also| very| still| far from| yet| immediately| just){0,2} "
    rf"(?:{ABOUT_IT})\b"
)
# "Both Ann and Bob said": names those it means.
BOTH_NAMED = re.compile(rf"[Bb]oth (?:the )?(?=[{UPPER}])(?:\S+ ){{1,6}}and\b")
NO_ANSWER = frozenset(
    "to of the a an and or in on at by for with as is was that it after before since until".split()
)
NEGATIONS = frozenset("no not never none nobody nothing neither nor without cannot".split())
NAME_WORD = rf"[{UPPER}][\w.’'-]*"
OPENING = rf"(?=[\"“‘'{UPPER}\d])"  # of what follows a dateline
# "WASHINGTON (AP) — ", "Austin, Texas (CNN) ", "(Reuters) - ": the agency makes it one for sure.
AGENCY_LINE = re.compile(
    rf"(?:{NAME_WORD}(?:(?:,?\s|/)(?:(?:de|do|of)\s)?{NAME_WORD}){{0,6}}\s)?"
    r"\((?:[A-Z]\w+\s)?(?:AP|CNN|Reuters|AFP|UPI)(?:\s[A-Z]\w+)?\)"
    rf"\s?(?:[—–-]{{1,2}}\s?)?{OPENING}"
)
# "MEXICO CITY — ", "PASADENA, Calif. — ", "LITTLE ROCK, Arkansas—": capitals, a region, a dash.
# Another dash, or one behind a short word, may join: "US–China", "PSG – Bayern Munich".
CAPITALS = rf"[{UPPER}]['’.{UPPER}]+(?:[\s/-][{UPPER}]['’.{UPPER}]+){{0,3}}"
CITY_LINE = re.compile(
    rf"{CAPITALS}(?:(?P<region>,\s{NAME_WORD}(?:\s{NAME_WORD}){{0,2}})(?:\s?(?:--|—)\s?|\s[–-]\s)|"
    rf"\s(?:--|—)\s|(?<=[{UPPER}]{{5}})(?:(?:--|—)|\s[–-]\s)){OPENING}"
)
# "NASA — America's space agency — said": without a region, a second dash makes it no dateline.
ASIDE = re.compile(r"\s(?:--|[—–-])\s|\w(?:--|—)\w")
LEAST_WORDS = 5  # what follows a dateline is a sentence, not the other team of a score
LONE_DASH = re.compile(r"[—–-]{1,2}\s")
# "But for" is no conjunction.
OPENERS = re.compile(
    r"(?:(?:But(?!\sfor\b)|And)\s|(?:Meanwhile|However|Also|In\saddition|Moreover|Still),\s)"
)
Key = tuple[str, Span]  # a sentence: its article and place


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sentence picked for the answer."""

    hit: Hit
    reading: SentenceReading
    rank: int  # of its hit

    @property
    def key(self) -> "Key":
        return self.hit.passage.article_id, self.reading.span

    @property
    def quote(self) -> str:
        return self.hit.passage.quote(self.reading.span)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for."""

    several: bool  # not one alone
    people: bool  # and by name

    def named(self, chosen: Chosen) -> set[str]:
        """Who or what a sentence names as an answer, each by the last word: "Putin"."""
        article = chosen.hit.passage
        marks = [m.shifted(-article.start).of(article.text) for m in chosen.reading.marks]
        found = [list(words(mark)) for mark in marks]
        last = [of_mark[-1].text for of_mark in found if of_mark]
        # "The Russian leader" is nobody new.
        return {fold(word) for word in last if not (self.people and word.islower())}


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
    asked = Asked(asks_for_several(question), fold(question).startswith("who"))
    chosen = _choose(ranked, _before(hits, ranked), threshold, max_sentences, asked)
    return Answer(question, tuple(_numbered(_ordered(chosen))), confidence, tuple(hits))


def with_support(answer: Answer, judge: Judge) -> Answer:
    """The answer with each sentence's support: how likely its citations carry it, as judged."""
    if answer.abstained:
        return answer
    quotes = [" ".join(c.quote for c in s.citations) for s in answer.sentences]
    rows = judge.judge([s.text for s in answer.sentences], quotes)
    supports = map(float, rows[:, Column.SUPPORTED])
    sentences = zip(answer.sentences, supports, strict=True)
    return replace(answer, sentences=tuple(replace(s, support=p) for s, p in sentences))


def _ranked(hits: Sequence[Hit], readings: Sequence[Reading]) -> list[Chosen]:
    """Every sentence once, best first; overlapping passages share some."""
    best: dict[Key, Chosen] = {}
    for rank, (hit, reading) in enumerate(zip(hits, readings, strict=True)):
        for sentence in reading.sentences:
            read = Chosen(hit, sentence, rank)
            if read.key not in best or sentence.score > best[read.key].reading.score:
                best[read.key] = read
    return sorted(best.values(), key=lambda c: (-c.reading.score, c.rank))


def _before(hits: Sequence[Hit], ranked: Sequence[Chosen]) -> dict[Key, Chosen]:
    """For each sentence the one before it, in whichever hit has both."""
    read = {c.key: c for c in ranked}
    return {
        (hit.passage.article_id, later): read[hit.passage.article_id, earlier]
        for hit in hits
        for earlier, later in pairwise(hit.passage.sentences)
        if (hit.passage.article_id, earlier) in read
    }


def _choose(
    ranked: Sequence[Chosen],
    before: Mapping[Key, Chosen],
    threshold: float,
    limit: int,
    asked: Asked,
) -> list[list[Chosen]]:
    """The best sentence and those near it that repeat none already chosen, as far as there is
    room; each is the last of a list, after those it leans on. Where several are asked for, those
    sentences go first that name more who aren't named yet, and there is more room for them."""
    floor = max(threshold, NEAR_BEST * ranked[0].reading.score)
    left = [c for c in ranked if c.reading.score >= floor]
    chosen: list[list[Chosen]] = []
    shown: set[Key] = set()
    named: set[str] = set()

    def worth(candidate: Chosen) -> float:
        new = len(asked.named(candidate) - named) if asked.several else 1
        return candidate.reading.score * max(NOBODY_NEW, math.sqrt(new))

    while left:
        candidate = max(left, key=worth)
        left.remove(candidate)
        group = [*_leaned_on(candidate, before, min(MAX_BACK, limit - 1)), candidate]
        with_group = shown | {c.key for c in group}
        names_more = asked.several and asked.named(candidate) - named
        room = limit + (MORE_OF_SEVERAL if names_more else 0)
        if len(with_group) <= room and not any(_repeats(candidate, c[-1]) for c in chosen):
            chosen.append(group)
            shown = with_group
            named |= asked.named(candidate)
    return chosen


def _leaned_on(chosen: Chosen, before: Mapping[Key, Chosen], most: int) -> list[Chosen]:
    """The sentence before one that opens with a bare pronoun, and so on."""
    if not most or chosen.key not in before or not opens_with_pronoun(chosen.quote):
        return []
    earlier = before[chosen.key]
    return [*_leaned_on(earlier, before, most - 1), earlier]


def _repeats(candidate: Chosen, other: Chosen) -> bool:
    """Whether a sentence tells in the same words what another already told. One that denies it, or
    has a number of its own, does not: where the articles disagree, both are shown."""
    mine, theirs = set(content_stems(candidate.quote)), set(content_stems(other.quote))
    shared = len(mine & theirs) / max(1, min(len(mine), len(theirs)))
    if shared < REPEATS or _numbers(candidate.quote) - _numbers(other.quote):
        return False
    return _denies(candidate.quote) == _denies(other.quote)


def _numbers(text: str) -> set[str]:
    return {w.stem for w in words(text) if w.is_number}


def _denies(text: str) -> bool:
    found = [fold(w.text) for w in words(text)]
    return any(w in NEGATIONS or w.endswith("n't") for w in found)


def _ordered(chosen: Sequence[Sequence[Chosen]]) -> Iterator[Chosen]:
    """The lead first, then what its article adds, then the others by their best; each article's
    sentences in its own order, a sentence with a bare pronoun after the one it leans on."""
    by_article: dict[str, list[Sequence[Chosen]]] = {}
    for group in chosen:
        by_article.setdefault(group[-1].hit.passage.article_id, []).append(group)
    seen: set[Key] = set()
    for groups in by_article.values():
        lead, rest = (groups[:1], groups[1:]) if groups[0] is chosen[0] else ([], groups)
        for group in [*lead, *sorted(rest, key=lambda g: g[-1].reading.span.start)]:
            for c in group:
                if c.key not in seen:
                    seen.add(c.key)
                    yield c


def opens_with_pronoun(sentence: str) -> bool:
    """Whether a sentence needs the one before it to say whom or what it is about."""
    text = sentence[_opener(sentence) :].lstrip("“\"‘'(")
    first = next(words(text), None)
    if first is None or fold(first.text) not in PRONOUNS or first.is_acronym:
        return False
    return not (NO_REFERENCE.match(fold(text)) or BOTH_NAMED.match(text))


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
            page=passage.page_of(reading.span),
            language=passage.language,
        )
        marks = [m.shifted(-reading.span.start) for m in reading.marks]
        # A quote carries itself, as far as is known without a judge.
        text = shortened(c.quote, marks)
        yield Sentence(text, 1.0, (citation,), tuple(marks_in(text, c.quote, marks)))


def shortened(quote: str, marks: Sequence[Span] = ()) -> str:
    """A sentence without its dateline and a leading conjunction, on one line.

    Only what stands in front goes, and never a marked word, so no claim can change its meaning.
    """
    start = 0
    for leading in (_dateline, _opener):
        end = start + leading(quote[start:])
        if not any(m.start < end for m in marks) and any(c.isalnum() for c in quote[end:]):
            start = end
    rest = " ".join(quote[start:].split())
    capital = rest[:1].upper()
    return capital + rest[1:] if start and len(capital) == 1 else rest


def marks_in(text: str, quote: str, marks: Sequence[Span]) -> list[Span]:
    """Where the marks of a quote stand in what `shortened` made of it, in order; those that overlap
    as one. A mere "to" is none."""
    left_out = len(" ".join(quote.split())) - len(text)
    found: list[Span] = []
    for mark in sorted(marks):
        marked = mark.of(quote).split()
        before = quote[: mark.end - len(mark.of(quote).lstrip())]
        start = len(" ".join(f"{before}|".split())) - len("|") - left_out
        if start < 0 or all(fold(w) in NO_ANSWER for w in marked):
            continue
        end = start + len(" ".join(marked))
        if found and start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(end, found[-1].end))
        else:
            found.append(Span(start, end))
    return found


def _dateline(sentence: str) -> int:
    """The length of a dateline, the space after it included; 0: there is none."""
    if match := AGENCY_LINE.match(sentence):
        return match.end()
    if match := CITY_LINE.match(sentence):
        aside = not match["region"] and ASIDE.search(sentence, match.end())
        follow = sum(1 for _ in words(sentence[match.end() :]))
        return 0 if aside or follow < LEAST_WORDS else match.end()
    match = LONE_DASH.match(sentence)
    return match.end() if match else 0


def _opener(sentence: str) -> int:
    match = OPENERS.match(sentence)
    return match.end() if match else 0
