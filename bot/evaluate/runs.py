"""What the command line was given → a finished measurement: document, table and page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from bot.errors import BotError
from bot.evaluate import answers, claims, followups, pairs, retrieval, verdicts
from bot.evaluate.cache import cached_index
from bot.evaluate.documents import (
    answers_document,
    claims_document,
    followups_document,
    pairs_document,
    retrieval_document,
    verdicts_document,
)
from bot.evaluate.labelled import read_pairs
from bot.evaluate.pages import (
    answers_page,
    claims_page,
    followups_page,
    pairs_page,
    retrieval_page,
    verdicts_page,
)
from bot.evaluate.progress import progress
from bot.evaluate.report import Page
from bot.evaluate.sample import (
    Sample,
    limited,
    load_articles,
    load_sample,
    with_answerable,
    with_right_passages,
)
from bot.evaluate.setup import Setup
from bot.evaluate.table import table
from bot.index import Index
from bot.json_form import JSON
from bot.protocols import Embedder, Judge
from bot.retrieve import Retriever
from bot.types import Article

if TYPE_CHECKING:
    from bot.assemble import Workshop

__all__ = [
    "Given",
    "Result",
    "index_of",
    "loaded",
    "run_answers",
    "run_claims",
    "run_followups",
    "run_pairs",
    "run_retrieval",
    "run_verdicts",
]


@dataclass(frozen=True, slots=True)
class Given:
    """What to measure on, where to keep what is built for it, and what opens the models."""

    articles: tuple[Path, ...]
    questions: Path | None
    squad: Path | None
    limit: int | None
    cache: Path
    workshop: Callable[[], "Workshop"]  # opened once the files are known to be right
    say: Callable[[str], None]  # told what a person should know besides the result


@dataclass(frozen=True, slots=True)
class Result:
    """A finished measurement in each of its forms."""

    document: JSON
    table: Table
    page: Page
    broken: str = ""  # a promise that did not hold


def run_retrieval(given: Given, *, ablate: bool = False) -> Result:
    """Measure retrieval as answers see it, with `ablate` also before it was reranked, by dense
    search alone and by BM25 alone."""
    sample = limited(with_right_passages(loaded(given)), given.limit)
    workshop, index, setup = _indexed(given, sample)
    bot = workshop.bot(index)
    methods: dict[str, retrieval.Searcher] = {"reranked": bot.reranker}
    if ablate:
        methods["fused"] = bot.retriever
        methods["dense"] = Retriever(index, workshop.embedder, bm25=False)
        methods["BM25"] = Retriever(index, workshop.embedder, dense=False)
    found = {}
    for name, retriever in methods.items():
        with progress(f"Searching ({name})", len(sample.questions), "questions") as done:
            found[name] = retrieval.search(sample.questions, retriever, done)
    runs = {name: retrieval.measured(searches) for name, searches in found.items()}
    return Result(
        retrieval_document(setup, runs),
        table(f"Retrieval for {len(sample.questions)} questions", runs),
        retrieval_page(setup, found, runs),
    )


def run_answers(given: Given) -> Result:
    """Measure the bot's answers."""
    sample = with_answerable(limited(loaded(given), given.limit))
    workshop, index, setup = _indexed(given, sample)
    bot, most = workshop.bot(index), workshop.settings.max_sentences
    with progress("Asking", len(sample.questions), "questions") as done:
        outcomes = answers.ask(sample.questions, bot, max_sentences=most, done=done)
    run = answers.measured(outcomes)
    inexact = sum(not exact for o in outcomes for exact in o.exact)
    return Result(
        answers_document(setup, outcomes, run, bot.reader.threshold),
        table(f"Answers to {len(outcomes)} questions", {"": run}),
        answers_page(setup, outcomes, run),
        f"{inexact} quotes do not stand in their articles where cited." if inexact else "",
    )


def run_claims(given: Given) -> Result:
    """Measure how the claims of multiple-choice questions are ranked and judged."""
    sample = claims.with_choices(loaded(given), given.limit)
    workshop, index, setup = _indexed(given, sample)
    with progress("Judging", len(sample.questions), "questions") as done:
        outcomes = claims.check(sample.questions, workshop.bot(index), workshop.embedder, done)
    run = claims.measured(outcomes)
    return Result(
        claims_document(setup, outcomes, run),
        table(f"Claims of {len(outcomes)} questions", {"": run}),
        claims_page(setup, outcomes, run),
    )


