"""Article → overlapping passages by character offsets: whole sentences packed into windows of at
most so many word pieces."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from bot.furniture import is_furniture
from bot.sentences import sentence_spans, trimmed
from bot.types import Article, Passage, Span

__all__ = ["CountTokens", "passages"]

CountTokens = Callable[[Sequence[str]], list[int]]

# Longest first: where an endless "sentence" may be cut.
CUTS = (
    re.compile(r"[;:]\s+|[；：]|\s[–—]\s|\n"),
    re.compile(r",\s+|[，、]"),
    re.compile(r"\s+"),
)


def passages(
    article: Article, count_tokens: CountTokens, *, max_tokens: int, overlap_sentences: int = 1
) -> list[Passage]:
    """Cut an article into windows of whole sentences.

    `max_tokens` is in word pieces and includes title and date; neighbours share
    `overlap_sentences` sentences where the window is larger than that. A sentence longer than a
    window is cut at a semicolon, comma or space. What belongs to the page and not to the article
    (bot.furniture) is no sentence of a passage. An article without a word gives no passage.
    """
    head = count_tokens([_passage(article, 0, []).titled_text])[0]
    # Even under a very long title, text gets half of the window.
    budget = max(max_tokens - head, max_tokens // 2)
    found = sentence_spans(article.text)
    spans = [s for s in found if not is_furniture(s.of(article.text))] or found
    counts = count_tokens([s.of(article.text) for s in spans])
    units: list[Span] = []
    sizes: list[int] = []
    for span, count in zip(spans, counts, strict=True):
        pieces = [span] if count <= budget else _cut(span, article.text, count_tokens, budget)
        units += pieces
        sizes += [count] if pieces == [span] else count_tokens([p.of(article.text) for p in pieces])
    windows = _windows(sizes, budget, overlap_sentences)
    return [_passage(article, n, units[a:b]) for n, (a, b) in enumerate(windows)]


def _windows(sizes: Sequence[int], budget: int, overlap: int) -> list[tuple[int, int]]:
    """Greedy windows [a, b) over units of the given sizes, each of at most `budget`."""
    windows: list[tuple[int, int]] = []
    a = 0
    while a < len(sizes):
        b, total = a, 0
        while b < len(sizes) and (b == a or total + sizes[b] <= budget):
            total += sizes[b]
            b += 1
        windows.append((a, b))
        if b == len(sizes):
            break
        # Step back for the overlap, but only as far as the next unseen unit still fits.
        a = b
        back = sizes[b]
        while a > windows[-1][0] + 1 and b - a < overlap and back + sizes[a - 1] <= budget:
            a -= 1
            back += sizes[a]
    return windows


def _passage(article: Article, number: int, sentences: Sequence[Span]) -> Passage:
    start, end = (sentences[0].start, sentences[-1].end) if sentences else (0, 0)
    first = bisect_right(article.pages, start)
    return Passage(
        article_id=article.id,
        number=number,
        start=start,
        end=end,
        text=article.text[start:end],
        sentences=tuple(sentences),
        title=article.title,
        date=article.date,
        source=article.source,
        url=article.url,
        language=article.language,
        page=first,
        breaks=article.pages[first : bisect_right(article.pages, end - 1)],
    )


def _cut(
    span: Span,
    text: str,
    count_tokens: CountTokens,
    budget: int,
    cuts: Sequence[re.Pattern[str]] = CUTS,
) -> list[Span]:
    """Cut an over-long sentence into pieces of at most `budget` tokens, at the best places."""
    if not cuts or count_tokens([span.of(text)])[0] <= budget:
        return [span]  # or one endless word: the embedder cuts it, the quote stays whole
    ends = [m.end() + span.start for m in cuts[0].finditer(span.of(text))]
    parts = _packed([*ends, span.end], span.start, text, count_tokens, budget)
    return [piece for part in parts for piece in _cut(part, text, count_tokens, budget, cuts[1:])]


def _packed(
    ends: Sequence[int], start: int, text: str, count_tokens: CountTokens, budget: int
) -> list[Span]:
    """Join neighbouring pieces that end at `ends` as long as they fit the budget."""
    bounds = list(zip([start, *ends[:-1]], ends, strict=True))
    counts = count_tokens([text[a:b] for a, b in bounds])
    joined: list[Span] = []
    total = 0
    for (a, b), count in zip(bounds, counts, strict=True):
        if joined and total + count <= budget:
            joined[-1] = Span(joined[-1].start, b)
            total += count
        else:
            joined.append(Span(a, b))
            total = count
    return [t for s in joined if (t := trimmed(s, text)).start < t.end]
