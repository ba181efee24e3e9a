"""A PDF → the text of its pages, by pypdf (BSD-3): lines joined to paragraphs, without the page
numbers and the lines that stand at the head or foot of every page."""

import re
from collections import Counter
from collections.abc import Sequence
from io import BytesIO

from bot.errors import ArticleError
from bot.formats.fields import SENTENCE_END, Found
from bot.formats.limits import Limits

__all__ = ["paragraphs", "parse"]

# What programs write as a title by themselves.
NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint)\b.*|untitled.*|document\d*|slide \d+"
    r"|.*\.(?:docx?|pdf|indd|qxd|tex|rtf)",
    re.IGNORECASE,
)
PAGE_NUMBER = re.compile(r"\W*(?:page|seite|p\.)?\s*\d{1,4}(?:\s*(?:of|/|-|–)\s*\d{1,4})?\W*", re.I)
HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
SHORT = 0.75  # of the longest line: a line that ends a sentence there ends its paragraph
LONGEST_NUMBER = 30  # characters: "– Page 12 of 1,204 –"
EDGE_PAGES = 3  # from so many pages on, a line on most of them is a running head


def parse(data: bytes, origin: str, url: str, limits: Limits) -> list[Found]:
    """What a PDF holds, as one Found with a text a page. Raises ArticleError for one that is
    broken, locked, too long, or a scan without text."""
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, WrongPasswordError

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise WrongPasswordError
        count = len(reader.pages)
        if count > limits.pages:
            raise ArticleError(
                f"{origin} has {count} pages, more than the {limits.pages} a PDF may have. "
                "Split it, or raise the setting 'max_pages'."
            )
        pages = [page.extract_text() for page in reader.pages]
        facts = reader.metadata
        title = str((facts and facts.title) or "").strip()
        author = str((facts and facts.author) or "").strip()
    except (WrongPasswordError, FileNotDecryptedError):
        raise ArticleError(
            f"{origin} is locked with a password. Save a copy without one, and ingest that."
        ) from None
    if not any(c.isalnum() for page in pages for c in page):
        raise ArticleError(
            f"{origin} holds pictures of its {count} pages and no text, as a scan does. Run text "
            "recognition (OCR) on it, for example with ocrmypdf, and ingest the result."
        )
    lines = _without_running_heads([page.splitlines() for page in pages])
    texts = [paragraphs(page) for page in lines]
    title = "" if NO_TITLE.fullmatch(title) else title
    return [Found(texts=texts, title=title, author=author, url=url, paged=True)]


def paragraphs(lines: Sequence[str]) -> str:
    """Lines as they are set on a page → paragraphs with a blank line between, each on one line."""
    longest = max(map(len, lines), default=0)
    found = [""]
    for line in (" ".join(line.split()) for line in lines):
        if not line:
            found.append("")
            continue
        last = found[-1]
        if HYPHEN.search(last[-2:]) and line[0].islower():
            found[-1] = last[:-1] + line
        else:
            found[-1] = f"{last} {line}" if last else line
        if SENTENCE_END.search(line[-5:]) and len(line) < SHORT * longest:
            found.append("")
    return "\n\n".join(filter(None, found))


def _without_running_heads(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The lines of pages without page numbers at their edges, and without what is the first or
    last line of most of them, whatever the numbers in it."""
    bare = [_without_number(list(page)) for page in pages]
    kept = []
    running: set[str] = set()
    if len(pages) >= EDGE_PAGES:
        edges = Counter(e for page in bare if page for e in {_mask(page[0]), _mask(page[-1])})
        running = {edge for edge, times in edges.items() if times > len(pages) / 2}
    for page in bare:
        begin = 1 if page and _mask(page[0]) in running else 0
        end = len(page) - (1 if len(page) > 1 and _mask(page[-1]) in running else 0)
        kept.append(page[begin:end])
    return kept


def _without_number(lines: list[str]) -> list[str]:
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    if lines and _is_number(lines[-1]):
        lines = lines[:-1]
    if lines and _is_number(lines[0]):
        lines = lines[1:]
    return lines


def _is_number(line: str) -> bool:
    bare = " ".join(line.split())
    return len(bare) < LONGEST_NUMBER and bool(PAGE_NUMBER.fullmatch(bare))


def _mask(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())
