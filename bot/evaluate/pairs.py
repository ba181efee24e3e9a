"""Labelled pairs → a Judge's probabilities for each, and how often and how surely it is right."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.errors import ModelError
from bot.evaluate.classification import balanced_accuracy, calibration_error, macro_f1
from bot.evaluate.labelled import Label, Pair
from bot.evaluate.metrics import Floats, Measured, mean_figure
from bot.evaluate.progress import Tick, silent
from bot.protocols import Column, Judge

__all__ = ["COLUMN", "Judged", "JudgedSet", "judge_pairs", "measured"]

BATCH = 64  # windows handed to the judge at once, which sorts and batches them as it likes
SUPPORTED, REFUTED, NOT_ENOUGH = Column
NOT_SUPPORTED = 3  # the sum of the last two, where a file does not tell them apart
COLUMN = {label: number for number, label in enumerate(Label)}


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judge made of a list of pairs, in their order."""

    pairs: tuple[Pair, ...]
    probabilities: Floats  # (n, 3): supported, refuted, not enough
    ms: tuple[float, ...]  # a window, mean of each batch

    @property
    def choices(self) -> tuple[int, ...]:
        """The columns a forced choice is made among: the labels that occur.

        Where some say no more than "not supported", that and "supported"; where there is but one
        label, all three.
        """
        found = sorted({COLUMN[p.label] for p in self.pairs})
        if NOT_SUPPORTED in found:
            return (SUPPORTED, NOT_SUPPORTED)
        return tuple(found) if len(found) > 1 else (SUPPORTED, REFUTED, NOT_ENOUGH)

    @property
    def truth(self) -> NDArray[np.intp]:
        """(n,) the right one of the choices for each pair, as a column."""
        columns = np.array([COLUMN[p.label] for p in self.pairs], dtype=np.intp)
        if NOT_SUPPORTED in self.choices:
            columns[columns != SUPPORTED] = NOT_SUPPORTED
        return columns

    @property
    def chosen(self) -> NDArray[np.intp]:
        """(n,) the likeliest of the choices, as a column."""
        choices: NDArray[np.intp] = np.array(self.choices, dtype=np.intp)
        chosen: NDArray[np.intp] = choices[self._of_choices.argmax(axis=1)]
        return chosen

    @property
    def confidence(self) -> Floats:
        """(n,) the probability of the chosen one, given that one of the choices holds."""
        rows = self._of_choices
        least = 1e-9  # where none has any probability they are equal
        share: Floats = (rows.max(axis=1) + least) / (rows + least).sum(axis=1)
        return share

    @property
    def _of_choices(self) -> Floats:
        """(n, number of choices) probabilities."""
        p = self.probabilities
        four: Floats = np.column_stack([p, p[:, REFUTED] + p[:, NOT_ENOUGH]])
        return four[:, list(self.choices)]


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """The judged pairs of a file or of a variant of it, and what they gave."""

    path: Path
    variant: str  # empty: the file as it is
    judged: Judged
    run: Measured

    @property
    def name(self) -> str:
        return f"{self.path.name.split('.')[0]} {self.variant.replace('_', ' ')}".strip()


def judge_pairs(pairs: Sequence[Pair], judge: Judge, done: Tick = silent) -> Judged:
    """Judge every pair; `done` is told how many windows are.

    Evidence in several windows gets the probabilities of the one that says most, with the least
    chance of not enough. Raises ModelError when the judge gives no probabilities.
    """
    claims = [p.claim for p in pairs for _ in p.evidence]
    evidences = [e for p in pairs for e in p.evidence]
    rows, ms = [], []
    for start in range(0, len(claims), BATCH):
        part = slice(start, start + BATCH)
        started = time.perf_counter()
        rows.append(_checked(judge.judge(claims[part], evidences[part]), len(claims[part])))
        ms.append((time.perf_counter() - started) * 1000 / len(claims[part]))
        done(min(start + BATCH, len(claims)))
    probabilities = np.concatenate(rows) if rows else np.zeros((0, 3))
    ends = np.cumsum([len(p.evidence) for p in pairs])
    best = [_says_most(rows) for rows in np.split(probabilities, ends[:-1])] if pairs else []
    return Judged(tuple(pairs), np.array(best).reshape(-1, 3), tuple(ms))


def measured(judged: Judged) -> Measured:
    """Shares in 0..1 with intervals.

    `accuracy` and `macro_f1` are of the forced choice among the labels that occur, `three_way` is
    the accuracy when all three may be chosen, `balanced_accuracy` is of supported against the
    other two together, `calibration_error` that of the forced choice's confidence.
    """
    truth, chosen, p = judged.truth, judged.chosen, judged.probabilities
    right = truth == chosen
    free = p.argmax(axis=1)
    free_right = np.where(truth == NOT_SUPPORTED, free != SUPPORTED, free == truth)
    supported, said = truth == SUPPORTED, p[:, SUPPORTED] > p[:, REFUTED] + p[:, NOT_ENOUGH]
    figures = {
        "accuracy": mean_figure(right),
        "macro_f1": macro_f1(truth, chosen),
        "three_way": mean_figure(free_right),
        "balanced_accuracy": balanced_accuracy(supported, said),
        "calibration_error": calibration_error(judged.confidence, right),
    }
    return Measured(figures, judged.ms)


def _says_most(rows: Floats) -> Floats:
    """(windows, 3) → the (3,) row with the least chance of not enough."""
    row: Floats = rows[rows[:, NOT_ENOUGH].argmin()]
    return row


def _checked(rows: NDArray[np.floating], n: int) -> Floats:
    """A judge's answer for n pairs, if it is (n, 3) probabilities."""
    found = np.asarray(rows, dtype=float)
    ok = found.shape == (n, 3) and (found >= 0).all() and np.allclose(found.sum(1), 1, atol=1e-2)
    if not ok:
        raise ModelError(
            f"The judge gave an array of shape {found.shape} for {n} pairs, or rows that are no "
            f"probabilities; it must be ({n}, 3) with rows that add up to 1. Mend the judge."
        )
    return found
