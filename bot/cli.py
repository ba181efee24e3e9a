"""The command line: `python -m bot ingest | ask | check | recheck | serve | eval`, and what
`library_cli` adds.

With --json stdout is one JSON document on one line; progress, warnings and errors go to stderr.
The exit status is 0 only when everything asked for was done.
"""

import io
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.collected import collection_name, named_collections
from bot.errors import SettingError
from bot.eval_cli import eval_app
from bot.json_form import answer_json, check_json, dumps, report_json, verdict_json
from bot.library_cli import delete, list_command, mentions, reindex, show
from bot.records.record_cli import recheck
from bot.settings import load_settings
from bot.terminal import (
    CollectionsOption,
    GeneratorOption,
    IndexOption,
    JsonOption,
    day,
    errors_told,
    say,
    tell,
)
from bot.text_form import answer_lines, check_lines, foreign_lines, report_line
from bot.types import Filters
from bot.verdicts import Made, Verdict
from bot.verify import numbered

__all__ = ["app", "main"]

app = typer.Typer(
    help="Ask your news articles; every sentence of an answer is an exact quote.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(eval_app, name="eval")
app.command()(recheck)
app.command("list")(list_command)
for command in (show, delete, reindex, mentions):
    app.command()(command)


@app.callback()
def _() -> None:
    pass


@app.command("ingest")
def ingest_command(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH_OR_URL...", help="Files, folders and web addresses of articles."
        ),
    ],
    collection: Annotated[
        str | None,
        typer.Option("--collection", metavar="NAME", help="Put them into this collection."),
    ] = None,
    index: IndexOption = None,
    mapped: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="OURS=THEIRS",
            help="Which field of JSON and CSV records is the id, title, date, source, url, "
            "author or text, as text=body; may be repeated.",
        ),
    ] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Also remove articles of these paths that are gone.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Take articles into the index: text, Markdown, HTML, PDF, Word, CSV, JSON, feeds, zip files of
    them, folders, and web addresses."""
    from bot.articles import count_articles
    from bot.assemble import Workshop
    from bot.evaluate.progress import progress
    from bot.formats.records import field_map

    with errors_told():
        settings = load_settings(index=index)
        name = None if collection is None else collection_name(collection)
        fields = field_map(mapped or ())
        # A wrong path is told before seconds go into the models.
        total = count_articles(paths, limits=settings.limits, fields=fields)
        with Console(stderr=True).status("Loading the embedding model …"):
            workshop = Workshop(settings)
            opened = workshop.index()
        with progress("Ingesting", total, "articles") as tick:
            report = workshop.ingest(
                paths,
                opened,
                lambda so_far: tick(so_far.looked_at),
                fields=fields,
                collection=name,
                prune=prune,
            )
        for skipped in report.skipped:
            say(f"Skipped: {skipped.reason}")
        for line in foreign_lines(report):
            say(f"Note: {line}")
        if json:
            print(dumps(report_json(report)))
        else:
            print(report_line(report))
        if report.skipped:
            raise typer.Exit(1)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What you want to know.")],
    index: IndexOption = None,
    collection: CollectionsOption = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Use nothing published later.")
    ] = None,
    generator: GeneratorOption = None,
    json: JsonOption = False,
) -> None:
    """Answer a question from the articles, with the exact quotes."""
    from bot.assemble import Workshop, require_index
    from bot.readable import left_unread

    with errors_told():
        filters = Filters(as_of=day(as_of))
        settings = load_settings(index=index, generator=generator)
        if not any(c.isalnum() for c in question):
            raise SettingError(f"The question {question!r} has no word in it. Ask with words.")
        require_index(settings)
        workshop = Workshop(settings)
        for warning in workshop.warnings:
            say(f"Warning: {warning}")
        for line in left_unread(question):
            say(f"Warning: {line}")
        bot = workshop.bot(workshop.existing_index())
        filters = replace(filters, collections=named_collections(collection or (), bot.index))
        if settings.generator.strip():
            bot.writer = workshop.writer(workshop.generator(settings.generator))
        answer = bot.ask(question, filters=filters)
        tell([dumps(answer_json(answer))] if json else answer_lines(answer))


@app.command("serve")
def serve_command(
    host: Annotated[
        str | None, typer.Option("--host", help="The address to serve at (127.0.0.1).")
    ] = None,
    port: Annotated[int | None, typer.Option("--port", help="The port to serve at (7860).")] = None,
    articles: Annotated[
        Path | None,
        typer.Option("--articles", metavar="PATH", help="Articles to take in before serving."),
    ] = None,
    index: IndexOption = None,
    generator: GeneratorOption = None,
) -> None:
    """Serve the page in the browser; a new index starts with the seed articles."""
    from bot.serve import serve

    with errors_told():
        given = {"host": host, "port": port, "articles": articles, "index": index}
        serve(load_settings(**given, generator=generator))


@app.command()
def check(
    claim: Annotated[str | None, typer.Argument(help="What is claimed.")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="Claims, one a line.")
    ] = None,
    index: IndexOption = None,
    collection: CollectionsOption = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Use nothing published later.")
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="OUTLET_OR_ID", help="Leave it out; may be repeated."),
    ] = None,
    json: JsonOption = False,
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="FILE.json", help="Keep a record, to recheck later."),
    ] = None,
    export: Annotated[
        list[Path] | None,
        typer.Option("--export", metavar="FILE", help="Also write .md, .html or .jsonld."),
    ] = None,
    published_at: Annotated[
        str, typer.Option("--published-at", metavar="URL", help="Where a ClaimReview will stand.")
    ] = "",
    appears_at: Annotated[
        str, typer.Option("--appears-at", metavar="URL", help="Where the claim was made.")
    ] = "",
) -> None:
    """Judge a claim by the articles, with the exact quotes for and against."""
    from bot.assemble import Workshop, require_index
    from bot.chat import omitted
    from bot.evaluate.progress import progress
    from bot.export import Publication
    from bot.readable import left_unread, readable
    from bot.records.record_cli import Writing
    from bot.without import named_without

    with errors_told():
        filters = Filters(as_of=day(as_of))
        settings = load_settings(index=index)
        claims = given_claims(claim, file)
        publisher = (settings.publisher, settings.publisher_url)
        writing = Writing(save, export or (), Publication(*publisher, published_at, appears_at))
        require_index(settings)
        workshop = Workshop(settings)
        bot = workshop.bot(workshop.existing_index())
        filters = replace(
            filters,
            without=named_without(without or (), bot.index),
            collections=named_collections(collection or (), bot.index),
        )
        verdicts: list[Verdict] = []
        made: Made | None = None
        with progress("Checking", len(claims), "claims") as done:
            for number, text in enumerate(claims, start=1):
                for line in (*left_unread(text), *omitted(readable(text))):
                    say(f"Warning: {line}")
                checked = bot.check(text, filters=filters)
                verdicts += checked.verdicts
                made = made or checked.made
                done(number)
        for warning in workshop.warnings:
            say(f"Warning: {warning}")
        for verdict in verdicts if json else ():
            if verdict.note:
                say(f"Not judged: “{verdict.claim}”. {verdict.note}")
        if made and made.holdings.version != bot.index.version:
            say("Warning: the articles changed while claims were checked; check again to be sure.")
        found = replace(numbered(verdicts), made=made)
        for path in writing.write(found):
            say(f"Written: {path}")
        document = [verdict_json(v) for v in verdicts] if file else check_json(found)
        tell([dumps(document)] if json else check_lines(found))


def main() -> None:
    """Run the command line."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # a pipe may have another, without "ó" or "“"
    app()


def given_claims(claim: str | None, file: Path | None) -> list[str]:
    """The claims of the command line. Raises SettingError where there is none, or two kinds."""
    if (claim is None) == (file is None):
        raise SettingError("Give either a claim or --file FILE with one a line.")
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines() if file else [claim or ""]
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{str(file)!r} cannot be read as text: {error}.") from error
    claims = [line.strip() for line in lines if any(c.isalnum() for c in line)]
    if not claims:
        raise SettingError(f"{str(file) if file else claim!r} has no word in it to check.")
    return claims
