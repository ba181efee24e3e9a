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
        ("Why were some cars recalled?", "Fire risks",
         "Some cars were recalled because of Fire risks."),
        ("Why did the monks leave?", "They failed a test",
         "The monks leave because They failed a test."),
        ("What is the mission called?", "DART", "The mission is called DART."),
        ("It struck Florida. What was the name of the storm?", "Nicole",
         "It struck Florida. Nicole was the name of the storm."),
        ("What's its name, according to NASA?", "Ian", "Ian is its name, according to NASA."),
        ("How old is he?", "101", "He is 101 years old."),
        ("How old is he?", "over 100", "He is over 100."),
        ("How many grand slams has she won?", "23", "She has won 23 grand slams."),
        ("How much money did they lose?", "$5", "They lose $5."),
        ("Which “Star Trek” part did she play?", "Uhura", "She play Uhura."),
        ("Whose seat is she filling?", "Stephen Breyer", "She is filling Stephen Breyer’s seat."),
        ("In which country has Snowden been granted citizenship, after nine years?", "Russia",
         "Snowden has been granted citizenship in Russia, after nine years."),
        ("Where is the spacecraft headed?", "the moon", "The spacecraft is headed to the moon."),
        ("Where will the next tournament be held?", "Qatar",
         "The next tournament will be held in Qatar."),
        ("The governor of which state signed a bill?", "Texas",
         "The governor of Texas signed a bill."),
        ("By 2025, what percentage of voters will be women?", "51%",
         "By 2025, 51% of voters will be women."),
        ("It has cost how much in damages?", "$50 billion", "It has cost $50 billion in damages."),
        ("He denied an affair with who?", "Ann Lee", "He denied an affair with Ann Lee."),
        ("Snow fell in the Alps but where did the road close?", "Sölden",
         "Snow fell in the Alps. The road close in Sölden."),
        ("Which food brought luck? (Hint: it is black.)", "Peas", "Peas brought luck."),
        ("Who agreed to meet the panel on the Jan. 6 attack on the U.S. Capitol?", "Ginni Thomas",
         "Ginni Thomas agreed to meet the panel on the Jan. 6 attack on the U.S. Capitol."),
        # No rule fits:
        ("What happened when it rained?", "Floods", "What happened when it rained? Floods"),
        ("Is it so?", "Yes", "Is it so? Yes"),
        ("Briggs, who died this week, was known for what?", "The Snowman",
         "Briggs, who died this week, was known for the Snowman."),
    ],
)  # fmt: skip
def test_a_question_and_a_choice_are_a_claim(question: str, choice: str, expected: str) -> None:
    assert stated(question, choice) == expected


@given(st.text(), st.text())
def test_any_question_and_choice_make_a_text_with_the_choice(question: str, choice: str) -> None:
    assert isinstance(stated(question, choice), str)
