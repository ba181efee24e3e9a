"""A failed case → the few lines that say what went wrong."""

from collections.abc import Sequence

from bot.questions import Case, ranks
from bot.types import Answer, Hit

__all__ = ["expected", "told"]

SHOWN_HITS = 5
HIT_WIDTH = 88


def told(case: Case, problems: Sequence[str], answer: Answer, hits: Sequence[Hit]) -> str:
    """Why a case failed: question, what was expected, what was found and shown, a line each."""
    lines = [f"question   {case.question}" + (f"  (as of {case.as_of})" if case.as_of else "")]
    lines += [f"expected   {line}" for line in expected(case)]
    lines += [f"problem    {line}" for line in problems]
    if case.answer_contains or case.abstains:
        lines.append(f"answer     {answer.text} (confidence {answer.confidence:.2f})")
    lines.append("top hits" if hits else "top hits   none")
    wanted = {rank: text for text in case.finds for rank in ranks(text, hits)}
    shown = [*range(1, min(SHOWN_HITS, len(hits)) + 1)]
    shown += [r for r in sorted(wanted) if r > SHOWN_HITS][:1]
    for rank in shown:
        lines.append(_hit_line(rank, hits[rank - 1], rank in wanted))
    return "\n".join(lines)


def expected(case: Case) -> list[str]:
    """What a case expects, in words."""
    lines = [f"finds {wanted!r}" for wanted in case.finds]
    lines += ["the answer has " + " or ".join(map(repr, g)) for g in case.answer_contains]
    return lines + (["the bot abstains"] if case.abstains else [])


def _hit_line(rank: int, hit: Hit, wanted: bool) -> str:
    scores = [f"{hit.score:.2f}"]
    scores += [f"cosine {hit.dense:.2f}"] if hit.dense is not None else []
    scores += [f"BM25 {hit.bm25:.1f}"] if hit.bm25 is not None else []
    text = " ".join(hit.passage.text.split())
    cut = text if len(text) <= HIT_WIDTH else text[:HIT_WIDTH].rstrip() + " …"
    arrow = "→" if wanted else " "
    return f" {arrow} {rank:>2}  {hit.passage.id}  ({', '.join(scores)})\n        {cut}"
