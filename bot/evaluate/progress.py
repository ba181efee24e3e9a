"""How far a long run is, with rate and time left, on stderr: a bar on a terminal, else a line now
and then."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

__all__ = ["Tick", "progress", "silent"]

Tick = Callable[[int], None]  # is told how many are done
LINE_EVERY_S = 10.0  # off a terminal


def silent(done: int) -> None:
    """A Tick that shows nothing."""


@contextmanager
def progress(what: str, total: int, unit: str) -> Iterator[Tick]:
    """Show `what` until the block ends; call what is given with how many of `total` are done."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(console, what, total, unit)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=total, rate="")
        started = time.perf_counter()

        def tick(done: int) -> None:
            rate = f"{_rate(done, started):.1f} {unit}/s"
            bar.update(task, completed=done, rate=rate)

        yield tick


def _lines(console: Console, what: str, total: int, unit: str) -> Tick:
    started = last = time.perf_counter()

    def tick(done: int) -> None:
        nonlocal last
        if time.perf_counter() - last < LINE_EVERY_S and done < total:
            return
        last = time.perf_counter()
        rate = _rate(done, started)
        left = f", {(total - done) / rate:.0f} s left" if rate and done < total else ""
        line = f"{what}: {done} of {total} {unit}, {rate:.1f}/s{left}"
        console.print(line, highlight=False, soft_wrap=True, markup=False)

    return tick


def _rate(done: int, started: float) -> float:
    return done / max(time.perf_counter() - started, 1e-9)
