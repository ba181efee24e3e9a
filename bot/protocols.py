"""What a model must do for the pipeline, and nothing else: `models/` holds those we ship. And what
the pipeline does for those who talk with it."""

from collections.abc import Generator as Stream
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from bot.messages import Kind, Reply, Turn
from bot.types import Filters, Passage, Prompt, Reading

__all__ = ["Column", "Embedder", "Generator", "Identified", "Judge", "Reader", "Replies"]


class Embedder(Protocol):
    """Turns text into unit vectors whose dot product is their similarity."""

    @property
    def name(self) -> str:
        """Which weights these are; an index made by one name refuses another."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    @property
    def max_tokens(self) -> int:
        """The most word pieces read of one text; what lies beyond is cut."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts: (n,) strings → (n, dimensions) float32 rows of length 1."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has, without the two special ones."""


class Reader(Protocol):
    """Says, for one question, which sentences of which passages answer it."""

    @property
    def threshold(self) -> float:
        """The score in 0..1 from which a sentence counts as an answer."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Judge passages for a question: n passages → n readings, in the same order."""


class Column(IntEnum):
    """What the columns of a judgement are the probabilities of."""

    SUPPORTED = 0
    REFUTED = 1
    NOT_ENOUGH = 2


class Judge(Protocol):
    """Says whether a piece of evidence supports or refutes a claim, or says too little."""

    def judge(self, claims: Sequence[str], evidences: Sequence[str]) -> NDArray[np.floating]:
        """Judge n claims, each by the evidence of the same number: (n, 3) probabilities.

        The columns are those of `Column`; rows add up to 1. Evidence longer than the model reads
        at once is the judge's business.
        """


class Generator(Protocol):
    """A language model that writes. Safe to use from several threads."""

    @property
    def name(self) -> str:
        """Which model this is, as a person is told."""

    @property
    def context_tokens(self) -> int:
        """The most tokens of prompt and output together."""

    def count_tokens(self, text: str) -> int:
        """How many tokens a text has; an upper estimate where the model's own count is not to be
        had."""

    def stream(self, prompt: Prompt, *, max_tokens: int, seconds: float) -> Stream[str]:
        """Write: pieces of text as they come, at most `max_tokens` tokens in all, without what the
        model says to itself.

        While nothing comes, an empty piece is yielded at least every fifth of a second, so that
        whoever reads may leave at any time: closed, it ends at once, and the model within a second.
        Raises GenerationError when the model fails, or is not done after `seconds`.
        """

    def close(self) -> None:
        """Give back the memory it takes; nothing is written after."""


@runtime_checkable
class Identified(Protocol):
    """A model that can say exactly which one it is, for the record of a verdict."""

    @property
    def sha256(self) -> str:
        """A hash over the files it was loaded from; empty when they are not at hand."""


class Replies(Protocol):
    """What answers a message: `Bot`, as far as a conversation needs it."""

    def reply(
        self,
        message: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters = ...,
        kind: Kind | None = ...,
    ) -> Iterator[Reply]:
        """The reply, as growing values of one type; the last one is done."""
