"""What the Library's librarian takes in and changes, one change at a time."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.articles import count_articles, read_articles
from bot.errors import SettingError
from bot.formats.limits import Limits
from bot.index import Index
from bot.ingest import ingest
from bot.intake import Librarian, Progress
from tests.fakes import FakeEmbedder, article, index_in, store
from tests.made_files import pdf, rss, web_page, zipped

HERE = Limits(private_hosts=("127.0.0.1",))
BRIDGE = web_page("The bridge reopened to all traffic on Thursday.")
TWO = rss(
    *(f"<item><guid>{n}</guid><description>Snow {n} fell.</description></item>" for n in "ab")
)
RECORDS = '{"body": "The mill closed."}\n\n{"body": "The mill burnt."}\n{"text": "No body."}\n'


@dataclass
class Site:
    """A folder served at an address, and what was fetched of it."""

    address: str
    fetched: list[str] = field(default_factory=list)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "bridge.html").write_text(BRIDGE)
    (folder / "feed.xml").write_text(TWO)

    class Handler(SimpleHTTPRequestHandler):
        def log_request(self, code: object = "-", size: object = "-") -> None:
            found.fetched.append(self.path)

        def log_error(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    found = Site(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def index(tmp_path: Path) -> Index:
    index = index_in(tmp_path / "index")
    store(index, article("The cat slept.", "cat"))
    return index


def test_progress_counts_up_to_all_articles(index: Index, tmp_path: Path) -> None:
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text(f"Horse number {n} ran.")
    told: list[Progress] = []
    files = [str(tmp_path / f"{n}.txt") for n in range(3)]
    Librarian(index, FakeEmbedder()).take_in(files, progress=told.append)
    assert (told[0], told[-1]) == (Progress(0, 3, 0), Progress(3, 3, 3))


def test_links_are_fetched_once_each_and_go_into_the_collection(index: Index, site: Site) -> None:
    told: list[Progress] = []
    librarian = Librarian(index, FakeEmbedder(), limits=HERE)
    links = [f"{site.address}/bridge.html", f"{site.address}/feed.xml", f"{site.address}/gone"]
    report = librarian.take_in([], links, collection="web", progress=told.append)
    assert report.added == ("127.0.0.1/bridge", "127.0.0.1/feed:a", "127.0.0.1/feed:b")
    assert [s.origin for s in report.skipped] == links[2:]
    assert "it answers 404" in report.skipped[0].reason
    assert site.fetched == ["/bridge.html", "/feed.xml", "/gone"]
    assert (told[0], told[-1]) == (Progress(0, 3, 0), Progress(4, 4, 3))
    assert index.entry("127.0.0.1/bridge")[1].collections == ("web",)


def test_what_came_from_the_web_is_not_pruned(index: Index, site: Site, tmp_path: Path) -> None:
    link, folder = f"{site.address}/bridge.html", tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("A horse ran.")
    (folder / "b.txt").write_text("A mare slept.")
    places: list[Path | str] = [folder, link]
    ingest(places, index, FakeEmbedder(), limits=HERE)
    (folder / "a.txt").unlink()
    (tmp_path / "site" / "bridge.html").unlink()
    report = ingest(places, index, FakeEmbedder(), limits=HERE, prune=True)
    assert (report.removed, [s.origin for s in report.skipped]) == (("a",), [link])
    assert {a.id for a in index.listed()} == {"cat", "127.0.0.1/bridge", "b"}


def test_a_link_into_a_private_network_is_refused_unless_its_host_is_allowed(
    index: Index, site: Site
) -> None:
    report = Librarian(index, FakeEmbedder()).take_in([], [f"{site.address}/bridge.html"])
    assert report.articles == 0
    assert "add the host to the setting 'allow_private_addresses'" in report.skipped[0].reason
    assert site.fetched == []


def test_a_link_never_reads_a_file_of_the_machine(index: Index, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("The key lies under the mat.")
    links = [str(secret), str(tmp_path), secret.as_uri()]
    report = Librarian(index, FakeEmbedder(), limits=HERE).take_in([], links)
    assert report.articles == 0
    assert [s.origin for s in report.skipped] == links
    assert all("is no web address" in s.reason for s in report.skipped)


def test_fields_of_records_may_be_named_otherwise(index: Index, tmp_path: Path) -> None:
    file = tmp_path / "mill.jsonl"
    file.write_text(RECORDS)
    report = Librarian(index, FakeEmbedder()).take_in([str(file)], fields={"text": "body"})
    assert report.added == ("mill:1", "mill:3")
    assert len(report.skipped) == 1


def test_limits_hold(index: Index, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("The mill closed. " * 100)
    librarian = Librarian(index, FakeEmbedder(), limits=Limits(article_mb=0.001))
    (skipped,) = librarian.take_in([str(tmp_path / "long.txt")]).skipped
    assert "max_article_mb" in skipped.reason


def test_articles_are_counted_as_they_will_be_read(tmp_path: Path) -> None:
    inside: dict[str, bytes | str] = {
        "a.txt": "A.",
        "b.pdf": pdf(["B."]),
        "c.jsonl": RECORDS,
        "d.zip": zipped({"e": "E."}),
    }
    files: dict[str, bytes | str] = {
        "bridge.html": BRIDGE, "feed.xml": TWO, "mill.jsonl": RECORDS, "all.zip": zipped(inside),
        "empty.txt": "", "bad.zip": b"PK no zip", "lake.pdf": pdf(["The lake fell."]),
    }  # fmt: skip
    for name, data in files.items():
        (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)
    fields = {"text": "body"}
    count = count_articles([tmp_path], fields=fields)
    assert count == len(list(read_articles([tmp_path], fields=fields))) == 15
    assert count_articles([]) == 0


def test_a_second_change_is_refused_while_one_is_under_way(index: Index, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("A horse ran.")
    librarian = Librarian(index, FakeEmbedder())

    def meanwhile(progress: Progress) -> None:
        with pytest.raises(SettingError, match="Try again after that"):
            librarian.delete("cat")

    assert librarian.take_in([str(file)], progress=meanwhile).added == ("a",)
    librarian.delete("cat")
    assert {a.id for a in index.listed()} == {"a"}
