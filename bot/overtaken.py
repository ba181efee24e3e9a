"""Candidates → which of them a later article corrects or updates, and which are told only to be
called wrong.

A correction is a sentence that says so: "That was wrong.", "corrected", "the count replaces the 78
deaths that he reported", "has since risen to 220". It overtakes a sentence of an article that is
older by its date, if both are of the same matter: the correction (with the sentence before, where
it opens with "that") has half of the older one's words and no less than three, or a figure and a
word of it; a toll that has risen has three words of the older one and a greater figure. That two
articles give different figures is no correction.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.candidates import Candidate
from bot.words import content_stems, words

__all__ = ["Correction", "called_wrong", "corrections", "corrects", "only_denies", "overtaking"]

WRONG = r"(?:wrong|incorrect|mistaken|false|inaccurate|an error|a mistake|not (?:true|so))"
DENIAL = re.compile(
    rf"^(?:But )?(?i:that|this|it|they|both) (?:was|is|were|are) {WRONG}\b", re.MULTILINE
)
CORRECTING = re.compile(
    r"\b(?:correction|corrected|retracted|retracts|(?:earlier|previously|initially) reported|"
    r"(?:incorrectly|wrongly|mistakenly|erroneously) "
    r"(?:said|stated|reported|gave|put|described|identified)|"
    r"not [^.;]{1,60} as (?:was )?(?:first|earlier|previously|initially) (?:reported|said|stated)|"
    r"(?:revis(?:es|ed)|updat(?:es|ed)) [^.;]{0,80}\b(?:to|from)\b|"
    r"(?:replace[sd]?|supersede[sd]?) [^.;]{0,60}(?:\d|reported|figure|count|toll))",
    re.IGNORECASE,
)
RISEN = re.compile(
    r"\b(?:ha(?:s|ve) (?:since )?(?:risen|climbed|grown|increased|gone up) to|now stands at)\b"
)
# What tolls count; figures of different kinds are not compared.
TOLLS = tuple(
    re.compile(rf"\b(?:{kind})\b", re.IGNORECASE)
    for kind in (
        r"dead|deaths?|die[ds]?|kill\w*|death toll|toll",
        r"injur\w+|wounded|hurt",
        r"missing",
        r"cases|infect\w+",
    )
)
FIGURE = re.compile(r"\d+(?:,\d{3})*")
NEAR = 40  # characters between a figure and what it counts: "killing at least 78 people"
LEAST_SHARE = 0.5  # of the older sentence's words
LEAST_SHARED = 3  # words
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Correction:
    """A sentence that corrects or updates what an earlier article said."""

    candidate: Candidate
    matter: frozenset[str]  # stems of what it is about
    toll: re.Pattern[str] | None = None  # what has risen, where it is not a mistake
    risen_to: int = 0


def corrects(sentence: str) -> bool:
    """Whether a sentence says that something reported was wrong, or is replaced."""
    return bool(DENIAL.search(sentence) or CORRECTING.search(sentence))


def corrections(candidates: Sequence[Candidate]) -> tuple[Correction, ...]:
    """The sentences that correct or update something, the latest first; undated ones cannot."""
    found = [c for candidate in candidates for c in _correction(candidate)]
    return tuple(sorted(found, key=lambda c: str(c.candidate.hit.passage.date), reverse=True))


def overtaking(candidate: Candidate, found: Sequence[Correction]) -> Candidate | None:
    """The latest sentence that overtakes this one; None: it stands."""
    written = candidate.hit.passage.date
    for correction in found:
        later = correction.candidate.hit.passage.date
        if written and later and written < later and _same_matter(candidate.quote, correction):
            return correction.candidate
    return None


def called_wrong(candidate: Candidate, candidates: Sequence[Candidate]) -> Candidate | None:
    """The sentence right after this one that says it was wrong; None: there is no such."""
    for other in candidates:
        if (
            other.hit.passage.article_id == candidate.hit.passage.article_id
            and 0 <= other.span.start - candidate.span.end <= 2
            and DENIAL.search(other.quote)
        ):
            return other
    return None


def only_denies(candidate: Candidate) -> bool:
    """Whether a sentence says of the one before that it was wrong, and nothing else."""
    return bool(candidate.before and DENIAL.fullmatch(candidate.quote.rstrip(' .!”"')))


def _correction(candidate: Candidate) -> Iterator[Correction]:
    quote = candidate.quote
    if not candidate.hit.passage.date:
        return
    if DENIAL.search(quote):
        yield Correction(candidate, frozenset(content_stems(f"{candidate.before} {quote}")))
    elif CORRECTING.search(quote):
        yield Correction(candidate, frozenset(content_stems(quote)))
    risen = RISEN.search(quote)
    figure = FIGURE.search(quote, risen.end()) if risen else None
    if risen and figure:
        for toll in TOLLS:
            if toll.search(quote[: risen.start()]):
                yield Correction(candidate, frozenset(content_stems(quote)), toll, _value(figure))


def _same_matter(older: str, correction: Correction) -> bool:
    matter = set(content_stems(older))
    shared = matter & correction.matter
    if correction.toll:
        old = _counted(older, correction.toll)
        return len(shared) >= LEAST_SHARED and 0 < old < correction.risen_to
    numbers = {w.stem for w in words(older) if w.is_number}
    figures = {n for n in numbers if len(n) > 1 and not YEAR.fullmatch(n)}  # what could be wrong
    has_figure = bool(shared & figures) and bool(shared - numbers)
    return has_figure or len(shared) >= max(LEAST_SHARED, LEAST_SHARE * len(matter))


def _counted(text: str, toll: re.Pattern[str]) -> int:
    """The figure nearest to the words for a toll; 0 without one."""
    places = [m.span() for m in toll.finditer(text)]
    apart = [
        (max(start - f.end(), f.start() - end, 0), _value(f))
        for f in FIGURE.finditer(text)
        for start, end in places
    ]
    distance, value = min(apart, default=(NEAR + 1, 0))
    return value if distance <= NEAR else 0


def _value(figure: re.Match[str]) -> int:
    return int(figure[0].replace(",", ""))
