"""The name of a prompt + its fields → a Prompt, from a plain text file that a person may edit."""

import string
from pathlib import Path

from bot.errors import PromptError
from bot.types import Prompt

__all__ = ["FOLDER", "render"]

FOLDER = Path(__file__).resolve().parents[2] / "prompts"
DIVIDER = "====="  # a line of it divides what the model is to do from what it is to do it with


def render(name: str, folder: Path | None = None, /, **fields: object) -> Prompt:
    """The prompt `NAME.txt` of a folder (by default `prompts/`) with its `$fields` filled in.

    The file is read anew each time. What is filled in is not looked at for further fields. Raises
    PromptError when the file cannot be read, has no divider, or does not have exactly these fields.
    """
    path = (folder or FOLDER) / f"{name}.txt"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(
            f"The prompt {str(path)!r} cannot be read: {error}. Restore it from the repository."
        ) from error
    lines = text.strip().split("\n")
    if [line.strip() for line in lines].count(DIVIDER) != 1:
        raise PromptError(
            f"The prompt {str(path)!r} needs one line {DIVIDER!r} between what the model is to do "
            "and what it is given."
        )
    template = string.Template("\n".join(lines))
    if not template.is_valid():
        raise PromptError(
            f"The prompt {str(path)!r} has a lone $ in it. Write $$ for a dollar sign."
        )
    there, known = set(template.get_identifiers()), set(fields)
    if there != known:
        wrong = [f"does not know ${n}" for n in sorted(there - known)]
        wrong += [f"lacks ${n}" for n in sorted(known - there)]
        named = ", ".join(f"${n}" for n in sorted(known))
        raise PromptError(
            f"The prompt {str(path)!r} {' and '.join(wrong)}. It must have each of {named}."
        )
    # Divided before it is filled in: what is filled in may hold such a line.
    at = next(n for n, line in enumerate(lines) if line.strip() == DIVIDER)
    system, user = (
        string.Template("\n".join(part)).substitute({n: str(v) for n, v in fields.items()}).strip()
        for part in (lines[:at], lines[at + 1 :])
    )
    return Prompt(system, user)
