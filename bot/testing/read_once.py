"""A reader that reads a passage for a question once: a case is searched for its ranks, then asked
for its answer, and most of its time is reading."""

from collections.abc import Sequence

from bot.protocols import Reader
from bot.types import Passage, Reading

__all__ = ["ReadOnce"]

KEPT = 500  # readings; a case has at most some dozens


class ReadOnce:
    """A `Reader` that keeps the readings of the last questions. For one index, whose passages stay
    as they are."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._kept: dict[tuple[str, str], Reading] = {}

    @property
    def threshold(self) -> float:
        """As the reader has it."""
        return self._reader.threshold

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Judge passages for a question: n passages → n readings, in the same order."""
        if len(self._kept) > KEPT:
            self._kept.clear()
        new = [p for p in passages if (question, p.id) not in self._kept]
        read = self._reader.read(question, new) if new else []
        for passage, reading in zip(new, read, strict=True):
            self._kept[question, passage.id] = reading
        return [self._kept[question, p.id] for p in passages]
