"""Message + history → what is asked, worded so that it stands alone."""

import re
from collections.abc import Callable, Collection, Sequence

from bot.bound import unbound
from bot.claims import states
from bot.follow_up import completed, corrected, corrects, points_at_matter, with_subject
from bot.messages import Kind, Message, Turn
from bot.words import STOP_WORDS, Word, composed, fold, words

__all__ = ["doubts", "stand_alone", "takes_up", "understand"]

GREETINGS = (
    r"(?:hi|hello|hey)(?: there)?|good (?:morning|afternoon|evening)|how are you|"
    r"(?:many )?thanks?(?: you)?(?: a lot| (?:very|so) much)?"
    r"(?: for (?:the|your|that|this|all)(?: (?:help|answer|quotes?|information|info|work))?)?|"
    r"thx|ok(?:ay)?|great|perfect|awesome|got it|never mind|that (?:helps|helped)|cool|bye|goodbye|"
    r"help|who are you|what can you do"
)
SMALL_TALK = re.compile(rf"(?:{GREETINGS})(?:[\s,!.?]+(?:{GREETINGS}))*[\s!.?]*")
DOUBT = re.compile(
    r"(?:(?:and|but|so|hm+|well)\b[\s,]*)*(?:"
    r"(?:is|was) (?:that|this|it) (?:really |actually )?(?:true|right|correct|so|a fact)|"
    r"are you (?:really |quite )?sure(?: (?:about|of) (?:that|this|it))?|really|seriously|"
    r"(?:can|could) you (?:check|verify|confirm) (?:that|this|it)|"
    r"(?:check|verify|fact[- ]?check) (?:that|this|it))[\s!.?]*"
)
# A message leans on the one before when it opens so and is bare …
LEANING_OPENING = re.compile(r"(?:and|but|so|what about|how about)\b")
BARE_OPENING = re.compile(r"(?:why|when|where|who|how)\b")
BARE_QUESTION = 3  # … no more words of matter than this, less one: "and why?", "when was that"
# … or points back, at somebody: before it names any other; or at something: and names nothing.
OWN_MATTER = 4  # words; what follows them may point at them
PERSONS = frozenset("he him his she her hers they them their theirs".split())
THINGS = frozenset("it its this these those there then else others".split())
# "Were there", "is it true", "this week" point at nothing; nor does the "that" of "said that".
PLAIN = (
    "true|clear|certain|known|possible|impossible|likely|legal|illegal|safe|unsafe|hard|easy|difficult|"
    "common|normal|wise|fair|right|wrong|necessary|important|worth|too late"
)
NO_POINTING = re.compile(
    rf"\b(?:is|are|was|were|be|been) there\b|\bit (?:{PLAIN})\b|"
    rf"\bit(?:['’]s| is| was)(?: not)? (?:{PLAIN})\b|"
    r"\bthis (?:week|month|year|season|summer|winter|spring|autumn|fall|morning|weekend)\b|"
    r"\bthose who\b"
)
# A whole question or claim may have a name that doesn't look it; "putin?" alone asks about him.
ASKING_OPENING = re.compile(
    r"(?:who|whom|whose|what|which|why|when|where|how|is|are|was|were|do|does|did|has|have|had|can|"
    r"could|will|would|should)\b"
)
MOST_LOOKED_UP = 12  # words; a name stands near the beginning of what one asks
THAT = re.compile(
    r"\b(?:is|was|did|does|do|of|about|for|after|before|since) that\b|\bthat(?: \w+)?$"
)


