"""Any instruct model that transformers loads, decoder-only or encoder-decoder, as a Generator."""

import contextlib
import threading
from collections.abc import Callable
from collections.abc import Generator as Stream
from typing import Any

import torch
from jinja2 import TemplateError
from torch import nn
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    PreTrainedConfig,
    StoppingCriteria,
    StoppingCriteriaList,
    TextStreamer,
)
from transformers.models.auto.modeling_auto import (
    MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
    MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES,
)
from transformers.utils import logging

from bot.errors import GenerationError, ModelError
from bot.types import Prompt
from models.decoding import choosing, plain_generation
from models.embedder import first_line
from models.machine import (
    best_device,
    best_dtype,
    give_back,
    require_memory,
    stored_parameters,
)
from models.model_folder import model_folder
from models.prompt_form import PromptForm
from models.streaming import EndedError, Ending, streamed
from models.thoughts import without_thoughts

__all__ = ["LocalModel"]

# How long is waited, when a model is switched off, for what it is writing to end.
CLOSE_S = 10.0
# Where neither the configuration nor the tokenizer tells.
USUAL_CONTEXT = 2_048
LENGTHS = ("max_position_embeddings", "n_positions", "max_seq_len", "seq_length")


class LocalModel:
    """A `Generator` (see bot.protocols) over transformers. Two may write at once, with the same
    weights."""

    def __init__(
        self,
        name: str,
        *,
        seed: int | None = None,
        context_tokens: int | None = None,
        may_fetch: bool = True,
    ) -> None:
        """Load a model by folder or hub id; its own context length holds where none is given.

        Without a seed the likeliest word piece is written; with one, pieces are drawn, the same at
        every time. Raises ModelError when the model is not to be had, or has no room.
        """
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        self.name = name
        self.device = best_device()
        dtype = best_dtype(self.device)

        def check_size(parameters: int) -> None:
            require_memory(name, parameters, dtype, self.device)

        folder = model_folder(name, may_fetch=may_fetch, check_size=check_size)
        try:
            config = AutoConfig.from_pretrained(folder)
            check_kind(config)
            parameters = stored_parameters(folder)
            if not parameters:
                raise ValueError("it has no .safetensors weights")
            self._encodes = bool(config.is_encoder_decoder)
            if self._encodes and dtype == torch.float16:
                dtype = torch.float32  # T5's sums overflow
            check_size(parameters)
            tokenizer = AutoTokenizer.from_pretrained(folder)
            self._form = PromptForm(tokenizer)
            kind: Any = AutoModelForSeq2SeqLM if self._encodes else AutoModelForCausalLM
            model: Any = kind.from_pretrained(folder, dtype=dtype, use_safetensors=True)
            self._model = model.to(self.device).eval()
        except ModelError:
            raise
        except Exception as error:  # the loaders let anything through
            raise ModelError(
                f"The language model {name!r} cannot be loaded: {first_line(error)} Give a folder "
                "or hub id of an instruct model in the format of transformers."
            ) from error
        self._tokenizer = tokenizer
        self._model.generation_config = plain_generation(self._model)
        self._seed = seed
        self._window = min(context_tokens or 2**31, own_context(config, tokenizer))
        self._current = threading.local()
        self._change = threading.Lock()
        self._endings: set[Ending] = set()
        self._closed = False
        for module in self._model.modules():
            if not any(module.children()):
                module.register_forward_pre_hook(self._look_up)

    @property
    def context_tokens(self) -> int:
        """The most tokens of prompt and output together, without those that the chat template adds
        to any prompt."""
        return self._window - self._form.overhead

    def count_tokens(self, text: str) -> int:
        """How many tokens a text has."""
        return self._form.count(text)

    def stream(self, prompt: Prompt, *, max_tokens: int, seconds: float) -> Stream[str]:
        """Write: pieces of whole words as they come, at most `max_tokens` tokens in all.

        Ends within a tenth of a second once the iterator is closed, and the model
        within the time that one layer takes. Raises GenerationError when the model fails.
        """

        def write(emit: Callable[[str], None], ending: Ending) -> None:
            self._write(prompt, max_tokens, emit, ending)

        try:
            opened = self._form.text(prompt).rstrip().endswith("<think>")
        except TemplateError as error:
            raise GenerationError(
                f"The chat template of {self.name} refuses the prompt: {error}. Take another."
            ) from error
        return without_thoughts(streamed(write, seconds=seconds, name=self.name), opened=opened)

    def close(self) -> None:
        """End what is being written, and give back the memory; nothing is written after."""
        with self._change:
            self._closed = True
        for ending in self._endings:
            ending.set()
        for ending in self._endings:
            ending.done.wait(CLOSE_S)
        self._model = None
        give_back(self.device)

    def _write(
        self, prompt: Prompt, max_tokens: int, emit: Callable[[str], None], ending: Ending
    ) -> None:
        with self._change:
            if not self._closed:
                self._endings = {e for e in self._endings if not e.done.is_set()} | {ending}
        self._current.ending = ending  # of this thread, which is this writing's alone
        with contextlib.suppress(EndedError):
            if not self._closed:
                self._generate(prompt, max_tokens, emit, ending)
        if self._closed:
            raise GenerationError(f"{self.name} has been switched off.")

    def _generate(
        self, prompt: Prompt, max_tokens: int, emit: Callable[[str], None], ending: Ending
    ) -> None:
        ids = torch.tensor([self._form.tokens(prompt)], device=self.device)  # (1, T)
        # What an encoder reads takes no room from what the decoder writes.
        room = self._window - (0 if self._encodes else ids.shape[1])
        if room < 1 or ids.shape[1] > self._window:
            raise GenerationError(
                f"The prompt has {ids.shape[1]} tokens, and {self.name} takes {self._window} with "
                "its answer. Lower the setting 'top_hits', or take a model that reads more."
            )
        with torch.inference_mode():
            self._model.generate(
                ids,
                attention_mask=torch.ones_like(ids),
                max_new_tokens=min(max_tokens, room),
                logits_processor=choosing(self._seed, 0 if self._encodes else ids.shape[1]),
                stopping_criteria=StoppingCriteriaList([Ended(ending)]),
                streamer=Telling(self._tokenizer, emit),
            )

    def _look_up(self, module: nn.Module, given: object) -> None:
        """Leave a forward pass, in the thread that nobody waits for any longer: reading a prompt is
        one pass, and can take minutes."""
        ending = getattr(self._current, "ending", None)
        if ending is not None and ending.is_set():
            raise EndedError


