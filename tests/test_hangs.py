"""bot.hangs: what a verdict hangs on."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hangs import hangs_lines, hangs_on
from bot.types import Citation
from bot.verdicts import Evidence, Stance, Verdict, VerdictLabel
from bot.verify import weighed

FOR, AGAINST = Stance.SUPPORTS, Stance.REFUTES
NOT_ENOUGH = VerdictLabel.NOT_ENOUGH_EVIDENCE


def says(
    stance: Stance,
    article: str,
    source: str = "",
    *,
    probability: float = 0.9,
    day: int = 15,
    also_in: tuple[str, ...] = (),
) -> Evidence:
    date = dt.date(2020, 12, day)
    citation = Citation(
        1, article, f"Title {article}", source, date, "", 0, 1, "x", also_in=also_in
    )
    return Evidence(stance, probability, citation)


def decide(evidence: Sequence[Evidence]) -> VerdictLabel:
    return weighed(evidence)[0]


def lines(*evidence: Evidence) -> list[str]:
    label, confidence = weighed(evidence)
    hangs = hangs_on(evidence, decide)
    return list(hangs_lines(Verdict("It.", label, confidence, evidence, hangs_on=hangs)))


def test_a_verdict_of_one_article_hangs_on_it() -> None:
    assert lines(says(FOR, "a", "the Tribune")) == ["It stands on the Tribune (15 Dec 2020) alone."]


def test_a_verdict_of_several_does_not_stand_on_one_alone() -> None:
    found = [
        says(FOR, "a", "Desk", probability=0.95),
        says(FOR, "b", "Post", probability=0.75),
        says(AGAINST, "e", "Eh", probability=0.65),
    ]
    assert lines(*found) == ["Without Desk (15 Dec 2020) this would be: not enough evidence."]


def test_a_verdict_of_three_articles_hangs_on_no_single_one() -> None:
    found = [says(FOR, i, f"Outlet {i}") for i in "abc"]
    assert lines(*found) == ["It stands on 3 independent articles; no single one decides."]
    hangs = hangs_on(found, decide)
    assert hangs
    assert (hangs.removals, hangs.standing) == ((), 3)


@pytest.mark.parametrize(
    ("evidence", "why"),
    [
        ([], []),
        (
            [("", FOR, 0.58)],
            ["What was found is not sure enough to decide it."],
        ),
        (
            [("the mayor", FOR, 0.9), ("the mayor", FOR, 0.8), ("police", FOR, 0.8)],
            ["It is only reported, by the mayor and police; no article says it for itself."],
        ),
        (
            [("the mayor", FOR, 0.8), ("", FOR, 0.58)],
            ["What was found is not sure enough to decide it."],
        ),
        (
            [("", FOR, 0.75), ("", AGAINST, 0.65)],
            ["What speaks for it and what speaks against it are about as strong."],
        ),
    ],
)
def test_where_nothing_is_decided_it_is_told_why(
    evidence: list[tuple[str, Stance, float]], why: list[str]
) -> None:
    found = [
        replace(says(side, f"a{n}", probability=p), reported_by=by)
        for n, (by, side, p) in enumerate(evidence)
    ]
    assert lines(*found) == why


def test_what_was_overtaken_is_told_and_a_claim_of_speech_is_never_only_reported() -> None:
    over = replace(says(FOR, "a"), overtaken_by=says(AGAINST, "b").citation)
    verdict = Verdict("It fell.", NOT_ENOUGH, 0.9, (over,))
    assert list(hangs_lines(verdict)) == [
        "All that was found has been overtaken by later articles."
    ]
    said = replace(says(FOR, "a", probability=0.66), reported_by="the mayor")
    verdict = Verdict("The mayor said it fell.", NOT_ENOUGH, 0.9, (said,))
    assert list(hangs_lines(verdict)) == ["What was found is not sure enough to decide it."]


def test_where_the_articles_disagree_each_side_may_turn_it() -> None:
    found = [says(FOR, "a", "Desk"), says(AGAINST, "b", "Wire"), says(AGAINST, "c", "Post")]
    assert lines(*found) == ["Without Desk (15 Dec 2020) this would be: refuted."]
    assert lines(*found[:2]) == [
        "Without Desk (15 Dec 2020) this would be: refuted.",
        "Without Wire (15 Dec 2020) this would be: supported.",
    ]


def test_an_outlet_may_decide_where_none_of_its_articles_does() -> None:
    found = [says(FOR, "a", "Desk"), says(FOR, "b", "Desk", day=16)]
    assert lines(*found) == [
        "It stands on 2 independent articles; no single one decides.",
        "Without Desk (2 articles) this would be: not enough evidence.",
    ]


def test_an_outlet_whose_article_has_copies_elsewhere_is_not_said_to_decide() -> None:
    found = [says(FOR, "a", "Desk", also_in=("z",)), says(FOR, "b", "Desk", day=16)]
    assert lines(*found) == ["It stands on 2 independent articles; no single one decides."]


def test_copies_fall_with_their_article() -> None:
    found = says(FOR, "a", "Desk", also_in=("b", "c"))
    hangs = hangs_on([found], decide)
    assert hangs
    assert hangs.removals[0].articles == ("a", "b", "c")
    assert "Desk (15 Dec 2020) and its 2 copies" in lines(found)[0]


def test_two_articles_of_one_outlet_and_day_are_named_by_their_titles() -> None:
    found = [says(FOR, "a", "Desk"), says(FOR, "b", "Desk", probability=0.3)]
    assert lines(*found) == [
        "Without “Title a” (Desk, 15 Dec 2020) this would be: not enough evidence."
    ]


def test_what_is_not_decided_hangs_on_nothing() -> None:
    assert hangs_on([says(FOR, "a", probability=0.4)], decide) is None
    assert lines() == []


@given(st.lists(st.tuples(st.sampled_from(Stance), st.sampled_from("abcd"), st.floats(0, 1))))
def test_every_removal_turns_the_label_as_told_and_no_other_article_does(
    found: list[tuple[Stance, str, float]],
) -> None:
    evidence = [says(s, i, f"Outlet {i}", probability=p) for s, i, p in found]
    hangs = hangs_on(evidence, decide)
    label = decide(evidence)
    assert (hangs is None) == (label is NOT_ENOUGH)
    told = {r.articles[0]: r.label for r in hangs.removals} if hangs else {}
    for i in {e.citation.article_id for e in evidence} if hangs else ():
        left = decide([e for e in evidence if e.citation.article_id != i])
        assert told.get(i, label) is left


def test_what_an_article_has_overtaken_stands_again_without_it() -> None:
    later = says(AGAINST, "b", "Wire", day=16)
    old = replace(says(FOR, "a", "Desk"), overtaken_by=later.citation)
    assert lines(later, old) == ["Without Wire (16 Dec 2020) this would be: supported."]


def test_a_correction_that_is_no_evidence_itself_may_turn_the_verdict() -> None:
    note = says(AGAINST, "c", "Post", day=17).citation
    found = [replace(says(FOR, "a", "Desk"), overtaken_by=note), says(AGAINST, "b", "Wire")]
    assert lines(*found) == [
        "Without Wire (15 Dec 2020) this would be: not enough evidence.",
        "Without Post (17 Dec 2020) this would be: conflicting.",
    ]
