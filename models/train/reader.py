"""Train the reader that `models.reader.TrainedReader` loads: python -m models.train.reader

Starts from the packaged MiniLM encoder, trains every head on the pairs of `models.train.data`
(checkpoints under --work, and goes on from the last one), writes `models/reader/`, calibrates it
on one half of dev. `python -m models.train.measure` measures what lies there."""

import argparse
import gc
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from models.calibration import write_calibration
from models.embedder import fast_bfloat16, packaged_folder
from models.network import Output, ReaderModel
from models.reader import FOLDER, WEIGHTS, TrainedReader, save
from models.spans import BEGIN, INSIDE
from models.train.claims import (
    NOT_ENOUGH,
    NOT_REFUTED,
    NOT_SUPPORTED,
    REFUTED,
    SUPPORTED,
    ClaimPair,
    claim_pairs,
)
from models.train.data import training_pairs
from models.train.measure import RAW, calibrate, found, squad2, xquad
from models.train.pairs import Pair
from models.train.polarity import who_asked
from models.train.written import EVERY, mined_claims, written_claims, written_questions
from models.windows import Window, windows

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

T = TypeVar("T")
MAX_TOKENS = 224  # of a training pair
BATCH = 32
ENCODER_RATE, HEAD_RATE = 1.5e-4, 5e-4
WARM_UP_STEPS = 60
CHECKPOINT_S = 300
VERDICT_WEIGHT = 2.0  # the other heads' losses are four for each question
TWIN_WEIGHT = 4.0  # of one pair of claims, whose verdicts weigh as much
# The options that examples, their order and the first weights come from.
OF_A_RUN = (
    "data", "tokens", "seed", "questions", "written", "fresh", "mined", "again", "others", "start",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """One tokenised pair and what the heads should say of it. Kept small: there are 200,000."""

    ids: NDArray[np.uint16]  # (T,) with the special tokens
    second: int  # where the second segment begins
    first: int  # where the text begins; it ends before the last token
    answers: tuple[tuple[int, int], ...] = ()  # tokens [first, last]
    weak: bool = False  # the answer lies somewhere in the answers
    spans: bool = True  # whether the span heads learn from it: claims have no answer
    relevant: bool | None = None  # does the text answer, or decide? None: not known
    verdict: int | None = None  # a column, NOT_SUPPORTED or NOT_REFUTED; None: a question
    twin: int = 0  # as `ClaimPair` has it


def question_examples(
    tokenizer: "PreTrainedTokenizerBase", pairs: Sequence[Pair]
) -> Iterator[Example]:
    """Tokenise questions; an answer that the token limit cuts off drops its pair."""
    for pair in pairs:
        window = first_window(tokenizer, pair.question, pair.heading, pair.text)
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
            ids = np.array(window.ids, dtype=np.uint16)
            yield Example(ids, window.second, window.first, tuple(places), pair.weak,
                          relevant=bool(pair.answers))  # fmt: skip


def claim_examples(
    tokenizer: "PreTrainedTokenizerBase", pairs: Sequence[ClaimPair]
) -> Iterator[Example]:
    """Tokenise claims. Evidence that decides is relevant; where it may or may not, nobody knows."""
    for pair in pairs:
        window = first_window(tokenizer, pair.claim, pair.heading, pair.evidence)
        known = pair.label not in (NOT_SUPPORTED, NOT_REFUTED)
        decides = pair.label != NOT_ENOUGH if known else None
        ids = np.array(window.ids, dtype=np.uint16)
        yield Example(ids, window.second, window.first, spans=False, relevant=decides,
                      verdict=pair.label, twin=pair.twin)  # fmt: skip


def first_window(
    tokenizer: "PreTrainedTokenizerBase", query: str, heading: str, text: str
) -> Window:
    """What the reader would read of a query and a titled text, up to the limit of a pair."""
    head = f"{heading}\n" if heading else ""
    return windows(tokenizer, query, [(head, text)], MAX_TOKENS)[0][0]


def stacked(batch: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """B examples → what `ReaderModel.forward` takes, padded to the longest, all (B, T)."""
    shape = len(batch), max(len(e.ids) for e in batch)
    ids = torch.zeros(shape, dtype=torch.long)
    types = torch.zeros(shape, dtype=torch.long)
    mask = torch.zeros(shape, dtype=torch.bool)
    text = torch.zeros(shape, dtype=torch.bool)
    for row, example in enumerate(batch):
        length = len(example.ids)
        ids[row, :length] = torch.from_numpy(example.ids.astype(np.int64))
        types[row, example.second : length] = 1
        mask[row, :length] = True
        text[row, example.first : length - 1] = True
    return ids, types, mask, text


def loss_of(output: Output, batch: Sequence[Example], text: Tensor) -> dict[str, Tensor]:
    """The loss of each head over B examples, each a scalar; `text` (B, T) as in `stacked`."""
    size = output.starts.shape
    first, last = torch.zeros(size), torch.zeros(size)
    tags = torch.full(size, -100, dtype=torch.long)
    weak = torch.tensor([e.weak for e in batch])
    asked = torch.tensor([e.spans for e in batch])
    for row, example in enumerate(batch):
        if not example.answers:
            first[row, 0] = last[row, 0] = 1.0  # "no answer" stands at [CLS]
        if example.spans and not example.weak:
            tags[row, text[row]] = 0
        for a, b in example.answers:
            if example.weak:
                first[row, a : b + 1] = last[row, a : b + 1] = 1.0
            else:
                first[row, a] = last[row, b] = 1.0
                tags[row, a : b + 1] = INSIDE
                tags[row, a] = BEGIN
    losses = {}
    known = torch.tensor([e.relevant is not None for e in batch])
    if known.any():
        relevant = torch.tensor([float(bool(e.relevant)) for e in batch])
        losses["relevance"] = nn.functional.binary_cross_entropy_with_logits(
            output.relevance[known], relevant[known]
        )
    if asked.any():
        losses["starts"] = _choice_loss(output.starts, first, weak)[asked].mean()
        losses["ends"] = _choice_loss(output.ends, last, weak)[asked].mean()
    if (tags >= 0).any():
        # Few tokens of a passage answer, so that the mean is small.
        losses["tags"] = 4.0 * nn.functional.cross_entropy(
            output.tags.flatten(0, 1), tags.flatten()
        )
    judged = torch.tensor([e.verdict is not None for e in batch])
    if judged.any():
        labels = torch.tensor([e.verdict or 0 for e in batch])[judged]
        losses["verdict"] = VERDICT_WEIGHT * verdict_loss(output.verdict[judged], labels)
        # By the batch's claims, lest the one pair of twins of a batch be half of its loss.
        ordered = twin_loss(output.verdict, batch)
        if len(ordered):
            losses["twins"] = TWIN_WEIGHT * ordered.sum() / len(labels)
    return losses


def verdict_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross-entropy of (n, 3) logits; a NOT_SUPPORTED pair counts refuted and not enough as one,
    and so leaves them apart, a NOT_REFUTED one supported and not enough."""
    logs = torch.log_softmax(logits, dim=-1)
    unsupported = torch.logsumexp(logs[:, 1:], dim=-1, keepdim=True)
    unrefuted = torch.logsumexp(logs[:, ::2], dim=-1, keepdim=True)
    return -torch.cat([logs, unsupported, unrefuted], dim=-1).gather(1, labels[:, None]).mean()


def twin_loss(logits: Tensor, batch: Sequence[Example]) -> Tensor:
    """(B, 3) logits of the verdict → (n,) what it costs that of n pairs of twins in the batch the
    true claim should lean further towards "supported" than the false one.

    Two claims on one text differ in what decides alone (Dua et al. 2021, "Learning with Instance
    Bundles for Reading Comprehension")."""
    places = [
        {e.twin: row for row, e in enumerate(batch) if e.twin and e.verdict == label}
        for label in (SUPPORTED, REFUTED)
    ]
    twins = sorted(places[0].keys() & places[1].keys())
    leaning = logits[:, SUPPORTED] - logits[:, REFUTED]
    true, false = (leaning[[rows[twin] for twin in twins]] for rows in places)
    return nn.functional.softplus(false - true)


def _choice_loss(logits: Tensor, right: Tensor, weak: Tensor) -> Tensor:
    """(B,) cross-entropies of (B, T) logits with all right tokens alike or, where weak, any."""
    logs = torch.log_softmax(logits, dim=-1)
    each = -(logs * right).sum(-1) / right.sum(-1)
    some = -torch.logsumexp(logs.masked_fill(right == 0, -torch.inf), dim=-1)
    return torch.where(weak, some, each)


def batches(data: Sequence[Example], steps: int, seed: int) -> list[list[int]]:
    """The examples of each step, of about one length within a batch, twins in one batch (but for
    a few that the end of one divides); the same for one seed."""
    rng = random.Random(seed)
    together: dict[int, list[int]] = {}
    for n, example in enumerate(data):
        together.setdefault(example.twin or -n - 1, []).append(n)
    plan: list[list[int]] = []
    while len(plan) < steps:
        families = list(together.values())
        rng.shuffle(families)
        for at in range(0, len(families), 32 * BATCH):
            some = sorted(families[at : at + 32 * BATCH], key=lambda f: len(data[f[0]].ids))
            chunk = [n for family in some for n in family]
            parts = [chunk[n : n + BATCH] for n in range(0, len(chunk), BATCH)]
            rng.shuffle(parts)
            plan += parts
    return plan[:steps]


def train(options: argparse.Namespace) -> ReaderModel:
    """The training run; goes on from the last checkpoint where there is one.

    Raises SystemExit where that is of a run with other options.
    """
    from transformers import AutoTokenizer

    torch.manual_seed(options.seed)
    tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(packaged_folder())
    model = fresh_model(options.start)
    options.work.mkdir(parents=True, exist_ok=True)
    same_run(options)
    kept = options.work / "examples.pt"
    if not kept.exists():
        print(time.strftime("%H:%M:%S"), "preparing", flush=True)
        data = prepared(tokenizer, options)
        torch.save(data, kept)
    gc.disable()  # millions of small tuples: collecting takes longer than loading
    data = torch.load(kept, weights_only=False)
    gc.freeze()
    gc.enable()
    # Short examples teach as much for less time; every fourth of the others keeps length familiar.
    data = [e for n, e in enumerate(data) if len(e.ids) <= options.tokens or n % 4 == 0]
    lengths = [len(e.ids) for e in data]
    print(f"{len(data)} examples, {np.mean(lengths):.0f} tokens on average", flush=True)
    plan = batches(data, options.steps, options.seed)
    model.encoder.get_input_embeddings().requires_grad_(False)  # little data: keep the words
    model.to(options.device)
    encoder = [p for p in model.encoder.parameters() if p.requires_grad]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}],
        weight_decay=0.01,
    )
    done, spent = 0, 0.0
    checkpoint = options.work / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False, map_location=options.device)
        model.load_state_dict(saved["model"])
        optimiser.load_state_dict(saved["optimiser"])
        done, spent = saved["step"], saved["spent"]
        print(f"goes on from step {done}", flush=True)
    model.train()
    half = options.device != "cpu" or fast_bfloat16()
    began = time.monotonic()
    saved_at = began
    sums: dict[str, list[float]] = {}
    for step in range(done, options.steps):
        # Whichever runs out first, steps or minutes, is what the rate has fallen to 0 with.
        passed = spent + time.monotonic() - began
        progress = max(step / options.steps, passed / (60 * options.minutes))
        for group, rate in zip(optimiser.param_groups, (ENCODER_RATE, HEAD_RATE), strict=True):
            group["lr"] = rate * min((step + 1) / WARM_UP_STEPS, max(0.0, 1 - progress))
        batch = [data[n] for n in plan[step]]
        read = stacked(batch)
        with torch.autocast(options.device, dtype=torch.bfloat16, enabled=half):
            output = model(*(part.to(options.device) for part in read))
        losses = loss_of(Output(*(part.cpu() for part in output)), batch, read[-1])
        optimiser.zero_grad(set_to_none=True)
        torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_([*encoder, *heads], 1.0)
        optimiser.step()
        for name, loss in losses.items():
            sums.setdefault(name, []).append(loss.item())
        if (step + 1) % 25 == 0:
            pace = (step + 1 - done) / (time.monotonic() - began) * BATCH
            means = " ".join(f"{n} {np.mean(s):.3f}" for n, s in sums.items())
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
    return model.cpu().eval()


