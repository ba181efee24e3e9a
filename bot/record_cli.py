"""The command line of records: `python -m bot recheck FILE…`.

Its exit status tells a script what came out: 0, every verdict is as it was; 1, one has changed;
2, something could not be done.
"""

from pathlib import Path
from typing import Annotated

import typer

from bot.json_form import dumps
from bot.settings import load_settings

__all__ = ["recheck"]

ERROR = 2


def recheck(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Records that check --save has written.")
    ],
    index: Annotated[Path | None, typer.Option("--index", help="The index folder.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Judge recorded claims again on today's articles; say what changed, and why.

    Exit status: 0 nothing changed, 1 a verdict or its evidence changed, 2 an error.
    """
    from bot.assemble import Workshop, require_index
    from bot.cli import errors_told, say
    from bot.evaluate.progress import progress
    from bot.recheck import recheck
    from bot.recheck_form import recheck_json, recheck_lines
    from bot.record import load

    with errors_told(ERROR):
        records = [(path, load(path)) for path in files]  # all, before seconds go into models
        settings = load_settings(index=index)
        require_index(settings)
        workshop = Workshop(settings)
        bot = workshop.bot(workshop.existing_index())
        for warning in workshop.warnings:
            say(f"Warning: {warning}")
        found = []
        with progress("Rechecking", len(records), "records") as done:
            for number, (path, record) in enumerate(records, start=1):
                found.append((path, recheck(record, bot)))
                done(number)
        if json:
            print(dumps(recheck_json(found)))
        else:
            print("\n".join(line for path, r in found for line in recheck_lines(path, r)))
        if not all(r.same for _, r in found):
            raise typer.Exit(1)
