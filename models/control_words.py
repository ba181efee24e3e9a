"""Text of articles and questions → the same without the words that steer a language model.

A chat template marks who speaks by words of its own, such as `<|im_end|>`. An article that holds
one would end the fence around it and could speak as the person who asks.
"""

import re
from collections.abc import Collection

__all__ = ["without_control_words"]

# Of the templates of Llama, Qwen, Phi, Mistral, Gemma, T5 and their kin; `<think>` opens what a
# model says to itself. A server's own are not to be had, hence a list.
KNOWN = re.compile(
    r"<\|[^<>|\s]{1,40}\|>|</?s>|<(?:pad|bos|eos|unk|(?:start|end)_of_turn)>|<(?:start|end)_of_\w+>"
    r"|\[/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\]|<</?SYS>>|</?think>"
    r"|<[\uff5c][^<>\s]{1,40}[\uff5c]>",
    re.IGNORECASE,
)


def without_control_words(text: str, own: Collection[str] = ()) -> str:
    """The text with a space after the first character of each control word, which makes it a word
    like others: those of known templates, and a tokenizer's `own`."""
    for word in sorted((w for w in own if len(w) > 1 and w.strip()), key=len, reverse=True):
        text = text.replace(word, f"{word[0]} {word[1:]}")
    return KNOWN.sub(lambda found: f"{found[0][0]} {found[0][1:]}", text)
