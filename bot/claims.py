"""Text → whether it states something, rather than asks, and the single claims it states."""

import re
from itertools import pairwise

from bot.clauses import single_claims
from bot.clauses.grammar import Form, Token, is_name, is_nominal, main_verb, tokens
from bot.clauses.lexicon import PREPOSITIONS
from bot.sentences import sentence_spans
from bot.words import UPPER, fold
from bot.worth import holds_a_claim

__all__ = ["left_out", "split_claims", "states"]

LEAST_CLAIM = 3  # words
# What may stand before a question or a claim and says nothing about which it is.
OPENER = re.compile(
    r"(?:(?:and|but|or|so|yet|well|ok|okay|hi|hello|hey|now|then|please|also|thanks)\b[,!.]?\s+)+",
    re.IGNORECASE,
)
# An instruction to check goes before a claim and is no part of it.
LEAD = re.compile(
    r"^(?:please )?(?:(?:claims?|fact[- ]?check|true or false|check(?: this| that)?|"
    r"verify(?: this)?)\s*[:—–-]\s*|(?:check|verify) that )",
    re.IGNORECASE,
)
LIST_MARK = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
QUOTES = " \"'“”‘’«»"
# A claim opens like none of these, in folded text …
ASKING = re.compile(
    r"(?:who|whom|whose|what|which|when|where|why|how|whether|did|does|do|is|are|was|were|has|have|"
    r"had|can|could|will|would|should|shall|may|might|am|(?:is|are|did|does|do|was|were|has|have)n'?t|"
    r"(?:what|who|where|how|when)'?s|let me know|help me|look up|wondering|"
    r"(?:check|verify|see) (?:whether|if)|"
    r"any (?:news|word|updates?|information|articles?|more|idea)|"
    r"i(?: a|')m (?:looking|interested|curious|searching)|i (?:wonder|want|need)|"
    r"i(?: would|'d) (?:like|love)|(?:in|on|at|to|for|from|by|with|of|under|until|since|about) "
    r"(?:which|what|whom|whose|how|who|when|where))\b"
)
# … nor like these, unless that is a noun with a verb of its own: "Search crews found the plane".
REQUEST = re.compile(
    r"(?:tell|show|list|find|give|explain|describe|summari[sz]e|name|search|compare|"
    r"(?:news|latest|more) (?:on|about|from|of|news))\b"
)
PERSONS = frozenset("me us i you we he she it they".split())  # "Tell me", "Show what he has said"
CALLING = frozenset("named called".split())  # "Find a man named Smith"
WHO = re.compile(r"\bWHO\b")
# "After the vote, …": what comes then says whether this asks.
FORE_CLAUSE = re.compile(
    r"(?:in|on|at|after|before|during|since|until|by|when|while|as|once|although|though|because|if|"
    r"with|for|following|despite) (?!did\b|does\b|do\b|was\b|were\b|is\b|are\b|has\b|had\b|will\b|"
    r"would\b|can\b|could\b)[^,?]{2,80}, (?P<rest>.+)",
    re.IGNORECASE,
)
ASKING_END = re.compile(r"\b(?:when|who|whom|why|where|how|what)[\s.!]*$")
# … and has a verb of its own. A verb in -s cannot be told from a plural, but for these.
VERB_WORD = (
    r"(?:is|are|was|were|has|have|had|will|would|can|cannot|could|should|must|might|did|does|won|"
    r"lost|said|told|took|made|gave|went|came|became|began|led|left|met|held|found|built|wrote|sent|"
    r"fell|rose|beat|hit|cut|put|set|got|paid|sold|bought|spent|struck|broke|drew|grew|knew|ran|saw|"
    r"shot|sank|spoke|stood|kept|fought|chose|flew|threw|taught|thought|brought|caught|sought|swore|"
    r"upheld|wore|let|withdrew|overthrew|laid|dealt|bore|drove|rode|stole|hid|bit|shook|shrank|sang|"
    r"swam|tore|woke|froze|forgot|ate|drank|swept|slid|dug|quit|shut|slept|heard|felt|"
    r"over(?:came|took|ran)|under(?:went|took)|"
    r"say|think|believe|says|plans|wants|supports|opposes|remains|leads|owns|makes|costs|lies|holds|knows|"
    r"congratulates|refuses|denies|wins|loses|rejects|accuses|confirms|announces|becomes|takes|gets|"
    r"goes|comes|gives|sends|tells|controls|dies|kills|admits|agrees|believes|continues|declares|"
    r"expects|insists|keeps|contains|consists|belongs|writes|thinks|recogni[sz]es|resigns|happens|"
    r"exists|weighs|carries|begins|flies|means|seems|wields|deserves|"
    r"(?!united|limited|alleged|hundred|unprecedented|m[ou]hamm?ed|ahmed|hamed)[a-z]{2,}(?<!e)ed|agreed|freed|fled|[a-z]+n't)"
)
# "It's a hoax": not "I'm" or "that's", which mostly tell of who writes or of what was answered.
SHORT_VERB = r"(?:it|he|she|they|there)['’](?:s|re|ve|ll|d)"
VERB = re.compile(rf"\b(?:{VERB_WORD}|{SHORT_VERB})\b")
NAME_WORD = rf"[{UPPER}][\w’'.-]*"
# "May was prime minister", "Will Smith slapped him": the verb shows that it is no auxiliary. "Will
# Biden win" has none; "Will Smith hit him." has one only if its full stop is no mistake.
NAME_AFTER_ALL = re.compile(
    rf"(?:(?:[Ww]ill|[Mm]ay)(?: {NAME_WORD})*(?:,[^,]+,)?(?: \w+ly| also| never| still)?"
    rf" (?!(?:have|beat|hit|cut|put|set|let|say|think|believe)\b){VERB_WORD}\b|"
    rf"(?:Will|May) (?!God\b|Allah\b)[{UPPER}].*\w[.!]$|May \d)"
)
# "Ann Lee speaks Spanish.": behind a name, and before a full stop, the plural is the less likely.
NAME_DOES = re.compile(
    rf"(?:{NAME_WORD}(?<!['’]s) )+(?:[a-z]+ly |also |never |still )?[a-z]{{2,}}(?<![su'])s "
    r"(?!(?:of|in|on|at|for|from|by|with|since|during|and|or|about|over|under|after|before)\b)\w.*\."
)
# "was not yet confirmed" is one verb.
VERB_GROUP = re.compile(
    rf"\b{VERB_WORD}(?:(?: (?:not|never|already|also|yet|still|been|be|being|\w+ly))*"
    rf" (?:{VERB_WORD}|been|be))*\b"
)
# No relative is the "that" of "That law was signed" and "the author of that law was paid".
RELATIVE = re.compile(
    r"\b(?:who|whom|whose|which|why|how|where|when|(?<!^)(?<!^and )(?<!^but )"
    r"(?<!\bof )(?<!\b(?:in|on|at|by|to) )(?<!\bfor )(?<!\b(?:from|with) )that)\b"
)
# "people killed in Beirut" names them and says nothing of them.
PARTICIPLE = re.compile(
    r"^\w+(?: \w+)? (?:killed|injured|wounded|arrested|hit|affected|accused|involved|charged|based|"
    r"caused|signed|written) (?:by|in|at|of|with) "
)


