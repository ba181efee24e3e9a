"""The pytest plugin: collects `*.questions.yaml`, offers the fixtures `bot`, `retrieve`, `check`,
prints the figures of the run and holds them against a baseline."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from bot.chat import Bot
from bot.errors import BotError
from bot.evaluate.ranking import DEPTH
from bot.questions import Case, failures, load_questions, misjudged, ranks
from bot.settings import load_settings
from bot.testing.figures import (
    Outcomes,
    answer_figures,
    falls,
    load_baseline,
    rank_figures,
    save_baseline,
    verdict_figures,
)
from bot.testing.library import Library
from bot.testing.told import told, whereabouts
from bot.types import Answer, Filters, Hit
from bot.verdicts import Verdict

__all__ = ["QuestionItem", "QuestionsFile"]

SUFFIX = ".questions.yaml"
# As many hits as the two searches give, so that a failure can name the rank of what is wanted.
ALL_HITS = 100
LIBRARY = pytest.StashKey[Library]()
OUTCOMES = pytest.StashKey[Outcomes]()
FALLS = pytest.StashKey[list[str]]()

Check = Callable[..., None]
Retrieve = Callable[..., Sequence[Hit]]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("footing", "testing retrieval and answers")
    group.addoption("--bot-articles", metavar="DIR", action="append", default=[],
                    help="articles that questions are asked of (may be repeated)")  # fmt: skip
    group.addoption("--bot-index", metavar="PATH", help="ask this index instead")
    group.addoption("--bot-top", metavar="K", type=int, default=5,
                    help="how many hits count for 'finds' (default 5)")  # fmt: skip
    group.addoption("--bot-baseline", metavar="FILE", help="fail when a figure falls below it")
    group.addoption("--bot-measure", action="store_true",
                    help="a failed question is an xfail; only the baseline fails")  # fmt: skip
    group.addoption("--bot-save-baseline", action="store_true",
                    help="write the figures to the --bot-baseline file")  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    config.stash[OUTCOMES] = Outcomes()
    config.stash[FALLS] = []
    if config.getoption("--bot-save-baseline") and not config.getoption("--bot-baseline"):
        raise pytest.UsageError("--bot-save-baseline needs --bot-baseline FILE to write to")
    if config.getoption("--bot-top") < 1:
        raise pytest.UsageError("--bot-top must be at least 1")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "QuestionsFile | None":
    if file_path.name.endswith(SUFFIX):
        return QuestionsFile.from_parent(parent, path=file_path)
    return None


class QuestionsFile(pytest.File):
    """One file of questions."""

    def collect(self) -> Iterator["QuestionItem"]:
        try:
            questions = load_questions(self.path)
        except BotError as error:
            raise self.CollectError(str(error)) from None
        names: dict[str, int] = {}
        for case in questions.cases:
            names[case.question] = count = names.get(case.question, 0) + 1
            name = case.question if count == 1 else f"{case.question} ({count})"
            item = QuestionItem.from_parent(self, name=name)
            item.case, item.articles = case, questions.articles
            if case.known_failure:
                mark = pytest.mark.xfail(reason=case.known_failure, strict=False)
                item.add_marker(mark)
            yield item


class QuestionItem(pytest.Item):
    """One question of a file."""

    case: Case
    articles: tuple[Path, ...]

    def runtest(self) -> None:
        missing = [str(p) for p in self.articles if not p.exists()]
        given = self.config.getoption("--bot-index") or self.config.getoption("--bot-articles")
        if missing and not given:  # which stand in for those of the file
            pytest.skip(f"its articles are not here: {', '.join(missing)}")
        bot = _bot(self.config, self.articles)
        try:
            _run(self.case, bot, self.config, f"{self.path.name}: {self.name}")
        except AssertionError as error:
            if not self.config.getoption("--bot-measure"):
                raise
            pytest.xfail(str(error).partition("problem    ")[2].partition("\n")[0])

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style=None):  # type: ignore[no-untyped-def]
        if isinstance(excinfo.value, AssertionError | BotError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, f"{self.path.name}: {self.name}"


@pytest.fixture(scope="session")
def bot(request: pytest.FixtureRequest) -> Bot:
    """The Bot over --bot-articles or --bot-index."""
    return _bot(request.config, ())


@pytest.fixture(scope="session")
def retrieve(bot: Bot) -> Retrieve:
    """`retrieve(question, limit=20, as_of=None)` → Hits, best first."""

    def find(question: str, *, limit: int = DEPTH, as_of: dt.date | None = None) -> Sequence[Hit]:
        return bot.reranker.retrieve(question, limit=limit, filters=Filters(as_of=as_of)).hits

    return find


@pytest.fixture
def check(request: pytest.FixtureRequest, bot: Bot) -> Check:
    """`check(question, finds=…, answer_contains=…, abstains=…, as_of=…)`: as in a questions file.

    Fails with the question, what was expected, the answer and the top hits.
    """

    def ask(question: str, **expectations: object) -> None:
        case = Case.of({"question": question, **expectations}, request.node.nodeid)
        _run(case, bot, request.config, f"{request.node.nodeid}: {question}")

    return ask


def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    outcomes, baseline = config.stash[OUTCOMES], config.getoption("--bot-baseline")
    if not baseline or not outcomes.values:
        return
    if config.getoption("--bot-save-baseline"):
        save_baseline(Path(baseline), outcomes)
        return
    try:
        found = falls(load_baseline(Path(baseline)), outcomes)
        config.stash[FALLS] = [str(fall) for fall in found]
    except BotError as error:
        config.stash[FALLS] = [str(error)]
    if config.stash[FALLS]:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    config = terminalreporter.config
    means = config.stash[OUTCOMES].means()
    if means:
        terminalreporter.section("retrieval and answers")
        for figure, (mean, count) in means.items():
            terminalreporter.write_line(f"{figure:<18} {mean:.3f}   of {count}")
    for line in config.stash[FALLS]:
        terminalreporter.write_line(f"BASELINE  {line}", red=True)
    if means and config.getoption("--bot-save-baseline"):
        terminalreporter.write_line(f"saved as {config.getoption('--bot-baseline')}")


def _bot(config: pytest.Config, articles: Sequence[Path]) -> Bot:
    """The Bot for a file's own articles, or for those of the options."""
    library = _library(config)
    index = config.getoption("--bot-index")
    if index:
        return library.bot_of(Path(index))
    paths = [Path(p) for p in config.getoption("--bot-articles")] or list(articles)
    if not paths:
        pytest.fail(
            "No articles to ask: give --bot-articles DIR or --bot-index PATH, "
            "or begin the file with '- articles: DIR'.",
            pytrace=False,
        )
    return library.bot_over(paths)


