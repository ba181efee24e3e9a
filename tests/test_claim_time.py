"""bot.times.claim_time, bot.times.distance: what a claim says of time, and the deed left."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.times.claim_time import Relation, claim_time
from bot.times.distance import ENDLESS, stated

DEED = "Putin congratulated Biden"


@pytest.mark.parametrize(
    ("claim", "date", "relation"),
    [
        (f"{DEED} on 14 December 2020", "14 December 2020", Relation.ON),
        (f"On Dec. 14, 2020, {DEED}", "Dec. 14, 2020", Relation.ON),
        (f"{DEED} in November", "November", Relation.ON),
        (f"In May, {DEED}", "May", Relation.ON),
        (f"{DEED} before 15 December", "15 December", Relation.BEFORE),
        (f"{DEED} after December 14", "December 14", Relation.AFTER),
        (f"{DEED} by 2021", "2021", Relation.BY),
        (f"{DEED} on Monday, 14 December", "14 December", Relation.ON),
        (f"{DEED} by May", "May", Relation.BY),
        (f"By May 2020 {DEED}", "May 2020", Relation.BY),
        (f"{DEED} in April and May", "April and May", Relation.ON),
    ],
)
def test_a_date_is_taken_from_the_deed(claim: str, date: str, relation: Relation) -> None:
    when = claim_time(claim)
    assert when.deed == DEED
    assert [(d.date, d.relation) for d in when.dates] == [(date, relation)]
    assert when.distance is None


@pytest.mark.parametrize(
    ("claim", "date"),
    [
        ("The summit took place on 8-10 December", "8-10 December"),
        ("The summit took place from Dec. 8 to 10", "from Dec. 8 to 10"),
        ("Between 8 and 10 December the summit took place", "Between 8 and 10 December"),
    ],
)
def test_a_range_is_taken_from_the_deed(claim: str, date: str) -> None:
    when = claim_time(claim)
    assert when.deed == "The summit took place"
    assert [(d.date, d.relation) for d in when.dates] == [(date, Relation.ON)]


def test_the_who_is_no_who() -> None:
    assert claim_time("The WHO named it a pandemic in March").deed == "The WHO named it a pandemic"


@pytest.mark.parametrize(
    ("words", "event", "least", "most"),
    [
        ("within hours of the election", "the election", 0, 1),
        ("within three days of the vote", "the vote", 0, 3),
        ("within weeks of the vote", "the vote", 0, 31),
        ("a day after the Electoral College vote", "the Electoral College vote", 1, 1),
        ("the day after the vote", "the vote", 1, 1),
        ("the day the networks called the race", "the networks called the race", 0, 0),
        ("weeks after the election", "the election", 8, 100),
        ("more than a week after the election", "the election", 7, ENDLESS),
        ("two days before the vote", "the vote", -2, -2),
        ("before the electors voted", "the electors voted", -ENDLESS, -1),
        ("after the election", "the election", 1, ENDLESS),
        ("immediately after the election", "the election", 0, 1),
        ("at once", "", 0, 1),
        ("a day after 14 December", "14 December", 1, 1),
    ],
)
def test_a_distance_is_taken_from_the_deed(
    words: str, event: str, least: float, most: float
) -> None:
    when = claim_time(f"{DEED} {words}.")
    assert when.distance
    assert when.deed == f"{DEED}."
    assert (when.distance.words, when.distance.event) == (words, event)
    assert (when.distance.least, when.distance.most) == (least, most)


def test_a_claim_may_have_both() -> None:
    when = claim_time("Putin congratulated Trump within hours in 2016")
    assert when.deed == "Putin congratulated Trump"
    assert [d.words for d in when.dates] == ["in 2016"]
    assert when.distance
    assert when.distance.words == "within hours"


@pytest.mark.parametrize(
    "claim",
    [
        DEED,
        f"{DEED} before Xi did",  # another deed, not an event with a day
        "Putin held off for a month before congratulating Biden",
        "Putin did not congratulate Biden in November",  # nothing else is dated by it
        "Bolsonaro was the last to congratulate Biden in December",
        "Biden won the 2016 election",
        f"{DEED} on Tuesday",  # which one is not said
        "In 2016",
    ],
)
def test_what_dates_cannot_check_is_left_as_it_is(claim: str) -> None:
    when = claim_time(claim)
    assert not when.is_timed
    assert when.deed == claim


def test_as_of_is_a_limit_and_no_part_of_what_is_judged() -> None:
    when = claim_time("As of 1 December 2020, Putin had not congratulated Biden.")
    assert when.deed == "Putin had not congratulated Biden."
    assert (when.as_of, when.latest) == (dt.date(2020, 12, 1), True)
    assert claim_time("It stood as of 1 December.").as_of is None  # of which year?


@pytest.mark.parametrize(
    ("claim", "latest"),
    [
        ("Putin is still silent", True),
        ("The patch is no longer complete", True),
        ("Putin has not congratulated Biden", True),
        ("Putin had not congratulated Biden", False),
        ("Erdogan still had not written when Xi sent his message", False),
    ],
)
def test_how_things_stand_is_told_from_how_they_stood(claim: str, latest: bool) -> None:
    assert claim_time(claim).latest is latest


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("On Nov. 9, the day after the vote, Putin wrote.", [("the vote", 1, 1)]),
        ("It came 16 days after the networks called it.", [("the networks called it", 16, 16)]),
        ("This ended a wait that had lasted more than five weeks.", [("", 35, 70)]),
        ("It came more than 12 hours after the call.", [("the call", 0.5, 1)]),
        ("He waited.", []),
    ],
)
def test_a_sentence_states_its_distances(
    sentence: str, found: list[tuple[str, float, float]]
) -> None:
    assert [(d.event, d.least, d.most) for d in stated(sentence)] == found


words = st.sampled_from(
    "within a day after before the on in 14 December 2020 weeks hours of as still by at once , . "
    "vote Putin won May more than 12 wait".split()
)


@given(st.text() | st.lists(words, max_size=15).map(" ".join))
def test_any_claim_leaves_a_deed(claim: str) -> None:
    when = claim_time(claim)
    assert when.is_timed <= bool(when.deed)
    assert all(d.span.of(claim).strip() for d in stated(claim))


@pytest.mark.parametrize(
    "claim",
    [
        "Ann closed the bar that Bo opened on 3 April 2020",
        "Ann closed the bar she opened in April 2020",
        "Ann jailed the man who robbed the bank in April 2020",
        "Police arrested a man over the killing of Bo on 3 April 2020",
        "Ann closed the bar before May 2020 ended",
        "McConnell urged senators to object to the count on Jan. 6",
        "Ann closed the bar within days of the fire on 3 April 2020",
        "Ann Lee, born on 3 May 1972, won the race",
        # A date that only names something …
        "Ann Lee sang in the 2019 film",
        "Bo Day was hurt in the Jan. 6 riot",
        # … and what is none.
        "Ann Lee won by 2019 votes",
        "The deal negotiated by May was rejected by Parliament",
        "The play was signed by August Wilson",
        "Ann Lee took over after May resigned",
        "Ann Lee spoke to a crowd of 2000 people",
        "The summit was postponed from 8 to 10 December",
    ],
)
def test_the_date_of_something_else_in_a_claim_is_not_the_deeds(claim: str) -> None:
    assert claim_time(claim).dates == ()
