"""models/train/reader.py: a run that is cut off goes on where it was; twins stay together."""

import argparse
import math
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoTokenizer

from bot.types import Span
from models.embedder import packaged_folder
from models.train import reader
from models.train.claims import REFUTED, SUPPORTED, ClaimPair
from models.train.pairs import Pair
from models.train.reader import Example, train
from models.train.written import EVERY


@pytest.fixture
def options(tmp_path: Path) -> argparse.Namespace:
    """A run over six short examples of each kind, already prepared."""
    ids = np.array([101, 2040, 2180, 102, 5754, 2180, 1012, 102], dtype=np.uint16)
    asked = Example(ids, second=4, first=4, answers=((4, 4),), relevant=True)
    unanswered = Example(ids, second=4, first=4, relevant=False)
    claims = [Example(ids, 4, 4, spans=False, relevant=n < 2, verdict=n) for n in range(4)]
    torch.save([asked, unanswered, *claims], tmp_path / "examples.pt")
    return argparse.Namespace(
        start=None,
        data=Path("data"),
        work=tmp_path,
        tokens=176,
        seed=0,
        questions=1.0,
        written=3,
        fresh="*.jsonl",
        mined="",
        again=0.0,
        others=1.0,
        steps=2,
        minutes=10,
        device="cpu",
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


@pytest.mark.slow
def test_a_run_with_other_options_does_not_go_on_from_it(options: argparse.Namespace) -> None:
    train(options)
    weights = (options.work / "checkpoint.pt").read_bytes()
    options.written = 8
    with pytest.raises(SystemExit, match=r"a run with --written 3, not 8.*another --work"):
        train(options)
    assert (options.work / "checkpoint.pt").read_bytes() == weights


def test_a_share_of_the_others_is_taken_and_all_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = ClaimPair("Ann won.", "", "Ann won the race.", 0, "made")
    asked = Pair("Who won?", "", "Ann won the race.", (Span(0, 3),), source="squad")
    monkeypatch.setattr(reader, "claim_pairs", lambda *_: [claim] * 400)
    monkeypatch.setattr(reader, "training_pairs", lambda *_: [asked] * 400)
    monkeypatch.setattr(reader, "who_asked", lambda *_: [])
    ours, ours_asked = replace(claim, source="ours"), replace(asked, source="ours")
    monkeypatch.setattr(
        reader, "written_claims", lambda *_, files=EVERY: [ours] * (300 if files == EVERY else 10)
    )
    monkeypatch.setattr(
        reader,
        "written_questions",
        lambda *_, files=EVERY: [ours_asked] * (150 if files == EVERY else 5),
    )
    tokenizer = AutoTokenizer.from_pretrained(packaged_folder())

    def counted(others: float, written: int, again: float = 0.0) -> tuple[int, int]:
        options = argparse.Namespace(
            data=Path(), seed=0, questions=1.0, others=others, written=written, again=again,
            fresh="new.jsonl", mined="", start=None,
        )  # fmt: skip
        made = reader.prepared(tokenizer, options)
        return sum(e.verdict is not None for e in made), sum(e.verdict is None for e in made)

    assert counted(1.0, 0) == (400, 400)
    assert counted(0.0, 3) == (30, 15)  # ours, whatever is taken of the others
    assert counted(0.0, 3, again=1.0) == (330, 165)
    claims, questions = counted(0.25, 2)
    assert 60 < claims - 20 < 140
    assert 60 < questions - 10 < 140


def claim_of(length: int, verdict: int | None, twin: int = 0) -> Example:
    """An example of so many tokens."""
    return Example(np.ones(length, dtype=np.uint16), 2, 2, verdict=verdict, twin=twin)


def test_twins_are_read_in_one_batch() -> None:
    rng = random.Random(0)
    data = [claim_of(rng.randint(20, 200), SUPPORTED) for _ in range(600)]
    for n in range(300):
        length = rng.randint(20, 200)
        data += [claim_of(length, SUPPORTED, n + 1), claim_of(length + 2, REFUTED, n + 1)]
    order = list(range(len(data)))
    rng.shuffle(order)
    data = [data[n] for n in order]
    plan = reader.batches(data, math.ceil(len(data) / reader.BATCH), seed=1)
    assert sorted(n for batch in plan for n in batch) == list(range(len(data)))
    whole = sum(
        twins == 2
        for batch in plan
        for twins in Counter(data[n].twin for n in batch if data[n].twin).values()
    )
    assert whole > 270  # the end of a batch divides a few
    assert plan == reader.batches(data, len(plan), seed=1)


def test_what_twins_cost_falls_as_the_true_one_leans_further() -> None:
    batch = [claim_of(9, REFUTED, 5), claim_of(9, SUPPORTED), claim_of(9, SUPPORTED, 5),
             claim_of(9, REFUTED, 6)]  # fmt: skip
    logits = torch.tensor([[0.0, 0.0, 0.0]] * 4)
    assert reader.twin_loss(logits, batch).tolist() == pytest.approx([math.log(2)])
    logits[2, SUPPORTED] = 3.0  # the true one
    assert reader.twin_loss(logits, batch).item() == pytest.approx(math.log1p(math.exp(-3)))
    logits[0, SUPPORTED] = 3.0  # both lean as far: nothing told
    assert reader.twin_loss(logits, batch).item() == pytest.approx(math.log(2))
    assert not len(reader.twin_loss(logits[[0, 3]], [batch[0], batch[3]]))
