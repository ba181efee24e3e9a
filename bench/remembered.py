"""An embedder that keeps what it embedded in a file, so that passages which several variants share,
and the questions, are embedded once."""

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.protocols import Embedder

__all__ = ["Remembered"]


class Remembered:
    """An `Embedder` (see bot.protocols) before which a file of vectors is looked through."""

    def __init__(self, embedder: Embedder, file: Path) -> None:
        """`file` is made where it is not there; vectors are kept by embedder's name and text."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._embedder = embedder
        self._database = sqlite3.connect(file)
        self._database.execute("create table if not exists vectors (key text primary key, row)")
        self.name = embedder.name
        self.dimensions = embedder.dimensions
        self.max_tokens = embedder.max_tokens

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts: (n,) strings → (n, dimensions) float32 rows of length 1."""
        keys = [self._key(t) for t in texts]
        rows = {k: row for k in set(keys) if (row := self._kept(k)) is not None}
        new = dict(pair for pair in zip(keys, texts, strict=True) if pair[0] not in rows)
        made = dict(zip(new, self._embedder.encode(list(new.values())), strict=True))
        with self._database:
            kept = [(key, row.tobytes()) for key, row in made.items()]
            self._database.executemany("insert or ignore into vectors values (?, ?)", kept)
        rows |= made
        matrix: NDArray[np.float32] = np.array([rows[k] for k in keys], dtype=np.float32)
        return matrix.reshape(len(keys), self.dimensions)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has, without the two special ones."""
        return self._embedder.count_tokens(texts)

    def _key(self, text: str) -> str:
        named = f"{self.name}\0{self.dimensions}\0{text}"
        return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()

    def _kept(self, key: str) -> NDArray[np.float32] | None:
        found = self._database.execute("select row from vectors where key = ?", (key,)).fetchone()
        return np.frombuffer(found[0], dtype=np.float32) if found else None
