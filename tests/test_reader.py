"""models.reader: a tiny random model, saved and loaded through the real code."""

import datetime as dt
import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from transformers import AutoTokenizer, BertConfig, BertModel

from bot.errors import ModelError
from bot.protocols import Reader
from bot.sentences import sentence_spans
from bot.types import Article, Passage, Span
from models.calibration import Calibration, Scale
from models.embedder import packaged_folder
from models.network import ReaderModel, stack
from models.reader import FOLDER, TrainedReader, save
from models.spans import Scores, decode, tagged, trimmed
from models.windows import Window, windows

QUESTION = "Who held out on congratulating Biden?"
TEXT = (
    "“Vladimir Putin of Russia waited for weeks,” the U.S. envoy said. Jair Bolsonaro of Brazil "
    "and Andrés Manuel López Obrador of Mexico also held out. Most others had called by November."
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved reader of two thin layers, seeded."""
    torch.manual_seed(0)
    tokenizer = AutoTokenizer.from_pretrained(packaged_folder())
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
    )
    model = ReaderModel(BertModel(config, add_pooling_layer=False), config.hidden_size)
    path = tmp_path_factory.mktemp("reader")
    save(path, model, tokenizer, Calibration(1.0, 0.1, 0.0, 0.0))
    return path


@pytest.fixture(scope="module")
def reader(folder: Path) -> TrainedReader:
    return TrainedReader(folder)


@pytest.mark.parametrize("shipped", [False, True])
def test_half_precision_reads_as_full_precision_does(folder: Path, shipped: bool) -> None:
    chosen = FOLDER if shipped else folder
    quick, exact = TrainedReader(chosen), TrainedReader(chosen)
    torch.nn.Module.float(exact._model.encoder)
    exact._model.encoder.set_attn_implementation("eager")
    quick.quicken()
    texts = [("Leaders wait, 2020-11-30\n", TEXT), ("", "Nobody waited."), ("", TEXT * 9)]
    for some, others in zip(quick.find(QUESTION, texts), exact.find(QUESTION, texts), strict=True):
        for one, other in zip(some, others, strict=True):
            assert one.logit == pytest.approx(other.logit, abs=0.15)
            assert one.margin == pytest.approx(other.margin, abs=0.3)
    claims = ["Putin waited for weeks.", "Bolsonaro was the first to call."]
    rows, exactly = (r.judge(claims, [TEXT, TEXT]) for r in (quick, exact))
    assert np.abs(rows - exactly).max() < 0.05


def passage_of(text: str, *, number: int = 0, lead: str = "", title: str = "") -> Passage:
    """A passage that begins after `lead` in its article."""
    article = Article("a", lead + text, title=title, date=dt.date(2020, 12, 15))
    spans = [s.shifted(len(lead)) for s in sentence_spans(text)]
    return Passage(
        "a", number, len(lead), len(lead + text), text, tuple(spans), title, article.date
    )


def test_satisfies_the_protocol(reader: TrainedReader) -> None:
    judged: Reader = reader
    assert 0 <= judged.threshold <= 1


def test_nothing_to_read_gives_nothing(reader: TrainedReader) -> None:
    assert reader.read(QUESTION, []) == []


def test_a_passage_without_words_answers_nothing(reader: TrainedReader) -> None:
    reading = reader.read(QUESTION, [Passage("a", 0, 0, 0, "", ())])[0]
    assert reading.sentences == ()
    assert 0 <= reading.relevance <= 1


def test_every_sentence_is_read_once_and_in_order(reader: TrainedReader) -> None:
    passage = passage_of(TEXT, lead="Something came before. ")
    reading = reader.read(QUESTION, [passage])[0]
    assert tuple(s.span for s in reading.sentences) == passage.sentences
    assert max(s.score for s in reading.sentences) == pytest.approx(reading.relevance)
    assert all(0 <= s.score <= reading.relevance for s in reading.sentences)


def test_marks_count_in_the_article_and_stay_in_their_sentence(reader: TrainedReader) -> None:
    lead = "Something came before.\n"
    passage = passage_of(TEXT, lead=lead, title="Leaders greet Biden")
    marks = [(s, m) for s in reader.read(QUESTION, [passage])[0].sentences for m in s.marks]
    assert marks, "a threshold of 0 marks something"
    for sentence, mark in marks:
        assert sentence.span.start <= mark.start < mark.end <= sentence.span.end
        words = mark.of(lead + TEXT)
        assert words in TEXT
        assert words == words.strip(" \n,;:“”")


def test_below_the_threshold_nothing_is_marked(folder: Path) -> None:
    strict = TrainedReader(folder)
    strict.calibration = replace(strict.calibration, threshold=1.0)
    assert not any(s.marks for s in strict.read(QUESTION, [passage_of(TEXT)])[0].sentences)


def test_readings_keep_the_order_of_passages_of_any_length(reader: TrainedReader) -> None:
    texts = [TEXT, "Short.", TEXT * 3, "It rained in Rome on Monday.", TEXT]
    passages = [passage_of(t, number=n) for n, t in enumerate(texts)]
    together = reader.read(QUESTION, passages)
    for passage, reading in zip(passages, together, strict=True):
        alone = reader.read(QUESTION, [passage])[0]
        assert reading.relevance == pytest.approx(alone.relevance, abs=0.02)
        assert [s.span for s in reading.sentences] == list(passage.sentences)
    assert together[0].relevance == pytest.approx(together[4].relevance, abs=0.02)


def test_small_batches_read_the_same(folder: Path, reader: TrainedReader) -> None:
    passages = [passage_of(TEXT), passage_of("It rained in Rome.")]
    one_by_one = TrainedReader(folder, batch_tokens=1).read(QUESTION, passages)
    for small, large in zip(one_by_one, reader.read(QUESTION, passages), strict=True):
        assert small.relevance == pytest.approx(large.relevance, abs=0.02)


def test_a_long_passage_is_read_whole_in_overlapping_windows(reader: TrainedReader) -> None:
    text = " ".join(f"In year {n} the town of Number{n} held its fair." for n in range(60))
    cut = windows(reader._tokenizer, QUESTION, [("A title\n", text)])[0]
    assert len(cut) > 1
    assert all(len(w.ids) <= 256 for w in cut)
    assert cut[0].offsets[0][0] == 0
    assert cut[-1].offsets[-1][1] == len(text)
    for before, after in itertools.pairwise(cut):
        assert after.offsets[0] in before.offsets
    reading = reader.read(QUESTION, [passage_of(text)])[0]
    assert len(reading.sentences) == 60
    assert reading.sentences[-1].score > 0


def test_a_very_long_question_and_title_leave_room_for_the_text(reader: TrainedReader) -> None:
    cut = windows(reader._tokenizer, "why " * 500, [("title " * 500, TEXT)])[0]
    assert cut[-1].offsets[-1][1] == len(TEXT)
    assert all(len(w.ids) <= 256 for w in cut)


def test_a_windows_tokens_are_the_texts_own_characters(reader: TrainedReader) -> None:
    window = windows(reader._tokenizer, QUESTION, [("Leaders, 2020-12-15\n", TEXT)])[0][0]
    ids, types, mask, text = stack([window])
    assert ids.shape == types.shape == mask.shape == text.shape == (1, len(window.ids))
    assert int(text.sum()) == len(window.offsets)
    token = reader._tokenizer.convert_ids_to_tokens(window.ids[window.first + 1])
    a, b = window.offsets[1]
    assert TEXT[a:b].lower() == token == "vladimir"


def zeros(*shape: int) -> NDArray[np.float32]:
    return np.zeros(shape, dtype=np.float32)


def answer_at(spans: Sequence[tuple[str, str]], tags: bool) -> Callable[[TrainedReader], list[str]]:
    """Decode an output that points at the given first and last words, and say what it found."""

    def found(reader: TrainedReader) -> list[str]:
        window = windows(reader._tokenizer, QUESTION, [("", TEXT)])[0][0]
        size = len(window.ids)
        starts, ends, tag = zeros(size), zeros(size), zeros(size, 3)
        tag[:, 0] = 1.0
        for first, last in spans:
            at = [a for a, _ in window.offsets].index(TEXT.index(first)) + window.first
            to = [b for _, b in window.offsets].index(TEXT.index(last) + len(last)) + window.first
            starts[at] += 9.0
            ends[to] += 9.0
            if tags:
                tag[at : to + 1, 2] = 5.0
                tag[at, 1] = 9.0
        seen = decode(window, TEXT, Scores(0.0, starts, ends, tag, zeros(3)))
        assert math.isclose(float(seen.mass.sum()), 1.0, abs_tol=1e-5)
        assert seen.margin == pytest.approx(18.0)
        return [a.of(TEXT) for a in seen.answers]

    return found


def test_the_best_span_is_found_with_its_exact_characters(reader: TrainedReader) -> None:
    assert answer_at([("Andrés", "Obrador")], tags=False)(reader) == ["Andrés Manuel López Obrador"]


def test_tags_give_a_list_of_answers(reader: TrainedReader) -> None:
    names = [("Vladimir", "Putin"), ("Jair", "Bolsonaro"), ("Andrés", "Obrador")]
    assert answer_at(names, tags=True)(reader) == [
        "Vladimir Putin",
        "Jair Bolsonaro",
        "Andrés Manuel López Obrador",
    ]


def test_a_name_tagged_in_pieces_is_one_answer(reader: TrainedReader) -> None:
    # Regression: "President Xi Jinping" was shown as three answers.
    pieces = [("Andrés", "Andrés"), ("Manuel", "Manuel"), ("López", "Obrador")]
    names = [("Jair", "Bolsonaro"), *pieces]
    assert answer_at(names, tags=True)(reader) == ["Jair Bolsonaro", "Andrés Manuel López Obrador"]


def test_part_of_a_word_becomes_the_whole_word(reader: TrainedReader) -> None:
    text = "The Gwrhyrrzx won."
    window = windows(reader._tokenizer, QUESTION, [("", text)])[0][0]
    assert len(window.offsets) > 5, "the name is cut into pieces"
    starts = zeros(len(window.ids))
    starts[window.first + 2] = 9.0
    scores = Scores(0.0, starts, starts, zeros(len(window.ids), 3), zeros(3))
    found = decode(window, text, scores)
    assert found.best is not None
    assert found.best.of(text) == "Gwrhyrrzx"


@pytest.mark.parametrize("piece", ["3", "9"])
def test_part_of_a_number_becomes_the_whole_number(reader: TrainedReader, piece: str) -> None:
    # Regression: "979" was marked in "3,979 delegates".
    text = "There were 3,979 delegates, 12 of them late."
    window = windows(reader._tokenizer, QUESTION, [("", text)])[0][0]
    at = [text[a:b] for a, b in window.offsets].index(piece) + window.first
    starts = zeros(len(window.ids))
    starts[at] = 9.0
    found = decode(window, text, Scores(0.0, starts, starts, zeros(len(window.ids), 3), zeros(3)))
    assert found.best is not None
    assert found.best.of(text) == "3,979"


@pytest.mark.parametrize("text", ["drawn: 7,12,31 today", "in 2016,2020 too", "on 3.11.2020 there"])
def test_numbers_that_stand_together_are_no_one_number(reader: TrainedReader, text: str) -> None:
    window = windows(reader._tokenizer, QUESTION, [("", text)])[0][0]
    at = next(n for n, (a, _) in enumerate(window.offsets) if text[a].isdigit()) + window.first
    starts = zeros(len(window.ids))
    starts[at] = 9.0
    found = decode(window, text, Scores(0.0, starts, starts, zeros(len(window.ids), 3), zeros(3)))
    assert found.best is not None
    assert found.best.of(text) in {"7", "2016", "3"}


def test_an_inside_tag_after_none_begins_an_answer() -> None:
    tags = np.eye(3, dtype=np.float32)[[2, 2, 0, 1, 1, 2, 0]]
    assert tagged(tags) == [(0, 1), (3, 3), (4, 5)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" “Rome,” ", "Rome"),
        ("the U.S.", "the U.S."),
        ("on Monday.", "on Monday"),
        ("(Rome", "Rome"),
        ("Moderna (MRNA)", "Moderna (MRNA)"),
        ("$20.5", "$20.5"),
        ("...", ""),
    ],
)
def test_answers_are_trimmed(text: str, kept: str) -> None:
    assert trimmed(Span(0, len(text)), text).of(text) == kept


def test_missing_weights_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no file model\.safetensors.*python -m models\.train"):
        TrainedReader(tmp_path)


def test_weights_that_do_not_fit_are_refused(folder: Path, tmp_path: Path) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(ModelError, match="cannot be loaded"):
        TrainedReader(tmp_path)


def test_a_calibration_that_makes_no_sense_is_refused(folder: Path, tmp_path: Path) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "calibration.json").write_text('{"relevance": 1}')
    with pytest.raises(ModelError, match="cannot be loaded"):
        TrainedReader(tmp_path)


@pytest.mark.skipif(not (FOLDER / "model.safetensors").is_file(), reason="no weights here")
def test_the_weights_that_are_shipped_find_an_answer() -> None:
    reader = TrainedReader()
    passage = passage_of("Vladimir Putin congratulated Joe Biden on Tuesday. It rained in Rome.")
    other = passage_of("The stock market closed higher. Oil fell by two percent.")
    own, unrelated = reader.read("Who congratulated Joe Biden?", [passage, other])
    assert own.relevance > reader.threshold > unrelated.relevance
    assert own.sentences[0].score > own.sentences[1].score
    assert [m.of(passage.text) for m in own.sentences[0].marks] == ["Vladimir Putin"]


def test_a_claim_of_several_sentences_is_as_well_supported_as_the_least_of_them(
    reader: TrainedReader,
) -> None:
    first, second = "Putin waited for weeks.", "Bolsonaro wrote at once."
    alone = reader.judge([first, second], [TEXT, TEXT])
    both = reader.judge([f"{first} {second}", f"{second} {first}"], [TEXT, TEXT])
    weakest = alone[alone[:, 0].argmin()]
    assert np.allclose(both, weakest, atol=1e-3)
    assert not np.allclose(alone[0], alone[1], atol=1e-3)


def test_of_long_evidence_the_window_that_says_most_decides(reader: TrainedReader) -> None:
    long = " ".join(f"{TEXT} In {year} that was another matter." for year in range(1900, 1920))
    row = reader.judge(["Putin waited for weeks."], [long])[0]
    tokenizer = AutoTokenizer.from_pretrained(packaged_folder())
    cut = windows(tokenizer, "Putin waited for weeks.", [("", long)])[0]
    each = reader.judge(["Putin waited for weeks."] * len(cut), [_shown(w, long) for w in cut])
    assert len(cut) > 2
    assert math.isclose(row.sum(), 1.0, abs_tol=1e-6)
    assert math.isclose(row[2], each[:, 2].min(), abs_tol=2e-3)


@pytest.mark.parametrize(
    ("evidence", "few"),
    [
        ("", True),
        ("Putin waited for weeks.", True),
        ("Putin waited. Nobody knew why.", True),
        ("Putin waited. Nobody knew why. It rained.", False),
        ("Leaders wait. Some don't., 2020-11-30\nPutin waited. Nobody knew why.", True),
        ("Leaders wait\nPutin waited. Nobody knew why. It rained.", False),
    ],
)
def test_a_sentence_or_two_below_a_title_are_few(
    reader: TrainedReader, folder: Path, evidence: str, few: bool
) -> None:
    other = TrainedReader(folder)
    other.calibration = replace(other.calibration, sentences=Scale(5.0, (0.0, 1.0, -1.0)))
    (row,), (otherwise,) = (r.judge(["Putin waited."], [evidence]) for r in (reader, other))
    assert np.allclose(row, otherwise, atol=1e-3) is not few


def test_no_claims_are_no_verdicts(reader: TrainedReader) -> None:
    assert reader.judge([], []).shape == (0, 3)


def _shown(window: Window, text: str) -> str:
    """The stretch of the text that a window reads."""
    return text[window.offsets[0][0] : window.offsets[-1][1]]
