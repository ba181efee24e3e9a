"""Web pages read into text, title, date, outlet and author."""

import datetime as dt

import pytest
from lxml import html

from bot.errors import ArticleError
from bot.formats.fields import Found
from bot.formats.limits import Limits
from bot.formats.web_page import parse, published_on
from tests.made_files import web_page

LONG = [
    "The harbour bridge in Kerrin reopened to all traffic on Thursday, nine months after a barge "
    "struck its second pier and broke the road above it.",
    "The repairs cost 14 million crowns, three million more than planned, said the department of "
    "transport, which blames the price of steel.",
    "“We checked every bolt,” said chief engineer Tomas Ried at the opening. Lorries heavier than "
    "20 tonnes stay banned from the bridge until June.",
]


LD = '<script type="application/ld+json">'
OTHER = '<time datetime="2020-01-01"></time>'


def read(page: str | bytes, url: str = "") -> Found:
    data = page.encode() if isinstance(page, str) else page
    (found,) = parse(data, "/news/a.html", url, Limits())
    return found


@pytest.mark.parametrize("paragraphs", [LONG, LONG[:1]], ids=["long", "short"])
def test_only_the_article_of_a_page_is_taken(paragraphs: list[str]) -> None:
    page = web_page(
        *paragraphs,
        extra="<p><script>var b = 'Inner';</script></p>"
        "<script>document.write('<p>Injected.</p>')</script><style>p {}</style>",
        head='<meta name="author" content="Mara Lindt"><script>var a = "Steal";</script>',
    )
    found = read(page)
    assert found.texts == ["\n\n".join(paragraphs)]
    assert (found.title, found.source, found.author) == (
        "Bridge reopens", "Kerrin Gazette", "Mara Lindt",
    )  # fmt: skip
    assert (found.date, found.url) == ("", "")


def test_a_short_page_keeps_its_lines_apart_and_its_lists() -> None:
    body = (
        "<p>Ajax won<br>in Delft.</p><ul><li>PSV <b>lost</b> to AZ.</li>"
        "<li><p>Go drew.</p></li></ul>"
        "<div>Rain fell. <p>All day.</p></div><div><a href='/s'>Share</a></div>"
        "<nav><ul><li>All news</li></ul></nav>"
    )
    page = web_page(extra=body)
    assert read(page).texts == [
        "Ajax won in Delft.\n\nPSV lost to AZ.\n\nGo drew.\n\nRain fell. All day."
    ]


def test_the_encoding_that_a_page_names_is_used() -> None:
    page = web_page("López Obrador kept silent for weeks.", head='<meta charset="iso-8859-1">')
    assert read(page.encode("latin-1")).texts == ["López Obrador kept silent for weeks."]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="iso-8859-1">', "cp1252"),  # as browsers take it
        ("<meta http-equiv='Content-Type' content='text/html; charset=windows-1252'>", "cp1252"),
        ('<meta charset="utf-8">', "cp1252"),  # which is wrong
        ("", "cp1252"),
        ("", "utf-16"),
        ('<meta charset="windows-1252">', "utf-8"),
    ],
)
def test_an_accent_stays_what_it_is(head: str, encoding: str) -> None:
    text = "Señor López said “yes” in Málaga — and left. " * 12
    page = web_page(text, head=head).encode(encoding)
    assert read(page).texts == [text.strip()]


def test_a_page_of_xml_names_its_encoding_first() -> None:
    page = '<?xml version="1.0" encoding="windows-1250"?>' + web_page("Wałęsa spoke. " * 30)
    assert read(page.encode("cp1250")).texts[0].startswith("Wałęsa spoke.")


def test_an_outlet_without_a_name_is_its_host() -> None:
    page = "<html><head><title>T</title></head><body><p>Some words.</p></body></html>"
    assert read(page, "https://www.gazette.example/a").source == "gazette.example"


@pytest.mark.parametrize(
    ("head", "body", "url"),
    [
        ('<meta property="article:published_time" content="2021-03-04T23:30:00+01:00">', "", ""),
        ('<meta name="date" content="4 March 2021">', "", ""),
        (f'{LD}{{"@graph": [{{"datePublished": "2021-03-04"}}]}}</script>', "", ""),
        ("", '<span itemprop="datePublished" content="2021-03-04"></span>', ""),
        ("", '<time class="published" datetime="2021-03-04"></time>' + OTHER, ""),
        ("", '<time datetime="2021-03-04T10:00">Thursday</time>', ""),
        ("", "", "https://gazette.example/2021/03/04/bridge"),
        ('<meta name="date" content="soon">', "", "https://gazette.example/2021-03-04/bridge"),
    ],
    ids=range(8),
)  # fmt: skip
def test_a_date_that_the_page_states_is_taken(head: str, body: str, url: str) -> None:
    tree = html.document_fromstring(web_page("Words.", head=head, extra=body))
    assert published_on(tree, url) == dt.date(2021, 3, 4)


@pytest.mark.parametrize(
    ("head", "body", "url"),
    [
        ("", "<p>The mill was built on 12 May 1910.</p>", ""),
        ("", "<footer>Copyright 2021-03-04</footer>", ""),
        ('<meta property="article:modified_time" content="2021-03-04">', "", ""),
        ('<meta name="date" content="3/4/2021">', "", ""),
        ("", '<time datetime="2021-03-04"></time><time datetime="2021-03-05"></time>', ""),
        ("", '<img src="/2021/03/04/a.jpg">', ""),
        ("", "", "https://gazette.example/2021/13/04/bridge"),
        (LD + "[" * 50_000 + "</script>", "", ""),
    ],
    ids=range(8),
)
def test_a_date_that_could_only_be_guessed_is_not(head: str, body: str, url: str) -> None:
    page = web_page("Words of it.", head=head, extra=body)
    assert published_on(html.document_fromstring(page), url) is None
    assert read(page, url).date == ""


@pytest.mark.parametrize("page", ["<html><script>var a = 1</script></html>", "<body></body>", "\0"])
def test_a_page_without_text_is_refused(page: str) -> None:
    with pytest.raises(ArticleError, match=r"/news/a\.html (has no main text|is no web page)"):
        read(page)
