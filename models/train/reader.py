"""Train the reader that `models.reader.TrainedReader` loads: python -m models.train.reader

Starts from the packaged MiniLM encoder, trains every head on the pairs of `models.train.data`
(checkpoints under --work, and goes on from the last one), writes `models/reader/`, calibrates it
on one half of dev. `python -m models.train.measure` measures what lies there."""

import argparse
import gc
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn

from models.embedder import fast_bfloat16, packaged_folder
from models.reader import (
    BEGIN,
    FOLDER,
    INSIDE,
    Output,
    ReaderModel,
    TrainedReader,
    Window,
    load,
    save,
    stack,
    windows,
    write_calibration,
)
from models.train.data import Pair, training_pairs
from models.train.measure import RAW, calibrate, found, squad2, xquad

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

MAX_TOKENS = 224  # of a training pair
BATCH = 32
ENCODER_RATE, HEAD_RATE = 1.5e-4, 5e-4
WARM_UP_STEPS = 60
CHECKPOINT_S = 600


@dataclass(frozen=True, slots=True)
class Example:
    """A window and what the heads should say of it."""

    window: Window
    answers: tuple[tuple[int, int], ...]  # tokens [first, last] of the window
    weak: bool
    answerable: bool


def examples(tokenizer: "PreTrainedTokenizerBase", pairs: Sequence[Pair]) -> Iterator[Example]:
    """Tokenise pairs; an answer that the token limit cuts off drops its pair."""
    for pair in pairs:
        head = f"{pair.heading}\n" if pair.heading else ""
        window = windows(tokenizer, pair.question, [(head, pair.text)], MAX_TOKENS)[0][0]
        places = []
        for answer in pair.answers:
            inside = [
                n
                for n, (a, b) in enumerate(window.offsets, window.first)
                if a < answer.end and answer.start < b
            ]
            if inside and window.offsets[-1][1] >= answer.end:
                places.append((inside[0], inside[-1]))
        if len(places) == len(pair.answers) and window.offsets:
            yield Example(window, tuple(places), pair.weak, bool(pair.answers))


def loss_of(output: Output, batch: Sequence[Example], text: Tensor) -> dict[str, Tensor]:
    """The loss of each head over B examples, each a scalar; `text` (B, T) as in `stack`."""
    size = output.starts.shape
    first, last = torch.zeros(size), torch.zeros(size)
    tags = torch.full(size, -100, dtype=torch.long)
    weak = torch.tensor([e.weak for e in batch])
    for row, example in enumerate(batch):
        if not example.answers:
            first[row, 0] = last[row, 0] = 1.0  # "no answer" stands at [CLS]
        if not example.weak:
            tags[row, text[row]] = 0
        for a, b in example.answers:
            if example.weak:
                first[row, a : b + 1] = last[row, a : b + 1] = 1.0
            else:
                first[row, a] = last[row, b] = 1.0
                tags[row, a : b + 1] = INSIDE
                tags[row, a] = BEGIN
    relevant = torch.tensor([float(e.answerable) for e in batch])
    return {
        "relevance": nn.functional.binary_cross_entropy_with_logits(output.relevance, relevant),
        "starts": _choice_loss(output.starts, first, weak),
        "ends": _choice_loss(output.ends, last, weak),
        # Few tokens of a passage answer, so that the mean is small.
        "tags": 4.0 * nn.functional.cross_entropy(output.tags.flatten(0, 1), tags.flatten()),
    }


def _choice_loss(logits: Tensor, right: Tensor, weak: Tensor) -> Tensor:
    """Cross-entropy of (B, T) logits with all right tokens alike or, where weak, with any."""
    logs = torch.log_softmax(logits, dim=-1)
    each = -(logs * right).sum(-1) / right.sum(-1)
    some = -torch.logsumexp(logs.masked_fill(right == 0, -torch.inf), dim=-1)
    return torch.where(weak, some, each).mean()


def batches(data: Sequence[Example], steps: int, seed: int) -> list[list[int]]:
    """The examples of each step, of about one length within a batch; the same for one seed."""
    rng = random.Random(seed)
    plan: list[list[int]] = []
    while len(plan) < steps:
        order = list(range(len(data)))
        rng.shuffle(order)
        for at in range(0, len(order), 32 * BATCH):
            chunk = sorted(order[at : at + 32 * BATCH], key=lambda n: len(data[n].window.ids))
            some = [chunk[n : n + BATCH] for n in range(0, len(chunk), BATCH)]
            rng.shuffle(some)
            plan += some
    return plan[:steps]


