"""Answers and reports as JSON documents."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles import Skipped
from bot.json_form import JSON, answer_json, check_json, dumps, report_json
from bot.storing import Copy, Report
from bot.types import Answer, Citation, Days, Hit, Sentence, Span, Withheld, Without
from bot.verdicts import Check, Evidence, HangsOn, Removal, Stance, Verdict, VerdictLabel
from tests.fakes import article, cut

values: st.SearchStrategy[JSON] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(values)
def test_any_document_is_one_line_and_reads_back(value: JSON) -> None:
    text = dumps(value)
    assert len(text.splitlines()) == 1
    text.encode()
    assert json.loads(text) == value


@pytest.mark.parametrize(
    "text", ["a\nb", "a\rb", "a\u2028b", "a\u2029b", "a\x85b", "\ud83d", "\x00"]
)
def test_what_might_end_a_line_is_escaped(text: str) -> None:
    assert dumps([text]).isprintable()
    assert json.loads(dumps([text])) == [text]


def test_letters_stay_letters() -> None:
    assert dumps({"name": "López “Obrador” 北京"}) == '{"name": "López “Obrador” 北京"}'


def test_what_a_language_model_wrote_is_told_as_such() -> None:
    left_out = (Withheld("Pigs flew.", "nothing says so"),)
    document = answer_json(Answer("?", (), 0.9, (), written_by="Tiny", withheld=left_out))
    assert isinstance(document, dict)
    assert document["written_by"] == "Tiny"
    assert document["withheld"] == [{"text": "Pigs flew.", "why": "nothing says so"}]
    fallen = answer_json(Answer("?", (), 0.9, (), fell_back="It was too slow."))
    assert isinstance(fallen, dict)
    assert fallen["fell_back"] == "It was too slow."


def test_an_answer_has_every_field() -> None:
    source = article(
        "It snowed. It rained.", "a", title="T", date="2020-12-15", source="S", url="u"
    )
    (passage,) = cut(source)
    citation = Citation(
        1,
        "a",
        "T",
        "S",
        dt.date(2020, 12, 15),
        "u",
        0,
        10,
        "It snowed.",
        (Span(3, 9),),
        ("b",),
        page=3,
        language="German",
    )
    hit = Hit(passage, 1.23456, dense=0.98765, bm25=None, also_in=("b",))
    answer = Answer("?", (Sentence("It snowed.", 1.0, (citation,)),), 0.87654, (hit,), 0.123456)
    document = answer_json(answer)
    assert json.loads(dumps(document)) == {
        "kind": "answer",
        "text": "It snowed.",
        "abstained": False,
        "confidence": 0.8765,
        "sentences": [
            {
                "text": "It snowed.",
                "support": 1.0,
                "citations": [
                    {
                        "number": 1,
                        "article_id": "a",
                        "title": "T",
                        "source": "S",
                        "date": "2020-12-15",
                        "url": "u",
                        "start": 0,
                        "end": 10,
                        "quote": "It snowed.",
                        "marks": [{"start": 3, "end": 9}],
                        "also_in": ["b"],
                        "page": 3,
                        "language": "German",
                    }
                ],
            }
        ],
        "written_by": None,
        "withheld": [],
        "fell_back": None,
        "hits": [
            {
                "article_id": "a",
                "number": 0,
                "title": "T",
                "source": "S",
                "date": "2020-12-15",
                "start": 0,
                "end": 21,
                "passage": "It snowed. It rained.",
                "score": 1.2346,
                "relevance": None,
                "dense": 0.9877,
                "bm25": None,
                "also_in": ["b"],
            }
        ],
        "seconds": 0.1235,
    }


def test_an_abstention_without_dates_is_a_document_too() -> None:
    (passage,) = cut(article("It snowed."))
    document = answer_json(Answer("?", (), 0.1, (Hit(passage, 0.0),)))
    read = json.loads(dumps(document))
    assert (read["abstained"], read["sentences"]) == (True, [])
    assert (read["hits"][0]["date"], read["hits"][0]["title"]) == (None, "It snowed.")


def test_a_report_has_every_field() -> None:
    report = Report(
        ("a",), ("b",), ("c", "d"), (Skipped("/x", "It is empty."),), 7, (("b", "German"),)
    )
    report = replace(report, copies=(Copy("b", "z"),), removed=("gone",))
    assert json.loads(dumps(report_json(report))) == {
        "kind": "ingest",
        "added": ["a"],
        "updated": ["b"],
        "unchanged": ["c", "d"],
        "skipped": [{"origin": "/x", "reason": "It is empty."}],
        "passages": 7,
        "foreign": [{"id": "b", "language": "German"}],
        "copies": [{"id": "b", "of": "z"}],
        "removed": ["gone"],
    }


def test_one_verdict_is_a_document_and_several_are_a_list() -> None:
    citation = Citation(1, "a", "T", "S", None, "u", 3, 5, "It", also_in=("b",))
    later = Citation(2, "c", "C", "S", dt.date(2020, 12, 16), "u", 0, 4, "That")
    days = Days(dt.date(2020, 12, 14), dt.date(2020, 12, 15))
    evidence = Evidence(Stance.REFUTES, 0.87654, citation, "the mayor", days, "it is dated", later)
    hangs = HangsOn((Removal(("a", "b"), "", "S", VerdictLabel.SUPPORTED),), 1)
    without = Without(("W",), ("c",), (("d", Span(1, 2)),))
    verdict = Verdict(
        "It snowed.",
        VerdictLabel.REFUTED,
        0.76543,
        (evidence,),
        (),
        0.123456,
        hangs_on=hangs,
        without=without,
    )
    document = {
        "kind": "verdict",
        "claim": "It snowed.",
        "label": "refuted",
        "confidence": 0.7654,
        "evidence": [
            {
                "stance": "refutes",
                "probability": 0.8765,
                "quote": "It",
                "article_id": "a",
                "title": "T",
                "start": 3,
                "end": 5,
                "source": "S",
                "date": None,
                "url": "u",
                "reported_by": "the mayor",
                "happened": {"first": "2020-12-14", "last": "2020-12-15"},
                "because": "it is dated",
                "overtaken_by": {
                    "article_id": "c",
                    "title": "C",
                    "date": "2020-12-16",
                    "start": 0,
                    "end": 4,
                    "quote": "That",
                },
                "also_in": ["b"],
                "page": None,
                "language": None,
            }
        ],
        "closest": [],
        "absent": [],
        "hangs_on": {
            "standing": 1,
            "removals": [
                {"articles": ["a", "b"], "source": None, "name": "S", "label": "supported"}
            ],
        },
        "without": {
            "sources": ["W"],
            "articles": ["c"],
            "quotes": [{"article_id": "d", "start": 1, "end": 2}],
        },
        "seconds": 0.1235,
    }
    assert json.loads(dumps(check_json(Check((verdict,))))) == document
    assert json.loads(dumps(check_json(Check((verdict, verdict))))) == [document] * 2
    assert json.loads(dumps(check_json(Check(())))) == []
