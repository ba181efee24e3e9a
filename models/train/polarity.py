"""News → who did something and who held out on it: questions and claims of either sign.

A cross-encoder that leans on shared words answers "Who held out on congratulating him?" with those
who congratulated him. Here both are asked of one passage: of the one sign it has an answer, of the
other none; and what is claimed of one sign is supported, of the other refuted. Rules, not a model.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lemminflect import getInflection, getLemma

from bot.types import Span
from bot.words import fold
from models.train.pairs import Pair, cut, headed, restyled
from models.train.texts import JOINTS, NAME, OPENINGS, read_lines, spans_of
from models.train.wording import CALENDAR

__all__ = ["Deed", "deed_of", "said_deeds", "said_of", "who_asked"]

# Ways to say that a deed was not done, by the form of the verb that follows. In `held` somebody
# resists; in `left` nothing is known but that it wasn't done, or not yet.
LEFT = (
    "did not {base}", "had not {done}", "has not {done}", "has yet to {base}",
    "has still not {done}", "is still to {base}", "failed to {base}", "never {past}",
    "held off {doing}", "put off {doing}", "waited to {base}",
)  # fmt: skip
HELD = (
    "refused to {base}", "declined to {base}", "would not {base}", "held out on {doing}",
    "held back from {doing}", "held off on {doing}", "balked at {doing}", "resisted {doing}",
    "was unwilling to {base}", "stopped short of {doing}", "hesitated to {base}",
)  # fmt: skip
DONE = ("{past}", "{past}", "has {done}")
UNDONE = re.compile(
    r"(?P<left>(?:has|have|had|did|does|do) (?:still )?not(?: yet)?|(?:has|have|had) yet to|"
    r"(?:has|have|had) never|failed to|(?:is|are) yet to|never)\b|"
    r"(?P<held>(?:has |have |had )?(?:refused|declined) to|would not|(?:is|are|was|were) (?:not "
    r"willing|unwilling) to|(?:has |have |had )?(?:held off|held out|held back|stopped short|balked"
    r"|resisted|ruled out)(?: on| from| of| at)?|hesitated to)\b"
)
LIST = re.compile(
    rf"(?P<who>{NAME}(?:, {NAME})*(?:,? and {NAME})?)"
    r"(?P<link>(?:,? (?:as|are|were|is|was) [^,.;:]{3,60}?)?,? who)? (?=[a-z])"
)
# Said of everybody and everything, or nothing that one can hold out on.
DULL = frozenset(
    "comment be have do say go get make take give elaborate respond need expect know want think "
    "believe feel see fill compare suggest point seem tend appear plan".split()
)
DAYS = frozenset(w for group in CALENDAR for w in group)
MOST_OF_A_VERB = {True: 25, False: 60}  # done or not: "declined to reveal" is everywhere
MOST_DONE = 2_200
DRAWS = {True: 1, False: 3}  # wordings of each: what was left undone is scarce
WORDS = (2, 14)  # of what the deed is done to, and how


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did something, or did not: "A and B have yet to sign the treaty"."""

    who: tuple[Span, ...]  # in the sentence
    verb: str  # its lemma
    rest: str  # the words after it: "the treaty"
    sign: str  # "done", "left" undone or "held" out on

    def worded(self, form: str) -> str:
        """The deed in another form: "{doing}" → "signing the treaty"."""
        forms = {
            "base": self.verb,
            "past": _inflected(self.verb, "VBD"),
            "done": _inflected(self.verb, "VBN"),
            "doing": _inflected(self.verb, "VBG"),
        }
        return f"{form.format(**forms)} {self.rest}"


def deed_of(sentence: str) -> Deed | None:
    """What a sentence says that its subject did or did not do; None where the rules can't tell."""
    for match in LIST.finditer(sentence):
        who = tuple(_names(match["who"], match.start("who")))
        if not who or any(_no_name(n.of(sentence)) for n in who):
            continue
        after = sentence[match.end() :]
        undone = UNDONE.match(after)
        sign = "done" if undone is None else "left" if undone["left"] else "held"
        tail = after[undone.end() :].strip() if undone else after
        if undone is None and match["link"]:
            continue  # "X, who signed it, …" is often said of a time long before
        deed = _deed(who, tail, sign)
        if deed is not None:
            return deed
    return None


