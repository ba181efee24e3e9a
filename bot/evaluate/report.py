"""A Page → one self-contained HTML file: style and pictures inside, no script, all text escaped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from bot.errors import BotError
from bot.evaluate.metrics import Figure, Measured
from bot.evaluate.plots import KINDS, Plot
from bot.evaluate.table import interval, named, shown
from bot.words import showable

__all__ = ["Case", "Page", "html", "write_report"]

STYLE = Path(__file__).with_name("report.css")


@dataclass(frozen=True, slots=True)
class Case:
    """One case that went wrong."""

    asked: str
    problem: str  # a few words
    facts: tuple[tuple[str, str], ...]  # label, text: what was expected and the like
    shown: tuple[tuple[str, str], ...]  # heading, text: what was shown instead


@dataclass(frozen=True, slots=True)
class Page:
    """All that a report says."""

    title: str
    lead: str
    facts: Sequence[tuple[str, str]]  # label, value
    runs: Mapping[str, Measured]  # one is shown large, several side by side
    plots: Sequence[Plot]
    cases: Sequence[Case]  # worst first
    note: str = ""  # what must be known to read the figures right


def write_report(page: Page, folder: Path) -> Path:
    """Write the page as `index.html`; returns its path. Raises BotError where it cannot."""
    path = folder / "index.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(html(page), encoding="utf-8")
    except OSError as error:
        raise BotError(
            f"The report {str(path)!r} cannot be written: {error}. Give another --report DIR."
        ) from error
    return path


def html(page: Page) -> str:
    """The page as one HTML document."""
    parts = [
        '<p class="kicker">Footing · evaluation</p>',
        f"<h1>{_text(page.title)}</h1><p class='lead'>{_text(page.lead)}</p>",
        f'<p class="note">{_text(page.note)}</p>' if page.note else "",
        "<dl class='facts'>",
        *(f"<div><dt>{_text(k)}</dt><dd>{_text(v)}</dd></div>" for k, v in page.facts),
        "</dl>",
        _side_by_side(page.runs) if len(page.runs) > 1 else _cards(*page.runs.values()),
        "<section class='plots'>",
        *map(_plot, page.plots),
        "</section>",
        _cases(page.cases),
        "<footer>Small figures: 95 % bootstrap interval (1,000 resamples) and number of cases."
        "</footer>",
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{_text(page.title)} · Footing</title>"
        f"<style>{STYLE.read_text(encoding='utf-8')}</style></head>"
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


def _cards(run: Measured) -> str:
    cards = (
        f"<div class='card'><h2>{_text(named(name))}</h2><b>{shown(figure.value)}</b>"
        f"<small>{interval(figure)}</small><small>of {figure.n:,}</small></div>"
        for name, figure in run.figures.items()
    )
    return f"<section class='cards' aria-label='Figures'>{''.join(cards)}</section>"


def _side_by_side(runs: Mapping[str, Measured]) -> str:
    names = list(next(iter(runs.values())).figures)
    head = "".join(f"<th scope='col'>{_text(named(name))}</th>" for name in names)
    rows = "".join(
        f"<tr><th scope='row'>{_text(name)}</th>{''.join(map(_cell, run.figures.values()))}</tr>"
        for name, run in runs.items()
    )
    return (
        "<section><div class='wide'><table><thead><tr><th></th>"
        f"{head}</tr></thead><tbody>{rows}</tbody></table></div></section>"
    )


def _cell(figure: Figure) -> str:
    return f"<td>{shown(figure.value)}<small>{interval(figure)}</small></td>"


def _plot(plot: Plot) -> str:
    keys = "".join(
        f"<span class='key {kind}'>{_text(name)}</span>"
        for kind, name in zip(KINDS, plot.legend, strict=False)
    )
    return (
        f"<figure><h2>{_text(plot.title)}</h2>{plot.svg}"
        f"<figcaption>{keys}{_text(plot.note)}</figcaption></figure>"
    )


def _cases(cases: Sequence[Case]) -> str:
    if not cases:
        return "<section><h2>Worst cases</h2><p>None went wrong.</p></section>"
    shown_cases = "".join(map(_case, cases))
    return f"<section><h2>Worst cases</h2><ol class='cases'>{shown_cases}</ol></section>"


def _case(case: Case) -> str:
    facts = "".join(f"<div><dt>{_text(k)}</dt><dd>{_text(v)}</dd></div>" for k, v in case.facts)
    blocks = "".join(
        f"<blockquote><cite>{_text(heading)}</cite>{_text(text)}</blockquote>"
        for heading, text in case.shown
    )
    return (
        f"<li><h3>{_text(case.asked)}</h3><p class='problem'>{_text(case.problem)}</p>"
        f"<dl>{facts}</dl>{blocks}</li>"
    )


def _text(text: str) -> str:
    """Any text as HTML that shows just its characters."""
    return escape(showable(" ".join(text.split())))
