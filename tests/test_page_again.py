"""What the controls of a verdict card do: pure functions from an exchange and a link."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from bot.chat import Bot
from bot.errors import RecordError
from bot.export import Publication
from bot.messages import Kind
from bot.page.again import judged_again
from bot.page.controls import leave_out, left_out, saves
from bot.page.conversation import Conversation, Exchange
from bot.page.events import Desk
from bot.page.links import Link, Place
from bot.page.message import replied
from bot.page.saving import download
from bot.page.session import Session
from bot.records.record import load
from bot.retrieve import Retriever
from bot.types import Filters, Span, Without
from bot.verdicts import Check, VerdictLabel
from tests.fakes import FakeEmbedder, FakeJudge, FakeReader, article, index_in, store
from tests.page_values import HOSTILE, seen, tags

WON = "Ann won the race."
LOST = "Ann lost the race."
BEAT = "In that race Ann beat everybody who had come to run."
SUPPORTED, REFUTED = VerdictLabel.SUPPORTED, VerdictLabel.REFUTED


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    index = index_in(tmp_path / "index")
    store(
        index,
        article(WON, "won", title="The race", date="2020-12-15", source="Desk"),
        article(LOST, "lost", title="No race", source=HOSTILE),
    )
    judge = FakeJudge({WON: (0.9, 0.0), LOST: (0.0, 0.85), BEAT: (0.8, 0.0)})
    return Bot(index, Retriever(index, FakeEmbedder()), FakeReader({}), judge=judge)


def checked(bot: Bot, claim: str = WON, filters: Filters = Filters()) -> Exchange:
    *_, reply = bot.reply(claim, filters=filters, kind=Kind.CLAIM)
    return Exchange(claim, filters, reply)


def check(exchange: Exchange | None) -> Check:
    assert exchange
    assert exchange.reply
    assert exchange.reply.check
    return exchange.reply.check


def click(bot: Bot, exchange: Exchange, place: Place, item: int) -> Exchange:
    found = judged_again(bot, exchange, Link(place, 1, item))
    assert found
    return found


@pytest.mark.parametrize(
    ("place", "without"),
    [
        (Place.DROP_QUOTE, Without(quotes=(("won", Span(0, len(WON))),))),
        (Place.DROP_ARTICLE, Without(articles=("won",))),
        (Place.DROP_OUTLET, Without(sources=("Desk",))),
    ],
)
def test_what_is_left_out_and_taken_in_again_is_judged_each_time(
    bot: Bot, place: Place, without: Without
) -> None:
    before = checked(bot)
    assert check(before).verdicts[0].label is VerdictLabel.CONFLICTING
    after = click(bot, before, place, 1)
    (verdict,) = check(after).verdicts
    assert (verdict.label, verdict.without) == (REFUTED, without)
    assert [c.number for c in verdict.citations] == [1]
    assert set(after.left_out) == {without}
    again = click(bot, after, Place.RESTORE, 1)
    assert check(again).verdicts[0].label is VerdictLabel.CONFLICTING
    assert not check(again).verdicts[0].without


def test_a_copy_goes_with_its_article(bot: Bot) -> None:
    long = "On a sunny day in May Ann came first in the race, to the surprise of all who saw it."
    store(bot.index, article(long, "one", title="One"), article(long, "two", title="Two"))
    bot.judge = FakeJudge({long: (0.9, 0.0)})
    exchange = checked(bot)
    cited = [c.article_id for c in check(exchange).citations]
    (copied,) = {"one", "two"} & set(cited)  # the other is a copy of it
    after = click(bot, exchange, Place.DROP_ARTICLE, cited.index(copied) + 1)
    assert set(check(after).verdicts[0].without.articles) == {"one", "two"}
    assert not {"one", "two"} & {c.article_id for c in check(after).citations}


def test_of_several_verdicts_only_the_one_that_is_meant_is_judged_again(bot: Bot) -> None:
    exchange = checked(bot, f"{WON} {LOST}")
    first, second = check(exchange).verdicts
    after = click(bot, exchange, Place.DROP_OUTLET, len(first.evidence) + 1)
    assert check(after).verdicts[0] == first
    assert check(after).verdicts[1].without == Without(sources=(second.citations[0].source,))


def test_where_articles_have_come_since_all_verdicts_are_of_todays(bot: Bot) -> None:
    exchange = checked(bot, f"{WON} {LOST}")
    store(bot.index, article(BEAT, "later", title="Later"))
    after = check(click(bot, exchange, Place.DROP_ARTICLE, 1))
    assert after.made == replace(bot.made(), when=after.made.when) if after.made else False
    assert "later" in {c.article_id for c in after.verdicts[1].citations}


def test_the_filters_of_the_message_hold(bot: Bot) -> None:
    exchange = checked(bot, filters=Filters(sources=("Desk",)))
    after = click(bot, exchange, Place.DROP_ARTICLE, 1)
    assert check(after).citations == ()


@pytest.mark.parametrize(
    ("place", "item"),
    [(Place.DROP_ARTICLE, 0), (Place.DROP_ARTICLE, 3), (Place.RESTORE, 1), (Place.CITE, 1)],
)
def test_a_link_that_leads_to_nothing_changes_nothing(bot: Bot, place: Place, item: int) -> None:
    assert judged_again(bot, checked(bot), Link(place, 1, item)) is None
    assert judged_again(bot, Exchange("m"), Link(place, 1, item)) is None


def test_the_card_offers_what_can_be_done_and_shows_no_markup_of_others(bot: Bot) -> None:
    markup = replied(checked(bot), 1)
    for name in ("dropquote", "droparticle", "dropoutlet"):
        assert f'href="#{name}-1-1"' in markup
        assert f'href="#{name}-1-2"' in markup
    for name in ("record", "markdown", "page", "review"):
        assert f'href="#{name}-1-1"' in markup
    assert "Without Desk (15 Dec 2020) this would be: refuted." in seen(markup)
    dropped = replied(click(bot, checked(bot), Place.DROP_OUTLET, 2), 1)
    assert f"Judged without {HOSTILE} (undo" in seen(dropped)
    assert not tags(markup + dropped) & {"script", "img", "code"}


def test_an_outlet_without_a_name_cannot_be_left_out(bot: Bot) -> None:
    evidence = check(checked(bot)).verdicts[0].evidence[0]
    bare = replace(evidence, citation=replace(evidence.citation, source=""))
    assert "dropoutlet" not in leave_out(bare, 1, 1)


def test_undos_are_counted_over_all_verdicts(bot: Bot) -> None:
    verdict = check(checked(bot)).verdicts[0]
    two = replace(verdict, without=Without(sources=("Desk",), articles=("x",)))
    assert left_out(verdict, {}, 1, 0) == ""
    markup = left_out(two, {Without(articles=("x",)): "“The X”"}, 3, 4)
    assert 'href="#restore-3-5"' in markup
    assert 'href="#restore-3-6"' in markup
    assert "“The X” (undo" in seen(markup)


def test_what_is_growing_can_neither_be_saved_nor_judged_again(bot: Bot) -> None:
    exchange = checked(bot)
    assert exchange.reply
    growing = replace(exchange.reply, check=replace(check(exchange), made=None), done=False)
    unfinished = replace(exchange, reply=growing)
    assert "leave" not in replied(unfinished, 1)
    assert "record-1-1" not in replied(unfinished, 1)
    assert judged_again(bot, unfinished, Link(Place.DROP_ARTICLE, 1, 1)) is None
    assert download(unfinished, Link(Place.RECORD, 1, 1), Publication()) is None


def saved(exchange: Exchange, place: Place, item: int = 1) -> dict[str, Any]:
    found = json.loads(download(exchange, Link(place, 1, item), Publication()) or "null")
    assert isinstance(found, dict)
    return found


def test_each_verdict_is_saved_alone(bot: Bot, tmp_path: Path) -> None:
    exchange = checked(bot, f"{WON} Ánn lost the race!")
    file = saved(exchange, Place.RECORD, 2)
    assert (file["name"], file["type"]) == ("ann-lost-the-race.json", "application/json")
    (tmp_path / "r.json").write_text(file["text"], encoding="utf-8")
    (judged,) = load(tmp_path / "r.json").claims
    assert judged.verdict.claim == "Ánn lost the race!"
    assert {c.number for c in judged.verdict.citations} == {1, 2}
    assert saved(exchange, Place.MARKDOWN)["text"].startswith("# Claim checked")
    assert saved(exchange, Place.PAGE)["type"] == "text/html"
    assert saved(exchange, Place.REVIEW)["name"].endswith(".jsonld")
    assert download(exchange, Link(Place.RECORD, 1, 3), Publication()) is None


def test_an_opinion_is_offered_no_review_and_gets_none(bot: Bot) -> None:
    exchange = checked(bot, "Ann will win in 2030.")
    assert "review-1-1" not in saves(check(exchange).verdicts[0], 1, 1)
    with pytest.raises(RecordError, match="none of the claims was judged"):
        download(exchange, Link(Place.REVIEW, 1, 1), Publication())


def test_a_session_changes_what_is_over_and_nothing_under_way() -> None:
    session = Session(Conversation((Exchange("one"), Exchange("two"))))
    changed = session.revise(1, lambda e: replace(e, message="three"))
    assert changed is session.conversation
    assert [e.message for e in session.conversation.exchanges] == ["three", "two"]
    assert session.revise(3, lambda e: e) is None
    assert session.revise(1, lambda e: None) is None
    session.running = 1
    assert session.revise(1, lambda e: replace(e, message="four")) is None


def test_a_new_chat_begun_meanwhile_stays_new() -> None:
    session = Session(Conversation((Exchange("one"),)))

    def change(exchange: Exchange) -> Exchange:
        session.clear()
        return replace(exchange, message="late")

    assert session.revise(1, change) is None
    assert session.conversation == Conversation()


# The events


def clicked(target: object) -> gr.EventData:
    return gr.EventData(None, {"target_link": target})


def test_a_click_on_leave_out_draws_chat_and_panel_anew(bot: Bot) -> None:
    session = Session(Conversation((checked(bot),)))
    chat, panel, told = Desk(bot, bot).judge_again(session, clicked("droparticle-1-1"))
    assert told == ""
    assert "Refuted by your articles" in str(chat)
    assert "1 source" in str(panel)


def test_while_a_reply_is_under_way_a_click_is_told_to_wait(bot: Bot) -> None:
    session = Session(Conversation((checked(bot),)), running=1)
    _, _, told = Desk(bot, bot).judge_again(session, clicked("droparticle-1-1"))
    assert "Please wait" in str(told)
    assert not check(session.conversation.exchanges[0]).verdicts[0].without


def test_what_cannot_be_judged_or_saved_is_told(bot: Bot) -> None:
    session = Session(Conversation((checked(bot), checked(bot, "Ann will win in 2030."))))
    bot.judge = None
    _, _, told = Desk(bot, bot).judge_again(session, clicked("droparticle-1-1"))
    assert "no reader that judges claims" in str(told)
    assert Desk(bot, bot).save(session, clicked("review-2-1"))[0] == ""
    assert "none of the claims was judged" in str(
        Desk(bot, bot).save(session, clicked("review-2-1"))[1]
    )


@pytest.mark.parametrize("target", [None, "x", "cite-1-1", "record-9-1", "droparticle-9-1"])
def test_what_a_browser_makes_up_does_nothing(bot: Bot, target: object) -> None:
    session = Session(Conversation((checked(bot),)))
    before = session.conversation
    assert Desk(bot, bot).judge_again(session, clicked(target)) == (gr.skip(),) * 3
    assert Desk(bot, bot).save(session, clicked(target))[0] == ""
    assert session.conversation is before
