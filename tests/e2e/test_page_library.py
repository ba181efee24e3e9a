"""The Library in a real browser, over a real index and a fake embedder: seen, searched, opened,
dated, deleted, and filled."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.chat import Bot
from bot.index import Index
from bot.intake import Librarian
from bot.page import build_page, launch_page
from bot.retrieve import Retriever
from tests.fakes import FakeEmbedder, FakeReader, article, index_in, store

from .conftest import DESK, PHONE, OpenPage, free_port, overflow
from .scripted.bot import HOSTILE

pytestmark = [pytest.mark.e2e, pytest.mark.filterwarnings("ignore:::gradio")]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """Sixty articles, two of them worth a look."""
    index = index_in(tmp_path / "index")
    days = (f"2020-{1 + n % 12:02}-{1 + n % 28:02}" for n in range(58))
    many = [
        article(
            f"Filler number {n}.", f"filler-{n:02}", title=f"Filler {n}", date=day, source="Wire"
        )
        for n, day in enumerate(days)
    ]
    boat = article("The boat sank.", "boat", title="A boat sinks", date="2021-05-06", source="Post")
    store(index, *many, boat, article(HOSTILE, "hostile", title=HOSTILE, source=HOSTILE))
    return index


@pytest.fixture
def address(index: Index) -> Iterator[str]:
    embedder = FakeEmbedder()
    bot = Bot(index, Retriever(index, embedder), FakeReader({}))
    page = build_page(bot, librarian=Librarian(index, embedder))
    yield launch_page(page, host="127.0.0.1", port=free_port())
    page.close()


def library(page: Page) -> Page:
    page.get_by_role("tab", name="Library").click()
    expect(page.locator("#shelf tbody tr").first).to_be_visible()
    return page


def test_articles_are_listed_page_by_page_searched_and_sorted(
    address: str, open_page: OpenPage
) -> None:
    page = library(open_page(address, DESK))
    rows = page.locator("#shelf tbody tr")
    expect(rows).to_have_count(50)
    expect(rows.first).to_contain_text("A boat sinks")
    page.click("#shelf .pager a")
    expect(rows).to_have_count(10)
    expect(page.locator("#shelf .counted")).to_have_text("51–60 of 60 articles")
    page.fill("#library-search input", "filler-17")
    expect(rows).to_have_count(1)
    page.fill("#library-search input", "")
    expect(rows).to_have_count(50)
    page.click("#library-order input")
    page.get_by_role("option", name="Title").click()
    expect(rows.first).not_to_contain_text("A boat sinks 1")
    assert page.evaluate("window.hacked") is None


def test_an_article_is_opened_dated_and_deleted(
    address: str, open_page: OpenPage, index: Index
) -> None:
    page = library(open_page(address, DESK))
    page.click("#shelf tbody tr >> nth=0")
    expect(page.locator("#opened-article h2")).to_have_text("A boat sinks")
    expect(page.locator("#opened-article h2")).to_be_focused()
    expect(page.locator("#opened-article .text")).to_have_text("The boat sank.")
    page.fill("#article-date input", "6 May")
    page.click("#redate")
    expect(page.locator("#library-alert [role=alert]")).to_contain_text("is no date")
    page.fill("#article-date input", "1999-01-02")
    page.click("#redate")
    expect(page.locator("#opened-article .byline").first).to_contain_text("2 January 1999")
    expect(page.locator(".overview")).to_contain_text("2 January 1999")
    page.click("#delete-article")
    page.click("#keep-article")
    expect(page.locator("#delete-now")).to_be_hidden()
    page.click("#delete-article")
    page.click("#delete-now")
    expect(page.locator("#opened-article")).to_be_hidden()
    expect(page.locator(".overview")).to_contain_text("59 articles")
    assert "boat" not in {a.id for a in index.listed()}


def test_files_and_links_are_taken_in(
    address: str, open_page: OpenPage, index: Index, tmp_path: Path
) -> None:
    good, bad = tmp_path / "horse.txt", tmp_path / "broken.txt"
    good.write_text("date 2022-03-04\nThe horse won.")
    bad.write_bytes(b"\x00\x01\x02")
    page = library(open_page(address, DESK))
    page.set_input_files("#drop input[type=file]", [str(good), str(bad)])
    page.fill("#link input", "http://127.0.0.1:1/news")
    page.fill("#into input", "animals")
    expect(page.locator("#drop")).to_contain_text("horse")
    page.click("#take-in")
    expect(page.locator("#came .came")).to_have_text("1 added, 2 skipped.")
    expect(page.locator("#came .reasons")).to_contain_text("broken.txt is a binary file")
    expect(page.locator("#came .reasons")).to_contain_text("on this machine or a private network")
    expect(page.locator("#shelf tbody tr").first).to_contain_text("The horse won.")
    expect(page.locator(".overview")).to_contain_text("61 articles")
    assert index.entry("horse")[1].collections == ("animals",)
    page.click("#library-collection input")
    page.get_by_role("option", name="animals").click()
    expect(page.locator("#shelf tbody tr")).to_have_count(1)
    page.get_by_role("tab", name="Chat").click()
    page.click("#filters > button")
    page.click("#collections input")
    page.get_by_role("option", name="animals").click()
    expect(page.locator("#filters > button")).to_contain_text("Filters: animals")


def test_the_library_works_on_a_phone(address: str, open_page: OpenPage) -> None:
    page = library(open_page(address, PHONE))
    assert overflow(page) <= 0
    expect(page.locator("#shelf tbody tr").first).to_be_in_viewport()
    page.click("#shelf tbody tr:nth-child(40) a")
    expect(page.locator("#opened-article h2")).to_be_in_viewport()
    assert overflow(page) <= 0
    page.click("#close-article")
    page.click("#adding > button")
    expect(page.locator("#take-in")).to_be_visible()
    assert overflow(page) <= 0
