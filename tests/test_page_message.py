"""What the chat shows of a reply, the page's head, and what the person has typed and chosen."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from bot.contents import Overview
from bot.errors import SettingError
from bot.messages import Kind
from bot.page.conversation import Exchange
from bot.page.header import header
from bot.page.inputs import MAX_CHARACTERS, filters_from, kind_from, require_short, told
from bot.page.message import asked, replied
from bot.types import Answer, Filters, Span
from tests.page_values import (
    BRIDGE,
    MAYOR,
    MAYOR_ANSWER,
    TEXT,
    answered,
    citation,
    hit,
    reply_of,
    seen,
)

# ---- messages


def test_an_answer_has_its_citations_byline_confidence_and_time() -> None:
    markup = replied(Exchange("q", reply=reply_of(MAYOR_ANSWER)), 2)
    assert "The mayor, Ana Ruiz, cut the ribbon.\xa0[1]" in seen(markup)
    assert '<a class="cite" href="#cite-2-1">[1]</a>' in markup
    text = seen(markup)
    assert "The Post, 1 March 2021" in text
    assert "high confidence .82 · took 1.2 s" in text


def test_the_answers_words_are_marked_in_the_answer() -> None:
    (sentence,) = MAYOR_ANSWER.sentences
    at = sentence.text.index("Ana Ruiz")
    marks = (Span(0, 3), Span(at, at + len("Ana Ruiz")))
    marked = replace(MAYOR_ANSWER, sentences=(replace(sentence, marks=marks),))
    markup = replied(Exchange("q", reply=reply_of(marked)), 2)
    assert "<mark>The</mark> mayor, <mark>Ana Ruiz</mark>, cut the ribbon.</span>" in markup
    assert "<mark>" not in replied(Exchange("q", reply=reply_of(MAYOR_ANSWER)), 2)


@pytest.mark.parametrize(
    ("confidence", "words"),
    [(1.0, "high confidence 1.00"), (0.79, "fair confidence .79"), (0.3, "low confidence .30")],
)
def test_confidence_is_told_in_words_and_number(confidence: float, words: str) -> None:
    answer = replace(MAYOR_ANSWER, confidence=confidence)
    assert words in seen(replied(Exchange("q", reply=reply_of(answer)), 1))


def test_sentences_of_one_article_make_one_paragraph_and_cite_each_its_own_quote() -> None:
    rained = Span(MAYOR.end + 1, len(TEXT))
    other = replace(BRIDGE, id="other")
    answer = answered(
        citation(BRIDGE, MAYOR), citation(BRIDGE, rained), citation(other, MAYOR, number=2)
    )
    markup = replied(Exchange("q", reply=reply_of(answer)), 1)
    assert re.findall(r'href="#cite-1-(\d)">\[(\d)\]', markup) == [
        ("1", "1"), ("2", "1"), ("3", "2"),
    ]  # fmt: skip
    assert markup.count('<p dir="auto">') == 2


@pytest.mark.parametrize(
    ("question", "apart"),
    [
        ("Who cut the ribbon?", True),
        ("Who are the ministers?", False),
        ("Who hasn’t voted yet?", False),
    ],
)
def test_other_articles_stand_apart_from_the_one_that_leads_if_one_thing_is_asked_for(
    question: str, apart: bool
) -> None:
    other = citation(replace(BRIDGE, id="other"), MAYOR, number=2)
    answer = replace(answered(citation(BRIDGE, MAYOR), other), question=question)
    markup = replied(Exchange(question, reply=reply_of(answer)), 1)
    assert ("Also in your articles" in seen(markup)) is apart
    assert markup.index("#cite-1-1") < markup.index('class="also"' if apart else "#cite-1-2")
    alone = replace(answer, sentences=answer.sentences[:1])
    assert "Also in" not in seen(replied(Exchange(question, reply=reply_of(alone)), 1))


def test_equal_citations_keep_their_own_places() -> None:
    same = citation(BRIDGE, MAYOR)
    markup = replied(Exchange("q", reply=reply_of(answered(same, replace(same)))), 1)
    assert re.findall(r'href="#cite-1-(\d)"', markup) == ["1", "2"]


def test_an_abstention_looks_unlike_an_answer_and_shows_no_confidence() -> None:
    answer = Answer("q", (), 0.9, (hit(BRIDGE),))
    markup = replied(Exchange("q", reply=reply_of(answer)), 2)
    assert 'class="abstained"' in markup
    assert Answer.ABSTENTION in seen(markup)
    assert 'href="#source-2-0"' in markup
    assert "confidence" not in markup
    assert 'class="answer"' not in markup


def test_steps_are_open_while_at_work_and_folded_when_done() -> None:
    at_work = replied(Exchange("q", reply=reply_of(None, done=False)), 1)
    assert "<details" not in at_work
    assert "Found 2 passages" in at_work
    done = replied(Exchange("q", reply=reply_of(MAYOR_ANSWER)), 1)
    assert '<details class="steps"><summary>Found 2 passages' in done


def test_filters_in_force_are_told_beside_the_answer() -> None:
    filters = Filters(as_of=dt.date(2020, 12, 14), sources=("The Post",))
    text = seen(replied(Exchange("q", filters, reply_of(MAYOR_ANSWER)), 1))
    assert "nothing after 14 December 2020 · only The Post" in text


def test_a_message_is_one_html_block() -> None:
    exchange = Exchange("two\n\nparagraphs\r\n\r\nhere", reply=reply_of(MAYOR_ANSWER))
    for markup in (asked(exchange), replied(exchange, 1)):
        assert markup.startswith("<div")
        assert "\n" not in markup
    assert asked(exchange).count("<br>") == 4


def test_what_is_copied_is_the_answer_with_its_sources() -> None:
    markup = replied(Exchange("q", reply=reply_of(MAYOR_ANSWER)), 1)
    clipping = markup[markup.index('<div class="clipping">') :]
    assert [seen(line) for line in re.findall("<span>(.*?)</span>", clipping)] == [
        "The mayor, Ana Ruiz, cut the ribbon. [1]",
        "[1] A bridge opens, The Post, 2021-03-01 https://post.example/1",
    ]


# ---- head and inputs


def test_the_head_counts_in_words() -> None:
    one = Overview(1, 1, ("a",), dt.date(2019, 1, 4), dt.date(2021, 12, 12))
    assert seen(header(one)).endswith("1 article, 1 passage, 4 January 2019 to 12 December 2021")
    many = Overview(1200, 34_000, (), None, None)
    assert seen(header(many)).endswith("1,200 articles, 34,000 passages")


def test_filters_are_read_and_told() -> None:
    filters = filters_from(" 2020-12-14 ", ["The Post"])
    assert filters == Filters(as_of=dt.date(2020, 12, 14), sources=("The Post",))
    assert told(filters) == "Filters: nothing after 2020-12-14, The Post"
    assert told(Filters(sources=("a", "b"))) == "Filters: 2 outlets"
    assert told(filters_from(None, None)) == "Filters"


@pytest.mark.parametrize("typed", ["14.12.2020", "2020-13-01", "yesterday", "2020"])
def test_a_date_that_is_none_is_told_with_the_remedy(typed: str) -> None:
    with pytest.raises(SettingError, match=f"“{typed}” is no date. Write it as year-month-day"):
        filters_from(typed, [])


def test_a_message_that_is_too_long_is_refused_with_its_length() -> None:
    require_short("x" * MAX_CHARACTERS)
    with pytest.raises(SettingError, match="20,001 characters; at most 20,000"):
        require_short("x" * (MAX_CHARACTERS + 1))


@pytest.mark.parametrize(
    ("choice", "kind"),
    [("Auto", None), ("Ask", Kind.QUESTION), ("Check", Kind.CLAIM), (None, None), ("x", None)],
)
def test_a_choice_is_the_kind_of_a_message(choice: str | None, kind: Kind | None) -> None:
    assert kind_from(choice) is kind
