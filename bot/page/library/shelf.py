"""A page of the list, an opened article, a report → their HTML. All words of others are escaped.

A link says `#open-3` or `#leaf-2`: the third article of the page shown, the third page of the list
(from 0). What comes from a browser is only ever such a number.
"""

import re

from bot.contents import ListedArticle
from bot.intake import Progress
from bot.page.byline import byline
from bot.page.escaped import day, one_line
from bot.page.library.view import PAGE_SIZE, Shown
from bot.page.marked import paragraphs
from bot.rows import Standing
from bot.storing import Report
from bot.text_form import foreign_lines
from bot.types import Article

__all__ = ["article_html", "count", "parse", "progress_html", "report_html", "shelf_html"]

LINK = re.compile(r"(open|leaf)-(\d{1,6})")
MOST_REASONS = 20  # told on the page; a folder of thousands may hold as many bad files
EMPTY = "There are no articles yet. Drop some files into “Add articles”."


def parse(target: object) -> tuple[str, int] | None:
    """The kind and number of a link a browser sent; None for anything that is none."""
    match = LINK.fullmatch(target) if isinstance(target, str) else None
    return (match[1], int(match[2])) if match else None


def shelf_html(page: Shown, opened: str = "") -> str:
    """A page of the list, with the way to the others; `opened` is the id of the open article."""
    if not page.total:
        return f'<p class="none">{EMPTY}</p>'
    if not page.found:
        return '<p class="none">No article is like that. Look for fewer or other words.</p>'
    rows = "".join(_row(n, a, a.id == opened) for n, a in enumerate(page.articles, start=1))
    return (
        f'<p class="counted" role="status">{_counted(page)}</p><table><thead><tr>'
        '<th scope="col">Title</th><th scope="col">Outlet</th><th scope="col">Date</th>'
        '<th scope="col" class="size">Passages</th><th scope="col">Added</th>'
        f'<th scope="col">Collection</th></tr></thead><tbody>{rows}</tbody></table>{_pager(page)}'
    )


def article_html(article: Article, kept: Standing) -> str:
    """A whole article and where it comes from."""
    added = f"added {day(kept.added.date())}" if kept.added else ""
    shelf = f"in {one_line(', '.join(kept.collections))}"
    return (
        f'<article class="whole"><h2 dir="auto" tabindex="-1">{one_line(article.heading)}</h2>'
        f'{byline(article)}<p class="byline">{" · ".join(filter(None, (added, shelf)))} · '
        f"<code>{one_line(article.id)}</code></p>"
        f'<div class="text">{paragraphs(article.text, ())}</div></article>'
    )


def progress_html(progress: Progress, seconds: float) -> str:
    """How far taking in is after so many seconds, with rate and time left."""
    done, total = progress.done, progress.total
    words = f"{done:,} of {count(total, 'article')}"
    if done and seconds > 0:
        rate = done / seconds
        passages = progress.passages / seconds
        words += f", {rate:.1f} articles and {passages:.0f} passages a second"
        words += f", about {_duration((total - done) / rate)} left" if done < total else ""
    elif total:
        words += ", reading and embedding …"
    return (
        f'<p class="going"><progress max="{max(total, 1)}" value="{done}"></progress> '
        f"<span>{words}</span></p>"
    )


def report_html(report: Report) -> str:
    """What was taken in, what are copies, each thing that was not taken in, with its reason, and
    what is not in English."""
    parts = ((report.added, "added"), (report.updated, "updated"), (report.unchanged, "unchanged"))
    told = [f"{len(ids):,} {word}" for ids, word in parts if ids]
    told += [f"{len(report.skipped):,} skipped"] if report.skipped else []
    told += [f"{len(report.copies):,} linked as copies"] if report.copies else []
    reasons = "".join(f"<li>{one_line(s.reason)}</li>" for s in report.skipped[:MOST_REASONS])
    more = len(report.skipped) - MOST_REASONS
    if more > 0:
        reasons += f"<li>… and {more:,} more</li>"
    reasons += "".join(f"<li>{one_line(line)}.</li>" for line in foreign_lines(report))
    listed = f'<ul class="reasons">{reasons}</ul>' if reasons else ""
    return f'<p class="came">{", ".join(told) or "Nothing to take in"}.</p>{listed}'


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 article", "2,000 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _row(number: int, article: ListedArticle, is_open: bool) -> str:
    date = day(article.date) if article.date else '<span class="undated">undated</span>'
    link = f'<a href="#open-{number}">{one_line(article.title) or "(no title)"}</a>'
    tongue = f' <span class="tongue">{one_line(article.language)}</span>' * bool(article.language)
    outlet = " · ".join(one_line(v) for v in (article.source, article.author) if v)
    current = ' class="open" aria-current="true"' if is_open else ""
    return (
        f'<tr{current}><th scope="row" dir="auto">{link}{tongue}</th>'
        f"<td>{outlet}</td><td>{date}</td>"
        f'<td class="size">{article.passages}<span class="unit"> passages</span></td>'
        f'<td class="added"><span class="unit">added </span>{article.added:%Y-%m-%d}</td>'
        f"<td>{one_line(', '.join(article.collections))}</td></tr>"
    )


def _counted(page: Shown) -> str:
    first = page.page * PAGE_SIZE + 1
    last = first + len(page.articles) - 1
    of = "" if page.found == page.total else f", out of {page.total:,}"
    return f"{first:,}–{last:,} of {count(page.found, 'article')}{of}"


def _pager(page: Shown) -> str:
    if page.pages == 1:
        return ""
    ways = [
        f'<a href="#leaf-{to}">{words}</a>' if 0 <= to < page.pages else f"<span>{words}</span>"
        for to, words in ((page.page - 1, "← Before"), (page.page + 1, "Next →"))
    ]
    middle = f"page {page.page + 1:,} of {page.pages:,}"
    return f'<nav class="pager" aria-label="Pages">{ways[0]} {middle} {ways[1]}</nav>'


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 5400:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"
