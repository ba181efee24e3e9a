"""The systems compared, each at its documented best for hybrid search over passages.

- txtai: `Embeddings(hybrid=True)`, dense and normalised BM25 half and half by default, with content
  for the date filter; how many candidates it takes is its own default (ten times the limit, and ten
  times that where a filter follows);
- Haystack: BM25 and embedding retrievers joined by `DocumentJoiner`, once by reciprocal rank fusion
  and once by distribution-based rank fusion. Its tutorial on hybrid retrieval goes on with a
  cross-encoder; no system here reranks;
- Footing: its index and retriever.

All else is each library's default. Each is `index(passages)` and `search(question, as_of, limit) →
passage ids, best first`, and is given the date filter in its own language. Imports are inside: each
runs where it is installed."""

import tempfile
from pathlib import Path
from typing import Any, Protocol

# What each of Haystack's two searches gives, as in Footing; its default of 10 each could not fill
# the 20 that are judged.
POOL = 50


class System(Protocol):
    def index(self, passages: list[dict[str, str]]) -> None: ...

    def search(self, question: str, as_of: str, limit: int) -> list[str]: ...


class Txtai:
    def __init__(self, model: str) -> None:
        from txtai import Embeddings

        self.embeddings = Embeddings(path=model, hybrid=True, content=True)

    def index(self, passages: list[dict[str, str]]) -> None:
        self.embeddings.index(
            (p["id"], {"text": p["text"], "published": p["date"]}, None) for p in passages
        )

    def search(self, question: str, as_of: str, limit: int) -> list[str]:
        late = "and published <= :day and published != ''" if as_of else ""
        query = f"select id from txtai where similar(:question) {late}"
        values = {"question": question, "day": as_of}
        return [r["id"] for r in self.embeddings.search(query, limit, parameters=values)]


class Haystack:
    def __init__(self, model: str, join_mode: str) -> None:
        from haystack import Pipeline
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import (
            InMemoryBM25Retriever,
            InMemoryEmbeddingRetriever,
        )
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
            SentenceTransformersTextEmbedder,
        )

        self.store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        self.embedder = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
        self.pipeline = Pipeline()
        self.pipeline.add_component(
            "text", SentenceTransformersTextEmbedder(model=model, progress_bar=False)
        )
        self.pipeline.add_component("dense", InMemoryEmbeddingRetriever(self.store, top_k=POOL))
        self.pipeline.add_component("bm25", InMemoryBM25Retriever(self.store, top_k=POOL))
        self.pipeline.add_component("joiner", DocumentJoiner(join_mode=join_mode))
        self.pipeline.connect("text.embedding", "dense.query_embedding")
        self.pipeline.connect("dense", "joiner")
        self.pipeline.connect("bm25", "joiner")

    def index(self, passages: list[dict[str, str]]) -> None:
        from haystack import Document

        documents = [
            Document(id=p["id"], content=p["text"], meta={"published": p["date"]}) for p in passages
        ]
        self.embedder.warm_up()
        self.store.write_documents(self.embedder.run(documents=documents)["documents"])

    def search(self, question: str, as_of: str, limit: int) -> list[str]:
        late: dict[str, Any] | None = None
        if as_of:
            late = {"field": "meta.published", "operator": "<=", "value": as_of}
        asked = {
            "text": {"text": question},
            "dense": {"filters": late},
            "bm25": {"query": question, "filters": late},
        }
        return [d.id for d in self.pipeline.run(asked)["joiner"]["documents"][:limit]]


class Footing:
    def __init__(self) -> None:
        from bot.assemble import Workshop
        from bot.settings import load_settings

        folder = Path(tempfile.mkdtemp()) / "index"
        self.workshop = Workshop(load_settings(index=folder))
        self.opened = self.workshop.index()

    def index(self, passages: list[dict[str, str]]) -> None:
        import datetime as dt

        from bot.types import Article, Passage, Span

        for start in range(0, len(passages), 512):
            batch = []
            for p in passages[start : start + 512]:
                text, day = p["text"], p["date"]
                date = dt.date.fromisoformat(day) if day else None
                # A given passage is an article of one passage; its text has title and date already.
                article = Article(id=p["id"], text=text, date=date)
                spans = (Span(0, len(text)),)
                batch.append((article, [Passage(p["id"], 0, 0, len(text), text, spans, "", date)]))
            texts = [a.text for a, _ in batch]
            self.opened.upsert(batch, self.workshop.embedder.encode(texts))
        self.opened.tidy()
        self.retriever = self.workshop.bot(self.opened).retriever

    def search(self, question: str, as_of: str, limit: int) -> list[str]:
        import datetime as dt

        from bot.types import Filters

        filters = Filters(as_of=dt.date.fromisoformat(as_of) if as_of else None)
        hits = self.retriever.retrieve(question, limit=limit, filters=filters).hits
        return [h.passage.article_id for h in hits]


def make(name: str, model: str) -> System:
    """A system by name."""
    match name:
        case "txtai":
            return Txtai(model)
        case "haystack-rrf":
            return Haystack(model, "reciprocal_rank_fusion")
        case "haystack-dbrf":
            return Haystack(model, "distribution_based_rank_fusion")
        case "footing":
            return Footing()
    raise SystemExit(f"no system {name!r}")
