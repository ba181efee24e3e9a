"""Follow-ups worded so that they stand alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.follow_up import completed, corrected, points_at_matter, with_subject
from bot.messages import Turn

PUTIN = "When did Vladimir Putin congratulate Joe Biden?"
SHIP = "Why did the Ever Given block the canal?"


def asked(*questions: str, answer: str = "") -> list[Turn]:
    """Turns whose last one has an answer."""
    turns = [Turn(q, q) for q in questions]
    return [*turns[:-1], Turn(questions[-1], questions[-1], answer)]


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("What did he write?", PUTIN, "What did Vladimir Putin write?"),
        ("What was his reason?", PUTIN, "What was Vladimir Putin’s reason?"),
        ("Who freed it?", SHIP, "Who freed the Ever Given?"),
        ("Who are its owners?", SHIP, "Who are the Ever Given’s owners?"),
        ("Did her party win?", "Who is Angela Merkel?", "Did Angela Merkel’s party win?"),
        ("Who met her in June?", "Who is Angela Merkel?", "Who met Angela Merkel in June?"),
        ("Who praised them?", "What did the Democrats say?", "Who praised the Democrats?"),
        ("How many died there?", "What exploded in Beirut?", "How many died in Beirut?"),
        # It stands for no name here.
        ("How long did it take?", SHIP, "How long did it take? (Ever Given block canal)"),
        ("Was he right?", "Who won in Beirut?", "Was he right? (won Beirut)"),
        # "Russian" tells of what kind, and is nobody.
        ("Who found them?", "Who flew the Russian plane?", "Who found them? (flew Russian plane)"),
        ("Who praised them?", "What did the Russians say?", "Who praised the Russians?"),
        ("Where was he born?", "Did Albanese meet Xi?", "Where was Albanese born?"),
        ("Is he in prison?", "Did Sean go to court?", "Is Sean in prison?"),
    ],
)
def test_a_pronoun_gives_way_to_the_name_it_points_to(
    text: str, before: str, expected: str
) -> None:
    assert completed(text, asked(before)) == expected


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("And Bolsonaro?", PUTIN, "When did Bolsonaro congratulate Joe Biden?"),
        ("What about the Kremlin?", "Why did the White House wait?", "Why did the Kremlin wait?"),
        ("And Bolsonaro?", "Why did the Kremlin wait?", "Why did Bolsonaro wait?"),
        ("and in Rome?", "How many died in Paris?", "How many died in Rome?"),
        ("And in 2016?", "Who won Ohio in 2020?", "Who won Ohio in 2016?"),
        # Biden is no subject, and nobody knows which of them Xi should stand for.
        ("And Xi?", "Who congratulated Biden?", "And Xi? (congratulated Biden)"),
        ("And in 2016?", PUTIN, "And in 2016? (Vladimir Putin congratulate Joe Biden)"),
    ],
)
def test_a_name_alone_takes_the_place_of_the_one_asked_about(
    text: str, before: str, expected: str
) -> None:
    assert completed(text, asked(before)) == expected


def test_a_pronoun_goes_on_standing_for_the_same() -> None:
    turns = [Turn("Who is Angela Merkel?", "Who is Angela Merkel?")]
    turns.append(Turn("Does Macron trust her?", "Does Macron trust Angela Merkel?"))
    assert completed("When did she retire?", turns) == "When did Angela Merkel retire?"
    assert completed("When did he retire?", turns) == "When did Macron retire?"


def test_who_or_what_was_asked_for_is_named_in_the_answer() -> None:
    turns = asked("Who held out on congratulating Biden?", answer="It was Jair Bolsonaro.")
    assert completed("Why did he wait?", turns) == "Why did Jair Bolsonaro wait?"
    for question in ("Who is the mayor of Oslo?", "who's the mayor of Oslo"):
        turns = asked(question, answer="Ada Kern has been the mayor of Oslo since May.")
        assert completed("When was she elected?", turns) == "When was Ada Kern elected?"
    turns = asked("Who is the mayor of Oslo?", answer="Oslo Mayor Ada Kern said so on Monday.")
    assert completed("How old is she?", turns) == "How old is Oslo Mayor Ada Kern?"
    turns = asked("What blocked the Suez Canal?", answer="Tugs freed the Ever Given on Monday.")
    assert completed("When was it freed?", turns) == "When was the Ever Given freed?"


def test_a_name_that_opens_a_claim_is_looked_up() -> None:
    turns = asked("Putin congratulated Biden within hours.")
    assert completed("He called Trump at once.", turns, {"Putin"}.__contains__) == (
        "Putin called Trump at once."
    )
    turns = asked("Police freed Navalny.")
    assert completed("He called home.", turns, {"Putin"}.__contains__) == "Navalny called home."


def test_a_name_that_took_the_place_of_a_pronoun_is_a_name_wherever_it_stands() -> None:
    turns = [Turn("He won Georgia", "Bolsonaro won Georgia")]
    assert completed("He lost Florida", turns) == "Bolsonaro lost Florida"


def test_only_the_last_turns_are_looked_up() -> None:
    looked_up: list[str] = []

    def is_name(word: str) -> bool:
        looked_up.append(word)
        return False

    completed("Why was he late?", asked(*(f"{c}olice came." for c in "ABCDEFG")), is_name)
    assert set(looked_up) == {"Folice", "Golice"}


def test_a_name_is_carried_in_full() -> None:
    turns = asked("Who is Dmitry Peskov?", "When did Peskov speak?")
    assert completed("What did he say?", turns) == "What did Dmitry Peskov say?"


def test_brackets_hold_what_the_answer_names() -> None:
    turns = asked("Which album came first?", answer="Their ninth album, Quaristice, did.")
    assert completed("When was this?", turns) == "When was this? (album came first Quaristice)"


def test_a_noun_of_the_last_exchange_points_at_it() -> None:
    turns = asked(SHIP, answer="A gust of wind turned the ship.")
    assert points_at_matter("Was the ship insured?", turns)
    assert not points_at_matter("Was the vaccine approved?", turns)
    assert not points_at_matter("Was a ship insured?", turns)
    assert not points_at_matter("Was the ship insured?", ())
    assert with_subject("Was the ship insured?", turns) == "Was the ship insured? (Ever Given)"


@given(st.text(), st.lists(st.tuples(st.text(), st.text(min_size=1), st.text()), min_size=1))
def test_any_message_gets_a_wording_that_can_be_written(
    text: str, history: list[tuple[str, str, str]]
) -> None:
    assert isinstance(completed(text, [Turn(*turn) for turn in history]), str)


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("I meant Florida", "Who won Texas?", "Who won Florida?"),
        ("Sorry, New York!", "Who won in Texas in 2020?", "Who won in New York in 2020?"),
        ("no, 2016", "Who won Texas in 2020?", "Who won Texas in 2016?"),
        ("Oops – I mean the Kremlin", "Why did the White House wait?", "Why did the Kremlin wait?"),
        ("I meant Xi", PUTIN, "When did Xi congratulate Joe Biden?"),
        ("I meant Xi", "Vladimir Putin congratulated Biden.", "Xi congratulated Biden."),
        # Nobody knows which of two, and these put nothing right.
        ("I meant Xi", "Which of Putin and Biden won?", ""),
        ("Actually Macron resigned", "Who resigned in Paris?", ""),
        ("no way", "Who won Texas?", ""),
        ("No Labels", "Who won Texas?", ""),
        ("Florida", "Who won Texas?", ""),
    ],
)
def test_a_name_is_put_right_in_what_was_said_before(text: str, before: str, expected: str) -> None:
    assert corrected(text, asked(before)) == expected
