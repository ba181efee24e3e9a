"""models/train/reader.py: a run that is cut off goes on where it was."""

import argparse
from pathlib import Path

import numpy as np
import pytest
import torch

from models.train.reader import Example, train


@pytest.fixture
def options(tmp_path: Path) -> argparse.Namespace:
    """A run over six short examples of each kind, already prepared."""
    ids = np.array([101, 2040, 2180, 102, 5754, 2180, 1012, 102], dtype=np.uint16)
    asked = Example(ids, second=4, first=4, answers=((4, 4),), relevant=True)
    unanswered = Example(ids, second=4, first=4, relevant=False)
    claims = [Example(ids, 4, 4, spans=False, relevant=n < 2, verdict=n) for n in range(4)]
    torch.save([asked, unanswered, *claims], tmp_path / "examples.pt")
    return argparse.Namespace(
        start=None, work=tmp_path, tokens=176, seed=0, steps=2, minutes=10, device="cpu"
    )


@pytest.mark.slow
def test_a_run_goes_on_from_its_checkpoint(
    options: argparse.Namespace, capsys: pytest.CaptureFixture[str]
) -> None:
    first = train(options)
    assert torch.load(options.work / "checkpoint.pt", weights_only=False)["step"] == 2
    options.steps = 3
    second = train(options)
    assert "goes on from step 2" in capsys.readouterr().out
    assert torch.load(options.work / "checkpoint.pt", weights_only=False)["step"] == 3
    same = zip(first.parameters(), second.parameters(), strict=True)
    assert not all(torch.equal(a, b) for a, b in same)
