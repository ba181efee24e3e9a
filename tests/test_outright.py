"""bot.outright: which sentences tell a deed word for word."""

import pytest

from bot.outright import tells_outright

DEED = "Putin congratulated Biden."


@pytest.mark.parametrize(
    "sentence",
    [
        "MOSCOW — President Vladimir Putin congratulated President-elect Joe Biden on Tuesday.",
        "On Tuesday Putin congratulated President-elect Biden, ending a wait.",
        "Putin congratulates Biden.",
        "MOSCOW, Dec. 15 (Reuters) - Russian President Putin congratulated Biden when it was over.",
        "Putin congratulated Biden — at last.",
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
        # Somebody else, or something of his.
        "Putin congratulated Biden’s rival.",
        "Putin congratulated Biden's rival on Tuesday.",
        "Putin congratulated Biden supporters.",
        "Putin congratulated Biden Foundation staff.",
        "Putin congratulated Biden or Trump.",
        "Putin congratulated Hunter Biden on Monday.",
        "Putin congratulated Jill Biden.",
        "Putin congratulated Biden-backed Ann.",
        "Troops backing Putin congratulated Biden.",
        # A tale, a wish, another's words.
        "Reports that Putin congratulated Biden were wrong.",
        "Putin congratulated Biden, according to a hoax.",
        "The myth that Putin congratulated Biden persists.",
        "Trump demanded that Putin congratulate Biden.",
        "Let Putin congratulate Biden.",
        "Critics believe Putin congratulated Biden.",
        "“Putin congratulated Biden,” he wrote.",
        "Officials: Putin congratulated Biden.",
        "Putin congratulated Biden? No.",
    ],
)
def test_what_turns_it_round_does_not(sentence: str) -> None:
    assert not tells_outright(DEED, sentence)


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [
        ("Ann Lee beat Bo", "Ann Lee beat Bo’s record."),
        ("Ann Lee beat Bo", "Fans hoped to see Ann Lee beat Bo."),
        ("Israel attacked Iran", "Israel attacked Iran-backed militias."),
        ("Italy beat England", "Italy Women beat England Women."),
        ("Italy beat England", "Italy beat New England."),
        ("Trump won Georgia", "Had Trump won Georgia, he had cheered."),
        ("The blast killed 220 people", "The blast killed 220 people’s pets."),
        ("The Bank lost 5 billion", "The Bank lost 5 billion customers."),
        ("Biden pleaded guilty", "Hunter Biden pleaded guilty."),
        ("78 people died there", "Another 78 people died there."),
        ("The prime minister of France resigned", "The president of France resigned."),
        ("The president visited Kyiv Monday", "The president-elect visited Kyiv Monday."),
    ],
)
def test_words_that_are_there_but_mean_another_thing_do_not(deed: str, sentence: str) -> None:
    assert not tells_outright(deed, sentence)


def test_somebody_with_a_title_may_have_a_surname_too() -> None:
    assert tells_outright("Xi congratulated Biden", "President Xi Jinping congratulated Biden.")
    assert not tells_outright("Bo congratulated Biden", "Bo Foundation congratulated Biden.")


def test_two_words_are_too_few_to_be_sure() -> None:
    assert not tells_outright("Putin resigned", "Putin resigned.")


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [
        ("The storm hit Samoa", "The storm hit American Samoa on Monday."),
        ("Trump pardoned Adam", "Trump pardoned Adams."),
        ("The court freed John William", "The court freed John Williams."),
    ],
)
def test_a_longer_or_other_name_is_another(deed: str, sentence: str) -> None:
    assert not tells_outright(deed, sentence)


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("Former Oslo campaign chairman Ann Lee resigned Friday as part of a deal.", True),
        ("BERGEN — The lawyer Ann Lee resigned, her firm wrote.", True),
        ("Norwegian Foreign Minister Ann Lee resigned.", True),
        ("Critics believe lawyer Ann Lee resigned.", False),
        ("Aides of chairman Ann Lee resigned.", False),
        ("Aides Of Chairman Ann Lee Resigned.", False),
        ("Chairman Ann Lee’s deputy resigned.", False),
        ("Chairman Ann Lee never resigned.", False),
        ("Had chairman Ann Lee resigned, Bo would lead.", False),
        ("Chairman Bo Lee resigned.", False),
    ],
)
def test_what_somebody_named_in_full_is_may_stand_before(sentence: str, tells: bool) -> None:
    assert tells_outright("Ann Lee resigned", sentence) is tells