def states(text: str) -> bool:
    """Whether a message states something, rather than asks: more than half of its sentences do."""
    sentences = list(_sentences(text))
    stating = sum(_states(s) for s in sentences)
    return stating > len(sentences) / 2


def split_claims(text: str) -> list[str]:
    """The single claims of a message, from its list items and sentences, in order, each once.

    What asks, is too short to claim anything, or holds nothing to check (`bot.worth`) is left out,
    unless nothing else is there; `left_out` tells it. How a sentence is split, `bot.clauses` says.
    """
    single = [claim for sentence in _kept(_sentences(text)) for claim in single_claims(sentence)]
    return list(dict.fromkeys(single)) or [" ".join(text.split())]


def left_out(text: str) -> list[str]:
    """The sentences of a message of which `split_claims` makes no claim, in order, each once."""
    sentences = list(dict.fromkeys(_sentences(text)))
    kept = set(_kept(sentences))
    return [s for s in sentences if s not in kept] if kept else []


def _kept(sentences: list[str]) -> list[str]:
    """The sentences that may claim something; nothing where none does."""
    stated = [s for s in sentences if not _asks(s) and len(s.split()) >= LEAST_CLAIM]
    return [s for s in stated if holds_a_claim(s)] or stated


def _sentences(text: str) -> list[str]:
    """The sentences of each line, without list marks and without an instruction to check them."""
    found = []
    for line in text.splitlines():
        plain = LEAD.sub("", LIST_MARK.sub("", line).strip()).strip()
        found += [" ".join(span.of(plain).split()) for span in sentence_spans(plain)]
    return [s for s in found if any(c.isalnum() for c in s)]


def _states(sentence: str) -> bool:
    folded = fold(_plain(sentence))
    if len(folded.split()) < LEAST_CLAIM or _asks(sentence):
        return False
    if NAME_DOES.fullmatch(sentence.strip(QUOTES)):
        return True
    return bool(VERB.search(folded)) and not _only_names(folded)


def _plain(sentence: str) -> str:
    """A sentence without the quotation marks around it, the WHO in words, as it is no "who"."""
    bare = sentence.strip(QUOTES)
    return bare if bare.isupper() else WHO.sub("the Organization", bare)


def _asks(sentence: str) -> bool:
    """Whether a sentence, as it is written, has the form of a question or a request."""
    plain = _plain(sentence)
    if fold(plain).endswith("?"):
        return True
    opener = OPENER.match(plain)
    plain = plain[opener.end() :] if opener else plain
    fore = FORE_CLAUSE.match(plain)
    if fore:
        return _asks(fore["rest"])
    folded = fold(plain)
    if REQUEST.match(folded):
        return not _has_verb(tokens(plain))
    if NAME_AFTER_ALL.match(plain):
        return False
    return bool(ASKING.match(folded) or ASKING_END.search(folded))


def _has_verb(found: list[Token]) -> bool:
    """Whether what opens like a request is surely a noun with a finite verb of its own: "List
    prices were cut", not "List articles published by Fox" or "Find tweets Trump has sent"."""
    start = main_verb(found)
    if not start or any(t.low in PERSONS for t in found[:start]):
        return False
    for before, token in pairwise(found[:start]):
        if is_name(token) and not is_name(before) and before.low not in PREPOSITIONS:
            return False
    at = next(n for n in range(start, len(found)) if found[n].form)
    sure = found[at].form in (Form.AUXILIARY, Form.PAST)
    followed = at + 1 < len(found) and is_nominal(found[at + 1])
    return sure or (followed and bool(found[at].form & Form.PAST) and found[at].low not in CALLING)


def _only_names(folded: str) -> bool:
    """Whether all verbs belong to what is named: "leaders who congratulated Biden late"."""
    participle = PARTICIPLE.match(folded)
    if participle:
        return not VERB.search(folded, participle.end())
    first = VERB.search(folded)
    relative = RELATIVE.search(folded)
    if first is None or relative is None or "," in folded or relative.start() > first.start():
        return False
    return len(VERB_GROUP.findall(folded)) <= len(RELATIVE.findall(folded))
