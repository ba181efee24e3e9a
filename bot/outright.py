"""Deed + sentence → whether the sentence tells the deed word for word, so that no model need judge.

"MOSCOW — President Vladimir Putin congratulated President-elect Joe Biden on Tuesday" tells "Putin
congratulated Biden": the sentence opens with the deed, or with a dateline, a time, or what somebody
named in full is ("Former campaign chairman Ann Lee"), before it; its words stand there in their
order, with nothing between but articles and, before a name, a title with or without a first name;
and what follows begins something of its own. So "Biden's rival", "Hunter Biden", "Biden supporters"
and "reports that Putin congratulated Biden" tell something else. Nothing in the sentence may deny
it or make it depend on something. In doubt the model judges.
"""

import re
from collections.abc import Sequence

from bot.clauses.grammar import TIME
from bot.clauses.lexicon import ROLES
from bot.words import STOP_WORDS, UPPER, Word, fold, words

__all__ = ["OUTRIGHT", "tells_outright"]

OUTRIGHT = 0.9  # the probability that such a sentence supports the deed, at the least

ARTICLES = frozenset("the a an".split())
TITLES = frozenset("president prime minister chancellor leader elect".split())
RANKS = frozenset("senator sen rep representative gov governor secretary king pope general".split())
# "BEIRUT, Aug. 5 (AP) — …", "On Tuesday, …"
LEAD = re.compile(
    rf"^\s*(?:(?:[{UPPER}]{{3,}}[^—–“”\"?]{{0,50}}|"
    r"[^—–“”\"?()]{0,50}\([A-Z][\w ]{1,20}\)) ?[—–-]{1,2} )?"
    rf"(?:{TIME},? )?"
)
# What may stand before a role: "former Oslo campaign chairman". No verb, as "critics believe".
OF_A_ROLE = frozenset(
    "former then acting interim outgoing incoming retired longtime senior top lead deputy vice "
    "prime chief executive associate assistant special federal district state national regional "
    "local city county campaign party opposition majority minority foreign interior defense "
    "defence finance health justice security press police fire army navy military union company "
    "team bank".split()
)
# Opens with a capital and no name: "Had Trump won", "See Ann beat Bo".
NO_NAMES = STOP_WORDS | frozenset(
    "let see watch imagine suppose make help another if unless whether not no never".split()
)
# "Biden" in these is somebody, or something, else.
OTHER_PLACE = frozenset("new north south east west northern southern eastern western".split())
# What follows the deed and cannot belong to its last word.
FOLLOWING = re.compile(
    r"[”\"’]?[.!]|[,;:]|\s*$| [—–(]|\s+(?:on|in|at|after|before|during|when|while|as|by|with|for|"
    r"from|since|following|amid|despite|because|late|early|earlier|yesterday|today|tonight|last|this|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
# Any of these, wherever it stands, may turn the deed round, make it depend on something or call it
# a tale.
TURNS = re.compile(
    r"\b(?:not|never|no|nobody|neither|nor|without|if|unless|whether|could|should|would|may|might|"
    r"den(?:y|ied|ies)|rumou?r\w*|alleg\w*|claim\w*|suppos\w*|purport\w*|false\w*|hoax\w*|fake\w*|"
    r"untrue|incorrect\w*|mistaken\w*|wrong\w*|error|expect\w*|almost|nearly|satir\w*|parod\w*|"
    r"fiction\w*|novel|film|movie|dream\w*|myth|joke\w*)\b|n[’']t\b|[?…]",
    re.IGNORECASE,
)
# Between the deed's words: it is no plain statement.
ELSEWHERE = re.compile('[,;:—–“”"()/]|-(?!elect)')
LEAST_WORDS = 3  # who, what, whom


def tells_outright(deed: str, sentence: str) -> bool:
    """Whether the sentence has the words of the deed in their order, as its own statement."""
    wanted = _matter(list(words(deed)))
    if len(wanted) < LEAST_WORDS or TURNS.search(sentence):
        return False
    lead = LEAD.match(sentence)
    start = lead.end() if lead else 0
    start = _behind_role(wanted, sentence, start)
    told = [w for w in words(sentence) if w.span.start >= start]
    count = _told(wanted, told)
    if not count or sentence[start : told[0].span.start].strip():
        return False
    end = told[count - 1].span.end
    joined = ELSEWHERE.search(sentence, told[0].span.start, end)
    return not joined and bool(FOLLOWING.match(sentence, end))


def _behind_role(wanted: Sequence[Word], sentence: str, start: int) -> int:
    """Where the full name that a deed opens with begins, if before it from `start` on stands only
    what its bearer is; else `start`."""
    named = [w.text for w in wanted[:2]]
    if not all(w.is_capitalised for w in wanted[:2]):
        return start
    told = [w for w in words(sentence) if w.span.start >= start]
    at = next((n for n, w in enumerate(told) if [w.text for w in told[n : n + 2]] == named), 0)
    before = told[:at]
    if not before or ELSEWHERE.search(sentence, start, told[at].span.start):
        return start
    lows = [w.text.lower() for w in before]
    plain = all(w.is_capitalised or w.text in OF_A_ROLE | ROLES for w in before[1:])
    odd = (NO_NAMES - ARTICLES - OF_A_ROLE) & {*lows}
    return told[at].span.start if lows[-1] in ROLES and plain and not odd else start


def _told(wanted: Sequence[Word], told: Sequence[Word]) -> int:
    """How many of the words told it takes to tell all that are wanted; 0: they are not there so."""
    left = list(wanted)
    between: list[Word] = []  # since the last word that was wanted
    for at, word in enumerate(told):
        if _same(left[0], word):
            opens = len(left) == len(wanted)
            if _opens_otherwise(word, between) if opens else _is_another(between):
                return 0
            left.pop(0)
            between.clear()
            if not left:
                return at + 1
        elif word.text.lower() in ARTICLES or _before_a_name(word, left[0]):
            between.append(word)
        elif not (len(left) == len(wanted) - 1 and _is_surname(at, told)):
            return 0
    return 0


def _matter(deed: Sequence[Word]) -> list[Word]:
    """The words of a deed that must be told: not its articles, nor a title before a name."""
    kept: list[Word] = []
    for word in reversed(deed):
        named = bool(kept) and kept[-1].is_capitalised and kept[-1].text.lower() not in TITLES
        title = word.text.lower() in TITLES and named
        if word.text.lower() not in ARTICLES and not title:
            kept.append(word)
    return kept[::-1]


def _same(wanted: Word, told: Word) -> bool:
    """Whether a word is told as it is wanted, or in the present of a headline: "congratulates",
    not "to congratulate"; names only as they are, "Adams" is not "Adam"."""
    if wanted.stem != told.stem:
        return False
    named = wanted.is_capitalised or told.is_capitalised
    return fold(wanted.text) == fold(told.text) or (told.text.endswith("s") and not named)


def _before_a_name(word: Word, following: Word) -> bool:
    """Whether a word may stand before the deed's next one as its title or first name."""
    title = word.text.lower() in TITLES
    return following.is_capitalised and (
        title or (word.is_capitalised and word.text.lower() not in OTHER_PLACE)
    )


def _is_another(before: Sequence[Word]) -> bool:
    """Whether what stands before a later name makes it another's: "Hunter" before "Biden", but not
    "President Joe"; nor before a place, "American" before "Samoa"."""
    lows = [w.text.lower() for w in before]
    named = any(w.is_capitalised and w.text.lower() not in TITLES | ARTICLES for w in before)
    return named and not (TITLES | RANKS) & {*lows}


def _is_surname(at: int, told: Sequence[Word]) -> bool:
    """Whether a word goes on with the name of somebody who has a title: "President Xi Jinping"."""
    title = told[at - 2].text.lower() if at >= 2 else ""
    return title in TITLES and told[at - 1].is_capitalised and told[at].is_capitalised


def _opens_otherwise(first: Word, before: Sequence[Word]) -> bool:
    """Whether what stands before the deed's first word makes it another's, or another number; a
    mere first name may, too: "Hunter Biden" is not "Biden"."""
    lows = [w.text.lower() for w in before]
    if not lows or all(low in ARTICLES for low in lows):
        return False
    return first.is_number or lows[0] in NO_NAMES - ARTICLES or not (TITLES | RANKS) & {*lows}
