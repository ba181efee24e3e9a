"""bot.speech: who is quoted."""

import pytest

from bot.speech import reports_speech, speaker


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        (
            "“We will wait,” Kremlin spokesman Dmitry Peskov said.",
            "Kremlin spokesman Dmitry Peskov",
        ),
        ("According to the Kremlin, Putin was ready to work with Biden.", "the Kremlin"),
        ("The statement said that Putin was ready.", "The statement"),
        ("The blast killed 220 people, officials said.", "officials"),
        ("In a tweet, Trump claimed that he had won.", "Trump"),
        ("Bolsonaro told reporters that he would wait.", "Bolsonaro"),
        ("“I won,” said Ann Lee.", "Ann Lee"),
        ("Putin congratulated Biden on Tuesday.", ""),
        ("The quake, which struck at noon, killed 20.", ""),
        ("Electors said nothing.", "Electors"),
        (
            "The explosion killed 171 people, Lebanon’s outgoing health minister, Hamad Hassan, "
            "said on Tuesday.",
            "Hamad Hassan",
        ),
        (
            "Mexico’s Andrés Manuel López Obrador told reporters that he would wait.",
            "Mexico’s Andrés Manuel López Obrador",
        ),
        (
            "The number has risen to 220, the governor, Marwan Abboud, was quoted as saying.",
            "Marwan Abboud",
        ),
        ("By the end of the day the AP put Biden at 290, a gap explained by Arizona.", ""),
        ("McConnell has acknowledged that Biden won.", ""),
        # Behind what was said, by more verbs and of longer descriptions.
        ("Iran shot down the drone, the army confirmed.", "the army"),
        (
            "Ukraine shot it down, Russian state television reported on Monday.",
            "Russian state television",
        ),
        (
            "Iran shot it down, a source familiar with the matter told Reuters.",
            "a source familiar with the matter",
        ),
        ("On Monday, Trump announced sanctions on Iran.", ""),
        # Nouns and deeds.
        ("Several states sued Google on Monday.", ""),
        ("Insurance claims rose to a record.", ""),
        ("Bank notes were burned.", ""),
        ("The company added 500 jobs.", ""),
        ("The court denied the appeal.", ""),
        ("The governor declared a state of emergency.", ""),
        ("The senator wrote a book.", ""),
        ("The company denied that it had known.", "The company"),
        ("The senator wrote: “I resign.”", "The senator"),
        ("The governor declared he would run.", "The governor"),
    ],
)
def test_the_speaker_is_named_in_the_sentences_own_words(sentence: str, who: str) -> None:
    assert speaker(sentence) == who


@pytest.mark.parametrize(
    "sentence",
    [
        "FireEye did not say which one.",
        "The ministry didn’t say who had won.",
        "The company declined to say where.",
        "A tape leaked on which somebody, seemingly Lee, audibly says he is afraid.",
    ],
)
def test_nobody_says_what_is_not_said(sentence: str) -> None:
    assert speaker(sentence) == ""
    assert speaker("It fell apart, the family said.") == "the family"
    assert speaker("It fell apart, family said.") == "family"


@pytest.mark.parametrize(
    ("claim", "about"),
    [
        ("The Kremlin said it would wait", True),
        ("Trump claimed fraud", True),
        ("Putin congratulated Biden within hours", False),
    ],
)
def test_a_claim_about_what_was_said_is_told_from_others(claim: str, about: bool) -> None:
    assert reports_speech(claim) is about


@pytest.mark.parametrize(
    "sentence",
    [
        "Ann allegedly killed Bo.",
        "Ann reportedly killed Bo.",
        "Ann is believed to have killed Bo.",
        "Ann was said to have killed Bo.",
        "It is claimed that Ann killed Bo.",
    ],
)
def test_hearsay_is_nobodys_by_name(sentence: str) -> None:
    assert speaker(sentence) == "unnamed sources"
    assert reports_speech("Ann allegedly killed Bo.")
    assert not reports_speech("Ann killed Bo.")
