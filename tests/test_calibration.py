"""models/calibration.py: raw scores → probabilities, and the file that says how."""

from pathlib import Path

import numpy as np
import pytest

from models.calibration import Calibration, Scale, read_calibration, write_calibration

SHARP, SOFT = Scale(2.0, (0.0, -1.0, 0.5)), Scale(0.5)


def test_a_scale_is_softmax_of_what_it_sharpens_and_shifts() -> None:
    row = SHARP.probabilities(np.array([[1.0, 2.0, 0.0]]))[0]
    powers = np.exp([2.0, 3.0, 0.5])
    assert row == pytest.approx(powers / powers.sum())


def test_scores_of_any_size_make_probabilities() -> None:
    rows = SHARP.probabilities(np.array([[900.0, -900.0, 0.0], [-900.0, -900.0, -900.0]]))
    assert np.isfinite(rows).all()
    assert rows.sum(axis=1) == pytest.approx([1, 1])


def test_short_evidence_and_longer_have_a_scale_each() -> None:
    made = Calibration(1.0, 0.1, 0.0, 0.5, sentences=SHARP, texts=SOFT)
    scores = np.array([[1.0, 2.0, 0.0], [1.0, 2.0, 0.0]])
    rows = made.verdicts(scores, np.array([True, False]))
    assert rows[0] == pytest.approx(SHARP.probabilities(scores)[0])
    assert rows[1] == pytest.approx(SOFT.probabilities(scores)[1])
    assert made.verdicts(np.zeros((0, 3)), np.zeros(0, dtype=bool)).shape == (0, 3)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    made = Calibration(0.3, 0.1, 0.5, 0.4351, sentences=SHARP, texts=SOFT)
    write_calibration(tmp_path, made)
    assert read_calibration(tmp_path) == made


NUMBERS = '"relevance": 1, "margin": 0, "constant": 0, "threshold": 0.5'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        f'{{{NUMBERS}, "texts": {{"sharp": 2}}}}',
        f'{{{NUMBERS}, "texts": null}}',
        f'{{{NUMBERS}, "texts": {{"sharpness": 1, "shift": [0, 1]}}}}',
    ],
)
def test_a_file_that_makes_no_sense_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "calibration.json").write_text(text)
    with pytest.raises((ValueError, TypeError)):
        read_calibration(tmp_path)
