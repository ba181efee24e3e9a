"""A written sentence + the passages it cites → the article sentences it was made of."""

from collections.abc import Sequence

from bot.candidates import Candidate, candidates_of
from bot.types import Hit
from bot.words import content_stems

__all__ = ["aligned", "context_of", "in_order", "without_outlet"]

MOST = 3  # sentences that one written sentence joins
LENGTH = 0.01  # what a word of a sentence costs: of two that tell the same the short one is cited


def in_order(sources: Sequence[Hit]) -> list[Candidate]:
    """The sentences of the passages, each once, in the order of their articles."""
    return sorted(candidates_of(sources), key=lambda c: (c.hit.passage.article_id, c.span))


def aligned(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """At most MOST of the sentences, each chosen for most words of matter that those before it
    lack; empty where none has any."""
    left, rest, found = set(content_stems(text)), list(candidates), list[Candidate]()
    while rest and len(found) < MOST:
        best = max(rest, key=lambda c: _gain(left, c.quote))
        told = set(content_stems(best.quote))
        if not left & told:
            break
        found.append(best)
        rest.remove(best)
        left -= told
    return found


def context_of(group: Sequence[Candidate]) -> str:
    """What is judged of one or several sentences: title and date of the first's article, then the
    sentences in the articles' order."""
    ordered = sorted(group, key=lambda c: (c.hit.passage.article_id, c.span))
    passage = ordered[0].hit.passage
    heading = passage.titled_text.removesuffix(passage.text)
    return heading + " ".join(c.quote for c in ordered)


def without_outlet(text: str, sources: Sequence[Hit]) -> str:
    """A sentence without "The Tribune reported that", where that is a passage's outlet."""
    for outlet in {h.passage.source for h in sources if h.passage.source}:
        for lead in (
            f"{outlet} reported that ",
            f"{outlet} reports that ",
            f"According to {outlet}, ",
        ):
            if text.startswith(lead) and len(text) > len(lead):
                return text[len(lead)].upper() + text[len(lead) + 1 :]
    return text


def _gain(left: set[str], quote: str) -> float:
    return len(left & set(content_stems(quote))) - LENGTH * len(quote.split())
