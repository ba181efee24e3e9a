"""What stands behind an answer, in a real browser over a scripted bot: citations, articles, cards,
on a desk and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from bot.messages import Kind

from ..conftest import DESK, PHONE, OpenPage, ask, overflow, wait_until_done
from .bot import HOSTILE, ScriptedBot

pytestmark = [
    pytest.mark.e2e,
    # Gradio's own threads use options that pandas has deprecated; an error there stalls its queue.
    pytest.mark.filterwarnings("ignore:::gradio"),
]


def test_a_citation_leads_to_its_quote_and_on_to_the_article_and_back(page: Page) -> None:
    ask(page, "one")
    wait_until_done(page, 1)
    page.click("#chat .cite >> nth=1")
    quote = page.locator('.evidence .quote[data-cites="2"]')
    expect(quote).to_be_in_viewport()
    expect(page.locator(".source.current")).to_be_focused()
    quote.locator("mark").click()
    expect(page.locator(".evidence")).to_have_attribute("data-view", "article")
    expect(page.locator(".evidence h2")).to_have_text("A bridge opens")
    expect(quote).to_be_in_viewport()
    expect(quote).to_have_text("The bridge cost 12 million euros.")
    expect(quote.locator("mark")).to_have_text("The")
    page.click(".evidence .back")
    expect(page.locator(".evidence")).to_have_attribute("data-view", "sources")
    expect(page.locator(".source.current")).to_be_focused()


def test_a_citation_of_an_earlier_answer_brings_its_sources_back(page: Page) -> None:
    ask(page, "one")
    wait_until_done(page, 1)
    ask(page, "nothing")
    wait_until_done(page, 2)
    expect(page.locator("#chat .abstained")).to_contain_text("Your articles don't say.")
    expect(page.locator(".evidence h2")).to_have_text("Nearest passages — none of them answers it")
    expect(page.locator(".evidence .quote")).to_have_count(0)
    page.click("#chat .cite >> nth=0")
    expect(page.locator(".evidence h2")).to_have_text("1 source")
    expect(page.locator('.evidence .quote[data-cites="1"]')).to_be_in_viewport()


def test_the_keyboard_alone_opens_a_source(page: Page) -> None:
    ask(page, "one")
    wait_until_done(page, 1)
    page.focus("#chat .cite >> nth=0")
    expect(page.locator("#chat .cite >> nth=0")).to_have_attribute("aria-label", "Source 1")
    page.keyboard.press("Enter")
    expect(page.locator(".source.current")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".evidence")).to_have_attribute("data-view", "article")
    expect(page.locator(".evidence h2")).to_be_focused()


def test_no_message_is_labelled_with_its_markup(page: Page) -> None:
    ask(page, "one")
    wait_until_done(page, 1)
    expect(page.locator('#chat [data-testid="bot"]')).to_have_attribute("aria-label", "Reply")
    expect(page.locator('#chat [data-testid="user"]')).to_have_attribute(
        "aria-label", "Your question"
    )


def test_copy_takes_the_answer_with_its_sources(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, "one")
    wait_until_done(page, 1)
    page.click("#chat a.copy")
    expect(page.locator("#chat a.copy")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").splitlines() == [
        "The mayor, Ana Ruiz, cut the ribbon. [1]",
        "The bridge cost 12 million euros. [1]",
        "[1] A bridge opens, The Post, 2021-03-01 https://post.example/bridge",
    ]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_claim_gets_a_card_whose_citation_opens_the_source(
    served: tuple[str, ScriptedBot], bot: ScriptedBot, open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page(served[0], size)
    ask(page, "a claim about the bridge")
    wait_until_done(page, 1)
    card = page.locator("#chat .judged")
    expect(card).to_be_visible()
    expect(card.locator(".label")).to_contain_text("Your articles disagree")
    expect(card.locator(".side h4")).to_have_text(["For", "Against"])
    expect(card.locator("li .byline").first).to_contain_text("as told by Ana Ruiz")
    expect(card.locator(".timeline li")).to_have_count(2)
    assert overflow(page) <= 0
    box = card.bounding_box()
    assert box
    assert box["x"] + box["width"] <= size[0]
    card.locator(".cite >> nth=0").click()
    expect(page.locator(".source.current h3")).to_have_text("A bridge opens")
    quote = page.locator('.evidence .quote[data-cites="1"]')
    expect(quote).to_have_text("The bridge cost 12 million euros.")
    expect(quote).to_be_in_viewport()
    assert overflow(page) <= 0


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_person_says_at_a_click_what_the_message_is(
    served: tuple[str, ScriptedBot], bot: ScriptedBot, open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page(served[0], size)
    page.click("#chat .example >> nth=0")
    wait_until_done(page, 1)
    page.check("#kind input[value=Check]")
    ask(page, "one")
    wait_until_done(page, 2)
    expect(page.locator("#chat .judged")).to_be_visible()
    page.check("#kind input[value=Ask]")
    ask(page, "one")
    wait_until_done(page, 3)
    page.check("#kind input[value=Auto]")
    ask(page, "one")
    wait_until_done(page, 4)
    assert bot.kinds[-4:] == [None, Kind.CLAIM, Kind.QUESTION, None]
    kind, filters, box = (
        page.locator(selector).bounding_box()
        for selector in ("#kind .wrap:has(label)", "#filters > button", "#box")
    )
    assert kind and filters and box  # noqa: PT018
    assert filters["x"] + filters["width"] <= kind["x"]  # beside the filters, not upon them
    assert box["y"] + box["height"] <= kind["y"] + 1  # below the box
    assert kind["x"] + kind["width"] <= size[0]


def test_a_hostile_article_is_only_text(page: Page) -> None:
    ask(page, f"evil {HOSTILE}")
    wait_until_done(page, 1)
    expect(page.locator("#chat .asked")).to_have_text(f"evil {HOSTILE}")
    expect(page.locator("#chat .said")).to_have_text(HOSTILE)
    page.click("#chat .cite")
    expect(page.locator(".source h3")).to_have_text(f"Title {HOSTILE}")
    expect(page.locator(".source .quote")).to_have_text(HOSTILE)
    page.click(".source h3 a")
    expect(page.locator(".evidence")).to_have_attribute("data-view", "article")
    expect(page.locator(".evidence .quote")).to_have_text(HOSTILE)
    expect(page.locator("#chat img, .evidence img, .evidence .out, .katex")).to_have_count(0)
    assert page.evaluate("window.hacked") is None


def test_an_article_that_is_gone_is_told_in_its_place(page: Page) -> None:
    ask(page, "wide")
    wait_until_done(page, 1)
    page.click(".source h3 a")
    expect(page.locator(".evidence .problem")).to_contain_text("Take it in again.")
    page.click(".evidence .back")
    expect(page.locator(".source")).to_have_count(1)


@pytest.mark.parametrize("question", ["one", "wide", "evil", "nothing", "x" * 900])
def test_a_phone_never_scrolls_sideways(
    served: tuple[str, ScriptedBot], bot: ScriptedBot, open_page: OpenPage, question: str
) -> None:
    page = open_page(served[0], PHONE)
    assert overflow(page) <= 0
    ask(page, question)
    wait_until_done(page, 1)
    assert overflow(page) <= 0
    expect(page.locator("#box textarea")).to_be_in_viewport()
    page.click("#filters > button")
    assert overflow(page) <= 0
    page.click(".source h3 a")
    page.wait_for_selector('[data-view="article"]')
    assert overflow(page) <= 0
    page.click(".evidence .to-chat")
    expect(page.locator("#box textarea")).to_be_in_viewport()


def test_on_a_desk_everything_fits_the_window(page: Page) -> None:
    for replies in (1, 2, 3):
        ask(page, "one")
        wait_until_done(page, replies)
    page.click(".source h3 a")
    page.wait_for_selector('[data-view="article"]')
    assert overflow(page) <= 0
    taller = page.evaluate("document.documentElement.scrollHeight - window.innerHeight")
    assert taller <= 0
    expect(page.locator("#box textarea")).to_be_in_viewport()
