"""The real embedder, and any other loaded through the same code."""

import hashlib
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoTokenizer, BertConfig, BertModel, GPT2Config, GPT2Model

import models.embedder
from bot.errors import ModelError
from bot.protocols import Embedder
from models.attention import attend, use_short_attention
from models.embedder import (
    PACKAGED,
    SentenceTransformerEmbedder,
    batches,
    first_line,
    hash_of,
    packaged_folder,
)

TEXTS = [
    "Putin congratulated Biden on his win.",
    "The Russian president sent his good wishes to the president-elect.",
    "The recipe asks for two eggs and some butter.",
]
WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # as on the hub


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of the same architecture with two thin layers, as transformers saves one."""
    folder = tmp_path_factory.mktemp("tiny")
    torch.manual_seed(0)
    tokenizer = AutoTokenizer.from_pretrained(packaged_folder())
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def test_the_packaged_weights_are_those_of_the_hub() -> None:
    digest = hashlib.sha256((packaged_folder() / "model.safetensors").read_bytes()).hexdigest()
    assert digest == WEIGHTS


def test_rows_are_float32_of_length_one(embedder: Embedder) -> None:
    rows = embedder.encode([*TEXTS, "", "   ", "…", "word " * 2_000])
    assert rows.shape == (7, embedder.dimensions) == (7, 384)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(7), abs=1e-5)


def test_nothing_gives_no_rows(embedder: Embedder) -> None:
    assert embedder.encode([]).shape == (0, 384)
    assert embedder.count_tokens([]) == []


def test_what_means_the_same_is_near(embedder: Embedder) -> None:
    cosines = embedder.encode(TEXTS) @ embedder.encode(TEXTS).T
    assert cosines[0, 1] > 0.4 > 0.2 > cosines[0, 2]


def test_rows_come_in_the_order_of_the_texts_whatever_their_company(embedder: Embedder) -> None:
    texts = [" ".join(["word"] * n) + f" {n}." for n in (50, 1, 20, 3)] * 3
    together = embedder.encode(texts)
    alone = np.concatenate([embedder.encode([t]) for t in texts[:4]])
    assert np.sum(together[:4] * alone, axis=1) == pytest.approx(np.ones(4), abs=1e-3)
    assert np.abs(embedder.encode(texts) - together).max() == 0


def test_word_pieces_are_counted_without_the_special_ones(embedder: Embedder) -> None:
    assert embedder.count_tokens(["", "He won.", "word " * 1_000]) == [0, 3, 1_000]
    assert embedder.max_tokens == 256


def test_a_model_in_a_folder_is_loaded(tiny: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(tiny))
    assert embedder.name == str(tiny)
    assert (embedder.dimensions, embedder.max_tokens) == (32, 64)
    rows = embedder.encode(TEXTS)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(3), abs=1e-5)


def test_a_model_that_is_not_there_is_named_with_the_remedy(tmp_path: Path) -> None:
    for name in (str(tmp_path / "gone"), "nobody/no-such-model"):
        with pytest.raises(
            ModelError, match=f"{name}' cannot be loaded.*leave the setting 'embedder'"
        ):
            SentenceTransformerEmbedder(name)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("model.safetensors", b"garbage"),
        ("model.safetensors", b"\x10" + bytes(7) + b'{"a":1}'),
        ("config.json", b"{"),
        ("config.json", b"{}"),
        ("config.json", json.dumps({"model_type": "nope"}).encode()),
    ],
)
def test_a_damaged_model_is_named(tiny: Path, tmp_path: Path, file: str, content: bytes) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(tiny, folder)
    (folder / file).write_bytes(content)
    with pytest.raises(ModelError, match="damaged' cannot be loaded"):
        SentenceTransformerEmbedder(str(folder))


def test_a_missing_package_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models.embedder, "PACKAGE", "gt_no_such_model")
    with pytest.raises(ModelError, match="pip install gt_no_such_model"):
        SentenceTransformerEmbedder(PACKAGED)


def test_an_error_is_told_by_its_first_line() -> None:
    assert first_line(ValueError("Bad.\nMore.")) == "Bad."
    assert first_line(ValueError("bad")) == "bad."
    assert first_line(ValueError("")) == "ValueError."


def test_a_models_hash_is_of_its_weights_and_settings_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"12")
    (tmp_path / "config.json").write_bytes(b"{}")
    first = hash_of(tmp_path, (".safetensors", ".json"))
    (tmp_path / "README.md").write_text("A card.")
    assert hash_of(tmp_path, (".safetensors", ".json")) == first
    (tmp_path / "config.json").write_bytes(b"[]")
    assert hash_of(tmp_path, (".safetensors", ".json")) != first


def test_batches_hold_texts_of_like_length_and_no_more_than_they_may() -> None:
    assert list(batches([2, 9, 3, 2, 30], 10)) == [[4], [1], [2, 0, 3]]
    assert list(batches([], 10)) == []


def test_the_short_attention_is_attention() -> None:
    torch.manual_seed(1)
    query, key, value = torch.randn(3, 2, 4, 7, 8).unbind()
    mask = torch.zeros(2, 1, 7, 7)
    mask[0, :, :, 5:] = torch.finfo(torch.float32).min
    found, _ = attend(torch.nn.Identity(), query, key, value, mask)
    wanted = torch.nn.functional.scaled_dot_product_attention(query, key, value, mask)
    assert torch.allclose(found, wanted.transpose(1, 2), atol=1e-6)
    scaled, _ = attend(torch.nn.Identity(), query, key, value, None, scaling=0.5)
    wanted = torch.nn.functional.scaled_dot_product_attention(query, key, value, scale=0.5)
    assert torch.allclose(scaled, wanted.transpose(1, 2), atol=1e-6)


def test_only_measured_kinds_of_models_get_the_short_attention(tiny: Path) -> None:
    bert = BertModel.from_pretrained(tiny)
    assert use_short_attention(bert)
    assert bert.config._attn_implementation == "footing-short"
    assert not use_short_attention(GPT2Model(GPT2Config(n_embd=8, n_layer=1, n_head=1)))
    assert not use_short_attention(torch.nn.Identity())


def test_vectors_are_those_of_the_plain_model_in_float32(embedder: Embedder) -> None:
    """However they are made fast here: cosine above .999."""
    from sentence_transformers import SentenceTransformer

    texts = [*TEXTS, *(f"{TEXTS[0]} " * n + f"Number {n}." for n in (1, 3, 9, 20, 40))]
    plain = SentenceTransformer(str(packaged_folder())).encode(texts, normalize_embeddings=True)
    assert np.sum(embedder.encode(texts) * plain, axis=1).min() > 0.999


def test_two_threads_may_embed_and_count_at_once(embedder: Embedder) -> None:
    """A tokenizer that two threads use is "already borrowed"."""
    with ThreadPoolExecutor(2) as pool:
        counts = [pool.submit(embedder.count_tokens, TEXTS) for _ in range(200)]
        rows = [embedder.encode(TEXTS[:1]) for _ in range(20)]
    assert {tuple(c.result()) for c in counts} == {tuple(embedder.count_tokens(TEXTS))}
    assert all(np.array_equal(r, rows[0]) for r in rows)