class Ended(StoppingCriteria):
    """Ends a writing that nobody wants more of."""

    def __init__(self, ending: Ending) -> None:
        self._ending = ending

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor, **_: object) -> torch.Tensor:
        return torch.full((input_ids.shape[0],), self._ending.is_set(), device=input_ids.device)


class Telling(TextStreamer):
    """Hands on what a model writes, in whole words, without the prompt and special tokens."""

    def __init__(self, tokenizer: Any, emit: Callable[[str], None]) -> None:
        super().__init__(tokenizer, skip_prompt=True, skip_special_tokens=True)
        self._emit = emit

    def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
        self._emit(text)


def check_kind(config: PreTrainedConfig) -> None:
    """Raise ValueError for a model that was not trained to write."""
    writers = {*MODEL_FOR_CAUSAL_LM_MAPPING_NAMES.values()}
    writers |= {*MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES.values()}
    named = config.architectures or []
    if not writers & set(named):
        raise ValueError(f"it is of the kind {', '.join(named) or 'unknown'}, which does not write")


def own_context(config: PreTrainedConfig, tokenizer: Any) -> int:
    """The most tokens that a model reads and writes, by its configuration or its tokenizer."""
    text = config.get_text_config(decoder=not config.is_encoder_decoder)
    told = [getattr(text, name, None) for name in LENGTHS]
    lengths = [
        n for n in (*told, tokenizer.model_max_length) if isinstance(n, int) and 0 < n < 2**31
    ]
    return lengths[0] if lengths else USUAL_CONTEXT
