"""Bot → the page in the browser: a chat with an evidence panel beside it."""

from bot.page.launch import build_page, launch_page

__all__ = ["build_page", "launch_page"]
