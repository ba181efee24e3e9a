"""Files and folders → Articles. Reads `.md` with front matter, `.txt` (optionally opening with
`date YYYY-MM-DD`), and `.jsonl` of articles, plain or gzip.

One bad file never hides the others: reading yields Articles and, for what cannot be one, a Skipped
that names the file, the trouble and the remedy.
"""

import datetime as dt
import gzip
import html
import json
import os
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.errors import ArticleError
from bot.types import Article
from bot.words import HALF_CHARACTER, composed

__all__ = [
    "SUFFIXES",
    "Skipped",
    "article_files",
    "count_articles",
    "read_article",
    "read_articles",
]

SUFFIXES = (".md", ".txt", ".jsonl", ".jsonl.gz")
DATE_LINE = re.compile(r"\A\s*date\s*:?\s+(\d{4}-\d{2}-\d{2})\b[ \t]*\n?", re.IGNORECASE)
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
FIELDS = ("title", "source", "url")
NULLS = ("", "~", "null")  # how YAML writes that a field has no value
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T\s].*)?", re.DOTALL)  # a time of day is not kept
TAG = re.compile(r"<[^<>]*>")
# HTML whose content is not prose.
NO_PROSE = ("<script", "<style", "<!", "<?")
# Bytes that are not UTF-8 and hardly ever beyond ASCII are English with some accents and quotation
# marks in Western Windows' encoding; charset-normalizer takes "López" in it for Chinese.
MOSTLY_ASCII = 0.3


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that could not become an article, and why."""

    origin: str
    reason: str


def read_articles(paths: Sequence[Path], *, max_mb: float = 5.0) -> Iterator[Article | Skipped]:
    """Read every article under the given files and folders, in the order of their names.

    An article's id is its path below the given folder without the suffix; for a record, its `id`
    or, where it has none, the file's path below the folder and the number of the line.
    Raises ArticleError, before anything is read, for a path that does not exist or a folder
    without an article or with a part that cannot be read.
    """
    found = [(path, root) for root in paths for path in article_files(root)]
    for path, root in found:
        base = root if root.is_dir() else root.parent
        name = composed(path.relative_to(base).as_posix())
        try:
            if name.lower().endswith((".jsonl", ".jsonl.gz")):
                yield from _read_records(path, name, max_mb)
            else:
                yield read_article(path, article_id=name.rsplit(".", 1)[0], max_mb=max_mb)
        except ArticleError as error:
            yield Skipped(str(path), str(error))


def read_article(path: Path, *, article_id: str, max_mb: float = 5.0) -> Article:
    """Read one `.md` or `.txt` file. Raises ArticleError naming the file and the remedy."""
    raw = _decoded(_bytes(path, max_mb), path)
    origin = _origin(path)
    if path.suffix.lower() == ".md":
        return _from_markdown(raw, article_id, origin)
    return _from_text(raw, article_id, origin)


def article_files(root: Path) -> list[Path]:
    """The article files at or below a path, sorted; hidden ones and linked folders are left out.

    Raises ArticleError when there is none, or a folder cannot be read.
    """
    if not os.path.exists(root):
        raise ArticleError(f"There is no file or folder {str(root)!r}. Check the path.")
    if root.is_file():
        if not root.name.lower().endswith(SUFFIXES):
            raise ArticleError(f"{root} is not one of {', '.join(SUFFIXES)}. Convert it first.")
        return [root]
    files: list[Path] = []
    for folder, below, names in os.walk(root, onerror=_refuse):
        below[:] = [name for name in below if not name.startswith(".")]
        shown = (n for n in names if n.lower().endswith(SUFFIXES) and not n.startswith("."))
        files += (path for name in shown if (path := Path(folder, name)).is_file())
    if not files:
        raise ArticleError(
            f"The folder {str(root)!r} holds no article. Put {', '.join(SUFFIXES)} files into it."
        )
    return sorted(files)


def count_articles(paths: Sequence[Path]) -> int:
    """How many articles there are to read, for a bar of progress: a file is one, and so is a line
    of records; what cannot be read counts as one.

    Raises ArticleError for a path that does not exist or a folder without an article.
    """
    return sum(_count(path) for root in paths for path in article_files(root))


def _count(path: Path) -> int:
    name = path.name.lower()
    if not name.endswith((".jsonl", ".jsonl.gz")):
        return 1
    try:
        with gzip.open(path) if name.endswith(".gz") else path.open("rb") as file:
            ends, last = 0, b"\n"
            while block := file.read(1 << 20):
                ends, last = ends + block.count(b"\n"), block[-1:]
            return max(1, ends + (last != b"\n"))
    except (OSError, EOFError, zlib.error):
        return 1


def _refuse(error: OSError) -> None:
    raise ArticleError(
        f"The folder {error.filename!r} cannot be read: {error.strerror}. Check its rights."
    ) from error


def _origin(path: Path) -> str:
    return HALF_CHARACTER.sub("\ufffd", str(path.resolve()))


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
    """Text of bytes: UTF-8, UTF-16 with its mark, or what they most likely are."""
    if not data.strip():
        raise ArticleError(f"{path} is empty. Remove it, or put the article's text into it.")
    has_mark = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in data and not has_mark:
        raise ArticleError(f"{path} is a binary file, not text. Save the article as plain text.")
    try:
        text = data.decode("utf-16" if has_mark else "utf-8-sig")
    except UnicodeDecodeError:
        text = _guessed(data, path)
    # Control characters other than white space do not occur in prose.
    controls = sum(ord(c) < 32 and c not in "\t\n\r\f\v" for c in text)
    if controls > len(text) / 100:
        raise ArticleError(f"{path} is a binary file, not text. Save the article as plain text.")
    return _unix(text)


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _guessed(data: bytes, path: Path) -> str:
    lossy = data.decode("utf-8", errors="replace")
    broken = lossy.count("\ufffd")
    if sum(c > "\x7f" for c in lossy) > 2 * broken:
        return lossy  # UTF-8 with a few broken bytes
    if sum(byte > 127 for byte in data) < MOSTLY_ASCII * len(data):
        with suppress(UnicodeDecodeError):  # some bytes mean nothing there
            return data.decode("cp1252")
    best = charset_normalizer.from_bytes(data).best()
    if best is None:
        raise ArticleError(f"{path} is not text in any known encoding. Save it as UTF-8.")
    return str(best)


def _from_text(raw: str, article_id: str, origin: str) -> Article:
    match = DATE_LINE.match(raw)
    record = {"date": match[1], "text": raw[match.end() :]} if match else {"text": raw}
    return _from_fields(record, article_id, origin)


def _from_markdown(raw: str, article_id: str, origin: str) -> Article:
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
            fields = {k: None if v in NULLS else v for k, v in loaded.items()}
        elif loaded not in (None, ""):
            raise ArticleError(
                f"{origin}: the front matter is no list of fields. Write 'title: …', 'date: …'."
            )
    text = _plain(raw[match.end() :] if match else raw)
    return _from_fields({**fields, "text": text}, article_id, origin)


def _read_records(path: Path, name: str, max_mb: float) -> Iterator[Article | Skipped]:
    """Articles of a JSONL file, a record a line; a bad line is skipped, not the file."""
    seen: dict[str, tuple[int, str]] = {}  # id → the line and content hash of its first record
    zipped = name.lower().endswith(".gz")
    origin, stem = _origin(path), name[: name.lower().rindex(".jsonl")]
    empty = True
    try:
        with gzip.open(path) if zipped else path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if b"\x00" in line:
                    raise ArticleError(f"{path} is not text from line {number} on. Save it anew.")
                if not line.strip():
                    continue
                empty = False
                try:
                    record = _from_line(line, f"{origin}:{number}", f"{stem}:{number}", max_mb)
                    first, content = seen.setdefault(record.id, (number, record.content_hash))
                    if record.content_hash != content:
                        raise ArticleError(
                            f"{origin}:{number} has the id {record.id!r} of line {first} and other "
                            "content. Give each record an id of its own."
                        )
                    yield record
                except ArticleError as error:
                    yield Skipped(f"{origin}:{number}", str(error))
    except (OSError, EOFError, zlib.error) as error:
        raise ArticleError(f"{path} cannot be read to its end: {error}. Check the file.") from error
    if empty:
        raise ArticleError(f"{path} is empty. Remove it, or put articles into it, one a line.")


def _from_line(line: bytes, where: str, fallback_id: str, max_mb: float) -> Article:
    if len(line) > max_mb * 1e6:
        raise ArticleError(
            f"{where} has {len(line) / 1e6:.1f} MB, more than the {max_mb:g} MB an article may "
            "have. Split it, or raise the setting 'max_article_mb'."
        )
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"{where} is not JSON: {error}. Mend the line.") from error
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise ArticleError(f"{where} needs a JSON object with a 'text' field. Mend the line.")
    article_id = _field(record, "id", where) or fallback_id
    return _from_fields(record, article_id, f"{where.rsplit(':', 1)[0]}#{article_id}")


def _from_fields(record: Mapping[str, object], article_id: str, origin: str) -> Article:
    text = composed(_unix(str(record["text"]))).strip()
    if not any(c.isalnum() for c in text):
        raise ArticleError(f"{origin} has no words in it. Remove it, or put the text into it.")
    title, source, url = (_field(record, name, origin) for name in FIELDS)
    return Article(
        id=article_id,
        text=text,
        title=title,
        date=_date(_field(record, "date", origin), origin),
        source=source,
        url=url,
        origin=origin,
    )


def _field(record: Mapping[str, object], name: str, origin: str) -> str:
    """A field as text on one line; empty where the record lacks it."""
    value = record.get(name)
    if isinstance(value, dict | list):
        raise ArticleError(
            f"{origin}: the {name} is a {type(value).__name__}, not a text. Mend it."
        )
    return "" if value is None else " ".join(composed(str(value)).split())


def _date(value: str, origin: str) -> dt.date | None:
    if not value:
        return None
    try:
        match = DAY.fullmatch(value)
        return dt.date.fromisoformat(match[1] if match else value)
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
        elif token.type == "html_block" and not token.content.lower().lstrip().startswith(NO_PROSE):
            blocks.append(" ".join(html.unescape(TAG.sub(" ", token.content)).split()))
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
