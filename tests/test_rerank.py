"""bot.rerank: what is read first, and in which order it comes out."""

from collections.abc import Sequence
from dataclasses import replace

from bot.rerank import MORE, rerank
from bot.retrieve import Retrieval
from bot.types import Hit, Passage, Reading, Span


class Liking:
    """A Reader that finds the passages of the named articles likely, the others unlikely."""

    threshold = 0.5

    def __init__(self, *liked: str) -> None:
        self.liked = liked
        self.read_ids: list[str] = []

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        self.read_ids += [p.article_id for p in passages]
        return [Reading(0.9 if p.article_id in self.liked else 0.1, ()) for p in passages]


def found(*names: str) -> Retrieval:
    """Hits with the fused scores n, n - 1, …, 1."""
    passages = [Passage(name, 0, 0, 2, "It", (Span(0, 2),)) for name in names]
    hits = [Hit(p, score=float(len(names) - n)) for n, p in enumerate(passages)]
    return Retrieval("who?", tuple(hits))


def order(retrieval: Retrieval) -> list[str]:
    return [h.passage.article_id for h in retrieval.hits]


def test_the_likeliest_passage_comes_first() -> None:
    assert order(rerank(found("a", "b", "c"), Liking("c"), depth=3, limit=3)) == ["c", "a", "b"]


def test_readings_stay_with_their_passages() -> None:
    done = rerank(found("a", "b", "c"), Liking("b"), depth=3, limit=3)
    assert [r.relevance for r in done.readings] == [0.9, 0.1, 0.1]
    assert [h.relevance for h in done.hits] == [0.9, 0.1, 0.1]


def test_what_is_not_read_follows_in_its_order_below() -> None:
    reader = Liking("b", "d")
    done = rerank(found("a", "b", "c", "d"), reader, depth=2, limit=4)
    assert order(done) == ["b", "a", "c", "d"]
    assert reader.read_ids == ["a", "b"]
    scores = [h.score for h in done.hits]
    assert scores == sorted(scores, reverse=True)
    assert [h.relevance for h in done.hits] == [0.9, 0.1, None, None]


def test_equally_likely_passages_keep_the_searchs_order() -> None:
    assert order(rerank(found("a", "b", "c"), Liking(), depth=3, limit=2)) == ["a", "b"]


def test_nothing_found_is_nothing_read() -> None:
    reader = Liking()
    assert rerank(found(), reader, depth=5, limit=5).hits == ()
    assert reader.read_ids == []


def test_of_a_question_in_several_wordings_more_is_read() -> None:
    names = [str(n) for n in range(20)]
    reader = Liking("7")
    done = rerank(replace(found(*names), also=("Who else?",)), reader, depth=2, limit=3)
    assert reader.read_ids == names[: 2 + MORE]
    assert order(done)[0] == "7"
