"""Check → the HTML of its verdict cards: a claim, what the articles make of it in words and a
sign, the quotes for and against, and how they follow one another in time. All escaped."""

from collections.abc import Iterator, Sequence

from bot.page.escaped import day, one_line
from bot.page.links import Link, Place
from bot.types import Check, Days, Evidence, Stance, Verdict, VerdictLabel

__all__ = ["verdict_cards"]

# A sign beside the words, so that nothing hangs on colour.
SIGNS = {
    VerdictLabel.SUPPORTED: "✓",
    VerdictLabel.REFUTED: "✕",
    VerdictLabel.CONFLICTING: "⇄",
    VerdictLabel.NOT_ENOUGH_EVIDENCE: "○",
}
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
    sign, words = SIGNS[verdict.label], verdict.label.in_words
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
    because = f' <span class="because">{one_line(evidence.because)}</span>'
    return (
        f'<li{_dimmed(evidence)}><q>{one_line(citation.quote)}</q>&nbsp;<a class="cite" '
        f'href="{link}">[{citation.number}]</a> <span class="byline">{byline}</span>'
        f"{because if evidence.because else ''}{_overtaken(evidence)}</li>"
    )


def _dimmed(evidence: Evidence) -> str:
    return ' class="overtaken"' if evidence.overtaken_by else ""


def _overtaken(evidence: Evidence) -> str:
    """What has corrected or updated it since, in words and by its quote."""
    later = evidence.overtaken_by
    if later is None:
        return ""
    by = f"[{later.number}]" if later.number else f"“{one_line(later.title)}”"
    return (
        f' <span class="because">Not counted: overtaken on {day(later.date)} by {by},'
        f" <q>{one_line(later.quote)}</q></span>"
    )


def _timeline(evidence: Sequence[Evidence]) -> str:
    """When what each side tells of happened, or else when it was published, oldest first; nothing
    where all is of one day."""
    dated = sorted(_dated(evidence))
    if len({first for first, _ in dated}) < LEAST_DATES:
        return ""
    return f'<ol class="timeline">{"".join(item for _, item in dated)}</ol>'


def _dated(evidence: Sequence[Evidence]) -> Iterator[tuple[str, str]]:
    """The day that each piece is sorted by, and its item."""
    for e in evidence:
        published = Days(e.citation.date, e.citation.date) if e.citation.date else None
        days = e.happened or published
        if days:
            side = "for" if e.stance is Stance.SUPPORTS else "against"
            kind = "happened" if e.happened else "published"
            over = ", overtaken" if e.overtaken_by else ""
            words = f"{side} [{e.citation.number}], {kind}{over}"
            item = f"<li{_dimmed(e)}><b>{_in_figures(days)}</b> {words}</li>"
            yield days.first.isoformat(), item


def _in_figures(days: Days) -> str:
    """One day as 2020-12-15, several in words."""
    return days.first.isoformat() if days.first == days.last else days.in_words
