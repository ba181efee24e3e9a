"""Who, or what, a question asks about by name alone: "Who is Ann Lee?" is answered where an article
says so, "Ann Lee, a professor who accused him, …" or "senator Ann Lee"; "What is fracking?" by
"fracking, a way of drilling".

A small reader marks other names that stand beside this one. What an apposition says is plain.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.types import Passage, Reading, Span
from bot.words import STOP_WORDS

__all__ = ["introduced", "introduction", "name_asked"]

ASKED = re.compile(
    r"\s*(?i:and |so )?(?P<word>(?i:who|what))(?:[’']s| is| was| are| were) "
    r"(?:(?:an?|the) (?=[A-Z]))?"
    r"(?P<name>[A-ZÀ-Þ][\w’'.-]*(?: (?:[A-ZÀ-Þ][\w’'.-]*|al|bin|de|del|der|la|van|von|ibn)){0,4}|"
    r"[a-zß-ÿ’'-]+(?: [a-zß-ÿ’'-]+){0,2})(?P<thing> [a-z]{4,})?\s*[?.!]*\s*"
)
# How what says who somebody is begins: a person by a word for one, or what the person did.
NO_PERSON = (
    r"(?!(?:for|over|or|after|her|other|under|proper|however|whether|never|ever|later|earlier|former|"
    r"either|neither|rather|together|another|per|nor|number|power|matter|order|letter|paper|water|"
    r"winter|summer|october|november|december|september|center|major|minor|senior|junior|prior|favor|"
    r"labor|error|terror|honor|harbor|floor|door|better|greater|larger|longer|bigger|higher|lower|"
    r"further|closer|older|younger|democratic|less|unless|process|congress|access|press|business)\b)"
)
PERSON = (
    rf"{NO_PERSON}(?:[a-z-]*(?:er|or|man|woman|ist|ant|ian|ee|eer|crat|ess)|[a-z-]*(?:chief|head|host|judge|clerk|"
    r"jurist|boss|aide|candidate|coach|king|queen|friend|wife|husband|son|partner|child|twin|hero|"
    r"star|mogul|victim|student|nurse|pilot|spy|guard|captain|general|chair|secretary|attorney|"
    r"president|boy|girl|teen|native|scholar|executive|representative|official|critic|rival|ally|"
    r"relative|prince|pope|bishop|rabbi|imam|priest|advocate|operative|fugitive|patient|resident|"
    r"recipient|agent|opponent|correspondent|superintendent|dissident|parent|expert|co-founder)|"
    r"Republican|Democrat|Leader|Chair(?:man|woman)?|Secretary|Minister|President|Senator|Speaker|"
    r"Director|General|Justice|Governor)s?\b"
)
ROLE = (
    rf"(?:(?:an?|the|its|his|her|their|one of|another|now|then) |(?:former|ex-|co-|then-)|"
    rf"(?=[a-z-]+ (?:of|for|at) ))(?=(?:[\w’'-]+,? ){{0,6}}?{PERSON})"
)
DEEDS = (
    r"who (?:also |once |later |first |had |has |have )?"
    r"(?:is|was|been|served?s?|chairs?|chaired|leads?|led|runs?|ran|accuses?|accused|became|founded|co-founded|won|wrote|heads?|headed|works?|worked|"
    r"represents?|represented|killed|shot|leaked|directs?|directed|plays?|played|teaches|taught|"
    r"owns?|owned|invented|discovered|defected|fled|stood|made|created|started|blew|carried|"
    r"committed|confessed|survived|fought|spent|joined|succeeded|replaced)\b"
)
THING = (
    r"an? (?=[a-z])(?!(?:few|lot|bit|little|year|month|week|day|while|big|huge|good|great|bad|"
    r"clear|major|key|long|real|very|sign|matter|part|reason|problem|mistake|issue|priority|concern|step|"
    r"threat|success|failure|disaster|must|number|couple)\b)"
)
END = re.compile(
    r",|[.;:!?]?[”\"]|(?<!\b[A-Z])(?<!\b[A-Z]\.[A-Z])[.;:!?](?:\s|$)| — | – | -- |\)|$"
)
# "former acting Attorney General" and the like, right before a name.
BEFORE = (
    r"(?!(?:When|But|Since|After|And|If|As|In|On|At|For|With|Like|While|That|Because|By|To|From)\b)"
    r"(?:(?:[A-Z][\w.’'-]*|former|acting|then|deputy|vice|national|security|chief|campaign|personal|"
    rf"longtime|top|senior|supreme|court|foreign|prime|state|opposition|party) ){{0,5}}{PERSON}"
)
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
    known = re.escape(name).replace(r"\ ", r"\s+")
    role, deeds = (THING, "which is|that is") if word == "what" else (ROLE, DEEDS)
    after = re.compile(
        rf"\b{known}s?\b(?: \([A-Z]+\))?(?:,| is| was| are| \(| —| –) ?"
        rf"(?:(?P<told>{role})|(?P<did>{deeds}))",
        re.IGNORECASE if word == "what" and name.islower() else 0,
    )
    for found in after.finditer(sentence):
        start = found.start(found.lastgroup or 0)
        end = END.search(sentence, max(start + 4, found.end()))
        if end and len(sentence[start : end.start()].split()) > 1:
            weight = INTRODUCED if found.lastgroup == "told" else BY_DEED
            return Span(start, end.start()), weight
    if word == "what":
        return None
    titled = re.search(rf"\b(?P<told>{BEFORE}) {known}\b", sentence)
    return (Span(*titled.span("told")), BY_TITLE) if titled else None


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
