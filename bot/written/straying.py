"""Whether a text brings up somebody, something or a number that another text does not have."""

from bot.words import STOP_WORDS, content_stems, fold, words

__all__ = ["strays"]


def strays(text: str, known: str, *, most_new: int = 2) -> bool:
    """Whether `text` has a name or number that `known` lacks, or more than `most_new` other words
    of matter that it lacks.

    A word with a capital counts as a name, but for a text's first: that has one anyway.
    """
    there = set(content_stems(known))
    new = [w for w in words(text) if w.stem not in there and fold(w.text) not in STOP_WORDS]
    named = [w for w in new if w.is_number or (w.is_capitalised and w.span.start > 0)]
    return bool(named) or len({w.stem for w in new}) > most_new
