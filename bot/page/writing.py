"""The choice of the language model that writes answers: its fold beside the filters, and what its
buttons do. It counts for everyone, so only a person at the machine is offered it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from bot.errors import SettingError
from bot.page.at_machine import is_at_machine
from bot.page.escaped import one_line
from bot.written.switch import Choice, Switch

__all__ = ["Chooser", "WritingWidgets", "lay_out_writing", "said_of", "told_of", "wire_writing"]

Update = tuple[object, ...]
QUIETLY: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
PAUSE_S = 0.5  # between two drawings of the progress
ELSEWHERE = (
    "Which model writes is chosen by the person at the machine that serves this page, at its "
    "localhost address."
)


@dataclass(frozen=True, slots=True)
class WritingWidgets:
    """What the events read and change."""

    fold: gr.Accordion
    said: gr.HTML
    choosing: gr.Row
    model: gr.Textbox
    use: gr.Button
    quotes: gr.Button


def lay_out_writing() -> WritingWidgets:
    """Create the components, closed, for a person who may choose nothing."""
    with gr.Accordion(told_of(Choice()), open=False, elem_id="writing") as fold:
        said = gr.HTML("", elem_id="writing-said", js_on_load=None, apply_default_css=False)
        with gr.Row(visible=False, elem_id="choosing") as choosing:
            model = gr.Textbox(
                label="Language model: hub id, folder, or address of a server",
                placeholder="http://localhost:11434/v1",
                elem_id="model",
                max_lines=1,
                html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=False),
            )
            use = gr.Button("Use it", size="sm", elem_id="use-model")
            quotes = gr.Button("Quotes only", size="sm", elem_id="quotes-only")
    return WritingWidgets(fold, said, choosing, model, use, quotes)


def wire_writing(switch: Switch, w: WritingWidgets, page: gr.Blocks) -> None:
    """Connect the components' events to the switch."""
    chooser = Chooser(switch)
    drawn = [w.fold, w.said, w.choosing, w.use]
    gr.on([w.use.click, w.model.submit], chooser.use, w.model, drawn, **QUIETLY)
    w.quotes.click(chooser.off, None, drawn, **QUIETLY)
    gr.on([page.load, w.fold.expand], chooser.watch, None, drawn, **QUIETLY)


@dataclass(frozen=True)
class Chooser:
    """The functions that need the switch; each draws the fold, its text, and what chooses."""

    switch: Switch

    def use(self, model: str, request: gr.Request) -> Iterator[Update]:
        """A model was named: how its opening goes, then what came of it."""
        if not is_at_machine(request):
            yield self._drawn(request)
            return
        try:
            self.switch.begin(model)
        except SettingError as error:
            yield self._drawn(request, str(error))
            return
        yield from self.watch(request)

    def off(self, request: gr.Request) -> Update:
        """Answers are to be quotes."""
        if is_at_machine(request):
            self.switch.off()
        return self._drawn(request)

    def watch(self, request: gr.Request) -> Iterator[Update]:
        """How answers are made; while a model is being opened, until that is over."""
        began = time.monotonic()
        while self.switch.choice.loading:
            yield self._drawn(request, seconds=time.monotonic() - began)
            time.sleep(PAUSE_S)
        yield self._drawn(request)

    def _drawn(self, request: gr.Request, problem: str = "", seconds: float = 0.0) -> Update:
        choice = self.switch.choice
        if is_at_machine(request):
            said = said_of(choice, seconds) + _alert(problem or choice.problem)
            can_choose = True
        else:  # what was typed at the machine, and what went wrong with it, may name its folders
            said = f"{said_of(Choice(choice.name))}<p>{ELSEWHERE}</p>"
            can_choose = False
        return (
            gr.Accordion(label=told_of(choice)),
            said,
            gr.Row(visible=can_choose),
            gr.Button(interactive=not choice.loading),
        )


def told_of(choice: Choice) -> str:
    """The label of the fold: how answers are made now."""
    if choice.loading:
        return "Answers: a model is being opened"
    return f"Answers: written by {choice.name}" if choice.name else "Answers: quotes only"


def said_of(choice: Choice, seconds: float = 0.0) -> str:
    """How answers are made, in full; `seconds` is how long a model has been opening."""
    if choice.name:
        now = (
            f"{one_line(choice.name)} writes the answers of everyone who uses this page. Each "
            "sentence is held to your articles, and left out where they don’t carry it."
        )
    else:
        now = (
            "Answers are quotes. A language model on your machine can write them instead, for "
            "everyone who uses this page; each sentence is held to your articles."
        )
    if not choice.loading:
        return f"<p>{now}</p>"
    waited = f" {seconds:.0f} s" if seconds >= 1 else ""
    until = f"{choice.name} writes" if choice.name else "answers are quotes"
    opening = f"Opening {choice.loading} …{waited} Until then {until}."
    return f'<p class="opening">{one_line(opening)}</p>'


def _alert(problem: str) -> str:
    return f'<p role="alert">{one_line(problem)}</p>' if problem else ""
