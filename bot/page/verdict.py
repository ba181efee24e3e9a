"""Check → the HTML of its verdict cards: a claim, what the articles make of it in words and a
sign, the quotes for and against, and how they follow one another in time. All escaped."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from bot.page.cited import outlet_and_date, places_of
from bot.page.controls import hangs, leave_out, left_out, saves
from bot.page.escaped import day, one_line
from bot.page.links import Link, Place
from bot.page.sources import cited_in_order, with_explanations_numbered
from bot.page.written import explanation
from bot.types import Days, Without, pages_named
from bot.verdicts import CLOSEST, NOTHING_FOUND, Check, Evidence, Stance, Verdict
from bot.without import parts

__all__ = ["verdict_cards"]

SIDES = ((Stance.SUPPORTS, "For"), (Stance.REFUTES, "Against"))
LEAST_DATES = 2  # of a timeline
NOTHING: Mapping[Without, str] = MappingProxyType({})


def verdict_cards(
    check: Check, turn: int, left: Mapping[Without, str] = NOTHING, *, done: bool = True
) -> str:
    """The cards of all claims of one message; `turn` is the exchange's place, from 1.

    `left` names what was left out. Only a check that is `done` can be saved or judged again, and
    only one that was made to its end.
    """
    check = with_explanations_numbered(check)
    places = places_of(cited_in_order(check))
    again = done and check.made is not None
    cards, before = [], 0
    for number, verdict in enumerate(check.verdicts, start=1):
        save = saves(verdict, number, turn) if again else ""
        gone = left_out(verdict, left, turn, before)
        words = (
            explanation(verdict.explanation, places, turn, done=done) if verdict.explanation else ""
        )
        cards.append(_card(verdict, places, turn, (gone, words, save), again=again))
        before += len(parts(verdict.without))
    return "".join(cards)


def _card(
    verdict: Verdict,
    places: dict[int, int],
    turn: int,
    extras: tuple[str, str, str],
    *,
    again: bool,
) -> str:
    gone, words, save = extras
    if verdict.note:
        return (
            f'<div class="judged"><p class="claim">“{one_line(verdict.claim)}”</p>'
            f'<p class="label"><span class="sign" aria-hidden="true">–</span> Not judged</p>'
            f'<p class="nothing">{one_line(verdict.note)}</p>{save}</div>'
        )
    sign, label = verdict.label.sign, verdict.label_in_words
    sure = f' <span class="sure">{verdict.how_sure}</span>' if verdict.how_sure else ""
    sides = "".join(
        _side(title, [e for e in verdict.evidence if e.stance is stance], places, turn, again)
        for stance, title in SIDES
    )
    kind = f"{verdict.label.value}{' probable' if verdict.is_probable else ''}"
    return (
        f'<div class="judged {kind}"><p class="claim">“{one_line(verdict.claim)}”'
        f'</p><p class="label"><span class="sign" aria-hidden="true">{sign}</span> {label}'
        f"{sure}</p>{gone}{hangs(verdict)}{words}"
        f'<div class="sides">{sides or _closest(verdict, places, turn)}</div>'
        f"{_timeline(verdict.evidence)}{save}</div>"
    )


def _side(
    title: str, evidence: Sequence[Evidence], places: dict[int, int], turn: int, again: bool
) -> str:
    if not evidence:
        return ""
    items = "".join(_item(e, places, turn, again) for e in evidence)
    return f'<div class="side"><h4>{title}</h4><ul>{items}</ul></div>'


def _closest(verdict: Verdict, places: dict[int, int], turn: int) -> str:
    """What comes nearest to a claim without evidence, to be read with one's own eyes."""
    if not verdict.closest:
        return f'<p class="nothing">{NOTHING_FOUND}</p>'
    items = "".join(
        f"<li><q>{one_line(c.quote)}</q>&nbsp;"
        f'<a class="cite" href="{Link(Place.CITE, turn, places[id(c)]).href}">[{c.number}]</a> '
        f'<span class="byline">{outlet_and_date(c)}</span></li>'
        for c in verdict.closest
    )
    return f'<div class="side closest"><h4>{CLOSEST}</h4><ul>{items}</ul></div>'


def _item(evidence: Evidence, places: dict[int, int], turn: int, again: bool) -> str:
    citation = evidence.citation
    link = Link(Place.CITE, turn, places[id(citation)]).href
    facts = [one_line(citation.source), day(citation.date), pages_named([citation.page])]
    facts.append(f"{evidence.probability:.0%}")
    said = f"as told by {one_line(evidence.reported_by)}" if evidence.reported_by else ""
    byline = ", ".join(filter(None, (*facts, said)))
    because = f' <span class="because">{one_line(evidence.because)}</span>'
    return (
        f'<li{_dimmed(evidence)}><q>{one_line(citation.quote)}</q>&nbsp;<a class="cite" '
        f'href="{link}">[{citation.number}]</a> <span class="byline">{byline}</span>'
        f"{because if evidence.because else ''}{_overtaken(evidence)}"
        f"{leave_out(evidence, places[id(citation)], turn) if again else ''}</li>"
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
