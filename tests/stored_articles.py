"""Articles to put into an index or a folder, and what an index finds and holds."""

from pathlib import Path

from bot.index import Index
from bot.types import Article, Filters
from tests.fakes import FakeEmbedder, article, cut

PUTIN = article(
    "Putin waited for weeks. He wrote in December.",
    "putin",
    title="Putin waits",
    date="2020-12-15",
    source="Desk",
    url="https://example.org/p",
    origin="/news/putin.md",
)
LOPEZ = article(
    "Andrés Manuel López Obrador wrote a letter.", "lopez", date="2020-12-14", source="Wire"
)
UNDATED = article("Bolsonaro congratulated nobody.", "undated", source="Wire")


def found(index: Index, query: str, **filters: object) -> list[str]:
    """The articles that BM25 finds."""
    chosen = Filters(**filters)  # type: ignore[arg-type]
    return [f.passage.article_id for f in index.search_bm25(query, limit=20, filters=chosen)]


def nearest(index: Index, query: str, **filters: object) -> list[str]:
    """The articles that dense search finds, nearest first."""
    (vector,) = FakeEmbedder().encode([query])
    chosen = Filters(**filters)  # type: ignore[arg-type]
    return [f.passage.article_id for f in index.search_dense(vector, limit=20, filters=chosen)]


def write(folder: Path, **texts: str) -> None:
    """Write files of these texts, by name, into a folder that may be new."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)


def texts(index: Index) -> dict[str, str]:
    """The text of every article by its id."""
    return {s.id: index.article(s.id).text for s in index.stored()}


def news(folder: Path, version: int) -> dict[str, str]:
    """Sixty articles of several passages; the text of each by its id."""
    folder.mkdir(exist_ok=True)
    texts = {}
    for n in range(60):
        sentences = (
            f"Version {version} of article {n} has sentence {m}." for m in range(1 + n % 4)
        )
        texts[f"a{n:02}"] = " ".join(sentences)
        (folder / f"a{n:02}.txt").write_text(texts[f"a{n:02}"])
    return texts


def whole(index: Index) -> dict[str, str]:
    """The text of every article, each with all its passages and no other."""
    texts = {s.id: index.article(s.id).text for s in index.stored()}
    (vector,) = FakeEmbedder().encode(["x"])
    passages = [f.passage for f in index.search_dense(vector, limit=10_000)]
    assert len(passages) == len(index)
    for id, text in texts.items():
        own = sorted((p for p in passages if p.article_id == id), key=lambda p: p.number)
        assert own == cut(Article(id, text), 12)
    assert {p.article_id for p in passages} == set(texts)
    return texts
