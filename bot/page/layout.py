"""The components of the page and how they are laid out; what they do is in `events`."""

from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from bot.page.header import header
from bot.page.inputs import KINDS
from bot.page.library import LibraryWidgets, lay_out_library
from bot.page.panel import empty_view
from bot.page.session import Session
from bot.page.writing import WritingWidgets, lay_out_writing

__all__ = ["EXAMPLES", "Widgets", "lay_out"]

SCRIPT = Path(__file__).parent / "assets" / "panel.js"
# Real questions that the seeds answer.
EXAMPLES = (
    "What did Boris Johnson call the United States?",
    "When did the Ever Given run aground?",
    "How wide is Jezero Crater?",
    "When had López Obrador and Biden met?",
)
WELCOME = (
    '<div class="welcome"><p class="invitation">What do you want to know?</p>'
    "<p>Every sentence of an answer stands on your articles, and leads to its quote in them. "
    "Where the articles don’t say, neither will this page.</p></div>"
)


@dataclass(frozen=True, slots=True)
class Widgets:
    """What events read and change."""

    session: gr.State
    key: gr.Textbox
    file: gr.Textbox
    head: gr.HTML
    new_chat: gr.Button
    chat: gr.Chatbot
    alert: gr.HTML
    box: gr.Textbox
    kind: gr.Radio
    filters: gr.Accordion
    as_of: gr.Textbox
    outlets: gr.Dropdown
    collections: gr.Dropdown
    panel: gr.HTML
    writing: WritingWidgets | None


def lay_out(
    *, with_library: bool = False, with_writing: bool = False
) -> tuple[Widgets, tuple[gr.Tab, LibraryWidgets] | None]:
    """Create the components inside the current `gr.Blocks`: the head and the desk or, with a
    library, a tab for each of the two; `with_writing` is whether a language model can be chosen."""
    session = gr.State(Session())
    key = gr.Textbox(visible=False)  # of the session, kept by the browser tab
    file = gr.Textbox(visible=False)  # on its way to the browser, to be saved there
    with gr.Row(elem_id="head"):
        head = gr.HTML(header(), elem_id="masthead", js_on_load=None, apply_default_css=False)
        new_chat = gr.Button("New chat", elem_id="new-chat", size="sm", scale=0, min_width=96)
    top = (session, key, file, head, new_chat)
    if not with_library:
        return _lay_out_desk(*top, with_writing=with_writing), None
    with gr.Tabs(elem_id="rooms"):
        with gr.Tab("Chat", elem_id="chat-room"):
            desk = _lay_out_desk(*top, with_writing=with_writing)
        with gr.Tab("Library", elem_id="library-room") as tab:
            library = lay_out_library()
    return desk, (tab, library)


def _lay_out_desk(
    session: gr.State,
    key: gr.Textbox,
    file: gr.Textbox,
    head: gr.HTML,
    new_chat: gr.Button,
    *,
    with_writing: bool,
) -> Widgets:
    """The chat at the left, the evidence beside."""
    with gr.Row(elem_id="desk", equal_height=True):
        with gr.Column(elem_id="talk", scale=58, min_width=0):
            chat = gr.Chatbot(
                label="Conversation",
                elem_id="chat",
                show_label=False,
                container=False,
                layout="panel",
                autoscroll=False,
                height="100%",
                placeholder=WELCOME,
                examples=[{"text": text} for text in EXAMPLES],
                buttons=[],
                feedback_options=None,
                latex_delimiters=[],
                sanitize_html=True,
                allow_tags=False,
                line_breaks=False,
                group_consecutive_messages=False,
            )
            alert = gr.HTML("", elem_id="alert", js_on_load=None, apply_default_css=False)
            box = gr.Textbox(
                label="Your question",
                show_label=False,
                placeholder="Ask, or state a claim to check …",
                elem_id="box",
                lines=1,
                max_lines=6,
                submit_btn="Send",
                container=False,
                html_attributes=gr.InputHTMLAttributes(enterkeyhint="send", autocomplete="off"),
            )
            kind = gr.Radio(
                list(KINDS),
                value=next(iter(KINDS)),
                label="Take the message as",
                show_label=False,
                container=False,
                elem_id="kind",
            )
            with gr.Row(elem_id="folds"):
                with gr.Accordion("Filters", open=False, elem_id="filters") as filters:
                    as_of = gr.Textbox(
                        label="Nothing published after (as of)",
                        placeholder="YYYY-MM-DD",
                        elem_id="as-of",
                        max_lines=1,
                    )
                    outlets = gr.Dropdown(
                        [], label="Only these outlets", multiselect=True, elem_id="outlets"
                    )
                    collections = gr.Dropdown(
                        [],
                        label="Only these collections",
                        multiselect=True,
                        visible=False,
                        elem_id="collections",
                    )
                writing = lay_out_writing() if with_writing else None
        with gr.Column(elem_id="evidence", scale=42, min_width=0):
            panel = gr.HTML(
                empty_view(),
                elem_id="panel",
                js_on_load=SCRIPT.read_text(encoding="utf-8"),
                apply_default_css=False,
            )
    return Widgets(
        session, key, file, head, new_chat, chat, alert, box, kind, filters, as_of, outlets,
        collections, panel, writing,
    )  # fmt: skip
