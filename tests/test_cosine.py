"""The reader without weights of its own: features by hand, scores through the protocol."""

from dataclasses import fields

import pytest

import models.cosine
from bot.protocols import Reader
from bot.words import STOP_WORDS
from models.cosine import SHIFT, WEIGHTS, CosineReader, Features, features, logit, sigmoid
from tests.fakes import FakeEmbedder, article, cut

TEXT = (
    "López Obrador held out until Tuesday. Snow fell in the north of the country. "
    "Nobody else held out. A caption."
)
QUESTION = "Who held out in Mexico until Tuesday?"
(PASSAGE,) = cut(article(TEXT, title="Mexico waits"))


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def reader(embedder: FakeEmbedder) -> Reader:
    return CosineReader(embedder)


def test_features_by_hand() -> None:
    # Asked: held, mexico, until, tuesday; names among them: Mexico, Tuesday.
    first, second, third, fourth = features(QUESTION, PASSAGE)
    asked = {"held", "mexico", "until", "tuesday"} - STOP_WORDS
    assert first == Features(
        cosine=0.0,
        covered=(len(asked) - 1) / len(asked),  # all but Mexico
        covered_by_passage=1.0,
        names=0.5,
        names_by_passage=1.0,
        typed=1.0,
        untyped=0.0,
        short=0.0,
    )
    assert (second.covered, second.names) == (0.0, 0.0)
    assert third.covered == pytest.approx(1 / len(asked))
    assert fourth.short == 1.0


def test_a_question_that_wants_no_kind_is_neither_typed_nor_untyped() -> None:
    for seen in features("What happened?", PASSAGE):
        assert (seen.typed, seen.untyped) == (0.0, 0.0)


def test_a_question_without_names_has_all_of_them() -> None:
    assert all(seen.names == 1.0 for seen in features("what happened?", PASSAGE))


def test_there_is_a_weight_for_each_feature_and_a_constant() -> None:
    assert len(WEIGHTS) == len(fields(Features)) + 1


def test_the_logit_is_the_weighted_sum_shifted() -> None:
    seen = Features(0.0, 0.5, 1.0, 0.25, 0.75, 1.0, 0.0, 1.0)
    values = (0.3, 0.5, 1.0, 0.25, 0.75, 1.0, 0.0, 1.0, 1.0)
    total = sum(w * v for w, v in zip(WEIGHTS, values, strict=True))
    assert logit(seen, 0.3) == pytest.approx(total + SHIFT)


@pytest.mark.parametrize(("x", "y"), [(0, 0.5), (1_000, 1.0), (-1_000, 0.0), (1, 0.7310586)])
def test_the_sigmoid_does_not_overflow(x: float, y: float) -> None:
    assert sigmoid(x) == pytest.approx(y)


def test_readings_come_one_a_passage_with_all_sentences_in_order(reader: Reader) -> None:
    passages = cut(article(TEXT), max_tokens=12)
    readings = reader.read(QUESTION, passages)
    assert len(readings) == len(passages) > 1
    for passage, reading in zip(passages, readings, strict=True):
        assert tuple(s.span for s in reading.sentences) == passage.sentences
        assert reading.relevance == max(s.score for s in reading.sentences)
        assert all(0 <= s.score <= 1 for s in reading.sentences)


def test_the_sentence_that_answers_scores_best_and_is_marked(reader: Reader) -> None:
    (reading,) = reader.read(QUESTION, [PASSAGE])
    best = max(reading.sentences, key=lambda s: s.score)
    assert best is reading.sentences[0]
    assert [m.of(TEXT) for m in best.marks] == ["López Obrador"]


def test_marks_are_offsets_into_the_article(reader: Reader) -> None:
    text = f"Snow fell. {TEXT}"
    later = cut(article(text), max_tokens=14)[1:]
    for reading in reader.read(QUESTION, later):
        for sentence in reading.sentences:
            for mark in sentence.marks:
                assert sentence.span.start <= mark.start < mark.end <= sentence.span.end


def test_only_the_best_by_overlap_are_embedded(
    reader: Reader, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models.cosine, "EMBEDDED", 2)
    (reading,) = reader.read(QUESTION, [PASSAGE])
    assert embedder.embedded[0] == QUESTION
    assert len(embedder.embedded) == 3
    unread = [s for s in reading.sentences if s.score == 0.0]
    assert len(unread) == 2
    assert all(s.marks == () for s in unread)


def test_nothing_to_read_gives_no_readings(reader: Reader) -> None:
    assert reader.read(QUESTION, []) == []
