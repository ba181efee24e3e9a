"""Deed + sentence + a date in it → whether the date is surely the deed's; and deed + sentence →
whether the deed may have been done on another day too.

A date is the deed's where it stands in the same clause as who did it (the last word of the name, or
a pronoun for whom the sentence before names) and what was done, and that clause has no second verb:
not in "Ann died at the hospital she entered on April 2", "Congress passed the bill, introduced on
March 3", "Her family announced on May 7 that Ann had died".
"""

import re

from bot.candidates import Candidate
from bot.clauses.grammar import Form, finite, is_adverb, tokens
from bot.times.dates import Dated
from bot.words import STOP_WORDS, UPPER, content_stems, stems, words

__all__ = ["is_tied", "may_repeat", "verbs"]

MASK = "d"  # dates are written over with it: their commas part nothing
BARRIER = re.compile(
    r"[,;:—–()“”\"]|\b(?:that|who|whom|whose|which|where|when|while|after|before|since|until|"
    rf"because|although|though|but|as|if|and(?! [{UPPER}]))\b"
)
# "MOSCOW — On Tuesday, Dec. 15, …": what comes next is still of the date's clause.
OPENING = re.compile(
    rf"^(?:[^—–]{{0,60}} [—–-]{{1,2}} )?(?:(?:late|early|earlier) )?(?:(?:on|in) )?{MASK}{{3,}},? ",
    re.IGNORECASE,
)
SOMEBODY = re.compile(r"^\W*(?:he|she|they|it)\b", re.IGNORECASE)
# The day something was made known, or remembered, is not the day it happened.
MADE_KNOWN = re.compile(
    r"\b(?:announc|confirm|report|reveal|certif|mark(?:s|ed)\b|celebrat|commemorat|remember|"
    r"anniversar|recall|describ|discuss|mourn|memorial|ceremon|disclos)\w*",
    re.IGNORECASE,
)
# What one does more than once: another date says nothing of the one claimed.
REPEATED = re.compile(
    r"\b(?:met|visited|beat|defeated|reported|fell|rose|dropped|climbed|scored|played|spoke|talked|"
    r"attacked|struck|hit|bombed|shelled|travell?ed|flew|tested|voted|tweeted|posted|wrote|"
    r"protested|marched|hosted|praised|thanked|critici[sz]ed|gained|raised|"
    r"won (?:[\w’'-]+ ){0,4}(?:race|title|cup|final|match|game|award|prize|medal|championship|"
    r"league|open|prix|tournament))\b",
    re.IGNORECASE,
)
AGAIN = re.compile(
    r"\b(?:again|another|twice|once more|(?:second|third|fourth|fifth) time|every|annual\w*|"
    r"each year|as usual)\b",
    re.IGNORECASE,
)


def is_tied(deed: str, candidate: Candidate, dated: Dated) -> bool:
    """Whether a date of the sentence is surely that of the deed."""
    clause, opens = _clause(candidate, dated)
    there = set(stems(clause))
    named = [w.stem for w in words(deed) if w.is_capitalised and w.text.lower() not in STOP_WORDS]
    matter = [s for s in content_stems(deed) if s not in named]
    subject = _subject(deed) or (matter[0] if matter else "")
    stands_for = opens and SOMEBODY.match(clause) and subject in stems(candidate.before)
    does = subject in there or stands_for
    done = 2 * len(set(matter) & there) >= len(set(matter))
    known = MADE_KNOWN.search(clause) and not MADE_KNOWN.search(deed)
    return bool(does) and done and not known and verbs(clause) <= 1


def may_repeat(deed: str, sentence: str) -> bool:
    """Whether the deed may have been done, or be told in the sentence, more than once."""
    return bool(REPEATED.search(deed) or AGAIN.search(sentence))


def verbs(text: str) -> int:
    """How many verbs with a subject of their own a text has; "has been sent" is one."""
    found = [t for t in tokens(text) if not is_adverb(t)]
    following = [*(t.form for t in found[1:]), Form.NONE]
    return sum(
        finite(found, at) and not (token.form & Form.AUXILIARY and following[at])
        for at, token in enumerate(found)
    )


def _clause(candidate: Candidate, dated: Dated) -> tuple[str, bool]:
    """The clause that a date stands in, and whether it opens the sentence."""
    masked = candidate.quote
    for other in candidate.dates:
        start, end = other.span.start, other.span.end
        masked = f"{masked[:start]}{MASK * (end - start)}{masked[end:]}"
    masked = re.sub(rf"(?<={MASK}{{3}}), (?={MASK}{{3}})", MASK * 2, masked)
    opening = OPENING.match(masked)
    start, search_from = 0, dated.span.end
    if opening and dated.span.end <= opening.end():
        search_from = opening.end()
    else:
        barriers = [b.end() for b in BARRIER.finditer(masked, 0, dated.span.start)]
        start = barriers[-1] if barriers else 0
        if opening and start <= opening.end():
            start = 0
    after = BARRIER.search(masked, search_from)
    before = masked[:start].rstrip(" —–-")
    opens = not before or before.isupper()
    return masked[start : after.start() if after else len(masked)], opens


def _subject(deed: str) -> str:
    """The stem of the last word of the name that comes first in a deed; empty: it has none."""
    last = ""
    for word in words(deed):
        if word.is_capitalised and word.text.lower() not in STOP_WORDS:
            last = word.stem
        elif last:
            break
    return last
