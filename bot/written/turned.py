"""A written sentence + the article sentences it was made of → what was turned round on the way: a
word become its opposite, a plan told as done, or what somebody says told as a
fact. Rules of words, for what a small judge overlooks.
"""

import functools
import re
from collections.abc import Sequence

from bot.named import carries_name, names_in
from bot.speech import reports_speech, speaker
from bot.words import STOP_WORDS, content_stems, fold, stem, words

__all__ = ["opposed", "settled", "stated_as_fact"]

# One side / the other.
PAIRS = """first/last; more/less fewer; rise rose/fall fell; gain/lose lost;
win won/lose lost; increase/decrease fall fell drop; agree accept/refuse reject decline;
support/oppose; allow/ban bar; highest/lowest; largest/smallest; best/worst;
confirm/deny; approve/reject; guilty/innocent; higher/lower; raise/cut lower;
oldest/youngest; most/least"""
HEDGE = re.compile(
    r"\b(?:may|might|could|would|will|should|plan\w*|intend\w*|expect\w*|hope[ds]?|want(?:s|ed)?|"
    r"(?:is|are|was|were) to|propose[ds]?|threaten\w*|consider\w*|likely|possibly|perhaps|probably|"
    r"(?:due|set|about|going) to|supposed|aims?|seeks?|sought|urged|asked|called for|scheduled|if|"
    r"unless|whether|reportedly|allegedly|to be)\b",
    re.IGNORECASE,
)
PLAN = re.compile(
    r"\b(?:may|might|could|would|will|should|plans? to|intends? to|expects? to|hopes? to|wants? to|"
    r"(?:is|are|was|were) to|threaten(?:s|ed) to|considering|likely to|expected to|proposed)\s+"
    r"(?:also |not |be |have )*(?P<deed>[a-z]{3,})"
)
INFINITIVE = re.compile(r"\bto $")
ATTRIBUTING = re.compile(
    r"\b(?:accord\w+|report\w*|alleg\w+|claim\w*|call\w*|accus\w+|suspect\w*|promis\w+|thank\w*|"
    r"describ\w+|put|spoke\w*|told|think\w*|thought|argu\w+|agree\w*|estimat\w+|announc\w+|confirm\w*|"
    r"acknowledg\w+|admit\w*|recall\w*|view\w*|see[ns]?|saw|consider\w*|express\w+|hail\w*|prais\w+|"
    r"critici[sz]\w+|blam\w+|urg\w+|want\w*|hop\w+|express\w*)\b",
    re.IGNORECASE,
)
OF_IT = (
    0.5  # share of a written sentence's words from which an article sentence is where it is from
)


@functools.cache
def _opposites() -> dict[str, frozenset[str]]:
    """For each stem of PAIRS those on the other side."""
    found: dict[str, frozenset[str]] = {}
    for pair in PAIRS.split(";"):
        one, other = (frozenset(map(stem, side.split())) for side in pair.split("/"))
        for side, against in ((one, other), (other, one)):
            for word in side:
                found[word] = found.get(word, frozenset()) | against
    return found


def opposed(text: str, quotes: Sequence[str]) -> str:
    """A word of the sentence whose opposite alone the articles have; empty where there is none."""
    there = {stem(w.text) for q in quotes for w in words(q)}
    for word in words(text):
        against = _opposites().get(word.stem, frozenset())
        if word.stem not in there and against & there:
            return word.text
    return ""


def settled(text: str, quotes: Sequence[str]) -> str:
    """What the sentence tells as done and the articles as planned or possible; empty where that is
    not so."""
    if HEDGE.search(text):
        return ""
    told = [w for w in words(text) if not INFINITIVE.search(text[: w.span.start])]
    mine = {w.stem for w in told}
    for quote in quotes:
        for match in PLAN.finditer(quote):
            deed = stem(match["deed"])
            others = [
                w for w in words(quote[: match.start()] + quote[match.end() :]) if w.stem == deed
            ]
            if deed in mine and not others and fold(match["deed"]) not in STOP_WORDS:
                return match["deed"]
    return ""


def stated_as_fact(text: str, quotes: Sequence[str]) -> str:
    """Who alone says what the sentence states as a fact; empty where it names them, reports it as
    said, or an article states it."""
    if reports_speech(text) or speaker(text) or ATTRIBUTING.search(text):
        return ""
    wanted = set(content_stems(text))
    sayers = [
        (len(wanted & set(content_stems(q))) / max(1, len(wanted)), speaker(q, text))
        for q in quotes
    ]
    best = max((share for share, _ in sayers), default=0.0)
    if best < OF_IT or any(not who for share, who in sayers if share >= best):
        return ""
    who = next(who for share, who in sayers if share == best)
    named = names_in(who) or [who]
    return "" if any(carries_name(text, n.split()[-1]) for n in named) else who