def train(options: argparse.Namespace) -> ReaderModel:
    """The training run; goes on from the last checkpoint where there is one."""
    from transformers import AutoTokenizer

    torch.manual_seed(options.seed)
    tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(packaged_folder())
    model = fresh_model() if options.start is None else load(options.start)[1]
    options.work.mkdir(parents=True, exist_ok=True)
    kept = options.work / "examples.pt"
    if not kept.exists():
        print(time.strftime("%H:%M:%S"), "preparing", flush=True)
        data = list(examples(tokenizer, training_pairs(options.data, options.seed)))
        print(time.strftime("%H:%M:%S"), len(data), flush=True)
        torch.save(data, kept)
    gc.disable()  # millions of small tuples: collecting takes longer than loading
    data = torch.load(kept, weights_only=False)
    gc.freeze()
    gc.enable()
    # Short examples teach as much for less time; every twelfth of the others keeps length familiar.
    data = [e for n, e in enumerate(data) if len(e.window.ids) <= options.tokens or n % 12 == 0]
    lengths = [len(e.window.ids) for e in data]
    print(f"{len(data)} examples, {np.mean(lengths):.0f} tokens on average", flush=True)
    plan = batches(data, options.steps, options.seed)
    model.encoder.get_input_embeddings().requires_grad_(False)  # little data: keep the words
    encoder = [p for p in model.encoder.parameters() if p.requires_grad]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}],
        weight_decay=0.01,
    )
    done, spent = 0, 0.0
    checkpoint = options.work / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(saved["model"])
        optimiser.load_state_dict(saved["optimiser"])
        done, spent = saved["step"], saved["spent"]
        print(f"goes on from step {done}", flush=True)
    model.train()
    began = time.monotonic()
    saved_at = began
    sums: dict[str, float] = {}
    for step in range(done, options.steps):
        # Whichever runs out first, steps or minutes, is what the rate has fallen to 0 with.
        passed = spent + time.monotonic() - began
        progress = max(step / options.steps, passed / (60 * options.minutes))
        for group, rate in zip(optimiser.param_groups, (ENCODER_RATE, HEAD_RATE), strict=True):
            group["lr"] = rate * min((step + 1) / WARM_UP_STEPS, max(0.0, 1 - progress))
        batch = [data[n] for n in plan[step]]
        ids, types, mask, text = stack([e.window for e in batch])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=fast_bfloat16()):
            output = model(ids, types, mask, text)
        losses = loss_of(output, batch, text)
        optimiser.zero_grad(set_to_none=True)
        torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_([*encoder, *heads], 1.0)
        optimiser.step()
        for name, loss in losses.items():
            sums[name] = sums.get(name, 0.0) + loss.item()
        if (step + 1) % 25 == 0:
            pace = (step + 1 - done) / (time.monotonic() - began) * BATCH
            means = " ".join(f"{n} {s / 25:.3f}" for n, s in sums.items())
            print(f"{time.strftime('%H:%M:%S')} step {step + 1}/{options.steps} "
                  f"{pace:.1f} pairs/s, {progress:.2f} done, {means}", flush=True)  # fmt: skip
            sums = {}
        over = step + 1 == options.steps or progress >= 1
        if over or time.monotonic() - saved_at > CHECKPOINT_S:
            saved_at = time.monotonic()
            state = {
                "model": model.state_dict(),
                "optimiser": optimiser.state_dict(),
                "step": step + 1,
                "spent": spent + time.monotonic() - began,
            }
            torch.save(state, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").replace(checkpoint)
        if over:
            break
    return model.eval()


def fresh_model() -> ReaderModel:
    """The packaged encoder under new heads."""
    from transformers import AutoModel

    # One pass over the data needs no dropout, and a fifth of the time goes with it.
    encoder = AutoModel.from_pretrained(
        packaged_folder(),
        add_pooling_layer=False,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    return ReaderModel(encoder, encoder.config.hidden_size)


def main() -> None:
    from transformers import AutoTokenizer

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("/tmp/reader"), help="checkpoints")
    parser.add_argument("--steps", type=int, default=1800)
    parser.add_argument("--minutes", type=float, default=40, help="the run ends at the latest")
    parser.add_argument("--tokens", type=int, default=128, help="longer pairs are taken seldom")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", type=Path, help="a trained reader to go on from")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the result goes")
    options = parser.parse_args()
    model = train(options)
    tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(packaged_folder())
    save(options.folder, model, tokenizer, RAW)
    cases = [*xquad(options.data), *squad2(options.data)]
    seen = found(TrainedReader(options.folder), cases)
    write_calibration(options.folder, calibrate(cases, seen))
    print("written; measure it with: python -m models.train.measure")


if __name__ == "__main__":
    main()
