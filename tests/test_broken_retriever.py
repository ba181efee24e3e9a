"""A suite of questions against retrievers broken on purpose: it fails, says why, and the documents
show what it prints."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import bot.assemble
from bot.assemble import SEEDS
from bot.chat import Bot
from bot.index import Index
from bot.protocols import Embedder
from bot.retrieve import Retrieval, Retriever
from bot.types import Filters

pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parent.parent
STATE = "Which state pushed Biden over the top on the day the electors met?"
NAVALNIY = "Where was Navalniy when he congratulated Biden, and what was he recovering from?"
SHIP = "Which ship was stuck in the Suez Canal?"
CARRIED = "carried him past the 270 he needed"
GERMANY = "recovering in Germany from poisoning with a nerve agent"
FREED = "2021-03-29-ever-given-freed-suez-canal"
QUESTIONS = f"""
- question: {STATE}
  finds: {CARRIED}
- question: {NAVALNIY}
  finds: {GERMANY}
- question: {SHIP}
  finds: {FREED}
"""


class Mirrored:
    """An embedder of the right name and the wrong vectors: as of other weights."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name = embedder.name
        self.dimensions = embedder.dimensions
        self.max_tokens = embedder.max_tokens

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embedder.encode(texts)[:, ::-1]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._embedder.count_tokens(texts)


def with_a_wrong_embedder(index: Index, embedder: Embedder) -> Retriever:
    return Retriever(index, Mirrored(embedder))


class WithShuffledIds:
    """A retriever whose passages each say that they are of the next article."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self._retriever = Retriever(index, embedder)
        ids = sorted(stored.id for stored in index.stored())
        self._next = dict(zip(ids, [*ids[1:], ids[0]], strict=True))

    def retrieve(self, query: str, *, limit: int, filters: Filters = Filters()) -> Retrieval:
        found = self._retriever.retrieve(query, limit=limit, filters=filters)
        passages = [h.passage for h in found.hits]
        moved = [replace(p, article_id=self._next[p.article_id]) for p in passages]
        pairs = zip(found.hits, moved, strict=True)
        return replace(found, hits=tuple(replace(h, passage=p) for h, p in pairs))

    def is_name(self, word: str) -> bool:
        return self._retriever.is_name(word)


BREAKAGES = [
    pytest.param("BM25 off", partial(Retriever, bm25=False), NAVALNIY, GERMANY, id="BM25 off"),
    pytest.param("a wrong embedder", with_a_wrong_embedder, STATE, CARRIED, id="a wrong embedder"),
    pytest.param("shuffled ids", WithShuffledIds, SHIP, FREED, id="shuffled ids"),
]


@pytest.fixture
def suite(
    models_imported: None, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], pytest.RunResult]:
    """Runs three questions over the seeds, in a folder of their own.

    Hits are told in the retriever's order: the reader would mend some of what is broken, another
    some more, and what the documents show would change with it.
    """
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(Bot, "reranker", property(lambda bot: bot.retriever))
    (pytester.path / "news.questions.yaml").write_text(QUESTIONS, encoding="utf-8")
    arguments = ("--bot-articles", str(SEEDS), "-q", "-rN")
    return lambda: pytester.runpytest_inprocess(*arguments)


def test_the_suite_passes_with_the_retriever_as_it_is(
    suite: Callable[[], pytest.RunResult],
) -> None:
    result = suite()
    result.assert_outcomes(passed=3)
    assert result.ret == pytest.ExitCode.OK


@pytest.mark.parametrize(("what", "broken", "question", "wanted"), BREAKAGES)
def test_a_broken_retriever_fails_the_suite_and_the_message_says_how(
    what: str,
    broken: Callable[[Index, Embedder], Retriever],
    question: str,
    wanted: str,
    suite: Callable[[], pytest.RunResult],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bot.assemble, "Retriever", broken)
    result = suite()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    (message,) = [m for m in messages(result.outlines) if m[0] == f"question   {question}"]
    assert message[1] == f"expected   finds {wanted!r}"
    told = re.fullmatch(r"problem    '(.+)' is at rank (\d+), not among the top 5", message[2])
    assert told
    assert told[1] == wanted
    assert message[3].startswith("top hits")
    hits = [line for line in message if HIT.match(line)]
    assert [int(h.split()[0]) for h in hits[:5]] == [1, 2, 3, 4, 5]
    assert hits[5].split()[:2] == ["→", told[2]]
    shown, real = documented(what), [line.rstrip() for line in result.outlines]
    assert lasting(shown) == lasting(real), (
        f"docs/testing.md shows another output for {what}; it is:\n" + "\n".join(real)
    )


HIT = re.compile(r" [→ ] +\d+  \S+#\d+  \(")


def messages(lines: Sequence[str]) -> list[list[str]]:
    """The lines of each failure, from its question to the next blank line or heading."""
    found: list[list[str]] = []
    inside = False
    for line in lines:
        inside = line.startswith("question ") or (inside and not re.match(r"[_=]{3}", line))
        if line.startswith("question "):
            found.append([])
        if inside:
            found[-1].append(line)
    return found


def documented(what: str) -> list[str]:
    """The output that the documents show under the heading of a breakage."""
    text = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
    block = re.search(rf"^### .*{what}\n.*?^```\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert block, f"docs/testing.md has no '### … {what}' with a block"
    return block[1].splitlines()


def lasting(lines: Sequence[str]) -> list[str]:
    """What of an output is the same on every machine: not scores, times, and what they decide,
    which passages stand where among the wrong ones."""
    kept: list[str] = []
    in_hits = False
    for line in lines:
        in_hits = line.startswith("top hits") or (in_hits and line.startswith(" "))
        if not in_hits or line.startswith("top hits"):
            kept.append(re.sub(r"(rank|hits   of) \d+|-?\d+\.\d+", "#", line).rstrip())
    return [line for line in kept if line]
