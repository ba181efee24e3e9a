"""Raw scores of the reader's heads → probabilities, by numbers that are fitted on development
questions and claims and lie beside the weights."""

import json
import math
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["CALIBRATION", "Calibration", "Scale", "read_calibration", "write_calibration"]

CALIBRATION = "calibration.json"


@dataclass(frozen=True, slots=True)
class Scale:
    """How three raw scores of a verdict become probabilities: softmax(sharpness · scores + shift).

    Guo et al. 2017, "On Calibration of Modern Neural Networks": temperature scaling, with a bias
    for each class.
    """

    sharpness: float = 1.0
    shift: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def probabilities(self, logits: NDArray[np.floating]) -> NDArray[np.float64]:
        """(n, 3) raw scores → (n, 3) calibrated probabilities."""
        x = self.sharpness * logits.astype(np.float64) + np.array(self.shift)
        powers = np.exp(x - x.max(axis=1, keepdims=True))
        rows: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
        return rows


@dataclass(frozen=True, slots=True)
class Calibration:
    """How raw scores become probabilities.

    The probability that a window answers is σ(relevance · logit + margin · m + constant), where m
    is how far the best span's score lies above that of "no answer" (Platt scaling of two scores).
    A verdict's have a scale for evidence of a sentence or two, which the bot judges, and one for
    longer texts: of those the scores are less sure, and lean towards "refuted".
    """

    relevance: float
    margin: float
    constant: float
    threshold: float  # the probability from which a passage counts as answering
    sentences: Scale = field(default_factory=Scale)
    texts: Scale = field(default_factory=Scale)

    def probability(self, logit: float, margin: float) -> float:
        """The calibrated probability in 0..1 of a window's two raw scores."""
        x = self.relevance * logit + self.margin * margin + self.constant
        return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))

    def verdicts(self, logits: NDArray[np.floating], few: NDArray[np.bool_]) -> NDArray[np.float64]:
        """(n, 3) raw scores of verdicts, and (n,) whether the evidence is a sentence or two → (n,
        3) calibrated probabilities."""
        rows: NDArray[np.float64] = np.where(
            few[:, None], self.sentences.probabilities(logits), self.texts.probabilities(logits)
        )
        return rows


def read_calibration(folder: Path) -> Calibration:
    """The calibration of a model's folder. Raises OSError, ValueError or TypeError where it is
    missing or makes no sense."""
    given = json.loads((folder / CALIBRATION).read_text())
    scales = {name: _scale(given[name]) for name in ("sentences", "texts") if name in given}
    return Calibration(**given | scales)


def write_calibration(folder: Path, calibration: Calibration) -> None:
    """Write the calibration file of a model's folder."""
    (folder / CALIBRATION).write_text(json.dumps(asdict(calibration), indent=1) + "\n")


def _scale(given: dict[str, Any]) -> Scale:
    if not isinstance(given, dict) or len(given.get("shift", "123")) != 3:
        raise ValueError(
            f"{given!r} is no scale: it needs a sharpness and a shift of three numbers"
        )
    return Scale(**given | {"shift": tuple(given.get("shift", (0.0, 0.0, 0.0)))})
