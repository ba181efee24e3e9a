"""The command line: `python -m bot ingest | ask | check | recheck | list | delete | serve | eval`.

With --json stdout is one JSON document on one line; progress, warnings and errors go to stderr.
The exit status is 0 only when everything asked for was done.
"""

import datetime as dt
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.errors import BotError, SettingError
from bot.eval_cli import eval_app
from bot.index import Index
from bot.json_form import (
    answer_json,
    articles_json,
    check_json,
    deletion_json,
    dumps,
    report_json,
    verdict_json,
)
from bot.records.record_cli import recheck
from bot.settings import load_settings
from bot.text_form import answer_lines, article_line, check_lines, report_line
from bot.types import Filters, Made, Verdict
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
IndexOption = Annotated[Path | None, typer.Option("--index", help="The index folder.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.callback()
def _() -> None:
    pass


@app.command("ingest")
def ingest_command(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders of articles.")],
    index: IndexOption = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Also remove articles of these paths that are gone.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Take articles into the index: .md, .txt, .jsonl, and folders of them."""
    from bot.articles import count_articles
    from bot.assemble import Workshop
    from bot.evaluate.progress import progress

    with errors_told():
        settings = load_settings(index=index)
        total = count_articles(paths)  # a wrong path is told before seconds go into the models
        with Console(stderr=True).status("Loading the embedding model …"):
            workshop = Workshop(settings)
            opened = workshop.index()
        with progress("Ingesting", total, "articles") as tick:
            report = workshop.ingest(
                paths, opened, lambda so_far: tick(so_far.looked_at), prune=prune
            )
        for skipped in report.skipped:
            say(f"Skipped: {skipped.reason}")
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
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Use nothing published later.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Answer a question from the articles, with the exact quotes."""
    from bot.assemble import Workshop, require_index
    from bot.chat import shortened

    with errors_told():
        filters = Filters(as_of=day(as_of))
        settings = load_settings(index=index)
        if not any(c.isalnum() for c in question):
            raise SettingError(f"The question {question!r} has no word in it. Ask with words.")
        require_index(settings)
        workshop = Workshop(settings)
        for warning in workshop.warnings:
            say(f"Warning: {warning}")
        for line in shortened(len(question)):
            say(f"Warning: {line}")
        answer = workshop.bot(workshop.existing_index()).ask(question, filters=filters)
        print(dumps(answer_json(answer)) if json else "\n".join(answer_lines(answer)))


@app.command("list")
def list_command(index: IndexOption = None, json: JsonOption = False) -> None:
    """List the articles by date: id, date, source, title, number of passages."""
    with errors_told():
        listed = opened(index).listed()
        if json:
            print(dumps(articles_json(listed)))
        else:
            print(*map(article_line, listed), sep="\n", end="\n" if listed else "")


@app.command()
def delete(
    ids: Annotated[
        list[str], typer.Argument(metavar="ARTICLE_ID...", help="As list and ask show them.")
    ],
    index: IndexOption = None,
    json: JsonOption = False,
) -> None:
    """Remove articles from the index. Their files stay; ingesting those brings them back."""
    with errors_told():
        store = opened(index)
        there = {a.id for a in store.stored()}
        deleted = [i for i in dict.fromkeys(ids) if i in there]
        missing = [i for i in dict.fromkeys(ids) if i not in there]
        if deleted:
            store.delete(deleted)
            store.tidy()
        for i in missing:
            say(f"There is no article {i!r} in the index. See: python -m bot list")
        print(dumps(deletion_json(deleted, missing)) if json else f"{len(deleted)} deleted")
        if missing:
            raise typer.Exit(1)


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
) -> None:
    """Serve the page in the browser; a new index starts with the seed articles."""
    from bot.serve import serve

    with errors_told():
        serve(load_settings(host=host, port=port, articles=articles, index=index))


@app.command()
def check(
    claim: Annotated[str | None, typer.Argument(help="What is claimed.")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="Claims, one a line.")
    ] = None,
    index: IndexOption = None,
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
    from bot.chat import shortened
    from bot.evaluate.progress import progress
    from bot.export import Publication
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
        filters = replace(filters, without=named_without(without or (), bot.index))
        verdicts: list[Verdict] = []
        made: Made | None = None
        with progress("Checking", len(claims), "claims") as done:
            for number, text in enumerate(claims, start=1):
                for line in shortened(len(text)):
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
        print(dumps(document) if json else "\n".join(check_lines(found)))


def main() -> None:
    """Run the command line."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # a pipe may have another, without "ó" or "“"
    app()


def opened(index: Path | None) -> Index:
    """The index of the settings, without any model. Raises IndexFolderError where there is none."""
    from bot.assemble import require_index

    settings = load_settings(index=index)
    require_index(settings)
    return Index.at(settings.index)


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


def day(text: str | None) -> dt.date | None:
    """A date given on the command line. Raises SettingError when it is none."""
    try:
        return None if text is None else dt.date.fromisoformat(text)
    except ValueError:
        raise SettingError(f"{text!r} is no date. Write it as YYYY-MM-DD.") from None


def say(text: str) -> None:
    """Tell the person something that is not the result."""
    print(text, file=sys.stderr)


@contextmanager
def errors_told(status: int = 1) -> Iterator[None]:
    """Show what a person can mend as one line, and leave with a status."""
    try:
        yield
    except BotError as error:
        say(f"Error: {error}")
        raise typer.Exit(status) from None
