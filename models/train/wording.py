"""A sentence → the same said in other words, or something else said in nearly the same words.

What the verdict head is trained to tell apart: `reworded` keeps what is said, `flips` change who,
where, when, how many, which way, or whether. Rules, not a model: a rule that finds nothing to
change yields nothing. All are pure functions of a text and a seeded random generator.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

__all__ = ["Flip", "attributed", "beyond", "flips", "names", "numbers", "reworded"]

WORD = r"[A-ZÀ-Þ][\w’'-]*\w"
NAME = re.compile(rf"{WORD}(?: (?:(?:of|de|da|bin|al|van|von) )?{WORD})*")
NUMBER = re.compile(
    r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w,])|(?<![\w.,-])\d+(?:\.\d+)?(?![\w,.-]\d|\w)"
)
CALENDAR = (
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "January February March April May June July August September October November December".split(),
)
DEMONYMS = frozenset(
    "American Russian Chinese British French German Italian Spanish Mexican Brazilian Canadian "
    "Indian Japanese Korean Iranian Iraqi Israeli Palestinian Syrian Turkish Egyptian Saudi "
    "Ukrainian Polish Swedish Norwegian Danish Dutch Belgian Swiss Austrian Greek Irish Scottish "
    "Australian African Nigerian Kenyan Pakistani Afghan Cuban Venezuelan Colombian Argentine "
    "Democratic Republican European Asian Catholic Muslim Jewish Christian".split()
)
NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve".split(),
    "second third fourth fifth sixth seventh eighth ninth tenth".split(),
    "hundreds thousands millions billions".split(),
    "million billion trillion".split(),
)
# Each a pair of opposites: one put for the other turns what is said round.
OPPOSITES = (
    "before/after first/last won/lost win/lose wins/loses winning/losing winner/loser "
    "rose/fell rise/fall rises/falls rising/falling increased/decreased increase/decrease "
    "increases/decreases increasing/decreasing up/down higher/lower high/low highest/lowest "
    "more/fewer more/less most/least larger/smaller largest/smallest bigger/smaller "
    "biggest/smallest longer/shorter longest/shortest older/younger oldest/youngest "
    "best/worst better/worse good/bad early/late earlier/later faster/slower fast/slow "
    "stronger/weaker strong/weak harder/softer hard/soft harder/easier hard/easy above/below "
    "over/under inside/outside north/south east/west northern/southern eastern/western "
    "accepted/rejected accept/reject approved/rejected approve/reject agreed/refused agree/refuse "
    "allowed/banned allow/ban permitted/prohibited supported/opposed support/oppose "
    "supporters/opponents supporting/opposing backed/opposed confirmed/denied confirm/deny "
    "admitted/denied praised/criticized praise/criticize passed/failed succeeded/failed "
    "succeed/fail success/failure opened/closed open/closed opening/closing began/ended begin/end "
    "start/end started/ended joined/left arrived/left hired/fired gained/lost gain/loss "
    "profit/loss bought/sold buy/sell buying/selling lent/borrowed gave/took sent/received "
    "raised/cut raise/cut raised/lowered expanded/reduced expand/reduce improved/worsened "
    "strengthened/weakened remembered/forgot married/divorced born/died alive/dead "
    "guilty/innocent convicted/acquitted legal/illegal male/female man/woman "
    "men/women boy/girl boys/girls son/daughter brother/sister father/mother husband/wife "
    "king/queen majority/minority always/never often/rarely many/few all/none "
    "everyone/nobody with/without true/false safe/dangerous "
    "likely/unlikely possible/impossible successful/unsuccessful immediately/eventually "
    "quickly/slowly old/new hot/cold rich/poor day/night "
    "morning/evening summer/winter war/peace ally/enemy friend/enemy attack/defend "
    "attacked/defended victory/defeat minimum/maximum positive/negative optimistic/pessimistic "
    "includes/excludes including/excluding present/absent begin/finish"
).split(" ")
# Each a group of words that say about the same.
ALIKE = (
    "said/stated|began/started|about/around|more than/over|bought/purchased|kids/children|"
    "big/large|biggest/largest|killed/slain|near/close to|film/movie|doctors/physicians|"
    "percent/per cent|percent/%|because/since|although/though|while/whereas|help/assist|"
    "helped/assisted|showed/demonstrated|ended/concluded|ends/concludes|got/received|"
    "told reporters/told journalists|job/position|jobs/positions|wants/seeks|wanted/sought|"
    "plans to/intends to|planned to/intended to|must/has to|tried to/attempted to|"
    "died/passed away|injured/hurt|wounded/injured|arrested/detained|asked/requested|"
    "also/too|almost/nearly|often/frequently|recently/lately|quickly/rapidly|once/at one time|"
    "company/firm|companies/firms|country/nation|countries/nations|city/town|"
    "leader/head|leaders/heads|election/vote|elections/votes|attack/assault|money/funds|"
    "million dollars/million in dollars|former/ex-|last year/the year before|"
    "this year/the current year|chose/picked|selected/chosen|announced/declared|"
    "revealed/disclosed|increase/rise|increased/rose|decreased/fell|decline/drop|declined/dropped|"
    "needs/requires|needed/required|allow/let|allowed/permitted|stopped/halted|stop/halt|"
    "build/construct|built/constructed|fixed/repaired|hit/struck|won/secured|beat/defeated|"
    "defeated/beat|top/leading|deadly/fatal|whole/entire|several/a number of|"
    "at least/no fewer than|next to/beside|teenager/adolescent|students/pupils|"
    "scientists/researchers|researchers/scientists|illness/disease|disease/illness|"
    "storm/tempest|rain/rainfall|cars/vehicles|car/vehicle|police/officers|lawyer/attorney|"
    "lawyers/attorneys|huge/enormous|famous/well-known|angry/furious|happy/glad|ill/sick"
).split("|")
AUXILIARY = re.compile(
    r"\b(is|was|were|are|has|have|had|will|would|can|could|did|does|do|should|must|may|might)\b"
)
NEGATED = re.compile(rf"{AUXILIARY.pattern} (?:not|never) |\b(?:never) ")
SUBJECT_VERB = re.compile(
    r"^((?:The |A |An )?[\w’' -]{2,40}?) (\w{2,}ed|won|lost|took|gave|made|"
    r"went|came|became|began|led|left|told|held|met|sent|found|built|wrote) "
)
# "X beat Y in …": verbs that mean something else with the two exchanged.
ONE_WAY = (
    "defeated beat attacked accused criticized praised killed hired fired replaced succeeded sued "
    "supported endorsed backed joined bought acquired invited called told asked arrested "
    "congratulated visited thanked warned followed led helped paid sold blamed nominated "
    "shot stabbed rescued elected appointed interviewed overtook outscored outpolled thrashed "
    "succeeded pardoned impeached mocked insulted dismissed rejected urged advised trained taught"
).split()
TRANSITIVE = re.compile(
    rf"^(?P<a>{NAME.pattern}) (?P<verb>{'|'.join(ONE_WAY)}) (?P<b>{NAME.pattern})(?P<rest>.*)$"
)
PASSIVE = {"beat": "beaten", "led": "led", "told": "told", "paid": "paid", "sold": "sold"}
OPENING = re.compile(
    r"^(?:On|In|At|After|Before|During|Since|By|Last|Earlier|Meanwhile|However|But|And|Also)\b"
    r"[^,.;]{0,60}, (?=[A-Za-z])"
)
ASIDE = re.compile(
    r", (?:who|which|where|whose|a|an|the|including|according|such as)\b[^,;.]{4,90}, "
)
TAIL = re.compile(
    r",? (?:which|who|where|when|while|after|as|because|although|with|including|according to|"
    r"during|following|despite|since|amid) [^.]{8,}?(?=[.]?$)"
)
ABOVE, BELOW = ("more than", "over", "at least"), ("fewer than", "less than", "under")
BOUNDED = re.compile(  # a bound, a currency, or a name stands in front of the number
    r"(?:than|over|under|least|about|around|nearly|almost|most|up to|[$£€]|Nov\.|[A-Z][a-z]+) ?$"
)
BRACKET = re.compile(r" \([^()]*\)")
ATTRIBUTED = re.compile(r"\b(?:said|says|told|claim\w*|according|alleg\w+|believe\w*|thinks?|"
                        r"suggest\w*|reported(?:ly)?|may|might|could|if|would)\b|"
                        r"[\"“”?]")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Flip:
    """A sentence that no longer says what it said, and what was put for what."""

    text: str
    kind: str
    old: str = ""
    new: str = ""


def reworded(text: str, rng: random.Random) -> str:
    """The sentence with some of its asides dropped and words exchanged for others like them."""
    if rng.random() < 0.6:
        text = _capital(OPENING.sub("", text))
    if rng.random() < 0.6:
        text = ASIDE.sub(" ", text)
    if rng.random() < 0.7:
        text = BRACKET.sub("", text)
    if rng.random() < 0.5:
        shorter = TAIL.sub("", text)
        text = shorter if shorter.count(" ") >= 4 else text
    if rng.random() < 0.5:
        text = _passive(text)
    for group in rng.sample(ALIKE, len(ALIKE)):
        a, b = group.split("/")
        text = _put(text, a, b) if rng.random() < 0.7 else text
    if rng.random() < 0.3:
        text = _digits(text)
    if rng.random() < 0.4:
        text = text.rstrip(".")
    return text


def flips(
    text: str, others: Sequence[str], figures: Sequence[str], rng: random.Random
) -> Iterator[Flip]:
    """What the sentence could be made to say instead, one of each kind at most, in random order.

    `others` are names and `figures` numbers of the same article that may stand in for its own.
    """
    ways: list[Callable[[], Flip | None]] = [
        lambda: _other_name(text, others, rng),
        lambda: _other_number(text, figures, rng),
        lambda: _other_day(text, rng),
        lambda: _other_word(text, NUMBER_WORDS, "number", rng),
        lambda: _other_word(text, [sorted(DEMONYMS)], "nationality", rng),
        lambda: _opposite(text, rng),
        lambda: _negated(text, rng),
        lambda: _exchanged(text, rng),
        lambda: _beyond(text, rng),
    ]
    rng.shuffle(ways)
    return (flip for way in ways if (flip := way()) is not None and flip.text != text)


def names(text: str) -> list[str]:
    """The names of a text that open no sentence, in order, each once; no days, no nationalities."""
    found = []
    for match in NAME.finditer(text):
        opens = match.start() == 0 or text[: match.start()].rstrip()[-1:] in '.!?"“”:'
        known = {w for days in CALENDAR for w in days} | DEMONYMS
        if not opens and match[0] not in known and len(match[0]) > 2:
            found.append(match[0])
    return list(dict.fromkeys(found))


def numbers(text: str) -> list[str]:
    """The numbers of a text written in digits, in order, each once."""
    return list(dict.fromkeys(m[0] for m in NUMBER.finditer(text)))


def attributed(text: str) -> bool:
    """Whether a sentence tells what somebody says, asks or supposes, rather than what is."""
    return bool(ATTRIBUTED.search(text))


def beyond(text: str, rng: random.Random) -> str:
    """A true, vaguer form of a sentence with a number: "306" → "more than 300"; else as it was."""
    for match in NUMBER.finditer(text):
        value = _value(match[0])
        if value >= 12 and not 1800 <= value <= 2100 and not _bounded(text, match.start()):
            under = _rounded(value, down=True)
            if under < value:
                put = f"{rng.choice(ABOVE)} {_figure(under, match[0])}"
                return f"{text[: match.start()]}{put}{text[match.end() :]}"
    return text


def _other_name(text: str, others: Sequence[str], rng: random.Random) -> Flip | None:
    own = [m for m in NAME.finditer(text) if m[0] in others]
    if not own:
        return None
    gone = rng.choice(own)
    pool = [
        o for o in others
        if o not in text and gone[0] not in o and not set(o.split()) & set(gone[0].split())
    ]  # fmt: skip
    if not pool:
        return None
    alike = [o for o in pool if (" " in o) == (" " in gone[0])] or pool
    new = rng.choice(alike)
    return Flip(text[: gone.start()] + new + text[gone.end() :], "name", gone[0], new)


def _other_number(text: str, figures: Sequence[str], rng: random.Random) -> Flip | None:
    own = list(NUMBER.finditer(text))
    if not own:
        return None
    gone = rng.choice(own)
    value = _value(gone[0])
    same = [f for f in figures if f not in text and len(f) == len(gone[0])]
    if same and rng.random() < 0.5:
        new = rng.choice(same)
    elif 1800 <= value <= 2100 and "." not in gone[0] and "," not in gone[0]:
        new = str(int(value) + rng.choice((-10, -4, -3, -2, -1, 1, 2, 3, 5, 10)))
    else:
        moved = (
            value * rng.choice((0.5, 0.7, 0.8, 1.2, 1.5, 2, 3))
            if value > 3
            else value + rng.randint(1, 4)
        )
        new = _figure(moved if "." in gone[0] else round(moved), gone[0])
    if new == gone[0]:
        return None
    return Flip(text[: gone.start()] + new + text[gone.end() :], "number", gone[0], new)


def _other_day(text: str, rng: random.Random) -> Flip | None:
    return _other_word(text, CALENDAR, "date", rng)


def _other_word(
    text: str, groups: Sequence[Sequence[str]], kind: str, rng: random.Random
) -> Flip | None:
    for group in rng.sample(list(groups), len(groups)):
        there = [w for w in group if re.search(rf"\b{w}\b", text)]
        if there:
            old = rng.choice(there)
            new = rng.choice([w for w in group if w not in there] or [old])
            return Flip(re.sub(rf"\b{old}\b", new, text, count=1), kind, old, new)
    return None


def _opposite(text: str, rng: random.Random) -> Flip | None:
    for pair in rng.sample(OPPOSITES, len(OPPOSITES)):
        old, _, new = pair.partition("/")
        if not new:
            continue
        old, new = (old, new) if rng.random() < 0.5 else (new, old)
        for a, b in ((old, new), (new, old)):
            if re.search(rf"\b{a}\b", text):
                return Flip(re.sub(rf"\b{a}\b", b, text, count=1), "opposite", a, b)
    return None


def _negated(text: str, rng: random.Random) -> Flip | None:
    undone = NEGATED.search(text)
    if undone:
        kept = undone[1] + " " if undone[1] else ""
        return Flip(
            text[: undone.start()] + kept + text[undone.end() :], "negation", undone[0], kept
        )
    verb = SUBJECT_VERB.match(text)
    auxiliary = AUXILIARY.search(text)
    if auxiliary and (verb is None or auxiliary.start() < verb.end(1)):
        word = rng.choice(("not", "not", "never"))
        put = f"{auxiliary[0]} {word}"
        return Flip(text[: auxiliary.start()] + put + text[auxiliary.end() :], "negation",
                    auxiliary[0], put)  # fmt: skip
    if verb:
        at = verb.start(2)
        return Flip(f"{text[:at]}never {text[at:]}", "negation", "", "never")
    return None


def _exchanged(text: str, rng: random.Random) -> Flip | None:
    match = TRANSITIVE.match(text)
    if match and not match["rest"].startswith((" and", "’s", "'s")):
        a, b, verb, rest = match["a"], match["b"], match["verb"], match["rest"]
        if rng.random() < 0.5:
            return Flip(f"{b} {verb} {a}{rest}", "role", a, b)
        return Flip(f"{a} was {PASSIVE.get(verb, verb)} by {b}{rest}", "role", a, b)
    here = [m for m in NAME.finditer(text) if " " in m[0]]
    if len(here) >= 2:
        first, second = here[0], here[1]
        between = text[first.end() : second.start()]
        if len(between.split()) >= 2 and not re.search(r"\b(?:and|or|with)\b|,", between):
            return Flip(
                text[: first.start()] + second[0] + between + first[0] + text[second.end() :],
                "role", first[0], second[0],
            )  # fmt: skip
    return None


def _beyond(text: str, rng: random.Random) -> Flip | None:
    for match in NUMBER.finditer(text):
        value = _value(match[0])
        if value >= 12 and not 1800 <= value <= 2100 and not _bounded(text, match.start()):
            less = rng.random() < 0.5
            bound = _rounded(value, down=less)
            if bound == value:
                continue
            put = f"{rng.choice(BELOW if less else ABOVE)} {_figure(bound, match[0])}"
            return Flip(text[: match.start()] + put + text[match.end() :], "bound", match[0], put)
    return None


def _bounded(text: str, at: int) -> bool:
    return bool(BOUNDED.search(text[:at]))


def _rounded(value: float, *, down: bool) -> int:
    step: int = 10 ** max(1, len(str(int(value))) - 1)
    lower = int(value) // step * step
    return lower if down else lower + step


def _value(figure: str) -> float:
    return float(figure.replace(",", ""))


def _figure(value: float, like: str) -> str:
    if "." in like:
        return f"{value:.{len(like.partition('.')[2])}f}"
    return f"{int(value):,}" if "," in like or value >= 10_000 else str(int(value))


def _digits(text: str) -> str:
    for n, word in enumerate(NUMBER_WORDS[0], start=2):
        text = re.sub(rf"\b{word}\b", str(n), text)
    return text


def _passive(text: str) -> str:
    match = TRANSITIVE.match(text)
    if match is None or match["rest"].startswith((" and", "’s", "'s")):
        return text
    verb = PASSIVE.get(match["verb"], match["verb"])
    return f"{match['b']} was {verb} by {match['a']}{match['rest']}"


def _put(text: str, a: str, b: str) -> str:
    return re.sub(rf"(?<![\w-]){re.escape(a)}(?![\w-])", b, text, count=1)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