def same_run(options: argparse.Namespace) -> None:
    """Note what a run's examples and weights come from; a run that goes on must have the same.

    Raises SystemExit, which names the option, where the work folder is of another run.
    """
    now = {name: str(getattr(options, name)) for name in OF_A_RUN}
    noted = options.work / "options.json"
    if noted.exists():
        before = json.loads(noted.read_text())
        for name, value in now.items():
            if before.get(name) != value:
                raise SystemExit(
                    f"{options.work} holds a run with --{name} {before.get(name)}, not {value}. "
                    "Go on with that, name another --work, or remove the folder."
                )
    noted.write_text(json.dumps(now, indent=2) + "\n")


def prepared(tokenizer: "PreTrainedTokenizerBase", options: argparse.Namespace) -> list[Example]:
    """All examples: of questions and claims that are not ours a share; of what we wrote so many
    passes, and what the reader that this one starts from gets wrong there."""
    news = options.data / "news"
    rng = random.Random(options.seed)
    stated = _share(claim_pairs(options.data, options.seed), options.others, rng)
    asked = [*training_pairs(options.data, options.seed), *who_asked(news, options.seed)]
    lists = [p for p in asked if len(p.answers) > 1 or p.source == "multispan"]
    rest = [p for p in asked if len(p.answers) < 2 and p.source != "multispan"]
    lists = _share(lists, options.others, rng)
    rest = _share(rest[: round(options.questions * len(rest))], options.others, rng)
    chosen = [*lists, *rest]
    for _ in range(options.written):  # in each they stand in other sentences
        stated += written_claims(news, rng, files=options.fresh)
        chosen += written_questions(news, rng, files=options.fresh)
    if options.again:
        again = written_claims(news, rng)  # the number of twins draws for both
        stated += [p for p in again if (p.twin % 1000 / 1000 or rng.random()) < options.again]
        chosen += _share(list(written_questions(news, rng)), options.again, rng)
    if options.start is not None and options.mined:
        mined = list(mined_claims(news, TrainedReader(options.start), rng, files=options.mined))
        print(f"{len(mined)} claims that {options.start} gets wrong", flush=True)
        stated += mined
    claims = list(claim_examples(tokenizer, stated))
    questions = list(question_examples(tokenizer, chosen))
    print(f"{len(claims)} claims, {len(questions)} questions ({len(lists)} lists)", flush=True)
    return [*claims, *questions]


