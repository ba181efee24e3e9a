"""The values of the pipeline, and the little they know of themselves."""

import datetime as dt
from dataclasses import FrozenInstanceError, replace

import pytest

from bot.types import Answer, Article, Citation, Passage, Sentence, Span, opening_words
from tests.fakes import article, cut

DAY = dt.date(2020, 12, 15)
ARTICLE = Article("a", "López waited.", "Title", DAY, "Desk", "https://example.org", "/a.md")


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (2, 1), (-2, -1)])
def test_a_span_that_runs_backwards_or_starts_below_zero_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"got {start}, {end}"):
        Span(start, end)


def test_a_span_is_half_open_and_counts_characters_not_bytes() -> None:
    assert Span(0, 5).of("López waited.") == "López"
    assert Span(3, 3).of("López") == ""
    assert Span(1, 3).shifted(4) == Span(5, 7)
    assert Span(5, 7).shifted(-4) == Span(1, 3)


def test_spans_overlap_when_they_share_a_character() -> None:
    assert Span(0, 3).overlaps(Span(2, 5))
    assert Span(0, 9).overlaps(Span(2, 5))
    assert not Span(0, 2).overlaps(Span(2, 5))
    assert not Span(2, 5).overlaps(Span(0, 2))


@pytest.mark.parametrize(
    "change",
    [
        {"text": "López waited!"},
        {"title": "Other"},
        {"date": None},
        {"source": "Other"},
        {"url": "https://example.org/2"},
    ],
)
def test_the_content_hash_sees_every_field_that_is_shown(change: dict[str, object]) -> None:
    assert replace(ARTICLE, **change).content_hash != ARTICLE.content_hash  # type: ignore[arg-type]


def test_the_content_hash_does_not_see_where_an_article_lies() -> None:
    assert replace(ARTICLE, id="b", origin="/b.md").content_hash == ARTICLE.content_hash


def test_the_content_hash_knows_which_field_a_text_stands_in() -> None:
    assert article("x", title="ab").content_hash != article("x", title="a", source="b").content_hash


def test_an_article_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        ARTICLE.text = "Other"  # type: ignore[misc]


def test_an_article_without_a_title_is_headed_by_its_opening_words() -> None:
    assert ARTICLE.heading == "Title"
    assert article("One two\nthree.").heading == "One two three."
    assert opening_words(" ".join("abcdefghijk")) == "a b c d e f g h i …"
    assert opening_words(" ".join("abcdefghi")) == "a b c d e f g h i"


def test_a_passage_is_searched_with_title_and_date_in_front() -> None:
    (passage,) = cut(ARTICLE)
    assert passage.titled_text == "Title, 2020-12-15\nLópez waited."
    assert replace(passage, title="").titled_text == "2020-12-15\nLópez waited."
    assert replace(passage, title="", date=None).titled_text == "López waited."
    assert passage.text == "López waited."


def test_an_endless_title_does_not_crowd_out_the_text() -> None:
    (passage,) = cut(article("López waited.", title="word " * 1_000))
    assert len(passage.titled_text) < 250
    assert passage.titled_text.endswith("\nLópez waited.")


def test_a_passage_quotes_by_offsets_into_the_article() -> None:
    text = "One. Two. Three."
    passage = Passage("a", 1, 5, 16, text[5:], (Span(5, 9), Span(10, 16)))
    assert [passage.quote(s) for s in passage.sentences] == ["Two.", "Three."]
    assert passage.id == "a#1"


def test_an_answer_without_a_sentence_abstains_in_words() -> None:
    nothing = Answer("Who?", (), 0.1, ())
    assert nothing.abstained
    assert nothing.text == "Your articles don't say."
    assert nothing.citations == ()


def test_an_answer_is_its_sentences_with_their_citations_in_order() -> None:
    first, second = (
        Citation(n, "a", "", "", None, "", 0, 3, quote) for n, quote in ((1, "One"), (2, "Two"))
    )
    answer = Answer(
        "Who?", (Sentence("One.", 1.0, (first,)), Sentence("Two.", 1.0, (second,))), 1, ()
    )
    assert not answer.abstained
    assert answer.text == "One. Two."
    assert answer.citations == (first, second)
