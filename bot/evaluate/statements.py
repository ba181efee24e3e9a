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
    r"wrote|kept|quit|\w{2,}ed"
)
DO = r"did|does|do"
# What may stand before the question itself: "According to the Guardian, which …".
FORE = (
    r"(?P<fore>(?:(?:according|after|as|at|before|by|despite|due|during|following|for|from|in|on|"
    r"since|to|with|out)\b[^,?]{3,80}, )?)"
)
WHO = re.compile(rf"{FORE}who (?P<rest>(?!(?:{DO})\b).+)", re.IGNORECASE)
WHICH = re.compile(
    rf"{FORE}(?:which|what) (?!happened\b)(?P<noun>(?:(?!(?:{BE}|{DO})\b)[\w’'&.“”\"-]+ ){{1,8}}?)"
    rf"(?P<rest>(?:{BE}|{PAST})\b.+)",
    re.IGNORECASE,
)
COUNTED = re.compile(
    rf"{FORE}how many (?P<noun>[\w-]+) (?P<rest>(?:{BE}|{PAST})\b(?! there\b).+)", re.IGNORECASE
)
# "Which team did he join" → "he join": the claim says it in bad English, and plainly.
OBJECT = re.compile(
    rf"{FORE}(?P<with>(?:in|on|at|to|for|from|with|by|into|under|of) )?"
    rf"(?P<what>which|what|who|whom|when|where)\b[^,?]*? ?\b(?:{DO}) (?P<rest>.+)",
    re.IGNORECASE,
)
COUNT_WITHIN = re.compile(r"\bhow many (?=\w)", re.IGNORECASE)
DOING_WHAT = re.compile(r"\bdoing what\b|\bwhat$", re.IGNORECASE)
WITHIN = re.compile(r"(?<=\w )(?:which|what)(?: [\w’'-]+){0,6}$", re.IGNORECASE)
LITTLE = re.compile(r"^(?:An?|The|In|On|At|By|From|For|To|With|After|Before|Under|Next|Last)(?= )")
PLACED = re.compile(r"(?:in|on|at|near|by|from|under|inside|outside|next|last|this)\b", re.I)


def stated(question: str, choice: str) -> str:
    """What a choice claims, as a statement; "question? choice" where no rule fits.

    Sentences before the one that asks stay in front.
    """
    *before, asked = re.split(r"(?<=[.!?])\s+(?=[“\"A-Z])", " ".join(question.split()))
    made = _stated(asked, LITTLE.sub(lambda m: m[0].lower(), choice.strip().rstrip(".")))
    lead = " ".join(before)
    if TRUE_OR_FALSE.match(question):
        made, lead = _stated(" ".join(question.split()), choice), ""
    return f"{lead} {made}".strip()


def _stated(asked: str, choice: str) -> str:
    told = TRUE_OR_FALSE.match(asked)
    if told:
        rest = asked[told.end() :].rstrip(".")
        return _sentence(rest if choice.upper() == "TRUE" else f"It is false that {rest}")
    if not asked.endswith("?"):
        return _open(asked, choice)
    bare = asked.rstrip(" ?")
    return _subject(bare, choice) or _within(bare, choice) or f"{asked} {choice}"


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
    found = OBJECT.fullmatch(asked)
    if found:
        place = "in " if found["what"].lower() in ("when", "where") else ""
        preposition = found["with"] or ("" if PLACED.match(choice) else place)
        return _sentence(f"{found['fore']}{found['rest']} {preposition.lower()}{choice}")
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
    for pattern in (DOING_WHAT, WITHIN):
        found = pattern.search(asked)
        if found and found.start():
            return _sentence(f"{asked[: found.start()]}{choice}{asked[found.end() :]}")
    return ""


def _counted(choice: str, noun: str) -> str:
    """The number with what it counts, unless it says so itself."""
    return choice if noun.rstrip("s").lower() in choice.lower() else f"{choice} {noun}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
