"""A question and one of its choices → what the choice claims, by rules; where none fits the two
stand side by side."""

import re

__all__ = ["stated"]

TRUE_OR_FALSE = re.compile(r"true or false\s*[:,]?\s*", re.IGNORECASE)
# A verb that what is asked for is the subject of; "did" and "does" show that it is not.
BE = (
    r"(?:is|was|are|were|has|have|had|would|could|should)(?:n['’]t)?|will|can|may|might|must|"
    r"won['’]t|can['’]t|cannot"
)
PAST = (
    r"won|lost|said|told|took|made|gave|went|came|became|began|led|left|met|held|found|built|sent|"
    r"fell|rose|beat|hit|cut|put|set|got|paid|sold|bought|spent|struck|broke|drew|ran|saw|shut|"
    r"wrote|kept|quit|brought|\w{2,}ed"
)
DO = r"did|does|do"
# What may stand before the question itself: "According to the Guardian, which …".
FORE = (
    r"(?P<fore>(?:(?:according|after|as|at|before|by|despite|due|during|following|for|from|in|on|"
    r"since|to|with|out)\b[^,?]{3,80}, )?)"
)
WHO = re.compile(rf"{FORE}who (?P<rest>(?!(?:{DO})\b).+)", re.IGNORECASE)
WHICH = re.compile(
    rf"{FORE}(?:which|what) (?!happened\b|percentage\b)"
    rf"(?P<noun>(?:(?!(?:{BE}|{DO})\b)[\w’'&.“”\"-]+ ){{1,8}}?)"
    rf"(?P<rest>(?:{BE}|{PAST})\b.+)",
    re.IGNORECASE,
)
COUNTED = re.compile(
    rf"{FORE}how many (?P<noun>[\w-]+) (?P<rest>(?:{BE}|{PAST})\b(?! there\b).+)", re.IGNORECASE
)
# "Which team did he join" → "he join": the claim says it in bad English, and plainly. Also "what is
# the storm called", "how old was he", "how much debt has it taken on", "whose seat is …".
TURNED = re.compile(
    rf"{FORE}(?:(?:approximately|about|roughly) )?"
    r"(?P<with>(?:in|on|at|to|for|from|with|by|into|under|of) )?"
    r"(?P<word>which|what|whose|who|whom|when|where|why|"
    r"how(?: (?:much|many|long|old|soon|high|often))?)"
    rf" (?P<noun>(?:(?!(?:{BE}|{DO}|percentage)\b)[\w’',“”\"-]+ ){{0,6}}?)"
    rf"(?P<verb>{BE}|{DO})(?: now)? (?P<rest>.+)",
    re.IGNORECASE,
)
HAS_BEEN = frozenset("is was are were has have had".split())
PRONOUN = re.compile(r"(?:it|he|she|they|we|you|there)\b", re.IGNORECASE)
# Where, after "is the bill …" or "has the White House …", its predicate begins.
PREDICATE = re.compile(
    r"(?<=\w )(?<!\bthe )(?<!\ba )(?<!\ban )(?:(?:now|still|also|finally|actually|currently) )?"
    rf"(?:being|been|be|{PAST}|known|\w{{3,}}ing|worth|due|about|likely|available|expected|to)\b",
    re.IGNORECASE,
)
NAMED_AS = re.compile(r".*\b(?:called|titled|named|known as|like)", re.IGNORECASE)
# After "what is": what is asked for is the same as this, or does this.
SAME = re.compile(
    rf"(?:the|an?|on|in|at|behind|his|her|its|their|[\w’' -]{{3,40}}[’']s?|{PAST}) ", re.IGNORECASE
)
GOING = re.compile(r".*\b(?:headed|heading|going|go|moving|move|moved|travel|fly)", re.IGNORECASE)
AMOUNT = re.compile(
    r"\b(?:how (?:much|many|long|high|soon|far|often)(?: money)?|what percentage)\b", re.IGNORECASE
)
# A noun phrase with its question word, as far as it can be told to go.
ASKED_FOR = re.compile(
    r"\b(?:which|what)(?! happen)(?: (?:type|kind|sort|form) of)?"
    r"(?: of (?:the|these|its|their|his|her) [\w’'-]+)?"
    r"(?: (?!of\b)[\w’'$.-]+){0,6}?"
    rf"(?=,| (?:{BE}|{PAST}|{DO}|in|on|at|to|for|from|with|by|into|under|of|over|as|after|before|"
    r"during|because|since|without|when|while|that|who|this|last|left|plan|plans|remains?|tends?|"
    r"features?|whose|–|—)\b|$)",
    re.IGNORECASE,
)
ASKED_LAST = re.compile(r"\b(?:who|whom|where|when|what|which)(?=$|,| (?:in|about|on|to)\b)", re.I)
NEW_SENTENCE = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?][”\"]))(?<!\b[A-Z]\.)(?<!\bv\.)(?<!\b[MD]r\.)\s+(?=[“\"A-Z])"
)
WHAT_S = re.compile(r"\b(what|who|where)['’]s\b", re.IGNORECASE)
HINT = re.compile(r"\s*\([^()]*\)\s*$")
JOINED = re.compile(
    r"(?P<lead>[^,?]{12,}.*?),? (?:but|and) (?P<asked>(?:which|what|who|whom|where|when|how)\b.+)",
    re.IGNORECASE,
)
COUNT_WITHIN = re.compile(r"\bhow many (?=\w)", re.IGNORECASE)
DOING_WHAT = re.compile(r"\bdoing what\b|\bwhat$", re.IGNORECASE)
LAST = re.compile(
    rf"(?<=\w )(?:which|what)(?! happen)(?: (?!(?:{BE}|{PAST}|{DO})\b)[\w’'-]+){{0,3}}$",
    re.IGNORECASE,
)
LITTLE = re.compile(r"^(?:An?|The|In|On|At|By|From|For|To|With|After|Before|Under|Next|Last)(?= )")
PLACED = re.compile(r"(?:in|on|at|near|by|from|under|inside|outside|next|last|this)\b", re.I)


