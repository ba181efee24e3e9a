"""The command line of records: the files of `check --save --export`, and `python -m bot recheck`.

Its exit status tells a script what came out: 0, every verdict is as it was; 1, one has changed;
2, something could not be done.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import SettingError
from bot.export import Publication, export, form_of
from bot.json_form import dumps
from bot.records.new_file import require_new, write_new
from bot.records.record import record_of, save
from bot.settings import load_settings
from bot.verdicts import Check

__all__ = ["Writing", "recheck"]

ERROR = 2


class Writing:
    """The files that a check is to be written to."""

    def __init__(
        self, record: Path | None, exports: Sequence[Path], publication: Publication
    ) -> None:
        """Raises BotError for what cannot be written, before seconds go into judging."""
        self.record = record
        self.exports = [(path, form_of(path)) for path in exports]
        self.publication = publication
        paths = [*([record] if record else []), *exports]
        for path in paths:
            require_new(path)
        if len(set(paths)) < len(paths):
            raise SettingError("Two of the files to write have one name. Give each its own.")

    def write(self, check: Check) -> Iterator[Path]:
        """Write them, each as it is yielded. Raises RecordError for what cannot be written."""
        if not self.record and not self.exports:
            return
        record = record_of(check)
        if self.record:
            save(record, self.record)
            yield self.record
        for path, form in self.exports:
            write_new(path, export(record, form, self.publication))
            yield path


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
    from bot.evaluate.progress import progress
    from bot.records.recheck import recheck
    from bot.records.recheck_form import recheck_json, recheck_lines
    from bot.records.record import load
    from bot.terminal import errors_told, say, tell

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
            tell(line for path, r in found for line in recheck_lines(path, r))
        if not all(r.same for _, r in found):
            raise typer.Exit(1)
