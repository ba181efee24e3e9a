"""Record → one HTML page that needs nothing else: no script, no request, its style in it. It
follows the reader's light or dark, and prints without its colours being needed."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from bot.export.told import (
    NOT_A_JUDGEMENT,
    byline,
    one_line,
    outlet_and_day,
    provenance,
    sides,
    web_address,
)
from bot.hangs import hangs_lines
from bot.records.record import Record
from bot.types import Citation
from bot.verdicts import CLOSEST, NOTHING_FOUND, Evidence, Verdict
from bot.without import left_out_lines

__all__ = ["html_page"]

STYLE = Path(__file__).with_name("export.css")
# Nothing may be loaded or run, whatever an article holds.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def html_page(record: Record) -> str:
    """The verdicts of a record as a whole HTML document."""
    title = "Claims checked"
    if len(record.claims) == 1:
        title = f"Checked: “{_escaped(record.claims[0].verdict.claim)}”"
    cards = "\n".join(_card(j.verdict, n) for n, j in enumerate(record.claims, start=1))
    facts = "\n".join(f"<li>{_escaped(line)}</li>" for line in provenance(record))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{STYLE.read_text(encoding="utf-8")}</style>
</head>
<body>
<main>
<header><h1>{"Claims" if len(record.claims) > 1 else "Claim"} checked</h1>
<p class="caution">{NOT_A_JUDGEMENT}</p></header>
{cards}
<footer><h2>How this was made</h2>
<ul>
{facts}
</ul></footer>
</main>
</body>
</html>
"""


def _card(verdict: Verdict, number: int) -> str:
    """One claim; `number`, from 1, is its anchor, which ClaimReview addresses too."""
    claim = f'<h2 class="claim">“{_escaped(verdict.claim)}”</h2>'
    if verdict.note:
        return (
            f'<article class="judged" id="claim-{number}">{claim}<p class="label">'
            f'<span class="sign" aria-hidden="true">–</span> Not judged</p>'
            f"<p>{_escaped(verdict.note)}</p></article>"
        )
    sign, label = verdict.label.sign, _escaped(verdict.label_in_words)
    kind = f"{verdict.label.value}{' probable' if verdict.is_probable else ''}"
    sure = f' <span class="sure">{verdict.how_sure}</span>' if verdict.how_sure else ""
    return (
        f'<article class="judged {kind}" id="claim-{number}">{claim}<p class="label">'
        f'<span class="sign" aria-hidden="true">{sign}</span> {label}{sure}</p>'
        f'{"".join(_about(verdict))}<div class="sides">{"".join(_sides(verdict))}</div></article>'
    )


def _about(verdict: Verdict) -> Iterator[str]:
    for line in (*left_out_lines(verdict), *hangs_lines(verdict)):
        yield f'<p class="hangs">{_escaped(line)}</p>'
    if not verdict.quoted:
        yield f"<p>{NOTHING_FOUND}</p>"


def _sides(verdict: Verdict) -> Iterator[str]:
    for title, found in sides(verdict):
        items = "".join(map(_evidence, found))
        yield f'<section class="side"><h3>{title}</h3><ul>{items}</ul></section>'

    if verdict.closest:
        items = "".join(_quoted(c, outlet_and_day(c)) for c in verdict.closest)
        yield f'<section class="side"><h3>{CLOSEST}</h3><ul>{items}</ul></section>'


def _evidence(evidence: Evidence) -> str:
    return _quoted(evidence.citation, byline(evidence))


def _quoted(c: Citation, byline: str) -> str:
    title, address = _escaped(c.title or c.article_id), web_address(c.url)
    named = (
        f'<a href="{escape(address)}" rel="noopener noreferrer">{title}</a>' if address else title
    )
    place = f"{c.article_id}, characters {c.start}–{c.end}"
    return (
        f'<li><blockquote dir="auto">“{_escaped(c.quote)}”</blockquote>'
        f'<p class="byline"><cite>{named}</cite>, {_escaped(byline)}'
        f'<span class="place">{_escaped(place)}</span></p></li>'
    )


def _escaped(text: str) -> str:
    return escape(one_line(text))
