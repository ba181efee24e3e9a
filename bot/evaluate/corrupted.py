"""A true sentence → one that its passages don't carry: a name, number or date exchanged, a negation
put in or taken out, or a sentence of common knowledge in its place. Shares no code with what makes
training data, so that a reader is not measured by its own lessons."""

import re
from collections.abc import Sequence
from enum import Enum
from functools import cache
from pathlib import Path
from random import Random

from bot.clauses.grammar import finite, main_verb, tokens
from bot.clauses.lexicon import BE, HAVE, MODALS
from bot.names import names
from bot.questions import contains
from bot.words import content_stems, stems

__all__ = ["Corruption", "corruptions"]

KNOWLEDGE = Path(__file__).with_name("common_knowledge.txt")
MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan.|Feb.|Mar.|Apr.|Aug.|Sept.|Oct.|Nov.|Dec."
).split("|")
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
DATE_WORD = re.compile(
    rf"\b(?:{'|'.join(map(re.escape, WEEKDAYS))})\b|"
    rf"\b(?:{'|'.join(map(re.escape, MONTHS))})(?= \d)|\b(?:19|20)\d\d\b"
)
NUMERAL = re.compile(r"(?<![\w.,:/-])\d{1,3}(?:,\d{3})*(?:\.\d+)?(?![\w:/-]|[.,]\d)")
SPELT = "two three four five six seven eight nine ten eleven twelve".split()
SPELT_OUT = re.compile(rf"\b(?:{'|'.join(SPELT)})\b")
NEGATIVE = re.compile(r"\b(?P<verb>is|was|were|are|has|have|had|will|would|could|can|did|do) not\b|"
                      r"\b(?P<short>is|was|were|are|has|have|had|would|could|did|do)n[’']t\b|"
                      r"\b(?P<never>never) ")  # fmt: skip
AUXILIARIES = BE | HAVE | MODALS
FACTORS = (1.5, 2, 3, 0.5, 10)
LEAST_NAME = 3  # characters


class Corruption(Enum):
    """What was done to a sentence."""

    NAME = "name"
    NAME_NEARBY = "name from the passage"
    NUMBER = "number"
    NUMBER_NEARBY = "number from the passage"
    DATE = "date"
    NEGATION = "negation"
    KNOWLEDGE = "common knowledge"


def corruptions(
    text: str, passages: Sequence[str], elsewhere: Sequence[str], random: Random
) -> dict[Corruption, str]:
    """Each of the ways in which a sentence can be made one that the passages don't carry.

    `elsewhere` is where names come from that the passages don't have.
    """
    known = "\n".join(passages)
    far = [n for t in elsewhere for n in _names(t) if not contains(known, n)]
    figures = NUMERAL.findall(known)
    ways = {
        Corruption.NAME: _other_name(text, far, random),
        Corruption.NAME_NEARBY: _other_name(text, _names(known), random),
        Corruption.NUMBER: _other_number(text, figures, random, nearby=False),
        Corruption.NUMBER_NEARBY: _other_number(text, figures, random, nearby=True),
        Corruption.DATE: _other_date(text, known, random),
        Corruption.NEGATION: _turned_round(text),
        Corruption.KNOWLEDGE: _knowledge(text, known, random),
    }
    return {kind: made for kind, made in ways.items() if made and made != text}


def _names(text: str) -> list[str]:
    # The first words of a sentence may be no name.
    found = [n.text for n in names(text) if n.start and len(n.text) >= LEAST_NAME]
    return sorted({n for n in found if len(n.split()) <= 3 and not n.isupper()})


def _other_name(text: str, others: Sequence[str], random: Random) -> str:
    own = [n for n in names(text) if len(n.text) >= LEAST_NAME and not DATE_WORD.search(n.text)]
    there = set(stems(text))
    new = [o for o in others if not set(stems(o)) & there and not DATE_WORD.search(o)]
    if not own or not new:
        return ""
    old = random.choice(own)
    alike = [o for o in new if len(o.split()) == len(old.text.split())]
    return text[: old.start] + random.choice(alike or new) + text[old.end :]


def _other_number(text: str, figures: Sequence[str], random: Random, *, nearby: bool) -> str:
    digits = [m for m in NUMERAL.finditer(text) if not DATE_WORD.fullmatch(m[0])]
    digits = [m for m in digits if not re.search(rf"(?:{'|'.join(MONTHS)}) $", text[: m.start()])]
    if nearby:
        has = set(NUMERAL.findall(text))
        new = [f for f in figures if f not in has and not DATE_WORD.fullmatch(f)]
        if not digits or not new:
            return ""
        old = random.choice(digits)
        return text[: old.start()] + random.choice(new) + text[old.end() :]
    if digits:
        old = random.choice(digits)
        return text[: old.start()] + _scaled(old[0], figures, random) + text[old.end() :]
    spelt = list(SPELT_OUT.finditer(text))
    if not spelt:
        return ""
    old = random.choice(spelt)
    new = [s for s in SPELT if s != old[0]]
    return text[: old.start()] + random.choice(new) + text[old.end() :]


def _scaled(figure: str, known: Sequence[str], random: Random) -> str:
    value = float(figure.replace(",", ""))
    for factor in random.sample(FACTORS, len(FACTORS)):
        scaled = value * factor + (1 if value < 3 else 0)
        new = f"{scaled:,.1f}" if "." in figure else f"{max(1, round(scaled)):,}"
        if new != figure and new not in known:
            return new
    return f"{value + 7:,.0f}"


def _other_date(text: str, known: str, random: Random) -> str:
    found = list(DATE_WORD.finditer(text))
    if not found:
        return ""
    old = random.choice(found)
    if old[0].isdigit():
        new = [str(int(old[0]) + n) for n in (-9, -7, -4, -3, 3, 4)]
    else:
        new = WEEKDAYS if old[0] in WEEKDAYS else MONTHS[:12]
    new = [n for n in new if n[:3] != old[0][:3] or n.isdigit()]
    fresh = [n for n in new if n not in known]
    return text[: old.start()] + random.choice(fresh or new) + text[old.end() :]


def _turned_round(text: str) -> str:
    """With its negation taken out or, where it has none, one put in."""
    there = NEGATIVE.search(text)
    if there:
        kept = there["verb"] or there["short"] or ""
        return text[: there.start()] + kept + text[there.end() :]
    found = tokens(text)
    at = main_verb(found) or next(
        (n for n, t in enumerate(found) if t.kind == "word" and finite(found, n)), 0
    )
    while 0 < at < len(found) and not finite(found, at):
        at += 1
    if not 0 < at < len(found):
        return ""
    verb = found[at]
    if verb.low in AUXILIARIES:
        return f"{text[: verb.end]} not{text[verb.end :]}"
    return f"{text[: verb.start]}never {text[verb.start :]}"


def _knowledge(text: str, known: str, random: Random) -> str:
    """What is commonly known of something that the sentence names, and the passages don't say."""
    there, told = set(content_stems(text)), set(content_stems(known))
    fresh = [k for k in _common() if len(set(content_stems(k)) & told) < len(content_stems(k)) / 2]
    near = [k for k in fresh if set(content_stems(k)) & there]
    return random.choice(near or fresh) if fresh else ""


@cache
def _common() -> tuple[str, ...]:
    lines = KNOWLEDGE.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))
