"""Phrases word for word, and where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Bot
from bot.errors import SettingError
from bot.mentions import FOLDS, mentions
from bot.sentences import sentence_spans
from bot.words import composed
from tests.fakes import article

TEXT = "It’s “Łódź” in São\n Paulo.\n\nNo, Lodz! The state\nhouse fell. Estate house. State houses."


def found(phrase: str, *, folded: bool = False, text: str = TEXT) -> list[str]:
    return [
        m.words
        for m in mentions([article(text)], phrase, folded=folded)
        if m.span.of(text) == m.words
    ]


def test_white_space_is_one_space_and_words_are_whole() -> None:
    assert found("state house") == ["state\nhouse"]
    assert found("state   house", folded=True) == ["state\nhouse"]
    assert found("São Paulo") == ["São\n Paulo"]
    assert found("house.") == ["house."]


def test_capitals_and_accents_count_unless_folded() -> None:
    assert found("sao paulo") == []
    assert found("sao paulo", folded=True) == ["São\n Paulo"]
    assert found("IT'S \"", folded=True) == ["It’s “"]
    assert found("STATE HOUSES", folded=True) == ["State houses"]
    assert found("Sa\u0303o Paulo") == ["São\n Paulo"]


def test_a_mention_tells_its_sentence() -> None:
    (one,) = mentions([article(TEXT)], "No, Lodz")
    assert one.quote == one.sentence.of(TEXT) == "No, Lodz!"
    (over,) = mentions([article(TEXT)], "fell. Estate")
    assert over.quote == over.sentence.of(TEXT) == "house fell. Estate house."


def test_the_sentence_is_the_one_that_the_article_is_split_into(seed_bot: Bot) -> None:
    articles = [a for a, _ in seed_bot.index.whole()]
    found = list(mentions(articles, "said"))
    assert len(found) > 50
    texts = {a.id: a.text for a in articles}
    for m in found:
        assert m.sentence in sentence_spans(texts[m.article_id])


@pytest.mark.parametrize("phrase", ["", " ", "—", "\"'"])
def test_a_phrase_without_a_word_is_refused(phrase: str) -> None:
    with pytest.raises(SettingError, match="has no word in it"):
        list(mentions([article(TEXT)], phrase))


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(text.translate(FOLDS)) == len(text)


@given(st.text(alphabet="ab É\n.", min_size=1), st.booleans())
def test_every_mention_is_the_phrase(text: str, folded: bool) -> None:
    text = composed(text)
    for m in mentions([article(text)], "a b", folded=folded):
        assert m.words.split() == ["a", "b"]
        assert m.sentence.start <= m.span.start < m.span.end <= m.sentence.end
