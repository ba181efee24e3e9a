"""Articles of the web, from a server that the test itself starts."""

import gzip
import json
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.articles import Skipped, read_articles
from bot.errors import ArticleError
from bot.formats.fetch import fetched
from bot.formats.limits import Limits
from bot.ingest import ingest
from bot.types import Article
from tests.fakes import FakeEmbedder, index_in
from tests.made_files import pdf, rss, web_page

HERE = Limits(private_hosts=("127.0.0.1",), download_s=5, file_mb=1)
Answer = Callable[["Handler"], None]


def answering(body: bytes | str, kind: str, **headers: str) -> Answer:
    def answer(handler: "Handler") -> None:
        data = body.encode() if isinstance(body, str) else body
        handler.send_response(200)
        for name, value in {"Content-Type": kind, **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def leading(place: str) -> Answer:
    def answer(handler: "Handler") -> None:
        handler.send_response(302)
        handler.send_header("Location", place)
        handler.end_headers()

    return answer


def endless(handler: "Handler") -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    while True:
        handler.wfile.write(b"<p>More and more.</p>" * 1000)


def dripping(handler: "Handler") -> None:
    """Headers that never end: each of them in time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(200):
        handler.wfile.write(b"X-%d: 1\r\n" % number)
        handler.wfile.flush()
        time.sleep(0.1)


def rubbish(handler: "Handler") -> None:
    handler.wfile.write(b"\x00\x01\x02 this is no HTTP\r\n\r\n")


PUTIN = "Путин молчал."
MILL = b"The mill reopens."
BRIDGE = web_page("The bridge reopened to all traffic on Thursday.")
SNOW = rss(
    "<item><link>https://hill.example/snow</link><description>Snow fell.</description></item>"
)
ANSWERS: dict[str, Answer] = {
    "/2021/03/04/bridge": answering(BRIDGE, "text/html; charset=utf-8"),
    "/report.pdf": answering(pdf(["The lake fell in June."]), "application/octet-stream"),
    "/feed": answering(SNOW, "application/rss+xml"),
    "/note.txt": answering("The mill closes.", "text/plain"),
    "/packed": answering(gzip.compress(MILL), "text/plain", Content_Encoding="gzip"),
    "/cyrillic": answering(PUTIN.encode("koi8-r"), "text/plain; charset=KOI8-R"),
    "/wrong": answering(PUTIN, "text/plain; charset=ascii"),
    "/moved": leading("/note.txt"),
    "/round": leading("/round"),
    "/to-file": leading("file:///etc/passwd"),
    "/to-metadata": leading("http://169.254.169.254/latest/"),
    "/to-name": leading("http://localhost:1/"),
    "/endless": endless,
    "/dripping": dripping,
    "/rubbish": rubbish,
    "/bomb": answering(gzip.compress(bytes(50_000_000)), "text/html", Content_Encoding="gzip"),
    "/brotli": answering(b"x", "text/html", Content_Encoding="br"),
    "/cut-off": answering(gzip.compress(MILL)[:-9], "text/plain", Content_Encoding="gzip"),
    "/no-gzip": answering(b"plain", "text/html", Content_Encoding="gzip"),
    "/picture": answering(b"\x89PNG", "image/png"),
}  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        answer = ANSWERS.get(self.path.split("?")[0])
        with suppress(OSError):  # the client went away, as it should
            answer(self) if answer else self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a web site of this test."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_pages_and_files_of_the_web_become_articles(site: str) -> None:
    places = [
        "/2021/03/04/bridge#top",
        "/report.pdf",
        "/feed",
        "/note.txt?a=1",
        "/packed",
        "/moved",
    ]
    found = list(read_articles([site + p for p in places], limits=HERE))
    page, report, entry, note, packed, moved = (i for i in found if isinstance(i, Article))
    assert page.text == "The bridge reopened to all traffic on Thursday."
    assert (page.title, page.source, str(page.date)) == (
        "Bridge reopens", "Kerrin Gazette", "2021-03-04",
    )  # fmt: skip
    assert page.id == "127.0.0.1/2021/03/04/bridge"
    assert page.url == page.origin == f"{site}/2021/03/04/bridge"
    assert (report.id, report.pages) == ("127.0.0.1/report", (0,))
    assert (entry.id, entry.text) == ("hill.example/snow", "Snow fell.")
    assert (note.id, note.text) == ("127.0.0.1/note.txt?a=1", "The mill closes.")
    assert packed.text == "The mill reopens."
    assert (moved.id, moved.url) == ("127.0.0.1/note", f"{site}/note.txt")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/gone", "it answers 404"),
        ("/round", "leads on more than 10 times"),
        ("/to-file", "leads to 'file:.*passwd', which is no web address"),
        ("/to-metadata", "'169.254.169.254' is at 169.254.169.254, which is on this machine or"),
        ("/to-name", "'localhost' is at .* 'allow_private_addresses'"),
        ("/endless", "answers with more than 1 MB.*'max_file_mb'"),
        ("/rubbish", "Check the address and your network"),
        ("/bomb", "answers with more than 1 MB"),
        ("/brotli", "answers packed as 'br'"),
        ("/cut-off", "it breaks off before its end"),
        ("/no-gzip", "incorrect header check"),
        ("/picture", "answers with image/png, which is not read"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_by_its_address(
    site: str, path: str, reason: str
) -> None:
    with pytest.raises(ArticleError, match=reason) as told:
        fetched(site + path, HERE)
    assert str(told.value).startswith(f"{site}{path} cannot be fetched: ")
    assert str(told.value).endswith(".")


def test_an_answer_that_drips_is_left_at_the_deadline(site: str) -> None:
    start = time.monotonic()
    with pytest.raises(ArticleError, match=r"took longer than 1 s.*'download_timeout_s'"):
        fetched(f"{site}/dripping", replace(HERE, download_s=1))
    assert time.monotonic() - start < 4


@pytest.mark.parametrize("path", ["/note.txt", "/moved"])
def test_this_machine_is_refused_unless_it_is_allowed(site: str, path: str) -> None:
    with pytest.raises(ArticleError, match=r"'127\.0\.0\.1' is at 127\.0\.0\.1, which is on this"):
        fetched(site + path, Limits())


def test_a_name_that_changes_its_address_is_not_followed_to_the_new_one(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The host is resolved once a connection, and what was checked is what is connected to."""
    answers = iter(["127.0.0.1", "10.0.0.1"])
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolved(host: str, *args: Any, **named: Any) -> object:
        if host != "news.test":
            return real(host, *args, **named)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    port = site.rsplit(":", 1)[1]
    limits = replace(HERE, private_hosts=("news.test",))
    document = fetched(f"http://news.test:{port}/note.txt", limits)
    assert document.read(1, setting="") == b"The mill closes."
    assert asked == ["news.test"]


@pytest.mark.parametrize(
    "address",
    ["http://", "http://[::1", "http://user:word@news.example/", "http://exa mple.org/",
     "http://nowhere.invalid/", "https://127.0.0.1:1/", "http://2130706433/", "http://0x7f.1/"],
)  # fmt: skip
def test_an_address_that_leads_nowhere_is_refused(address: str) -> None:
    with pytest.raises(ArticleError, match="cannot be fetched: "):
        fetched(address, Limits(download_s=5))


def test_a_bad_address_hides_no_other_and_a_good_one_is_known_again(
    site: str, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("The ferry sailed.")
    places: list[Path | str] = [f"{site}/gone", tmp_path / "a.txt", f"{site}/note.txt"]
    index = index_in(tmp_path / "index")
    report = ingest(places, index, FakeEmbedder(), limits=HERE)
    assert report.added == ("a", "127.0.0.1/note")
    assert [s.origin for s in report.skipped] == [f"{site}/gone"]
    assert ingest(places, index, FakeEmbedder(), limits=HERE).unchanged == report.added


def test_an_article_of_the_web_is_not_taken_for_one_whose_file_is_gone(
    site: str, tmp_path: Path
) -> None:
    index = index_in(tmp_path / "index")
    address = f"{site}/2021/03/04/bridge"
    ingest([address], index, FakeEmbedder(), limits=HERE)
    record = {"id": "x", "title": "Bridge reopens", "url": address, "text": "Another version."}
    (tmp_path / "a.json").write_text(json.dumps(record))
    assert ingest([tmp_path / "a.json"], index, FakeEmbedder()).added == ("x",)


def test_other_schemes_are_refused_before_anything_is_read() -> None:
    with pytest.raises(ArticleError, match="only http and https are"):
        list(read_articles(["ftp://news.example/a.txt"]))


def test_zlib_and_gzip_are_both_unpacked(site: str) -> None:
    ANSWERS["/deflated"] = answering(zlib.compress(MILL), "text/plain", Content_Encoding="deflate")
    assert fetched(f"{site}/deflated", HERE).read(1, setting="") == b"The mill reopens."


def test_the_encoding_that_a_server_names_is_used_where_it_is_true(site: str) -> None:
    found = read_articles([f"{site}/cyrillic", f"{site}/wrong"], limits=HERE)
    assert [i.text for i in found if isinstance(i, Article)] == [PUTIN, PUTIN]


def test_a_skipped_address_is_no_article(site: str) -> None:
    (item,) = read_articles([f"{site}/picture"], limits=HERE)
    assert isinstance(item, Skipped)
