"""What an article is named by below its title, as HTML."""

from collections.abc import Sequence

from bot.formats.language import language_note
from bot.page.escaped import day, link_out, one_line
from bot.types import Article, pages_named

__all__ = ["byline"]


def byline(article: Article, pages: Sequence[int] = ()) -> str:
    """Outlet, author, date, pages and the way to the original; below, a note on its language."""
    facts = [one_line(article.source), one_line(article.author), day(article.date)]
    facts += [pages_named(pages), link_out(article.url, "original")]
    note = ""
    if article.language:
        note = f'<p class="warning">This is {one_line(language_note(article.language))}.</p>'
    return f'<p class="byline">{" · ".join(filter(None, facts))}</p>{note}'
