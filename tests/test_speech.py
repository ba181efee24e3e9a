"""bot.speech: who is quoted."""

import pytest

from bot.speech import own_words, reports_speech, speaker


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
        # What somebody is, between two capitals; how near a source is; a day before the verb.
        (
            "Harbor Board spokesman Ivo Brandt said the pier was safe.",
            "Harbor Board spokesman Ivo Brandt",
        ),
        (
            "The pier was safe, according to Marlin spokeswoman Ada Kern.",
            "Marlin spokeswoman Ada Kern",
        ),
        (
            "Two people close to the talks told Reuters that the pier would be sold.",
            "Two people close to the talks",
        ),
        ("Harbor Master Ivo Brandt on Sunday said the pier was safe.", "Harbor Master Ivo Brandt"),
        ("Turnout on the islands fell after Brandt said he would not run.", ""),
        # Who speaks, without what joins the sentence or hangs on the verb.
        ("But Brandt said the pier was safe.", "Brandt"),
        ("As Brandt noted, the pier was safe.", "Brandt"),
        ("Brandt has already told lawmakers that the pier was safe.", "Brandt"),
        ("But Reuters said the pier was closed.", ""),
        ("The pier, however, said Ivo Brandt, was safe.", "Ivo Brandt"),
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


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("It fell apart, family said.", "family"),
        ("Trump, who lost by seven million votes, falsely claimed that he had won.", "Trump"),
        ("Trump went on to say that the vaccine was useless.", "Trump"),
        ("Lee would not say why, but officials told reporters that it had failed.", "officials"),
        ("Lee and Day were indicted on 12 counts, according to the special counsel’s office.",
         "the special counsel’s office"),
        ("He declined, according to an official traveling with him.",
         "an official traveling with him"),
        ("“I just see a train wreck coming down,” he added later.", "he"),
        ("In a letter to the director, Feinstein wrote: “We must know.”", "Feinstein"),
        ("\"Let's keep fighting\", wrote Elizabeth Warren on Twitter.", "Elizabeth Warren"),
        ("He fills in for an absent Obama, writes Olivier Knox of Yahoo News:",
         "Olivier Knox of Yahoo News"),
        ("The mayor is now saying that it fell.", "The mayor"),
        # Nobody's but the article's.
        ("Though trackers cannot tell, a handful of states report the number of voters.", ""),
        ("Murkowski’s father, Frank Murkowski, added pro-drilling language to the budget.", ""),
        ("Powell issued a sober review of the economy, Reuters reported.", ""),
        ("According to the Associated Press, the tweet read so.", ""),
        ("Nobody said that the dam broke.", ""),
    ],
)  # fmt: skip
def test_the_speaker_is_told_from_what_only_looks_like_one(sentence: str, who: str) -> None:
    assert speaker(sentence) == who


REID = "But Harry Reid has refused to take up the bills, saying they include more cuts than agreed."


@pytest.mark.parametrize(
    ("sentence", "claim", "who"),
    [
        (REID, "Reid will not take up the bills", ""),
        (REID, "The bills include more cuts than were agreed", "Harry Reid"),
        ("Rep. Comstock opposed the move, saying Republicans ought to support the workers.",
         "A Republican congresswoman opposed the move", ""),
        ("A former official on the program left, saying that the army fixes its flaws.",
         "The army fixes its flaws", "A former official on the program"),
        ("Carney defended Biden saying he was a leading statesman.", "Carney defended Biden", ""),
        ("Trump attacked the FBI, saying it had spied on his campaign.",
         "The FBI spied on Trump's campaign", "Trump"),
    ],
)  # fmt: skip
def test_who_does_something_and_adds_something_says_only_that(
    sentence: str, claim: str, who: str
) -> None:
    assert speaker(sentence, claim).removeprefix("But ") == who


@pytest.mark.parametrize(
    ("claim", "who", "own"),
    [
        ("Mnuchin wanted a tax bill passed before August", "Mnuchin", True),
        ("McConnell admitted his mistake on Fox News", "McConnell", True),
        ("Pompeo backs talks with Iran", "Secretary of State Mike Pompeo", True),
        ("Biden's mother wanted him to stand", "his mother", True),
        ("The Kremlin said that it would wait", "Peskov", True),
        ("The bridge fell", "", True),
        ("Trump won the election", "Trump", False),
        ("Iran wants a bomb", "Pompeo", False),
        ("The vaccine supports the immune system", "the maker", False),
        ("Democrats support the bill", "a leader of the Democrats", True),
        ("Thomas was pleased that Summers dropped out", "Thomas", True),
        ("The Republican plan would cost jobs", "a Republican senator", False),
        ("The Biden plan cuts taxes", "Biden", False),
        ("Biden's fears were unfounded", "Biden", False),
        ("Trump is back in office", "Trump", False),
        ("Trump opposed the Iraq war before it began", "Trump", False),
    ],
)
def test_what_one_thinks_or_wants_one_may_tell_oneself(claim: str, who: str, own: bool) -> None:
    assert own_words(claim, who) is own


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
