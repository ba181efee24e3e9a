"""Follow-up + earlier turns → the same question worded so that it stands alone.

A pronoun gives way to the name it points to; a name alone takes the place of the one asked about
before ("And Bolsonaro?"); where neither is safe, what was talked of is added in brackets.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import dropwhile, pairwise
from typing import TypeAlias

from bot.bound import AUXILIARY, unbound
from bot.messages import Turn
from bot.names import PREPOSITION, Name, names
from bot.words import STOP_WORDS, Word, fold, words

__all__ = ["completed", "corrected", "corrects", "points_at_matter", "with_subject"]

IsName: TypeAlias = Callable[[str], bool]
# Words that carry nothing on from one question to the next.
EMPTY = frozenset(
    """else next happen happened happening another anything something article articles aspect
    aspects interesting important significant information""".split()
)
CONTEXT = re.compile(r" \(([^()]*)\)$")
MOST_CONTEXT = 12  # words
LOOKED_UP = 2  # turns back, in which the word that opens a text is looked up: is it a name?
HELPER = rf"(?:{AUXILIARY})(?:n['’]?t)?\b"
SUBJECT = re.compile(rf"(?:^|\s){HELPER} (?:the )?$", re.IGNORECASE)
# Who or what is asked for is named in the answer, and is what one asks about next.
WHO = re.compile(
    rf"(?:and )?who(?:['’]s| (?:is|was|were|are))? (?:the|an?|its|their) (?-i:[a-z])|"
    rf"(?:and )?who (?!else\b|{HELPER})",
    re.IGNORECASE,
)
WHAT = re.compile(
    r"(?:and )?what (?!happened\b)(?:\w+ed|hit|struck|sank|won|cut|broke)\b", re.IGNORECASE
)
ASKED_FOR = {"he": WHO, "she": WHO, "it": WHAT}
PRONOUNS = {
    "he": "he him his",
    "she": "she her hers",
    "they": "they them their theirs",
    "it": "it its",
}
KIND = {word: kind for kind, found in PRONOUNS.items() for word in found.split()}
# What stood for one of these does not stand for the other; "they" are a person, a group or things.
APART = {"he": {"she", "it"}, "she": {"he", "it"}, "it": {"he", "she"}, "they": set[str]()}
PRONOUN = re.compile(rf"\b(?:{'|'.join(KIND)})\b(?!['’])", re.IGNORECASE)
POSSESSIVE = frozenset("his hers its their theirs".split())
# "It" that stands for nothing, or for what happened.
EMPTY_IT = re.compile(
    r"\bit (?:true|clear|certain|known|that|take|took|mean|means|possible|happen\w*)\b|"
    r"\b(?:take|took|taken|cost|mean|think of) it\b",
    re.IGNORECASE,
)
THE_END = re.compile(r"\bthe $", re.IGNORECASE)
THERE = re.compile(r"\bthere(?=\s*[?!.]*$)", re.IGNORECASE)
AND = re.compile(r"(?:(?:and|but|or|so|then|what about|how about)\b[\s,]*)+", re.IGNORECASE)
# "Sorry, Ohio", "I meant 2016": what was said before, of another. "No Labels" is a name.
CORRECTION = re.compile(
    r"(?:(?:(?:sorry|oops|actually|i mean|i meant|make that)\b|(?:no|wait)\s*[,:–—-])[\s,:–—-]*)+"
    r"(?:the )?(?P<name>[^?!,;:]+?)[\s?!.]*",
    re.IGNORECASE,
)


def unknown(word: str) -> bool:
    """Whether a word is a name, where nobody can tell."""
    return False


@dataclass(frozen=True, slots=True)
class Told:
    """An earlier turn, and the names in it."""

    message: str  # as typed
    asked: tuple[Name, ...]  # in its stand-alone wording, without what stands in brackets
    answered: tuple[Name, ...]

    @property
    def about(self) -> list[Name]:
        """What was asked about: not the names that say when, where or with whom."""
        return [n for n in self.asked if not n.is_aside]

    @property
    def carried(self) -> list[Name]:
        """The names that the question had from before it."""
        typed = {w.stem for w in words(self.message)}
        return [n for n in self.asked if not n.stems & typed]

    @property
    def pronouns(self) -> set[str]:
        """The kinds of those in the message."""
        return {KIND[fold(m[0])] for m in PRONOUN.finditer(self.message)}


def completed(text: str, turns: Sequence[Turn], is_name: IsName = unknown) -> str:
    """A message that leans on earlier turns, worded so that it stands alone.

    One of the turns must have a question. What that was about fades with the next; names stay.
    `is_name` is asked about words that open a sentence.
    """
    before = next(t.question for t in reversed(turns) if t.question)
    told = _told(turns, is_name)
    return (
        _exchanged(text, CONTEXT.sub("", before))
        or _replaced(text, told)
        or _bracketed(text, before, told)
    )


def corrects(text: str, is_name: IsName = unknown) -> bool:
    """Whether a message only puts a name or number right that was said before."""
    return bool(_put_right(text, is_name))


def corrected(text: str, turns: Sequence[Turn], is_name: IsName = unknown) -> str:
    """What was said before with the name, or the number, that a message puts right: the subject, if
    there are several; empty where the message does not, or where nobody knows which."""
    named = _put_right(text, is_name)
    before = next((CONTEXT.sub("", t.question) for t in reversed(turns) if t.question), "")
    if not named:
        return ""
    if all(w.is_number for w in words(named)):
        said = [(w.span.start, w.span.end) for w in words(before) if w.is_number]
    else:
        found = names(before, is_name)
        plain = [n for n in found if not n.is_aside] if len(found) > 1 else found
        said = [(name.start, name.end) for name in plain]
    if len(said) > 1:  # of several names the subject, which opens a claim and follows its verb else
        said = [(a, b) for a, b in said if not a or SUBJECT.search(before[:a])]
    if len(said) != 1:
        return ""
    start, end = said[0]
    return f"{before[:start]}{named}{before[end:]}"


def _put_right(text: str, is_name: IsName) -> str:
    """The name or number that a message only puts right; empty where it says something else."""
    match = CORRECTION.fullmatch(text)
    named = list(words(match["name"])) if match else []
    known = all(w.is_capitalised or w.is_number or is_name(w.text) for w in named)
    return match["name"] if match and named and known else ""


def points_at_matter(text: str, turns: Sequence[Turn]) -> bool:
    """Whether a message has "the" before a noun of the last exchange: "Was the ship freed?"."""
    last = next((t for t in reversed(turns) if t.question), None)
    if last is None:
        return False
    said = {w.stem for part in (last.question, last.answer) for w in words(part)}
    found = list(words(text))
    return any(
        fold(the.text) == "the" and noun.stem in said and fold(noun.text) not in STOP_WORDS
        for the, noun in pairwise(found)
    )


def with_subject(text: str, turns: Sequence[Turn], is_name: IsName = unknown) -> str:
    """A message with what the conversation is about, as far as it has a name."""
    return _with(text, (w.text for w in _matter(_subject(_told(turns, is_name)))))


def _told(turns: Sequence[Turn], is_name: IsName) -> list[Told]:
    made = []
    for back, turn in enumerate(reversed(turns)):
        known = is_name if back < LOOKED_UP else unknown
        typed = {w.text for w in words(turn.message)}

        def put_there(word: str, typed: set[str] = typed, known: IsName = known) -> bool:
            return word not in typed or known(word)  # a pronoun gave way to it

        asked = names(CONTEXT.sub("", turn.question), put_there)
        made.append(Told(turn.message, tuple(asked), tuple(names(turn.answer, known))))
    return made[::-1]


def _exchanged(text: str, before: str) -> str:
    """The earlier question asked of another: "And Bolsonaro?", "And in Rome?"; else nothing.

    A name alone takes the place of the subject, which follows its verb, a name with a preposition
    that of the one with the same.
    """
    opening = AND.match(text)
    other = text[opening.end() :].rstrip(" ?!.") if opening else ""
    phrase = re.fullmatch(rf"({PREPOSITION}) (.+)", other, re.IGNORECASE)
    named = phrase[2] if phrase else other
    bare = list(words(named.removeprefix("the ")))
    if not bare or not all(w.is_capitalised or w.is_number for w in bare):
        return ""
    stands = re.compile(rf"\b{phrase[1]} (?:the )?$", re.IGNORECASE) if phrase else SUBJECT
    numbers = [w.span for w in words(before) if w.is_number]
    spans = [*((n.start, n.end) for n in names(before)), *((s.start, s.end) for s in numbers)]
    same = [(start, end) for start, end in spans if stands.search(before[:start])]
    if len(same) != 1:
        return ""
    start, end = same[0]
    return f"{THE_END.sub('', before[:start])}{named}{before[end:]}"


def _replaced(text: str, told: Sequence[Told]) -> str:
    """The message with its first pronoun replaced by the name it points to; else nothing."""
    empty = [m.span() for m in EMPTY_IT.finditer(text)]
    for pronoun in PRONOUN.finditer(unbound(text)):
        if any(start <= pronoun.start() < end for start, end in empty):
            continue
        word, rest = fold(pronoun[0]), text[pronoun.end() :]
        name = _referent(KIND[word], told)
        if not name:
            break
        if word in POSSESSIVE or (word == "her" and _is_owned(rest)):
            name += "’" if name.endswith("s") else "’s"
        return text[: pronoun.start()] + name + rest
    there = THERE.search(text)
    said = (n for turn in reversed(told) for n in (*turn.asked, *turn.answered))
    place = next((n.text for n in said if n.is_place), "")
    return f"{text[: there.start()]}in {place}{text[there.end() :]}" if there and place else ""


def _is_owned(rest: str) -> bool:
    """Whether a word of matter follows, so that "her" is a possessive."""
    following = next(words(rest), None)
    return following is not None and fold(following.text) not in STOP_WORDS


def _referent(kind: str, told: Sequence[Told]) -> str:
    """The name that a pronoun most likely stands for, in full; empty where none is known."""
    known = _kinds(told)
    for turn in reversed(told):
        for name in _likely(kind, turn):
            full = _full(name, told)
            if not APART[kind] & known.get(full, set()):
                return full
    return ""


def _subject(told: Sequence[Told]) -> str:
    """What the last question that names anything is about, if it is not a place or a time alone."""
    last = next((t for t in reversed(told) if t.asked), None)
    return next((_full(n, told) for n in (last.about if last else ())), "")


def _likely(kind: str, turn: Told) -> Iterator[Name]:
    """The names of a turn that a pronoun of some kind may stand for, likeliest first."""
    asked = {s for n in turn.asked for s in n.stems}
    if kind in ASKED_FOR and ASKED_FOR[kind].match(turn.message):
        yield from (new for n in turn.answered if (new := _unasked(n, asked)))
    if kind in turn.pronouns:  # it goes on standing for the same
        yield from turn.carried
    yield from (n for n in turn.about if not n.is_adjective)


def _unasked(name: Name, asked: Set[str]) -> Name | None:
    """A name in an answer without the words before it that the question has: of "Texas Gov. Greg
    Abbott" the governor of Texas; None where it is what the question names."""
    own = list(dropwhile(lambda w: w.stem in asked, words(name.text)))
    if len(own) < min(2, len(name.stems)) or any(w.stem in asked for w in own):
        return None
    before = own[0].span.start
    return replace(name, text=name.text[before:], start=name.start + before)


