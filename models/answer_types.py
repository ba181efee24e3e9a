"""Question → the kind of answer it wants; sentence → the words of that kind in it.

Plain patterns over English: enough to mark "306" for "how many" and the names for "who", and no
more than that. The trained reader marks better; this stands in for it.
"""

import enum
import re
from collections.abc import Iterator

from bot.types import Span
from bot.words import STOP_WORDS, Word, content_stems, fold, words

__all__ = ["AnswerType", "answer_spans", "answer_type"]


class AnswerType(enum.Enum):
    """What a question asks for."""

    NAME = "name"
    NUMBER = "number"
    TIME = "time"
    REASON = "reason"
    ANY = "any"


MONTHS = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
WEEKDAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
TIME = re.compile(
    rf"\b{MONTHS} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? (?:19|20)\d\d\b)?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)? {MONTHS}(?:,? (?:19|20)\d\d\b)?"
    rf"|\b{MONTHS} (?:19|20)\d\d\b|\b(?:in|since|by|until|last|this|next|early|late) {MONTHS}(?=\W)"
    rf"|\b(?:(?:last|next|this|on|late|early|on late) )?{WEEKDAYS}"
    r"(?: (?:morning|afternoon|evening|night))?"
    r"|\b(?:19|20)\d\ds?\b|\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b\.?"
    r"|\b(?:yesterday|today|tomorrow|tonight|midnight|noon)\b"
    r"|\b(?:last|next|this|the same|earlier this|later this) (?:week|month|year|night|day)\b"
    r"|\b(?:\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|several|a few|few) "
    r"(?:second|minute|hour|day|week|month|year|decade)s?(?: (?:ago|later|earlier|before|after))?\b"
)
COUNTED = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"hundreds?|thousands?|dozens?|half"
)
NUMBER = re.compile(
    rf"(?:[$€£¥]\s?|US\$\s?)?\d+(?:[.,]\d+)*(?:\s?%| percent\b| per cent\b)?"
    rf"(?: (?:hundred|thousand|million|billion|trillion)\b)?"
    rf"|\b(?:{COUNTED})(?:[- ](?:{COUNTED}|million|billion|trillion))*\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20)\d\d")
REASON = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|as a result of|in order to|so that|in response to|over|"
    r"citing|blamed on|caused by|for fear)\b(.+)",
    re.IGNORECASE | re.DOTALL,
)
JOINERS = frozenset("of the de da do del di van von der bin ibn al el la le and & for".split())
ABBREVIATED = frozenset("Mr Mrs Ms Dr St Sen Rep Gov Gen Lt Col Capt Sgt Prof Jr".split())
NAME_CALENDAR = re.compile(rf"(?:{MONTHS}|{WEEKDAYS})$")

# The first pattern that a question matches says what it asks for.
ASKED = (
    (
        AnswerType.NUMBER,
        r"\bhow (?:many|much|old|far|fast|large|big|high|tall|deep|wide|heavy)\b"
        r"|\bwhat (?:number|percentage|share|proportion|price|toll|age|fraction)\b"
        r"|\b(?:number of|death toll|what .*(?:score|magnitude))\b",
    ),
    (
        AnswerType.TIME,
        r"^(?:and |so |but )?when\b|\bsince when\b|\bhow (?:long|soon|late|early)\b"
        r"|\b(?:on |in )?(?:what|which) (?:year|day|date|month|time|decade|century|weekday)\b",
    ),
    (
        AnswerType.REASON,
        r"\bwhy\b|\bwhat (?:caused|reason|was the reason|is the reason)|\breasons?\b.*\?",
    ),
    (
        AnswerType.NAME,
        r"\bwho(?:m|se)?\b|\bwhere\b|\bwhich\b(?! of)"
        r"|\bwhat (?:is|was|were|are) the (?:name|title)s?\b"
        r"|\bwhat (?:country|countries|city|state|place|company|companies|team|club|agency|agencies"
        r"|organi[sz]ation|newspaper|outlet|person|nation|province|town|island)\b",
    ),
)
PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in ASKED)


def answer_type(question: str) -> AnswerType:
    """The kind of answer a question wants, by its question words."""
    folded = fold(question).strip()
    return next((kind for kind, pattern in PATTERNS if pattern.search(folded)), AnswerType.ANY)


