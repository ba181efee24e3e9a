"""bot.times.events: on which day sentences put an event."""

import datetime as dt

import pytest

from bot.times.dates import dates_in
from bot.times.events import event_days, same_event

WRITTEN = dt.date(2020, 12, 16)  # a Wednesday


def day_of(event: str, *sentences: str, near: dt.date = WRITTEN) -> str:
    found = event_days(event, [(s, dates_in(s, WRITTEN)) for s in sentences], near)
    return found.in_words if found else ""


@pytest.mark.parametrize(
    "sentence",
    [
        "Since the Nov. 3 election nothing was heard.",
        "Since the 3 November 2020 presidential election nothing was heard.",
        "Americans voted on Nov. 3.",
        "He waited, for the election was held on Nov. 3.",
        "On Nov. 3, Americans voted.",
        "It began on Nov. 3, when Americans voted.",
        "On Nov. 4, 2020, the day after the vote, he wrote.",
        "He wrote on Nov. 6, three days after the election.",
    ],
)
def test_an_event_has_the_day_that_a_sentence_gives_it(sentence: str) -> None:
    assert day_of("the election", sentence) == "3 November 2020"


@pytest.mark.parametrize(
    "sentence",
    [
        "After the election he wrote on Nov. 9.",
        "He wrote on Nov. 9, and there was an election.",
        "The president-elect spoke on Nov. 9.",
        "The electors voted on Dec. 14.",
        "There was an election in 2020.",  # no day
        "He criticised the election on Nov. 9.",
        "A judge reviewed the election on Nov. 9.",
        "The election of 2016 was held on Nov. 8, 2016.",  # another one, four years before
    ],
)
def test_what_gives_it_no_day_is_not_taken(sentence: str) -> None:
    assert day_of("the election", sentence) == ""


def test_different_days_are_a_span() -> None:
    told = day_of("the vote", "They voted on Nov. 3.", "They voted on Nov. 5.")
    assert told == "3 November 2020 to 5 November 2020"


def test_a_date_is_its_own_day() -> None:
    assert day_of("14 December") == "14 December 2020"


def test_events_are_the_same_by_their_words() -> None:
    assert same_event("the election", "Americans voted")
    assert same_event(
        "the networks called the race", "American television networks had called the race"
    )
    assert same_event("the Electoral College vote", "electors cast their votes")
    assert not same_event("the election", "the Electoral College vote")
    assert not same_event("the summit", "the election")
    assert not same_event("it", "the election")
