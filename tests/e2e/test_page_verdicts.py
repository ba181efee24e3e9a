"""Verdict cards in a real browser, over a real bot with models one can work out by hand: leaving
evidence out, taking it in again, saving."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.chat import Bot
from bot.export import Publication
from bot.page import build_page, launch_page
from bot.records.record import load
from bot.retrieve import Retriever
from bot.verdicts import ModelUsed
from tests.fakes import FakeEmbedder, FakeJudge, FakeReader, article, index_in, store

from .conftest import DESK, PHONE, OpenPage, ask, free_port, overflow, wait_until_done

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.filterwarnings("ignore:::gradio"),
]

WON = "Ann Ruiz won the race on Sunday."
ALSO = "Ann Ruiz did win the race."
LOST = "Ann Ruiz lost the race."
CLAIM = "Ann Ruiz won the race."
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    index = index_in(tmp_path_factory.mktemp("verdicts") / "index")
    store(
        index,
        article(f"It rained. {WON}", "won", title="The race", date="2020-12-15", source="Tribune"),
        article(ALSO, "also", title="A winner", date="2020-12-16", source="Tribune"),
        article(LOST, "lost", title="No winner", date="2020-12-17", source="Wire & Co"),
        article("Snow fell on the race.", "snow", title="Snow", source="Post"),
    )
    bot = Bot(
        index,
        Retriever(index, FakeEmbedder()),
        FakeReader({}),
        judge=FakeJudge({WON: (0.9, 0.0), ALSO: (0.8, 0.0), LOST: (0.0, 0.85)}),
        models=lambda: (ModelUsed("judge", "FakeJudge", "ab" * 32),),
    )
    page = build_page(bot, Publication("The Post"))
    yield launch_page(page, host="127.0.0.1", port=free_port())
    page.close(verbose=False)


def judged(open_page: OpenPage, address: str, size: tuple[int, int] = DESK) -> Page:
    """A page on which the claim was checked."""
    page = open_page(address, size)
    ask(page, CLAIM)
    wait_until_done(page, 1)
    expect(label(page)).to_contain_text("Your articles disagree")
    return page


def label(page: Page) -> Locator:
    return page.locator("#chat .judged .label")


def leave(page: Page, quote: str, what: str) -> None:
    """Leave out something of the evidence that quotes so, with the mouse."""
    item = page.locator("#chat .judged li", has_text=quote)
    item.locator("summary").click()
    item.get_by_text(what, exact=True).click()


@SIZES
def test_what_a_verdict_hangs_on_is_told_and_tried_at_a_click(
    address: str, open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = judged(open_page, address, size)
    hangs = page.locator("#chat .hangs")
    expect(hangs).to_contain_text("Without Wire & Co (17 Dec 2020) this would be: supported.")

    leave(page, LOST, "this article")
    expect(label(page)).to_contain_text("Supported by your articles")
    expect(page.locator("#chat .left-out")).to_contain_text("Judged without “No winner” (undo")
    expect(page.locator("#chat .judged li", has_text=LOST)).to_have_count(0)
    expect(page.locator(".source")).to_have_count(2)
    expect(hangs).to_contain_text("It stands on 2 independent articles; no single one decides.")
    assert overflow(page) <= 0

    leave(page, WON, "all of Tribune")
    expect(label(page)).to_contain_text("Your articles don’t say enough")
    expect(page.locator("#chat .undo")).to_have_count(2)
    assert overflow(page) <= 0

    page.click("#chat .undo >> nth=0")  # the Tribune
    expect(label(page)).to_contain_text("Supported by your articles")
    page.click("#chat .undo")
    expect(label(page)).to_contain_text("Your articles disagree")
    expect(page.locator("#chat .left-out")).to_have_count(0)


def test_a_single_sentence_is_left_out(address: str, open_page: OpenPage) -> None:
    page = judged(open_page, address)
    leave(page, LOST, "this sentence")
    expect(label(page)).to_contain_text("Supported by your articles")
    expect(page.locator("#chat .left-out")).to_contain_text(f"“{LOST}”")


def test_the_keyboard_alone_leaves_out_and_takes_in_again(
    address: str, open_page: OpenPage
) -> None:
    page = judged(open_page, address)
    page.locator("#chat .judged li", has_text=LOST).locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(label(page)).to_contain_text("Supported by your articles")
    expect(page.locator("#chat .undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(label(page)).to_contain_text("Your articles disagree")
    expect(page.locator("#chat .judged summary").first).to_be_focused()


def test_only_the_card_that_is_meant_changes_and_a_reload_keeps_it(
    address: str, open_page: OpenPage
) -> None:
    page = judged(open_page, address)
    ask(page, CLAIM)
    wait_until_done(page, 2)
    first, second = label(page).nth(0), label(page).nth(1)
    item = page.locator("#chat .judged >> nth=0").locator("li", has_text=LOST)
    item.locator("summary").click()
    item.get_by_text("all of Wire & Co", exact=True).click()
    expect(first).to_contain_text("Supported by your articles")
    expect(second).to_contain_text("Your articles disagree")
    page.reload()
    wait_until_done(page, 2)
    expect(first).to_contain_text("Supported by your articles")
    expect(page.locator("#chat .left-out")).to_contain_text("Wire & Co (undo")


@SIZES
def test_a_verdict_is_saved_in_every_form(
    address: str, open_page: OpenPage, size: tuple[int, int], tmp_path: Path
) -> None:
    page = judged(open_page, address, size)
    leave(page, LOST, "this article")
    expect(label(page)).to_contain_text("Supported by your articles")
    page.click("#chat .save summary")
    assert overflow(page) <= 0
    saved = {}
    for words in ("Record", "Markdown", "Web page", "ClaimReview"):
        with page.expect_download() as download:
            page.locator("#chat .save").get_by_text(words, exact=True).click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        saved[words] = path
    assert [p.name for p in saved.values()] == [
        f"ann-ruiz-won-the-race.{extension}" for extension in ("json", "md", "html", "jsonld")
    ]
    record = load(saved["Record"])
    (claim,) = record.claims
    assert (claim.verdict.label.value, claim.verdict.without.articles) == ("supported", ("lost",))
    assert record.models == (ModelUsed("judge", "FakeJudge", "ab" * 32),)
    assert "Left out: lost." in saved["Markdown"].read_text(encoding="utf-8")
    review = json.loads(saved["ClaimReview"].read_text(encoding="utf-8"))
    assert (review["author"]["name"], review["reviewRating"]["ratingValue"]) == ("The Post", 5)
    page.goto(saved["Web page"].as_uri())
    expect(page.locator(".judged.supported .label")).to_contain_text("Supported by your articles")
    assert overflow(page) <= 0


def test_an_opinion_can_be_kept_and_gets_no_review(address: str, open_page: OpenPage) -> None:
    page = open_page(address)
    page.check("#kind input[value=Check]")
    ask(page, "Ann Ruiz will win again in 2030.")
    wait_until_done(page, 1)
    expect(label(page)).to_contain_text("Not judged")
    page.click("#chat .save summary")
    expect(page.locator("#chat .save a")).to_have_text(["Record", "Markdown", "Web page"])