def _kinds(told: Sequence[Told]) -> dict[str, set[str]]:
    """Name → the pronouns that stood for it."""
    known: dict[str, set[str]] = {}
    for turn in told:
        for name in turn.carried:
            known.setdefault(_full(name, told), set()).update(turn.pronouns - {"they"})
    return known


def _full(name: Name, told: Sequence[Told]) -> str:
    """The longest form in which the conversation has a name: "Peskov" → "Dmitry Peskov"."""
    said = (n for t in told for n in (*t.asked, *t.answered))
    longer = (n for n in said if name.stems < n.stems and len(n.stems) <= len(name.stems) + 2)
    return max(longer, key=lambda n: len(n.text), default=name).in_full


def _bracketed(text: str, before: str, told: Sequence[Told]) -> str:
    """The message with what the earlier question and its answer were about, in brackets.

    What that question had from still earlier ones fades: its names stay, and the rest only where
    it had no matter of its own.
    """
    older = CONTEXT.search(before)
    own = _matter(before[: older.start()] if older else before)
    inherited = [w for w in _matter(older[1] if older else "") if len(own) <= 1 or _is_old_name(w)]
    answered = (w for n in told[-1].answered for w in words(n.text) if len(w.text) > 1)
    about = [*own, *inherited, *_matter(_subject(told)), *answered]
    return _with(text, (w.text for w in about))


def _with(text: str, about: Iterable[str]) -> str:
    """A text with words in brackets that it lacks, each once."""
    has = {w.stem for w in words(text)}
    lacking = dict.fromkeys(a for a in about if not {w.stem for w in words(a)} <= has)
    return f"{text} ({' '.join([*lacking][:MOST_CONTEXT])})" if lacking else text


def _matter(text: str) -> list[Word]:
    return [w for w in words(text) if fold(w.text) not in STOP_WORDS | EMPTY]


def _is_old_name(word: Word) -> bool:
    return word.is_number or word.is_capitalised
