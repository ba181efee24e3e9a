"""Which event changes what. The functions here only translate: components' values in, chat
messages, the panel's HTML or an alert out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import gradio as gr
from gradio.events import Dependency

from bot.chat import Bot
from bot.errors import BotError, SettingError
from bot.export import Publication
from bot.page.again import judged_again
from bot.page.escaped import one_line
from bot.page.header import header
from bot.page.inputs import filters_from, kind_from, require_short, told
from bot.page.layout import Widgets
from bot.page.links import Link, Place, parse
from bot.page.panel import empty_view
from bot.page.saving import download
from bot.page.session import Chats, Session
from bot.page.views import chat_messages, latest_evidence, linked_evidence
from bot.protocols import Replies

__all__ = ["wire"]

UNCHANGED = gr.skip()
Update = tuple[object, ...]  # a value for each output component, in their order
# Events are the page's own: no API, no spinner over what is being read.
# A browser tab keeps the key of its page through a reload, if it may keep anything.
RECALL = """(key, session) => {
  try { return [sessionStorage.getItem("footing-chat") ?? "", session]; }
  catch { return ["", session]; }
}"""
REMEMBER = """(key) => { try { sessionStorage.setItem("footing-chat", key); } catch {} }"""
# A file the browser makes of what it is sent, so that none lies about on the server.
KEEP = """(file) => {
  if (!file) return;
  const { name, type, text } = JSON.parse(file);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}"""
BUSY = "A reply is still under way. Please wait for it, then leave something out."
QUIETLY: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def wire(
    bot: Bot,
    w: Widgets,
    page: gr.Blocks,
    publication: Publication = Publication(),
    *,
    replies: Replies,
) -> Callable[[Dependency], object]:
    """Connect the components' events to the bot; `publication` is what exports say of theirs, and
    `replies` answers messages: the bot, or what stands before it.

    What is returned has the page tell of the articles anew after an event that changes them.
    """
    example = gr.State("")
    desk = Desk(bot, replies, publication)
    answered = [w.box, w.chat, w.panel, w.alert]
    typed = w.box.submit(
        desk.ask,
        [w.box, w.session, w.as_of, w.outlets, w.collections, w.kind],
        answered,
        **QUIETLY,
    )
    picked = w.chat.example_select(pick, None, example, **QUIETLY).then(
        desk.ask, [example, w.session, w.as_of, w.outlets, w.collections], answered, **QUIETLY
    )
    # Only when the event is over does Gradio take the next one; the button comes back then.
    for event in (typed, picked):
        event.then(ready, None, w.box, **QUIETLY)
    # Not queued, so that a stop is not kept waiting by what it is to stop.
    w.box.stop(stop, w.session, None, queue=False, **QUIETLY)
    w.new_chat.click(start_anew, w.session, answered, queue=False, **QUIETLY)

    w.panel.click(desk.open_link, w.session, w.panel, **QUIETLY)
    w.panel.edit(desk.judge_again, w.session, [w.chat, w.panel, w.alert], **QUIETLY)
    w.panel.download(desk.save, w.session, [w.file, w.alert], **QUIETLY).then(
        None, w.file, None, js=KEEP, **QUIETLY
    )
    gr.on(
        [w.as_of.blur, w.as_of.submit, w.outlets.change, w.collections.change],
        describe_filters,
        [w.as_of, w.outlets, w.collections],
        [w.filters, w.alert],
        **QUIETLY,
    )
    page.load(
        desk.arrive,
        [w.key, w.session],
        [w.head, w.outlets, w.collections, w.chat, w.panel, w.key],
        js=RECALL,
        **QUIETLY,
    ).then(None, w.key, None, js=REMEMBER, **QUIETLY)
    counted = [w.head, w.outlets, w.collections]
    return lambda event: event.then(desk.describe_articles, None, counted, **QUIETLY)


@dataclass(frozen=True)
class Desk:
    """The functions that need the bot."""

    bot: Bot
    replies: Replies
    publication: Publication = field(default_factory=Publication)
    chats: Chats = field(default_factory=Chats)

    def ask(
        self,
        message: str,
        session: Session,
        as_of: str | None,
        outlets: Sequence[str] | None,
        collections: Sequence[str] | None = None,
        kind: str | None = None,
    ) -> Iterator[Update]:
        """A message was sent: box, chat, panel and alert as the answer grows. An example, which
        comes without a `kind`, is what it looks like."""
        if not message.strip():
            yield (UNCHANGED,) * 4
            return
        try:
            filters = filters_from(as_of, outlets, collections)
            require_short(message)
        except SettingError as error:
            yield UNCHANGED, UNCHANGED, UNCHANGED, alert(str(error))
            return
        box: object = gr.Textbox(value="", submit_btn=False, stop_btn="Stop")
        # Said with every update: of a message that is sent while the page's own load event is under
        # way, Gradio's client loses the first one.
        still: object = gr.Textbox(submit_btn=False, stop_btn="Stop")
        for conversation in session.ask(self.replies, message.strip(), filters, kind_from(kind)):
            panel = latest_evidence(self.bot, conversation)
            yield box, chat_messages(conversation), panel or UNCHANGED, ""
            box = still  # without a value: what is being typed meanwhile stays

    def open_link(self, session: Session, click: gr.EventData) -> object:
        """A citation or source was clicked: the panel it leads to."""
        link = parse(getattr(click, "target_link", None))
        if link is None or not link.place.is_evidence:
            return UNCHANGED
        return linked_evidence(self.bot, session.conversation, link) or UNCHANGED

    def judge_again(self, session: Session, click: gr.EventData) -> Update:
        """Something of a verdict was left out, or taken in again: chat, panel and alert."""
        link = parse(getattr(click, "target_link", None))
        if link is None or link.place.is_evidence or link.place.is_file:
            return (UNCHANGED,) * 3
        if session.running:
            return UNCHANGED, UNCHANGED, alert(BUSY)
        try:
            found = session.revise(link.turn, lambda e: judged_again(self.bot, e, link))
        except BotError as error:
            return UNCHANGED, UNCHANGED, alert(str(error))
        if found is None:
            return (UNCHANGED,) * 3
        panel = linked_evidence(self.bot, found, Link(Place.SOURCE, link.turn))
        return chat_messages(found), panel or UNCHANGED, ""

    def save(self, session: Session, click: gr.EventData) -> Update:
        """A verdict is to be kept: the file for the browser, and the alert."""
        link = parse(getattr(click, "target_link", None))
        exchanges = session.conversation.exchanges
        if link is None or not link.place.is_file or not 1 <= link.turn <= len(exchanges):
            return "", UNCHANGED
        try:
            return download(exchanges[link.turn - 1], link, self.publication) or "", ""
        except BotError as error:
            return "", alert(str(error))

    def arrive(self, key: str | None, session: Session) -> Update:
        """The page was opened: its head, the outlets to choose from and, where it was only opened
        again, the chat and panel it had; and the key to find them by the next time."""
        session.take_up(self.chats.conversation(key or ""))
        key = self.chats.keep(session)
        had: Update = (UNCHANGED, UNCHANGED)
        if session.conversation.exchanges:
            panel = latest_evidence(self.bot, session.conversation)
            had = (chat_messages(session.conversation), panel or UNCHANGED)
        return *self.describe_articles(), *had, key

    def describe_articles(self) -> Update:
        """The page's head, and the outlets and collections to choose from; of collections there
        is no choice where there is one only."""
        try:
            overview = self.bot.overview()
        except BotError as error:
            return header(problem=str(error)), UNCHANGED, UNCHANGED
        there = list(overview.collections)
        return (
            header(overview),
            gr.Dropdown(choices=list(overview.sources)),
            gr.Dropdown(choices=there, visible=len(there) > 1),
        )


def ready() -> gr.Textbox:
    """The box, open for the next message."""
    return gr.Textbox(submit_btn="Send", stop_btn=False)


def stop(session: Session) -> None:
    """The running reply ends, and draws its own end."""
    session.stop()


def start_anew(session: Session) -> Update:
    """New chat: box, chat, panel and alert as in the beginning."""
    session.clear()
    return ready(), [], empty_view(), ""


def pick(choice: gr.SelectData) -> str:
    """The example that was clicked."""
    return str(choice.value["text"])


def describe_filters(
    as_of: str | None,
    outlets: Sequence[str] | None,
    collections: Sequence[str] | None = None,
) -> Update:
    """The filters' label and, for a date that is none, the alert."""
    try:
        return gr.Accordion(label=told(filters_from(as_of, outlets, collections))), ""
    except SettingError as error:
        return gr.Accordion(label="Filters: the date is not understood"), alert(str(error))


def alert(problem: str) -> str:
    """A problem with what was typed, told above the box."""
    return f'<p role="alert">{one_line(problem)}</p>'
