"""The components of the Library and how they are laid out; what they do is in `events`."""

from dataclasses import dataclass, field
from pathlib import Path

import gradio as gr

from bot.page.library.view import Order, View

__all__ = ["EVERY_COLLECTION", "LibraryWidgets", "Visit", "lay_out_library"]

SCRIPT = Path(__file__).parents[1] / "assets" / "library.js"
EVERY_COLLECTION = "All collections"


@dataclass(slots=True)
class Visit:
    """Where one person's page is in the Library."""

    view: View = field(default_factory=View)
    ids: tuple[str, ...] = ()  # of the articles on the page of the list, in order
    opened: str = ""  # the id of the open article; empty: none


@dataclass(frozen=True, slots=True)
class LibraryWidgets:
    """What events read and change."""

    visit: gr.State
    search: gr.Textbox
    order: gr.Dropdown
    collection: gr.Dropdown
    alert: gr.HTML
    shelf: gr.HTML
    opened: gr.Column
    article: gr.HTML
    close: gr.Button
    date: gr.Textbox
    redate: gr.Button
    delete: gr.Button
    sure: gr.Row
    delete_now: gr.Button
    keep: gr.Button
    files: gr.File
    link: gr.Textbox
    into: gr.Textbox
    fields: gr.Textbox
    take_in: gr.Button
    came: gr.HTML
    chart: gr.HTML


def lay_out_library() -> LibraryWidgets:
    """Create the components inside the current `gr.Tab`: the list at the left; beside it the open
    article, what takes in more, and the chart."""
    visit = gr.State(Visit())
    with gr.Row(elem_id="library"):
        with gr.Column(elem_id="shelf-side", scale=58, min_width=0):
            with gr.Row(elem_id="looking"):
                search = gr.Textbox(
                    label="Search the list",
                    placeholder="title, outlet, author, date …",
                    elem_id="library-search",
                    max_lines=1,
                    html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
                )
                order = gr.Dropdown(
                    [o.value for o in Order],
                    value=Order.NEWEST.value,
                    label="Sort",
                    elem_id="library-order",
                    filterable=False,
                )
                collection = gr.Dropdown(
                    [EVERY_COLLECTION],
                    value=EVERY_COLLECTION,
                    label="Collection",
                    elem_id="library-collection",
                    filterable=False,
                )
            alert = _html("library-alert")
            shelf = gr.HTML(
                "",
                elem_id="shelf",
                js_on_load=SCRIPT.read_text(encoding="utf-8"),
                apply_default_css=False,
            )
        with gr.Column(elem_id="reading-side", scale=42, min_width=0):
            with gr.Column(visible=False, elem_id="opened") as opened:
                with gr.Row(elem_id="open-ways"):
                    close = gr.Button("Close", size="sm", elem_id="close-article")
                    delete = gr.Button("Delete", size="sm", elem_id="delete-article")
                with gr.Row(visible=False, elem_id="sure") as sure:
                    gr.HTML(
                        "<p>Delete this article from the index? Its file, if any, stays.</p>",
                        js_on_load=None,
                        apply_default_css=False,
                    )
                    delete_now = gr.Button("Delete it", size="sm", elem_id="delete-now")
                    keep = gr.Button("Keep it", size="sm", elem_id="keep-article")
                with gr.Row(elem_id="redating"):
                    date = gr.Textbox(
                        label="Its date (a correction stays while its file is unchanged)",
                        placeholder="YYYY-MM-DD, or empty for none",
                        elem_id="article-date",
                        max_lines=1,
                    )
                    redate = gr.Button("Correct", size="sm", elem_id="redate")
                article = _html("opened-article")
            with gr.Accordion("Add articles", open=True, elem_id="adding"):
                files = gr.File(
                    label="Text, Markdown, HTML, PDF, Word, CSV, JSON, feeds, .zip",
                    file_count="multiple",
                    elem_id="drop",
                    height=96,
                )
                with gr.Row(elem_id="add-more"):
                    link = gr.Textbox(
                        label="Or links", placeholder="https://…", elem_id="link", max_lines=1
                    )
                    into = gr.Textbox(
                        label="Into the collection",
                        placeholder="main",
                        elem_id="into",
                        max_lines=1,
                    )
                    fields = gr.Textbox(
                        label="If fields of CSV or JSON have other names (--map)",
                        placeholder="text=body, date=published",
                        elem_id="fields",
                        max_lines=1,
                    )
                take_in = gr.Button("Take in", elem_id="take-in")
                came = _html("came")
            chart = _html("chart")
    return LibraryWidgets(
        visit, search, order, collection, alert, shelf, opened, article, close, date, redate,
        delete, sure, delete_now, keep, files, link, into, fields, take_in, came, chart,
    )  # fmt: skip


def _html(elem_id: str) -> gr.HTML:
    return gr.HTML("", elem_id=elem_id, js_on_load=None, apply_default_css=False)
