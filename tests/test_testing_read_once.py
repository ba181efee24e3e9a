"""A reader that reads a passage for a question once."""

from collections.abc import Sequence

from bot.testing.read_once import KEPT, ReadOnce
from bot.types import Passage, Reading
from tests.fakes import FakeReader, article, hits

TEXT = "Putin waited. Xi waited. Snow fell."
PASSAGES = [h.passage for h in hits(article(TEXT, "a"), max_tokens=3)]


class Counting(FakeReader):
    """Counts the passages that it reads."""

    count = 0

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        self.count += len(passages)
        return super().read(question, passages)


def test_each_passage_is_read_once_for_a_question_and_in_any_order() -> None:
    reader = Counting({"Putin waited.": 0.9, "Xi waited.": 0.8}, {})
    once = ReadOnce(reader)
    wanted = FakeReader(reader.scores, {}).read("Who?", PASSAGES)
    assert len(PASSAGES) == 3
    assert once.read("Who?", PASSAGES[1:]) == wanted[1:]
    assert once.read("Who?", PASSAGES[::-1]) == wanted[::-1]
    assert once.read("Who?", PASSAGES) == wanted
    assert reader.count == 3
    once.read("Who else?", PASSAGES)
    assert reader.count == 6
    assert once.threshold == reader.threshold
    assert once.read("Who?", []) == []


def test_it_keeps_no_more_than_it_needs() -> None:
    reader = Counting({}, {})
    once = ReadOnce(reader)
    for n in range(KEPT):
        once.read(f"Who {n}?", PASSAGES)
    once.read("Who 0?", PASSAGES)
    assert reader.count == 3 * (KEPT + 1)
