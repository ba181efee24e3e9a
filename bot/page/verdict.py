"""Check → the HTML of its verdict cards: a claim, what the articles make of it in words and a
sign, the quotes for and against, and how they follow one another in time. All escaped."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from bot.page.controls import hangs, leave_out, left_out, saves
from bot.page.escaped import day, one_line
from bot.page.links import Link, Place
from bot.types import Check, Evidence, Stance, Verdict, Without
from bot.without import parts

__all__ = ["verdict_cards"]

SIDES = ((Stance.SUPPORTS, "For"), (Stance.REFUTES, "Against"))
LEAST_DATES = 2  # of a timeline
NOTHING: Mapping[Without, str] = MappingProxyType({})


def verdict_cards(check: Check, turn: int, left: Mapping[Without, str] = NOTHING) -> str:
    """The cards of all claims of one message; `turn` is the exchange's place, from 1.

    `left` names what was left out. Only a finished check can be saved or judged again.
    """
    places = {id(c): place for place, c in enumerate(check.citations, start=1)}
    cards, before = [], 0
    for number, verdict in enumerate(check.verdicts, start=1):
        save = saves(verdict, number, turn) if check.made else ""
        gone = left_out(verdict, left, turn, before)
        cards.append(_card(verdict, places, turn, (gone, save), again=check.made is not None))
        before += len(parts(verdict.without))
    return "".join(cards)


def _card(
    verdict: Verdict, places: dict[int, int], turn: int, ways: tuple[str, str], *, again: bool
) -> str:
    gone, save = ways
    if verdict.note:
        return (
            f'<div class="judged"><p class="claim">“{one_line(verdict.claim)}”</p>'
            f'<p class="label"><span class="sign" aria-hidden="true">–</span> Not judged</p>'
            f'<p class="nothing">{one_line(verdict.note)}</p>{save}</div>'
        )
    sign, words = verdict.label.sign, verdict.label.in_words
    sides = "".join(
        _side(title, [e for e in verdict.evidence if e.stance is stance], places, turn, again)
        for stance, title in SIDES
    )
    nothing = '<p class="nothing">No sentence was found that speaks for it or against it.</p>'
    return (
        f'<div class="judged {verdict.label.value}"><p class="claim">“{one_line(verdict.claim)}”'
        f'</p><p class="label"><span class="sign" aria-hidden="true">{sign}</span> {words}'
        f' <span class="sure">{verdict.confidence:.0%} sure</span></p>{gone}{hangs(verdict)}'
        f'<div class="sides">{sides or nothing}</div>{_timeline(verdict.evidence)}{save}</div>'
    )


def _side(
    title: str, evidence: Sequence[Evidence], places: dict[int, int], turn: int, again: bool
) -> str:
    if not evidence:
        return ""
    items = "".join(_item(e, places, turn, again) for e in evidence)
    return f'<div class="side"><h4>{title}</h4><ul>{items}</ul></div>'


def _item(evidence: Evidence, places: dict[int, int], turn: int, again: bool) -> str:
    citation = evidence.citation
    link = Link(Place.CITE, turn, places[id(citation)]).href
    facts = [one_line(citation.source), day(citation.date), f"{evidence.probability:.0%}"]
    said = f"as told by {one_line(evidence.reported_by)}" if evidence.reported_by else ""
    byline = ", ".join(filter(None, (*facts, said)))
    return (
        f'<li><q>{one_line(citation.quote)}</q>&nbsp;<a class="cite" href="{link}">'
        f'[{citation.number}]</a> <span class="byline">{byline}</span>'
        f"{leave_out(evidence, places[id(citation)], turn) if again else ''}</li>"
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
