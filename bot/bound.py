"""A message → the same without the pronouns that stand for something in it: what points at nothing
before needs nothing from before. "Which companies pulled their ads?", "Thailand's king supported
his sister", "Which band said it would reunite?", "With her 61st home run, which star …?"
"""

import re
from bisect import bisect_right

from bot.names import PREPOSITION
from bot.words import STOP_WORDS, fold, words

__all__ = ["unbound"]

AUXILIARY = "is|are|was|were|do|does|did|has|have|had|can|could|will|would|should"
POSSESSIVE = re.compile(r"\b(?:his|its|their|her(?= [\w’'-]+))\b", re.IGNORECASE)
SUBJECT = re.compile(
    r"\b(?:said|says?|saying|told|announced?|admits?|admitted|claims?|claimed|denied|denies|feared?|"
    r"hoped?|thinks?|thought|believed?|expects?|expected|promised)(?: (?:this|last) \w+)?"
    r"(?: (?:that|whether|if|why|when|how))? (?P<who>he|she|it|they)\b",
    re.IGNORECASE,
)
# The noun that it stands for, and a verb or a second noun between.
LEAST_BEFORE = 2
OPENING = r"(?:(?:and|but|so)\b[\s,]*)*"
QUESTION = re.compile(
    rf"{OPENING}(?:who|whom|whose|what|which|why|when|where|how|any|anything|{AUXILIARY})\b",
    re.IGNORECASE,
)
# "Did an injury end his career?" is of one before, and so is what asks for no subject.
ASKED = re.compile(
    rf"{OPENING}(?:how many|(?:which|what)(?= [\w’'-]+(?:s|people|men|women)\b)|which) (?!of )",
    re.IGNORECASE,
)
# … and "How many people died in their attack?", "What year did his wife die?".
OF_OTHERS = re.compile(rf"\b(?:{PREPOSITION}|of|about|than|{AUXILIARY})\s+$", re.IGNORECASE)
LONGEST = 12  # characters of such a word with its spaces
# Who is meant stands behind: "After a joke about his wife, Will Smith …", "Which parts of his
# speech did Obama leave out?"
WHOSE = r"[^,;?]*?\b(?P<whose>his|her|its|their)\b[^,;?]*"
AHEAD = (
    re.compile(rf"(?i:{PREPOSITION}|as|following|despite)\b{WHOSE}, (?:which |what |who |[A-Z])"),
    re.compile(rf"(?i:{OPENING}(?:which|what|how many)\b){WHOSE}? (?:{AUXILIARY}) (?:the )?[A-Z]"),
)


def unbound(text: str) -> str:
    """The text with spaces for such pronouns; each other character keeps its place."""
    matter = [w.span.end for w in words(text) if fold(w.text) not in STOP_WORDS]
    asked, asks = bool(ASKED.match(text)), bool(QUESTION.match(text))
    left = list(text)
    for match in POSSESSIVE.finditer(text):
        of_others = asks and (not asked or OF_OTHERS.search(text[: match.start()][-LONGEST:]))
        if bisect_right(matter, match.start()) >= LEAST_BEFORE and not of_others:
            _blank(left, match.span())
    for match in SUBJECT.finditer(text):
        if matter and matter[0] <= match.start():
            _blank(left, match.span("who"))
    for form in AHEAD:
        if ahead := form.match(text):
            _blank(left, ahead.span("whose"))
    return "".join(left)


def _blank(characters: list[str], span: tuple[int, int]) -> None:
    start, end = span
    characters[start:end] = " " * (end - start)