def understand(
    text: str,
    history: Sequence[Turn] = (),
    *,
    is_name: Callable[[str], bool] = lambda word: False,
) -> Message:
    """Say what a message wants, and word it so that it can be searched without the history.

    A follow-up that points back is completed from the questions and answers before it, as
    `bot.follow_up` says; one that doubts the claim or the answer before it is a claim, worded as
    that was; one that only puts a name right says what was said before of that one. Whether a word
    typed in lower case is a name `is_name` knows; it is asked only where that matters.
    """
    stating = states(composed(text))
    text = " ".join(composed(text).split())
    if SMALL_TALK.fullmatch(fold(text)):
        return Message(text, Kind.SMALL_TALK, "")
    before = next((t for t in reversed(history) if t.question), None)
    claimed = before and _claimed(before, is_name)
    if before and doubts(text) and (stated := before.question if claimed else before.answer):
        return Message(text, Kind.CLAIM, stated)
    if before and corrects(text, is_name):
        again = corrected(text, history, is_name)
        kind = Kind.CLAIM if again and claimed else Kind.QUESTION
        return Message(text, kind, again or completed(text, history, is_name))
    kind = Kind.CLAIM if stating else Kind.QUESTION
    if before and _leans(text):
        whole = stating or ASKING_OPENING.match(fold(text))
        if _leans(text, _first_name(text, is_name) if whole else ()):
            return Message(text, kind, completed(text, history, is_name))
        return Message(text, kind, text)
    points = before and not _names_something(text) and points_at_matter(text, history)
    if points and not _first_name(text, is_name):
        return Message(text, kind, with_subject(text, history, is_name))
    return Message(text, kind, text)


def doubts(text: str) -> bool:
    """Whether a message does no more than ask whether what was said before is true."""
    return bool(DOUBT.fullmatch(fold(" ".join(composed(text).split()))))


def takes_up(text: str, *, is_name: Callable[[str], bool] = lambda word: False) -> bool:
    """Whether a message states nothing itself, and is worded by what was said before."""
    return doubts(text) or corrects(" ".join(composed(text).split()), is_name)


def _claimed(turn: Turn, is_name: Callable[[str], bool]) -> bool:
    """Whether a turn stated something: itself, or by a name that it put right in what did."""
    again = corrects(turn.message, is_name) and states(turn.question)
    return again or states(turn.message) or doubts(turn.message)


def stand_alone(
    claims: Sequence[str],
    history: Sequence[Turn] = (),
    *,
    is_name: Callable[[str], bool] = lambda word: False,
) -> list[Message]:
    """Word each claim of a message so that it can be searched without those before it, or the
    history."""
    turns, found = list(history), []
    for claim in claims:
        message = understand(claim, turns, is_name=is_name)
        found.append(Message(message.text, Kind.CLAIM, message.question or message.text))
        turns.append(Turn(claim, found[-1].question))
    return found


def _leans(text: str, names: Collection[str] = ()) -> bool:
    """Whether a message leans on the one before; `names` are names though they don't look it."""
    text = unbound(text)
    found = list(words(text))
    matter = [w for w in found if fold(w.text) not in STOP_WORDS]
    shouted = text.isupper()
    named = [w for w in matter if w.text in names or (not shouted and _is_name(w))]
    unnamed = found[: found.index(named[0])] if named else found
    if any(w in PERSONS for w in _pointing(" ".join(w.text for w in unnamed))):
        return True
    folded = fold(text)
    if len(matter) < BARE_QUESTION and LEANING_OPENING.match(folded):
        return True
    if named:
        return False
    rest = NO_POINTING.sub("", folded)
    return (
        any(w in THINGS for w in _pointing(rest))
        or bool(THAT.search(folded.rstrip(" ?!.")))
        or (len(matter) < BARE_QUESTION and bool(BARE_OPENING.match(folded)))
        or len(matter) <= 1
    )


def _pointing(text: str) -> list[str]:
    """The words of a text before there is so much matter that they may point at that."""
    found = [fold(w.text) for w in words(text)]
    matter = [n for n, word in enumerate(found) if word not in STOP_WORDS | THINGS]
    return found[: matter[OWN_MATTER - 1]] if len(matter) >= OWN_MATTER else found


def _first_name(text: str, is_name: Callable[[str], bool]) -> list[str]:
    """The first word that is a name, though it has no capital or opens the text, in a list; or
    none."""
    matter = [w.text for w in words(text) if fold(w.text) not in STOP_WORDS][:MOST_LOOKED_UP]
    return [word for word in matter if is_name(word)][:1]


def _names_something(text: str) -> bool:
    return any(_is_name(w) for w in words(text) if fold(w.text) not in STOP_WORDS)


def _is_name(word: Word) -> bool:
    return word.is_number or (word.is_capitalised and word.span.start > 0)
