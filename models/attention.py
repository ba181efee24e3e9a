"""Attention for short texts on a CPU: faster than torch's own in bfloat16.

torch's fused attention saves memory where texts are long; for passages of a few hundred word pieces
its softmax over bfloat16 costs more than it saves (docs/measurements.md, "Embedding").
"""

from typing import Any

import torch
from transformers import AttentionInterface, AttentionMaskInterface, PreTrainedModel
from transformers.masking_utils import eager_mask

__all__ = ["attend", "use_short_attention"]

NAME = "footing-short"
# What it was measured with; others may share keys between heads, or want dropout or a cap.
ARCHITECTURES = ("bert",)
# Above any score of these models (the reader's highest over the seeds is 75), and below what
# overflows in bfloat16 once it is summed over some hundred word pieces.
LARGEST = 80.0


def use_short_attention(model: torch.nn.Module | None) -> bool:
    """Have a transformer attend by `attend`, where it is of a kind that was measured.

    Says whether it does now. Only for inference: there is no dropout.
    """
    if not isinstance(model, PreTrainedModel) or model.config.model_type not in ARCHITECTURES:
        return False
    AttentionInterface.register(NAME, attend)
    AttentionMaskInterface.register(NAME, eager_mask)
    model.set_attn_implementation(NAME)
    return True


def attend(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float | None = None,
    **_: Any,
) -> tuple[torch.Tensor, None]:
    """Scaled dot-product attention: (B, H, T, D) each → (B, T, H, D), as transformers wants it.

    `attention_mask` is added to the scores: (B, 1, T, T) with the dtype's lowest value where a
    word piece must not be seen. Vaswani et al., "Attention Is All You Need", 2017, equation 1; the
    division by the softmax's sum comes last, where there is least to divide.
    """
    scale = query.shape[-1] ** -0.5 if scaling is None else scaling
    scores = torch.matmul(query * scale, key.transpose(2, 3))  # (B, H, T, T)
    if attention_mask is not None:
        scores += attention_mask
    weights = scores.clamp_(-LARGEST, LARGEST).exp_()
    seen = torch.matmul(weights, value) / weights.sum(-1, keepdim=True)
    return seen.transpose(1, 2).contiguous(), None
