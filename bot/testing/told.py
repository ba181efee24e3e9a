"""A failed case → the few lines that say what went wrong."""

from collections.abc import Sequence

from bot.errors import ArticleError
from bot.index import Index
from bot.questions import Case, ranks
from bot.types import Answer, Hit

__all__ = ["expected", "told", "whereabouts"]

SHOWN_HITS = 5
HIT_WIDTH = 88
LOOKED_THROUGH = 20  # passages by BM25: one that has a quote has all of its words


def told(
    case: Case,
    problems: Sequence[str],
    answer: Answer,
    hits: Sequence[Hit],
    *,
    notes: Sequence[str] = (),
) -> str:
    """Why a case failed: question, what was expected, what was found and shown, a line each.

    `notes` say more about what is wanted and was not found; see `whereabouts`.
    """
    lines = [f"question   {case.question}" + (f"  (as of {case.as_of})" if case.as_of else "")]
    lines += [f"expected   {line}" for line in expected(case)]
    lines += [f"problem    {line}" for line in problems]
    lines += [f"           {line}" for line in notes]
    if case.answer_contains or case.abstains:
        lines.append(f"answer     {answer.text} (confidence {answer.confidence:.2f})")
    lines.append(f"top hits   of {len(hits)}; → has what is wanted" if hits else "top hits   none")
    wanted = {rank: text for text in case.finds for rank in ranks(text, hits)}
    shown = [*range(1, min(SHOWN_HITS, len(hits)) + 1)]
    shown += [r for r in sorted(wanted) if r > SHOWN_HITS][:1]
    for rank in shown:
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
    return lines + (["the bot abstains"] if case.abstains else [])


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
