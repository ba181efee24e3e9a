"""The page's entry, `python app.py`: settings → bot → page → a web server on this machine.

The command line's values win over `BOT_*` variables and `bot.toml`. What a person can mend is told
in one line on stderr, with exit status 1; the address of the page is printed on stdout.
"""

import argparse
import logging
import socket
import sys
from collections.abc import Sequence

from bot.errors import BotError, SettingError
from bot.ingest import Report
from bot.settings import Settings, load_settings

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the page until it is interrupted; return the exit status."""
    given = vars(parser().parse_args(arguments))
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        serve(load_settings(**given))
    except BotError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def serve(settings: Settings) -> None:
    """Open the bot and serve its page. Raises BotError for what a person can mend."""
    require_port(settings.host, settings.port)  # before seconds go into the models
    # Both are slow to import; a wrong setting is told before.
    from bot.assemble import open_bot

    print("Loading the models …", file=sys.stderr)
    bot = open_bot(settings, Progress())
    from bot.page import build_page, launch_page

    page = build_page(bot)
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


def parser() -> argparse.ArgumentParser:
    """The command line. Every option can also be set by variable or file."""
    options = argparse.ArgumentParser(
        prog="app.py", description="Ask your news articles in the browser."
    )
    options.add_argument("--host", help="the address to serve at (default: 127.0.0.1)")
    options.add_argument("--port", help="the port to serve at (default: 7860)")
    options.add_argument("--articles", metavar="PATH", help="articles to take in before serving")
    options.add_argument(
        "--index", metavar="DIR", help="the index folder (default: .footing/index)"
    )
    return options


if __name__ == "__main__":
    sys.exit(main())
