"""bot.overtaken: what a later article corrects or updates, and what it leaves standing."""

import datetime as dt
from pathlib import Path

import pytest

from bot.articles import read_article
from bot.assemble import SEEDS
from bot.candidates import candidates_of
from bot.overtaken import corrections, overtaking
from bot.types import Article
from bot.verdicts import Stance, VerdictLabel
from bot.verify import verify
from tests.fakes import FakeJudge, article, hits

DONE = "need no further work."
WRONG = "That was wrong."


def seed(name: str) -> Article:
    return read_article(SEEDS / f"{name}.md", article_id=name)


def overtaken(*articles: Article) -> dict[str, str]:
    """The sentences that are overtaken, each with the date of what overtakes it."""
    found = candidates_of(hits(*articles))
    later = {c.quote: overtaking(c, corrections(found)) for c in found}
    return {quote: str(by.hit.passage.date) for quote, by in later.items() if by}


def test_the_correction_of_the_seeds_overtakes_what_it_corrects_and_nothing_else() -> None:
    found = overtaken(
        seed("2021-12-13-log4j-flaw-patch"), seed("2021-12-15-correction-log4j-patch")
    )
    assert [quote[:20] for quote in found] == ["The hole is closed i"]
    assert set(found.values()) == {"2021-12-15"}


def test_a_corrected_report_does_not_weigh_and_as_of_before_it_does() -> None:
    old, new = seed("2021-12-13-log4j-flaw-patch"), seed("2021-12-15-correction-log4j-patch")
    claim = "Systems moved to version 2.15.0 of Log4j need no further work"
    # What was reported and what is retold of it speak for the claim: the words are the same.
    judge = FakeJudge({DONE: (0.9, 0.0)})
    before = verify(claim, hits(old), judge)
    assert before.label is VerdictLabel.SUPPORTED
    assert before.evidence[0].overtaken_by is None
    after = verify(claim, hits(old, new), judge)
    assert after.label is VerdictLabel.REFUTED
    report, retold = sorted(after.evidence, key=lambda e: e.citation.date or dt.date.min)
    assert report.stance is Stance.SUPPORTS
    assert report.overtaken_by
    assert (report.overtaken_by.quote, report.overtaken_by.number) == (
        WRONG,
        retold.citation.number,
    )
    assert retold.stance is Stance.REFUTES
    assert retold.because == f"its article goes on: “{WRONG}”"
    # The other way round, the correction speaks for it.
    doubt = FakeJudge({DONE: (0.0, 0.9), WRONG: (0.0, 0.9)})
    assert verify("Systems need more work", hits(old, new), doubt).label is VerdictLabel.SUPPORTED


def test_what_follows_an_overtaken_sentence_is_judged_without_it() -> None:
    old, new = seed("2021-12-13-log4j-flaw-patch"), seed("2021-12-15-correction-log4j-patch")
    harder = "Finding them all is the harder part."
    alone, after = FakeJudge({}), FakeJudge({})
    verify("The hole is closed", hits(old), alone)
    verify("The hole is closed", hits(old, new), after)
    assert any(s.endswith(f"{DONE} {harder}") for s in alone.shown)
    assert any(s.endswith(f"2021-12-13\n{harder}") for s in after.shown)
    assert not any(s.endswith(f"{DONE} {harder}") for s in after.shown)


def test_figures_that_differ_without_a_correction_stay_in_conflict() -> None:
    governor = seed("2020-08-10-beirut-governor-220-dead")
    minister = seed("2020-08-11-beirut-health-ministry-171-dead")
    toll, other = "quoted as saying on Monday.", "said on Tuesday."
    assert not [q for q in overtaken(governor, minister) if q.endswith((toll, other))]
    judge = FakeJudge({toll: (0.9, 0.0), other: (0.0, 0.9)})
    verdict = verify("The blast killed 220 people", hits(governor, minister), judge)
    assert verdict.label is VerdictLabel.CONFLICTING


@pytest.mark.parametrize(
    "later",
    ["2020-08-10-beirut-governor-220-dead", "2020-08-11-beirut-health-ministry-171-dead"],
)
def test_a_first_toll_is_overtaken_by_a_count_that_replaces_it(later: str) -> None:
    found = overtaken(seed("2020-08-05-beirut-explosion-first-toll"), seed(later))
    assert [quote.split(" — ")[0] for quote in found] == ["BEIRUT"]


