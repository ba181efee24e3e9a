"""Deed + sentence → whether the sentence tells the deed word for word, so that no model need judge.

"President Vladimir Putin congratulated Joe Biden on Tuesday" tells "Putin congratulated Biden": its
words stand there in their order, with nothing between but names, titles and articles. Nothing
denies it, makes it depend on something or puts it in another's mouth, and the first word does not
hang on another: not "aides of Putin", "Putin's aides".
"""

import re
from collections.abc import Sequence

from bot.words import Word, words

__all__ = ["OUTRIGHT", "tells_outright"]

OUTRIGHT = 0.9  # the probability that such a sentence supports the deed, at the least

# What may stand between two words of the deed.
FILLER = frozenset(
    "the a an president prime minister chancellor leader then also finally elect".split()
)
# Any of these before the deed's end may turn it round, or hang it on something.
TURNS = re.compile(
    r"\b(?:not|never|no|nobody|neither|nor|without|if|unless|whether|had|could|should|would|may|might|"
    r"den(?:y|ied|ies)|rumou?r\w*|alleg\w*|claim\w*|suppos\w*|reported\w*|said|says|false\w*|hoax|"
    r"wrong\w*|expect\w*|almost|nearly)\b|n[’']t\b",
    re.IGNORECASE,
)
OF = frozenset("of by to for with from about on against like than and or nor".split())
LEAST_WORDS = 3  # who, what, whom


def tells_outright(deed: str, sentence: str) -> bool:
    """Whether the sentence has the words of the deed in their order, as its own statement."""
    wanted = [w for w in words(deed) if w.text.lower() not in FILLER]
    told = list(words(sentence))
    if len(wanted) < LEAST_WORDS or sentence.rstrip(' ”"').endswith("?"):
        return False
    return any(_from(start, wanted, told, sentence) for start in range(len(told)))


def _from(start: int, wanted: Sequence[Word], told: Sequence[Word], sentence: str) -> bool:
    if told[start].stem != wanted[0].stem or (start and _is_anothers(start, told)):
        return False
    left, end = list(wanted[1:]), 0
    for word in told[start + 1 :]:
        if not left:
            break
        if word.stem == left[0].stem:
            left.pop(0)
        elif not (word.is_capitalised or word.text.lower() in FILLER):
            return False
        end = word.span.end
    stretch = sentence[told[start].span.start : end] if not left else ""
    return (
        bool(stretch) and not re.search('[,;:—“”"]', stretch) and not TURNS.search(sentence[:end])
    )


def _is_anothers(start: int, told: Sequence[Word]) -> bool:
    """Whether a preposition hangs the first word on what is before it, past its first names."""
    before = start - 1
    while before >= 0 and (told[before].is_capitalised or told[before].text.lower() in FILLER):
        before -= 1
    return before >= 0 and told[before].text.lower() in OF
