"""Claim → why no article can decide it: it is an opinion or a prediction."""

import re

from bot.words import fold

__all__ = ["undecidable"]

MARKS = " .!\"'“”‘’«»"
# What follows is somebody's, and whether they said it can be looked up.
TOLD = re.compile(
    r"\b(?:said|says?|saying|claim(?:s|ed|ing)?|told|tells?|stat(?:es|ed)|argu(?:es|ed)|insist(?:s|ed)|"
    r"predict(?:s|ed|ion|ions)?|warn(?:s|ed)|tweeted|wrote|writes|declar(?:es|ed)|believ(?:es?|ed)|"
    r"thinks?|thought|call(?:s|ed)|demand(?:s|ed)|urg(?:es|ed)|ask(?:s|ed)|rul(?:es|ed)|"
    r"recommend(?:s|ed)|suggest(?:s|ed)|promis(?:es|ed)|vow(?:s|ed)|announc(?:es|ed)|agree[ds]?|"
    r"expect(?:s|ed)|forecasts?|projects|projected|voted?|decid(?:es|ed)|order(?:s|ed)|polls?|survey|"
    r"according|whether|report(?:s|ed)?)\b"
)
# Only outcomes that nobody can set a date for: "will begin on Monday" is a plan.
PREDICTION = re.compile(
    r"\b(?:will|won't|(?:is|are) (?:not )?going to)(?: (?:not|never|surely|certainly|probably|"
    r"likely|definitely|always|also|again|soon|eventually|still))* (?:win|lose|beat|defeat|fail|"
    r"succeed|crash|collapse|regret|prevail|survive|ruin|save us|destroy|"
    r"be (?:re-?elected|defeated|remembered))\b|"
    r"\b(?:will|won't) (?:surely|certainly|probably|likely|definitely|eventually)\b|"
    r"\b(?:is|are) (?:bound|destined|doomed) to\b"
)
# Somebody else's, too: "row over how much should go", "floated the idea that Congress should act";
# "should the deal fail" is none at all.
EMBEDDED = re.compile(
    r"(?<=\w )(?:(?:how|what|which|why|where|whom)(?: [\w'’$%.-]+){0,6}?|"
    r"that(?: (?:the|an?|this|these|those|its|his|her|their|our|no|all)(?: [\w'’.-]+){1,4}?|"
    r"(?-i: [A-Z][\w'’.-]*)+| (?:he|she|it|they|we)))(?<!ed) (?:should|ought to)\b|"
    r"\bshould (?:the|an?|this|these|those|its|his|her|their|he|she|it|they|we|any)\b",
    re.IGNORECASE,
)
ADVERB = r"(?:(?:very|really|truly|so|quite|simply|just|totally|absolutely|such|rather|not) )*"
OPINION = re.compile(
    rf"\b(?:should|ought to)\b|"
    rf"\bdeserves? (?:to|better|more)\b|"
    rf"\b(?:is|are|was|were|remains) {ADVERB}(?:an? |the )?{ADVERB}"
    r"(?:(?:bad|good|great|poor|weak|strong|worst|best|better|worse|nice) (?:leaders?|presidents?|"
    r"ministers?|m[ae]n|wom[ae]n|persons?|people|politicians?|ideas?|decisions?|choices?|thing|jobs?)|"
    r"(?:terrible|awful|horrible|dreadful|wonderful|fantastic|amazing|disgusting|disgraceful|"
    r"shameful|stupid|idiotic|ridiculous|brilliant|evil|pathetic|incompetent|overrated|boring)"
    r"(?: \w+)?)$"
)


def undecidable(claim: str) -> str:
    """Why no article can decide a claim, in words for the person; empty where one may.

    In doubt it may: what somebody is told to have said or demanded, a plan ("will be held in 2021")
    and a comparison ("the worst since 2008") are left to the articles.
    """
    folded = fold(claim).strip(MARKS)
    if TOLD.search(folded):
        return ""
    if PREDICTION.search(folded):
        return "This is a prediction. Articles cannot decide it, so it is not judged."
    if OPINION.search(folded) and OPINION.search(fold(EMBEDDED.sub(" ", claim)).strip(MARKS)):
        return "This is an opinion. Articles cannot decide it, so it is not judged."
    return ""
