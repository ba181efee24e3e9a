"""The whole product as a person meets it: `app.py` in a process of its own, over the seeds, in a
real browser."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.articles import read_articles
from bot.types import Article

from .conftest import DESK, PHONE, OpenPage, ask, free_port, overflow, wait_until_done

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "who held out on congratulating Biden?"
HELD_OUT = ("López Obrador", "Bolsonaro", "Kim Jong Un")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a freshly installed app: a new index, nothing but the seeds."""
    folder = tmp_path_factory.mktemp("app")
    command = [sys.executable, "app.py", "--port", str(free_port()), "--index", f"{folder}/index"]
    settings = {k: v for k, v in os.environ.items() if not k.startswith("BOT_")}
    with (folder / "log").open("w") as log, subprocess.Popen(
        command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=log, text=True
    ) as app:  # fmt: skip
        assert app.stdout is not None
        line = app.stdout.readline()  # empty when it ended without serving
        assert line.startswith("Footing is at http://"), (folder / "log").read_text()
        yield line.split()[3]
        app.terminate()


@pytest.fixture(scope="module")
def seeds() -> dict[str, Article]:
    """The seed articles by title, read here anew."""
    articles = (a for a in read_articles([ROOT / "seeds"]) if isinstance(a, Article))
    return {article.title: article for article in articles}


def quotes_shown(page: Page) -> list[str]:
    """The words that are highlighted as quoted in the panel."""
    return page.locator(".evidence .quote").all_text_contents()


def test_a_question_is_answered_with_quotes_that_open_in_their_articles(
    address: str, seeds: dict[str, Article], open_page: OpenPage
) -> None:
    page = open_page(address, DESK)
    expect(page.locator(".overview")).to_contain_text(f"{len(seeds)} articles")

    ask(page, QUESTION)
    wait_until_done(page, 1)
    page.click("#chat .cite >> nth=0")
    source = page.locator(".source.current")
    expect(source).to_be_focused()
    expect(source.locator(".quote").first).to_be_in_viewport()
    title = source.locator("h3").inner_text()
    article = seeds[title]
    for quote in quotes_shown(page):
        assert any(quote in seed.text for seed in seeds.values())

    source.locator("h3 a").click()
    expect(page.locator(".evidence")).to_have_attribute("data-view", "article")
    expect(page.locator(".evidence h2")).to_have_text(title)
    expect(page.locator(".evidence .quote").first).to_be_in_viewport()
    shown = quotes_shown(page)
    assert shown
    for quote in shown:
        assert quote in article.text
    said = " ".join(page.locator("#chat .said").all_inner_texts())
    for mark in page.locator(".evidence .quote mark").all_text_contents():
        assert mark in article.text
        assert " ".join(mark.split()) in said
    paragraphs = page.locator(".evidence .text p").all_text_contents()
    assert "".join("".join(paragraphs).split()) == "".join(article.text.split())

    page.click(".evidence .back")
    expect(page.locator(".source").first).to_be_visible()


def test_those_who_held_out_are_named(address: str, open_page: OpenPage) -> None:
    page = open_page(address, DESK)
    ask(page, QUESTION)
    wait_until_done(page, 1)
    for name in HELD_OUT:
        expect(page.locator("#chat .answer")).to_contain_text(name)


def test_what_the_articles_do_not_say_is_not_answered(address: str, open_page: OpenPage) -> None:
    page = open_page(address, DESK)
    ask(page, "What did the Bank of Uruguay decide about interest rates in 1997?")
    wait_until_done(page, 1)
    expect(page.locator("#chat .abstained")).to_contain_text("Your articles don't say.")
    expect(page.locator(".evidence h2")).to_have_text("Nearest passages — none of them answers it")


def test_the_page_works_on_a_phone(address: str, open_page: OpenPage) -> None:
    page = open_page(address, PHONE)
    assert overflow(page) <= 0
    page.click("#chat .example >> nth=0")
    wait_until_done(page, 1)
    assert overflow(page) <= 0
    expect(page.locator("#box textarea")).to_be_in_viewport()
    page.click("#chat .cite >> nth=0")
    expect(page.locator(".source.current .quote").first).to_be_in_viewport()
    page.click(".source.current h3 a")
    expect(page.locator(".evidence")).to_have_attribute("data-view", "article")
    assert overflow(page) <= 0


def test_a_port_in_use_is_told_at_once_and_without_a_traceback(address: str) -> None:
    port = address.rstrip("/").rsplit(":", 1)[1]
    app = subprocess.run(
        [sys.executable, "app.py", "--port", port],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert app.returncode == 1
    assert app.stderr.startswith(f"Error: The page cannot be served at 127.0.0.1:{port}")
    assert "Traceback" not in app.stderr
