"""What stands before a date, or a sentence → whether its verb tells what was, what is to come, or
what was planned and may have come or not."""

import re

__all__ = ["AHEAD", "OPEN", "PAST", "looks_ahead", "tense"]

AHEAD = re.compile(
    r"\b(?:will|won[’']t|shall|(?:plans?|hopes?|expects?|intends?|wants?) to|(?:is|are|was|were) "
    r"(?:due|scheduled|set|expected|about|to)|to be|"
    r"(?:intent|intention|plans?|aim|hopes?|wish|desire|pledge|vow) (?:for [^,;:]{1,40} )?to)\b",
    re.IGNORECASE,
)
# What was planned may have come or not: which side of the day of writing it lies on is open.
OPEN = re.compile(
    r"\b(?:would|could|should|been (?:due|scheduled|set|planned|expected)|"
    r"(?:begins|starts|opens|ends|closes|expires|takes (?:effect|place)))\b"
)
# "Is set" looks ahead, though "set" alone is past.
PAST = re.compile(
    r"(?<!\bbe )(?<!\bbeen )(?<!\bto )\b"
    r"(?!(?:(?<=\bis )|(?<=\bare ))(?:set|scheduled|expected)\b)"
    r"(?:\w{2,}ed|was|were|had|did|said|told|sent|won|lost|took|"
    r"made|gave|went|came|became|began|led|"
    r"left|met|held|found|wrote|fell|rose|beat|hit|shot|cut|put|set|got|paid|sold|spoke|stood|struck|"
    r"broke|ran|saw|sank|spent|kept|fought|chose|flew|brought|caught|withdrew|drew|bought|shut)\b"
)


def looks_ahead(sentence: str) -> bool:
    """Whether a sentence tells what is still to come."""
    return tense(sentence) in {AHEAD, OPEN}


def tense(before: str) -> re.Pattern[str] | None:
    """Which of the patterns matches last before an expression: what its verb says of when it is."""
    last = {p: max((m.end() for m in p.finditer(before)), default=0) for p in (PAST, OPEN, AHEAD)}
    nearest = max(last, key=lambda p: last[p])
    return nearest if last[nearest] else None