def _share(items: Sequence[T], share: float, rng: random.Random) -> list[T]:
    """About a share in 0..1 of some items, in their order."""
    return [item for item in items if share >= 1 or rng.random() < share]


def fresh_model(start: Path | None = None) -> ReaderModel:
    """The packaged encoder under new heads, or what a trained reader has of both."""
    from safetensors.torch import load_file
    from transformers import AutoModel

    # One pass over the data needs no dropout, and a fifth of the time goes with it. On a CPU the
    # fused attention's way back takes 40 % of a step: eager is 1.5 times as fast.
    encoder = AutoModel.from_pretrained(
        packaged_folder(),
        add_pooling_layer=False,
        attn_implementation="eager",
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    model = ReaderModel(encoder, encoder.config.hidden_size)
    if start is not None:
        # A head that the older reader lacks stays new.
        model.load_state_dict(load_file(start / WEIGHTS), strict=False)
    return model


def main() -> None:
    from transformers import AutoTokenizer

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("/tmp/reader"), help="checkpoints")
    parser.add_argument("--steps", type=int, default=1800)
    parser.add_argument("--minutes", type=float, default=40, help="the run ends at the latest")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--tokens", type=int, default=128, help="longer pairs are taken seldom")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--questions", type=float, default=1.0, help="share of the questions taken")
    parser.add_argument("--written", type=int, default=3, help="passes over what we wrote")
    parser.add_argument(
        "--fresh", default=EVERY, help="the files of what we wrote to take so often, by commas"
    )
    parser.add_argument("--mined", default="", help="the files to look for what --start gets wrong")
    parser.add_argument("--again", type=float, default=0.0, help="share of all of it taken besides")
    parser.add_argument("--others", type=float, default=1.0, help="share taken of all the rest")
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
