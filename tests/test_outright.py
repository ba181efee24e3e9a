"""bot.outright: which sentences tell a deed word for word."""

import pytest

from bot.outright import tells_outright

DEED = "Putin congratulated Biden."


@pytest.mark.parametrize(
    "sentence",
    [
        "MOSCOW — President Vladimir Putin congratulated Joe Biden on Tuesday.",
        "On Tuesday Putin congratulated President-elect Biden, ending a wait.",
        "Putin congratulates Biden.",
        "The long wait of five weeks was over: Putin congratulated Joe Biden.",
    ],
)
def test_the_deeds_words_in_their_order_tell_it(sentence: str) -> None:
    assert tells_outright(DEED, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Biden congratulated Putin.",
        "Putin has not congratulated Biden.",
        "It is not true that Putin congratulated Biden.",
        "Peskov said Putin congratulated Biden.",
        "If Putin congratulated Biden, nobody heard.",
        "Putin’s spokesman congratulated Biden.",
        "Aides of Vladimir Putin congratulated Biden.",
        "Putin waited while Xi congratulated Biden.",
        "Putin, whom Xi congratulated, Biden knew.",
        "Putin congratulated Trump, Biden, and others.",
        "Putin congratulated the son of Biden.",
        "Has Putin congratulated Biden?",
        "",
    ],
)
def test_what_turns_it_round_does_not(sentence: str) -> None:
    assert not tells_outright(DEED, sentence)


def test_two_words_are_too_few_to_be_sure() -> None:
    assert not tells_outright("Putin resigned", "Putin resigned.")
