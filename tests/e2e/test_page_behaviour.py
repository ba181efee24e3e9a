"""The page in a real browser over a scripted bot: what it does when things go well, wrong, or are
stopped. Each reply of the bot can be worked out from the question by hand."""

import datetime as dt
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

import pytest
from playwright.sync_api import Page, expect

from bot.chat import Bot
from bot.contents import Overview
from bot.errors import ArticleError, IndexFolderError
from bot.messages import Kind, Message, Reply, Turn
from bot.page import build_page, launch_page
from bot.page.layout import EXAMPLES
from bot.types import Answer, Article, Citation, Filters, Hit, Passage, Sentence, Span
from bot.verdicts import Check, Evidence, Stance, Verdict, VerdictLabel

from .conftest import DESK, PHONE, OpenPage, ask, free_port, overflow, wait_until_done

pytestmark = [
    pytest.mark.e2e,
    # Gradio's own threads use options that pandas has deprecated; an error there stalls its queue.
    pytest.mark.filterwarnings("ignore:::gradio"),
]

HOSTILE = (
    "<script>window.hacked = 1</script><img src=http://evil.example/x onerror='window.hacked=1'> "
    "[link](javascript:alert(1)) ![image](http://evil.example/y.png) $$x^2$$ {{value}} ${1+1} "
    "`code` **bold** http://evil.example."
)
ARTICLES = {
    "one": Article(
        "one",
        "The bridge opened on Monday. The mayor, Ana Ruiz, cut the ribbon.\n\nIt rained.\n\n"
        + "\n\n".join(f"Filler paragraph number {n} says nothing." for n in range(40))
        + "\n\nThe bridge cost 12 million euros.",
        "A bridge opens",
        dt.date(2021, 3, 1),
        "The Post",
        "https://post.example/bridge",
    ),
    "evil": Article("evil", HOSTILE, f"Title {HOSTILE}", None, f"Outlet {HOSTILE}", "javascript:1"),
    "wide": Article("wide", "W" * 900 + ".", "W" * 300, dt.date(2020, 1, 1), "W" * 100),
}


def answer_from(article: Article, *quotes: str) -> Answer:
    """An answer that quotes an article; the first word of a quote is marked."""
    sentences = []
    for quote in quotes:
        start = article.text.index(quote)
        mark = Span(start, start + len(quote.split()[0]))
        citation = Citation(
            1,
            article.id,
            article.title,
            article.source,
            article.date,
            article.url,
            start,
            start + len(quote),
            quote,
            (mark,),
        )
        sentences.append(Sentence(quote, 1.0, (citation,)))
    return Answer("", tuple(sentences), 0.82, (passage_of(article),), 0.5)


def check_of(claim: str) -> Check:
    """The bridge's price speaks for a claim, one endless word against it."""
    sides = (
        (Stance.SUPPORTS, "one", "The bridge cost 12 million euros."),
        (Stance.REFUTES, "wide", ARTICLES["wide"].text),
    )
    evidence = []
    for number, (stance, name, quote) in enumerate(sides, start=1):
        citation = answer_from(ARTICLES[name], quote).citations[0]
        evidence.append(Evidence(stance, 0.9, replace(citation, number=number), "Ana Ruiz"))
    hits = tuple(passage_of(ARTICLES[name]) for _, name, _ in sides)
    return Check((Verdict(claim, VerdictLabel.CONFLICTING, 0.9, tuple(evidence), hits, 0.5),))


def passage_of(article: Article) -> Hit:
    end = len(article.text)
    a = article
    return Hit(Passage(a.id, 0, 0, end, a.text, (Span(0, end),), a.title, a.date, a.source), 1.0)


@dataclass
class ScriptedBot:
    """Replies by keyword, and remembers what it was asked."""

    histories: list[tuple[Turn, ...]] = field(default_factory=list)
    filters: list[Filters] = field(default_factory=list)
    kinds: list[Kind | None] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)
    waiting: int = 0

    def overview(self) -> Overview:
        return Overview(3, 3, ("The Post", "The Wire"), dt.date(2020, 1, 1), dt.date(2021, 3, 1))

    def article(self, article_id: str) -> Article:
        if article_id == "wide":
            raise ArticleError("There is no article 'wide'. Take it in again.")
        return ARTICLES[article_id]

    def reply(
        self,
        message: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters = Filters(),
        kind: Kind | None = None,
    ) -> Iterator[Reply]:
        self.kinds.append(kind)
        self.histories.append(tuple(history))
        self.filters.append(filters)
        reply = Reply(Message(message, Kind.QUESTION, f"meant: {message}"), ("Searched",))
        yield reply
        if "wait" in message:
            self.waiting += 1
            self.go_on.wait(20)
        if "mend" in message:
            raise IndexFolderError("The index folder 'x' cannot be read. Make it anew.")
        if "crash" in message:
            raise ZeroDivisionError("secret detail")
        if "nothing" in message:
            yield replace(
                reply, answer=Answer("", (), 0.1, (passage_of(ARTICLES["one"]),)), done=True
            )
            return
        if kind is Kind.CLAIM or "claim" in message:
            yield replace(reply, check=check_of(message), done=True)
            return
        name = message.split()[0] if message.split()[0] in ARTICLES else "one"
        article = ARTICLES[name]
        quotes = (
            ("The mayor, Ana Ruiz, cut the ribbon.", "The bridge cost 12 million euros.")
            if name == "one"
            else (article.text,)
        )
        yield replace(reply, answer=answer_from(article, *quotes), done=True)


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, ScriptedBot]]:
    bot = ScriptedBot()
    page = build_page(cast(Bot, bot))
    yield launch_page(page, host="127.0.0.1", port=free_port()), bot
    page.close(verbose=False)


@pytest.fixture
def bot(served: tuple[str, ScriptedBot]) -> ScriptedBot:
    served[1].go_on.clear()
    served[1].waiting = 0
    return served[1]


@pytest.fixture
def page(served: tuple[str, ScriptedBot], bot: ScriptedBot, open_page: OpenPage) -> Page:
    return open_page(served[0])


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
