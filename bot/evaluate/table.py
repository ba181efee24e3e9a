"""Figures → a table for a terminal."""

from collections.abc import Mapping

from rich import box
from rich.table import Table

from bot.evaluate.metrics import Figure, Measured

__all__ = ["interval", "named", "shown", "table"]

CAPITALS = {"f1": "F1", "auroc": "AUROC"}


def table(title: str, runs: Mapping[str, Measured]) -> Table:
    """One run: a row a figure. Several: a row a run, its intervals below its figures."""
    made = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
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
    for head in ("", *map(named, names), "ms, p95"):
        made.add_column(head, justify="right" if head else "left")
    for name, run in runs.items():
        figures = (run.figures[n] for n in names)
        cells = (f"{shown(f.value)}\n[dim]{interval(f)}[/dim]" for f in figures)
        made.add_row(name, *cells, f"{run.latency.median_ms:.0f}\n{run.latency.p95_ms:.0f}")


def named(figure: str) -> str:
    """A figure's name in words."""
    return " ".join(CAPITALS.get(word, word) for word in figure.split("_"))


def shown(value: float | None) -> str:
    """A figure's value in three digits, or a dash."""
    return "–" if value is None else f"{value:.3f}"


def interval(figure: Figure) -> str:
    """A figure's 95 % interval, or nothing."""
    if figure.low is None or figure.high is None:
        return ""
    return f"{figure.low:.3f}–{figure.high:.3f}"
