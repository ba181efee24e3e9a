"""Feeds read entry by entry."""

import pytest

from bot.errors import ArticleError
from bot.formats.feed import parse, plain
from bot.formats.limits import Limits
from tests.made_files import rss

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Lake News</title>
<entry><id>urn:1</id><title>Lake &amp; land</title><link href="https://lake.example/1"/>
<author><name>Ann Ried</name></author><published>2021-07-02T23:00:00-08:00</published>
<updated>2021-08-01T00:00:00Z</updated><summary>Short.</summary>
<content type="html">&lt;p&gt;The lake fell.&lt;/p&gt;&lt;p&gt;It rose.&lt;/p&gt;</content>
</entry></feed>"""
RSS = rss(
    "<item><guid>g</guid><title>Snow</title><pubDate>Tue, 05 Jan 2021 23:10:00 -0800</pubDate>"
    "<link>javascript:alert(1)</link>"
    "<description>Snow &lt;b&gt;fell&lt;/b&gt;.</description></item>",
    "<item><title>Undated</title><description>Rain fell.</description></item>",
)


def test_an_entry_of_atom_has_every_field() -> None:
    (found,) = parse(ATOM.encode(), "/news/a.atom", "", Limits())
    assert found.texts == ["The lake fell.\n\nIt rose."]
    assert (found.title, found.source, found.author) == ("Lake & land", "Lake News", "Ann Ried")
    assert (found.date, found.url, found.key) == ("2021-07-02", "https://lake.example/1", "urn:1")


def test_entries_of_rss_keep_the_day_of_their_own_time_zone_or_none() -> None:
    snow, undated = parse(RSS.encode(), "/news/a.rss", "", Limits())
    assert (snow.texts, snow.date, snow.url, snow.key) == (["Snow fell."], "2021-01-05", "", "g")
    assert (undated.date, undated.source, undated.key) == ("", "Hill Wire", "2")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Bare words", "Bare words"),
        ("Fish &amp; chips", "Fish & chips"),
        ("<p>One <i>and</i> only.</p>tail", "One and only.\n\ntail"),
        ("a<br>b", "a\n\nb"),
        ("<script>x()</script>Kept.<style>p {}</style> Too.", "Kept. Too."),
        ("a <!-- hidden --> b", "a b"),
        ("<p>open <div>inner", "open\n\ninner"),
    ],
)
def test_markup_becomes_text(markup: str, text: str) -> None:
    assert plain(markup) == text


def test_a_page_is_no_feed() -> None:
    with pytest.raises(ArticleError, match=r"a\.xml is no RSS or Atom feed"):
        parse(b"<html><p>Words.</p></html>", "/news/a.xml", "", Limits())
