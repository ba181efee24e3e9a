"""The Library: what is in the index, page by page, and what changes it."""

from bot.page.library.events import wire_library
from bot.page.library.layout import LibraryWidgets, lay_out_library

__all__ = ["LibraryWidgets", "lay_out_library", "wire_library"]
