"""Files of every format, good and bad, through an ingest; and whatever else may come."""

import io
import re
import tracemalloc
import warnings
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.articles import SUFFIXES, Skipped, read_articles
from bot.errors import ArticleError, SettingError
from bot.formats.document import Document
from bot.formats.fields import Found
from bot.formats.formats import NO_MAP, Reading, articles
from bot.formats.limits import Limits
from bot.formats.records import field_map
from bot.formats.worker import Worker, answered
from bot.ingest import ingest
from bot.types import Article
from tests.bad_files import BAD
from tests.fakes import FakeEmbedder, index_in
from tests.made_files import pdf, rss, web_page, word, zipped

LIMITS = Limits(article_mb=1, file_mb=20, pages=5, archive_mb=2, archive_files=20, parse_s=20)
GOOD: dict[str, bytes | str] = {
    "markdown.md": "---\ntitle: Title\n---\nThe mill reopens.",
    "text.txt": "The mill closes.",
    "page.html": web_page("The bridge over the harbour reopened to all traffic on Thursday."),
    "page-too.htm": web_page("The bridge over the river was closed to all traffic on Friday."),
    "report.pdf": pdf(["The lake fell in June."], ["It rose in July."]),
    "letter.docx": word("The council raised the fees."),
    "table.csv": "id,text\ntable-row,The strike ended.\n",
    "list.json": '[{"id": "listed", "text": "The ferry sailed."}]',
    "lines.jsonl": '{"id": "line", "text": "The bakery was fined."}\n',
    "feed.xml": rss("<item><guid>1</guid><description>Snow fell.</description></item>"),
    "feed.rss": rss("<item><guid>2</guid><description>Rain fell.</description></item>"),
    "feed.atom": '<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><id>3</id>'
    "<title>Hail</title><summary>Hail fell.</summary></entry></feed>",
    "pack.zip": zipped({"sub/inside.txt": "The river is clean."}),
}
IDS = {
    "markdown", "text", "page", "page-too", "report", "letter", "table-row", "listed", "line",
    "feed:1", "feed:2", "feed:3", "pack/sub/inside",
}  # fmt: skip


def write(folder: Path, name: str, data: bytes | str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)


def test_all_good_files_go_in_and_each_bad_one_is_named_with_its_reason(tmp_path: Path) -> None:
    assert len(BAD) >= 40
    assert {s for s in SUFFIXES if s != ".jsonl.gz"} == {Path(n).suffix for n in GOOD}
    folder = tmp_path / "news"
    for name, (data, _) in BAD.items():
        write(folder / "bad", name, data)
    for name, data in GOOD.items():
        write(folder, name, data)
    write(tmp_path, "elsewhere.txt", "A secret.")
    (folder / "bad" / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
    index = index_in(tmp_path / "index")
    report = ingest([folder], index, FakeEmbedder(), limits=LIMITS)
    assert set(report.added) == IDS
    told: dict[str, list[str]] = {}
    for skipped in report.skipped:
        name = skipped.origin.split("/bad/")[1].split("#")[0].split(":")[0]
        told.setdefault(name, []).append(skipped.reason)
    expected = {name: reason for name, (_, reason) in BAD.items()}
    expected["link.txt"] = "is a link that leads out of its folder"
    assert set(told) == set(expected)
    wrong = {n: told[n] for n, r in expected.items() if not re.search(r, "|".join(told[n]))}
    assert wrong == {}
    assert [r for n, r in told.items() if len(r) > 1 or n not in r[0] or r[0][-1] != "."] == []
    assert len(index.listed()) == len(GOOD)
    assert ingest([folder], index, FakeEmbedder(), limits=LIMITS).unchanged


def test_what_is_stored_stays_when_its_file_turns_bad(tmp_path: Path) -> None:
    index = index_in(tmp_path / "index")
    write(tmp_path / "news", "report.pdf", pdf(["The lake fell in June."]))
    ingest([tmp_path / "news"], index, FakeEmbedder())
    write(tmp_path / "news", "report.pdf", b"%PDF-1.4\nrubbish")
    report = ingest([tmp_path / "news"], index, FakeEmbedder())
    assert len(report.skipped) == 1
    assert index.article("report").text == "The lake fell in June."


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        (
            "one-guid.xml",
            rss(
                "<item><guid>g</guid><link>https://a.org/1</link>"
                "<description>Snow fell.</description></item>",
                "<item><guid>g</guid><link>https://a.org/2</link>"
                "<description>Rain fell.</description></item>",
            ),
            "one-guid.xml:2 has the id 'g' of entry 1 and other content",
        ),
        (
            "accents.zip",  # one name, written composed and not
            zipped({"Lo\u0301pez.txt": "Snow fell.", "L\u00f3pez.txt": "Rain fell."}),
            "López.txt stands in its archive twice",
        ),
    ],
)
def test_none_overwrites_another_of_its_file_that_is_named_the_same(
    tmp_path: Path, name: str, data: bytes | str, reason: str
) -> None:
    write(tmp_path, name, data)
    index = index_in(tmp_path / "index")
    report = ingest([tmp_path / name], index, FakeEmbedder())
    (added,) = report.added
    assert index.article(added).text == "Snow fell."
    assert [s.reason for s in report.skipped if reason in s.reason]


