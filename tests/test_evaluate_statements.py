"""Questions and choices turned into claims."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluate.statements import stated


@pytest.mark.parametrize(
    ("question", "choice", "expected"),
    [
        ("Who was named Person of the Year?", "Zelensky", "Zelensky was named Person of the Year."),
        ("Which airline announced a deal?", "JetBlue", "JetBlue announced a deal."),
        ("Which of these players wasn’t traded?", "Jose Trevino", "Jose Trevino wasn’t traded."),
        ("According to a study, which chain has the slowest lane?", "Chick-fil-A",
         "According to a study, Chick-fil-A has the slowest lane."),
        ("How many people died in Beirut?", "137", "137 people died in Beirut."),
        ("How many hours are required?", "1,500 hours", "1,500 hours are required."),
        ("When did the Queen ascend to the throne?", "1952",
         "The Queen ascend to the throne in 1952."),
        ("Into which ocean did Orion splash down?", "the Pacific",
         "Orion splash down into the Pacific."),
        ("Netflix says it lost how many subscribers in June?", "970,000",
         "Netflix says it lost 970,000 subscribers in June."),
        ("A strike is brewing at which major company?", "UPS", "A strike is brewing at UPS."),
        ("He sparked controversy by doing what in Paris?", "Wearing a shirt",
         "He sparked controversy by Wearing a shirt in Paris."),
        ("It erupted the first time since:", "1984", "It erupted the first time since 1984."),
        ("He broke a wrist in:", "A crash", "He broke a wrist in a crash."),
        ("True or false: It rained. It also snowed.", "TRUE", "It rained. It also snowed."),
        ("True or false: It rained.", "FALSE", "It is false that It rained."),
        ("The Emmys were on Monday. Which show took home the award?", "“Succession”",
         "The Emmys were on Monday. “Succession” took home the award."),
        # No rule fits:
        ("Why were some cars recalled?", "Fire risks", "Why were some cars recalled? Fire risks"),
        ("What happened when it rained?", "Floods", "What happened when it rained? Floods"),
        ("Briggs, who died this week, was known for what?", "The Snowman",
         "Briggs, who died this week, was known for the Snowman."),
    ],
)  # fmt: skip
def test_a_question_and_a_choice_are_a_claim(question: str, choice: str, expected: str) -> None:
    assert stated(question, choice) == expected


@given(st.text(), st.text())
def test_any_question_and_choice_make_a_text_with_the_choice(question: str, choice: str) -> None:
    assert isinstance(stated(question, choice), str)
