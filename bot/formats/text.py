"""Plain text and Markdown with front matter → the fields of an article."""

import html
import re
from collections.abc import Mapping, Sequence

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.errors import ArticleError

__all__ = ["NO_PROSE", "markdown_fields", "text_fields"]

TIME = r"[T ]\d\d?:\d\d(?::\d\d(?:\.\d+)?)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?[ \t]*(?=\n|\Z)"
DATE_LINE = re.compile(
    rf"\A\s*date\s*:?\s+(\d{{4}}-\d{{2}}-\d{{2}})(?:{TIME}|\b[ \t]*)\n?", re.IGNORECASE
)
FRONT_MATTER = re.compile(
    r"\A\n*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
NULLS = ("", "~", "null")  # how YAML writes that a field has no value
TAG = re.compile(r"<[^<>]*>")
# HTML that is not prose, with its content.
NO_PROSE = re.compile(
    r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<![^<>]*>|<(script|style)\b.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)


def text_fields(raw: str) -> Mapping[str, object]:
    """The text and, where it opens with `date 2020-12-15`, the date of a text file."""
    match = DATE_LINE.match(raw)
    return {"date": match[1], "text": raw[match.end() :]} if match else {"text": raw}


def markdown_fields(raw: str, origin: str) -> Mapping[str, object]:
    """The front matter's fields and the plain text. Raises ArticleError for a front matter that is
    none."""
    match = FRONT_MATTER.match(raw)
    fields: Mapping[str, object] = {}
    if match:
        try:
            # Every value stays the text it is written as: `title: No` is no boolean.
            loaded = yaml.load(match[1], Loader=yaml.BaseLoader)
        except (yaml.YAMLError, RecursionError) as error:
            reason = str(error).splitlines()[0]
            raise ArticleError(
                f"{origin}: the front matter is not YAML ({reason}). Mend the lines between '---'."
            ) from error
        if isinstance(loaded, dict):
            fields = {str(k).lower(): None if v in NULLS else v for k, v in loaded.items()}
        elif loaded not in (None, ""):
            raise ArticleError(
                f"{origin}: the front matter is no list of fields. Write 'title: …', 'date: …'."
            )
    return {**fields, "text": _plain(raw[match.end() :] if match else raw)}


def _plain(markdown: str) -> str:
    """The text of Markdown: a paragraph for each block, no marks, links by their words."""
    blocks: list[str] = []
    for token in MarkdownIt("commonmark").parse(markdown):
        if token.type == "inline":
            blocks.append(_inline(token.children or []))
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.strip())
        elif token.type == "html_block":
            prose = TAG.sub(" ", NO_PROSE.sub(" ", token.content))
            blocks.append(" ".join(html.unescape(prose).split()))
    return "\n\n".join(b for b in blocks if b.strip())


def _inline(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        is_break = token.type == "html_inline" and token.content.lower().startswith("<br")
        if token.type in ("softbreak", "hardbreak") or is_break:
            parts.append(" ")
        elif token.type == "image":
            parts.append(_inline(token.children or []))
        elif token.type in ("text", "code_inline", "text_special"):
            parts.append(token.content)
    return "".join(parts)
