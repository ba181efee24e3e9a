"""bot.times.ranges: the words of a range, or a list, of days → those days."""

import datetime as dt

import pytest

from bot.times.ranges import listed, range_days
from bot.types import Days


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("8-10 December", (2020, 12, 8), (2020, 12, 10)),
        ("Dec. 30 to Jan. 2", (2020, 12, 30), (2021, 1, 2)),
        ("Dec. 30 to Jan. 2, 2020", (2019, 12, 30), (2020, 1, 2)),
        ("Dec. 30, 2018, to Jan. 2", (2018, 12, 30), (2019, 1, 2)),
        ("from the 8th to the 10th of May 2019", (2019, 5, 8), (2019, 5, 10)),
        ("between January and February", (2020, 1, 1), (2020, 2, 29)),
    ],
)
def test_an_end_has_from_the_other_what_it_leaves_out(
    words: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    days = Days(dt.date(*first), dt.date(*last))
    assert range_days(words, lambda _: 2020, last_tells=False) == days


def test_the_last_end_may_tell_the_year() -> None:
    days = range_days("Dec. 30 to Jan. 2", {"2 jan": 2020}.get, last_tells=True)
    assert days == Days(dt.date(2019, 12, 30), dt.date(2020, 1, 2))


@pytest.mark.parametrize("words", ["10-8 May", "30-31 February", "May 3, 2020 to May 2, 2019"])
def test_what_is_no_range_has_no_days(words: str) -> None:
    assert range_days(words, lambda _: 2020, last_tells=False) is None
    assert range_days("8-10 May", lambda _: None, last_tells=False) is None


def test_each_day_of_a_list_stands_with_its_month() -> None:
    words = "Dec. 8, 9 and 10, 2020"
    assert [(span.of(words), day) for span, day in listed(words)] == [
        ("Dec. 8", "8 Dec. 2020"),
        ("9", "9 Dec. 2020"),
        ("10, 2020", "10 Dec. 2020"),
    ]
