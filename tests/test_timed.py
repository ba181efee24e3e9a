"""bot.times.timed: what dates make of the judge's view."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.types import Hit
from bot.verdicts import Stance, VerdictLabel
from bot.verify import verify
from tests.fakes import FakeJudge, article, hits

BIDEN = "Putin has sent Biden his congratulations on Tuesday."
LATE = article(BIDEN, "late", date="2020-12-15")
ELECTION = article("They counted after the Nov. 3 election.", "count", date="2020-11-10")
CLAIM = "Putin congratulated Biden within hours of the election"
PUTIN = "Vladimir Putin congratulated Joe Biden on Tuesday."
SAID = (0.9, 0.0)


def judged(claim: str, known: dict[str, tuple[float, float]], *found: Hit) -> VerdictLabel:
    return verify(claim, found, FakeJudge(known)).label


def test_a_deed_with_another_date_refutes_the_claim_and_says_why() -> None:
    judge = FakeJudge({BIDEN: SAID})
    verdict = verify(CLAIM, hits(LATE, ELECTION), judge)
    assert verdict.label is VerdictLabel.REFUTED
    (evidence,) = verdict.evidence
    assert (evidence.stance, evidence.probability) == (Stance.REFUTES, 0.9)
    assert evidence.because == (
        "the claim says within hours of the election (3 November 2020); "
        "this is dated 15 December 2020"
    )
    assert evidence.happened
    assert evidence.happened.in_words == "15 December 2020"
    assert "Putin congratulated Biden" in judge.claims  # the deed alone


def test_a_deed_with_the_claims_date_supports_it() -> None:
    claim = "Putin congratulated Biden weeks after the election"
    verdict = verify(claim, hits(LATE, ELECTION), FakeJudge({BIDEN: (0.9, 0.8)}))
    assert verdict.label is VerdictLabel.SUPPORTED
    assert "as the claim says weeks after the election" in verdict.evidence[0].because


def test_without_a_date_the_judges_own_view_stands() -> None:
    undated = hits(article(BIDEN, "late"), ELECTION)
    assert judged(CLAIM, {BIDEN: SAID}, *undated) is VerdictLabel.SUPPORTED
    assert judged(CLAIM, {BIDEN: (0.0, 0.9)}, *undated) is VerdictLabel.REFUTED
    assert verify(CLAIM, undated, FakeJudge({BIDEN: SAID})).evidence[0].because == ""


def test_a_deed_the_judge_is_not_sure_of_decides_neither_way() -> None:
    label = judged(CLAIM, {BIDEN: (0.64, 0.0)}, *hits(LATE, ELECTION))
    assert label is VerdictLabel.NOT_ENOUGH_EVIDENCE


def test_a_deed_told_word_for_word_needs_no_judge() -> None:
    plain = article(
        "President Putin congratulated President-elect Joe Biden on Tuesday.",
        "p",
        date="2020-12-15",
    )
    assert judged(CLAIM, {}, *hits(plain, ELECTION)) is VerdictLabel.REFUTED


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("Ann Lee congratulated Bo Day on 15 December", "Lee congratulated Day on Dec. 15."),
        ("President Lee congratulated Day on 15 December", "Lee congratulated Day on Dec. 15."),
        ("Lawmakers passed the bill on 15 December", "Congress passed the bill on Dec. 15."),
    ],
)
def test_a_date_erases_no_evidence(claim: str, text: str) -> None:
    found = hits(article(text, date="2020-12-16"))
    known = {text: (0.95, 0.02)}
    assert judged(claim, known, *found) is VerdictLabel.SUPPORTED
    assert judged(claim.replace(" on 15 December", ""), known, *found) is VerdictLabel.SUPPORTED


def test_one_occasion_that_agrees_leaves_others_alone() -> None:
    early = "Putin has sent Biden his congratulations on Wednesday."
    found = hits(LATE, article(early, "early", date="2020-11-04"), ELECTION)
    known = {BIDEN: SAID, early: SAID}
    assert judged(CLAIM, known, *found) is VerdictLabel.SUPPORTED


def test_what_was_said_may_have_been_said_twice() -> None:
    text = "Peskov has told Tass of a plan on Tuesday."
    found = hits(article(text, "p", date="2020-12-15"))
    claim = "Peskov told Tass of a plan on 9 November 2020"
    assert judged(claim, {text: SAID}, *found) is VerdictLabel.NOT_ENOUGH_EVIDENCE


def test_somebody_elses_deed_says_nothing() -> None:
    xi = "Xi sent his congratulations on Tuesday."
    found = hits(article(xi, "xi", date="2020-12-15"), ELECTION)
    assert judged(CLAIM, {xi: (0.0, 0.9)}, *found) is VerdictLabel.NOT_ENOUGH_EVIDENCE


def test_a_namesakes_deed_says_nothing() -> None:
    text = "Bo Lee was charged with fraud on Dec. 15."
    found = hits(article(text, date="2020-12-16"))
    for day in ("14", "15"):
        claim = f"Ann Lee was charged with fraud on {day} December 2020"
        for row in ((0.95, 0.02), (0.02, 0.95)):
            assert judged(claim, {text: row}, *found) is VerdictLabel.NOT_ENOUGH_EVIDENCE


@pytest.mark.parametrize("claim", ["Xi wrote to Ann", "Xi did not write to Ann in May"])
def test_a_claim_that_dates_cannot_check_is_judged_once(claim: str) -> None:
    judge = FakeJudge({"It is so.": SAID})
    assert verify(claim, hits(article("It is so.")), judge).label is VerdictLabel.SUPPORTED
    assert judge.claims == [claim] * 2  # with what it stands with, and by itself; no deed apart


def test_as_of_a_day_nothing_later_is_used() -> None:
    waits, wrote = "He was silent.", "He wrote on Tuesday."
    found = hits(
        article(waits, "a", date="2020-11-09", title="Putin and Biden"),
        article(wrote, "b", date="2020-12-15", title="Putin and Biden"),
    )
    known = {waits: SAID, wrote: (0.0, 0.9)}
    then = "As of 1 December 2020, Putin had not congratulated Biden"
    assert judged(then, known, *found) is VerdictLabel.SUPPORTED
    later = then.replace("1 December", "16 December")
    assert judged(later, known, *found) is VerdictLabel.REFUTED


def test_of_what_still_is_the_latest_counts_and_the_earlier_is_marked() -> None:
    waits, wrote = "He was silent.", "He wrote on Tuesday."
    found = hits(
        article(waits, "a", date="2020-11-09", title="Putin and Biden"),
        article(wrote, "b", date="2020-12-15", title="Putin and Biden"),
    )
    judge = FakeJudge({waits: SAID, wrote: (0.0, 0.8)})
    verdict = verify("Putin is still silent", found, judge)
    assert verdict.label is VerdictLabel.REFUTED
    over = {
        e.citation.article_id: e.overtaken_by and e.overtaken_by.quote for e in verdict.evidence
    }
    assert over == {"a": wrote, "b": None}
    assert verify("Putin was silent", found, judge).label is VerdictLabel.CONFLICTING


def test_a_day_still_to_come_is_not_later_than_the_news_after_it_was_told() -> None:
    plan, news = "It will be counted on Jan. 6.", "He has conceded."
    found = hits(article(plan, "a", date="2020-12-15"), article(news, "b", date="2020-12-20"))
    judge = FakeJudge({plan: SAID, news: (0.0, 0.9)})
    assert verify("He has not conceded", found, judge).label is VerdictLabel.REFUTED


def test_a_date_that_agrees_is_not_held_against_the_claim() -> None:
    class NoJudgeOfDates(FakeJudge):
        def judge(self, claims: Sequence[str], evidences: Sequence[str]) -> NDArray[np.float64]:
            rows = super().judge(claims, evidences)
            rows[["November" in claim for claim in claims]] = (0.1, 0.9, 0.0)
            return rows

    text = "The WHO has called the new outbreak a global pandemic on Wednesday."
    found = hits(article(text, "who", date="2020-11-12"))
    judge = NoJudgeOfDates({text: (0.4, 0.5)})
    verdict = verify("The WHO called the outbreak a pandemic in November 2020", found, judge)
    assert (verdict.label, verdict.refutes) == (VerdictLabel.NOT_ENOUGH_EVIDENCE, 0.5)
