"""bot.times.dates: which days the words of a news text mean."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.times.dates import calendar_days, dates_in
from bot.types import Days

TUESDAY = dt.date(2020, 12, 15)


def told(text: str, written: dt.date | None = TUESDAY) -> list[tuple[str, str]]:
    """Each expression with the days it stands for, in words."""
    return [(d.span.of(text), d.days.in_words) for d in dates_in(text, written)]


@pytest.mark.parametrize(
    ("text", "words", "days"),
    [
        ("It was sent on 14 December 2020.", "14 December 2020", "14 December 2020"),
        ("On December 14, 2020, it was sent.", "December 14, 2020", "14 December 2020"),
        ("It was sent on Dec. 14.", "Dec. 14", "14 December 2020"),
        ("It was sent on the 3rd of November.", "3rd of November", "3 November 2020"),
        ("the 3 november election was held", "3 november", "3 November 2020"),
        ("Dated 2020-12-14.", "2020-12-14", "14 December 2020"),
        ("Trump won in 2016.", "2016", "2016"),
        ("It began in November.", "November", "November 2020"),
        ("It began in March 2019.", "March 2019", "March 2019"),
        ("By May the virus had spread.", "May", "May 2020"),
        ("He visited in December.", "December", "December 2020"),
        ("He visited last December.", "December", "December 2019"),
        ("He visited last May.", "May", "May 2020"),
        # The day of writing is among "the last ones": Tuesday's paper tells of Tuesday.
        ("Putin congratulated Biden on Tuesday.", "Tuesday", "15 December 2020"),
        ("They voted on Monday night.", "Monday", "14 December 2020"),
        ("It rained last Tuesday.", "last Tuesday", "8 December 2020"),
        ("It rained yesterday.", "yesterday", "14 December 2020"),
        ("It rained last night.", "last night", "14 December 2020"),
        ("It rained three days ago.", "three days ago", "12 December 2020"),
        ("It rained last week.", "last week", "6 December 2020 to 13 December 2020"),
        ("Last month it rained.", "Last month", "November 2020"),
        ("Four years ago it took a day.", "Four years ago", "2016"),
        ("It rained over the weekend.", "over the weekend", "12 December 2020 to 13 December 2020"),
        # What is to come is the next one.
        ("Congress will count them on Jan. 6.", "Jan. 6", "6 January 2021"),
        ("The hearing is set for May 8.", "May 8", "8 May 2021"),
        ("The hearing is scheduled for May 8.", "May 8", "8 May 2021"),
        ("The fair opens March 3 in Oslo.", "March 3", "3 March 2021"),
        ("The fair was set up on Nov. 8.", "Nov. 8", "8 November 2020"),
        ("They are to meet on Friday.", "Friday", "18 December 2020"),
        ("They have until Dec. 24.", "Dec. 24", "24 December 2020"),
        # What is said of the future was said in the past.
        ("He will wait, he said on Monday.", "Monday", "14 December 2020"),
    ],
)
def test_an_expression_is_read_from_the_day_of_writing(text: str, words: str, days: str) -> None:
    assert told(text) == [(words, days)]


EIGHT_TO_TEN = "8 December 2020 to 10 December 2020"
TURN_OF_MONTH = "30 November 2020 to 2 December 2020"


@pytest.mark.parametrize(
    ("text", "words", "days"),
    [
        ("It was held on Dec. 8-10 in Rome.", "Dec. 8-10", EIGHT_TO_TEN),
        ("It was held on 8–10 December.", "8–10 December", EIGHT_TO_TEN),
        ("It was held 8 to 10 December 2020.", "8 to 10 December 2020", EIGHT_TO_TEN),
        ("It was held Dec. 8 through 10, 2020.", "Dec. 8 through 10, 2020", EIGHT_TO_TEN),
        ("It ran from Dec. 8 to Dec. 10.", "from Dec. 8 to Dec. 10", EIGHT_TO_TEN),
        ("It ran between 8 and 10 December.", "between 8 and 10 December", EIGHT_TO_TEN),
        ("It ran from Nov. 30 to Dec. 2.", "from Nov. 30 to Dec. 2", TURN_OF_MONTH),
        ("It ran 30 November – 2 December.", "30 November – 2 December", TURN_OF_MONTH),
        ("It ran from Dec. 30 to Jan. 2.", "from Dec. 30 to Jan. 2",
         "30 December 2020 to 2 January 2021"),
        ("It ran Dec. 30 - Jan. 2, 2020.", "Dec. 30 - Jan. 2, 2020",
         "30 December 2019 to 2 January 2020"),
        ("It will run from Dec. 8 to 18.", "from Dec. 8 to 18",
         "8 December 2020 to 18 December 2020"),
        ("It ran in May–June.", "May–June", "1 May 2020 to 30 June 2020"),
        ("It ran from March to May 2019.", "from March to May 2019", "1 March 2019 to 31 May 2019"),
    ],
)  # fmt: skip
def test_a_range_is_all_its_days(text: str, words: str, days: str) -> None:
    assert told(text) == [(words, days)]


def test_a_weekday_before_a_day_of_the_calendar_is_that_day() -> None:
    found = told("It was sent on Thursday, Nov. 12, not on Thursday.")
    assert found == [
        ("Thursday", "12 November 2020"),
        ("Nov. 12", "12 November 2020"),
        ("Thursday", "10 December 2020"),
    ]


def test_a_list_is_each_of_its_days() -> None:
    eight, nine, ten = (f"{day} December 2020" for day in (8, 9, 10))
    assert told("It was held on Dec. 8 and 10.") == [("Dec. 8", eight), ("10", ten)]
    assert [d for _, d in told("It was held on 8, 9 and 10 December.")] == [eight, nine, ten]
    assert [d for _, d in told("It fell in April and May.")] == ["April 2020", "May 2020"]
    assert told("It fell in 2018 and 2019.") == [("2018", "2018"), ("2019", "2019")]
    assert told("It fell on Dec. 8, and 10 died.") == [("Dec. 8", eight)]
    assert told("It fell on Dec. 8 and 10 people died.") == [("Dec. 8", eight)]


def test_a_distance_counts_from_the_date_before_it() -> None:
    text = "On Nov. 10 he complained. Two days later he asked. A week earlier, he wrote."
    assert [days for _, days in told(text)] == [
        "10 November 2020",
        "12 November 2020",
        "2 November 2020 to 8 November 2020",
    ]
    assert told("Two days later he asked.") == []


def test_a_year_named_first_holds_for_the_sentence_only() -> None:
    text = "In 2016 he wrote on Nov. 9, the day after the vote. On Nov. 10 he complained."
    assert [days for _, days in told(text)] == ["2016", "9 November 2016", "10 November 2020"]


def test_without_a_date_only_what_names_its_year_is_told() -> None:
    text = "Yesterday, on Monday, on Nov. 3, last week, in May: he left on 3 May 2019, in 2019."
    assert [words for words, _ in told(text, None)] == ["3 May 2019", "2019"]


@pytest.mark.parametrize(
    "text",
    [
        "It may 15 times be said.",
        "May said so, and April agreed; they march in time.",
        "The 2,016 people paid 2016 euros.",
        "The deal signed by May was backed by 2019 men. Bo Day came after May resigned.",
        "They march 10 miles in 2018–19.",
        "The electors meet on Monday to vote.",  # no verb of the past: this one or the last
        "He scored 3-2 in 90 minutes.",
        "It was held on 30 February 2020.",
        "It was held 30-31 February 2020, or 10-8 December.",
        "Between 8 and 10 people came.",
    ],
)
def test_what_is_no_date_or_cannot_be_told_is_left_out(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("words", "near", "days"),
    [
        ("14 December", dt.date(2021, 1, 3), "14 December 2020"),
        ("14 December", dt.date(2020, 11, 9), "14 December 2020"),
        ("November", dt.date(2021, 2, 1), "November 2020"),
        ("2016", None, "2016"),
        ("3 Nov 2020", None, "3 November 2020"),
        ("8-10 December", dt.date(2021, 1, 3), EIGHT_TO_TEN),
    ],
)
def test_a_missing_year_is_the_one_that_puts_it_nearest(
    words: str, near: dt.date | None, days: str
) -> None:
    found = calendar_days(words, near)
    assert found
    assert found.in_words == days


@pytest.mark.parametrize(
    "words",
    [
        "14 December",
        "8-10 December",
        "November",
        "the election",
        "",
        "Monday",
        "May left",
        "2000 km",
    ],
)
def test_without_a_year_and_a_day_near_it_nothing_is_told(words: str) -> None:
    assert calendar_days(words, None) is None


WORDS = (
    "on in the last next 999 12 a two 31 29 Feb. February May June 2016 0 days weeks years ago "
    "later earlier yesterday Monday week month year weekend - – to and from between , . will said "
    "1900-02-30 9 Dec. 2020"
)
pieces = st.sampled_from([*WORDS.split(), "\n"])
days = st.dates() | st.sampled_from([dt.date.min, dt.date.max])


@given(st.text() | st.lists(pieces, max_size=25).map(" ".join), st.none() | days)
def test_any_text_gives_ordered_expressions_within_it(text: str, written: dt.date | None) -> None:
    end = 0
    for found in dates_in(text, written):
        assert end <= found.span.start < found.span.end <= len(text)
        end = found.span.end
        assert found.days.first <= found.days.last
        assert found.span.of(text).strip() == found.span.of(text)
        assert found.days.in_words


def test_days_are_told_as_a_person_writes_them() -> None:
    assert Days(dt.date(2020, 2, 1), dt.date(2020, 2, 29)).in_words == "February 2020"
    assert Days(dt.date(2019, 1, 1), dt.date(2020, 12, 31)).in_words == "2019 to 2020"
    with pytest.raises(ValueError, match="first <= last"):
        Days(dt.date(2020, 2, 2), dt.date(2020, 2, 1))


def test_the_end_of_the_calendar_is_no_error() -> None:
    assert calendar_days("in May", dt.date.max) is None
