"""Who is quoted: whether a sentence tells what is, or what somebody says."""

import re

from bot.words import UPPER, fold

__all__ = ["SAYING", "reports_speech", "speaker"]

SAYING = (
    "said|says|say|saying|claimed|claims|claiming|told|tells|stated|states|argued|argues|insisted|"
    "insists|alleged|alleges|asserted|asserts|added|adds|suggested|suggests|believed|believes|"
    "predicted|predicts|warned|warns|tweeted|wrote|writes|declared|declares|maintained|maintains|"
    "contended|contends|speculated|testified|explained|explains|noted|notes|denied|"
    "denies"
)
WORD = rf"[{UPPER}][\w’'.-]*"
# What may be another word, or tell of a deed: "states", "the court denied the appeal". Before what
# is said it tells of speech.
UNSURE = (
    "states|claims|notes|adds|added|denied|denies|declared|declares|maintained|maintains|wrote|"
    "writes"
)
WHAT_IS_SAID = (
    r"(?=(?: on \w+)?(?:,? [“\"‘]|:| (?:that|he|she|it|they|there|his|her|their|we|I)\b))"
)
# What tells of speech behind what was said, and of deeds elsewhere: "Trump announced sanctions".
SAID_LAST = f"{SAYING}|reported|reports|confirmed|confirms|announced|acknowledged|recalled"
NAME = (
    r"(?:(?:the|a|an|his|her|its|their|one|some|many) )?(?:[a-zà-þ][\w’'-]* ){0,3}"
    rf"{WORD}(?: (?:(?:of|de|the|for|and|bin|al) )?{WORD})*"
)
ROLE = (
    r"(?:(?:the|a|an|his|her|its|their|one|some|many|several|US|U\.S\.) )?"
    r"(?:[\w’'-]+ ){0,3}?[\w’'-]+"
)
LONG_ROLE = r"(?:[\w’'-]+ ){4,8}?[\w’'-]+"  # "a source familiar with the matter"
# What follows "said" and is nobody: "said on Tuesday", "said that", "has said".
NOBODY = (
    r"(?!(?:on|in|at|that|this|last|next|earlier|later|yesterday|today|by|to|of|and|but|was|were|"
    r"is|are|has|have|had|been|will|would|not|it|there|also|then|as|when|while|after|before|with|"
    r"for|from|during|than|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b)"
)
WHO = rf"(?<![’'\w]){NOBODY}(?:{NAME}|{ROLE})"
# "Peskov said that …", "officials told reporters …": from the start of the sentence or a clause.
FORE = re.compile(
    rf"^(?:[^,;]{{0,60}}, )?(?P<who>{WHO})(?:,[^,]{{2,80}},)? "
    rf"(?:has |have |had |also |later )?(?:was quoted as )?"
    rf"(?:(?!(?:{UNSURE})\b)(?:{SAYING})\b|(?:{UNSURE})\b{WHAT_IS_SAID})(?! by)"
)
# "…," said Peskov; …, officials said.
AFT = re.compile(
    rf"[,”\"’] ?(?:(?:{SAYING}) (?P<who>{WHO})|"
    rf"(?P<him>{WHO}),? (?:was quoted as )?(?:{SAYING}))\b(?! by)"
)
# …, the army confirmed. …, a source familiar with the matter told Reuters on Monday.
AT_LAST = re.compile(
    rf"[,”\"’] ?(?P<who>(?<![’'\w]){NOBODY}(?:{NAME}|{ROLE}|{LONG_ROLE})) (?:{SAID_LAST})"
    r"(?: (?:reporters|[A-Z]\w+(?: [A-Z]\w+)?))?"
    r"(?: (?:on|in|late|early|earlier|at|this|last)\b[^,;]{0,40})?[.!”\"]*$"
)
ACCORDING = re.compile(rf"\b[Aa]ccording to (?P<who>{WHO})")
# Said by somebody whom the sentence doesn't name: "allegedly", "Ann is believed to".
UNNAMED = "unnamed sources"
NOT_KNOWN = "allegedly|reportedly|supposedly|purportedly"
HEARSAY = re.compile(rf"\b(?:{NOT_KNOWN})\b", re.IGNORECASE)
PASSIVE = re.compile(r"\b(?:is|was|are|were|been)$")
# "FireEye did not say which", "he declined to say", "audibly says": nobody is told to have said it.
UNSAID = re.compile(r"(?:\b(?:not|never|to)|n['’]t)$|^(?!family\b)[a-z]+ly$")
CLAIM_OF_SPEECH = re.compile(rf"\b(?:{SAYING}|according to|{NOT_KNOWN})\b")


def speaker(sentence: str) -> str:
    """Who the sentence reports as saying it, in its own words or as UNNAMED; empty where nobody
    is."""
    for pattern in (ACCORDING, AFT, AT_LAST, FORE):
        match = pattern.search(sentence)
        who = (match["who"] or match.groupdict().get("him") or "") if match else ""
        if who and not UNSAID.search(who):
            return UNNAMED if PASSIVE.search(who) else " ".join(who.split())
    return UNNAMED if HEARSAY.search(sentence) else ""


def reports_speech(claim: str) -> bool:
    """Whether a claim is about what somebody said."""
    return bool(CLAIM_OF_SPEECH.search(fold(claim)))
