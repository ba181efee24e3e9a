"""Text → whether it states something, rather than asks, and the single claims it states."""

import re

from bot.clauses import single_claims
from bot.sentences import sentence_spans
from bot.words import fold
from bot.worth import holds_a_claim

__all__ = ["split_claims", "states"]

LEAST_CLAIM = 3  # words
# What may stand before a question or a claim and says nothing about which it is.
OPENER = re.compile(
    r"(?:(?:and|but|or|so|yet|well|ok|okay|hi|hello|hey|now|then|please|also|thanks)\b[,!.]?\s+)+"
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
    r"had|can|could|will|would|should|shall|may|might|am|isn't|aren't|didn't|doesn't|don't|wasn't|"
    r"weren't|hasn't|haven't|tell|show|list|find|give|explain|describe|summari[sz]e|name|search|"
    r"compare|what's|who's|where's|how's|when's|let me know|help me|"
    r"(?:check|verify|see) (?:whether|if)|(?:news|latest|more) (?:on|about|from|of|news)|"
    r"any (?:news|word|updates?|information|articles?|more|idea)|"
    r"i(?: a|')m (?:looking|interested|curious|searching)|i (?:wonder|want|need)|"
    r"i(?: would|'d) (?:like|love)|(?:in|on|at|to|for|from|by|with|of|under|until|since|about) "
    r"(?:which|what|whom|whose|how|who))\b"
)
# "May was prime minister": what follows the first word shows that it is no auxiliary.
NAME_AFTER_ALL = re.compile(r"(?:may|will) (?:is|was|has|had|did|would|could|said|won|lost)\b")
# "After the vote, …": what comes then says whether this asks.
FORE_CLAUSE = re.compile(
    r"(?:in|on|at|after|before|during|since|until|by|when|while|as|once|although|though|because|if|"
    r"with|for|following|despite) (?!did\b|does\b|do\b|was\b|were\b|is\b|are\b|has\b|had\b|will\b|"
    r"would\b|can\b|could\b)[^,?]{2,80}, (?P<rest>.+)"
)
ASKING_END = re.compile(r"\b(?:when|who|whom|why|where|how|what)[\s.!]*$")
# … and has a verb of its own. A verb in -s cannot be told from a plural, but for these.
VERB_WORD = (
    r"(?:is|are|was|were|has|have|had|will|would|can|cannot|could|should|must|might|did|does|won|"
    r"lost|said|told|took|made|gave|went|came|became|began|led|left|met|held|found|built|wrote|sent|"
    r"fell|rose|beat|hit|cut|put|set|got|paid|sold|bought|spent|struck|broke|drew|grew|knew|ran|saw|"
    r"shot|sank|spoke|stood|kept|fought|chose|flew|threw|taught|thought|brought|caught|sought|swore|"
    r"upheld|wore|let|withdrew|overthrew|laid|dealt|bore|"
    r"say|think|believe|says|plans|wants|supports|opposes|remains|leads|owns|makes|costs|lies|holds|knows|"
    r"congratulates|refuses|denies|wins|loses|rejects|accuses|confirms|announces|becomes|takes|gets|"
    r"goes|comes|gives|sends|tells|controls|dies|kills|admits|agrees|believes|continues|declares|"
    r"expects|insists|keeps|contains|consists|belongs|writes|thinks|recogni[sz]es|resigns|happens|"
    r"exists|weighs|carries|begins|flies|means|seems|wields|deserves|"
    r"(?!united|limited|alleged|hundred|unprecedented|m[ou]hamm?ed|ahmed|hamed)[a-z]{2,}(?<!e)ed|agreed|freed|fled|[a-z]+n't)"
)
VERB = re.compile(rf"\b{VERB_WORD}\b")
# "Ann Lee speaks Spanish.": behind a name, and before a full stop, the plural is the less likely.
NAME_DOES = re.compile(
    r"(?:[A-ZÀ-Þ][\w’'.-]*(?<!['’]s) )+(?:[a-z]+ly |also |never |still )?[a-z]{2,}(?<![su'])s "
    r"(?!(?:of|in|on|at|for|from|by|with|since|during|and|or|about|over|under|after|before)\b)\w.*\."
)
# "was not yet confirmed" is one verb.
VERB_GROUP = re.compile(
    rf"\b{VERB_WORD}(?:(?: (?:not|never|already|also|yet|still|been|be|being|\w+ly))*"
    rf" (?:{VERB_WORD}|been|be))*\b"
)
RELATIVE = re.compile(r"\b(?:who|whom|whose|that|which|why|how|where|when)\b")
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
    unless nothing else is there. How a sentence is split, `bot.clauses` says.
    """
    stated = [c for c in _sentences(text) if not _asks(fold(c)) and len(c.split()) >= LEAST_CLAIM]
    worth = [c for c in stated if holds_a_claim(c)]
    single = [claim for sentence in worth or stated for claim in single_claims(sentence)]
    return list(dict.fromkeys(single)) or [" ".join(text.split())]


def _sentences(text: str) -> list[str]:
    """The sentences of each line, without list marks and without an instruction to check them."""
    found = []
    for line in text.splitlines():
        plain = LEAD.sub("", LIST_MARK.sub("", line).strip()).strip()
        found += [" ".join(span.of(plain).split()) for span in sentence_spans(plain)]
    return [s for s in found if any(c.isalnum() for c in s)]


def _states(sentence: str) -> bool:
    folded = fold(sentence).strip(QUOTES)
    if len(folded.split()) < LEAST_CLAIM or _asks(folded):
        return False
    if NAME_DOES.fullmatch(sentence.strip(QUOTES)):
        return True
    return bool(VERB.search(folded)) and not _only_names(folded)


def _asks(folded: str) -> bool:
    """Whether a sentence has the form of a question or a request."""
    folded = folded.strip(QUOTES)
    if folded.endswith("?"):
        return True
    folded = OPENER.sub("", folded, count=1) if OPENER.match(folded) else folded
    fore = FORE_CLAUSE.match(folded)
    if fore:
        return _asks(fore["rest"])
    if NAME_AFTER_ALL.match(folded):
        return False
    return bool(ASKING.match(folded) or ASKING_END.search(folded))


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
