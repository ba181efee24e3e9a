"""Sentence of a pasted text → whether it holds anything that articles could bear out.

Openers, exhortations and a writer's own feelings hold nothing. Opinions and predictions are not
among them: they are claims, and `bot.opinion` names them. In doubt a sentence is kept.
"""

import re

from bot.clauses.grammar import finite, main_verb, tokens
from bot.words import fold

__all__ = ["holds_a_claim"]

# Before any of the below, and no matter.
LEAD = re.compile(
    r"^(?:(?:and|but|so|well|oh|yes|no|look)\b[,!]?\s*|(?:now|folks|friends|okay|ok|again|"
    r"honestly|frankly|sadly|today|first|finally|in short|in other words|in conclusion|"
    r"to sum up)[,!]\s*)+"
)
TRANSITION = re.compile(
    r"here(?: is|'s| are)(?: \w+)? (?:what|how|why|where|(?:the (?:facts?|story|truth|things?|"
    r"deal|latest|background|details?|key \w+)|everything|everyone|some (?:facts|background|"
    r"context)|a (?:(?:quick|short|brief|closer) )?(?:look|summary|recap|thread|timeline|list|"
    r"reminder))\b).*|"
    r"(?:let's|let us|let me) .*|first things first.*|"
    r"(?:that is|that's|this is|this isn't|that isn't) (?:not )?(?:all|it|the end|everything|"
    r"enough|(?:just|only) the (?:beginning|start|tip of the iceberg))(?: \w+){0,3}|"
    r"there(?: is|'s) (?:much |a lot |even )?more(?: to (?:come|say|tell|this|it).*)?|"
    r"the list goes on.*|the rest is history|(?:only )?time will tell|history will judge.*|"
    r"more (?:on (?:that|this)|to (?:come|follow)|below|soon|later)(?: \w+){0,3}|"
    r"to be continued|(?:as )?(?:we|you) all know(?: \w+)?|make no mistake|enough is enough|"
    r"shame on .*|you (?:won't believe|can decide|decide|be the judge).*|guess what.*|"
    r"see for yourself.*|(?:a )?(?:short |long )?thread(?: \d+)?|the question (?:is|remains).*|"
    r"that begs the question.*|(?:this|that|it) (?:is|was) (?:a )?(?:big|huge|important|sad|"
    r"great|dark|good|bad)(?: \w+)? day(?: for .*)?|i have (?:a few|some) (?:questions|thoughts)|"
    r"(?:this|it|that) (?:really |truly )?matters(?: \w+){0,3}"
)
COURTESY = re.compile(
    r"thank you.*|thanks for .*|rest in peace.*|(?:my|our) thoughts (?:and prayers )?.*|"
    r"thoughts and prayers.*|god bless .*"
)
# "Congratulations from Putin came late" opens like one, but tells something.
COURTESY_OPENING = re.compile(r"(?:congratulations|good luck|thanks to)\b")
# What people, or you, can or must do may be the law: "You cannot vote by mail in Texas".
EXHORTATION = re.compile(
    r"(?:(?:we|all of us|everyone) (?:all )?(?:cannot|can't)|"
    r"(?:we|you|all of us|everyone) (?:all )?(?:must|should|need to|have to|ought to|mustn't|"
    r"shouldn't))(?: (?:all|now|not|never|always|ever))* "
    r"(?:forget|remember|unite|stand|act|ask|hope|pray|fight|do|learn|stop|wake|remain|come|"
    r"move|heal|think|give up|speak|keep|work|demand|look|care|wait|talk|listen|vote|read|share|"
    r"let|accept|ignore)\b.*"
)
# "Stop and frisk ended in 2013" opens like one, but has a verb.
IMPERATIVE = re.compile(
    r"(?:please )?(?:remember|imagine|think|consider|wake up|vote|get out|be|stay|keep|stop|look|"
    r"listen|share|retweet|read|support|join|sign|call|tell|spread|enjoy|subscribe|follow|click|"
    r"scroll|watch|see|note|take|make|ask|don't|do not|never)\b"
)
FEELING = re.compile(
    r"(?:i|we)(?: am| are|'m|'re| was| were| feel| felt)(?: (?:so|very|really|truly|just|deeply|"
    r"quite|extremely|absolutely|still|not|all))* (?:happy|sad|angry|sick|tired|afraid|worried|"
    r"proud|shocked|sorry|glad|thrilled|excited|disappointed|heartbroken|grateful|thankful|"
    r"relieved|devastated|disgusted|outraged|scared|upset|horrified|appalled|saddened|delighted|"
    r"amazed|surprised|hopeful|confused|fed up|speechless|done|furious|ashamed|nervous|anxious|"
    r"concerned)\b|(?:my|our) hearts? (?:breaks?|is|are|goes|go|bleeds?)\b"
)
# What these are about may not even be so.
WISH = re.compile(
    r"(?:i|we)(?: (?:really|truly|just|still|only|do))* (?:love|hate|like|hope|wish|fear|dread|"
    r"miss|adore|can't (?:wait|stand)|cannot (?:wait|stand)|don't care|couldn't care less)\b"
)
# Whether somebody said so can be looked up.
SAID = re.compile(r",\"? (?:[\w.]+ ){1,5}(?:said|says|told|tells|wrote|tweeted|warned|added)\b")
ABOUT = re.compile(r"\b(?:that|because|after|when|since)\b")


def holds_a_claim(sentence: str) -> bool:
    """Whether a sentence may hold something to check, true or not, opinion or not."""
    folded = fold(sentence).replace("’", "'").strip(" .:!\"'“”‘«»")
    plain = LEAD.sub("", folded, count=1)
    if SAID.search(plain):
        return True
    if COURTESY_OPENING.match(plain):
        return any(main_verb(tokens(part)) for part in plain.split(", "))
    if any(p.fullmatch(plain) for p in (TRANSITION, COURTESY, EXHORTATION)) or WISH.match(plain):
        return False
    if FEELING.match(plain):
        return bool(ABOUT.search(plain))
    return not (IMPERATIVE.match(plain) and not _has_verb(plain))


def _has_verb(plain: str) -> bool:
    found = tokens(plain)
    return any(finite(found, at) for at in range(1, len(found)))
