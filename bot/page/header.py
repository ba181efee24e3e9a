"""Overview → the HTML of the page's head: name, tagline, what is in the index."""

from bot.contents import Overview
from bot.page.escaped import day, escaped

__all__ = ["header"]

NAME = "Footing"
TAGLINE = "Ask your articles. Every sentence stands on a quote."


def header(overview: Overview | None = None, problem: str = "") -> str:
    """The masthead, with a line on the articles or on why they cannot be counted."""
    line = _counted(overview) if overview else escaped(problem)
    return (
        f'<header class="masthead"><h1>{NAME}</h1><p class="tagline">{escaped(TAGLINE)}</p>'
        f'<p class="overview">{line}</p></header>'
    )


def _counted(overview: Overview) -> str:
    line = f"{_count(overview.articles, 'article')}, {_count(overview.passages, 'passage')}"
    if overview.first and overview.last:
        line += f", {day(overview.first)} to {day(overview.last)}"
    return line


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
