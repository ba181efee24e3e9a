"""A web address → a Document: its page, PDF, feed or text, fetched within bounds, by httpcore and
httpx (both BSD-3)."""

import re
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

import bot
from bot.errors import ArticleError
from bot.formats.document import Document
from bot.formats.limits import Limits

if TYPE_CHECKING:
    import httpcore
    import httpx

__all__ = ["fetched"]

REDIRECTS = 10
MOVED = (301, 302, 303, 307, 308)
# What a server says it sends → the suffix that says how it is read.
TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/json": ".json",
    "application/feed+json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "text/csv": ".csv",
    "text/markdown": ".md",
    "application/zip": ".zip",
}
# Types that say little: the address's own suffix says more.
VAGUE = ("", "text/plain", "application/octet-stream", "binary/octet-stream")
OPENINGS = ((b"%PDF-", ".pdf"), (b"<!doctype html", ".html"), (b"<html", ".html"))


def fetched(address: str, limits: Limits) -> Document:
    """What stands at an http(s) address.

    Raises ArticleError naming it where it cannot be had, leads to a private network, answers with
    too much or too slowly, or holds no known format.
    """
    import httpcore
    import httpx

    from bot.formats.connection import CheckedBackend

    backend = CheckedBackend(limits.private_hosts, time.monotonic() + limits.download_s)
    try:
        url = httpx.URL(address)
        if url.userinfo:
            raise ArticleError("it holds a user's name. Save the page from your browser instead")
        context = httpx.create_ssl_context()
        with httpcore.ConnectionPool(context, network_backend=backend, retries=0) as pool:
            for _ in range(REDIRECTS):
                with pool.stream("GET", _target(url), headers=_headers(url)) as response:
                    if response.status not in MOVED:
                        return _document(address, url, response, limits)
                    url = _next(url, response)
        raise ArticleError(f"it leads on more than {REDIRECTS} times. Give the last address")
    except ArticleError as error:
        raise ArticleError(f"{address} cannot be fetched: {error}.") from error
    except httpcore.TimeoutException as error:
        raise ArticleError(
            f"{address} cannot be fetched: it took longer than {limits.download_s:g} s. Try later, "
            "or raise the setting 'download_timeout_s'."
        ) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpx.InvalidURL, zlib.error) as error:
        why = str(error) or type(error).__name__
        raise ArticleError(
            f"{address} cannot be fetched: {why}. Check the address and your network."
        ) from error


def _document(
    address: str, url: "httpx.URL", response: "httpcore.Response", limits: Limits
) -> Document:
    if response.status != 200:
        raise ArticleError(
            f"it answers {response.status}. Check the address, or save the page from your browser"
        )
    data = _body(response, limits)
    type_, _, more = _header(response, b"content-type").lower().partition(";")
    type_ = type_.strip()
    charset = re.search(r"charset=[\"']?([\w.:-]+)", more)
    if charset and type_.startswith("text/"):
        with suppress(LookupError, ValueError):  # a server may be wrong: then it is told by itself
            data = data.decode(charset[1]).encode()
    suffix = _suffix(type_, url, data)
    name = re.sub(r"\A(?:www\.)?", "", url.host) + url.path.rstrip("/")
    query = f"?{url.query.decode()}" if url.query else ""
    bare = name + query if name.lower().endswith(suffix) and not query else name + query + suffix
    shown = str(url.copy_with(fragment=None))
    return Document(shown, bare, len(data), lambda: BytesIO(data), url=shown)


def _body(response: "httpcore.Response", limits: Limits) -> bytes:
    """The bytes of an answer, unpacked. Raises ArticleError for more than there may be."""
    most = int(limits.file_mb * 1e6)
    parts: list[bytes] = []
    length = 0
    for part in _unpacked(response, most):
        length += len(part)
        if length > most:
            raise ArticleError(
                f"it answers with more than {limits.file_mb:g} MB. Raise the setting "
                "'max_file_mb' if you want it"
            )
        parts.append(part)
    return b"".join(parts)


def _unpacked(response: "httpcore.Response", most: int) -> Iterator[bytes]:
    """The parts of an answer; from a packed one never more than `most` bytes at a time."""
    coding = _header(response, b"content-encoding").lower()
    if coding in ("", "identity"):
        yield from response.iter_stream()
    elif coding in ("gzip", "x-gzip", "deflate"):
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)  # either, by its head
        for part in response.iter_stream():
            yield unpacker.decompress(part, most + 1)
        if not unpacker.eof:
            raise ArticleError("it breaks off before its end. Try later")
    else:
        raise ArticleError(f"it answers packed as {coding!r}. Save the page from your browser")


def _suffix(type_: str, url: "httpx.URL", data: bytes) -> str:
    from bot.formats.formats import SUFFIXES

    own = next((s for s in SUFFIXES if url.path.lower().endswith(s)), "")
    if type_ in TYPES:
        return TYPES[type_]
    if type_ in VAGUE:
        head = data[:100].lstrip().lower()
        sniffed = next((s for opening, s in OPENINGS if head.startswith(opening.lower())), "")
        if own or sniffed or type_ == "text/plain":
            return own or sniffed or ".txt"
    raise ArticleError(f"it answers with {type_ or 'an unnamed format'}, which is not read")


def _next(url: "httpx.URL", response: "httpcore.Response") -> "httpx.URL":
    """Where a redirect leads to. Raises ArticleError where that is no web address."""
    place = url.join(_header(response, b"location"))
    if place.scheme not in ("http", "https") or place.userinfo:
        raise ArticleError(f"it leads to {str(place)[:200]!r}, which is no web address")
    return place


def _target(url: "httpx.URL") -> "httpcore.URL":
    import httpcore

    return httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )


def _headers(url: "httpx.URL") -> "Mapping[bytes | str, bytes | str]":
    return {
        "Host": url.netloc.decode("ascii"),
        "User-Agent": f"Footing/{bot.__version__}",
        "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/pdf,*/*;q=0.5",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def _header(response: "httpcore.Response", name: bytes) -> str:
    values = [value for key, value in response.headers if key.lower() == name]
    return values[0].decode("latin-1").strip() if values else ""
