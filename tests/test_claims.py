"""bot.claims: statements told from questions, and a text split into its claims."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.claims import left_out, split_claims, states
from bot.questions import load_questions

QUESTION_FILES = sorted((Path(__file__).parent / "retrieval").glob("*.questions.yaml"))
ASKED = """
didnt the sheriff say he would leave
wasnt he fired
wheres the summit held
Since when has the port been closed
Look up what the sheriff said.
wondering if the sheriff resigned
the law that Ann Lee signed
the man that's leading the union
Boeing planes in service.
Biden's cabinet picks.
biden electors count
latest on brexit
united states election 2020
Biden electoral votes 306
putin congratulates biden when
death toll beirut explosion
kremlin reaction us election
who held out on congratulating biden
Who held out on congratulating Biden?
how many people died in beirut
Tell me who congratulated Biden late
Tell me what Peskov said about the delay.
Now tell me who lost
Let me know when Putin wrote
Is it true that Putin congratulated Biden within hours?
is it true that putin congratulated biden within hours
Did Putin congratulate Biden?
did putin congratulate biden
Has Kim congratulated Biden
Isn't it true that Biden won
Explain why the Kremlin waited.
Show me what was said about fraud
List the leaders who congratulated Biden first
Summarise what happened in Beirut
any news on the rover that landed
Please tell me who won the election
Can you tell me who Peskov is
I want to know who congratulated Biden
I'd like to know what was said about Navalny
I’m looking for what was said on Brexit
I wonder whether Putin congratulated Biden
whether Putin congratulated Biden
check whether Putin congratulated Biden
reasons why Putin waited
leaders who congratulated Biden late
countries that have not recognised Biden
number of electors who voted for Biden
timeline of how Biden was declared winner
Peskov's explanation of why Putin waited
people killed in Beirut explosion
companies hit by SolarWinds hack
Putin wrote to Biden when
In which year was Notre-Dame damaged
To whom did Bolsonaro write
For how long was the canal blocked
After the vote, who congratulated Biden
When Putin wrote, how long had he waited
So, who was last to congratulate Biden
And who won in 2016
ok, who won the election
“Who won the election?”
Who won? Biden or Trump
Putin congratulated Biden late. Why?
Putin congratulated Biden, didn't he?
What is a G20 leader's salary?
Biden inauguration
Will Biden win in 2024
Will Congress cut taxes
will trump put tariffs on china
May Trump run again
May I see the articles
May God bless America.
WHO WON THE ELECTION
WHO declared a pandemic?
Search for articles published in May
Show articles published by Reuters
Show me the articles that were published in May
Tell me Biden was wrong
List countries hit hardest by Covid
Find tweets Trump has deleted
Name the man who won
news of a plane that was found
On Friday, will May resign
""".strip().splitlines()
STATED = """
It's the longest tunnel in Europe.
There’s no proof of fraud
She'll leave office in June.
That law was signed in 2010.
The author of that law was paid.
The sheriff quit in May
Thieves stole the altarpiece
Exports shrank 5%
I heard that the sheriff resigned.
Kyrsten Sinema speaks Spanish.
Disney bans plastic straws.
Putin congratulated Biden within hours of the election
putin congratulated biden within hours
Bolsonaro was among the last leaders to congratulate Biden
“Biden won 306 electoral votes”
"Putin waited more than a month."
Biden’s victory was confirmed on Dec. 14
The Kremlin didn’t congratulate Biden until December.
No elector switched sides in 2020
Xi congratulates Biden
Trump refuses to concede
Russia denies hacking the election
Ingenuity flies on Mars
Kim Jong Un has congratulated Biden
The Kremlin said it would wait for official results
They say that Putin congratulated Biden at once
It is true that Putin congratulated Biden within hours
It was Xi who congratulated Biden first
There were 306 electors for Biden
The ship that blocked the canal was freed after six days
Joe Biden, who was vice president until 2017, won the election
Nobody knew how many had died
In 2016, Putin congratulated Trump within hours
When the electors had voted, Putin congratulated Biden
And Bolsonaro was the last of them
But Putin congratulated Trump at once
He congratulated Trump at once
It took Putin five weeks
May was prime minister until 2019
News Corp was fined in 2020
Any vaccine takes ten years to develop
Three people were killed by the blast
The US should leave NATO
Biden will win in 2024
- Biden won 306 electors
1. Putin waited five weeks
Claim: Putin congratulated Biden at once
Check that Putin congratulated Biden at once
López Obrador wrote a letter to Biden
WHO declared Covid-19 a pandemic in March 2020.
WHO’s chief praised China
Officials of the WHO praised China
Trump cut the funds of the WHO.
Will Smith slapped Chris Rock at the Oscars
Will Smith hit Chris Rock.
“Will Hurd, a Republican, left Congress”
May resigned in 2019.
May never won a vote
May 2020 was the warmest May on record
On Friday, May resigned in tears
And Will Smith won an Oscar
Search crews found the plane.
Search crews in Alaska found the plane
List prices were cut in May
News of his death was spread by Fox
""".strip().splitlines()
PARAGRAPH = (
    "Putin congratulated Biden on Dec. 15. The Kremlin had waited for the Electoral College.\n\n"
    "Peskov said that was proper."
)
LISTED = "- Putin waited five weeks.\n- Bolsonaro wrote on Tuesday.\n- Who won?"


@pytest.mark.parametrize("text", ASKED)
def test_what_asks_is_no_statement(text: str) -> None:
    assert not states(text)


@pytest.mark.parametrize("text", [*STATED, PARAGRAPH, LISTED])
def test_what_states_is_one(text: str) -> None:
    assert states(text)


@pytest.mark.parametrize("path", QUESTION_FILES, ids=lambda p: p.stem)
def test_our_own_questions_and_claims_are_told_apart(path: Path) -> None:
    cases = load_questions(path).cases
    wrong = [c.question for c in cases if states(c.question) is not c.is_claim]
    assert len(wrong) <= len(cases) / 50  # none to two a file, on 2026-11-24


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Putin waited five weeks.", ["Putin waited five weeks."]),
        (LISTED, ["Putin waited five weeks.", "Bolsonaro wrote on Tuesday."]),
        (
            PARAGRAPH,
            [
                "Putin congratulated Biden on Dec. 15.",
                "The Kremlin had waited for the Electoral College.",
                "Peskov said that was proper.",
            ],
        ),
        ("1. Putin waited.\n2) Putin waited long.", ["Putin waited long."]),
        ("• It snowed hard.\n* It rained hard.\n– It blew hard.",
         ["It snowed hard.", "It rained hard.", "It blew hard."]),
        ("It snowed hard. It snowed hard.", ["It snowed hard."]),
        ("Claim: It snowed hard.", ["It snowed hard."]),
        ("True or false: It snowed hard.", ["It snowed hard."]),
        ("Please check that it snowed hard", ["it snowed hard"]),
        ("They say that Biden won. Is that true?", ["They say that Biden won."]),
        ("It  snowed\thard.", ["It snowed hard."]),
        ("Who won?", ["Who won?"]),  # nothing else is there
        ("Biden won", ["Biden won"]),
        ("Claims were made by both sides.", ["Claims were made by both sides."]),
        ("", [""]),
        ("WHO declared a pandemic in March 2020. China denied the claim.",
         ["WHO declared a pandemic in March 2020.", "China denied the claim."]),
        ("May resigned in 2019. Will Biden win?", ["May resigned in 2019."]),
        # A sentence of several claims
        ("- Snow fell and the rivers froze.\n- It rained hard.",
         ["Snow fell.", "The rivers froze.", "It rained hard."]),
        ("Biden won Georgia. Biden won Georgia and lost Florida.",
         ["Biden won Georgia.", "Biden lost Florida."]),
        ("Biden won Georgia and lost Florida on Tuesday",
         ["Biden won Georgia", "Biden lost Florida", "Biden lost Florida on Tuesday"]),
        # Nothing to check
        ("Here is what we know. Putin waited five weeks. We must never forget it.",
         ["Putin waited five weeks."]),
        ("I am so sad today. Biden will win in 2024. The US should leave NATO.",
         ["Biden will win in 2024.", "The US should leave NATO."]),
        ("I am so sad today.", ["I am so sad today."]),  # nothing else is there
        ("Congratulations from Putin came on Dec. 15. Bolsonaro followed the same day.",
         ["Congratulations from Putin came on Dec. 15.", "Bolsonaro followed the same day."]),
        ("People cannot be evicted until June. The court upheld the ban.",
         ["People cannot be evicted until June.", "The court upheld the ban."]),
    ],
)  # fmt: skip
def test_a_text_is_split_into_its_claims(text: str, claims: list[str]) -> None:
    assert split_claims(text) == claims


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("It snowed hard. Thank you all. Thank you all.", ["Thank you all."]),
        ("- It snowed hard.\n- Wow.\n- Who won?", ["Wow.", "Who won?"]),
        ("It snowed hard. It rained hard.", []),
        ("It snowed hard and the rivers froze.", []),
        ("Thank you all.", []),  # nothing else is there
        ("Who won? Thank you all.", ["Who won?"]),
        ("", []),
    ],
)
def test_what_is_no_claim_is_left_out(text: str, left: list[str]) -> None:
    assert left_out(text) == left


@given(st.text())
def test_any_text_is_split_into_at_least_one_line(text: str) -> None:
    claims = split_claims(text)
    assert claims
    assert not any("\n" in c for c in claims)
    states(text)


def test_a_list_of_any_size_keeps_its_order() -> None:
    items = [f"Town {n} lost power." for n in range(3_000)]
    assert split_claims("\n".join(f"- {item}" for item in items)) == items


def test_a_long_message_is_split_at_once() -> None:
    message = "Trump fired Esper and pardoned Flynn, and Xi called Biden on Tuesday. " * 28
    split_claims(message)
    started = time.process_time()
    assert split_claims(message) == [
        "Trump fired Esper.",
        "Trump pardoned Flynn.",
        "Xi called Biden on Tuesday.",
    ]
    assert time.process_time() - started < 0.2