def run_pairs(files: Sequence[Path], judge: Callable[[], Judge]) -> Result:
    """Measure a judge on files of pairs; it is opened once the files are known to be right."""
    read = [read_pairs(path) for path in dict.fromkeys(files)]
    judging = judge()
    sets = []
    for file in read:
        for variant, given in (("", file.pairs), *file.variants):
            windows = sum(len(p.evidence) for p in given)
            with progress(f"Judging {file.path.name} {variant}", windows, "pairs") as done:
                judged = pairs.judge_pairs(given, judging, done)
            sets.append(pairs.JudgedSet(file.path, variant, judged, pairs.measured(judged)))
    return Result(
        pairs_document(sets), table("Verdicts", {s.name: s.run for s in sets}), pairs_page(sets)
    )


def run_verdicts(files: Sequence[Path], given: Given) -> Result:
    """Measure the bot's verdicts on files of claims, each over the articles it names."""
    read = [verdicts.read_claims(path, given.limit) for path in dict.fromkeys(files)]
    samples = [load_articles(file.articles) for file in read]
    workshop = given.workshop()
    outcomes, runs = [], {}
    for file, articles in zip(read, samples, strict=True):
        bot = workshop.bot(index_of(given, articles, workshop))
        with progress(f"Checking {file.path.name}", len(file.cases), "claims") as done:
            found = verdicts.check(file.cases, bot, done)
        runs[file.path.name] = verdicts.measured(found)
        outcomes += found
    runs = {"all": verdicts.measured(outcomes), **runs}
    limited_to = (
        f"A sample: {given.limit} claims of each file, and their opposites." if given.limit else ""
    )
    note = " ".join(filter(None, (limited_to, *workshop.warnings)))
    used = len({a.id for articles in samples for a in articles})
    return Result(
        verdicts_document(
            runs, verdicts.curve(outcomes), articles=used, embedder=workshop.embedder.name
        ),
        table(f"Verdicts on {len(outcomes)} claims", runs),
        verdicts_page(outcomes, runs, note),
    )


def run_followups(file: Path, limit: int | None, embedder: Callable[[], Embedder]) -> Result:
    """Measure how follow-ups are worded; the embedder is opened once the file is known to be
    right."""
    asked = followups.read_follow_ups(file, limit)
    embedding = embedder()
    with progress("Wording", len(asked), "follow-ups") as done:
        reworded = followups.reword(asked, embedding, done)
    runs = {
        name: (followups.measured(part), followups.measured(part, typed=True))
        for name, part in followups.parts(reworded).items()
    }
    rows = {
        f"{name}, {wording}": run
        for name, pair in runs.items()
        for wording, run in zip(("ours", "as typed"), pair, strict=True)
    }
    return Result(
        followups_document(file, embedding.name, runs),
        table(f"Wordings of {len(asked)} follow-ups", rows),
        followups_page(file, embedding.name, reworded, rows),
    )


def loaded(given: Given) -> Sample:
    """The articles and questions that were given; what could not be read is told."""
    sample = load_sample(given.articles, given.questions, given.squad)
    for skipped in sample.skipped:
        given.say(f"Skipped: {skipped.reason}")
    return sample


def _indexed(given: Given, sample: Sample) -> tuple["Workshop", Index, Setup]:
    """The models and the index over the sample's articles."""
    workshop = given.workshop()
    index = index_of(given, sample.articles, workshop)
    questions = given.squad or given.questions
    if questions is None or not len(index):
        raise BotError("The articles have no passage to search. Give articles with text.")
    setup = Setup(
        questions=questions,
        articles=given.articles,
        sample=sample,
        passages=len(index),
        embedder=workshop.embedder.name,
        cut=str(workshop.cut),
        reader=type(workshop.reader).__name__,
        warnings=workshop.warnings,
    )
    if setup.note:
        given.say(setup.note)
    return workshop, index, setup


def index_of(given: Given, articles: Sequence[Article], workshop: "Workshop") -> Index:
    """The index over the articles, built if the cache has none."""
    with progress("Indexing", len(articles), "articles") as done:
        return cached_index(
            articles,
            workshop.embedder,
            workshop.cut,
            given.cache,
            done=done,
            waiting=lambda: given.say("Waiting for another run that builds the same index …"),
        )
