"""What one person's page does: a conversation that grows, is stopped, taken up, and looked into."""

import threading
import time
from dataclasses import replace

import pytest

from bot.errors import ArticleError
from bot.messages import Kind, Turn
from bot.page.conversation import Conversation, Exchange, converse
from bot.page.links import Link, Place
from bot.page.panel import empty_view
from bot.page.session import Chats, Session
from bot.page.views import chat_messages, latest_evidence, linked_evidence
from bot.types import Filters
from tests.page_values import (
    BRIDGE,
    MAYOR,
    MAYOR_ANSWER,
    TEXT,
    Script,
    answered,
    citation,
    reply_of,
    seen,
)


def test_a_conversation_grows_and_carries_its_history() -> None:
    bot = Script([reply_of(None, done=False), reply_of(MAYOR_ANSWER)])
    *_, first = converse(bot, Conversation(), "one")
    *_, second = converse(bot, first, "two")
    assert bot.history == (Turn("one", "q", MAYOR_ANSWER.sentences[0].text),)
    assert [e.message for e in second.exchanges] == ["one", "two"]
    assert all(e.done for e in second.exchanges)


def test_an_error_that_can_be_mended_is_told_in_its_own_words() -> None:
    *_, last = converse(Script(error=ArticleError("Mend it.")), Conversation(), "q")
    assert last.exchanges[-1].problem == "Mend it."


@pytest.mark.parametrize("bot", [Script(error=KeyError("secret")), Script()])
def test_any_other_error_is_an_apology_and_a_traceback_in_the_log(
    bot: Script, caplog: pytest.LogCaptureFixture
) -> None:
    *_, last = converse(bot, Conversation(), "q")
    assert last.exchanges[-1].problem.startswith("Sorry")
    assert "secret" not in last.exchanges[-1].problem
    assert "Traceback" in caplog.text


def test_a_stopped_reply_ends_at_once_and_says_so() -> None:
    bot = Script([reply_of(None, done=False)], hold=threading.Event())
    session = Session()
    growing = session.ask(bot, "q", Filters())
    assert not next(growing).exchanges[-1].done
    next(growing)
    session.run += 1  # what stop() does first
    started = time.monotonic()
    *_, last = growing
    assert time.monotonic() - started < 2
    assert last.exchanges[-1].stopped
    assert session.conversation is last


def test_a_new_chat_is_not_overwritten_by_a_reply_still_running() -> None:
    session = Session()
    growing = session.ask(Script([reply_of(MAYOR_ANSWER)]), "q", Filters())
    next(growing)
    session.running = 0  # as if it took too long to end
    session.clear()
    assert list(growing) == []
    assert session.conversation == Conversation()


def test_a_page_opened_again_goes_on_with_a_copy_of_its_conversation() -> None:
    chats, first = Chats(), Session()
    key = chats.keep(first)
    *_, asked_once = first.ask(Script([reply_of(MAYOR_ANSWER)]), "one", Filters())
    again = Session()
    again.take_up(chats.conversation(key))
    assert again.conversation == asked_once
    assert chats.keep(again) != key
    again.clear()
    assert chats.conversation(key) == asked_once


def test_a_reply_under_way_is_stopped_for_the_page_opened_again() -> None:
    running = Exchange("two", reply=reply_of(None, done=False))
    again = Session()
    again.take_up(Conversation((running,)))
    assert again.conversation == Conversation((replace(running, stopped=True),))


def test_a_page_that_was_asked_already_keeps_its_own_conversation() -> None:
    asked = Conversation((Exchange("new", problem="x"),))
    again = Session(asked)
    again.take_up(Conversation((Exchange("old", problem="x"),)))
    assert again.conversation is asked


def test_only_so_many_chats_are_kept_and_none_is_found_by_a_wrong_key() -> None:
    chats = Chats(most=2)
    keys = [chats.keep(Session(Conversation((Exchange(str(n)),)))) for n in range(3)]
    assert [len(chats.conversation(k).exchanges) for k in (*keys, "guess", "")] == [0, 1, 1, 0, 0]
    assert len(set(keys)) == 3
    assert min(map(len, keys)) >= 22  # 128 bits


def test_links_lead_only_into_the_conversation_they_stand_in() -> None:
    bot = Script()
    conversation = Conversation((Exchange("q", reply=reply_of(MAYOR_ANSWER)),))
    for link in (Link(Place.CITE, 1, 1), Link(Place.SOURCE, 1, 0), Link(Place.SOURCE, 1, 1)):
        assert 'data-view="sources"' in (linked_evidence(bot, conversation, link) or "")
    for link in (Link(Place.ARTICLE, 1, 1), Link(Place.QUOTE, 1, 1)):
        assert 'data-view="article"' in (linked_evidence(bot, conversation, link) or "")
    for link in (Link(Place.CITE, 2, 1), Link(Place.ARTICLE, 1, 2), Link(Place.QUOTE, 0, 1)):
        assert linked_evidence(bot, conversation, link) is None


def test_an_article_that_says_nearly_the_same_is_named_and_opens() -> None:
    cited = citation(replace(BRIDGE, id="original", text=f"Wire. {TEXT}"), MAYOR.shifted(6))
    answer = answered(replace(cited, also_in=("gone", BRIDGE.id)))
    conversation = Conversation((Exchange("q", reply=reply_of(answer)),))
    view = latest_evidence(Script(), conversation) or ""
    assert '<a href="#also-1-2">A bridge opens, The Post</a>' in view
    assert '<a href="#also-1-1">gone</a>' in view
    opened = linked_evidence(Script(), conversation, Link(Place.ALSO, 1, 2)) or ""
    assert f'<span class="quote" data-cites="1">{MAYOR.of(TEXT)}</span>' in opened
    gone = linked_evidence(Script(), conversation, Link(Place.ALSO, 1, 1)) or ""
    assert "There is no article" in seen(gone)
    assert linked_evidence(Script(), conversation, Link(Place.ALSO, 1, 3)) is None


def test_an_article_that_is_gone_is_told() -> None:
    gone = replace(BRIDGE, id="gone")
    answer = answered(citation(gone, MAYOR))
    conversation = Conversation((Exchange("q", reply=reply_of(answer)),))
    view = linked_evidence(Script(), conversation, Link(Place.ARTICLE, 1, 1))
    assert "There is no article" in seen(view or "")


def test_the_panel_stays_until_there_is_something_to_show() -> None:
    bot = Script()
    assert latest_evidence(bot, Conversation()) == empty_view()
    assert latest_evidence(bot, Conversation((Exchange("q"),))) is None
    done = Conversation((Exchange("q", reply=reply_of(MAYOR_ANSWER)),))
    assert 'data-view="sources" data-turn="1"' in (latest_evidence(bot, done) or "")
    assert [m.role for m in chat_messages(done)] == ["user", "assistant"]


def test_the_kind_goes_to_the_bot_and_stays_with_the_exchange() -> None:
    bot = Script([reply_of(MAYOR_ANSWER)])
    session = Session()
    *_, checked = session.ask(bot, "q", Filters(), Kind.CLAIM)
    assert bot.kind is Kind.CLAIM
    *_, both = session.ask(bot, "q", Filters())
    assert bot.kind is None
    assert [e.kind for e in both.exchanges] == [Kind.CLAIM, None]
    assert checked.exchanges == both.exchanges[:1]
