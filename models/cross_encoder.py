"""Any cross-encoder of the hub, or of a folder, as a Reader: it ranks passages and sentences.

It marks no words, for it only scores pairs, and is no Judge: claims stay with the trained reader.
"""

from collections.abc import Sequence

import numpy as np

from bot.errors import ModelError
from bot.types import Passage, Reading, SentenceReading
from models.embedder import first_line

__all__ = ["CrossEncoderReader"]


class CrossEncoderReader:
    """A `Reader` (see bot.protocols) by a model that sentence-transformers' CrossEncoder loads."""

    threshold = 0.5  # the hub's rerankers are trained to give their sign this meaning

    def __init__(self, name: str) -> None:
        """Load by hub id or folder. Raises ModelError when it cannot be had or doesn't rank."""
        from sentence_transformers import CrossEncoder
        from torch import nn

        try:
            self._model = CrossEncoder(name, device="cpu", activation_fn=nn.Sigmoid())
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelError(
                f"The cross-encoder {name!r} cannot be had: {first_line(error)} Give a folder, or "
                "the id of a model that is in the local cache or can be fetched, or leave the "
                "setting 'cross_encoder' empty."
            ) from error
        if self._model.num_labels != 1:
            raise ModelError(
                f"The cross-encoder {name!r} gives {self._model.num_labels} scores for a pair, not "
                "one. Take one that was trained to rank."
            )

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Judge passages for a question: n passages → n readings, in the same order.

        A passage's relevance is the score of its titled text; a sentence has as much of it as its
        own score has of the best sentence's.
        """
        texts = [t for p in passages for t in (p.titled_text, *map(p.quote, p.sentences))]
        if not texts:
            return []
        found = self._model.predict([(question, t) for t in texts], show_progress_bar=False)
        scores = iter(np.asarray(found, dtype=float).tolist())
        readings = []
        for passage in passages:
            relevance = next(scores)
            own = [next(scores) for _ in passage.sentences]
            top = max(own, default=0.0) or 1.0
            sentences = zip(passage.sentences, own, strict=True)
            readings.append(
                Reading(
                    relevance,
                    tuple(SentenceReading(s, relevance * share / top) for s, share in sentences),
                )
            )
        return readings