def stated(question: str, choice: str) -> str:
    """What a choice claims, as a statement; "question? choice" where no rule fits.

    Sentences before the one that asks stay in front.
    """
    whole = " ".join(question.split())
    choice = LITTLE.sub(lambda m: m[0].lower(), choice.strip().rstrip("."))
    if TRUE_OR_FALSE.match(whole):
        return _stated(whole, choice)
    *before, asked = NEW_SENTENCE.split(WHAT_S.sub(r"\1 is", whole))
    joined = JOINED.fullmatch(asked) if asked.endswith("?") else None
    if joined:
        before.append(_sentence(joined["lead"]))
        asked = joined["asked"]
    return " ".join((*before, _stated(asked, choice)))


def _stated(asked: str, choice: str) -> str:
    told = TRUE_OR_FALSE.match(asked)
    if told:
        rest = asked[told.end() :].rstrip(".")
        return _sentence(rest if choice.upper() == "TRUE" else f"It is false that {rest}")
    without = HINT.sub("", asked)
    if not without.endswith("?"):
        return _open(asked, choice)
    bare = without.strip(" ?\u200b")
    return next(
        filter(None, (rule(bare, choice) for rule in (_subject, _within, _turned, _inside))),
        f"{asked} {choice}",
    )


def _open(asked: str, choice: str) -> str:
    """An unfinished sentence goes on with the choice."""
    if asked.endswith("."):
        return f"{asked} {choice}"
    return _sentence(f"{asked.rstrip(' :…_')} {choice}")


