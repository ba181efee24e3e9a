"""A message → the same without the pronouns that stand for something in it: what points at nothing
before needs nothing from before. "Which companies pulled their ads?", "Which band said it would
reunite?", "With her 61st home run, which star …?"

Only where the number fits, and the noun is what is asked for: "How many people watched his speech?"
and "Police searched his home" are of somebody before.
"""

import re
from collections.abc import Iterator

from bot.names import PREPOSITION
from bot.words import STOP_WORDS, fold, words

__all__ = ["AUXILIARY", "unbound"]

AUXILIARY = "is|are|was|were|do|does|did|has|have|had|can|could|will|would|should"
OPENING = r"(?:(?:and|but|so)\b[\s,]*)*"
PLURAL = (
    r"(?!(?:has|was|does|this|its|his|always|says|news|politics)\b)"
    r"(?:[\w’'-]+[^siu’'\W]s|people|men|women|children|police)\b"
)
PERSON = (
    r"(?:\w+ ){0,2}?(?:man|woman|person|star|actor|actress|singer|player|athlete|senator|governor|"
    r"president|minister|politician|billionaire|presenter|director|author|champion|leader|king|queen|"
    r"head of state)\b"
)
VERB = rf"(?!(?:{AUXILIARY}|happens?)\b)"
# Who is asked for → the pronouns that may stand for them.
ASKED = (
    (re.compile(rf"{OPENING}(?:how many|(?:which|what) {VERB}(?:\w+ ){{0,2}}?{PLURAL}) ", re.I),
     "they their"),
    (re.compile(rf"{OPENING}who ", re.I), "they their"),
    (re.compile(rf"{OPENING}(?:which|what) {VERB}{PERSON}", re.I), "he his she her they their"),
    (re.compile(rf"{OPENING}(?:which|what)(?! of\b| one\b| \w+ed\b) {VERB}", re.I),
     "it its they their"),
)  # fmt: skip
POSSESSIVE = re.compile(r"\b(?P<whose>his|its|their|her(?= (?P<next>[\w’'-]+)))\b", re.IGNORECASE)
SUBJECT = re.compile(
    r"\b(?:said|says?|saying|told|announced?|admits?|admitted|claims?|claimed|denied|denies|feared?|"
    r"hoped?|thinks?|thought|believed?|expects?|expected|promised)(?: (?:this|last) \w+)?"
    r"(?: (?:that|whether|if|why|when|how))? (?P<who>he|she|it|they)\b",
    re.IGNORECASE,
)
SEVERAL = re.compile(rf" {PLURAL}")
PEOPLE_SAID = re.compile(rf"\b{PLURAL} (?:\w+ )?(?:have |had )?$", re.IGNORECASE)
# A verb stands between it and the noun, and no auxiliary or preposition right before it: "What year
# did his wife die?" and "How many people died in their attack?" ask of others.
LEAST_BEFORE = 2  # words of matter
OF_OTHERS = re.compile(rf"\b(?:{PREPOSITION}|of|about|than|{AUXILIARY})\s+$", re.IGNORECASE)
LONGEST = 12  # characters of such a word with its spaces
# Who is meant stands behind: "With her 61st home run, which star …", "Which parts of his speech did
# Obama leave out?"
WHOSE = r"[^,;?]*?\b(?P<whose>his|her|its|their)\b[^,;?]*"
AHEAD = (
    re.compile(
        rf"{OPENING}(?:{PREPOSITION}|as|following|despite)\b{WHOSE}, (?:which|what) {VERB}"
        rf"(?!{PLURAL})",
        re.IGNORECASE,
    ),
    re.compile(rf"(?i:{OPENING}(?:which|what|how many)\b){WHOSE}? (?:{AUXILIARY}) (?:the )?[A-Z]"),
)
MOST = 300  # characters, of one question


def unbound(text: str) -> str:
    """The text with spaces for such pronouns; each other character keeps its place."""
    left = list(text)
    for start, end in _bound(text):
        left[start:end] = " " * (end - start)
    return "".join(left)


def _bound(text: str) -> Iterator[tuple[int, int]]:
    """Where they stand."""
    if len(text) > MOST:
        return
    matter = [w.span.end for w in words(text) if fold(w.text) not in STOP_WORDS]
    kinds = next((kinds for form, kinds in ASKED if form.match(text)), "").split()
    for match in POSSESSIVE.finditer(text):
        own = fold(match["whose"]) in kinds
        owns = not match["next"] or fold(match["next"]) not in STOP_WORDS
        told = sum(end <= match.start() for end in matter) >= LEAST_BEFORE
        if own and owns and told and not OF_OTHERS.search(text[: match.start()][-LONGEST:]):
            yield match.span("whose")
    for match in SUBJECT.finditer(text):
        who = fold(match["who"])
        several = who == "they" and PEOPLE_SAID.search(text[: match.start()])
        if several or (who in kinds and not SEVERAL.search(text[: match.start()])):
            yield match.span("who")
    for form in AHEAD:
        if ahead := form.match(text):
            yield ahead.span("whose")
