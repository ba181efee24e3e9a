"""Bytes → text: UTF-8, UTF-16 with its mark, or what they most likely are."""

from contextlib import suppress

import charset_normalizer

from bot.errors import ArticleError

__all__ = ["decoded", "unix"]

# Bytes that are not UTF-8 and hardly ever beyond ASCII are English with some accents and quotation
# marks in Western Windows' encoding; charset-normalizer takes "López" in it for Chinese.
MOSTLY_ASCII = 0.3
SAMPLE = 1_000_000  # bytes by which the encoding of more is told, which would take minutes


def decoded(data: bytes, origin: str) -> str:
    """The text of a file's bytes. Raises ArticleError for what is empty or no text."""
    if not data.strip():
        raise ArticleError(f"{origin} is empty. Remove it, or put the article's text into it.")
    has_mark = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in data and not has_mark:
        raise ArticleError(f"{origin} is a binary file, not text. Save the article as plain text.")
    try:
        text = data.decode("utf-16" if has_mark else "utf-8-sig")
    except UnicodeDecodeError:
        text = _guessed(data, origin)
    # Control characters other than white space do not occur in prose.
    controls = sum(ord(c) < 32 and c not in "\t\n\r\f\v" for c in text)
    if controls > len(text) / 100:
        raise ArticleError(f"{origin} is a binary file, not text. Save the article as plain text.")
    return unix(text)


def unix(text: str) -> str:
    """The text with `\\n` for every end of a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _guessed(data: bytes, origin: str) -> str:
    lossy = data.decode("utf-8", errors="replace")
    broken = lossy.count("\ufffd")
    if sum(c > "\x7f" for c in lossy) > 2 * broken:
        return lossy  # UTF-8 with a few broken bytes
    if sum(byte > 127 for byte in data) < MOSTLY_ASCII * len(data):
        with suppress(UnicodeDecodeError):  # some bytes mean nothing there
            return data.decode("cp1252")
    sample = data if len(data) <= SAMPLE else data[: data.rfind(b"\n", 0, SAMPLE) + 1 or SAMPLE]
    best = charset_normalizer.from_bytes(sample).best()
    if best is None:
        raise ArticleError(f"{origin} is not text in any known encoding. Save it as UTF-8.")
    return str(best) if sample is data else data.decode(best.encoding, errors="replace")
