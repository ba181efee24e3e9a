"""Query + what was found → the names in the query that no article has: there, no passage can tell
of them, whatever it says of others."""

import re
from collections.abc import Callable, Collection, Iterator

from bot.named import LONGEST_NAME, carries_name, names_in, other_words_for
from bot.words import stem, stems, words

__all__ = ["absent_names", "lacking", "telling_names"]

LEAST_LETTERS = 3
ROMAN = re.compile(r"[IVXLC]+")  # "Super Bowl LIV" may stand as "Super Bowl 54"


def absent_names(
    query: str, texts: Collection[str], stands: Callable[[str], bool]
) -> tuple[str, ...]:
    """The names whose last word stands nowhere, in order.

    `texts` are of passages that were found, where a name may also stand abbreviated, or as the
    people of a country; `stands` tells whether any passage has a word, or one spelt much like it.
    """
    wanted = list(telling_names(query))
    if not wanted:
        return ()
    there = {s for text in texts for s in stems(text)}
    return tuple(
        name
        for name, last in wanted
        if stem(last) not in there
        and not any(map(stands, (last, name.replace(" ", ""), *other_words_for(last))))
        and not any(carries_name(text, name) or carries_name(text, last) for text in texts)
    )


def lacking(absent: Collection[str]) -> str:
    """What is told of names that no article has."""
    return f"None of the articles searched names {' or '.join(absent)}."


def telling_names(query: str) -> Iterator[tuple[str, str]]:
    """Each name with the last word that tells it from others; not a lone word that opens the query,
    which may have its capital from that ("Fog brought it down")."""
    for name in names_in(query):
        if " " not in name and query.startswith(name):
            continue
        found = [w.text for w in words(name)]
        telling = [
            word
            for word in found
            if len(word) >= LEAST_LETTERS and word.isalpha() and not ROMAN.fullmatch(word)
        ]
        if telling and len(found) <= LONGEST_NAME:
            yield name, telling[-1]
