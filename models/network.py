"""The network of the trained reader: one encoder, a head for each thing it says of a window.

Importing this imports torch; `models.reader` does so only when a reader is really wanted.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor, nn

from models.windows import Window

if TYPE_CHECKING:
    from transformers import PreTrainedModel

__all__ = ["Output", "ReaderModel", "stack"]

START, END, TAGS = 0, 1, slice(2, 5)  # columns of the span head; the tags are O, B, I
FORBIDDEN = -1e4


class Output(NamedTuple):
    """What one forward pass gives for B windows of T tokens, all float32."""

    relevance: Tensor  # (B,) logits
    starts: Tensor  # (B, T) logits; position 0 says "no answer", forbidden ones are -1e4
    ends: Tensor  # (B, T) logits, likewise
    tags: Tensor  # (B, T, 3) logits of O, B, I
    verdict: Tensor  # (B, 3) logits of supported, refuted, not enough evidence


class ReaderModel(nn.Module):
    """An encoder and its heads."""

    encoder: "PreTrainedModel"

    def __init__(self, encoder: "PreTrainedModel", hidden: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.pooler = nn.Linear(2 * hidden, hidden)
        self.relevance = nn.Linear(hidden, 1)
        self.spans = nn.Linear(hidden, 5)
        self.weigher = nn.Linear(2 * hidden, hidden)
        self.verdict = nn.Linear(hidden, 3)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor, text: Tensor) -> Output:
        """Read B windows: ids, types (B, T) int64; mask, text (B, T) bool → Output.

        `mask` is true where a token stands, `text` where it belongs to the passage's text.
        """
        states = self.encoder(input_ids=ids, token_type_ids=types, attention_mask=mask.long())
        # The encoder may read in half precision; the heads don't.
        tokens: Tensor = states.last_hidden_state.float()  # (B, T, hidden)
        spans = self.spans(tokens).float()  # (B, T, 5)
        allowed = text.clone()
        allowed[:, 0] = True
        pooled = pool(tokens, mask)
        return Output(
            relevance=self.relevance(torch.tanh(self.pooler(pooled))).squeeze(-1).float(),
            starts=spans[..., START].masked_fill(~allowed, FORBIDDEN),
            ends=spans[..., END].masked_fill(~allowed, FORBIDDEN),
            tags=spans[..., TAGS],
            verdict=self.verdict(torch.tanh(self.weigher(pooled))).float(),
        )


def pool(tokens: Tensor, mask: Tensor) -> Tensor:
    """[CLS] and mean of each window, for heads that judge it whole: (B, T, H) → (B, 2H)."""
    weights = mask.unsqueeze(-1).to(tokens.dtype)
    mean = (tokens * weights).sum(1) / weights.sum(1)
    return torch.cat([tokens[:, 0], mean], dim=-1)


def stack(batch: Sequence[Window], pad: int = 0) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """B windows → what `ReaderModel.forward` takes, padded to the longest, all (B, T)."""
    width = max(len(w.ids) for w in batch)
    ids = torch.full((len(batch), width), pad, dtype=torch.long)
    types = torch.zeros((len(batch), width), dtype=torch.long)
    mask = torch.zeros((len(batch), width), dtype=torch.bool)
    text = torch.zeros((len(batch), width), dtype=torch.bool)
    for row, window in enumerate(batch):
        ids[row, : len(window.ids)] = torch.tensor(window.ids)
        types[row, window.second : len(window.ids)] = 1
        mask[row, : len(window.ids)] = True
        text[row, window.text] = True
    return ids, types, mask, text
