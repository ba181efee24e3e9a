"""Files written and read by the tests of articles."""

import json
from collections.abc import Sequence
from pathlib import Path

from bot.articles import Skipped, read_article, read_articles
from bot.formats.limits import Limits
from bot.types import Article

__all__ = ["LOPEZ", "read_all", "read_markdown", "read_text", "write_lines"]

LOPEZ = "Andrés Manuel López Obrador wrote a letter — “at last.”"


def read_text(folder: Path, content: str | bytes, name: str = "a.txt") -> Article:
    data = content.encode() if isinstance(content, str) else content
    path = folder / name
    path.write_bytes(data)
    return read_article(path, article_id="a")


def read_markdown(folder: Path, content: str) -> Article:
    return read_text(folder, content, "a.md")


def read_all(*paths: Path, max_mb: float = 5.0) -> tuple[list[Article], list[Skipped]]:
    items = list(read_articles(paths, limits=Limits(article_mb=max_mb)))
    return (
        [i for i in items if isinstance(i, Article)],
        [i for i in items if isinstance(i, Skipped)],
    )


def write_lines(path: Path, records: Sequence[object]) -> None:
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
