"""Sentence → tokens with what word lists can tell of them: which may be a verb, in which form, and
what is a time. No tagger: what the lists leave open, the callers leave alone."""

import re
from dataclasses import dataclass
from enum import Flag, auto

from bot.clauses.lexicon import (
    ADVERBS,
    BE,
    DETERMINERS,
    DO,
    HAVE,
    MODALS,
    NO_ADVERBS,
    NO_VERBS,
    PARTICIPLE_ONLY,
    PAST_ONLY,
    PAST_OR_PARTICIPLE,
    PREPOSITIONS,
    PRESENT,
    REPORTING,
    SUBORDINATORS,
)
from bot.words import fold

__all__ = [
    "TIME", "Form", "Token", "finite", "group_end", "hosted", "is_adverb", "is_name", "is_nominal",
    "main_verb", "shortened", "takes_object", "tokens",
]  # fmt: skip

SHORT_VERBS = ("'m", "'re", "'ve", "'ll", "'d")
# Behind a name "'s" is mostly a genitive; behind these it is "is" or "has".
SHORT_IS = re.compile(
    r"(?:it|he|she|that|this|there|here|what|who|where|how|one|everyone|nobody)'s"
)
MOST_SUBJECT = 10  # words
NO_SUBJECT = (SUBORDINATORS | {"and", "or", "nor", "but", "both", "there"}) - {"to"}


class Form(Flag):
    """What form of a verb a word may be. "won" is PAST | PARTICIPLE."""

    NONE = 0
    PAST = auto()
    PARTICIPLE = auto()
    PRESENT = auto()
    AUXILIARY = auto()


MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
PART_OF_DAY = r"(?: (?:morning|afternoon|evening|night))?"
DATE = rf"(?:{MONTH} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}} {MONTH})(?:,? \d{{4}})?"
TIME = (
    rf"(?:(?:[Oo]n|[Ll]ate on|[Ee]arly on) (?:{DAY}{PART_OF_DAY}(?:, {DATE})?|{DATE})(?![\w’'])|"
    rf"[Ii]n (?:(?:early|late|mid|mid-) ?)?(?:{MONTH}(?:,? \d{{4}})?|(?:1[5-9]|20)\d\d)(?![\w’'-])|"
    rf"(?:[Ee]arlier )?(?:[Tt]his|[Ll]ast) (?:week|month|year|morning|night|evening|spring|summer|"
    rf"autumn|fall|winter|{DAY}|{MONTH})(?![\w’'])|"
    r"[Yy]esterday(?![\w’'])(?: (?:morning|afternoon|evening))?|"
    r"(?:[Aa]|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|\d+) (?:day|week|month|year)s? "
    r"(?:later|earlier|ago|before)\b)"
)
# After a verb it tells when, how long or how often, and is nobody to whom it was done: "killed
# Monday", "shot three times", "approved 52-48".
MEASURE = re.compile(
    rf"(?:(?:early|late) )?(?:{DAY}|{DATE})\b|\d+[-–]\d+(?![\w-])|"
    rf"(?:(?:about|over|nearly|more than) )*(?:[\d,.]+|{'|'.join(sorted(DETERMINERS))}) "
    r"(?:[\w-]+ )?(?:times?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|nights?|"
    r"mornings?|afternoons?|evenings?|weekends?|seasons?|spring|summer|autumn|fall|winter)\b"
)
TOKEN = re.compile(
    rf"(?P<time>\b{TIME})|(?P<quote>\"[^\"]*\"|“[^”]*”|«[^»]*»)|(?P<aside>\([^()]*\)|\[[^\[\]]*\])|"
    r"(?P<mark>[,;])|(?P<word>\d[\d,.]*\d(?:[^\s,;]*)|[^\s,;\"“”«»()\[\]]+)|(?P<odd>\S)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a comma or semicolon, or a whole time, quotation or bracket, which nothing cuts."""

    start: int
    end: int
    text: str
    low: str
    kind: str
    form: Form


def tokens(text: str) -> list[Token]:
    """The tokens of one sentence, in order."""
    found = []
    for match in TOKEN.finditer(text):
        kind, written = str(match.lastgroup), match[0]
        low = fold(written).replace("’", "'") if kind == "word" else written
        form = _form(written, low) if kind == "word" else Form.NONE
        found.append(Token(match.start(), match.end(), written, low, kind, form))
    return found


def finite(found: list[Token], at: int) -> bool:
    """Whether the token may be a finite verb where it stands; "the detained men" has none."""
    token = found[at]
    if not token.form & (Form.PAST | Form.PRESENT | Form.AUXILIARY):
        return False
    if token.form & Form.AUXILIARY:
        return True
    before = found[at - 1] if at else None
    if before is None:
        return True
    if (before.form and before.low in MODALS | DO) or before.low == "to":
        return False
    attributive = bool(token.form & (Form.PARTICIPLE | Form.PRESENT))
    return not (attributive and (before.low in DETERMINERS or before.low in PREPOSITIONS))


def is_adverb(token: Token) -> bool:
    return token.kind == "word" and (
        token.low in ADVERBS or (token.low.endswith("ly") and token.low not in NO_ADVERBS)
    ) and not token.text[0].isupper()  # fmt: skip


def is_name(token: Token) -> bool:
    """Whether a word is written as a name is."""
    return token.kind == "word" and token.text[0].isupper()


def is_nominal(token: Token) -> bool:
    """Whether a noun phrase surely begins here: "the …", "Biden", "306 …", "“…”"."""
    return (
        is_name(token)
        or token.kind == "quote"
        or token.low in DETERMINERS
        or token.text[0] in "$€£"
        or token.text[0].isdigit()
    )


def takes_object(part: list[Token], verb: int) -> bool:
    """Whether a noun phrase surely follows a verb at once, and no time or measure."""
    after = part[verb + 1 :]
    if not after or not is_nominal(after[0]):
        return False
    return after[0].kind != "time" and not MEASURE.match(" ".join(t.text for t in after))


def shortened(token: Token) -> bool:
    """Whether a verb hangs on a word: "they've", "that's"."""
    return token.low.endswith(SHORT_VERBS) or bool(SHORT_IS.fullmatch(token.low))


def _form(written: str, low: str) -> Form:
    if written[0].isupper() or not written[0].isalpha() or low in NO_VERBS:
        return Form.NONE
    if low in BE | HAVE | DO | MODALS:
        return Form.AUXILIARY
    if low in PAST_ONLY:
        return Form.PAST
    if low in PARTICIPLE_ONLY:
        return Form.PARTICIPLE
    if low in PRESENT:
        return Form.PRESENT
    regular = len(low) > 3 and low.endswith("ed") and not low.endswith("eed") and "-" not in low
    if low in PAST_OR_PARTICIPLE or regular:
        return Form.PAST | Form.PARTICIPLE
    return Form.NONE


def main_verb(found: list[Token]) -> int:
    """Where the verb of a clause's first subject stands (with the adverbs before it); 0 where the
    subject is not a plain noun phrase of at most ten words, or nothing surely is its verb."""
    if found and (found[0].low in PREPOSITIONS - DETERMINERS or found[0].kind == "time"):
        return 0
    for at, token in enumerate(found):
        if token.kind == "mark" or token.low in NO_SUBJECT or shortened(token):
            return 0
        if not finite(found, at):
            continue
        start = at
        while start and is_adverb(found[start - 1]):
            start -= 1
        if not start:
            return 0
        last = found[start - 1]
        if token.form & Form.AUXILIARY or last.low not in DETERMINERS | PREPOSITIONS:
            return start if start <= MOST_SUBJECT else 0
    return 0


def group_end(found: list[Token], verb: int) -> int:
    """Where the verbs that stand together end: "has since been arrested" is four words."""
    at = verb
    while at < len(found) and (
        found[at].form
        or is_adverb(found[at])
        or found[at].low in ("been", "being", "be")
        or (at == verb and found[at].kind == "time")
    ):
        at += 1
    return at


def hosted(part: list[Token]) -> bool:
    """Whether each verb after those a predicate begins with hangs on "that", "to" or the like, as
    far as the next clause."""
    host = any(t.low in REPORTING for t in part[: group_end(part, 0)])
    for at in range(group_end(part, 0), len(part)):
        ahead = part[at + 1].low if at + 1 < len(part) else ""
        if part[at].low == ";" or (part[at].low == "," and ahead in ("and", "but", "while")):
            return True
        joint = next((t.low for t in reversed(part[:at]) if not is_adverb(t)), "")
        if finite(part, at) and not host and joint not in ("and", "but"):
            return False
        host = host or part[at].low in SUBORDINATORS | REPORTING
    return True
