"""models/train/average.py: the mean of two readers' weights."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from models.reader import WEIGHTS
from models.train.average import average


def reader(folder: Path, **weights: float) -> Path:
    folder.mkdir()
    save_file({k: torch.full((2, 2), v).half() for k, v in weights.items()}, folder / WEIGHTS)
    (folder / "config.json").write_text(folder.name)
    return folder


def test_each_weight_is_the_mean(tmp_path: Path) -> None:
    one, other = reader(tmp_path / "one", a=1.0, b=0.0), reader(tmp_path / "other", a=3.0, b=4.0)
    average(one, other, tmp_path / "mean")
    average(one, other, tmp_path / "near", share=0.25)
    mean, near = (load_file(tmp_path / name / WEIGHTS) for name in ("mean", "near"))
    assert {k: set(v.flatten().tolist()) for k, v in mean.items()} == {"a": {2.0}, "b": {2.0}}
    assert {k: set(v.flatten().tolist()) for k, v in near.items()} == {"a": {1.5}, "b": {1.0}}
    assert mean["a"].dtype is torch.float16
    assert (tmp_path / "mean/config.json").read_text() == "one"


def test_networks_of_different_form_have_no_mean(tmp_path: Path) -> None:
    one, other = reader(tmp_path / "one", a=1.0), reader(tmp_path / "other", b=1.0)
    with pytest.raises(ValueError, match="different form"):
        average(one, other, tmp_path / "mean")
    assert not (tmp_path / "mean").exists()
