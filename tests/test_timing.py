"""bot.times.timing: whether a sentence's dates agree with what a claim says of time."""

import pytest

from bot.candidates import Candidate, candidates_of
from bot.times.claim_time import claim_time
from bot.times.timing import Agreement, happened, timing
from tests.fakes import article, hits

AGREES, CONTRADICTS, OPEN = Agreement.AGREES, Agreement.CONTRADICTS, Agreement.OPEN
DEED = "Ann congratulated Bob"
TUESDAY = "2020-12-15"
ELECTION = "They waited after the Nov. 3 election."


def told(text: str, date: str | None = TUESDAY) -> list[Candidate]:
    """The sentences of one article as candidates."""
    return candidates_of(hits(article(text, date=date)))


def compared(claim: str, text: str, date: str | None = TUESDAY, also: str = "") -> Agreement:
    """How the last sentence of an article stands to a claim; `also` is another article."""
    found = told(text, date)
    return timing(claim_time(claim), found[-1], [*found, *told(also)]).agreement


@pytest.mark.parametrize(
    ("claim", "agreement"),
    [
        (f"{DEED} on 15 December 2020", AGREES),
        (f"{DEED} on 15 December", AGREES),
        (f"{DEED} in December", AGREES),
        (f"{DEED} in 2020", AGREES),
        (f"{DEED} after 14 December", AGREES),
        (f"{DEED} by 15 December", AGREES),
        (f"{DEED} on 14 December 2020", CONTRADICTS),
        (f"{DEED} in November", CONTRADICTS),
        (f"{DEED} before 15 December", CONTRADICTS),
        (f"{DEED} after 15 December", CONTRADICTS),
        # A year and more apart: another occasion, of which this sentence says nothing.
        (f"{DEED} in 2016", OPEN),
        (DEED, OPEN),
    ],
)
def test_a_sentences_own_date_is_compared(claim: str, agreement: Agreement) -> None:
    assert compared(claim, "Ann congratulated Bob on Tuesday.") is agreement


@pytest.mark.parametrize(
    ("claim", "agreement"),
    [
        (f"{DEED} before 20 December", AGREES),  # it had happened by the 15th
        (f"{DEED} after 20 December", CONTRADICTS),
        (f"{DEED} on 20 December", CONTRADICTS),
        (f"{DEED} on 15 December", OPEN),  # it may have been long before
        (f"{DEED} before 10 December", OPEN),
    ],
)
def test_without_a_date_a_sentence_tells_what_had_happened(
    claim: str, agreement: Agreement
) -> None:
    assert compared(claim, "Ann congratulated Bob.") is agreement


@pytest.mark.parametrize(
    ("claim", "agreement"),
    [
        (f"{DEED} within hours of the election", CONTRADICTS),
        (f"{DEED} within two months of the election", AGREES),
        (f"{DEED} weeks after the election", AGREES),
        (f"{DEED} before the election", CONTRADICTS),
        (f"{DEED} after the election", AGREES),
        (f"{DEED} within hours of the summit", OPEN),  # no day is known
        (f"{DEED} within hours", OPEN),  # of what?
    ],
)
def test_a_distance_is_measured_from_the_day_that_articles_give_the_event(
    claim: str, agreement: Agreement
) -> None:
    assert compared(claim, "Ann congratulated Bob on Tuesday.", also=ELECTION) is agreement
    if "election" in claim:
        assert compared(claim, "Ann congratulated Bob on Tuesday.") is OPEN


@pytest.mark.parametrize(
    ("claim", "sentence", "agreement"),
    [
        ("within hours of the vote", "Ann congratulated Bob the day after the vote.", AGREES),
        ("weeks after the vote", "Ann congratulated Bob the day after the vote.", CONTRADICTS),
        ("within hours", "Ann congratulated Bob, ending a wait of five weeks.", CONTRADICTS),
        ("at once", "Ann congratulated Bob, ending a wait of five weeks.", CONTRADICTS),
        # From another event, or from who knows which.
        ("within hours of the vote", "Ann congratulated Bob a week after the flood.", OPEN),
        ("within hours", "Ann congratulated Bob a week after the flood.", OPEN),
        ("a day after the flood", "Ann congratulated Bob, ending a wait of five weeks.", OPEN),
        # A date that agrees says which occasion is meant.
        ("within hours in 2020", "In 2020, Ann congratulated Bob a day after the vote.", AGREES),
        ("within hours in 2020", "In 2020, Ann congratulated Bob a week after it.", CONTRADICTS),
    ],
)
def test_a_distance_that_a_sentence_states_is_compared_as_such(
    claim: str, sentence: str, agreement: Agreement
) -> None:
    assert compared(f"{DEED} {claim}", sentence, date=None) is agreement


@pytest.mark.parametrize(
    ("day", "agreement"),
    [
        ("on 9 December", OPEN),  # one of its days, all of which it may have taken
        ("on 10 December", OPEN),
        ("on 8-10 December", AGREES),
        ("from 7 to 11 December", AGREES),
        ("in December", AGREES),
        ("on 11 December", CONTRADICTS),
        ("between 1 and 7 December", CONTRADICTS),
    ],
)
@pytest.mark.parametrize("said", ["on Dec. 8-10 in Rome", "from 8 to 10 December", "8–10 December"])
def test_a_range_refutes_nothing_within_it(day: str, said: str, agreement: Agreement) -> None:
    assert compared(f"The summit took place {day}", f"The summit took place {said}.") is agreement


