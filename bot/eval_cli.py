"""The command line of measuring: `python -m bot eval retrieval | answers | pairs | verdicts | …`.

As everywhere, --json prints one JSON document on one line; progress, notes and errors go to stderr.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.errors import BotError, ModelError
from bot.json_form import dumps
from bot.settings import load_settings

if TYPE_CHECKING:  # these take a moment to load
    from bot.assemble import Workshop
    from bot.evaluate.runs import Given, Result
    from bot.protocols import Embedder, Judge

__all__ = ["eval_app"]

CACHE = Path(".footing/eval")

eval_app = typer.Typer(
    help="Measure retrieval, answers and verdicts on files of questions and claims.",
    no_args_is_help=True,
)
ArticlesOption = Annotated[
    list[Path] | None,
    typer.Option("--articles", metavar="PATH", help="Articles, as for ingest; may be repeated."),
]
QuestionsOption = Annotated[
    Path | None,
    typer.Option("--questions", metavar="FILE", help="JSONL of questions with their answers."),
]
SquadOption = Annotated[
    Path | None,
    typer.Option("--squad", metavar="FILE", help="SQuAD's form: articles and questions in one."),
]
LimitOption = Annotated[
    int | None,
    typer.Option(
        "--limit", min=1, metavar="N", help="A fixed N of the questions, on fewer articles."
    ),
]
CacheOption = Annotated[
    Path, typer.Option("--cache", metavar="DIR", help="Where the indexes of eval runs are kept.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
ReportOption = Annotated[
    Path | None,
    typer.Option("--report", metavar="DIR", help="Write DIR/index.html, a page with plots."),
]


@eval_app.command()
def retrieval(
    articles: ArticlesOption = None,
    questions: QuestionsOption = None,
    squad: SquadOption = None,
    limit: LimitOption = None,
    ablate: Annotated[
        bool, typer.Option("--ablate", help="Also dense search alone, and BM25 alone.")
    ] = False,
    json: JsonOption = False,
    report: ReportOption = None,
    cache: CacheOption = CACHE,
) -> None:
    """How high a passage with the answer stands: recall@1/5/20, MRR, nDCG@10."""
    from bot.terminal import errors_told

    with errors_told():
        from bot.evaluate.runs import run_retrieval

        given = _given(articles, questions, squad, limit, cache)
        _tell(run_retrieval(given, ablate=ablate), json, report)


@eval_app.command()
def answers(
    articles: ArticlesOption = None,
    questions: QuestionsOption = None,
    squad: SquadOption = None,
    limit: LimitOption = None,
    json: JsonOption = False,
    report: ReportOption = None,
    cache: CacheOption = CACHE,
) -> None:
    """Whether answers hold what was asked for, abstentions are right, and quotes are exact."""
    from bot.terminal import errors_told

    with errors_told():
        from bot.evaluate.runs import run_answers

        _tell(run_answers(_given(articles, questions, squad, limit, cache)), json, report)


@eval_app.command()
def pairs(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="JSONL of claim, evidence and label.")
    ],
    json: JsonOption = False,
    report: ReportOption = None,
) -> None:
    """Whether a claim's evidence gets the right label: accuracy, macro F1, calibration."""
    from bot.terminal import errors_told

    with errors_told():
        from bot.evaluate.runs import run_pairs

        _tell(run_pairs(files, _judge), json, report)


@eval_app.command()
def claims(
    articles: ArticlesOption = None,
    questions: QuestionsOption = None,
    limit: LimitOption = None,
    json: JsonOption = False,
    report: ReportOption = None,
    cache: CacheOption = CACHE,
) -> None:
    """Whether the right choice of a question, as a claim, is the best supported one."""
    from bot.terminal import errors_told

    with errors_told():
        from bot.evaluate.runs import run_claims

        _tell(run_claims(_given(articles, questions, None, limit, cache)), json, report)


@eval_app.command()
def verdicts(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="*.questions.yaml with claims and their articles."),
    ],
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="N", help="A fixed N of each file.")
    ] = None,
    json: JsonOption = False,
    report: ReportOption = None,
    cache: CacheOption = CACHE,
) -> None:
    """Whether final verdicts are right, flip with the claim, and are as sure as they say."""
    from bot.terminal import errors_told

    with errors_told():
        from bot.evaluate.runs import run_verdicts

        _tell(run_verdicts(files, _given(None, None, None, limit, cache)), json, report)


@eval_app.command()
def guard(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE...]",
            help="*.guard.yaml of sentences, *.questions.yaml with their articles.",
        ),
    ] = None,
    articles: ArticlesOption = None,
    questions: QuestionsOption = None,
    limit: LimitOption = None,
    json: JsonOption = False,
    report: ReportOption = None,
    cache: CacheOption = CACHE,
) -> None:
    """Which sentences of a language model are shown: true ones kept, corrupted ones withheld."""
    from bot.terminal import errors_told

    with errors_told():
        from bot.evaluate.guard_run import run_guard

        given = _given(articles, questions, None, limit, cache)
        _tell(run_guard(files or [], given), json, report)


@eval_app.command()
def followups(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="JSONL of history, question and rewrite.")
    ],
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="N", help="A fixed N of the questions.")
    ] = None,
    json: JsonOption = False,
    report: ReportOption = None,
) -> None:
    """How near our stand-alone wording of a follow-up comes to a person's."""
    from bot.terminal import errors_told

    with errors_told():
        from bot.evaluate.runs import run_followups

        _tell(run_followups(file, limit, _embedder), json, report)


def _given(
    articles: list[Path] | None,
    questions: Path | None,
    squad: Path | None,
    limit: int | None,
    cache: Path,
) -> "Given":
    from bot.evaluate.runs import Given
    from bot.terminal import say

    return Given(tuple(articles or ()), questions, squad, limit, cache, _workshop, say)


def _workshop() -> "Workshop":
    from bot.assemble import Workshop

    settings = load_settings()
    with Console(stderr=True).status("Loading the models …"):
        return Workshop(settings)


def _judge() -> "Judge":
    """The trained reader. Raises ModelError where its weights are missing."""
    workshop = _workshop()
    if workshop.judge is None:
        raise ModelError(workshop.warnings[0])
    return workshop.judge


def _embedder() -> "Embedder":
    return _workshop().embedder


def _tell(result: "Result", json: bool, report: Path | None) -> None:
    """Print the result, write its report, and fail where it breaks a promise."""
    from bot.evaluate.report import write_report
    from bot.terminal import say

    if json:
        print(dumps(result.document))
    else:
        Console().print(result.table)
    if report:
        say(f"Report: {write_report(result.page, report)}")
    if result.broken:
        raise BotError(result.broken)
