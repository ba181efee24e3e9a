"""models.cross_encoder: a tiny model of the hub's form, loaded through the real code."""

from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

from bot.errors import ModelError
from bot.protocols import Reader
from bot.sentences import sentence_spans
from bot.types import Passage
from models.cross_encoder import CrossEncoderReader
from models.embedder import packaged_folder


def saved(folder: Path, labels: int) -> Path:
    torch.manual_seed(0)
    tokenizer = AutoTokenizer.from_pretrained(packaged_folder())
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        initializer_range=0.5,
    )
    config.num_labels = labels
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def passage(text: str) -> Passage:
    return Passage("a", 0, 0, len(text), text, tuple(sentence_spans(text)), "Treaty")


def test_passages_and_sentences_are_scored(tmp_path: Path) -> None:
    reader: Reader = CrossEncoderReader(str(saved(tmp_path / "model", 1)))
    texts = ("Norway signed the treaty. Sweden waited.", "It rained.")
    readings = reader.read("Who signed?", [passage(t) for t in texts])
    assert [len(r.sentences) for r in readings] == [2, 1]
    for reading in readings:
        assert 0 < reading.relevance < 1
        assert max(s.score for s in reading.sentences) == pytest.approx(reading.relevance)
    alone = reader.read("Who signed?", [passage(texts[1])])
    assert alone[0].relevance == pytest.approx(readings[1].relevance, abs=1e-4)
    assert reader.read("Who signed?", []) == []


def test_a_model_that_is_not_there_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"missing' cannot be had.*cross_encoder"):
        CrossEncoderReader(str(tmp_path / "missing"))


def test_a_model_of_several_labels_does_not_rank(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="gives 3 scores"):
        CrossEncoderReader(str(saved(tmp_path / "model", 3)))
