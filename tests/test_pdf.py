"""PDFs read page by page."""

import pytest

from bot.answer import compose
from bot.errors import ArticleError
from bot.formats.fields import Found, found_article
from bot.formats.limits import Limits
from bot.formats.pdf import paragraphs, parse
from bot.types import Hit
from tests.fakes import FakeReader, cut
from tests.made_files import pdf

PAGES = [
    ["Water Office, report 2021", "The lake stood at 412 metres in spring, the lowest since",
     "measurements began in 1931. The office has asked house-", "holds to save water.", "Page 1"],
    ["Water Office, report 2021", "The dam was emptied in August. Divers found a crack of two",
     "metres, which was closed with", "Page 2"],
    ["Water Office, report 2021", "concrete. The office spent 2.4 million crowns.", "Page 3"],
    [],
    ["Water Office, report 2021", "Rain came in November.", "Page 5"],
]  # fmt: skip


def read(data: bytes, limits: Limits = Limits()) -> Found:
    (found,) = parse(data, "/news/a.pdf", "", limits)
    return found


def test_pages_become_paragraphs_without_what_stands_on_all_of_them() -> None:
    assert read(pdf(*PAGES)).texts == [
        "The lake stood at 412 metres in spring, the lowest since measurements began in 1931. The "
        "office has asked households to save water.",
        "The dam was emptied in August. Divers found a crack of two metres, which was closed with",
        "concrete. The office spent 2.4 million crowns.",
        "",
        "Rain came in November.",
    ]


def test_a_citation_names_its_page() -> None:
    article = found_article(read(pdf(*PAGES)), "report", "/news/a.pdf", 5)
    begins = [article.text[begin:].split()[0] for begin in article.pages]
    assert begins == ["The", "The", "concrete.", "Rain", "Rain"]
    quotes = {
        "The lake stood": 1,
        "The office has asked": 1,
        "Divers found": 2,  # and goes on on the third
        "The office spent": 3,
        "Rain came": 5,
    }
    for size in (12, 160):
        passages = cut(article, size)
        scores = {p.quote(s): 1.0 for p in passages for s in p.sentences}
        hits = [Hit(p, 1.0) for p in passages]
        readings = FakeReader(scores).read("?", passages)
        answer = compose("?", hits, readings, threshold=0.5, max_sentences=20)
        pages = {c.quote: c.page for c in answer.citations}
        for opening, page in quotes.items():
            assert [p for q, p in pages.items() if q.startswith(opening)] in ([page], [])
        assert pages


def test_an_article_without_pages_has_no_page() -> None:
    article = found_article(Found(["It rained. It snowed."]), "a", "/news/a.html", 5)
    (passage,) = cut(article)
    assert passage.page_of(passage.sentences[1]) == 0


def test_a_title_is_taken_but_not_one_that_a_program_made() -> None:
    found = read(pdf(["Words."], info={"Title": "Annual report", "Author": "Water Office"}))
    assert (found.title, found.author, found.date) == ("Annual report", "Water Office", "")
    for title in ("Microsoft Word - report.doc", "untitled", "report_final.docx", "Document1"):
        assert read(pdf(["Words."], info={"Title": title})).title == ""


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([], ""),
        (["One.", "", "Two."], "One.\n\nTwo."),
        (["A line that is long and ends with a stop.", "Short end.", "New one of its length."],
         "A line that is long and ends with a stop. Short end.\n\nNew one of its length."),
        (["the well-", "Known"], "the well- Known"),
        (["in 2020-", "21"], "in 2020- 21"),
    ],
    ids=range(5),
)  # fmt: skip
def test_lines_are_joined_to_paragraphs(lines: list[str], text: str) -> None:
    assert paragraphs(lines) == text


def test_a_pdf_with_too_many_pages_is_refused() -> None:
    with pytest.raises(ArticleError, match=r"a\.pdf has 3 pages, more than the 2 .*'max_pages'"):
        read(pdf(["A."], ["B."], ["C."]), Limits(pages=2))
