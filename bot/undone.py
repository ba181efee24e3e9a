"""Questions about what was *not* done: "Who held out on signing it?", "Who has yet to sign it?"

A reader that leans on shared words answers them with those who did it, or with any refusal. So such
a question is also searched and read in plainer words ("Who has not signed it?"), and a sentence
counts for little that tells of the deed without a word for leaving it, refusing it or being late
with it, or that stands in a passage which doesn't name the deed at all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lemminflect import getInflection, getLemma

from bot.protocols import Reader
from bot.types import Passage, Reading, SentenceReading, Span
from bot.words import fold, stem, stems, words

__all__ = ["Undone", "asked", "read", "tells", "wordings"]

OPENING = r"(?P<opening>who|(?:which|what)(?: [\w'-]+){1,3}?)"
BE, HAVE = "(?:is|are|was|were)", "(?:has|have|had)"
# The forms of not doing, each before the verb in one of its own forms, in folded text. First those
# of leaving it …
LEFT_FORMS = (
    rf"{HAVE} (?:still |as yet )?not(?: yet| so far)? (?P<done>[a-z]+)",
    rf"{HAVE}n't(?: yet| so far)? (?P<done>[a-z]+)",
    rf"{HAVE} never (?P<done>[a-z]+)",
    r"(?:did|does|do|would|will) (?:still )?not (?P<base>[a-z]+)",
    r"(?:did|does|do|would|wo)n't (?P<base>[a-z]+)",
    rf"(?:{HAVE} )?(?:refuse|decline|fail|neglect|omit)(?:s|d|ed|ted)? to (?P<base>[a-z]+)",
    rf"(?:{BE} )?(?:refusing|declining) to (?P<base>[a-z]+)",
    rf"{BE} (?:still )?(?:unwilling|not willing|loath) to (?P<base>[a-z]+)",
    r"(?:refrain|abstain)(?:s|ed)? from (?P<doing>[a-z]+ing)",
    r"(?:balk|balked|balks) at (?P<doing>[a-z]+ing)",
    r"(?:stop|stops|stopped) short of (?P<doing>[a-z]+ing)",
    r"(?:shy|shies|shied) away from (?P<doing>[a-z]+ing)",
    r"(?:avoid|skip)(?:s|ed|ped)? (?P<doing>[a-z]+ing)",
)
# … then those of putting it off.
LATE_FORMS = (
    rf"(?:{HAVE}|{BE}) (?:still )?yet to (?P<base>[a-z]+)",
    rf"(?:{HAVE} )?(?:hesitate|wait)(?:s|d|ed)? to (?P<base>[a-z]+)",
    rf"{BE} (?:still )?(?:waiting|hesitating|reluctant|not ready|slow|slowest|late) to "
    r"(?P<base>[a-z]+)",
    rf"{BE} (?:among |one of )?the last(?: [a-z]+){{0,3}}? to (?P<base>[a-z]+)",
    rf"(?:(?:{HAVE}|{BE}) )?(?:still )?(?:held|hold|holds|holding) (?:out|off|back)"
    r"(?: on| from| against)? (?P<doing>[a-z]+ing)",
    r"(?:delay|postpone|resist)(?:s|d|ed)? (?P<doing>[a-z]+ing)",
    r"puts? off (?P<doing>[a-z]+ing)",
    rf"{BE} (?:slow|late|reluctant) (?:in |with |at )?(?P<doing>[a-z]+ing)",
    r"(?:took|takes|take) (?:his|her|its|their) time (?:in |with )?(?P<doing>[a-z]+ing)",
)
QUESTIONS = [
    (re.compile(rf"{OPENING} {form}(?P<rest>.*)"), late)
    for forms, late in ((LEFT_FORMS, False), (LATE_FORMS, True))
    for form in forms
]
NO_DEEDS = frozenset("wait hesitate delay refuse decline hold resist be have do".split())
# Verbs of so little meaning that another deed of the sentence may be what is asked: "take over".
LIGHT = frozenset("take give go come make get put set hand let say tell".split())
# In news those who leave something undone are mostly leaders: named so, the reader finds them.
WHO_HAS_NOT = "Who are the leaders who have not {done}{rest}?"
WHICH_HAVE_NOT = "{opening} have not {done}{rest}?"
HELD_OUT, LAST = "Who are the holdouts on {doing}{rest}?", "{opening} was the last to {base}{rest}?"
# What tells that a deed was left …
LEFT_WORDS = frozenset(
    "no not never none nobody nothing neither nor without cannot yet".split()
) | frozenset(
    stems(
        "refuse refusal decline reluctant reluctance unwilling unable resist balk holdout silence "
        "silent fail failure boycott skip absent absence abstain ignore reject snub shun stonewall "
        "withhold oppose demur stall"
    )
)
# … or put off, which may also stand after it: "signed it, the last to do so".
LATE_WORDS = frozenset(
    stems(
        "hesitate wait delay postpone late last latest slow belated finally eventually until "
        "overdue holdout"
    )
)
LATE_PHRASES = re.compile(
    r"\b(?:held|hold|holds|holding) (?:out|off|back)\b|\bput(?:s|ting)? off\b|\bonly after\b|"
    r"\b(?:days|weeks|months|years) (?:later|after)\b"
)
LEFT_PHRASES = re.compile(
    r"\bstopp?(?:ed|s|ing)? short\b|\bstay(?:ed|s|ing)? away\b|\bshied away\b"
)
# "Last week" and "late on Friday" say when, not that it was put off.
WHEN = re.compile(
    r"\blast (?:week|month|year|night|time|spring|summer|autumn|fall|winter|season|[a-z]+day|\d+|"
    r"few|two|three|january|february|march|april|may|june|july|august|september|october|november|"
    r"december)\b|\blate (?:[a-z]+day|night|last|on|in|this)\b"
)
# "Did not wait" tells that it was done.
UNDOES = re.compile(
    r"(?:\b(?:not|never|without|no longer)|n't)\W+(?:\w+\W+){0,2}?"
    r"(?:wait|hesitat|delay|refus|declin|hold|held|fail|resist|oppos|object|late\b|last\b|slow)\w*"
)
CLAUSE = re.compile(r"[,;:—–()]|\b(?:but|and|while|whereas|although|though|who|which)\b")
NOT_FAR = 0.5  # of the best wording's score
OPPOSITE = 0.4  # what is left of the score of a sentence that tells that it was done


@dataclass(frozen=True, slots=True)
class Undone:
    """What a question asks who did not do: "who" "congratulate" " Biden"."""

    opening: str
    verb: str  # its lemma
    rest: str  # the words after it
    late: bool  # whether who did it at last answers too

    def inflected(self, tag: str) -> str:
        """The verb in the form of a Penn Treebank tag."""
        return str(next(iter(getInflection(self.verb, tag)), self.verb))

    def places(self, text: str) -> list[Span]:
        """Where folded text has the verb in any of its forms."""
        forms = {self.inflected(tag) for tag in ("VB", "VBD", "VBN", "VBG", "VBZ")}
        own = stem(self.verb)
        return [w.span for w in words(text) if w.text in forms or stem(w.text) == own]


def asked(question: str) -> Undone | None:
    """What a question asks who left undone; None where it asks something else."""
    text = " ".join(question.split()).rstrip(" ?!.")
    folded = fold(text)
    if len(folded) != len(text):
        text = folded  # offsets in the one are none in the other
    for form, late in QUESTIONS:
        match = form.fullmatch(folded)
        if match:
            groups = match.groupdict()
            word = next(groups[k] for k in ("done", "base", "doing") if groups.get(k))
            verb = next(iter(getLemma(word, "VERB", lemmatize_oov=False)), "")
            if verb and verb not in NO_DEEDS:
                opening = text[: match.end("opening")]
                return Undone(opening, verb, text[match.start("rest") :], late)
    return None


def wordings(question: str) -> tuple[str, ...]:
    """A question about what was not done, in other words; none for any other question."""
    deed = asked(question)
    if deed is None:
        return ()
    forms = {
        "opening": deed.opening[:1].upper() + deed.opening[1:],
        "base": deed.verb,
        "done": deed.inflected("VBN"),
        "doing": deed.inflected("VBG"),
        "rest": deed.rest,
    }
    have_not = WHO_HAS_NOT if fold(deed.opening) == "who" else WHICH_HAVE_NOT
    return tuple(w.format(**forms) for w in (have_not, HELD_OUT, *([LAST] if deed.late else [])))


def read(reader: Reader, question: str, passages: Sequence[Passage]) -> list[Reading]:
    """Read n passages for a question → n readings, in the same order; for one about what was not
    done the best of every wording, with what tells that it was done put low.

    Only passages with a sentence that may tell what was left are read in the other wordings."""
    readings = reader.read(question, passages)
    deed = asked(question)
    if deed is None:
        return readings
    telling = [_telling(deed, r, p) for r, p in zip(readings, passages, strict=True)]
    worth = [n for n, sentences in enumerate(telling) if any(sentences)]
    for wording in wordings(question) if worth else ():
        others = reader.read(wording, [passages[n] for n in worth])
        for n, other in zip(worth, others, strict=True):
            readings[n] = _better(readings[n], other)
    return [_weighed(r, sentences) for r, sentences in zip(readings, telling, strict=True)]


def tells(deed: Undone, sentence: str) -> bool:
    """Whether a sentence may tell who did not do something or, where that is asked, did it late."""
    plain = fold(sentence)
    for beside in (WHEN, UNDOES):
        plain = beside.sub(lambda m: " " * len(m[0]), plain)
    found = list(words(plain))
    if deed.late and (LATE_PHRASES.search(plain) or any(stem(w.text) in LATE_WORDS for w in found)):
        return True
    cues = [w.span for w in found if _leaves(w.text)]
    cues += [Span(m.start(), m.end()) for m in LEFT_PHRASES.finditer(plain)]
    places = deed.places(plain)
    if not places or deed.verb in LIGHT:
        return bool(cues)
    return any(
        cue.end <= place.start and not CLAUSE.search(plain[cue.end : place.start])
        for place in places
        for cue in cues
    )


def _leaves(word: str) -> bool:
    return word in LEFT_WORDS or stem(word) in LEFT_WORDS or word.endswith("n't")


def _telling(deed: Undone, reading: Reading, passage: Passage) -> list[bool]:
    """Which sentences of a reading may tell who left it: none where neither the passage nor its
    title has the verb of the deed; a light verb says little."""
    named = deed.verb in LIGHT or deed.places(fold(f"{passage.title}\n{passage.text}"))
    return [bool(named) and tells(deed, passage.quote(s.span)) for s in reading.sentences]


def _weighed(reading: Reading, telling: Sequence[bool]) -> Reading:
    sentences = tuple(
        s if tells_it else replace(s, score=OPPOSITE * s.score)
        for s, tells_it in zip(reading.sentences, telling, strict=True)
    )
    best = max((s.score for s in sentences), default=0.0)
    return Reading(min(reading.relevance, best), sentences)


def _better(a: Reading, b: Reading) -> Reading:
    sentences = tuple(_best_of(x, y) for x, y in zip(a.sentences, b.sentences, strict=True))
    return Reading(max(a.relevance, b.relevance), sentences)


def _best_of(a: SentenceReading, b: SentenceReading) -> SentenceReading:
    """The better of two readings of one sentence, with the words that both mark where the other is
    not far behind: each wording may find some of those who are asked for."""
    best, other = (a, b) if a.score >= b.score else (b, a)
    if other.score < NOT_FAR * best.score:
        return best
    more = [m for m in other.marks if not any(m.overlaps(own) for own in best.marks)]
    return replace(best, marks=tuple(sorted([*best.marks, *more])))
