"""A text → the single claims in it, as a language model takes it apart, held to the text; None
where it strays or leaves something out, and the rules of `bot.claims` stand."""

import re
from collections.abc import Generator as Stream
from collections.abc import Sequence
from pathlib import Path

from bot.protocols import Generator
from bot.words import content_stems
from bot.written.prompts import render
from bot.written.said import said
from bot.written.straying import strays

__all__ = ["split"]

MOST_CLAIMS = 20
MOST_TOKENS = 400
COVERED = 0.85  # of the text's words of matter must be in some claim
BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
LEAST_WORDS = 3  # of a claim


def split(
    generator: Generator, text: str, *, seconds: float, folder: Path | None = None
) -> Stream[None, None, Sequence[str] | None]:
    """The claims, returned when they are there; None is yielded while they are awaited.

    Raises PromptError for a prompt that cannot be used, GenerationError when the model fails.
    """
    prompt = render("split", folder, text=text)
    written = yield from said(generator, prompt, max_tokens=MOST_TOKENS, seconds=seconds)
    lines = [" ".join(BULLET.sub("", line).split()) for line in written.splitlines()]
    claims = list(dict.fromkeys(line for line in lines if line))
    if not 1 <= len(claims) <= MOST_CLAIMS:
        return None
    if any(len(c.split()) < LEAST_WORDS or strays(c, text, most_new=1) for c in claims):
        return None
    stated, told = set(content_stems(text)), set(content_stems(" ".join(claims)))
    return claims if len(stated & told) >= COVERED * len(stated) else None
