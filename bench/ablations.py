"""What each part of retrieval is worth: one table, in which every row but the first changes one
thing of the settings' retrieval.

python -m bench.ablations --squad FILE
python -m bench.ablations --articles FILE --questions FILE --limit 40

Prints Markdown: recall, MRR, nDCG as `eval retrieval` has them, and the share of questions whose
first right passage lies within PIECES word pieces of hits, best first. That one is fair to passages
of all sizes: more text in a passage makes any rank figure better and reading it dearer. Differences
are to the first row, question by question, with 95 % bootstrap intervals. Embeddings are kept under
--cache."""

import argparse
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.remembered import Remembered
from bot.assemble import Workshop
from bot.evaluate.metrics import Floats, mean_figure
from bot.evaluate.progress import progress
from bot.evaluate.ranking import MEASURES, rank_values
from bot.evaluate.retrieval import Search, right_rank, search
from bot.evaluate.sample import Sample, limited, load_sample, with_right_passages
from bot.evaluate.table import shown
from bot.index import Index
from bot.ingest import Cut
from bot.passages import passages
from bot.protocols import Embedder
from bot.retrieve import Retriever
from bot.settings import load_settings
from bot.types import Article, Passage

__all__ = ["PIECES", "Row", "Variant", "build", "markdown", "measure", "pieces_read", "variants"]

PIECES = 800  # what five passages of 160 word pieces have
SIZES = (96, 128, 160, 224)
OVERLAPS = (0, 1, 2)
BATCH_ARTICLES = 50  # embedded and stored at once
COLUMNS = (*MEASURES, f"in {PIECES} pieces")
COMPARED = ("MRR", f"in {PIECES} pieces")


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to cut, embed and search."""

    name: str
    cut: Cut
    titled: bool = True  # title and date in front of what is embedded and searched
    dense: bool = True
    bm25: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """What a variant gave: (questions, len(COLUMNS)) values in 0..1."""

    variant: Variant
    passages: int
    values: Floats


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--squad", type=Path)
    parser.add_argument("--articles", type=Path, nargs="*", default=[])
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--cache", type=Path, default=Path(".footing/ablations"))
    given = parser.parse_args()
    sample = load_sample(given.articles, given.questions, given.squad)
    sample = limited(with_right_passages(sample), given.limit)
    workshop = Workshop(load_settings())
    embedder = Remembered(workshop.embedder, given.cache / "embeddings.sqlite")
    for line in markdown(measure(sample, embedder, variants(workshop.cut))):
        print(line, flush=True)


def variants(cut: Cut) -> list[Variant]:
    """The settings' retrieval, then all that differ from it in one thing."""
    as_set = f"as set: fused, titled, {cut.max_tokens} pieces, overlap {cut.overlap_sentences}"
    made = [
        Variant(as_set, cut),
        Variant("dense alone", cut, bm25=False),
        Variant("BM25 alone", cut, dense=False),
        Variant("no title, no date", cut, titled=False),
        Variant("no title, no date; dense alone", cut, titled=False, bm25=False),
        Variant("no title, no date; BM25 alone", cut, titled=False, dense=False),
    ]
    made += [
        Variant(f"{n} pieces", replace(cut, max_tokens=n)) for n in SIZES if n != cut.max_tokens
    ]
    made += [
        Variant(f"overlap {n}", replace(cut, overlap_sentences=n))
        for n in OVERLAPS
        if n != cut.overlap_sentences
    ]
    return made


def measure(sample: Sample, embedder: Embedder, wanted: Sequence[Variant]) -> Iterator[Row]:
    """Index the sample's articles for each variant and ask its questions; neighbours that are
    indexed alike share the index.
    """
    made: tuple[Cut, bool] | None = None
    with tempfile.TemporaryDirectory() as folder:
        for number, variant in enumerate(wanted):
            if made != (variant.cut, variant.titled):
                made = (variant.cut, variant.titled)
                index = build(sample.articles, embedder, variant, Path(folder) / str(number))
            retriever = Retriever(index, embedder, dense=variant.dense, bm25=variant.bm25)
            with progress(variant.name, len(sample.questions), "questions") as done:
                found = search(sample.questions, retriever, done)
            within = [pieces_read(s, embedder.count_tokens) <= PIECES for s in found]
            values = np.column_stack([rank_values([s.rank for s in found]), within])
            yield Row(variant, len(index), values)


def build(articles: Sequence[Article], embedder: Embedder, variant: Variant, folder: Path) -> Index:
    """An index over the articles as the variant cuts and embeds them."""
    index = Index.open(
        folder,
        embedder=embedder.name,
        dimensions=embedder.dimensions,
        passages=f"{variant.cut} {variant.titled}",
    )
    with progress(f"Indexing ({variant.name})", len(articles), "articles") as done:
        for start in range(0, len(articles), BATCH_ARTICLES):
            batch = articles[start : start + BATCH_ARTICLES]
            pairs = [(a, _cut(a, embedder, variant)) for a in batch]
            texts = [p.titled_text for _, cut in pairs for p in cut]
            index.upsert(pairs, embedder.encode(texts))
            done(start + len(batch))
    index.tidy()
    return index


def pieces_read(found: Search, count_tokens: Callable[[Sequence[str]], list[int]]) -> float:
    """How many word pieces the hits have, best first, up to the end of the first right one.

    Infinite where none is right.
    """
    texts: list[str] = []
    for hit in found.hits:
        texts.append(hit.passage.text)
        if right_rank(found.question, [hit]):
            return sum(count_tokens(texts))
    return float("inf")


def markdown(rows: Iterable[Row]) -> Iterator[str]:
    """The lines of the table, each as soon as its row is there; the others are compared with the
    first row.
    """
    heads = ["", "passages", *COLUMNS, *(f"Δ {name}" for name in COMPARED)]
    yield f"| {' | '.join(heads)} |"
    yield f"|---{'|---:' * (len(heads) - 1)}|"
    first: Row | None = None
    for row in rows:
        means = [shown(float(v)) for v in row.values.mean(axis=0)]
        differences = [_difference(row, first, COLUMNS.index(c)) for c in COMPARED]
        first = first or row
        cells = [row.variant.name, f"{row.passages:,}", *means, *differences]
        yield f"| {' | '.join(cells)} |"


def _difference(row: Row, first: Row | None, column: int) -> str:
    if first is None:
        return ""
    figure = mean_figure(row.values[:, column] - first.values[:, column])
    return f"{figure.value:+.3f} ({figure.low:+.3f} to {figure.high:+.3f})"


def _cut(article: Article, embedder: Embedder, variant: Variant) -> list[Passage]:
    """The article's passages. Without title and date they are cut from an article that has none;
    the index keeps the article as it is, so that dates are filtered by all the same.
    """
    shown_as = article if variant.titled else replace(article, title="", date=None)
    return passages(
        shown_as,
        embedder.count_tokens,
        max_tokens=variant.cut.max_tokens,
        overlap_sentences=variant.cut.overlap_sentences,
    )


if __name__ == "__main__":
    main()
