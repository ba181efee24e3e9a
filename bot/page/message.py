"""Exchange → the HTML of its two chat messages; every word of a person or an article is escaped.

A message is one HTML block without a blank line, so the chat's Markdown reads none of it. The
reply holds, in this order: the steps taken, the answer in paragraphs (of quotes one a source; each
sentence with its citation), who wrote it, and a line on how sure it is. What the copy link copies
stands in a hidden element, as plain lines.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.marked import asks_for_several
from bot.messages import Reply
from bot.page.cited import distinct, outlet_and_date, places_of, sentence_html
from bot.page.conversation import Exchange
from bot.page.escaped import day, escaped, one_line
from bot.page.links import Link, Place
from bot.page.verdict import verdict_cards
from bot.page.written import fallen_back, prose, provenance, written_line
from bot.types import Answer, Filters

__all__ = ["asked", "replied"]

# Above these a confidence is called high or fair. Words for a quick eye; the number is beside it.
HIGH, FAIR = 0.8, 0.5


def asked(exchange: Exchange) -> str:
    """The person's message."""
    lines = "<br>".join(one_line(line) for line in exchange.message.splitlines())
    return f'<div class="asked" dir="auto">{lines}</div>'


def replied(exchange: Exchange, turn: int) -> str:
    """What has come of it so far; `turn` is the exchange's place in the conversation, from 1."""
    return f'<div class="replied">{"".join(_parts(exchange, turn))}</div>'


def _parts(exchange: Exchange, turn: int) -> Iterator[str]:
    reply = exchange.reply
    answer = reply.answer if reply else None
    yield from _steps(reply, exchange.done)
    if answer:
        yield _abstention(answer, turn) if answer.abstained else _answer(answer, turn)
        if exchange.done:
            yield from provenance(answer)
    if reply and reply.check:
        yield verdict_cards(reply.check, turn, exchange.left_out, done=exchange.done)
    if reply and reply.note:
        yield f'<p class="note">{one_line(reply.note)}</p>'
    for warning in reply.warnings if reply else ():
        yield f'<p class="warning"><strong>Note.</strong> {one_line(warning)}</p>'
    if exchange.problem:
        yield f'<p class="problem"><strong>No answer.</strong> {one_line(exchange.problem)}</p>'
    elif exchange.stopped:
        yield '<p class="note">Stopped.</p>'
    if answer and exchange.done:
        yield _about(answer, exchange.filters, turn)
    if reply and reply.check and exchange.done:
        seconds = sum(v.seconds for v in reply.check.verdicts)
        yield f'<p class="about">{" · ".join(_circumstances(seconds, exchange.filters))}</p>'


def _steps(reply: Reply | None, done: bool) -> Iterator[str]:
    """What has been done: a list while at work, folded into one line afterwards."""
    steps = reply.steps if reply else ()
    if done and not steps:
        return
    items = "".join(f"<li>{one_line(step)}</li>" for step in steps)
    if done:
        summary = " · ".join(map(one_line, steps))
        yield f'<details class="steps"><summary>{summary}</summary><ul>{items}</ul></details>'
    else:
        judged = reply is not None and (reply.answer or (reply.check and reply.check.made))
        doing = "Holding each sentence to your articles …" if judged else "Reading your articles …"
        yield f'<ul class="steps">{items}<li class="working">{doing}</li></ul>'


def _answer(answer: Answer, turn: int) -> str:
    places = places_of(answer.citations)
    if answer.written_by:
        return f'<div class="answer">{prose(answer, places, turn)}</div>'
    paragraphs = []
    for _, run in groupby(answer.sentences, lambda s: [c.number for c in s.citations]):
        sentences = tuple(run)
        said = " ".join(sentence_html(s, places, turn) for s in sentences)
        bylines = "; ".join(dict.fromkeys(map(outlet_and_date, sentences[0].citations)))
        byline = f'<span class="byline">{bylines}</span>' if bylines else ""
        paragraphs.append(f'<p dir="auto">{said} {byline}</p>')
    html = "".join([fallen_back(answer), *_led(paragraphs, answer.question)])
    return f'<div class="answer">{html}</div>'


def _led(paragraphs: Sequence[str], question: str) -> Iterator[str]:
    """The paragraphs of an answer. The first has the sentence that answers best; the others stand
    apart from it, but where several things are asked for, of which each may tell one."""
    first, *others = paragraphs
    yield first
    if others and not asks_for_several(question):
        kicker = '<p class="kicker">Also in your articles</p>'
        yield f'<div class="also">{kicker}{"".join(others)}</div>'
    else:
        yield from others


def _abstention(answer: Answer, turn: int) -> str:
    nearest = ""
    if answer.hits:
        link = f'<a href="{Link(Place.SOURCE, turn).href}">The nearest passages</a>'
        nearest = f"<p>{link} are shown as evidence; none of them answers it.</p>"
    return f'<div class="abstained"><p class="verdict">{escaped(answer.text)}</p>{nearest}</div>'


def _about(answer: Answer, filters: Filters, turn: int) -> str:
    facts = [] if answer.abstained else [_confidence(answer.confidence)]
    facts += _circumstances(answer.seconds, filters)
    if not answer.abstained:
        facts.append(f'<a href="{Link(Place.SOURCE, turn).href}">Sources</a>')
        facts.append('<a class="copy" href="#copy">Copy</a>')
    lines = "".join(f"<span>{line}</span>" for line in _clipping(answer))
    return f'<p class="about">{" · ".join(facts)}</p><div class="clipping">{lines}</div>'


def _circumstances(seconds: float, filters: Filters) -> Iterator[str]:
    """How long it took, and what was left out."""
    yield f"took {seconds:.1f} s"
    if filters.as_of:
        yield f"nothing after {day(filters.as_of)}"
    if filters.sources:
        yield f"only {one_line(', '.join(filters.sources))}"
    if filters.collections:
        yield f"in {one_line(', '.join(filters.collections))}"


def _confidence(confidence: float) -> str:
    word = "high" if confidence >= HIGH else "fair" if confidence >= FAIR else "low"
    number = f"{confidence:.2f}"
    return f"{word} confidence {number[1:] if number.startswith('0') else number}"


def _clipping(answer: Answer) -> Iterator[str]:
    """The answer to be pasted elsewhere: its sentences, then its sources."""
    for sentence in answer.sentences:
        numbers = "".join(f"[{c.number}]" for c in distinct(sentence.citations))
        yield f"{one_line(sentence.text)} {numbers}"
    for c in {c.number: c for c in answer.citations}.values():
        date = c.date.isoformat() if c.date else ""
        named = ", ".join(filter(None, (one_line(c.title), one_line(c.source), date)))
        yield " ".join(filter(None, (f"[{c.number}] {named}", one_line(c.url))))
    if answer.written_by:
        yield one_line(written_line(answer))
