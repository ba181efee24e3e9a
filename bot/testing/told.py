"""A failed case → the few lines that say what went wrong."""

from collections.abc import Iterator, Sequence

from bot.errors import ArticleError
from bot.index import Index
from bot.questions import OPPOSITE, Case, ranks
from bot.types import Answer, Hit
from bot.verdicts import Verdict

__all__ = ["expected", "told", "whereabouts"]

SHOWN_HITS = 5
HIT_WIDTH = 88
SHOWN_EVIDENCE = 2
LOOKED_THROUGH = 20  # passages by BM25: one that has a quote has all of its words


def told(
    case: Case,
    problems: Sequence[str],
    shown: Answer | Sequence[Verdict],
    hits: Sequence[Hit],
    *,
    notes: Sequence[str] = (),
) -> str:
    """Why a case failed: question, what was expected, what was found and shown, a line each.

    `notes` say more about what is wanted and was not found; see `whereabouts`.
    """
    kind = "claim     " if case.is_claim else "question  "
    lines = [f"{kind} {case.question}" + (f"  (as of {case.as_of})" if case.as_of else "")]
    lines += [f"expected   {line}" for line in expected(case)]
    lines += [f"problem    {line}" for line in problems]
    lines += [f"           {line}" for line in notes]
    if not isinstance(shown, Answer):
        lines += [line for verdict in shown for line in _verdict_lines(verdict)]
    elif case.answer_contains or case.abstains:
        lines.append(f"answer     {shown.text} (confidence {shown.confidence:.2f})")
    lines.append(f"top hits   of {len(hits)}; → has what is wanted" if hits else "top hits   none")
    wanted = {rank: text for text in case.finds for rank in ranks(text, hits)}
    listed = [*range(1, min(SHOWN_HITS, len(hits)) + 1)]
    listed += [r for r in sorted(wanted) if r > SHOWN_HITS][:1]
    for rank in listed:
        lines.append(_hit_line(rank, hits[rank - 1], rank in wanted))
    return "\n".join(lines)


def whereabouts(case: Case, hits: Sequence[Hit], index: Index) -> list[str]:
    """Of each wanted text that no hit has: which passage of the index has it, if any.

    It tells a bad search from articles, or a question file, that lack the text.
    """
    return [f"{w!r} {_place(w, index)}" for w in case.finds if not ranks(w, hits)]


def _place(wanted: str, index: Index) -> str:
    try:
        day = index.article(wanted).date
        return "is in the index" + (f", dated {day}" if day else "")
    except ArticleError:
        found = index.search_bm25(wanted, limit=LOOKED_THROUGH)
    holding = [f.passage for f in found if ranks(wanted, [Hit(f.passage, f.score)])]
    if not holding:
        return "stands in no passage and is no article's id: is it written as in the articles?"
    first = holding[0]
    return f"stands in {first.id}" + (f", dated {first.date}" if first.date else "")


def expected(case: Case) -> list[str]:
    """What a case expects, in words."""
    lines = [f"finds {wanted!r}" for wanted in case.finds]
    lines += ["the answer has " + " or ".join(map(repr, g)) for g in case.answer_contains]
    lines += ["the bot abstains"] if case.abstains else []
    lines += [f"the verdict is {case.verdict.value}"] if case.verdict else []
    if case.flips_with and case.verdict:
        lines.append(f"{case.flips_with!r} is {OPPOSITE[case.verdict].value}")
    return lines


def _verdict_lines(verdict: Verdict) -> Iterator[str]:
    """A verdict and the strongest evidence for it."""
    yield f"verdict    {verdict.label.value} (confidence {verdict.confidence:.2f}): {verdict.claim}"
    for e in verdict.evidence[:SHOWN_EVIDENCE]:
        quote = " ".join(e.citation.quote.split())[:HIT_WIDTH]
        yield f"           {e.stance.value} {e.probability:.2f}: {quote}"


def _hit_line(rank: int, hit: Hit, wanted: bool) -> str:
    scores = [
        f"score {hit.score:.2f}",
        "not found by meaning" if hit.dense is None else f"cosine {hit.dense:.2f}",
        "not found by words" if hit.bm25 is None else f"BM25 {hit.bm25:.1f}",
    ]
    text = " ".join(hit.passage.text.split())
    cut = text if len(text) <= HIT_WIDTH else text[:HIT_WIDTH].rstrip() + " …"
    arrow = "→" if wanted else " "
    return f" {arrow} {rank:>2}  {hit.passage.id}  ({', '.join(scores)})\n        {cut}"
