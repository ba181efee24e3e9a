"""Who is quoted: whether a sentence tells what is, or what somebody says."""

import re
from collections.abc import Iterator

from bot.clauses.grammar import finite, tokens
from bot.clauses.lexicon import ROLES
from bot.words import UPPER, content_stems, fold, words

__all__ = ["SAYING", "own_words", "reports_speech", "speaker"]

SAYING = (
    "said|says|say|claimed|claims|claiming|told|tells|stated|states|argued|argues|insisted|"
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
WORDS = rf"{WORD}(?: (?:(?:of|de|the|of the|for|and|bin|al) )?{WORD})*"
# "White House spokesman Jay Carney": what somebody is stands between two capitals.
ROLE_NOUN = (
    r"(?!(?:after|before|over|under|later|earlier|other|however|never|ever|whether|together|rather|"
    r"for|or|nor|per|further|either|neither|order|offer|enter|consider|remember)\b)"
    rf"(?:{'|'.join(sorted(ROLES))}|[a-z-]{{2,}}(?:er|or|ist|man|woman|person|ian))"
)
NAME = (
    r"(?:(?:the|a|an|his|her|its|their|one|some|many) )?(?:[a-zà-þ][\w’'-]* ){0,3}"
    rf"{WORDS}(?:(?: [a-z][\w’'-]*){{0,3}} {ROLE_NOUN} {WORDS})?"
)
ROLE = (
    r"(?:(?:the|a|an|his|her|its|their|one|some|many|several|US|U\.S\.) )?"
    r"(?:[\w’'-]+ ){0,3}?[\w’'-]+"
)
LONG_ROLE = r"(?:[\w’'-]+ ){4,8}?[\w’'-]+"  # "a source familiar with the matter"
# What follows "said" and is nobody: "said on Tuesday", "said that", "has said".
NOBODY = (
    r"(?!(?:on|in|at|that|this|last|next|earlier|later|yesterday|today|by|to|of|and|but|was|were|"
    r"is|are|has|have|had|been|will|would|not|it|there|also|then|however|as|when|while|after|before|"
    r"with|for|from|during|than|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b)"
)
WHO = rf"(?<![’'\w]){NOBODY}(?:{NAME}|{ROLE})"
# "A source close to the talks said": only before the verb.
CLOSE_BY = (
    r"(?:familiar with|close to|briefed on|with (?:direct |first-hand )?knowledge of|"
    r"who [a-z]+(?: (?:for|with|in|at|to|on))?)(?: [\w’'.-]+){1,5}?"
)
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
# "Peskov said that …", "officials told reporters …": from the start of the sentence or a clause.
FORE = re.compile(
    rf"^(?:[^,;]{{0,60}}, )?(?P<who>{WHO}(?: {CLOSE_BY})?)(?:,[^,]{{2,80}},)? (?:on {WEEKDAY} )?"
    r"(?:has |have |had |also |later )?"
    r"(?:was quoted as saying\b|(?:(?:is|are|was|were) )?(?:also |now )?saying\b|"
    rf"(?!(?:{UNSURE})\b)(?:{SAYING})\b|(?:{UNSURE})\b{WHAT_IS_SAID})(?! by)"
)
# "…," said Peskov; …, officials said.
AFT = re.compile(
    rf"(?:(?:[,”\"’] ?(?!(?:{UNSURE})\b)(?:{SAYING})|[”\"’],? ?(?:{UNSURE})|"
    rf", (?:{UNSURE})(?= {NAME}[.:]?$)) (?P<who>{WHO})\b|"
    rf"[,”\"’] ?(?P<him>{WHO}),? (?:was quoted as saying\b|(?!(?:{UNSURE})\b)(?:{SAYING})\b|"
    rf"(?:{UNSURE})(?=[.,;:”\"]|$| (?:on|later|in)\b)))(?! by)"
)
# …, the army confirmed. …, a source familiar with the matter told Reuters on Monday.
AT_LAST = re.compile(
    rf"[,”\"’] ?(?P<who>(?<![’'\w]){NOBODY}(?:{NAME}|{ROLE}|{LONG_ROLE})) (?:{SAID_LAST})"
    r"(?: (?:reporters|[A-Z]\w+(?: [A-Z]\w+)?))?"
    r"(?: (?:on|in|late|early|earlier|at|this|last)\b[^,;]{0,40})?[.!”\"]*$"
)
AFTER_WHOM = r"(?=[,.;:—–”\"(]|$| (?:who|which|that|on|in|by|at|and|said)\b)"
ACCORDING = re.compile(
    rf"\b[Aa]ccording to (?P<who>(?<![’'\w]){NOBODY}(?:{NAME}|{ROLE}{AFTER_WHOM}|{ROLE}))"
)
# "Reid has refused to take it up, saying they include more cuts": he says only what follows.
ADDING = re.compile(r"^(?P<told>.+?),? saying (?:that )?(?P<said>.+)$", re.DOTALL)
NOT_ADDING = re.compile(r"(?:\b(?:as|am|is|are|was|were|be|been|also|now)|['’](?:re|s|m))$")
# What a news agency reports is as good as the article's own word.
AGENCY = re.compile(r"(?:the )?(?:Reuters|AP|Associated Press|AFP|Agence France-Presse|Bloomberg)")
# Said by somebody whom the sentence doesn't name: "allegedly", "Ann is believed to".
UNNAMED = "unnamed sources"
NOT_KNOWN = "allegedly|reportedly|supposedly|purportedly"
HEARSAY = re.compile(rf"\b(?:{NOT_KNOWN})\b", re.IGNORECASE)
PASSIVE = re.compile(r"\b(?:is|was|are|were|been)$")
# "FireEye did not say which", "he declined to say": nobody is told to have said it.
UNSAID = re.compile(
    r"\b(?:not|never|cannot|n['’]t|(?:declin|refus|fail)\w* to|unable to|yet to)$|n['’]t$|"
    r"^(?:[Nn]obody|[Nn]o one)$"
)
# ", falsely claimed": whoever the sentence begins with; not in "a tape on which he audibly says".
HOW = re.compile(r"(?!family\b|assembly\b|ally\b)[a-z]+ly")
RELATIVE = re.compile(r"\b(?:which|whom|whose)\b")
# "But Lee", "As Lee said", "Lee has already told" are nobody but Lee.
JOINT = re.compile(
    r"^(?:(?:but|and|or|so|yet|as|when|while|although|though|because|if|since|where|given) )+",
    re.IGNORECASE,
)
BESIDE_VERB = re.compile(
    rf"(?: has| have| had| already| simply|(?: on)? {WEEKDAY})+$|(?<=[a-z]{{3}})\.$"
)
GOES_ON = re.compile(r" (?:went on|goes on|continued|continues) to$")
CLAIM_OF_SPEECH = re.compile(rf"\b(?:{SAYING}|saying|according to|{NOT_KNOWN})\b")
# What one thinks, wants or feels, one tells oneself.
STEMS_OF_MIND = (
    "thought|wish|hop(?:e|ing)|expect|ask|urg(?:e|ing)|demand|support|back|endors|oppos|favou?r|prefer|"
    "admit|acknowledg|conced|agree|disagree|prais|critici[sz]|condemn|blam|credit|accus|doubt|fear|"
    "regret|apologi[sz]|vow|promis|pledg|plan|intend|reject|dismiss|defend|want|think|spoke out"
)
FEELINGS = (
    "pleased|happy|sad|angry|proud|worried|concerned|disappointed|surprised|open to|against|"
    "in favou?r of|opposed to|confident|sure"
)
OF_ONESELF = re.compile(
    rf"\b(?:(?:{SAYING})\b|(?:{STEMS_OF_MIND})[a-z]{{0,3}}\b|calls? for\b|called for\b|"
    rf"(?:was|is|were|are) (?:{FEELINGS})\b)"
)
# "I opposed the war from the start" may be told otherwise than it was.
PAST_STANCE = re.compile(
    r"(?:support|back|oppos|favou?r|preferr|endors|doubt|fear|agre|disagre|plann|intend)ed"
)
# Where it is a noun instead: "the plan", "Biden's fears", "plans would", "support of", "plan cuts".
NOUN_BEFORE = re.compile(
    r"(?:['’]s|s['’]|\b(?:the|a|an|his|her|its|their|no|any|of|in|with)) $", re.I
)
NOUN_AFTER = re.compile(
    r" (?:is|was|are|were|will|would|has|have|had|could|may|might|can|should|of|in|by|at)\b"
)
OBJECT_AFTER = re.compile(
    r" (?:the|an?|to|that|his|her|its|their|him|them|it|for|more|no|any|[A-Z])"
)
INFLECTED = re.compile(r"(?:ed|s|ing|said|told|thought|spoke out|wrote)$")


def speaker(sentence: str, claim: str = "") -> str:
    """Who the sentence reports as saying it, in its own words or as UNNAMED; empty where nobody
    is. Of a sentence that tells something and adds what somebody says, the former is the article's
    own if it has more of the claim's words, names aside."""
    adding = ADDING.match(sentence)
    if adding and not NOT_ADDING.search(adding["told"]):
        told, said = (set(content_stems(adding[part])) for part in ("told", "said"))
        small = " ".join(w.text for w in words(claim) if not w.is_capitalised)
        wanted = set(content_stems(small))
        if not claim or len(wanted & told) > len(wanted & said):
            return speaker(adding["told"])
        return _subject(adding["told"]) or UNNAMED
    for pattern in (ACCORDING, AFT, AT_LAST, FORE):
        match = pattern.search(sentence)
        who = (match["who"] or match.groupdict().get("him") or "") if match else ""
        if match and HOW.fullmatch(who):
            before = sentence[: match.start()]
            who = "" if RELATIVE.search(before) else before.partition(",")[0]
        if match and UNSAID.search(who):
            _, _, rest = sentence[match.end() :].partition(", ")
            return speaker(re.sub(r"^(?:but|and|though|while) ", "", rest), claim) if rest else ""
        named = JOINT.sub("", GOES_ON.sub("", " ".join(who.split())))
        named = BESIDE_VERB.sub("", named)
        if named and not AGENCY.fullmatch(named):
            return UNNAMED if PASSIVE.search(who) else named
    return UNNAMED if HEARSAY.search(sentence) else ""


def _subject(clause: str) -> str:
    """What stands before a clause's first verb, after its last comma; empty: there is no verb."""
    found = tokens(clause)
    verb = next((n for n in range(1, len(found)) if finite(found, n)), 0)
    if not verb:
        return ""
    before = clause[: found[verb].start].rpartition(", ")[2]
    return " ".join(before.split())


def own_words(claim: str, who: str) -> bool:
    """Whether what somebody says can show a claim: one of what somebody says, or of what the
    speaker thinks or wants, which nobody knows better. Nobody by name: it is the article's word."""
    if not who or reports_speech(claim):
        return True
    own = set(content_stems(who))
    return any(not own.isdisjoint(content_stems(claim[:at])) for at in _verbs_of_mind(claim))


def _verbs_of_mind(claim: str) -> Iterator[int]:
    """Where the verbs of thinking, wanting and feeling begin."""
    for match in OF_ONESELF.finditer(claim):
        before, after = claim[: match.start()], claim[match.end() :]
        noun = NOUN_BEFORE.search(before) or NOUN_AFTER.match(after)
        plain = INFLECTED.search(match[0]) or OBJECT_AFTER.match(after)
        if " " in match[0] or (plain and not noun and not PAST_STANCE.fullmatch(match[0])):
            yield match.start()


def reports_speech(claim: str) -> bool:
    """Whether a claim is about what somebody said."""
    return bool(CLAIM_OF_SPEECH.search(fold(claim)))