def said_deeds(folder: Path, seed: int) -> Iterator[tuple[str, str, Deed, Span]]:
    """Deeds told in the news of a folder: title, a window of text, the deed and where its sentence
    stands in the window. What was left undone is scarce, and taken wherever it is found."""
    rng = random.Random(seed)
    rows = [*read_lines(folder / "wikinews-2019-2020.jsonl.gz"),
            *read_lines(folder / "archive-8k.jsonl.gz")]  # fmt: skip
    rng.shuffle(rows)
    verbs: Counter[tuple[str, bool]] = Counter()
    told = 0
    for row in rows:
        text = row["text"][:8_000]
        spans = spans_of(text)
        for n, span in enumerate(spans):
            sentence = span.of(text)
            if not 30 < len(sentence) < 320 or '"' in sentence or "“" in sentence:
                continue
            deed = deed_of(sentence)
            if deed is None:
                continue
            done = deed.sign == "done"
            verbs[deed.verb, done] += 1
            if verbs[deed.verb, done] > MOST_OF_A_VERB[done] or (done and told >= MOST_DONE):
                continue
            told += done
            a, b = max(0, n - rng.randint(0, 3)), min(len(spans), n + rng.randint(1, 4))
            start = spans[a].start
            yield row["title"] or "", text[start : spans[b - 1].end], deed, span.shifted(-start)


def who_asked(folder: Path, seed: int) -> Iterator[Pair]:
    """Questions of both signs on each deed: answered by the one, not by the other."""
    rng = random.Random(seed)
    for title, window, deed, place in said_deeds(folder, seed):
        text, answers = cut(window, [w.shifted(place.start) for w in deed.who], rng)
        right, wrong = _forms(deed)
        for _ in range(DRAWS[deed.sign == "done"]):
            opening = rng.choice(("Who", "Who", "Who", "Which people", "Which leaders"))
            for form, found in ((rng.choice(right), answers), (rng.choice(wrong), ())):
                asked = restyled(f"{opening} {deed.worded(form)}?", rng)
                yield Pair(asked, headed(title, rng), text, tuple(found), source="deeds")


def said_of(folder: Path, seed: int) -> Iterator[tuple[str, str, bool]]:
    """Claims on each deed: the claim, its evidence, whether that supports it (else it refutes)."""
    rng = random.Random(seed)
    for _, window, deed, place in said_deeds(folder, seed):
        sentence = place.of(window)
        text = sentence if rng.random() < 0.5 else cut(window, [place], rng)[0]
        right, wrong = _forms(deed)
        for _ in range(DRAWS[deed.sign == "done"]):
            who = rng.choice(deed.who).of(sentence)
            yield f"{who} {deed.worded(rng.choice(right))}.", text, True
            yield f"{who} {deed.worded(rng.choice(wrong))}.", text, False


def _forms(deed: Deed) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The forms that say the same of a deed, and those that say the opposite."""
    if deed.sign == "done":
        return DONE, (*LEFT[:6], *HELD)
    # Who refused did not do it; who did not do it need not have refused, but may be said to hold
    # out or off.
    return ((*LEFT[:3], *HELD) if deed.sign == "held" else (*LEFT, *HELD[3:6])), DONE


def _deed(who: tuple[Span, ...], tail: str, sign: str) -> Deed | None:
    word, _, rest = tail.partition(" ")
    if not word.isalpha() or not word.islower():
        return None
    verb = next(iter(getLemma(word, "VERB", lemmatize_oov=False)), "")
    if not verb or verb in DULL:
        return None
    wanted = ("VBD",) if sign == "done" else ("VB", "VBN", "VBG")
    if word not in {f for tag in wanted for f in getInflection(verb, tag)}:
        return None
    if sign == "done" and not (word.endswith("ed") or len(getInflection(verb, "VBD")) == 1):
        return None
    words = rest.rstrip(".").split()
    ends = [
        n
        for n in range(WORDS[0], len(words))
        if words[n] in JOINTS or words[n - 1][-1:] in ",;:—" or words[n] in ("and", "but")
    ]
    end = min([*ends, len(words)])
    if not WORDS[0] <= end <= WORDS[1] or words[0] in ("and", "or", "but"):
        return None
    return Deed(who, verb, " ".join(words[:end]).rstrip(",;:— "), sign)


def _no_name(text: str) -> bool:
    first = text.split()[0]
    return fold(first) in OPENINGS or first in DAYS or text.endswith(("’s", "'s", "ing"))


def _names(text: str, start: int) -> Iterator[Span]:
    for match in re.finditer(NAME, text):
        yield Span(start + match.start(), start + match.end())


def _inflected(verb: str, tag: str) -> str:
    return str(next(iter(getInflection(verb, tag)), verb))
