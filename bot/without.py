"""Names a person gave ⇄ what is left out of judging."""

from collections.abc import Iterator, Sequence

from bot.errors import SettingError
from bot.index import Index
from bot.types import Without
from bot.verdicts import Verdict

__all__ = ["joined", "left_out_lines", "less", "named_without", "parts"]


def named_without(names: Sequence[str], index: Index) -> Without:
    """What is left out, each thing named by its outlet, in any case, or by an article's id.

    Raises SettingError for a name that is neither.
    """
    if not names:
        return Without()
    listed = index.listed()
    ids = {a.id for a in listed}
    outlets: dict[str, set[str]] = {}  # one may be written "BBC" here and "bbc" there
    for article in listed:
        if article.source:
            outlets.setdefault(article.source.casefold(), set()).add(article.source)
    sources: list[str] = []
    articles: list[str] = []
    for name in dict.fromkeys(names):
        if name in ids:
            articles.append(name)
        elif name.casefold() in outlets:
            sources += sorted(outlets[name.casefold()])
        else:
            raise SettingError(
                f"{name!r} is neither an outlet nor the id of an article, so it cannot be left "
                "out. See both with: python -m bot list"
            )
    return Without(tuple(dict.fromkeys(sources)), tuple(articles))


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


def parts(without: Without) -> list[Without]:
    """Each thing that is left out, alone."""
    return [
        *(Without(sources=(s,)) for s in without.sources),
        *(Without(articles=(a,)) for a in without.articles),
        *(Without(quotes=(q,)) for q in without.quotes),
    ]


def joined(one: Without, other: Without) -> Without:
    """What either leaves out."""
    return Without(
        tuple(dict.fromkeys((*one.sources, *other.sources))),
        tuple(dict.fromkeys((*one.articles, *other.articles))),
        tuple(dict.fromkeys((*one.quotes, *other.quotes))),
    )


def less(whole: Without, part: Without) -> Without:
    """What `whole` leaves out and `part` does not."""
    return Without(
        tuple(s for s in whole.sources if s not in part.sources),
        tuple(a for a in whole.articles if a not in part.articles),
        tuple(q for q in whole.quotes if q not in part.quotes),
    )
