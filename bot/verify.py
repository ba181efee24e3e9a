"""Claim + Hits → Verdict: every sentence of the best passages judged for the claim, the weight of
both sides summed up by a rule that is written down here.

1. A sentence is judged together with its title, its date and the sentence before it, if that is not
   overtaken (4); where that may decide, without the title too, and the mean counts: what can be
   quoted must decide, not its title. One that tells the claim word for word (bot.outright)
   supports it, whatever the judge makes of it.
2. What the claim says of time is checked by dates, where the sentence has any (bot.times). Of a
   claim "as of" a day nothing later is used.
3. Each article speaks with its strongest sentence for each side; copies of a text are one article.
4. What a later article corrects or updates (bot.overtaken) is shown and does not weigh. What is
   told only to be called wrong speaks for the other side. Where the claim says how things still
   stand, the latest strong sentence overtakes older ones of the other side.
5. What the article only reports somebody as saying is shown, and may refute or stand against what
   others say, but does not alone make a claim supported, unless that is about what somebody said,
   or about what the speaker thinks or wants.
6. An article seldom contradicts itself: where it refutes the claim in its own words, from STRONG on
   and no less than it supports it, the support is taken for a sentence that leaves out what counts.
   It is shown, lowers how sure the verdict is, and decides nothing.
7. The strongest sentence of a side is its weight: five weak ones do not outvote a strong one.
   Both sides at or above STRONG: conflicting. One at or above ENOUGH, and the other at least MARGIN
   below: that one's. Else not enough evidence.
"""

import datetime as dt
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from bot.candidates import Candidate, candidates_of
from bot.closest import closest, overlap
from bot.hangs import hangs_on
from bot.judging import judged
from bot.outright import OUTRIGHT, tells_outright
from bot.overtaken import Correction, called_wrong, corrections, only_denies, overtaking
from bot.protocols import Column, Judge
from bot.speech import own_words, speaker
from bot.times.claim_time import ClaimTime, claim_time
from bot.times.timed import timed
from bot.times.timing import happened
from bot.types import Citation, Hit, Span
from bot.verdicts import Check, Evidence, Stance, Verdict, VerdictLabel

__all__ = ["ENOUGH", "MARGIN", "SENTENCES", "STRONG", "numbered", "verify", "weighed"]

# Measured in docs/measurements.md, "From which probability on, and how sure".
ENOUGH = 0.6  # probability from which a side decides, where the other stays far enough below
MARGIN = 0.2  # … and how far that is
STRONG = 0.7  # from which it stands against a strong other side, an article's own, or dates
SENTENCES = 28  # judged at most for one claim, those that share most words with it
MOST_SHOWN = 8
QUOTED = "somebody it quotes"  # whom a sentence within a longer quotation does not name
NOT_ENOUGH = VerdictLabel.NOT_ENOUGH_EVIDENCE


def verify(
    claim: str,
    hits: Sequence[Hit],
    judge: Judge,
    left_out: Collection[tuple[str, Span]] = (),
    *,
    absent: tuple[str, ...] = (),
    text_of: Callable[[str], str] | None = None,
) -> Verdict:
    """Judge a claim by the passages found for it, but for the sentences (article id, offsets) that
    are left out; `text_of` gives an article's text by its id.

    Without a passage, and where names of the claim are absent from all articles, the verdict is
    not enough evidence, with a confidence of 1.
    """
    started = time.perf_counter()
    when = claim_time(claim)
    known = [c for c in candidates_of(hits, left_out) if _known(c, when)]
    found = corrections(known)
    candidates = [
        c.alone if _follows_overtaken(c, known, found) else c
        for c in sorted(known, key=lambda c: -overlap(claim, c.quote))[:SENTENCES]
    ]
    if not candidates:
        return Verdict(claim, NOT_ENOUGH, 1.0, (), tuple(hits), absent=absent)
    told = claim if when.is_timed else when.deed
    rows = judged(told, candidates, judge, text_of)
    outright = [not c.is_quoted and tells_outright(told, c.quote) for c in candidates]
    rows[outright] = (OUTRIGHT, 0, 1 - OUTRIGHT)
    timed_rows, reasons = timed(when, candidates, rows, judge, others=known, strong=STRONG)
    if absent:
        near = closest(claim, candidates, timed_rows)
        seconds = time.perf_counter() - started
        left_open = Verdict(
            claim, NOT_ENOUGH, 1.0, (), tuple(hits), seconds, closest=near, absent=absent
        )
        return numbered([left_open]).verdicts[0]
    stories = {h.passage.article_id: h.passage.story for h in hits if h.passage.story}
    evidence = strongest(_evidence(claim, candidates, timed_rows, reasons, known), stories)
    if when.latest:
        evidence = _as_things_stand(evidence)
    label, confidence = weighed(evidence, claim)
    hangs = hangs_on(evidence, lambda e: weighed(e, claim)[0])
    seconds = time.perf_counter() - started
    supports, refutes = _sides(evidence)
    contested = max(supports, refutes) >= ENOUGH and abs(supports - refutes) < MARGIN
    shown = _shown(evidence, contested=contested)
    verdict = Verdict(
        claim,
        label,
        confidence,
        shown,
        tuple(hits),
        seconds,
        hangs_on=hangs,
        supports=supports,
        refutes=refutes,
        closest=() if shown else closest(claim, candidates, timed_rows),
    )
    return numbered([verdict]).verdicts[0]


