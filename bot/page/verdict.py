"""Check → the HTML of its verdict cards: a claim, what the articles make of it in words and a
sign, the quotes for and against, and how they follow one another in time. All escaped."""

from collections.abc import Iterator, Sequence

from bot.page.escaped import day, one_line
from bot.page.links import Link, Place
from bot.types import Check, Evidence, Stance, Verdict

__all__ = ["verdict_cards"]

SIDES = ((Stance.SUPPORTS, "For"), (Stance.REFUTES, "Against"))
LEAST_DATES = 2  # of a timeline


def verdict_cards(check: Check, turn: int) -> str:
    """The cards of all claims of one message; `turn` is the exchange's place, from 1."""
    places = {id(c): place for place, c in enumerate(check.citations, start=1)}
    return "".join(_card(v, places, turn) for v in check.verdicts)


def _card(verdict: Verdict, places: dict[int, int], turn: int) -> str:
    if verdict.note:
        return (
            f'<div class="judged"><p class="claim">“{one_line(verdict.claim)}”</p>'
            f'<p class="label"><span class="sign" aria-hidden="true">–</span> Not judged</p>'
            f'<p class="nothing">{one_line(verdict.note)}</p></div>'
        )
    sign, words = verdict.label.sign, verdict.label.in_words
    sides = "".join(
        _side(title, [e for e in verdict.evidence if e.stance is stance], places, turn)
        for stance, title in SIDES
    )
    nothing = '<p class="nothing">No sentence was found that speaks for it or against it.</p>'
    return (
        f'<div class="judged {verdict.label.value}"><p class="claim">“{one_line(verdict.claim)}”'
        f'</p><p class="label"><span class="sign" aria-hidden="true">{sign}</span> {words}'
        f' <span class="sure">{verdict.confidence:.0%} sure</span></p>'
        f'<div class="sides">{sides or nothing}</div>{_timeline(verdict.evidence)}</div>'
    )


def _side(title: str, evidence: Sequence[Evidence], places: dict[int, int], turn: int) -> str:
    if not evidence:
        return ""
    items = "".join(_item(e, places, turn) for e in evidence)
    return f'<div class="side"><h4>{title}</h4><ul>{items}</ul></div>'


def _item(evidence: Evidence, places: dict[int, int], turn: int) -> str:
    citation = evidence.citation
    link = Link(Place.CITE, turn, places[id(citation)]).href
    facts = [one_line(citation.source), day(citation.date), f"{evidence.probability:.0%}"]
    said = f"as told by {one_line(evidence.reported_by)}" if evidence.reported_by else ""
    byline = ", ".join(filter(None, (*facts, said)))
    return (
        f'<li><q>{one_line(citation.quote)}</q>&nbsp;<a class="cite" href="{link}">'
        f'[{citation.number}]</a> <span class="byline">{byline}</span></li>'
    )


def _timeline(evidence: Sequence[Evidence]) -> str:
    """When each side was published, oldest first; nothing where all is of one day."""
    dated = sorted(_dated(evidence))
    if len({date for date, _, _ in dated}) < LEAST_DATES:
        return ""
    items = "".join(f"<li><b>{date}</b> {side} [{number}]</li>" for date, side, number in dated)
    return f'<ol class="timeline">{items}</ol>'


def _dated(evidence: Sequence[Evidence]) -> Iterator[tuple[str, str, int]]:
    for e in evidence:
        if e.citation.date:
            side = "for" if e.stance is Stance.SUPPORTS else "against"
            yield e.citation.date.isoformat(), side, e.citation.number
