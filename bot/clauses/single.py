"""One sentence → the single claims in it, by rules: each can be true or false by itself and be
read alone, in the sentence's own words.

What an editor would look up one by one is split; what may be meant together is left whole, because
a claim that nobody made is worse than two in one:

- Deeds of one subject: "Biden won Georgia and lost Florida" is two claims. A time before them
  belongs to each. A time after the last may or may not be meant for all, so that each deed stands
  without it and the last once more with it: "X did A and B on Tuesday" is "X did A", "X did B" and
  "X did B on Tuesday". Where an earlier deed has a time of its own, each keeps its own.
- Two clauses: "Putin waited, but Bolsonaro wrote". "He" becomes the first subject where it can be
  nobody else; any other pronoun leaves the sentence whole.
- What is said of a name in passing, and several names that do the same. A time belongs to each.
- "X said that A and that B". Any other reported speech, quotations, comparisons, conditions and
  what a negation may reach stay whole.

A deed with its time is else one claim ("Putin congratulated Biden on Dec. 15"): the quotes for and
against it show whether it is the deed or the time that is wrong.
"""

import re

from bot.clauses.asides import aside
from bot.clauses.deeds import deeds
from bot.clauses.grammar import TIME, Token, finite, is_name, main_verb, tokens
from bot.clauses.joined import joined
from bot.clauses.lexicon import POINTING, POSSESSIVES
from bot.clauses.pairs import pairs

__all__ = ["single_claims"]

WORDS = range(5, 61)  # a sentence that is looked into
END = re.compile(r"[.!]*$")
# What makes parts depend on each other, or hides where they end.
TANGLED = re.compile(
    r"\b(?:if|unless|whether|either|neither|nor|between|respectively|rather than|as if|not only|"
    r"(?:not|n['’]t) (?:true|false)|(?:would|could|should|might) have|"
    r"tried and (?:tested|failed)|(?:almost|nearly|barely)(?! [\d$€£])|hardly|scarcely|rarely|"
    r"seldom|allegedly|reportedly|supposedly|apparently|falsely)\b|"
    r"\bthan (?!\d)|[?…]|:(?!\d)| [–—-]+ |—|--|(?:^|\s)['‘]|^[\"“«]",
    re.IGNORECASE,
)
OPENER = re.compile(
    r"^(?:(?:And|But),? |(?:So|However|Meanwhile|Also|Then|In addition|Moreover|Specifically|"
    r"Additionally|Furthermore|Finally), )+"
)
FORE = re.compile(
    rf"^(?:{TIME}(?:,|(?= (?:the|[A-Z])))|(?:According to|In|On|At|After|Before|During|Since|By|"
    r"Following|Despite|Under|Amid|For|With|From|Until|Within) [^,]+,) "
)
FORE_TIME = re.compile(TIME)
AFT = re.compile(
    r", (?:according to [^,]+|(?!who |which )[^,]{2,60} (?:said|reported|says|announced))$"
)
TWICE_THAT = re.compile(
    r"^(?P<who>[^,]{2,60}? (?:said|says|claimed|claims|promised|announced|stated|wrote|warned|"
    r"argued|insisted|testified|reported|confirmed|denied|added)) that (?P<one>[^,;\"“”]+?),? and "
    r"that (?P<other>[^,;\"“”]+)$"
)
MOST_FORE = 10  # words of an opening


def single_claims(sentence: str) -> list[str]:
    """The single claims of one sentence, in order; the sentence itself where it surely has no more.

    Each begins with a capital and ends as the sentence does. Takes about .1 ms.
    """
    end = END.search(sentence)
    body = sentence[: end.start()] if end else sentence
    if len(body.split()) not in WORDS or TANGLED.search(body) or not _balanced(body):
        return [sentence]
    parts = list(dict.fromkeys(_split(OPENER.sub("", body, count=1))))
    if len(parts) == 1:
        return [sentence]
    return [p[0].upper() + p[1:] + (end[0] if end else "") for p in parts]


def _balanced(text: str) -> bool:
    return text.count('"') % 2 == 0 and all(
        text.count(a) == text.count(b) for a, b in ("“”", "()", "[]", "«»")
    )


def _split(body: str) -> list[str]:
    """The parts of a sentence without its end, split as far as they can be."""
    twice = TWICE_THAT.match(body)
    if twice:
        return _said(twice) or [body]
    aft = AFT.search(body)
    if aft:
        return [part + aft[0] for part in _split(body[: aft.start()])]
    fore = _fore(body)
    rest = body[len(fore) :]
    found = tokens(rest)
    parts = (
        [fore + part if framed else part for part, framed in aside(rest, found)]
        or _two(fore, rest, found)
        or [fore + part for part in deeds(rest, found) or pairs(rest, found)]
    )
    return [single for part in parts for single in _split(part)] or [body]


def _said(twice: re.Match[str]) -> list[str]:
    """The two things said, each as said; nothing where the second points to a name in the first."""
    one, other = tokens(twice["one"]), tokens(twice["other"])
    named = any(is_name(t) for t in one)
    if (named and any(t.low in POINTING | POSSESSIVES for t in other)) or not main_verb(other):
        return []
    return [f"{twice['who']} that {twice[part]}" for part in ("one", "other")]


def _fore(body: str) -> str:
    """The time or circumstances that open a sentence: "On Tuesday, ", "According to police, "."""
    fore = FORE.match(body)
    if not fore or len(fore[0].split()) > MOST_FORE:
        return ""
    opening = tokens(fore[0])
    return "" if any(finite(opening, at) for at in range(len(opening))) else fore[0]


def _two(fore: str, rest: str, found: list[Token]) -> list[str]:
    """The first of two clauses and the second. A time before both belongs to both, but where the
    second has its own, or stands behind a semicolon, it may not."""
    both = joined(rest, found)
    if both is None:
        return []
    apart = both.loose or any(t.kind == "time" for t in tokens(both.second))
    return [fore + both.first, ("" if apart and FORE_TIME.match(fore) else fore) + both.second]
