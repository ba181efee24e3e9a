"""Dates as people and programs write them."""

import pytest

from bot.formats.days import day_of


@pytest.mark.parametrize(
    "text",
    ["2020-12-15", "2020-12-15T08:30:00Z", "2020-12-15 08:30", "2020/12/15", "20201215",
     "20201215T083000Z", "15.12.2020", "12/15/2020", "15/12/2020, 08:30", "15 December 2020",
     "15 Dec 2020", "15th of December, 2020", "15-Dec-2020", "December 15, 2020", "Dec. 15 2020",
     "DECEMBER 15TH, 2020", "Tue, 15 Dec 2020 08:00:00 GMT",
     "Tuesday, December 15, 2020 at 8:30 AM", " 15  Dec\n2020 "],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert day_of(text).isoformat() == "2020-12-15"


def test_the_same_number_twice_is_one_day() -> None:
    assert day_of("4/4/2021").isoformat() == "2021-04-04"


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2020", "2020-12", "December 2020", "3/4/2021", "2020-13-45", "31 February 2020",
     "15/15/2020", "1608019200", "15 Dec 20", "32.12.2020", "yesterday", "15 December"],
)  # fmt: skip
def test_what_is_no_day_or_could_be_two_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        day_of(text)