def test_entries_of_a_feed_may_lead_to_one_address(tmp_path: Path) -> None:
    items = (
        f"<item><guid>{n}</guid><link>https://live.example/day#{n}</link>"
        f"<description>Snow fell at {n}.</description></item>"
        for n in (1, 2)
    )
    alone = "<item><link>https://live.example/b</link><description>Rain fell.</description></item>"
    write(tmp_path, "live.xml", rss(*items, alone))
    report = ingest([tmp_path / "live.xml"], index_in(tmp_path / "index"), FakeEmbedder())
    assert (report.added, report.skipped) == (("live:1", "live:2", "live.example/b"), ())


def test_a_hundred_megabytes_on_one_line_are_refused_without_being_held(tmp_path: Path) -> None:
    for name in ("a.txt", "b.jsonl", "c.csv", "d.json", "e.html"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(100_000_000)
            if name == "b.jsonl":
                file.seek(0)
                file.write(b" " * 100_000_000)
                file.write(b'\n{"text": "Last."}\n')
    tracemalloc.start()
    found = list(read_articles([tmp_path]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [i.text for i in found if isinstance(i, Article)] == ["Last."]
    reasons = [i.reason for i in found if isinstance(i, Skipped)]
    assert len(reasons) == 5
    assert all("has 100.0 MB, more than the" in r for r in reasons)
    assert peak < 30_000_000


# Whatever bytes come, they become articles or a Skipped


def document(name: str, data: bytes) -> Document:
    return Document(f"/news/{name}", name, len(data), lambda: io.BytesIO(data))


def outcome(name: str, data: bytes, worker: Worker) -> list[Article | Skipped]:
    return list(articles(document(name, data), Reading(worker, LIMITS, NO_MAP)))


class InProcess(Worker):
    """Parses without a process of its own, which would take a second for each example."""

    def parse(
        self, kind: str, data: bytes, *, origin: str, url: str, limits: Limits
    ) -> list[Found]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            answer = answered(kind, data, origin, url, limits)
        if "error" in answer:
            raise ArticleError(str(answer["error"]))
        found = answer["found"]
        assert isinstance(found, list)
        return [Found(**f) for f in found]  # type: ignore[arg-type]


PIECES: dict[str, list[bytes]] = {
    ".md": [b"---\n", b"title: ", b"[", b"&a ", b"*a", b"date: 2020", b"<script>", b"# ", b"\n"],
    ".html": [b"<p>", b"</p>", b"<div>", b"<script>", b"<meta name='date' content='", b"'>",
              b"<time datetime='2020-13-01'>", b"&#0;", b"<!--", b"Some words here. "],
    ".csv": [b"text", b",", b'"', b"\n", b"id", b"\r", b";", b"words "],
    ".json": [b"{", b"}", b"[", b"]", b'"text"', b":", b'"words"', b",", b"1e999", b"null"],
    ".jsonl": [b'{"text": "words"}', b"\n", b'"', b"\\ud800", b"{", b"\r", b"NaN"],
    ".jsonl.gz": [b"\x1f\x8b\x08\x00", b"\x00" * 6, b"\xff"],
    ".xml": [b"<?xml version='1.0'?>", b"<rss version='2.0'>", b"<channel>", b"<item>", b"<title>",
             b"<description>", b"</item>", b"&lt;b", b"<![CDATA[<p", b"]]>", b"<pubDate>Tue"],
    ".txt": [b"date 2020-01-01", b"\xff\xfe", b"\xef\xbb\xbf", b"\n", b"words"],
}  # fmt: skip
WHOLE: dict[str, bytes] = {
    ".pdf": pdf(["The lake fell in June."], ["It rose in July."], info={"Title": "Lakes"}),
    ".docx": word("The council raised the fees.", title="Fees", table=[["a", "b"]]),
    ".zip": zipped({"a.txt": "Text.", "b/c.json": '[{"text": "Text."}]'}),
}


@pytest.mark.parametrize("suffix", PIECES)
@given(data=st.data())
@settings(max_examples=150)
def test_no_text_format_breaks_on_any_bytes(suffix: str, data: st.DataObject) -> None:
    piece = st.sampled_from(PIECES[suffix]) | st.binary(max_size=8)
    made = b"".join(data.draw(st.lists(piece, max_size=25)))
    for item in outcome(f"a{suffix}", made, InProcess()):
        assert isinstance(item, Article | Skipped)
        if isinstance(item, Article):
            assert item.text.strip() == item.text != ""
            assert item.text.encode()
        else:
            assert item.reason.startswith("/news/a")


@pytest.mark.parametrize("suffix", WHOLE)
@given(data=st.data())
@settings(max_examples=150)
def test_no_packed_format_breaks_on_damage(suffix: str, data: st.DataObject) -> None:
    whole = WHOLE[suffix]
    places = st.integers(0, len(whole) - 1)
    damaged = bytearray(whole)
    for place, byte in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=12)):
        damaged[place] = byte
    cut = data.draw(st.none() | places)
    for item in outcome(f"a{suffix}", bytes(damaged[:cut]), InProcess()):
        assert isinstance(item, Article | Skipped)


@given(pair=st.text(max_size=30) | st.builds("{}={}".format, st.text(), st.text()))
@settings(max_examples=150)
def test_a_map_of_fields_is_one_or_is_refused(pair: str) -> None:
    with suppress(SettingError):
        assert all(field_map([pair]).values())
