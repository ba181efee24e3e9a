"""Who, or what, a question asks about by name alone: "Who is Ann Lee?" is answered where an article
says so, "Ann Lee, a professor who accused him, …" or "senator Ann Lee"; "What is fracking?" by
"fracking, a way of drilling".

A small reader marks other names that stand beside this one. What an apposition says is plain.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bot.clauses.grammar import finite, tokens
from bot.types import Passage, Reading, Span
from bot.words import STOP_WORDS, UPPER

__all__ = ["introduced", "introduction", "name_asked"]

WORD = rf"[{UPPER}][\w’'.-]*"
ASKED = re.compile(
    r"\s*(?i:and |so )?(?P<word>(?i:who|what))(?:[’']s| is| was| are| were) "
    r"(?:(?:an?|the) (?=[A-Z]))?"
    rf"(?P<name>{WORD}(?: (?:{WORD}|al|bin|de|del|der|la|van|von|ibn)){{0,4}}|"
    r"[a-zß-ÿ’'-]+(?: [a-zß-ÿ’'-]+){0,2})(?P<thing> [a-z]{4,})?\s*[?.!]*\s*"
)
# Words for a person: by their ending, if they are none of these, and others.
NO_PERSON = (
    r"(?!(?:for|over|or|after|her|other|under|proper|however|whether|never|ever|later|earlier|"
    r"former|either|neither|rather|together|another|per|nor|number|power|matter|order|letter|"
    r"paper|water|winter|summer|october|november|december|september|center|major|minor|senior|"
    r"junior|prior|favor|labor|error|terror|honor|harbor|floor|door|better|safer|greater|larger|"
    r"longer|bigger|higher|lower|further|closer|older|younger|less|unless|process|congress|access|"
    r"press|business)\b)"
)
# … and these are deeds.
VERBS = (
    r"(?!(?:see|agree|flee|oversee|foresee|guarantee|want|grant|warrant|plant|consider|remember|"
    r"offer|enter|answer|deliver|discover|gather|cover|recover|wonder|alter|honor|monitor|suffer|"
    r"trigger|transfer|prefer|refer|foster|administer|register|encounter|surrender|render|hinder|"
    r"deter|confer|counter|bother|murder|address|express|confess|possess|assess|impress|guess|"
    r"filter)\b)"
)
PERSON = (
    rf"\b(?:{NO_PERSON}[a-z-]*(?:er|or|man|woman|ist|ant|ian|ee|eer|crat|ess)|"
    r"[a-z-]*(?:chief|head|host|judge|clerk|jurist|boss|aide|candidate|coach|king|queen|friend|"
    r"wife|husband|son|partner|child|twin|hero|star|mogul|victim|student|nurse|pilot|spy|guard|"
    r"captain|general|chair|secretary|attorney|president|boy|girl|teen|native|scholar|executive|"
    r"representative|official|critic|rival|ally|relative|prince|pope|bishop|rabbi|imam|priest|"
    r"advocate|operative|fugitive|patient|resident|recipient|agent|opponent|correspondent|"
    r"superintendent|dissident|expert|co-founder)|"
    r"Republican|Democrat|Leader|Chair(?:man|woman)?|Secretary|Minister|President|Senator|Speaker|"
    r"Director|General|Justice|Governor)s?\b"
)
# How what says who somebody is begins: a person by a word for one, or what the person did.
ROLE = (
    r"(?:(?:now |then )?(?:an?|the|its|his|her|their|one of|another) |former |(?:ex|co|then)-|"
    rf"(?={PERSON} (?:of|for|at) ))"
)
WORDS_TO_PERSON = re.compile(rf"(?:\S+ ){{0,7}}?\S*{PERSON}")
DEED = (
    r"who (?:also |once |later |first |had |has |have )?(?:is|was|been|served?s?|chairs?|chaired|"
    r"leads?|led|runs?|ran|accuses?|accused|became|founded|co-founded|won|wrote|heads?|headed|"
    r"works?|worked|represents?|represented|killed|shot|leaked|directs?|directed|plays?|played|"
    r"teaches|taught|owns?|owned|invented|discovered|defected|fled|stood|made|created|started|"
    r"blew|carried|committed|confessed|survived|fought|spent|joined|succeeded|replaced)\b"
)
# "… is a process by which …", not "… is a big problem".
THING = (
    r"an? (?=[a-z])(?!(?:few|lot|bit|little|year|month|week|day|while|big|huge|good|great|bad|far|"
    r"clear|major|key|long|real|very|sign|matter|part|reason|problem|mistake|issue|priority|"
    r"concern|step|threat|success|failure|disaster|must|number|couple)\b)"
)
END = re.compile(
    r",|[.;:!?]?[”\"]|(?<!\b[A-Z])(?<!\b[A-Z]\.[A-Z])[.;:!?](?:\s|$)| — | – | -- |\)|$"
)
# What such a phrase says further may have a verb.
RELATIVE = re.compile(r"\b(?:who|whom|whose|that|which|where|when)\b")
# "former acting Attorney General" and the like, right before a name.
BEFORE = (
    r"(?!(?:When|But|Since|After|And|If|As|In|On|At|For|With|Like|While|That|Because|By|To|From)\b)"
    r"(?:(?:[A-Z][\w.’'-]*|former|acting|then|deputy|vice|national|security|chief|campaign|"
    r"personal|longtime|top|senior|supreme|court|foreign|prime|state|opposition|party) ){0,5}"
    rf"{VERBS}{PERSON}(?<!s)"
)
LONGEST = 1_000  # characters of a sentence that are looked at
PATTERNS = 1_000  # names that are kept
# The scores of sentences that introduce whom the question names: plainly, by a deed, by a title.
INTRODUCED, BY_DEED, BY_TITLE = 0.9, 0.75, 0.75
ANOTHER = 0.6  # what is left of the score of one that does not


def name_asked(question: str) -> tuple[str, str]:
    """What may be the name that a question asks about and nothing else, and "who" or "what"; empty:
    it asks otherwise."""
    found = ASKED.fullmatch(question)
    if not found or not STOP_WORDS.isdisjoint(found["name"].split()):
        return "", ""
    word, name = found["word"].lower(), found["name"].rstrip(".?’'")
    if word == "what":
        return f"{name}{found['thing'] or ''}", word
    if found["thing"] or (name.islower() and " " not in name):
        return "", ""
    return (name.title() if name.islower() else name), word


def introduced(
    question: str, readings: Sequence[Reading], passages: Sequence[Passage]
) -> list[Reading]:
    """n readings of n passages; where the question asks who or what something is and some sentences
    say so, those come before the others."""
    name, word = name_asked(question)
    if name:
        weighed = [_weighed(r, p, name, word) for r, p in zip(readings, passages, strict=True)]
        if any(told for _, told in weighed):
            return [reading for reading, _ in weighed]
    return list(readings)


def introduction(name: str, sentence: str, word: str = "who") -> tuple[Span, float] | None:
    """Where a sentence says who or what ("word") is so named, by offsets into it, and what that
    counts for."""
    after, before = _patterns(name, word)
    sentence = sentence[:LONGEST]
    for found in after.finditer(sentence):
        start = found.start("told")
        end = END.search(sentence, max(start + 4, found.end()))
        phrase = sentence[start : end.start() if end else len(sentence)]
        deed = phrase.startswith("who ")
        if len(phrase.split()) > 1 and (deed or _names(phrase, word)):
            return Span(start, start + len(phrase)), BY_DEED if deed else INTRODUCED
    titled = before.search(sentence) if word == "who" else None
    return (Span(*titled.span("told")), BY_TITLE) if titled else None


def _names(phrase: str, word: str) -> bool:
    """Whether a phrase behind a name can say who or what that is, and is no clause of its own: "…
    Ann Lee, a spokesman said"."""
    bare = tokens(RELATIVE.split(phrase, maxsplit=1)[0])
    if any(finite(bare, at) for at in range(len(bare))):
        return False
    return word == "what" or bool(WORDS_TO_PERSON.match(phrase))


@lru_cache(maxsize=PATTERNS)
def _patterns(name: str, word: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands behind a name, and before it."""
    known = re.escape(name).replace(r"\ ", r"\s+")
    told = THING if word == "what" else f"{ROLE}|{DEED}"
    after = re.compile(
        rf"\b{known}s?\b(?: \([A-Z]+\))?(?:,| is| was| are| \(| —| –) ?(?P<told>{told})",
        re.IGNORECASE if name.islower() else 0,
    )
    return after, re.compile(rf"\b(?P<told>{BEFORE}) {known}\b")


def _weighed(reading: Reading, passage: Passage, name: str, word: str) -> tuple[Reading, bool]:
    """A reading by whether its sentences introduce the name, and whether one does."""
    sentences, told = [], False
    for sentence in reading.sentences:
        found = introduction(name, passage.quote(sentence.span), word)
        if found is None:
            sentences.append(replace(sentence, score=ANOTHER * sentence.score))
            continue
        told = True
        span, weight = found
        marks = (span.shifted(sentence.span.start),)
        sentences.append(replace(sentence, score=max(sentence.score, weight), marks=marks))
    best = max((s.score for s in sentences), default=0.0)
    return Reading(best, tuple(sentences)), told
