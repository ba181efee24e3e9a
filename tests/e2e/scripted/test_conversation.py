"""Asking in a real browser, over a scripted bot: what the page does when things go well, wrong, or
are stopped."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from bot.messages import Turn
from bot.page.layout import EXAMPLES
from bot.types import Filters

from ..conftest import OpenPage, ask, wait_until_done
from .bot import ScriptedBot

pytestmark = [
    pytest.mark.e2e,
    # Gradio's own threads use options that pandas has deprecated; an error there stalls its queue.
    pytest.mark.filterwarnings("ignore:::gradio"),
]


def test_the_head_tells_what_is_in_the_index(page: Page) -> None:
    expect(page.locator(".overview")).to_have_text(
        "3 articles, 3 passages, 1 January 2020 to 1 March 2021"
    )


def test_an_answer_grows_out_of_its_steps(page: Page, bot: ScriptedBot) -> None:
    ask(page, "wait for one")
    expect(page.locator("#chat ul.steps > li").first).to_have_text("Searched")
    bot.go_on.set()
    wait_until_done(page, 1)
    expect(page.locator("#chat .said")).to_have_count(2)
    expect(page.locator("#chat details.steps summary")).to_have_text("Searched")
    expect(page.locator("#chat .about")).to_contain_text("high confidence .82")


def test_an_example_is_asked_at_a_click(page: Page) -> None:
    page.click("#chat .example >> nth=1")
    wait_until_done(page, 1)
    expect(page.locator("#chat .asked")).to_have_text(EXAMPLES[1])


def test_an_empty_message_does_nothing(page: Page, bot: ScriptedBot) -> None:
    asked = len(bot.histories)
    ask(page, "   ")
    page.wait_for_timeout(700)
    expect(page.locator("#chat .user-row")).to_have_count(0)
    assert len(bot.histories) == asked


def test_a_follow_up_carries_the_history(page: Page, bot: ScriptedBot) -> None:
    ask(page, "first")
    wait_until_done(page, 1)
    ask(page, "second")
    wait_until_done(page, 2)
    assert bot.histories[-1] == (
        Turn("first", "meant: first", "The mayor, Ana Ruiz, cut the ribbon."),
    )


def test_people_share_nothing_and_are_answered_at_once(
    served: tuple[str, ScriptedBot], bot: ScriptedBot, open_page: OpenPage
) -> None:
    people = [open_page(served[0]) for _ in range(3)]
    for number, person in enumerate(people):
        ask(person, f"wait, I am {number}")
        expect(person.locator("#chat ul.steps")).to_be_visible()
    assert bot.waiting == 3
    assert bot.histories[-3:] == [(), (), ()]
    bot.go_on.set()
    for number, person in enumerate(people):
        wait_until_done(person, 1)
        expect(person.locator("#chat .asked")).to_have_text(f"wait, I am {number}")


def test_stop_leaves_a_page_that_can_be_asked(page: Page, bot: ScriptedBot) -> None:
    ask(page, "wait")
    page.click("#box .stop-button")
    expect(page.locator("#chat .replied")).to_contain_text("Stopped.")
    bot.go_on.set()
    ask(page, "one")
    wait_until_done(page, 2)
    expect(page.locator("#chat .said")).to_have_count(2)
    expect(page.locator("#chat .replied").first).to_contain_text("Stopped.")


def test_a_new_chat_forgets_even_what_is_running(page: Page, bot: ScriptedBot) -> None:
    ask(page, "one")
    wait_until_done(page, 1)
    ask(page, "wait")
    expect(page.locator("#chat ul.steps")).to_be_visible()
    page.click("#new-chat")
    expect(page.locator("#chat .example")).to_have_count(4)
    bot.go_on.set()
    page.wait_for_timeout(700)
    expect(page.locator("#chat .example")).to_have_count(4)
    expect(page.locator(".evidence")).to_have_attribute("data-view", "empty")
    ask(page, "and then?")
    wait_until_done(page, 1)
    assert bot.histories[-1] == ()


def test_a_reload_keeps_the_chat(page: Page, bot: ScriptedBot) -> None:
    ask(page, "one")
    wait_until_done(page, 1)
    page.reload()
    wait_until_done(page, 1)
    expect(page.locator("#chat .asked")).to_have_text("one")
    expect(page.locator(".source")).to_have_count(1)
    page.click("#chat .cite >> nth=1")
    expect(page.locator(".source.current")).to_be_focused()
    page.click(".source.current h3 a")
    expect(page.locator(".evidence h2")).to_have_text("A bridge opens")
    ask(page, "and then?")
    wait_until_done(page, 2)
    assert bot.histories[-1] == (Turn("one", "meant: one", "The mayor, Ana Ruiz, cut the ribbon."),)
    page.reload()
    wait_until_done(page, 2)


def test_a_new_chat_stays_new_and_another_tab_has_its_own(page: Page, bot: ScriptedBot) -> None:
    ask(page, "one")
    wait_until_done(page, 1)
    tab = page.context.new_page()
    tab.goto(page.url)
    expect(tab.locator(".overview")).to_contain_text("3 articles")
    expect(tab.locator("#chat .example")).to_have_count(4)
    page.click("#new-chat")
    expect(page.locator("#chat .example")).to_have_count(4)
    page.reload()
    expect(page.locator(".overview")).to_contain_text("3 articles")
    expect(page.locator("#chat .example")).to_have_count(4)


def test_a_reload_gives_up_a_reply_under_way(page: Page, bot: ScriptedBot) -> None:
    tab = page.context.new_page()  # not watched: Gradio logs an error when its stream is cut off
    tab.goto(page.url)
    ask(tab, "wait")
    expect(tab.locator("#chat ul.steps")).to_be_visible()
    tab.reload()
    expect(tab.locator("#chat .replied")).to_contain_text("Stopped.")
    bot.go_on.set()
    ask(tab, "one")
    wait_until_done(tab, 2)
    expect(tab.locator("#chat .said")).to_have_count(2)
    expect(tab.locator("#chat .replied").first).to_contain_text("Stopped.")


def test_what_can_be_mended_is_told_and_the_rest_is_an_apology(
    page: Page, bot: ScriptedBot, caplog: pytest.LogCaptureFixture
) -> None:
    ask(page, "mend")
    wait_until_done(page, 1)
    expect(page.locator("#chat .problem")).to_contain_text("Make it anew.")
    ask(page, "crash")
    wait_until_done(page, 2)
    expect(page.locator("#chat .problem").last).to_contain_text("Sorry")
    expect(page.locator("#chat")).not_to_contain_text("secret detail")
    assert "ZeroDivisionError: secret detail" in caplog.text
    ask(page, "one")
    wait_until_done(page, 3)
    assert bot.histories[-1] == (Turn("mend", "meant: mend"), Turn("crash", "meant: crash"))


def test_a_wrong_date_is_told_and_the_question_kept(page: Page, bot: ScriptedBot) -> None:
    asked = len(bot.histories)
    page.click("#filters > button")
    page.fill("#as-of input", "14.12.2020")
    ask(page, "one")
    expect(page.locator("#alert")).to_contain_text("“14.12.2020” is no date")
    assert page.input_value("#box textarea") == "one"
    assert len(bot.histories) == asked
    page.fill("#as-of input", "2020-12-14")
    page.press("#as-of input", "Enter")
    expect(page.locator("#filters > button")).to_contain_text("nothing after 2020-12-14")
    page.click("#outlets input")
    page.click("#outlets li >> text=The Wire")
    expect(page.locator("#filters > button")).to_contain_text("The Wire")
    page.press("#box textarea", "Enter")
    wait_until_done(page, 1)
    assert bot.filters[-1] == Filters(as_of=dt.date(2020, 12, 14), sources=("The Wire",))
    expect(page.locator("#chat .about")).to_contain_text("only The Wire")
    expect(page.locator("#alert")).to_have_text("")


def test_a_message_of_a_whole_book_is_refused_in_words(page: Page) -> None:
    ask(page, "x" * 20_001)
    expect(page.locator("#alert")).to_contain_text("20,001 characters; at most 20,000")
    expect(page.locator("#chat .user-row")).to_have_count(0)
