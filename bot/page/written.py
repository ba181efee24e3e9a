"""An Answer that a language model wrote, or was to write → HTML: its sentences, who wrote them from
what, and what was left out and why. All escaped."""

from collections.abc import Iterator, Mapping

from bot.page.cited import distinct, outlet_and_date, sentence_html
from bot.page.escaped import one_line
from bot.types import Answer

__all__ = ["explanation", "fallen_back", "left_out", "prose", "provenance", "written_line"]


def prose(answer: Answer, places: Mapping[int, int], turn: int) -> str:
    """What was written as one paragraph, and below it which source has which number."""
    said = " ".join(sentence_html(s, places, turn) for s in answer.sentences)
    sources = sorted(distinct(answer.citations), key=lambda c: c.number)
    byline = "; ".join(f"[{c.number}] {outlet_and_date(c)}" for c in sources)
    return f'<p dir="auto">{said} <span class="byline">{byline}</span></p>'


def provenance(answer: Answer) -> Iterator[str]:
    """Below a finished answer: who wrote it, and what was left out."""
    if answer.written_by:
        yield f'<p class="provenance">{one_line(written_line(answer))}</p>'
    yield left_out(answer)


def written_line(answer: Answer) -> str:
    """Who wrote it, from how many quotes, as plain text."""
    quotes = len({(c.article_id, c.start, c.end) for c in answer.citations})
    of_them = "1 quote" if quotes == 1 else f"{quotes} quotes"
    sentences = "each sentence" if len(answer.sentences) > 1 else "its sentence"
    them = "it" if quotes == 1 else "them"
    return (
        f"Written by {answer.written_by} from {of_them} of your articles; "
        f"{sentences} was held to {them}."
    )


def left_out(answer: Answer) -> str:
    """The sentences that the articles don't carry, folded: struck through, and why."""
    if not answer.withheld:
        return ""
    count = len(answer.withheld)
    counted = "1 sentence" if count == 1 else f"{count} sentences"
    items = "".join(
        f'<li><span class="unseen">Left out: </span><del>{one_line(w.text)}</del> '
        f'<span class="why">{one_line(w.why)}</span></li>'
        for w in answer.withheld
    )
    return (
        f'<details class="withheld"><summary>{counted} left out: not in your articles</summary>'
        f"<ul>{items}</ul></details>"
    )


def fallen_back(answer: Answer) -> str:
    """Above quotes that stand in for what was to be written: why."""
    if not answer.fell_back:
        return ""
    return f'<p class="fell-back">Shown as quotes: {one_line(answer.fell_back)}</p>'


def explanation(answer: Answer, places: Mapping[int, int], turn: int, *, done: bool) -> str:
    """What a model makes of a verdict's evidence, told apart from the verdict; until something of
    it can be kept nothing, and where nothing could be, why."""
    left = left_out(answer) if done else ""
    if answer.sentences:
        by = one_line(answer.written_by)
        said = " ".join(sentence_html(s, places, turn) for s in answer.sentences)
        inside = f'<h4>In {by}’s words</h4><p dir="auto">{said}</p>{left}'
    elif done and answer.fell_back:
        inside = (
            f'<p class="fell-back">Not explained in words: {one_line(answer.fell_back)}</p>{left}'
        )
    else:
        return ""
    return f'<div class="words">{inside}</div>'
