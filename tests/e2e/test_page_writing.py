"""Answers that a language model writes, in a real browser, over the seeds and models one can work
out by hand: what is shown of them, stopping, and the choice of the model."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.articles import read_articles
from bot.chat import Bot
from bot.contents import Overview
from bot.errors import ModelError
from bot.page import build_page, launch_page
from bot.retrieve import Retriever
from bot.types import Article
from bot.written.switch import Switch
from bot.written.writer import Writer
from tests.fakes import (
    FakeEmbedder,
    FakeGenerator,
    FakeGuard,
    FakeJudge,
    FakeReader,
    index_in,
    store,
)

from .conftest import DESK, PHONE, OpenPage, ask, free_port, overflow, wait_until_done

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.filterwarnings("ignore:::gradio"),
]

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
QUESTION = "When did the Ever Given run aground?"
CLAIM = "The Ever Given ran aground in high winds."
AGROUND = "The Ever Given ran aground in high winds on March 23."
ERROR = "technical or human error could have played a part"
WRITTEN = (
    "The Ever Given ran aground in high winds on March 23 [1]. ",
    "Its captain was fined 3 million dollars [1]. ",
    "Rabie said that the weather may not have been the main reason, and that technical or human "
    "error could have played a part [1]. ",
    "Insurers call it the costliest accident in the canal’s history.",
)
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


@dataclass
class Models:
    """The models that can be had, by name; "gone" cannot, and "slow" is there when told."""

    pieces: dict[str, Sequence[str | float | Exception]]
    slow: threading.Event = field(default_factory=threading.Event)
    opened: list[FakeGenerator] = field(default_factory=list)

    def open(self, spec: str) -> FakeGenerator:
        if spec == "slow":
            self.slow.wait(20)
        if spec not in self.pieces:
            raise ModelError(f"There is no language model {spec!r} here. Give another.")
        self.opened.append(FakeGenerator(self.pieces[spec], name=spec.title()))
        return self.opened[-1]


@dataclass
class Served:
    """A page, and what it is made of."""

    address: str
    switch: Switch
    models: Models


@pytest.fixture(scope="module")
def page_over_seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    index = index_in(tmp_path_factory.mktemp("writing") / "index")
    store(index, *(a for a in read_articles([SEEDS]) if isinstance(a, Article)))
    tugs = "Dredgers removed about 30,000 cubic meters of sand"
    bot = Bot(
        index,
        Retriever(index, FakeEmbedder()),
        FakeReader({AGROUND: 0.9, tugs: 0.8}, {AGROUND: "March 23"}),
        judge=FakeJudge({AGROUND: (0.9, 0.0)}),
    )
    models = Models(
        {
            "tiny": WRITTEN,
            "hanging": [WRITTEN[0], "Its captain ", 60.0],
            "pausing": [WRITTEN[0], 1.5, WRITTEN[2]],
            "silent": [60.0],
            "inventive": [WRITTEN[1], WRITTEN[3]],
            "slow": WRITTEN,
        }
    )
    switch = Switch(bot, models.open, lambda g: Writer(g, FakeGuard(), seconds=30))
    page = build_page(bot, switch=switch)
    yield Served(launch_page(page, host="127.0.0.1", port=free_port()), switch, models)
    page.close(verbose=False)


@pytest.fixture
def served(page_over_seeds: Served) -> Served:
    page_over_seeds.switch.off()
    page_over_seeds.models.slow.clear()
    page_over_seeds.models.opened.clear()
    return page_over_seeds


def written(served: Served, open_page: OpenPage, size: tuple[int, int] = DESK) -> Page:
    """A page on which a question was answered by the model "tiny"."""
    served.switch.use("tiny")
    page = open_page(served.address, size)
    ask(page, QUESTION)
    wait_until_done(page, 1)
    return page


@SIZES
def test_what_is_written_leads_to_its_quotes_and_what_is_not_carried_unfolds(
    served: Served, open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = written(served, open_page, size)
    expect(page.locator("#chat .said")).to_have_count(2)
    expect(page.locator("#chat .provenance")).to_have_text(
        "Written by Tiny from 2 quotes of your articles; each sentence was held to them."
    )
    left_out = page.locator("#chat .withheld")
    expect(left_out.locator("summary")).to_have_text("2 sentences left out: not in your articles")
    expect(left_out.locator("del").first).not_to_be_visible()
    left_out.locator("summary").click()
    expect(left_out.locator("del")).to_have_text(
        [WRITTEN[1].removesuffix(" [1]. ") + ".", WRITTEN[3]]
    )
    expect(left_out.locator("li").first).to_contain_text("Left out: Its captain")
    assert overflow(page) <= 0

    page.click("#chat .cite >> nth=1")
    expect(page.locator(".source.current .quote", has_text=ERROR)).to_be_in_viewport()
    page.click(".source.current h3 a")
    expect(page.locator(".evidence")).to_have_attribute("data-view", "article")
    quotes = page.locator(".evidence .quote")
    expect(quotes).to_have_count(2)
    expect(quotes.first).to_have_text(AGROUND)
    expect(quotes.last).to_contain_text(ERROR)


def test_stop_ends_a_model_that_hangs_and_keeps_what_is_there(
    served: Served, open_page: OpenPage
) -> None:
    served.switch.use("hanging")
    page = open_page(served.address, DESK)
    ask(page, QUESTION)
    expect(page.locator("#chat .said")).to_have_count(1, timeout=10_000)
    expect(page.locator("#chat .said")).to_contain_text("ran aground in high winds")
    page.get_by_role("button", name="Stop").click()
    assert served.models.opened[0].stopped.wait(2)
    expect(page.get_by_role("button", name="Send")).to_be_visible(timeout=3_000)
    expect(page.locator("#chat .said")).to_contain_text("ran aground in high winds")


def test_a_message_sent_before_the_page_has_settled_can_be_stopped(
    served: Served, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    overview = Bot.overview

    def slow(bot: Bot) -> Overview:
        time.sleep(1.5)
        return overview(bot)

    monkeypatch.setattr(Bot, "overview", slow)
    served.switch.use("hanging")
    page = open_page(served.address, DESK)
    ask(page, QUESTION)
    page.get_by_role("button", name="Stop").click(timeout=10_000)
    assert served.models.opened[0].stopped.wait(5)


def test_what_is_typed_while_an_answer_grows_stays(served: Served, open_page: OpenPage) -> None:
    served.switch.use("pausing")
    page = open_page(served.address, DESK)
    ask(page, QUESTION)
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.fill("#box textarea", "And who paid?")
    wait_until_done(page, 1)
    expect(page.locator("#chat .said")).to_have_count(2)
    expect(page.locator("#box textarea")).to_have_value("And who paid?")


def test_what_cannot_be_kept_gives_way_to_the_quotes_and_says_why(
    served: Served, open_page: OpenPage
) -> None:
    served.switch.use("inventive")
    page = open_page(served.address, PHONE)
    ask(page, QUESTION)
    wait_until_done(page, 1)
    expect(page.locator("#chat")).to_contain_text("Of 2 sentences that Inventive wrote, none")
    expect(page.locator("#chat .said").first).to_contain_text(AGROUND)
    assert overflow(page) <= 0


def test_a_model_is_chosen_on_the_page_and_switched_off_again(
    served: Served, open_page: OpenPage
) -> None:
    page = open_page(served.address, DESK)
    page.get_by_role("button", name="Answers: quotes only").click()
    page.get_by_label("Language model").fill("gone")
    page.get_by_role("button", name="Use it").click()
    expect(page.locator("#writing-said [role=alert]")).to_contain_text("no language model 'gone'")
    page.get_by_label("Language model").fill("tiny")
    page.get_by_role("button", name="Use it").click()
    expect(page.locator("#writing")).to_contain_text("Answers: written by Tiny")
    page.locator("#quotes-only").click()
    expect(page.locator("#writing")).to_contain_text("Answers: quotes only")
    assert wait_for(lambda: served.models.opened[0].closed)


def wait_for(true: Callable[[], bool], seconds: float = 3.0) -> bool:
    """Whether something comes true in time."""
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.05)
    return true()
