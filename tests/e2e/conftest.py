"""A real browser for the tests of the page, and a watch over what it does.

Every page a test opens is watched: an error on its console or a request to another host fails the
test when it ends.
"""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
GRADIO_UPLOADS = "Method not implemented."  # a warning of Gradio's own at every upload
DESK, PHONE = (1280, 800), (390, 844)

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests. Without one they are skipped or, where it is required, fail."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None and Path("/usr/bin/chromium").exists():
        found = "/usr/bin/chromium"
    if found is None:
        reason = f"THE PAGE IS NOT TESTED: none of {', '.join(NAMES)} is installed"
        if os.environ.get("BOT_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open an address as a person of their own; several calls are several people."""
    wrong: list[str] = []
    contexts = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and message.text != GRADIO_UPLOADS:
            wrong.append(f"console {message.type}: {message.text}")

    def on_request(request: Request) -> None:
        if urlsplit(request.url).hostname not in {"127.0.0.1", "localhost", None}:
            wrong.append(f"request to another host: {request.url}")

    def open_page(address: str, size: tuple[int, int] = DESK) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        contexts.append(context)
        page = context.new_page()
        page.set_default_navigation_timeout(90_000)  # a busy machine took 30 s and more
        page.on("console", on_console)
        page.on("pageerror", lambda error: wrong.append(f"page error: {error}"))
        page.on("request", on_request)
        page.goto(address)
        page.wait_for_selector("#chat .example")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def ask(page: Page, question: str) -> None:
    """Type a question and send it."""
    page.fill("#box textarea", question)
    page.press("#box textarea", "Enter")


def wait_until_done(page: Page, replies: int) -> None:
    """Wait until so many replies are there and the last one is finished."""
    page.wait_for_function(
        """(count) => document.querySelectorAll("#chat .bot-row").length === count
            && document.querySelector("#box .submit-button")""",
        arg=replies,
        timeout=60_000,
    )


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return wider
