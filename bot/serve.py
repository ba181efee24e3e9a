"""Settings → bot → page → a web server on this machine: what `python app.py` and
`python -m bot serve` share. The address of the page is printed on stdout, all else on stderr."""

import logging
import socket
import sys

from bot.errors import SettingError
from bot.export import Publication
from bot.settings import Settings
from bot.storing import Report

__all__ = ["serve"]


def serve(settings: Settings) -> None:
    """Open the bot and serve its page until it is interrupted.

    Raises BotError for what a person can mend.
    """
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    publication = Publication(settings.publisher, settings.publisher_url)
    require_port(settings.host, settings.port)  # before seconds go into the models
    # Both are slow to import; a wrong setting is told before.
    from bot.assemble import open_bot

    print("Loading the models …", file=sys.stderr)
    opened = open_bot(settings, Progress())
    from bot.page import build_page, launch_page

    page = build_page(opened.bot, publication, opened.librarian, opened.switch)
    address = launch_page(page, host=settings.host, port=settings.port)
    print(f"Footing is at {address}  (Ctrl+C ends it)", flush=True)
    page.block_thread()


class Progress:
    """Tells how an ingest goes, each skipped file once."""

    def __init__(self) -> None:
        self._told = 0

    def __call__(self, report: Report) -> None:
        for skipped in report.skipped[self._told :]:
            print(f"Skipped: {skipped.reason}", file=sys.stderr)
        self._told = len(report.skipped)
        print(f"{report.articles} articles in, {report.passages} new passages", file=sys.stderr)


def require_port(host: str, port: int) -> None:
    """Raise SettingError when nothing can be served at the address."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise SettingError(
            f"The page cannot be served at {host}:{port}: {error.strerror or error}. "
            "Stop what uses it, or choose another --port or --host."
        ) from error
