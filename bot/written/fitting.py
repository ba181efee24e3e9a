"""Hits → what a language model is shown of them: numbered, fenced, as many as its context holds."""

from collections.abc import Callable, Sequence

from bot.errors import GenerationError
from bot.protocols import Generator
from bot.types import Days, Hit, Prompt

__all__ = ["fenced", "fitted"]

# Special tokens of chat templates, fences and citation marks would read as the prompt's own.
HARMLESS = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")"})
MARGIN = 48  # tokens: what a chat template adds, and what counting by parts misses


def fenced(hits: Sequence[Hit]) -> str:
    """The passages as a prompt shows them, numbered from 1; nothing in them can close the fence."""
    return "\n\n".join(_source(number, hit) for number, hit in enumerate(hits, start=1))


def _source(number: int, hit: Hit) -> str:
    passage = hit.passage
    date = Days(passage.date, passage.date).in_words if passage.date else ""
    known = ", ".join(filter(None, (passage.source, date, f"“{passage.heading}”")))
    lines = " ".join(known.split()).translate(HARMLESS)
    return f"[{number}] {lines}\n<<<\n{passage.text.strip().translate(HARMLESS)}\n>>>"


def fitted(
    hits: Sequence[Hit],
    generator: Generator,
    prompt_of: Callable[[Sequence[Hit]], Prompt],
    *,
    max_tokens: int,
) -> tuple[Prompt, tuple[Hit, ...]]:
    """The prompt over as many of the hits, best first, as leave room for `max_tokens` of output;
    and those hits.

    Raises GenerationError when not even the best one fits.
    """
    room = generator.context_tokens - max_tokens - MARGIN
    for count in range(len(hits), 0, -1):
        prompt = prompt_of(hits[:count])
        if generator.count_tokens(f"{prompt.system}\n{prompt.user}") <= room:
            return prompt, tuple(hits[:count])
    raise GenerationError(
        f"{generator.name} reads {generator.context_tokens} tokens at once, too few for one "
        f"passage and {max_tokens} tokens of text. Choose a model with a longer context."
    )
