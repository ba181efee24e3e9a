"""Figures → a table for a terminal."""

from collections.abc import Mapping

from rich import box
from rich.markup import escape
from rich.table import Table

from bot.evaluate.metrics import Figure, Measured

__all__ = ["interval", "named", "shown", "table"]

CAPITALS = {"f1": "F1", "auroc": "AUROC"}


def table(title: str, runs: Mapping[str, Measured]) -> Table:
    """One run: a row a figure. Several: a row a run, its intervals below its figures."""
    made = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
    )
    if len(runs) == 1:
        _fill_with_figures(made, next(iter(runs.values())))
    else:
        _fill_with_runs(made, runs)
    return made


def _fill_with_figures(made: Table, run: Measured) -> None:
    for head in ("", "value", "95 % interval", "cases"):
        made.add_column(head, justify="right" if head else "left")
    for name, figure in run.figures.items():
        made.add_row(named(name), shown(figure.value), interval(figure), f"{figure.n:,}")
    made.add_row("median, ms", f"{run.latency.median_ms:.1f}", "", f"{len(run.ms):,}")
    made.add_row("95th percentile, ms", f"{run.latency.p95_ms:.1f}", "", f"{len(run.ms):,}")


def _fill_with_runs(made: Table, runs: Mapping[str, Measured]) -> None:
    names = list(next(iter(runs.values())).figures)
    made.add_column("", overflow="fold")
    for head in map(named, names):
        width = max(9, *map(len, head.split()))  # of an interval, or of a whole word
        made.add_column(head, justify="right", min_width=width)
    made.add_column("ms, p95", justify="right", min_width=7)
    for name, run in runs.items():
        figures = (run.figures[n] for n in names)
        cells = (f"{shown(f.value)}\n[dim]{interval(f, digits=2)}[/dim]" for f in figures)
        made.add_row(escape(name), *cells, f"{run.latency.median_ms:.3g}\n{run.latency.p95_ms:.3g}")


def named(figure: str) -> str:
    """A figure's name in words."""
    return " ".join(CAPITALS.get(word, word) for word in figure.split("_"))


def shown(value: float | None) -> str:
    """A figure's value in three digits, or a dash."""
    return "–" if value is None else f"{value:.3f}"


def interval(figure: Figure, *, digits: int = 3) -> str:
    """A figure's 95 % interval, or nothing."""
    if figure.low is None or figure.high is None:
        return ""
    return f"{figure.low:.{digits}f}–{figure.high:.{digits}f}"
