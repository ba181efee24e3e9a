"""A query and a titled text → the windows of word pieces that are read at once.

[CLS] question or claim [SEP] title, date \\n text [SEP]
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

__all__ = ["MAX_TOKENS", "Window", "windows"]

MAX_TOKENS = 224  # of query, title and text together; the longest pair of the training
QUERY_TOKENS = 64  # a longer question or claim is cut
HEAD_TOKENS = 48  # a longer title is cut
OVERLAP_TOKENS = 48  # that neighbouring windows of a long text share


@dataclass(frozen=True, slots=True)
class Window:
    """What is read at once: a question, a heading, and a stretch of one text's tokens."""

    ids: tuple[int, ...]  # with the special tokens
    second: int  # where the second segment begins: heading, then text
    first: int  # where the text begins
    offsets: tuple[tuple[int, int], ...]  # of the text's tokens: characters of the text

    @property
    def text(self) -> slice:
        """Where the text's tokens stand in `ids`."""
        return slice(self.first, self.first + len(self.offsets))


def windows(
    tokenizer: "PreTrainedTokenizerBase",
    question: str,
    texts: Sequence[tuple[str, str]],
    max_tokens: int = MAX_TOKENS,
) -> list[list[Window]]:
    """Tokenise a question against n (heading, text) pairs → the windows of each, in order.

    A text without a word gives one window without a text token.
    """
    asked = _pieces(tokenizer, [question])[0][0][:QUERY_TOKENS]
    heads = _pieces(tokenizer, [head for head, _ in texts])
    bodies = _pieces(tokenizer, [text for _, text in texts])
    start = [tokenizer.cls_token_id, *asked, tokenizer.sep_token_id]
    read = []
    for (head, _), (body, offsets) in zip(heads, bodies, strict=True):
        front = [*start, *head[:HEAD_TOKENS]]
        room = max_tokens - len(front) - 1
        step = max(1, room - OVERLAP_TOKENS)
        cuts = range(0, max(1, len(body) - OVERLAP_TOKENS), step) if len(body) > room else (0,)
        read.append(
            [
                Window(
                    ids=(*front, *body[cut : cut + room], tokenizer.sep_token_id),
                    second=len(start),
                    first=len(front),
                    offsets=tuple(offsets[cut : cut + room]),
                )
                for cut in cuts
            ]
        )
    return read


def _pieces(
    tokenizer: "PreTrainedTokenizerBase", texts: Sequence[str]
) -> list[tuple[list[int], list[tuple[int, int]]]]:
    """The word pieces of texts and the characters each covers; no special tokens, no cut."""
    if not texts:
        return []
    encoded = tokenizer(
        list(texts),
        add_special_tokens=False,
        return_offsets_mapping=True,
        truncation=False,
        verbose=False,
    )
    return list(zip(encoded["input_ids"], encoded["offset_mapping"], strict=True))
