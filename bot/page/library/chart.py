"""Articles → a chart of how many there are by month and outlet: an SVG of our own, with its numbers
as a table for who cannot see it."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from bot.contents import ListedArticle
from bot.page.escaped import one_line

__all__ = ["chart_html"]

MOST_OUTLETS = 5  # with a colour of their own; the rest are "other outlets"
MOST_MONTHS = 60  # of a chart by month; longer ones are by year
OTHERS = "other outlets"
UNNAMED = "no outlet"
WIDTH, HEIGHT, BELOW, LEFT = 560, 150, 18, 34  # in the SVG's own units
LABEL = 52  # the width of a month's label with some space
GAP = 0.18  # of a bar's room


def chart_html(articles: Sequence[ListedArticle]) -> str:
    """The chart; a sentence where no article has a date."""
    dated = [(a.date, a.source or UNNAMED) for a in articles if a.date]
    if not dated:
        return '<p class="none">A chart appears here once articles have dates.</p>'
    months = _months(min(d for d, _ in dated), max(d for d, _ in dated))
    by_year = len(months) > MOST_MONTHS
    periods = list(dict.fromkeys(m[:4] for m in months)) if by_year else months
    often = Counter(source for _, source in dated)
    named = [source for source, _ in often.most_common(MOST_OUTLETS)]
    series = [*named, OTHERS] if len(often) > MOST_OUTLETS else named
    counts = Counter(
        (d.isoformat()[: 4 if by_year else 7], s if s in named else OTHERS) for d, s in dated
    )
    unit = "year" if by_year else "month"
    undated = len(articles) - len(dated)
    also = f" {undated:,} without a date are not in it." if undated else ""
    title = f"Articles by {unit} and outlet"
    return (
        f'<figure class="chart"><figcaption>{title}</figcaption>'
        f"{_svg(periods, series, counts, title)}{_legend(series)}"
        f"<details><summary>The numbers</summary>{_table(periods, series, counts)}</details>"
        f'<p class="also">{also}</p></figure>'
    )


def _months(first: dt.date, last: dt.date) -> list[str]:
    """Every month from the first to the last, as 2020-12."""
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(start, end + 1)]


def _svg(
    periods: Sequence[str], series: Sequence[str], counts: Counter[tuple[str, str]], title: str
) -> str:
    top = max(sum(counts[p, s] for s in series) for p in periods)
    room = (WIDTH - LEFT) / len(periods)
    bars = []
    for place, period in enumerate(periods):
        x, y = LEFT + (place + GAP / 2) * room, float(HEIGHT)
        for number, source in enumerate(series):
            if tall := counts[period, source] / top * (HEIGHT - 10):
                y -= tall
                size = f'x="{x:.1f}" y="{y:.1f}" width="{room * (1 - GAP):.1f}" height="{tall:.1f}"'
                told = f"{period}, {one_line(source)}: {counts[period, source]:,}"
                bars.append(f'<rect class="s{number}" {size}><title>{told}</title></rect>')
    every = max(1, -(-len(periods) * LABEL // (WIDTH - LEFT)))
    labels = "".join(
        f'<text x="{min(LEFT + (n + 0.5) * room, WIDTH - LABEL / 2):.1f}" y="{HEIGHT + 14}" '
        f'text-anchor="middle">{p}</text>'
        for n, p in enumerate(periods)
        if n % every == 0
    )
    said = f"{title}: {sum(counts.values()):,} from {periods[0]} to {periods[-1]}, at most {top:,}."
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT + BELOW}" role="img" aria-label="{said}">'
        f'<line x1="{LEFT}" x2="{WIDTH}" y1="{HEIGHT}" y2="{HEIGHT}"/>'
        f'<text x="{LEFT - 6}" y="14" text-anchor="end">{top:,}</text>'
        f'<text x="{LEFT - 6}" y="{HEIGHT}" text-anchor="end">0</text>{"".join(bars)}{labels}</svg>'
    )


def _legend(series: Sequence[str]) -> str:
    items = (f'<li><i class="s{n}"></i>{one_line(s)}</li>' for n, s in enumerate(series))
    return f'<ul class="legend">{"".join(items)}</ul>'


def _table(periods: Sequence[str], series: Sequence[str], counts: Counter[tuple[str, str]]) -> str:
    head = "".join(f'<th scope="col">{one_line(s)}</th>' for s in series)
    rows = "".join(
        f'<tr><th scope="row">{p}</th>{"".join(f"<td>{counts[p, s]:,}</td>" for s in series)}</tr>'
        for p in periods
        if any(counts[p, s] for s in series)
    )
    header = f'<thead><tr><th scope="col">When</th>{head}</tr></thead>'
    return f"<table>{header}<tbody>{rows}</tbody></table>"
