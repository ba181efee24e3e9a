"""The guard: what it shows, with which quotes, and what it withholds, in which words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.sentences import sentence_spans
from bot.types import Hit, Passage, Sentence, Withheld
from bot.words import content_stems
from bot.written.guard import Guard

TEXT = (
    "Electors met on Monday. Joe Biden got 306 votes in the college. "
    "The count was watched closely by reporters. No elector broke ranks."
)


class OverlapJudge:
    """Finds supported, by its share, what stands in the evidence; refuted, if it has "refuted"."""

    def __init__(self) -> None:
        self.claims: list[list[str]] = []

    def judge(self, claims: Sequence[str], evidences: Sequence[str]) -> NDArray[np.float64]:
        self.claims.append(list(claims))
        rows = []
        for claim, evidence in zip(claims, evidences, strict=True):
            wanted = set(content_stems(claim))
            share = len(wanted & set(content_stems(evidence))) / len(wanted)
            against = 0.9 * (1 - share) if "college" in claim else 0.0
            rows.append((share, against, 1 - share - against))
        return np.array(rows)


def hit(text: str = TEXT, article: str = "vote", start: int = 0) -> Hit:
    spans = tuple(s.shifted(start) for s in sentence_spans(text))
    return Hit(
        Passage(article, 0, start, start + len(text), text, spans, "Votes", dt.date(2020, 12, 14)),
        1.0,
    )


@pytest.fixture
def judge() -> OverlapJudge:
    return OverlapJudge()


def shown(judge: OverlapJudge, text: str, sources: Sequence[Hit]) -> Sentence:
    result = Guard(judge).weigh(text, sources)
    assert isinstance(result, Sentence), result
    return result


def why(judge: OverlapJudge, text: str, sources: Sequence[Hit]) -> str:
    result = Guard(judge).weigh(text, sources)
    assert isinstance(result, Withheld), result
    assert result.text == text
    return result.why


def test_a_carried_sentence_is_shown_with_the_exact_quote(judge: OverlapJudge) -> None:
    found = shown(judge, "Biden got 306 votes in the college.", [hit(start=50)])
    assert [c.quote for c in found.citations] == ["Joe Biden got 306 votes in the college."]
    citation = found.citations[0]
    assert (citation.article_id, citation.start - 50) == ("vote", TEXT.index("Joe"))
    assert TEXT[citation.start - 50 : citation.end - 50] == citation.quote
    assert found.support == 1.0


def test_two_joined_sentences_are_cited_by_both_in_their_order(judge: OverlapJudge) -> None:
    found = shown(judge, "No elector broke ranks, and Biden got 306 votes.", [hit()])
    assert [c.quote for c in found.citations] == [
        "Joe Biden got 306 votes in the college.",
        "No elector broke ranks.",
    ]


def test_the_judge_is_asked_once_for_few_pairs(judge: OverlapJudge) -> None:
    shown(judge, "Biden got 306 votes watched closely by reporters and electors met.", [hit()])
    assert [len(asked) <= 7 for asked in judge.claims] == [True]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Biden got 232 votes.", "the number 232 is not in the cited article"),
        ("Donald Trump got 306 votes.", "“Donald Trump” is not in the cited article"),
        ("Biden got 306 votes on December 20.", "the date December 20 is not in the cited article"),
        ("Biden did not get 306 votes in the college.", "says the opposite: “Joe Biden got"),
        ("Whales breathe air.", "nothing in the cited passages says so"),
        ("Reporters danced, sang and drank wine.", "nothing in the cited passages says so"),
        ("The college shut its doors early.", "seem to say otherwise: “Joe Biden got"),
    ],
)
def test_a_sentence_that_is_not_carried_is_withheld(
    judge: OverlapJudge, text: str, reason: str
) -> None:
    assert reason in why(judge, text, [hit()])


def test_without_a_passage_nothing_is_shown(judge: OverlapJudge) -> None:
    assert why(judge, "Biden got 306 votes.", []) == "nothing in the cited passages says so"
    assert not judge.claims


def test_several_articles_are_spoken_of_as_such(judge: OverlapJudge) -> None:
    sources = [hit(), hit("Putin waited.", "wait")]
    assert why(judge, "Biden got 7 votes.", sources) == "the number 7 is not in the cited articles"


def test_an_outlet_that_reports_is_no_part_of_what_is_judged(judge: OverlapJudge) -> None:
    source = hit()
    passage = source.passage
    told = [replace(source, passage=replace(passage, source="The Wire"))]
    shown(judge, "The Wire reported that Biden got 306 votes in the college.", told)
    assert judge.claims[0][0] == "Biden got 306 votes in the college."
