"""bot.times.no_date: counts, names and verbs that look like dates."""

import pytest

from bot.times.no_date import is_no_date
from bot.types import Span


def no_date(text: str) -> bool:
    """Of the expression in brackets."""
    start, end = text.index("["), text.index("]") - 1
    return is_no_date(text.replace("[", "").replace("]", ""), Span(start, end))


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee won by [2019] votes.",
        "Ann Lee won by [2019] valid votes.",
        "Ann Lee won by [2019] to 1800.",
        "A crowd of [2000] people was there.",
        "Ann Lee spoke to a crowd of [2000].",
        "A bill of [2019] euros came.",
        "The power failed in [2000] homes in Rome.",
        "The [2000] people left.",
        "Prices rose by [2000] percent.",
        "Prices rose by [2000]%.",
        "In [2019] tests, Ann Lee was ill.",
    ],
)
def test_a_number_that_counts_is_no_year(text: str) -> None:
    assert no_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "In [2019] Ann won.",
        "Since [2019] sales rose.",
        "In [2019] sales in Rome rose.",
        "Ann Lee said that by [2019] most sales had stopped.",
        "It was over by [2019] in Rome.",
        "Ann Lee won in [2019] after protests.",
        "Ann Lee won in [2019] and loses now.",
        "The fire in [2019] marks the worst of times.",
        "In the summer of [2019] protests broke out.",
        "Ann Lee won the [2016] elections.",
        "Ann Lee won in [2019].",
    ],
)
def test_a_year_stays_one(text: str) -> None:
    assert not no_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "The deal negotiated by [May] was rejected.",
        "It was signed by [August] Wilson.",
        "It was signed by [Jan] Day.",
        "Bo Day took over after [May] resigned.",
        "Bo Day left before [May] finally did.",
        "It was said by [May] herself.",
    ],
)
def test_a_month_may_be_somebody(text: str) -> None:
    assert no_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "By [May] the virus had spread.",
        "It was signed by [May].",
        "It was signed by [May 2020].",
        "It was signed by [December], Ann Lee said.",
        "By [December] Ann Lee had signed.",
        "In [May] Ann Lee signed.",
        "After [March] rose prices.",
    ],
)
def test_a_month_stays_one(text: str) -> None:
    assert not no_date(text)


@pytest.mark.parametrize(
    ("text", "is_none"),
    [
        ("They [march 10] miles.", True),
        ("They left on [march 10].", False),
        ("The vote was postponed [from 8 to 10 December].", True),
        ("The vote ran [from 8 to 10 December].", False),
    ],
)
def test_a_verb_may_turn_a_date_into_none(text: str, is_none: bool) -> None:
    assert no_date(text) is is_none
