"""The small controls of a verdict card as HTML: leave out, undo, save. Each is an ordinary link
inside a fold, so that it works by keyboard; what a click does is in `again` and `saving`."""

from collections.abc import Mapping

from bot.hangs import hangs_lines
from bot.page.escaped import one_line
from bot.page.links import Link, Place
from bot.types import Without
from bot.verdicts import Evidence, Verdict
from bot.without import parts

__all__ = ["hangs", "leave_out", "left_out", "saves"]

WAYS = (
    (Place.RECORD, "Record"),
    (Place.MARKDOWN, "Markdown"),
    (Place.PAGE, "Web page"),
    (Place.REVIEW, "ClaimReview"),
)


def leave_out(evidence: Evidence, place: int, turn: int) -> str:
    """What of a piece of evidence can be left out; `place` is that of its citation."""
    ways = [(Place.DROP_QUOTE, "this sentence"), (Place.DROP_ARTICLE, "this article")]
    source = evidence.citation.source
    if source:
        ways.append((Place.DROP_OUTLET, f"all of {one_line(source)}"))
    links = " · ".join(f'<a href="{Link(p, turn, place).href}">{words}</a>' for p, words in ways)
    number = evidence.citation.number
    return (
        f'<details class="leave"><summary>Leave out<span class="unseen"> evidence [{number}]</span>'
        f"</summary>{links}</details>"
    )


def left_out(verdict: Verdict, names: Mapping[Without, str], turn: int, before: int) -> str:
    """What a verdict was judged without, each with an undo; `before` counts those of the verdicts
    above. Nothing where it was judged with everything."""
    things = []
    for item, part in enumerate(parts(verdict.without), start=before + 1):
        name = one_line(names.get(part) or _plain(part))
        undo = f'<a class="undo" href="{Link(Place.RESTORE, turn, item).href}">undo'
        things.append(f'{name} ({undo}<span class="unseen"> leaving out {name}</span></a>)')
    return f'<p class="left-out">Judged without {", ".join(things)}</p>' if things else ""


def hangs(verdict: Verdict) -> str:
    """What the verdict hangs on."""
    lines = " ".join(map(one_line, hangs_lines(verdict)))
    return f'<p class="hangs">{lines}</p>' if lines else ""


def saves(verdict: Verdict, number: int, turn: int) -> str:
    """The ways to save a verdict, the number-th of its message; an opinion gets no review."""
    ways = [w for w in WAYS if not (verdict.note and w[0] is Place.REVIEW)]
    links = " · ".join(f'<a href="{Link(p, turn, number).href}">{words}</a>' for p, words in ways)
    return (
        f'<details class="save"><summary>Save<span class="unseen"> this verdict</span></summary>'
        f"{links}</details>"
    )


def _plain(part: Without) -> str:
    (thing,) = (*part.sources, *part.articles, *(f"a sentence of {i}" for i, _ in part.quotes))
    return thing
