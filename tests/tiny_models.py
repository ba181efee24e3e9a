"""Language models of the hub's forms, with random weights, saved as the hub has them: a Llama and a
Qwen with chat templates, and a T5. They write nonsense, by the same code as the real ones."""

from functools import cache
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
    Qwen2Config,
    Qwen2ForCausalLM,
    T5Config,
    T5ForConditionalGeneration,
)

from bot.assemble import SEEDS

__all__ = ["save_llama", "save_qwen", "save_t5"]

SPECIAL = ["<pad>", "</s>", "<|im_start|>", "<|im_end|>"]
TURN = "<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n"
OPEN = "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
CHAT = "{% for m in messages %}" + TURN + "{% endfor %}" + OPEN
NO_SYSTEM = (
    "{% if messages[0]['role'] == 'system' %}{{ raise_exception('No system role') }}{% endif %}"
    + CHAT
)


@cache
def vocabulary() -> str:
    """A byte-level BPE of 600 pieces, learnt from the seeds, as JSON."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=600,
        special_tokens=SPECIAL,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    texts = [p.read_text(encoding="utf-8") for p in sorted(SEEDS.glob("*.md"))[:5]]
    tokenizer.train_from_iterator(texts, trainer)
    written: str = tokenizer.to_str()
    return written


def save_tokenizer(folder: Path, template: str | None) -> None:
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=Tokenizer.from_str(vocabulary()), pad_token="<pad>", eos_token="</s>"
    )
    tokenizer.add_special_tokens({"additional_special_tokens": SPECIAL[2:]})
    tokenizer.chat_template = template
    tokenizer.save_pretrained(folder)


def save_llama(
    folder: Path, *, hidden: int = 64, layers: int = 2, context: int = 512, **more: Any
) -> Path:
    """A Llama whose template takes a system message, and which never ends by itself."""
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=600,
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=4,
        num_key_value_heads=2,
        intermediate_size=2 * hidden,
        max_position_embeddings=context,
        initializer_range=0.3,
        bos_token_id=None,
        eos_token_id=None,
        pad_token_id=0,
        **more,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    save_tokenizer(folder, CHAT)
    return folder


def save_qwen(folder: Path, template: str = NO_SYSTEM) -> Path:
    """A Qwen whose template refuses a system message, published with sampling and a penalty."""
    torch.manual_seed(1)
    config = Qwen2Config(
        vocab_size=600,
        hidden_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        intermediate_size=128,
        max_position_embeddings=256,
        initializer_range=0.3,
        bos_token_id=None,
        eos_token_id=3,
        pad_token_id=0,
    )
    model = Qwen2ForCausalLM(config)
    assert model.generation_config
    model.generation_config.do_sample = True
    model.generation_config.temperature = 1.5
    model.generation_config.top_k = 20
    model.generation_config.repetition_penalty = 1.3
    model.save_pretrained(folder)
    save_tokenizer(folder, template)
    return folder


def save_t5(folder: Path) -> Path:
    """A T5, which has no chat template, published with beams."""
    torch.manual_seed(2)
    published: dict[str, Any] = {"n_positions": 256, "decoder_start_token_id": 0}
    config = T5Config(
        vocab_size=600,
        d_model=64,
        d_kv=16,
        d_ff=128,
        num_layers=2,
        num_heads=4,
        initializer_factor=3.0,
        eos_token_id=1,
        pad_token_id=0,
        **published,
    )
    model = T5ForConditionalGeneration(config)
    assert model.generation_config
    model.generation_config.num_beams = 4
    model.save_pretrained(folder)
    save_tokenizer(folder, None)
    return folder
