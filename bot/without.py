"""Names a person gave ⇄ what is left out of judging."""

from collections.abc import Iterator, Sequence

from bot.errors import SettingError
from bot.index import Index
from bot.types import Verdict, Without

__all__ = ["left_out_lines", "named_without"]


def named_without(names: Sequence[str], index: Index) -> Without:
    """What is left out, each thing named by its outlet, in any case, or by an article's id.

    Raises SettingError for a name that is neither.
    """
    if not names:
        return Without()
    listed = index.listed()
    ids = {a.id for a in listed}
    outlets = {a.source.casefold(): a.source for a in listed if a.source}
    sources, articles = [], []
    for name in dict.fromkeys(names):
        if name in ids:
            articles.append(name)
        elif name.casefold() in outlets:
            sources.append(outlets[name.casefold()])
        else:
            raise SettingError(
                f"{name!r} is neither an outlet nor the id of an article, so it cannot be left "
                "out. See both with: python -m bot list"
            )
    return Without(tuple(sources), tuple(articles))


def left_out_lines(verdict: Verdict) -> Iterator[str]:
    """What a verdict was judged without, in words; nothing where it was judged with everything."""
    left = verdict.without
    things = [
        *left.sources,
        *left.articles,
        *(f"{i}, {span.start}–{span.end}" for i, span in left.quotes),
    ]
    if things:
        yield f"Left out: {'; '.join(things)}."
