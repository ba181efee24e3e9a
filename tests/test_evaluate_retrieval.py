"""Where the first right passage stands, and the figures of it."""

import datetime as dt

import pytest

from bot.evaluate.questions import Question
from bot.evaluate.ranking import DEPTH
from bot.evaluate.retrieval import Search, measured, recall_curve, right_rank
from bot.types import Hit, Passage


def hit(article_id: str, text: str, *, title: str = "", also_in: tuple[str, ...] = ()) -> Hit:
    passage = Passage(article_id, 0, 0, len(text), text, (), title=title)
    return Hit(passage, score=1.0, also_in=also_in)


def question(*answers: str, gold: str = "") -> Question:
    return Question("q", "Who?", answers, dt.date(2021, 1, 1), gold=gold)


def search(rank: int | None) -> Search:
    return Search(question("x"), (), rank, 1.0)


def test_a_passage_is_right_when_an_answer_stands_in_it_as_whole_words() -> None:
    hits = [hit("a", "3060 votes"), hit("b", "López won 306 votes"), hit("c", "306")]
    assert right_rank(question("306"), hits) == 2
    assert right_rank(question("nobody", "LOPEZ"), hits) == 2
    assert right_rank(question("30"), hits) is None
    assert right_rank(question("306"), []) is None


def test_the_title_counts_but_no_answer_runs_over_from_it() -> None:
    assert right_rank(question("Biden"), [hit("a", "He won.", title="Biden speaks")]) == 1
    assert right_rank(question("Joe Biden"), [hit("a", "won Joe", title="Biden")]) is None


def test_a_passage_below_the_depth_does_not_count() -> None:
    hits = [hit(str(n), "no") for n in range(DEPTH)] + [hit("x", "yes")]
    assert right_rank(question("yes"), hits) is None
    assert right_rank(question("yes"), hits[1:]) == DEPTH


def test_a_gold_paragraph_is_ranked_among_distinct_articles() -> None:
    hits = [hit("a", "x"), hit("a", "y"), hit("b", "z"), hit("gold", "w")]
    assert right_rank(question("z", gold="gold"), hits) == 3


def test_a_gold_paragraph_may_be_a_collapsed_copy() -> None:
    hits = [hit("a", "x"), hit("b", "y", also_in=("gold",))]
    assert right_rank(question("z", gold="gold"), hits) == 2


def test_the_figures_by_hand() -> None:
    figures = measured([search(rank) for rank in (1, 2, 6, None)]).figures
    assert {name: f.value for name, f in figures.items()} == pytest.approx(
        {
            "recall@1": 1 / 4,
            "recall@5": 2 / 4,
            "recall@20": 3 / 4,
            "MRR": (1 + 1 / 2 + 1 / 6) / 4,
            # 1 / log2(1 + rank)
            "nDCG@10": (1 + 0.63093 + 0.35621) / 4,
        },
        abs=1e-5,
    )
    assert all(f.n == 4 for f in figures.values())
    assert all(f.low <= f.value <= f.high for f in figures.values() if f.low and f.high and f.value)


def test_the_recall_curve_agrees_with_the_figures() -> None:
    searches = [search(rank) for rank in (1, 2, 6, 20, None)]
    curve, figures = recall_curve(searches), measured(searches).figures
    assert [f.value for f in curve[:2]] == [0.2, 0.4]
    assert curve[4].value == figures["recall@5"].value
    assert curve[19].value == figures["recall@20"].value
    assert len(recall_curve(searches, depth=10)) == 10
