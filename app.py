"""The page's entry, `python app.py`: command line → settings → `bot.serve`.

The command line's values win over `BOT_*` variables and `bot.toml`. What a person can mend is told
in one line on stderr, with exit status 1. `python -m bot serve` does the same from any folder.
"""

import argparse
import sys
from collections.abc import Sequence

from bot.errors import BotError
from bot.serve import serve
from bot.settings import load_settings

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the page until it is interrupted; return the exit status."""
    given = vars(parser().parse_args(arguments))
    try:
        serve(load_settings(**given))
    except BotError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


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
    options.add_argument(
        "--generator", metavar="MODEL", help="a language model: address of a server, folder, hub id"
    )
    return options


if __name__ == "__main__":
    sys.exit(main())
