"""Files and folders → Articles. Reads `.md` with front matter, `.txt` (optionally opening with
`date YYYY-MM-DD`), and `.jsonl` of articles, plain or gzip.

One bad file never hides the others: reading yields Articles and, for what cannot be one, a Skipped
that names the file, the trouble and the remedy.
"""

import datetime as dt
import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.errors import ArticleError
from bot.types import Article

__all__ = ["SUFFIXES", "Skipped", "article_files", "read_article", "read_articles"]

SUFFIXES = (".md", ".txt", ".jsonl", ".jsonl.gz")
DATE_LINE = re.compile(r"\A\s*date\s*:?\s+(\d{4}-\d{2}-\d{2})\b[ \t]*\n?", re.IGNORECASE)
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
FIELDS = ("title", "source", "url")


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that could not become an article, and why."""

    origin: str
    reason: str


def read_articles(paths: Sequence[Path], *, max_mb: float = 5.0) -> Iterator[Article | Skipped]:
    """Read every article under the given files and folders, in the order of their names.

    An article's id is its path below the given folder without the suffix (for a record, its `id`).
    Raises ArticleError, before anything is read, for a path that does not exist or a folder
    without a readable file.
    """
    found = [(path, root) for root in paths for path in article_files(root)]
    for path, root in found:
        base = root if root.is_dir() else root.parent
        name = path.relative_to(base).as_posix()
        try:
            if name.endswith((".jsonl", ".jsonl.gz")):
                yield from _read_records(path, max_mb)
            else:
                yield read_article(path, article_id=name.rsplit(".", 1)[0], max_mb=max_mb)
        except ArticleError as error:
            yield Skipped(str(path), str(error))


def read_article(path: Path, *, article_id: str, max_mb: float = 5.0) -> Article:
    """Read one `.md` or `.txt` file. Raises ArticleError naming the file and the remedy."""
    raw = _decoded(_bytes(path, max_mb), path)
    origin = str(path.resolve())
    if path.suffix.lower() == ".md":
        return _from_markdown(raw, article_id, origin)
    return _from_text(raw, article_id, origin)


def article_files(root: Path) -> list[Path]:
    """The article files at or below a path, sorted. Raises ArticleError when there is none."""
    if not root.exists():
        raise ArticleError(f"There is no file or folder {str(root)!r}. Check the path.")
    if root.is_file():
        if not root.name.lower().endswith(SUFFIXES):
            raise ArticleError(f"{root} is not one of {', '.join(SUFFIXES)}. Convert it first.")
        return [root]
    files = sorted(p for p in root.rglob("*") if _readable(p, root))
    if not files:
        raise ArticleError(
            f"The folder {str(root)!r} holds no article. Put {', '.join(SUFFIXES)} files into it."
        )
    return files


def _readable(path: Path, root: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    return path.name.lower().endswith(SUFFIXES) and path.is_file() and not hidden


def _bytes(path: Path, max_mb: float) -> bytes:
    try:
        size_mb = path.stat().st_size / 1e6
        if size_mb > max_mb:
            raise ArticleError(
                f"{path} has {size_mb:.1f} MB, more than the {max_mb:g} MB an article may have. "
                "Split it, or raise the setting 'max_article_mb'."
            )
        return path.read_bytes()
    except OSError as error:
        raise ArticleError(f"{path} cannot be read: {error.strerror}. Check its rights.") from error


def _decoded(data: bytes, path: Path) -> str:
    """Text of bytes: UTF-8, UTF-16 with its mark, or what charset-normalizer is sure of."""
    if not data.strip():
        raise ArticleError(f"{path} is empty. Remove it, or put the article's text into it.")
    has_mark = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in data and not has_mark:
        raise ArticleError(f"{path} is a binary file, not text. Save the article as plain text.")
    try:
        text = data.decode("utf-16" if has_mark else "utf-8-sig")
    except UnicodeDecodeError:
        best = charset_normalizer.from_bytes(data).best()
        if best is None:
            raise ArticleError(
                f"{path} is not text in any known encoding. Save it as UTF-8."
            ) from None
        text = str(best)
    # Control characters other than white space do not occur in prose.
    controls = sum(ord(c) < 32 and c not in "\t\n\r\f\v" for c in text)
    if controls > len(text) / 100:
        raise ArticleError(f"{path} is a binary file, not text. Save the article as plain text.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _from_text(raw: str, article_id: str, origin: str) -> Article:
    match = DATE_LINE.match(raw)
    date = _date(match[1], origin) if match else None
    text = (raw[match.end() :] if match else raw).strip()
    if not any(c.isalnum() for c in text):
        raise ArticleError(f"{origin} has no words in it. Remove it, or put the text into it.")
    return Article(id=article_id, text=text, date=date, origin=origin)


def _from_markdown(raw: str, article_id: str, origin: str) -> Article:
    match = FRONT_MATTER.match(raw)
    fields: dict[str, object] = {}
    if match:
        try:
            loaded = yaml.safe_load(match[1])
        except yaml.YAMLError as error:
            reason = str(error).splitlines()[0]
            raise ArticleError(
                f"{origin}: the front matter is not YAML ({reason}). Mend the lines between '---'."
            ) from error
        except ValueError as error:  # 2020-13-45 is tried as a date
            raise ArticleError(
                f"{origin}: the front matter holds an impossible date ({error}). Mend it."
            ) from error
        if isinstance(loaded, dict):
            fields = {str(k): v for k, v in loaded.items()}
        elif loaded is not None:
            raise ArticleError(
                f"{origin}: the front matter is no list of fields. Write 'title: …', 'date: …'."
            )
    record = {k: v for k, v in fields.items() if k in (*FIELDS, "date")}
    record["text"] = _plain(raw[match.end() :] if match else raw)
    return _from_fields(record, article_id, origin)


def _read_records(path: Path, max_mb: float) -> Iterator[Article | Skipped]:
    """Articles of a JSONL file, a record a line; a bad line is skipped, not the file."""
    opened = gzip.open if path.name.lower().endswith(".gz") else open
    origin = str(path.resolve())
    try:
        with opened(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                where = f"{origin}:{number}"
                try:
                    if line.strip():
                        yield _from_line(line, where, max_mb)
                except ArticleError as error:
                    yield Skipped(where, str(error))
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ArticleError(f"{path} cannot be read to its end: {error}. Check the file.") from error


def _from_line(line: str, where: str, max_mb: float) -> Article:
    if len(line) > max_mb * 1e6:
        raise ArticleError(
            f"{where} has {len(line) / 1e6:.1f} MB, more than the {max_mb:g} MB an article may "
            "have. Split it, or raise the setting 'max_article_mb'."
        )
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ArticleError(f"{where} is not JSON: {error}. Mend the line.") from error
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise ArticleError(f"{where} needs a JSON object with a 'text' field. Mend the line.")
    article_id = str(record.get("id") or where)
    return _from_fields(record, article_id, f"{where.rsplit(':', 1)[0]}#{article_id}")


def _from_fields(record: dict[str, object], article_id: str, origin: str) -> Article:
    text = str(record["text"]).strip()
    if not any(c.isalnum() for c in text):
        raise ArticleError(f"{origin} has no words in it. Remove it, or put the text into it.")
    value = record.get("date")
    date = None if value in (None, "") else _date(value, origin)
    title, source, url = (
        " ".join(str(record[f]).split()) if record.get(f) is not None else "" for f in FIELDS
    )
    return Article(
        id=article_id, text=text, title=title, date=date, source=source, url=url, origin=origin
    )


def _date(value: object, origin: str) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        raise ArticleError(
            f"{origin}: the date {value!r} is not of the form YYYY-MM-DD. Mend or remove it."
        ) from None


def _plain(markdown: str) -> str:
    """The text of Markdown: a paragraph for each block, no marks, links by their words."""
    blocks: list[str] = []
    for token in MarkdownIt("commonmark").parse(markdown):
        if token.type == "inline":
            blocks.append(_inline(token.children or []))
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.strip())
    return "\n\n".join(b for b in blocks if b.strip())


def _inline(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type == "image":
            parts.append(_inline(token.children or []))
        elif token.type in ("text", "code_inline", "text_special"):
            parts.append(token.content)
    return "".join(parts)