def answer_spans(question: str, sentence: str) -> list[Span]:
    """The words of a sentence that may be the answer, offsets into the sentence; none is common."""
    asked = frozenset(content_stems(question))
    match answer_type(question):
        case AnswerType.NAME:
            return [s for s in _names(sentence) if not asked & set(content_stems(s.of(sentence)))]
        case AnswerType.NUMBER:
            return _numbers(question, sentence, asked)
        case AnswerType.TIME:
            spans = [Span(*m.span()) for m in TIME.finditer(sentence)]
            stems = [set(content_stems(s.of(sentence))) for s in spans]
            # "in May" has none: "may" is a stop word
            return [s for s, own in zip(spans, stems, strict=True) if not own or not own <= asked]
        case AnswerType.REASON:
            found = REASON.search(sentence)
            reason = _trimmed(Span(*found.span(1)), sentence) if found else Span(0, 0)
            return [reason] if reason.start < reason.end else []
        case AnswerType.ANY:
            return _untold(sentence, asked)


def _names(sentence: str) -> Iterator[Span]:
    """Runs of capitalised words; what stands before 's is left out, weekdays and months too."""
    run: list[Word] = []
    for word in [*words(sentence), None]:
        if word and run and _continues(run, word, sentence):
            run.append(word)
            continue
        while run and not run[-1].is_capitalised:
            run.pop()
        if run and _is_name(run, sentence):
            yield Span(run[0].span.start, run[-1].span.end)
        starts = word and word.is_capitalised and fold(word.text) not in STOP_WORDS
        run = [word] if word and starts else []


def _continues(run: list[Word], word: Word, sentence: str) -> bool:
    gap = sentence[run[-1].span.end : word.span.start]
    dotted = len(run[-1].text) == 1 or run[-1].text in ABBREVIATED
    joins = gap in (" ", "-", ". ", ".") and (dotted or "." not in gap)
    return joins and (word.is_capitalised or fold(word.text) in JOINERS - {"and", "for"})


def _is_name(run: list[Word], sentence: str) -> bool:
    text = sentence[run[0].span.start : run[-1].span.end]
    if NAME_CALENDAR.match(text) or all(fold(w.text) in STOP_WORDS for w in run):
        return False
    possessive = sentence[run[-1].span.end :].startswith(("’s", "'s"))
    return not possessive and len(text) > 1


def _numbers(question: str, sentence: str, asked: frozenset[str]) -> list[Span]:
    """Numbers, without years; those counting what is asked for, where there are any."""
    spans = [Span(*m.span()) for m in NUMBER.finditer(sentence)]
    dates = [Span(*m.span()) for m in TIME.finditer(sentence) if any(c.isdigit() for c in m[0])]
    durations = "old" in fold(question) or "age" in fold(question)
    spans = [
        s
        for s in spans
        if not YEAR.fullmatch(s.of(sentence))
        and not set(content_stems(s.of(sentence))) & asked
        and (durations or not any(d.overlaps(s) for d in dates))
    ]
    counting = [
        s for s in spans if asked & set(content_stems(" ".join(sentence[s.end :].split()[:3])))
    ]
    return counting or spans


def _untold(sentence: str, asked: frozenset[str]) -> list[Span]:
    """The longest run of words that the question doesn't have: what it tells that is new."""
    best: Span | None = None
    run: list[Word] = []
    for word in [*words(sentence), None]:
        if word and word.stem not in asked:
            run.append(word)
            continue
        while run and fold(run[0].text) in STOP_WORDS:
            run.pop(0)
        while run and fold(run[-1].text) in STOP_WORDS:
            run.pop()
        if run and (best is None or run[-1].span.end - run[0].span.start > best.end - best.start):
            best = Span(run[0].span.start, run[-1].span.end)
        run = []
    return [best] if best else []


def _trimmed(span: Span, text: str) -> Span:
    inner = span.of(text)
    lead = len(inner) - len(inner.lstrip())
    tail = len(inner.rstrip(" .,;:”\"'’)\n"))
    return Span(span.start + lead, max(span.start + lead, span.start + tail))