def strongest(
    evidence: Iterable[Evidence], stories: Mapping[str, str] = MappingProxyType({})
) -> tuple[Evidence, ...]:
    """The strongest sentence of each article for each side, strongest first; what is overtaken
    takes the place of nothing that stands. Articles of one story (by id) are copies, and one."""
    best: dict[tuple[str, Stance, bool], Evidence] = {}
    for e in evidence:
        article = e.citation.article_id
        key = (stories.get(article, article), e.stance, e.overtaken_by is None)
        if key not in best or e.probability > best[key].probability:
            best[key] = e
    return tuple(sorted(best.values(), key=lambda e: -e.probability))


def weighed(evidence: Sequence[Evidence], claim: str = "") -> tuple[VerdictLabel, float]:
    """The verdict on a claim that evidence carries, and how sure it is, 0..1."""
    doubted, _ = _sides(evidence)
    evidence = _consistent(evidence)
    supports, refutes = _sides(evidence)
    told, _ = _sides([e for e in evidence if own_words(claim, e.reported_by)])
    if min(supports, refutes) >= STRONG:
        return VerdictLabel.CONFLICTING, min(supports, refutes)
    if refutes >= ENOUGH and refutes - supports >= MARGIN:
        return VerdictLabel.REFUTED, _sure(refutes, doubted)
    if told >= ENOUGH and told - refutes >= MARGIN:
        return VerdictLabel.SUPPORTED, _sure(told, refutes)
    if max(told, refutes) >= ENOUGH:  # the other side is too near: the nearer, the surer
        return NOT_ENOUGH, 1 - abs(refutes - supports)
    return NOT_ENOUGH, 1 - max(told, refutes)


def _sure(deciding: float, other: float) -> float:
    """How likely a side decides rightly, by the probabilities of its strongest sentence and of the
    other side's: the mean of that it holds and that the other does not.

    Of 244 verdicts on claims that nobody trained on the error of calibration is .05; of the product
    with half of the other's, which stood here before, .14 (docs/measurements.md).
    """
    return (deciding + 1 - other) / 2


