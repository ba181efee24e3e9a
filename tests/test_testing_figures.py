"""Figures of a test run, and their comparison with a baseline."""

from pathlib import Path

import pytest

from bot.errors import SettingError
from bot.evaluate.questions import Question
from bot.evaluate.retrieval import Search, measured
from bot.questions import Case
from bot.testing.figures import (
    Outcomes,
    falls,
    load_baseline,
    rank_figures,
    save_baseline,
    verdict_figures,
)
from bot.verdicts import Verdict, VerdictLabel


def outcomes(*values: float) -> Outcomes:
    made = Outcomes()
    for n, value in enumerate(values):
        made.add("recall@5", f"case {n}", value)
    return made


def test_rank_figures_follow_their_definitions() -> None:
    third = rank_figures([3])
    assert third["recall@1"] == 0.0
    assert third["recall@5"] == 1.0
    assert third["MRR"] == pytest.approx(1 / 3)
    assert third["nDCG@10"] == pytest.approx(0.5)  # 1 / log2(1 + 3)
    assert set(rank_figures([]).values()) == {0.0}
    assert set(rank_figures([21]).values()) == {0.0}  # below what is looked at
    assert set(rank_figures([1]).values()) == {1.0}


def test_only_the_first_right_passage_counts() -> None:
    assert rank_figures([2, 9]) == rank_figures([2])
    assert set(rank_figures([1, 20]).values()) == {1.0}


def test_a_case_has_the_figures_that_eval_gives_the_same_ranking() -> None:
    for rank in (1, 2, 6, 11, 20, None):
        question = Question("q", "Who?", ("x",), gold="gold")
        figures = measured([Search(question, (), rank, 1.0)]).figures
        assert rank_figures([rank] if rank else []) == {n: f.value for n, f in figures.items()}


def test_one_lost_case_of_many_is_noise_and_five_of_a_hundred_are_not() -> None:
    before = outcomes(*[1.0] * 100)
    assert not falls(before, outcomes(*[0.0], *[1.0] * 99))
    (fall,) = falls(before, outcomes(*[0.0] * 5, *[1.0] * 95))
    assert fall.figure == "recall@5"
    assert fall.before == 1.0
    assert fall.now == pytest.approx(0.95)
    assert "case 0" in fall.lost


def test_a_gain_and_cases_that_only_one_run_has_are_no_fall() -> None:
    assert not falls(outcomes(0.0, 0.0), outcomes(1.0, 1.0))
    assert not falls(outcomes(1.0, 1.0, 1.0), outcomes())
    assert not falls(outcomes(), outcomes(0.0, 0.0))


def test_a_figure_lost_in_every_case_is_a_fall() -> None:
    (fall,) = falls(outcomes(*[1.0] * 10), outcomes(*[0.0] * 10))
    assert fall.now == 0.0


def test_a_baseline_is_read_back_as_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "baseline.json"
    save_baseline(path, outcomes(1.0, 0.25))
    assert load_baseline(path).values == outcomes(1.0, 0.25).values


def test_a_missing_or_damaged_baseline_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="--bot-save-baseline"):
        load_baseline(tmp_path / "none.json")
    (tmp_path / "bad.json").write_text("[]")
    with pytest.raises(SettingError, match="no baseline"):
        load_baseline(tmp_path / "bad.json")


S, R = VerdictLabel.SUPPORTED, VerdictLabel.REFUTED
C, N = VerdictLabel.CONFLICTING, VerdictLabel.NOT_ENOUGH_EVIDENCE


@pytest.mark.parametrize(
    ("wanted", "labels", "figures"),  # labels: of the claim and, where given, of its opposite
    [
        (S, (S,), {"verdicts right": True, "not opposite": True}),
        (S, (R,), {"verdicts right": False, "not opposite": False}),
        (R, (S,), {"verdicts right": False, "not opposite": False}),
        (S, (N,), {"verdicts right": False, "not opposite": True}),
        (S, (C,), {"verdicts right": False, "not opposite": True}),
        (N, (S,), {"verdicts right": False, "not opposite": True}),
        (N, (N,), {"verdicts right": True, "not opposite": True}),
        (S, (S, R), {"verdicts right": True, "not opposite": True, "verdicts flip": True}),
        (R, (R, S), {"verdicts right": True, "not opposite": True, "verdicts flip": True}),
        (S, (S, S), {"verdicts right": True, "not opposite": True, "verdicts flip": False}),
        (S, (S, N), {"verdicts right": True, "not opposite": True, "verdicts flip": False}),
        (S, (N, R), {"verdicts right": False, "not opposite": True, "verdicts flip": False}),
        (None, (S,), {}),
    ],
)
def test_verdicts_give_their_figures(
    wanted: VerdictLabel | None, labels: tuple[VerdictLabel, ...], figures: dict[str, bool]
) -> None:
    case = Case("It snowed.", is_claim=True, verdict=wanted)
    assert verdict_figures(case, [Verdict("x", label, 0.9, ()) for label in labels]) == figures
