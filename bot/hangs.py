"""Evidence → what a verdict hangs on: the single articles, or else the single outlets, without
which it would be another; and, where nothing is decided, why what was found does not decide.

This is reckoned from the evidence at hand. When one is really left out and the claim is judged
again, further articles may be found in its place.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from bot.absent import lacking
from bot.speech import own_words
from bot.types import Citation
from bot.verdicts import Evidence, HangsOn, Removal, Stance, Verdict, VerdictLabel

__all__ = ["hangs_lines", "hangs_on"]

MOST_LINES = 3
Decide = Callable[[Sequence[Evidence]], VerdictLabel]


def hangs_on(evidence: Sequence[Evidence], decide: Decide) -> HangsOn | None:
    """What turns the label that `decide` gives; None where there is no decision to turn."""
    label = decide(evidence)
    if label is VerdictLabel.NOT_ENOUGH_EVIDENCE:
        return None
    articles: dict[str, Citation] = {}
    for citation in _citations(evidence):
        articles.setdefault(citation.article_id, citation)
    alone = sum(
        decide([e for e in evidence if e.citation.article_id == i])
        is not VerdictLabel.NOT_ENOUGH_EVIDENCE
        for i in articles
    )
    removals = []
    for i, citation in articles.items():
        other = decide(_without(evidence, {i}))
        if other is not label:
            ids = (i, *citation.also_in)
            removals.append(Removal(ids, "", _name(citation, articles.values()), other))
    return HangsOn(tuple(removals or _outlets(evidence, label, decide)), alone)


def hangs_lines(verdict: Verdict) -> Iterator[str]:
    """The same in words, a sentence a line."""
    hangs = verdict.hangs_on
    if hangs is None:
        yield from _undecided(verdict)
        return
    if not any(not r.source for r in hangs.removals) and hangs.standing > 1:
        yield f"It stands on {hangs.standing} independent articles; no single one decides."
    standing = {e.citation.article_id for e in verdict.evidence if e.overtaken_by is None}
    only = hangs.removals[0] if len(hangs.removals) == 1 else None
    if only and only.label is VerdictLabel.NOT_ENOUGH_EVIDENCE and standing == {only.articles[0]}:
        yield f"It stands on {only.name} alone."
        return
    for removal in hangs.removals[:MOST_LINES]:
        label = removal.label.value.replace("_", " ")
        yield f"Without {removal.name} this would be: {label}."


def _undecided(verdict: Verdict) -> Iterator[str]:
    """Why the evidence that is shown does not decide, or that there can be none."""
    if verdict.absent:
        yield lacking(verdict.absent)
    if verdict.label is not VerdictLabel.NOT_ENOUGH_EVIDENCE or not verdict.evidence:
        return
    standing = [e for e in verdict.evidence if e.overtaken_by is None]
    told_by = dict.fromkeys(e.reported_by for e in standing)
    if not standing:
        yield "All that was found has been overtaken by later articles."
    elif len({e.stance for e in standing}) > 1:
        yield "What speaks for it and what speaks against it are about as strong."
    elif standing[0].stance is Stance.SUPPORTS and not any(
        own_words(verdict.claim, who) for who in told_by
    ):
        yield f"It is only reported, by {' and '.join(told_by)}; no article says it for itself."
    else:
        yield "What was found is not sure enough to decide it."


def _citations(evidence: Sequence[Evidence]) -> Iterator[Citation]:
    """Of all that has a part in the verdict: what overtakes evidence may be none itself."""
    yield from (e.citation for e in evidence)
    yield from (e.overtaken_by for e in evidence if e.overtaken_by)


def _outlets(
    evidence: Sequence[Evidence], label: VerdictLabel, decide: Decide
) -> Iterator[Removal]:
    """Outlets whose articles turn the label only together."""
    for source in dict.fromkeys(e.citation.source for e in evidence if e.citation.source):
        mine = [e for e in evidence if e.citation.source == source]
        if any(e.citation.also_in for e in mine):
            continue  # a copy, perhaps in another outlet, would speak in its place
        ids = tuple(dict.fromkeys(e.citation.article_id for e in mine))
        other = decide(_without(evidence, ids))
        if other is not label:
            yield Removal(ids, source, f"{source} ({len(ids)} articles)", other)


def _without(evidence: Sequence[Evidence], articles: Collection[str]) -> list[Evidence]:
    """What is left when articles are taken away; what they have overtaken stands again."""
    return [
        replace(e, overtaken_by=None)
        if e.overtaken_by and e.overtaken_by.article_id in articles
        else e
        for e in evidence
        if e.citation.article_id not in articles
    ]


def _name(citation: Citation, everyone: Collection[Citation]) -> str:
    """Outlet and day, where they are of no other article; else its title."""
    date = citation.date
    day = f"{date.day} {date:%b} {date.year}" if date else ""
    alike = [c for c in everyone if (c.source, c.date) == (citation.source, date)]
    number = len(citation.also_in)
    copies = ("", " and its copy")[number] if number < 2 else f" and its {number} copies"
    if citation.source and len(alike) == 1:
        return f"{citation.source}{f' ({day})' if day else ''}{copies}"
    facts = ", ".join(filter(None, (citation.source, day)))
    return f"“{citation.title}”{f' ({facts})' if facts else ''}{copies}"
