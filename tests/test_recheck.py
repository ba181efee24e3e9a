"""bot.records.recheck: what became of a verdict, and why."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.articles import read_article
from bot.assemble import SEEDS
from bot.chat import Bot
from bot.records.recheck import Cause, Outcome, Recheck, recheck
from bot.records.recheck_form import recheck_json, recheck_lines
from bot.records.record import Record, record_of
from bot.retrieve import Retriever
from bot.types import Article, Filters
from bot.verdicts import ModelUsed, VerdictLabel
from tests.fakes import FakeEmbedder, FakeJudge, FakeReader, article, index_in, store

CLAIM = "Ann won the race."
WON = "Ann came first in the race."
ALSO = "Ann did win the race."
NOT = "Ann lost the race."
KNOWN = {WON: (0.9, 0.0), ALSO: (0.8, 0.0), NOT: (0.0, 0.85)}
FIRST = article(f"It rained. {WON}", "first", title="Race", date="2020-12-15", source="Desk")
SNOW = article("Snow fell on Ann and the race.", "snow")


def open_bot(folder: Path, sha256: str = "1", known: object = None) -> Bot:
    index = index_in(folder / "index")
    judge = FakeJudge(KNOWN if known is None else known)  # type: ignore[arg-type]
    return Bot(
        index,
        Retriever(index, FakeEmbedder()),
        FakeReader({}),
        judge=judge,
        models=lambda: (ModelUsed("judge", "Fake", sha256),),
    )


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    bot = open_bot(tmp_path)
    store(bot.index, FIRST, SNOW)
    return bot


@pytest.fixture
def record(bot: Bot) -> Record:
    return record_of(bot.check(CLAIM))


def told(found: Recheck) -> tuple[Outcome, list[tuple[Cause, str]]]:
    (claim,) = found.claims
    return claim.outcome, [(r.cause, r.article_id) for r in claim.reasons]


def test_where_nothing_changed_nothing_is_told(bot: Bot, record: Record) -> None:
    found = recheck(record, bot)
    assert told(found) == (Outcome.SAME, [])
    assert found.same
    assert (found.added, found.changed, found.removed) == (0, 0, 0)


def test_a_new_article_that_speaks_turns_the_verdict_and_is_named(bot: Bot, record: Record) -> None:
    store(bot.index, article(NOT, "later", title="Later", date="2020-12-16"))
    found = recheck(record, bot)
    assert told(found) == (Outcome.LABEL, [(Cause.NEW_ARTICLE, "later")])
    assert (found.added, found.changed, found.removed) == (1, 0, 0)
    assert f"against it (0.85): “{NOT}”" in found.claims[0].reasons[0].text
    assert not found.same


def test_a_new_article_that_says_nothing_changes_nothing(bot: Bot, record: Record) -> None:
    store(bot.index, article("A race took place.", "later"))
    found = recheck(record, bot)
    assert told(found) == (Outcome.SAME, [])
    assert found.added == 1


def test_a_second_witness_is_other_evidence(bot: Bot, record: Record) -> None:
    store(bot.index, article(ALSO, "later"))
    assert told(recheck(record, bot)) == (Outcome.EVIDENCE, [(Cause.NEW_ARTICLE, "later")])


def test_the_filters_of_the_record_hold(bot: Bot) -> None:
    record = record_of(bot.check(CLAIM, filters=Filters(as_of=FIRST.date)))
    store(bot.index, article(NOT, "later", date="2020-12-16"))
    assert told(recheck(record, bot)) == (Outcome.SAME, [])


@pytest.mark.parametrize(
    ("now", "outcome", "cause"),
    [
        (replace(FIRST, title="The race"), Outcome.EVIDENCE, Cause.ARTICLE_CHANGED),
        (replace(FIRST, text=f"It rained all day. {WON}"), Outcome.EVIDENCE, Cause.QUOTE_MOVED),
        (replace(FIRST, text="It rained."), Outcome.LABEL, Cause.QUOTE_GONE),
    ],
)
def test_a_quoted_article_that_changed_is_told(
    bot: Bot, record: Record, now: Article, outcome: Outcome, cause: Cause
) -> None:
    store(bot.index, now)
    found = recheck(record, bot)
    assert told(found) == (outcome, [(cause, "first")])
    assert found.changed == 1


def test_a_moved_quote_is_told_with_both_places(bot: Bot, record: Record) -> None:
    store(bot.index, replace(FIRST, text=f"It rained all day. {WON}"))
    text = recheck(record, bot).claims[0].reasons[0].text
    assert f"from 11–{11 + len(WON)} to 19–{19 + len(WON)}" in text


def test_a_deleted_article_is_told(bot: Bot, record: Record) -> None:
    bot.index.delete(["first"])
    found = recheck(record, bot)
    assert told(found) == (Outcome.LABEL, [(Cause.ARTICLE_GONE, "first")])
    assert (found.added, found.removed) == (0, 1)


def test_an_article_that_was_there_and_says_more_now_is_no_new_one(
    bot: Bot, record: Record
) -> None:
    store(bot.index, replace(SNOW, text=f"Snow fell. {NOT}"))
    found = recheck(record, bot)
    assert told(found) == (Outcome.LABEL, [(Cause.NOW_SPEAKS, "snow")])
    assert "Changed since" in found.claims[0].reasons[0].text


def test_another_model_is_told_with_what_it_makes_of_the_same_articles(
    bot: Bot, record: Record, tmp_path: Path
) -> None:
    other = open_bot(tmp_path, "2", {SNOW.text: (0.0, 0.9)})
    outcome, reasons = told(recheck(record, other))
    assert outcome is Outcome.LABEL
    assert reasons == [(Cause.NOW_SPEAKS, "snow"), (Cause.NOW_SILENT, "first"), (Cause.MODEL, "")]


def test_another_model_that_judges_alike_is_told_and_is_no_change(
    bot: Bot, record: Record, tmp_path: Path
) -> None:
    found = recheck(record, open_bot(tmp_path, "2"))
    assert told(found) == (Outcome.SAME, [(Cause.MODEL, "")])
    assert found.same


def test_another_confidence_is_a_change_and_a_rounding_is_none(
    bot: Bot, record: Record, tmp_path: Path
) -> None:
    near = open_bot(tmp_path, known={WON: (0.905, 0.0)})
    assert told(recheck(record, near)) == (Outcome.SAME, [])
    far = open_bot(tmp_path, known={WON: (0.8, 0.0)})
    assert told(recheck(record, far)) == (Outcome.CONFIDENCE, [(Cause.UNKNOWN, "")])


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (lambda r: replace(r, settings={**r.settings, "strong": 0.6}), Cause.SETTING),
        (lambda r: replace(r, program="0.0.1"), Cause.PROGRAM),
    ],
)
def test_another_setting_or_program_is_told(
    bot: Bot, record: Record, change: Callable[[Record], Record], cause: Cause
) -> None:
    assert told(recheck(change(record), bot)) == (Outcome.SAME, [(cause, "")])


def test_a_collection_that_is_no_more_is_told(bot: Bot) -> None:
    record = record_of(bot.check(CLAIM, filters=Filters(collections=("main",))))
    assert told(recheck(record, bot)) == (Outcome.SAME, [])
    gone = replace(record, filters=replace(record.filters, collections=("main", "court")))
    assert told(recheck(gone, bot)) == (Outcome.SAME, [(Cause.COLLECTION_GONE, "")])


def test_a_leaning_claim_is_searched_as_it_was_and_not_split_anew(bot: Bot) -> None:
    record = record_of(bot.check("Ann Smith ran a race. She won the race."))
    assert told_all(recheck(record, bot)) == [Outcome.SAME, Outcome.SAME]


def test_what_was_not_judged_is_not_judged_again(bot: Bot) -> None:
    record = record_of(bot.check("Ann will win in 2030."))
    found = recheck(record, bot)
    assert told(found) == (Outcome.SAME, [])
    assert "  Unchanged: not judged" in recheck_lines(Path("r.json"), found)


def told_all(found: Recheck) -> Sequence[Outcome]:
    return [c.outcome for c in found.claims]


def test_a_change_in_lines_and_as_json(bot: Bot, record: Record) -> None:
    store(bot.index, article(NOT, "later", title="Later", date="2020-12-16", source="Wire"))
    found = recheck(record, bot)
    lines = list(recheck_lines(Path("r.json"), found))
    assert lines[0].startswith("r.json: judged 20")
    assert lines[1:] == [
        "  since then 1 article added, 0 changed, 0 removed",
        CLAIM,
        "  Verdict changed: supported (0.95) → conflicting (0.85)",
        f"    New article: “Later”, Wire, 2020-12-16 (later) speaks against it (0.85): “{NOT}”",
        "",
    ]
    document = recheck_json([(Path("r.json"), found)])
    assert isinstance(document, dict)
    assert (document["kind"], document["same"]) == ("recheck", False)
    claim = document["files"][0]["claims"][0]
    assert (claim["before"]["label"], claim["after"]["label"]) == ("supported", "conflicting")
    assert [(r["cause"], r["article_id"]) for r in claim["reasons"]] == [("new article", "later")]


def test_a_new_article_too_weak_to_be_shown_is_told_where_it_lowers_the_confidence(
    bot: Bot, record: Record, tmp_path: Path
) -> None:
    store(bot.index, article("In the race Ann may have stumbled.", "later", title="Later"))
    weak = open_bot(tmp_path, known={**KNOWN, "stumbled.": (0.0, 0.5)})
    found = recheck(record, weak)
    assert told(found) == (Outcome.CONFIDENCE, [(Cause.NEW_ARTICLE, "later")])
    assert "too weak to be shown: “Later” (later)" in found.claims[0].reasons[0].text


def test_a_correction_that_came_since_is_told(tmp_path: Path) -> None:
    claim = "Systems moved to version 2.15.0 of Log4j need no further work"
    today = open_bot(tmp_path, known={"need no further work.": (0.9, 0.0)})
    store(today.index, seed("2021-12-13-log4j-flaw-patch"))
    record = record_of(today.check(claim))
    assert record.claims[0].verdict.label is VerdictLabel.SUPPORTED
    store(today.index, seed("2021-12-15-correction-log4j-patch"))
    found = recheck(record, today)
    (claim_now,) = found.claims
    assert (claim_now.outcome, claim_now.after.label) == (Outcome.LABEL, VerdictLabel.REFUTED)
    assert {r.cause for r in claim_now.reasons} == {Cause.NEW_ARTICLE}
    assert any(" overtakes “" in r.text for r in claim_now.reasons)


def seed(name: str) -> Article:
    return read_article(SEEDS / f"{name}.md", article_id=name)
