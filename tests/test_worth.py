"""bot.worth: what holds nothing to check is told from claims, opinions and predictions."""

import pytest

from bot.worth import holds_a_claim


@pytest.mark.parametrize(
    "sentence",
    [
        "Here is what we know.",
        "Here's what we know so far:",
        "Here are the facts.",
        "But that is not all.",
        "And there is more to come.",
        "Let's take a closer look at the numbers.",
        "Let us begin with Georgia.",
        "First things first.",
        "Make no mistake.",
        "Enough is enough!",
        "Only time will tell.",
        "More on that below.",
        "The list goes on and on.",
        "We must never forget this day.",
        "We should all remember what happened.",
        "Remember the victims.",
        "Please share this post with your friends.",
        "Stay safe, everyone.",
        "Be careful out there.",
        "Don't believe everything on the internet.",
        "Support your local newspaper!",
        "I am so sad today.",
        "I’m sick and tired of this.",
        "We are deeply saddened.",
        "I hope that Biden wins.",
        "I love this country.",
        "My heart breaks for Beirut.",
        "Our thoughts and prayers are with the families.",
        "Thank you for reading.",
        "Honestly, I am fed up.",
        "Congratulations to all who voted.",
        "Congratulations on a great win, Joe!",
        "Congratulations, Mr. President!",
        "Thanks to all of you.",
        "We can't ignore this any longer.",
    ],
)
def test_what_holds_nothing_to_check(sentence: str) -> None:
    assert not holds_a_claim(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Putin waited five weeks.",
        "The US should leave NATO",
        "We should leave NATO",
        "Biden will win in 2024",
        "Bolsonaro is a bad leader",
        "I think that Biden won Georgia",
        "I am glad that Biden won Georgia",
        "I was arrested in Moscow in 2012",
        "We lost Florida",
        "Here the police found 39 bodies",
        "Stop and frisk ended in 2013",
        "Support for Biden fell in October",
        "Vote counting was stopped in Georgia",
        "Note that Georgia was counted three times",
        "Remember that Trump won in 2016",
        "There is more oil in Venezuela than in Saudi Arabia",
        "This is the worst fire since 1909",
        "That is why Putin waited five weeks",
        "Thanksgiving was cancelled in California",
        "People should wear masks, the ministry said",
        "Look magazine closed in 1971",
        "Never before had the Olympics been postponed",
        "Now the canal is open",
        "So many people died that the morgues were full",
        "Thoughts of war were far away in 2019",
        "Congratulations from Putin came on Dec. 15.",
        "Congratulations poured in from Europe",
        "Congratulations to Biden were sent on Sunday",
        "Thanks to the vaccine, deaths fell by half",
        "People cannot be evicted until June.",
        "Americans must keep their masks on in planes",
        "We cannot be evicted until June",
        "You cannot vote by mail in Texas",
        "“We must act now,” Biden said.",
        "“I love this country,” the mayor told reporters",
        "",
    ],
)
def test_what_may_be_checked_is_kept(sentence: str) -> None:
    assert holds_a_claim(sentence)
