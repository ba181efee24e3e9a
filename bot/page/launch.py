"""A Bot → a Gradio page → a web server. Nothing here, and nothing the page loads, leaves the
machine."""

import os
from pathlib import Path

# Both keep Gradio's server from calling out; they count only if set before its import.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr

from bot.chat import Bot
from bot.errors import SettingError
from bot.export import Publication
from bot.intake import Librarian
from bot.page.events import wire
from bot.page.layout import lay_out
from bot.page.library import wire_library
from bot.page.writing import wire_writing
from bot.written.switch import Switch

__all__ = ["build_page", "launch_page"]

ASSETS = Path(__file__).parent / "assets"
AT_ONCE = 8  # people answered at the same time; they share the processor instead of a queue
SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Liberation Sans", "sans-serif")
MONO = ("ui-monospace", "Liberation Mono", "monospace")


def build_page(
    bot: Bot,
    publication: Publication = Publication(),
    librarian: Librarian | None = None,
    switch: Switch | None = None,
) -> gr.Blocks:
    """The page over a bot, ready to be launched; `publication` is what exports say of theirs.

    With a librarian it has a second tab, the Library, in which articles come, go and are mended.
    With a switch, the person at the machine chooses the language model that writes answers.
    """
    page = gr.Blocks(title="Footing", analytics_enabled=False, fill_width=True)
    with page:
        desk, library = lay_out(with_library=librarian is not None, with_writing=switch is not None)
        tell_anew = wire(bot, desk, page, publication, replies=switch or bot)
        if switch and desk.writing:
            wire_writing(switch, desk.writing, page)
        if librarian and library:
            tab, widgets = library
            wire_library(librarian, widgets, tab, changed=tell_anew)
    page.queue(default_concurrency_limit=AT_ONCE)
    return page


def launch_page(page: gr.Blocks, *, host: str, port: int) -> str:
    """Serve the page from threads of this process; return its address.

    Raises SettingError when the port cannot be had.
    """
    _spare_proxy("127.0.0.1", "localhost", host)
    try:
        _, address, _ = page.launch(
            server_name=host,
            server_port=port,
            theme=gr.themes.Base(font=SANS, font_mono=MONO),
            head=_style(),
            favicon_path=ASSETS / "favicon.svg",
            footer_links=[],
            share=False,
            ssr_mode=False,
            pwa=False,
            quiet=True,
            prevent_thread_lock=True,
        )
    except OSError as error:
        raise SettingError(
            f"Port {port} on {host} cannot be used: {error}. "
            "Stop what uses it, or choose another with --port."
        ) from error
    return address


def _style() -> str:
    """The page's style as it is written; Gradio's own `css=` rewrites selectors and breaks some."""
    return f"<style>\n{(ASSETS / 'page.css').read_text(encoding='utf-8')}</style>"


def _spare_proxy(*hosts: str) -> None:
    """Gradio asks its own server whether it runs; a proxy set for the web must not be asked."""
    for name in ("no_proxy", "NO_PROXY"):
        spared = [h for h in os.environ.get(name, "").split(",") if h]
        os.environ[name] = ",".join(dict.fromkeys((*spared, *hosts)))
