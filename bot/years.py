"""A year that a question names: "Who won the 2019 World Cup?" is not answered by an article of 2014
which does not speak of 2019.

A small reader sees that somebody won a cup, and not which. An article of that year need not name
it, and neither need one of the first weeks after, which says "in December".
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.types import Passage, Reading

__all__ = ["of_their_year", "years"]

# A year by itself: no sum, no "2,019", no "1990s"; 2000 is more often a count.
YEAR = re.compile(r"(?<![\d$£€.,])(?!2000)(19[5-9]\d|20[0-4]\d)(?![\d%]|[.,]\d|s\b)")
LOOKING_BACK = dt.timedelta(days=60)  # after a year's end
OTHER_YEAR = 0.5  # what is left of the scores of a passage of another year


def years(text: str) -> frozenset[int]:
    """The years that a text names: "in 2019" → 2019."""
    return frozenset(int(year) for year in YEAR.findall(text))


def of_their_year(
    question: str, readings: Sequence[Reading], passages: Sequence[Passage]
) -> list[Reading]:
    """n readings of n passages; those of other years than the question names count for less. An
    article without a date may be of any."""
    asked = years(question)
    return [
        r if not asked or _may_tell(p, asked) else _less(r)
        for r, p in zip(readings, passages, strict=True)
    ]


def _may_tell(passage: Passage, asked: frozenset[int]) -> bool:
    day = passage.date
    return (
        day is None
        or not {day.year, (day - LOOKING_BACK).year}.isdisjoint(asked)
        or not years(f"{passage.title}\n{passage.text}").isdisjoint(asked)
    )


def _less(reading: Reading) -> Reading:
    sentences = tuple(replace(s, score=OTHER_YEAR * s.score) for s in reading.sentences)
    return Reading(OTHER_YEAR * reading.relevance, sentences)