def _consistent(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence without what articles support that they refute no less themselves."""
    refuted: dict[str, float] = {}
    for e in evidence:
        article, stands = e.citation.article_id, e.overtaken_by is None and not e.reported_by
        if e.stance is Stance.REFUTES and e.probability >= STRONG and stands:
            refuted[article] = max(e.probability, refuted.get(article, 0.0))
    return [
        e
        for e in evidence
        if e.stance is Stance.REFUTES or e.probability > refuted.get(e.citation.article_id, 0.0)
    ]


def _sides(evidence: Iterable[Evidence]) -> tuple[float, float]:
    """The strongest probability for a claim and against it, of what is not overtaken."""
    standing = [e for e in evidence if e.overtaken_by is None]
    supports, refutes = (
        max((e.probability for e in standing if e.stance is side), default=0.0)
        for side in (Stance.SUPPORTS, Stance.REFUTES)
    )
    return supports, refutes


def _shown(evidence: Sequence[Evidence], *, contested: bool) -> tuple[Evidence, ...]:
    """What is shown, strongest first: what is enough to decide, and where two sides keep each other
    from deciding, the strongest of each."""
    best = {
        side: next((e for e in evidence if e.stance is side and e.overtaken_by is None), None)
        for side in Stance
    }
    kept = [e for e in evidence if e.probability >= ENOUGH or (contested and e is best[e.stance])]
    return tuple(kept[:MOST_SHOWN])


def numbered(verdicts: Sequence[Verdict]) -> Check:
    """Verdicts as one Check: a number stands for an article in all of them.

    What overtakes evidence has its article's number, or 0 where that is not among the evidence.
    """
    articles = [c.article_id for v in verdicts for c in v.quoted]
    numbers = {id: n for n, id in enumerate(dict.fromkeys(articles), start=1)}

    def with_number(citation: Citation) -> Citation:
        return replace(citation, number=numbers.get(citation.article_id, 0))

    done = []
    for verdict in verdicts:
        evidence = tuple(
            replace(
                e,
                citation=with_number(e.citation),
                overtaken_by=with_number(e.overtaken_by) if e.overtaken_by else None,
            )
            for e in verdict.evidence
        )
        near = tuple(map(with_number, verdict.closest))
        done.append(replace(verdict, evidence=evidence, closest=near))
    return Check(tuple(done))


def _known(candidate: Candidate, when: ClaimTime) -> bool:
    """Whether a sentence had been published by the day "as of" which the claim speaks."""
    published = candidate.hit.passage.date
    return when.as_of is None or (published is not None and published <= when.as_of)


def _follows_overtaken(
    candidate: Candidate, known: Sequence[Candidate], found: Sequence[Correction]
) -> bool:
    """Whether the sentence before is overtaken: what it says is not this one's."""
    article = candidate.hit.passage.article_id
    return bool(found and candidate.before) and any(
        c.quote == candidate.before and overtaking(c, found)
        for c in known
        if c.hit.passage.article_id == article
    )


def _evidence(
    claim: str,
    candidates: Sequence[Candidate],
    rows: NDArray[np.float64],
    reasons: Sequence[str],
    known: Sequence[Candidate],
) -> Iterable[Evidence]:
    """What each sentence says for and against the claim, (n, 3) probabilities in `rows`."""
    found = corrections(known)
    overtaken = [overtaking(c, found) for c in candidates]
    for candidate, row, because, later in zip(candidates, rows, reasons, overtaken, strict=True):
        if only_denies(candidate):
            continue  # "That was wrong.": it has turned the sentence before it round
        wrong = called_wrong(candidate, known)
        supports, refutes = float(row[Column.SUPPORTED]), float(row[Column.REFUTED])
        if wrong:
            # It retells what the overtaken report said: one of the two may be put more plainly.
            told = [row, *(r for r, by in zip(rows, overtaken, strict=True) if by == wrong)]
            supports, refutes = (
                float(max(r[side] for r in told)) for side in (Column.REFUTED, Column.SUPPORTED)
            )
            because = f"its article goes on: “{' '.join(wrong.quote.split())}”"
        said_by = speaker(candidate.quote, claim) or (QUOTED if candidate.is_quoted else "")
        tells_of = happened(candidate)
        for stance, probability in ((Stance.SUPPORTS, supports), (Stance.REFUTES, refutes)):
            yield Evidence(
                stance,
                probability,
                candidate.citation,
                said_by,
                tells_of,
                because if probability >= max(supports, refutes) else "",
                later.citation if later else None,
            )


def _as_things_stand(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """With the latest strong sentence overtaking the earlier ones of the other side."""
    strong = [e for e in evidence if e.probability >= STRONG and e.overtaken_by is None]
    latest = max(strong, key=_day, default=None)
    if latest is None or _day(latest) == dt.date.min:
        return tuple(evidence)
    return tuple(
        replace(e, overtaken_by=latest.citation)
        if e.stance is not latest.stance and e.overtaken_by is None and _day(e) < _day(latest)
        else e
        for e in evidence
    )


def _day(evidence: Evidence) -> dt.date:
    """The day of which a piece of evidence knows how things stood: the one it speaks of, but none
    that was still to come when it was published; the first of all days where none is known."""
    published = evidence.citation.date
    if evidence.happened:
        return min(evidence.happened.last, published or dt.date.max)
    return published or dt.date.min