def test_of_two_days_neither_is_refuted() -> None:
    sentence = "The summit took place on Dec. 8 and 10."
    assert compared("The summit took place on 8 December", sentence) is OPEN
    assert compared("The summit took place on 10 December", sentence) is OPEN


@pytest.mark.parametrize(
    "sentence",
    [
        "It is Ann's stated intent to congratulate Bob.",
        "Her office made known the plan for Ann to congratulate Bob.",
    ],
)
def test_an_intent_tells_nothing_of_a_later_day(sentence: str) -> None:
    assert compared(f"{DEED} on 20 December", sentence) is OPEN


@pytest.mark.parametrize(
    "sentence",
    [
        "Ann congratulated Bob on Monday and again on Tuesday.",  # which one?
        "Ann congratulated Bob, Cleo said on Tuesday.",  # the day it was said
        "Ann congratulated Bob after the race was called on Dec. 8.",  # another clause's
        "Ann will congratulate Bob on Friday.",
        "Cleo congratulated Bob on Tuesday.",  # somebody else
        # The day of something else in the sentence …
        "Ann congratulated Bob, who resigned on Tuesday.",
        "Ann congratulated Bob, and resigned on Tuesday.",
        "Ann congratulated Bob; a party was held on Tuesday.",
        "Ann, who congratulated Bob, resigned on Tuesday.",
        "Ann congratulated Bob in a letter that Cleo showed on Tuesday.",
        "Ann congratulated Bob in the house she bought on Tuesday.",
        "A week after Ann congratulated Bob, he resigned on Tuesday.",
        # … or on which it became known, or was remembered.
        "Her office announced on Tuesday that Ann congratulated Bob.",
        "On Tuesday her office confirmed Ann congratulated Bob.",
        "News that Ann had congratulated Bob came on Tuesday.",
        "A suit filed on Tuesday is about how Ann congratulated Bob.",
        # One may do it twice.
        "Ann congratulated Bob again on Tuesday.",
        "Ann congratulated Bob on Tuesday, as she does every year.",
    ],
)
def test_a_date_that_may_not_be_the_deeds_leaves_all_open(sentence: str) -> None:
    assert compared(f"{DEED} on 14 December 2020", sentence) is OPEN


@pytest.mark.parametrize("deed", ["visited", "met", "beat", "wrote to", "won a match against"])
def test_what_is_done_time_and_again_has_many_dates(deed: str) -> None:
    sentence = f"Ann {deed} Bob on Tuesday."
    assert compared(f"Ann {deed} Bob on 14 December 2020", sentence) is OPEN
    assert compared(f"Ann {deed} Bob on 15 December 2020", sentence) is AGREES


def test_a_pronoun_has_its_name_in_the_sentence_before() -> None:
    text = "Ann was silent. She congratulated Bob on Tuesday."
    assert compared(f"{DEED} on 14 December 2020", text) is CONTRADICTS
    assert compared(f"{DEED} on 14 December 2020", text.replace("Ann", "Cleo")) is OPEN


@pytest.mark.parametrize(
    ("claim", "text", "agreement"),
    [
        ("Ann Lee congratulated Bo Day", "Lee congratulated Day on Tuesday.", CONTRADICTS),
        ("President Lee congratulated Day", "Lee congratulated Day on Tuesday.", CONTRADICTS),
        # Somebody else's deed, who shares a name or a title.
        ("Ann Lee congratulated Bo Day", "Cy Lee congratulated Day on Tuesday.", OPEN),
        ("Ann Lee congratulated Bo Day", "Lee congratulated Cy Day on Tuesday.", OPEN),
        ("Ann Lee congratulated Day", "Lee waited. Ann Ray congratulated Day on Tuesday.", OPEN),
        ("President Lee greeted Day", "Lee waited. President Ray greeted Day on Tuesday.", OPEN),
        ("Texas freed a man", "Ohio waited. It freed a man on Tuesday.", OPEN),
        ("Lee Congratulates Day", "Ray congratulated Day on Tuesday.", OPEN),
        ("Lee Congratulates Day", "Lee congratulated Day on Tuesday.", CONTRADICTS),
    ],
)
def test_a_last_name_will_do_but_not_another_of_that_name(
    claim: str, text: str, agreement: Agreement
) -> None:
    assert compared(f"{claim} on 14 December 2020", text) is agreement


def test_an_undated_article_resolves_nothing() -> None:
    claim = f"{DEED} on 14 December 2020"
    assert compared(claim, "Ann congratulated Bob on Tuesday.", date=None) is OPEN
    assert compared(claim, "Ann congratulated Bob on Dec. 15, 2020.", date=None) is CONTRADICTS


def test_the_reason_is_told_in_plain_words() -> None:
    (sentence,) = told("Ann congratulated Bob on Tuesday.")
    when = claim_time(f"{DEED} within hours of the election")
    assert timing(when, sentence, told(ELECTION)).because == (
        "the claim says within hours of the election (3 November 2020); "
        "this is dated 15 December 2020"
    )


def test_what_a_sentence_is_dated_by() -> None:
    def day(text: str) -> str:
        days = happened(told(text)[-1])
        return days.in_words if days else ""

    assert day("It rained on Monday.") == "14 December 2020"
    assert day("In 2016 it rained on Nov. 9, and that was that.") == "9 November 2016"
    assert day("It rained on Monday and snowed on Tuesday.") == ""
    assert day("It rained. It has rained since Nov. 9.") == ""
    assert day("Our report of Dec. 13 was wrong.") == ""
