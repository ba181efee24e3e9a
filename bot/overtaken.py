"""Candidates → which of them a later article corrects or updates, and which are told only to be
called wrong.

A correction is a sentence that says so of what was reported: "Our report said … That was wrong.",
"not 12 as first reported", "the count replaces the 78 deaths that he reported", "the number of
people killed has risen to 220". It overtakes a sentence of an article that is older by its date, if
both are of the same matter: the correction (with the sentence before, where it is "that was wrong")
has half of the older one's words and no less than three, or a figure and a word of it, and denies
no more and no less; of a toll that has risen the older one has the disaster and a smaller figure.
That two articles give different figures is no correction, nor is what one politician says of
another.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.candidates import Candidate
from bot.speech import reports_speech
from bot.words import content_stems, words

__all__ = ["Correction", "called_wrong", "corrections", "corrects", "only_denies", "overtaking"]

# Of what is said only "false" and the like are plain; that police shot three men may be wrong, too.
UNTRUE = r"(?:incorrect|false|inaccurate|not (?:true|so))"
WRONG = rf"(?:{UNTRUE}|wrong|mistaken|an error|a mistake)"
DENIAL = re.compile(rf"^(?:But )?(?i:that|this|it|both) (?:was|is|were|are) {WRONG}[ .!”\"]*$")
PLAIN_DENIAL = re.compile(rf"\b{UNTRUE}\b")
REPORT = (
    r"(?:report|article|story|stories|account|dispatch|version|headline|caption|figure|number|"
    r"count|toll|total|estimate)s?"
)
# Whose mistakes are corrected: what the papers told, not what somebody in the news says.
TELLING = re.compile(rf"\b(?:reported|{REPORT}|we (?:said|wrote|stated))\b", re.IGNORECASE)
CORRECTING = re.compile(
    rf"^(?:[“\"])?(?:(?:a|this) )?correction\b|"
    rf"\b(?:corrected|corrects|retracted|retracts|withdrew) (?:an?|the|its|our|this|his|her|their) "
    rf"(?:\w+ ){{0,2}}{REPORT}\b|"
    rf"\b(?:{REPORT}|we)\b[^.;]{{0,60}} (?:incorrectly|wrongly|mistakenly|erroneously) "
    r"(?:said|stated|reported|gave|put|described|identified)|"
    r"not [^.;]{1,60} as (?:was )?(?:first|earlier|previously|initially) (?:reported|said|stated)|"
    rf"\b(?:revis(?:es|ed)|updat(?:es|ed)) [^.;]{{0,40}}\b{REPORT}\b[^.;]{{0,60}}\b(?:to|from)\b|"
    rf"\b{REPORT}\b[^.;]{{0,30}} (?:replace[sd]?|supersede[sd]?) [^.;]{{0,60}}\b"
    rf"(?:reported|deaths?|{REPORT})\b",
    re.IGNORECASE,
)
NEGATION = re.compile(r"\b(?:not|never|no|nobody|none|without)\b|n[’']t\b", re.IGNORECASE)
RISEN = re.compile(
    r"\b(?:ha(?:s|ve) (?:since )?(?:risen|climbed|grown|increased|gone up) to|now stands at)\b"
)
# Words of a toll's subject that say nothing of the matter.
NO_MATTER = frozenset(
    content_stems(
        "the number of people killed dead deaths death toll injured wounded missing cases infected "
        "last week month day days night those persons"
    )
)
SAME_TOLL_DAYS = 100  # a toll that rises later is of another disaster
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
FIGURE = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)(?: (thousand|million|billion)\b)?")
TIMES = {"": 1, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
NEAR = 40  # characters between a figure and what it counts: "killing at least 78 people"
LEAST_SHARE = 0.5  # of the older sentence's words
LEAST_SHARED = 3  # words
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Correction:
    """A sentence that corrects or updates what an earlier article said."""

    candidate: Candidate
    matter: frozenset[str]  # stems of what it is about
    denies: bool = False  # what it calls wrong says that something is not so
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
        if not written or not later or written >= later:
            continue
        if correction.toll and (later - written).days > SAME_TOLL_DAYS:
            continue
        if _same_matter(candidate.quote, correction):
            return correction.candidate
    return None


def called_wrong(candidate: Candidate, candidates: Sequence[Candidate]) -> Candidate | None:
    """The sentence right after this one that says it was wrong; None: there is no such."""
    said = reports_speech(candidate.quote) or bool(TELLING.search(candidate.quote))
    for other in candidates:
        if (
            other.hit.passage.article_id == candidate.hit.passage.article_id
            and 0 <= other.span.start - candidate.span.end <= 2
            and DENIAL.search(other.quote)
            and (said or PLAIN_DENIAL.search(other.quote))
        ):
            return other
    return None


def only_denies(candidate: Candidate) -> bool:
    """Whether a sentence says of the one before that it was wrong, and nothing else."""
    return bool(candidate.before and DENIAL.search(candidate.quote))


def _correction(candidate: Candidate) -> Iterator[Correction]:
    quote = candidate.quote
    if not candidate.hit.passage.date:
        return
    correcting = CORRECTING.search(quote)
    if DENIAL.search(quote):
        if TELLING.search(candidate.before):
            matter = frozenset(content_stems(candidate.before))
            yield Correction(candidate, matter, _denies(candidate.before))
    elif correcting:
        # "not 12 as first reported" denies nothing of the matter.
        rest = quote[: correcting.start()] + quote[correcting.end() :]
        yield Correction(candidate, frozenset(content_stems(quote)), _denies(rest))
    risen = RISEN.search(quote)
    figure = FIGURE.search(quote, risen.end()) if risen else None
    if risen and figure:
        subject = re.split(r"[,;:—]", quote[: risen.start()])[-1]
        matter = frozenset(content_stems(subject)) - NO_MATTER
        for toll in TOLLS:
            if matter and toll.search(subject):
                yield Correction(candidate, matter, toll=toll, risen_to=_value(figure))


def _same_matter(older: str, correction: Correction) -> bool:
    matter = set(content_stems(older))
    shared = matter & correction.matter
    if correction.toll:
        old = _counted(older, correction.toll)
        return correction.matter <= matter and 0 < old < correction.risen_to
    if _denies(older) != correction.denies:
        return False
    numbers = {w.stem for w in words(older) if w.is_number}
    figures = {n for n in numbers if len(n) > 1 and not YEAR.fullmatch(n)}  # what could be wrong
    has_figure = bool(shared & figures) and bool(shared - numbers)
    return has_figure or len(shared) >= max(LEAST_SHARED, LEAST_SHARE * len(matter))


def _denies(text: str) -> bool:
    """Whether a text says that something is not so."""
    return len(NEGATION.findall(text)) % 2 == 1


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
    return round(float(figure[1].replace(",", "")) * TIMES[figure[2] or ""])
