"""Question + what was marked in a sentence → whether that is of the kind the question asks for: a
name for "who", a number for "how many", a time for "when", a length for "how long".

Only what the wording of a question settles is looked at.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.types import Span
from bot.words import fold, words

__all__ = ["AskedKind", "kind_asked"]


@dataclass(frozen=True, slots=True)
class AskedKind:
    """What a question asks for."""

    is_of: Callable[[Span, str], bool]  # marked words, by offsets into a sentence, and the sentence
    # What a sentence counts for whose marks are not of this kind, 0..1. Of our own answers and
    # XQuAD's .09 are so where "who" is asked ("the media"), and .002 to .02 of the other kinds.
    otherwise: float = 0.3


LEAD = (
    r"(?:and |but |so |then )?(?:[a-z]+ing to [^,?]{3,60}, |in [^,?]{3,40}, |according to .*?, )?"
)
WHO = re.compile(rf"{LEAD}(?:by |to |with |from |for )?who(?:m|se)?\b")
HOW_MANY = re.compile(
    rf"{LEAD}(?:about |roughly )?(?:how (?:many|old)|how much (?!did|does|do\b)|"
    r"(?:what|which) (?:percentage|share|number|proportion))\b"
)
HOW_LONG = re.compile(rf"{LEAD}(?:for )?how long\b")
WHEN = re.compile(
    rf"{LEAD}(?:since |until |by )?(?:when|(?:in |on |during )?(?:what|which) "
    r"(?:year|month|day|date|weekday|week|decade|century))\b"
)
# "Rep", "D-Ariz" and "Sen." name nobody.
NO_NAME = re.compile(
    r"\b(?:[DRI]-[A-Z][a-z]*|Reps?|Sens?|Gov|Gen|Lt|Col|Mr|Mrs|Ms|Dr|President|Senator|Governor|"
    r"The|A|An|It|He|She|They|We|I|This|That|His|Her|Their|One|Some|Many|Most|Former)\b\.?"
)
NUMBER = re.compile(
    r"\d|\b(?:no|none|nobody|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|dozens?|scores?|hundreds?|thousands?|millions?|billions?|trillions?|half|halves|"
    r"firsts?|seconds?|thirds?|quarters?|fifths?|single|couple|pair|both|several|few|all|every|"
    r"each|once|twice|thrice|double|triple|handful|majority|most|nothing|free|everything|unanimous(?:ly)?)\b"
)
LENGTH = re.compile(
    r"(?:second|minute|hour|day|night|weekend|week|fortnight|month|year|decade|centur|term|season|"
    r"generation|quarter|semester|life|lives|mile|kilomet|met(?:er|re)|feet|foot|inch|yard|page|"
    r"word|km)|\b(?:until|since|till|forever|indefinite|permanent|temporar|brief|long|short)|"
    r"\b(?:from|between) .*\b(?:to|and)\b"
)
TIME = re.compile(
    r"\d|th century|\b(?:start|beginning|end|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|spring|summer|autumn|fall|winter|"
    r"today|yesterday|tomorrow|tonight|now|immediately|soon|later|earlier|once|never|noon|midnight|"
    r"dawn|dusk|ago|next|last|after|before|during|when|while|until|since|as soon|by|early|late|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mid)?(?:day|morning|afternoon|evening|night|"
    r"week|weekend|month|year|decade|century|hour|minute|moment|season|term|quarter|eve|easter|"
    r"war|christmas|thanksgiving|ramadan|election|anniversary)s?)\b"
)
AFTER = 16  # characters behind the marked words that may say of what they are so many


def kind_asked(question: str) -> AskedKind | None:
    """What a question asks for, where its wording settles that."""
    plain = fold(" ".join(question.split()))
    return next((kind for pattern, kind in KINDS if pattern.match(plain)), None)


def _names_somebody(marked: Span, sentence: str) -> bool:
    return any(w.is_capitalised for w in words(NO_NAME.sub(" ", marked.of(sentence))))


def _is_number(marked: Span, sentence: str) -> bool:
    return bool(NUMBER.search(fold(marked.of(sentence))))


def _is_long(marked: Span, sentence: str) -> bool:
    return bool(LENGTH.search(fold(sentence[marked.start : marked.end + AFTER])))


def _is_time(marked: Span, sentence: str) -> bool:
    return bool(TIME.search(fold(marked.of(sentence))))


KINDS = (
    (WHO, AskedKind(_names_somebody, otherwise=0.6)),
    (HOW_LONG, AskedKind(_is_long)),
    (HOW_MANY, AskedKind(_is_number)),
    (WHEN, AskedKind(_is_time)),
)
