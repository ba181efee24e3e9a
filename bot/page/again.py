"""Exchange + a click → the exchange judged again: without a piece of its evidence, or with it
again."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Protocol

from bot.page.conversation import Exchange
from bot.page.links import Link, Place
from bot.types import Filters, Span, Without
from bot.verdicts import Check, Evidence, Made, Verdict
from bot.verify import numbered
from bot.without import joined, less, parts

__all__ = ["Judges", "judged_again"]

MOST_WORDS = 8  # of a sentence that is named by its beginning


class Judges(Protocol):
    """What judges again: `Bot`, as far as a card needs it."""

    def judge_again(self, verdict: Verdict, *, filters: Filters = ...) -> Verdict: ...

    def made(self, filters: Filters = ...) -> Made: ...


def judged_again(judges: Judges, exchange: Exchange, link: Link) -> Exchange | None:
    """The exchange with the verdict that the link is about judged again; None for a link that
    leads to nothing in it.

    Raises BotError when it cannot be judged.
    """
    reply = exchange.reply
    check = reply.check if reply else None
    if reply is None or check is None or check.made is None:
        return None
    if link.place is Place.RESTORE:
        found = _restored(check, link.item)
        names: Mapping[Without, str] = {}
    else:
        found, names = _dropped(check, link)
    if found is None:
        return None
    number, without = found
    verdicts = list(check.verdicts)
    verdicts[number] = replace(verdicts[number], without=without)
    made = judges.made(exchange.filters)
    # Where articles have come since, all verdicts are renewed: one record, one index.
    same = made.holdings.sha256 == check.made.holdings.sha256
    for n in [number] if same else range(len(verdicts)):
        verdicts[n] = judges.judge_again(verdicts[n], filters=exchange.filters)
    renewed = replace(numbered(verdicts), made=made)
    return replace(
        exchange, reply=replace(reply, check=renewed), left_out={**exchange.left_out, **names}
    )


def _dropped(check: Check, link: Link) -> tuple[tuple[int, Without] | None, Mapping[Without, str]]:
    """The verdict's place and what it is judged without from now, and names for what that is."""
    cited = [(n, e) for n, v in enumerate(check.verdicts) for e in v.evidence]
    if not 1 <= link.item <= len(cited):
        return None, {}
    number, evidence = cited[link.item - 1]
    names = dict(_things(evidence, link.place))
    without = before = check.verdicts[number].without
    for part in names:
        without = joined(without, part)
    return ((number, without), names) if without != before else (None, {})


def _things(evidence: Evidence, place: Place) -> Iterator[tuple[Without, str]]:
    """What a place leaves out, each thing with its name. A copy goes with its article: else it
    would say the same in its place."""
    c = evidence.citation
    title = f"“{c.title}”"
    if place is Place.DROP_QUOTE:
        words = c.quote.split()
        opening = " ".join(words[:MOST_WORDS]) + (" …" if len(words) > MOST_WORDS else "")
        yield Without(quotes=((c.article_id, Span(c.start, c.end)),)), f"“{opening}”"
    elif place is Place.DROP_ARTICLE:
        yield Without(articles=(c.article_id,)), title
        for copy in c.also_in:
            yield Without(articles=(copy,)), f"a copy of {title}"
    elif place is Place.DROP_OUTLET and c.source:
        yield Without(sources=(c.source,)), c.source


def _restored(check: Check, item: int) -> tuple[int, Without] | None:
    left = [(n, v.without, part) for n, v in enumerate(check.verdicts) for part in parts(v.without)]
    if not 1 <= item <= len(left):
        return None
    number, without, part = left[item - 1]
    return number, less(without, part)
