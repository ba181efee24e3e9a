"""A written sentence + the passages it cites → the sentence with its quotes, or why it is withheld.

1. Its numbers, names and dates must stand in the passages (bot.written.facts).
2. Of the passages' sentences those it was made of are found, up to three (bot.written.evidence).
3. Against these, rules of words look for what was turned round
   (bot.written.denied, turned, owners, exchanged).
4. The judge judges it against them, singly and together. It is shown from SUPPORTED on, where none
   refutes it much more, cited by the group that carries it best.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.candidates import Candidate
from bot.protocols import Judge
from bot.types import Citation, Hit, Sentence, Withheld
from bot.written.denied import denied
from bot.written.evidence import aligned, context_of, in_order, without_outlet
from bot.written.exchanged import exchanged
from bot.written.facts import FactKind, in_their_dates, lacking
from bot.written.owners import counts_another, told_of_another
from bot.written.turned import opposed, settled, stated_as_fact

__all__ = ["SUPPORTED", "Guard", "Weighed", "decided"]

# The lowest P(supported) by the best group with which a sentence is shown. Looked at with
# `python -m bot eval guard`, which prints what today's judge would need; see docs/measurements.md.
SUPPORTED = 0.5
# How much likelier it may be that a group refutes a sentence than that the best one carries it: to
# some group most sentences are news. Of 144 by hand 101 are decided rightly with it, 97 without.
DOUBT = 0.1
YES, NO = 0, 1  # columns of a judgement
NOTHING = "nothing in the cited passages says so"
SHOWN_QUOTE = 160  # characters


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the guard makes of a sentence, before it decides."""

    broken: str  # plain words on a fact that is lacking or turned round; empty: none is
    support: float  # P(supported) by the group that carries it best, 0..1; 0 where it is broken
    refuted: float  # the highest P(refuted) by a group, 0..1
    citations: tuple[Citation, ...]  # that group's sentences; each has the number 1


class Guard:
    """Decides which sentences of a language model are shown."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def weigh(self, text: str, sources: Sequence[Hit]) -> Sentence | Withheld:
        """One sentence, without its citation marks, by the passages it cites.

        Shown with the exact sentences that carry it (`number` is 1, for the caller to give), or
        withheld with the reason. Asks the judge once, for at most seven pairs.
        """
        return decided(text, self.look_at(text, sources))

    def look_at(self, text: str, sources: Sequence[Hit]) -> Weighed:
        """All that decides about a sentence."""
        told = without_outlet(text, sources)
        candidates = in_order(sources)
        evidence = aligned(told, candidates)
        broken = _broken(told, sources, candidates, evidence)
        if broken:
            return Weighed(broken, 0.0, 0.0, ())
        groups = _groups(evidence)
        contexts = [context_of(g) for g in groups]
        # Two more readings of the best sentence: with the one before it, and in its whole passage.
        contexts += [evidence[0].context, evidence[0].hit.passage.titled_text]
        asked = in_their_dates(told, [h.passage for h in sources])
        rows = np.asarray(self._judge.judge([asked] * len(contexts), contexts), dtype=float)
        best = int(rows[:, YES].argmax())
        carrying = groups[best] if best < len(groups) else evidence
        return Weighed(
            "",
            float(rows[best, YES]),
            float(rows[:, NO].max()),
            tuple(c.citation for c in sorted(carrying, key=lambda c: candidates.index(c))),
        )


def decided(text: str, found: Weighed, threshold: float = SUPPORTED) -> Sentence | Withheld:
    """The sentence, or why it is withheld."""
    if found.broken:
        return Withheld(text, found.broken)
    if found.support >= max(threshold, found.refuted - DOUBT):
        return Sentence(text, found.support, found.citations)
    if found.refuted > found.support:
        quote = _one_line(found.citations[0].quote)
        return Withheld(text, f"the articles seem to say otherwise: “{quote}”")
    return Withheld(text, NOTHING)


def _groups(evidence: Sequence[Candidate]) -> list[Sequence[Candidate]]:
    """The sentences singly, and the best together with the next."""
    return [*([c] for c in evidence), *(evidence[:n] for n in range(2, len(evidence) + 1))]


def _broken(
    text: str,
    sources: Sequence[Hit],
    candidates: Sequence[Candidate],
    evidence: Sequence[Candidate],
) -> str:
    """Plain words on the first thing that rules out a sentence; empty where nothing does."""
    passages = [h.passage for h in sources]
    single = len({p.article_id for p in passages}) == 1
    cited, says = ("the cited article", "says") if single else ("the cited articles", "say")
    if not evidence:
        return NOTHING
    for fact in lacking(text, passages):
        is_name = fact.kind is FactKind.NAME
        what = f"“{fact.text}”" if is_name else f"the {fact.kind.value} {fact.text}"
        return f"{what} is not in {cited}"
    quotes = [c.quote for c in evidence]
    everywhere = [c.quote for c in candidates]
    if quote := denied(text, quotes):
        return f"{cited} {says} the opposite: “{_one_line(quote)}”"
    if word := opposed(text, quotes):
        return f"{cited} {says} the opposite of “{word}”"
    if deed := settled(text, quotes[:1]):
        return f"{cited} {says} it only as planned or possible: “{deed}”"
    if who := stated_as_fact(text, quotes):
        return f"{cited} only {says} that {who} says so"
    if number := counts_another(text, everywhere):
        return f"{cited} {says} {number} of something else"
    if pair := exchanged(text, everywhere):
        return f"{cited} {says} this with “{pair[0]}” and “{pair[1]}” the other way round"
    if name := told_of_another(text, everywhere):
        return f"{cited} {says} this, but not of {name}"
    return ""


def _one_line(quote: str) -> str:
    """A quote on one line, cut where it is long."""
    whole = " ".join(quote.split())
    return whole if len(whole) <= SHOWN_QUOTE else f"{whole[:SHOWN_QUOTE].rstrip()} …"