OLD = article("The fire killed 12 people in the harbour of Bergen.", "old", date="2021-03-01")


@pytest.mark.parametrize(
    ("sentence", "overtakes"),
    [
        ("The number of people killed by the harbour fire has risen to 15.", True),
        ("The number of people killed by the harbour fire has since climbed to 15.", True),
        ("The police revised the figure of 12 killed in the harbour to 15.", True),
        ("The fire killed 15 people in Bergen, not 12 as first reported.", True),
        ("An earlier report wrongly said that the fire in Bergen killed 12 people.", True),
        ("Correction: the fire in the harbour of Bergen killed 15 people.", True),
        ("The number of people killed by the harbour fire has risen to 1.2 thousand.", True),
        # The same matter, but no correction.
        ("The fire in the harbour of Bergen killed 15 people.", False),
        ("The fire in the harbour of Bergen killed 15 people, the mayor said.", False),
        # A correction, but of something else.
        ("The number of people injured by the harbour fire has risen to 15.", False),
        ("The number of people killed by the harbour fire has risen to 11.", False),
        ("Correction: the mayor of Oslo is 51 years old.", False),
        ("Oil prices have risen to 60 dollars.", False),
        ("The number of people killed on Bergen’s roads has risen to 15.", False),
        ("The number of people killed in harbour accidents in Bergen has risen to 150.", False),
        ("Since the harbour fire killed 12 in Bergen, rents have risen to 900 crowns.", False),
        # Words of a correction that correct nothing.
        ("The mayor corrected course after the fire in the harbour of Bergen.", False),
        ("As previously reported, the fire in the harbour of Bergen killed 12 people.", False),
        ("A market correction hit the harbour of Bergen after the fire.", False),
        ("Bergen revises its fire rules for the harbour from May to June.", False),
        ("Bergen will replace what the fire in the harbour burnt, at 12 million.", False),
        ("The fire in the harbour of Bergen killed 12. It was wrong to blame the crew.", False),
        ("The fire in the harbour of Bergen killed people. That was not true of Oslo.", False),
        # Who is corrected is no paper, or says the opposite.
        ("The mayor wrongly said that the fire in the harbour of Bergen killed 9 people.", False),
        ("The mayor said the fire in the harbour of Bergen killed nobody. That is false.", False),
        (
            "It was reported that the fire in the harbour of Bergen killed nobody. That is false.",
            False,
        ),
    ],
)
def test_a_correction_says_so_and_is_of_the_same_matter(sentence: str, overtakes: bool) -> None:
    new = article(sentence, "new", date="2021-03-02")
    assert bool(overtaken(OLD, new)) is overtakes


@pytest.mark.parametrize(
    ("sentence", "denial", "label"),
    [
        ("The mayor said Ann came in first.", "That is false.", VerdictLabel.REFUTED),
        ("The paper reported that Ann came in first.", "That was wrong.", VerdictLabel.REFUTED),
        # A deed may be wrong though it was done.
        ("Ann came in first.", "That was wrong.", VerdictLabel.SUPPORTED),
        ("Ann came in first.", "They were wrong to cheer.", VerdictLabel.SUPPORTED),
    ],
)
def test_what_was_said_is_called_wrong_and_not_what_was_done(
    sentence: str, denial: str, label: VerdictLabel
) -> None:
    judge = FakeJudge({sentence: (0.9, 0.0)})
    assert verify("Ann won.", hits(article(f"{sentence} {denial}")), judge).label is label


def test_a_toll_that_rises_a_year_later_is_of_another_disaster() -> None:
    sentence = "The number of people killed by the harbour fire has risen to 15."
    assert overtaken(OLD, article(sentence, "new", date="2022-03-02")) == {}


@pytest.mark.parametrize("date", ["2021-03-01", "2021-02-27", None])
def test_only_what_is_later_overtakes(date: str | None) -> None:
    new = article("The fire killed 15 people, not 12 as first reported.", "new", date=date)
    assert overtaken(OLD, new) == {}


def test_the_seeds_correct_each_other_only_where_they_say_so() -> None:
    paths = sorted(Path(SEEDS).glob("*.md"))
    articles = [read_article(p, article_id=p.stem) for p in paths]
    found = overtaken(*articles)
    assert {q[:22] for q in found} == {"BEIRUT — A huge explos", "The hole is closed in "}
