"""What was turned round between the articles' sentences and a written one."""

import pytest

from bot.written.denied import denied
from bot.written.exchanged import exchanged
from bot.written.owners import counts_another, told_of_another
from bot.written.turned import opposed, settled, stated_as_fact


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Biden did not win the state of Georgia.", "Joe Biden won the state of Georgia narrowly."),
        ("Barr found fraud of a great scale.", "Barr found no fraud on a great scale."),
        ("Several containers were damaged.", "Not one container had been damaged."),
    ],
)
def test_a_negation_put_in_or_taken_out_is_found(text: str, quote: str) -> None:
    assert denied(text, ["The ship came free.", quote]) == quote


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("None of the containers was damaged.", "Not one container had been damaged."),
        ("There were no deaths.", "Nobody was killed."),
        (
            "He would speak only once results were official.",
            "He said nothing before results were official.",
        ),
        ("Biden won Georgia.", "Biden won Georgia, and Trump did not concede."),
    ],
)
def test_the_same_denial_in_other_words_is_none(text: str, quote: str) -> None:
    assert denied(text, [quote]) == ""


def test_a_word_become_its_opposite_is_found() -> None:
    assert opposed("He was the first to write.", ["He was the last to write."]) == "first"
    assert opposed("He was the first.", ["He was the last and the first."]) == ""


def test_a_plan_told_as_done_is_found() -> None:
    quotes = ["Some Republicans plan to object in January."]
    assert settled("Some Republicans objected in January.", quotes) == "object"
    assert settled("Some Republicans intend to object.", quotes) == ""
    assert settled("Ann objected.", ["Ann objected, and Bo plans to object."]) == ""


def test_what_somebody_says_told_as_a_fact_is_found() -> None:
    quotes = ["The vote was stolen by crooks, Trump said."]
    assert stated_as_fact("The vote was stolen by crooks.", quotes) == "Trump"
    assert stated_as_fact("Trump said the vote was stolen by crooks.", quotes) == ""
    told = [*quotes, "The vote was stolen by crooks."]
    assert stated_as_fact("The vote was stolen by crooks.", told) == ""


def test_what_is_told_of_one_is_not_told_of_another() -> None:
    quotes = [
        "Slutsky leads a committee.",
        "Navalny, recovering from poisoning, sent congratulations.",
    ]
    text = "{} was recovering from poisoning and sent congratulations."
    assert told_of_another(text.format("Leonid Slutsky"), quotes) == "Leonid Slutsky"
    assert told_of_another(text.format("Navalny"), quotes) == ""


def test_a_pronoun_goes_on_about_the_name_before() -> None:
    quotes = ["Ann Bo opened the door.", "Then she poured coffee for three guests."]
    assert told_of_another("Ann Bo poured coffee for guests.", quotes) == ""
    assert (
        told_of_another("Ann Bo poured coffee for guests.", [quotes[0], quotes[1][9:]]) == "Ann Bo"
    )


def test_a_number_counts_what_it_counts_in_the_articles() -> None:
    quotes = ["A firefighter and two officers were hurt."]
    assert counts_another("Two firefighters were hurt.", quotes) == "Two"
    assert counts_another("Two officers were hurt.", quotes) == ""
    elliptic = ["They cast 306 votes for Biden and 232 for Trump."]
    assert counts_another("Trump had 232 votes.", elliptic) == ""


def test_two_that_changed_places_are_found() -> None:
    quotes = ["Canada would send no team in July, and Australia told athletes to prepare for 2021."]
    text = "{} would not send a team in July, and {} told its athletes to prepare for 2021."
    assert exchanged(text.format("Australia", "Canada"), quotes) == ("Australia", "Canada")
    assert exchanged(text.format("Canada", "Australia"), quotes) is None
