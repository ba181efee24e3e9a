"""A judge measured on labelled pairs, from probabilities written by hand."""

from collections.abc import Sequence

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, balanced_accuracy_score, f1_score

from bot.errors import ModelError
from bot.evaluate.labelled import Label, Pair
from bot.evaluate.metrics import Floats
from bot.evaluate.pairs import BATCH, judge_pairs, measured
from bot.protocols import Judge

S, R, N, X = Label


class WrittenJudge:
    """A Judge whose evidence holds the three percentages it answers: "80 15 5"."""

    def judge(self, claims: Sequence[str], evidences: Sequence[str]) -> Floats:
        assert len(claims) == len(evidences)
        return np.array([[int(p) / 100 for p in e.split()] for e in evidences])


def figures(*pairs: tuple[str, Label]) -> dict[str, float | None]:
    judge: Judge = WrittenJudge()
    given = [Pair("claim", (evidence,), label) for evidence, label in pairs]
    return {name: f.value for name, f in measured(judge_pairs(given, judge)).figures.items()}


def test_the_choice_is_among_the_labels_that_occur() -> None:
    found = figures(("30 10 60", S), ("10 30 60", R), ("30 20 50", R))
    assert found["accuracy"] == pytest.approx(2 / 3)  # not enough may not be chosen
    assert found["three_way"] == 0.0  # here it may, and always is
    # S: 1 of 1 right, chosen twice → 2/3; R: 1 of 2 right, chosen once → 2/3.
    assert found["macro_f1"] == pytest.approx(2 / 3)
    assert found["balanced_accuracy"] == pytest.approx(1 / 2)  # none is over one half
    # Confidences 3/4, 3/4, 3/5: |3/4·2 - 2| in bin 7, |3/5 - 0| in bin 6.
    assert found["calibration_error"] == pytest.approx((0.5 + 0.6) / 3)


def test_three_labels_are_three_choices() -> None:
    found = figures(("80 10 10", S), ("10 80 10", R), ("10 10 80", N), ("10 50 40", N))
    assert found["accuracy"] == found["three_way"] == pytest.approx(3 / 4)
    assert found["balanced_accuracy"] == 1.0


def test_not_supported_is_refuted_and_not_enough_as_one() -> None:
    found = figures(("40 35 25", X), ("55 40 5", S), ("45 10 45", S), ("10 80 10", X))
    # Supported needs more than the other two together.
    assert found["accuracy"] == found["balanced_accuracy"] == pytest.approx(3 / 4)
    assert found["three_way"] == pytest.approx(3 / 4)  # the first is supported, freely
    # Mixed with the other labels it takes them in.
    assert figures(("10 80 10", R), ("10 10 80", X), ("90 5 5", S))["accuracy"] == 1.0


def test_with_one_label_all_three_may_be_chosen() -> None:
    found = figures(("80 10 10", S), ("10 80 10", S))
    assert found["accuracy"] == found["three_way"] == pytest.approx(1 / 2)
    assert found["balanced_accuracy"] is None


def test_choices_without_any_probability_are_equally_likely() -> None:
    given = [Pair("c", ("0 0 100",), S), Pair("c", ("50 50 0",), R)]
    assert judge_pairs(given, WrittenJudge()).confidence == pytest.approx([0.5, 0.5])


def written(rng: np.random.Generator, labels: Sequence[Label], n: int) -> list[tuple[str, Label]]:
    """At most n pairs with random percentages, none equally high, and random labels of these."""
    rows = [tuple(row) for row in rng.multinomial(100, [0.4, 0.3, 0.3], n).tolist()]
    picked = [labels[k] for k in rng.integers(0, len(labels), n)]
    clear = [(r, x) for r, x in zip(rows, picked, strict=True) if len(set(r)) == 3 and 50 not in r]
    return [(" ".join(map(str, row)), label) for row, label in clear]


def likeliest(pair: tuple[str, Label], among: Sequence[Label]) -> Label:
    """The label of the highest percentage among these."""
    supported, refuted, not_enough = map(int, pair[0].split())
    per_cent = {S: supported, R: refuted, N: not_enough, X: refuted + not_enough}
    return max(among, key=lambda label: per_cent[label])


@pytest.mark.parametrize("labels", [(S, R), (S, N), (S, R, N), (S, X)])
def test_figures_are_those_of_scikit_learn(labels: tuple[Label, ...]) -> None:
    pairs = written(np.random.default_rng(3), labels, 300)
    found = figures(*pairs)
    truth = [label.value for _, label in pairs]
    forced = [likeliest(p, labels).value for p in pairs]
    assert found["accuracy"] == pytest.approx(accuracy_score(truth, forced))
    assert found["macro_f1"] == pytest.approx(f1_score(truth, forced, average="macro"))
    free = [likeliest(p, (S, R, N)).value for p in pairs]
    if X in labels:  # refuted and not enough are both "not supported"
        free = [S.value if f == S.value else X.value for f in free]
    assert found["three_way"] == pytest.approx(accuracy_score(truth, free))
    supported = [t == S.value for t in truth]
    said = [likeliest(p, (S, X)) is S for p in pairs]
    assert found["balanced_accuracy"] == pytest.approx(balanced_accuracy_score(supported, said))


def test_of_several_windows_the_one_that_says_most_counts() -> None:
    pair = Pair("claim", ("10 10 80", "5 90 5", "60 20 20"), R)
    last = Pair("claim", ("0 0 100",), N)
    judged = judge_pairs([pair, last], WrittenJudge())
    assert judged.probabilities.tolist() == [[0.05, 0.9, 0.05], [0.0, 0.0, 1.0]]


def test_many_pairs_are_judged_in_order_and_progress_is_told() -> None:
    given = [Pair("c", (f"{n % 100} {100 - n % 100} 0",), S) for n in range(BATCH + 5)]
    told: list[int] = []
    judged = judge_pairs(given, WrittenJudge(), told.append)
    assert judged.probabilities[:, 0].tolist() == [n % 100 / 100 for n in range(BATCH + 5)]
    assert told == [BATCH, BATCH + 5]
    assert len(judged.ms) == 2


@pytest.mark.parametrize("answer", ["50 50", "90 90 90", "-20 60 60"])
def test_what_are_no_probabilities_is_refused(answer: str) -> None:
    with pytest.raises(ModelError, match="The judge gave"):
        judge_pairs([Pair("c", (answer,), S)], WrittenJudge())