def _library(config: pytest.Config) -> Library:
    if LIBRARY not in config.stash:
        kept = getattr(config, "cache", None)  # absent under -p no:cacheprovider
        cache = kept.mkdir("footing") if kept else Path(".footing/tests")
        config.stash[LIBRARY] = Library(cache, load_settings())
    return config.stash[LIBRARY]


def _run(case: Case, bot: Bot, config: pytest.Config, name: str) -> None:
    """Ask a case, note its figures, and fail with the reasons where it is not met."""
    filters = Filters(as_of=case.as_of)
    hits = bot.reranker.retrieve(case.question, limit=ALL_HITS, filters=filters).hits
    outcomes, top = config.stash[OUTCOMES], config.getoption("--bot-top")
    for wanted in case.finds:
        for figure, value in rank_figures(ranks(wanted, hits)).items():
            outcomes.add(figure, f"{name} [{wanted}]", value)
    shown: Answer | Sequence[Verdict]
    if case.is_claim:
        shown = _verdicts(case, bot)
        problems = misjudged(case, hits, shown, top=top)
        figures = verdict_figures(case, shown)
    else:
        shown = bot.ask(case.question, filters=filters)
        problems = failures(case, shown, hits, top=top)
        figures = answer_figures(case, shown, problems)
    for figure, right in figures.items():
        outcomes.add(figure, name, right)
    if problems:
        notes = whereabouts(case, hits, bot.index)
        raise AssertionError(told(case, [str(p) for p in problems], shown, hits, notes=notes))


def _verdicts(case: Case, bot: Bot) -> tuple[Verdict, ...]:
    """The verdict on the claim and, where it has one, on its opposite; the one that decides where
    the bot splits a claim."""
    filters = Filters(as_of=case.as_of)
    claims = [case.question, *([case.flips_with] if case.flips_with else [])]
    return tuple(bot.check(claim, filters=filters).decisive for claim in claims)