def _subject(asked: str, choice: str) -> str:
    """A question that opens with its question word, or nothing."""
    found = WHO.fullmatch(asked) or WHICH.fullmatch(asked)
    if found and " of " not in f" {found.groupdict().get('noun') or ''}"[-4:]:
        return _sentence(f"{found['fore']}{choice} {found['rest']}")
    found = COUNTED.fullmatch(asked)
    if found:
        return _sentence(f"{found['fore']}{_counted(choice, found['noun'])} {found['rest']}")
    return ""


def _within(asked: str, choice: str) -> str:
    """A question that has its question word where the answer belongs, or nothing."""
    count = COUNT_WITHIN.search(asked)
    if count and count.start():
        noun = re.match(r"[\w-]+", asked[count.end() :])
        rest = asked[count.end() + (noun.end() if noun else 0) :]
        return _sentence(
            f"{asked[: count.start()]}{_counted(choice, noun[0] if noun else '')}{rest}"
        )
    found = DOING_WHAT.search(asked)
    if found and found.start():
        return _sentence(f"{asked[: found.start()]}{choice}{asked[found.end() :]}")
    return ""


def _turned(asked: str, choice: str) -> str:
    """A question that turns subject and verb round, or nothing."""
    found = TURNED.fullmatch(asked)
    if not found:
        return ""
    word, noun, verb = found["word"].lower(), found["noun"].strip(), found["verb"]
    rest, *after = found["rest"].split(", ", 1)
    tail = "".join(f", {words}" for words in after)
    if word in ("what", "which", "who") and not noun and _is_same(verb, rest):
        return _sentence(f"{found['fore']}{choice} {verb} {rest}{tail}")
    told = _straight(verb, rest)
    if word == "why":
        reason = "because" if PRONOUN.match(choice) else "because of"
        return _sentence(f"{found['fore']}{told}{tail} {reason} {choice}")
    if word == "whose":
        choice = f"{choice}’s {noun}"
    elif word == "how old" and choice.isdigit():
        choice = f"{choice} years old"
    elif word in ("how much", "how many") and noun not in ("", "money"):
        choice = _counted(choice, noun)
    elif word in ("when", "where") and not PLACED.match(choice):
        choice = f"{'to' if GOING.fullmatch(told) else 'in'} {choice}"
    return _sentence(f"{found['fore']}{told} {(found['with'] or '').lower()}{choice}{tail}")


def _is_same(verb: str, rest: str) -> bool:
    """Whether what is asked for comes first in a statement: "what is the name of …"."""
    if NAMED_AS.fullmatch(rest) or PRONOUN.match(rest):
        return False
    if verb.lower() in ("is", "was", "are", "were"):
        return bool(SAME.match(f"{rest} ")) and not re.search(r"\w{3,}ing$", rest)
    return verb.lower() not in ("do", "does", "did", "has", "have", "had") and rest[0].islower()


def _straight(verb: str, rest: str) -> str:
    """Subject and verb in the order of a statement: "is", "the bill called" → "the bill is called".

    Without a predicate the verb comes last, and what is asked for after it.
    """
    does = re.fullmatch(DO, verb, re.IGNORECASE)
    if does or (verb.lower() not in HAS_BEEN and not re.search(r"\bbe\b", rest)):
        return rest
    pronoun = PRONOUN.match(rest)
    if pronoun:
        return f"{pronoun[0]} {verb}{rest[pronoun.end() :]}"
    predicate = PREDICATE.search(rest)
    if predicate:
        return f"{rest[: predicate.start()]}{verb} {rest[predicate.start() :]}"
    return f"{rest} {verb}"


def _inside(asked: str, choice: str) -> str:
    """A question that has its question word, and what goes with it, anywhere, or nothing."""
    for pattern in (LAST, AMOUNT, ASKED_FOR, ASKED_LAST):
        found = pattern.search(asked)
        if found:
            return _sentence(f"{asked[: found.start()]}{choice}{asked[found.end() :]}")
    return ""


def _counted(choice: str, noun: str) -> str:
    """The number with what it counts, unless it says so itself."""
    return choice if noun.rstrip("s").lower() in choice.lower() else f"{choice} {noun}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
