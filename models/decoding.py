"""How the next word piece is chosen: the likeliest, or one drawn with a seed of one's own."""

import torch
from transformers import (
    GenerationConfig,
    LogitsProcessor,
    LogitsProcessorList,
    PreTrainedModel,
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
    TopPLogitsWarper,
)

__all__ = ["SeededDraw", "choosing", "plain_generation"]

# Enough to leave a loop. Only what was written counts, not the prompt: words of an article may be
# used as they are.
REPETITION_PENALTY = 1.05
TEMPERATURE = 0.7
TOP_P = 0.9


class SeededDraw(LogitsProcessor):
    """Makes the likeliest word piece a random one, drawn by a generator of its own: torch's global
    one, which other threads use, is left alone.

    Adds Gumbel noise to log-probabilities (B, V): the highest sum falls on each with its own
    probability (Maddison, Tarlow, Minka: "A* Sampling", 2014, equation 3).
    """

    def __init__(self, seed: int) -> None:
        # Drawn on the CPU, so that a seed means the same on every device.
        self._generator = torch.Generator().manual_seed(seed)

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        uniform = torch.rand(scores.shape, generator=self._generator).clamp_(1e-20, 1 - 1e-7)
        gumbel = -(-uniform.log()).log()  # (B, V)
        return scores.float() + gumbel.to(scores.device)


def choosing(seed: int | None, prompt_tokens: int) -> LogitsProcessorList:
    """What is done to the scores of one writing, after `prompt_tokens` of prompt, before the
    highest is taken."""
    guard = RepetitionPenaltyLogitsProcessor(REPETITION_PENALTY, prompt_ignore_length=prompt_tokens)
    if seed is None:
        return LogitsProcessorList([guard])
    draw = [TemperatureLogitsWarper(TEMPERATURE), TopPLogitsWarper(TOP_P), SeededDraw(seed)]
    return LogitsProcessorList([guard, *draw])


def plain_generation(model: PreTrainedModel) -> GenerationConfig:
    """The model's own marks of start and end, and nothing else that it was published with: beams
    cannot be streamed, and a penalty on the prompt's words would keep it from its sources."""
    own = model.generation_config
    ends = own.eos_token_id
    first_end = ends[0] if isinstance(ends, list) else ends
    return GenerationConfig(  # type: ignore[no-untyped-call]
        do_sample=False,
        num_beams=1,
        use_cache=True,
        bos_token_id=own.bos_token_id,
        eos_token_id=ends,
        pad_token_id=first_end if own.pad_token_id is None else own.pad_token_id,
        decoder_start_token_id=own.decoder_start_token_id,
        forced_bos_token_id=own.forced_bos_token_id,
        forced_eos_token_id=own.forced_eos_token_id,
    )
