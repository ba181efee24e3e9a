"""The page over a scripted bot, opened in a real browser."""

from collections.abc import Iterator
from typing import cast

import pytest
from playwright.sync_api import Page

from bot.chat import Bot
from bot.page import build_page, launch_page

from ..conftest import OpenPage, free_port
from .bot import ScriptedBot


@pytest.fixture(scope="package")
def served() -> Iterator[tuple[str, ScriptedBot]]:
    """The page over one bot: its address, and the bot."""
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
