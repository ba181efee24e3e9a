"""The trained Reader and Judge: one cross-encoder that reads a question or claim and a passage
together.

    [CLS] question [SEP] title, date \n passage [SEP] → one forward pass → a head each for
    relevance (does the passage hold the answer?), answer spans (which of its words are it?) and
    verdict (does it support the claim, refute it, or say too little?)

The weights lie in `models/reader/`, and `python -m models.train.reader` makes them.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.errors import ModelError
from bot.protocols import Column
from bot.sentences import sentence_spans
from bot.types import Passage, Reading, SentenceReading, Span
from models.calibration import Calibration, read_calibration, write_calibration
from models.embedder import fast_bfloat16, first_line, hash_of
from models.spans import Found, Scores, decode, within
from models.windows import Window, windows

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

    from models.network import ReaderModel

__all__ = ["FOLDER", "TrainedReader", "load", "of_few_sentences", "save"]

FOLDER = Path(__file__).resolve().parent / "reader"
WEIGHTS = "model.safetensors"
SENTENCE_END = re.compile(r"[.!?][\"”’']?\s*$")
FEW = 2  # sentences, at most, of evidence that is calibrated as such
# Word pieces that are read at once, padding included. In float32 what they become must fit into the
# cache: ten passages at once take 1.3 times as long (docs/measurements.md).
BATCH_TOKENS, BATCH_TOKENS_BFLOAT16 = 1_024, 4_096


class TrainedReader:
    """A `Reader` and a `Judge` (see bot.protocols) by the cross-encoder trained here."""

    def __init__(self, folder: Path = FOLDER, *, batch_tokens: int | None = None) -> None:
        """Load the weights from a folder; a batch holds at most so many tokens, if it isn't left to
        what the CPU is quickest with.

        Raises ModelError when a file is missing or does not fit.
        """
        self._tokenizer, self._model = load(folder)
        self.calibration = _calibration(folder)
        half = fast_bfloat16()
        self._batch_tokens = batch_tokens or (BATCH_TOKENS_BFLOAT16 if half else BATCH_TOKENS)
        self._folder = folder
        if half:
            self.quicken()

    def quicken(self) -> None:
        """Read in bfloat16, with the attention for short texts, where the encoder can: 1.3 times as
        many windows a second as autocast with torch's own, and on average as near to float32."""
        from models.attention import use_short_attention

        if use_short_attention(self._model.encoder):
            self._model.encoder.bfloat16()

    @cached_property
    def sha256(self) -> str:
        """A hash over weights, calibration and tokenizer."""
        return hash_of(self._folder, (".safetensors", ".json"))

    @property
    def threshold(self) -> float:
        """The score in 0..1 from which a sentence counts as an answer."""
        return self.calibration.threshold

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Judge passages for a question: n passages → n readings, in the same order.

        Sentences are marked only in passages that reach the threshold.
        """
        texts = [(p.titled_text.removesuffix(p.text), p.text) for p in passages]
        found = self.find(question, texts)
        return [self._reading(p, f) for p, f in zip(passages, found, strict=True)]

    def find(self, question: str, texts: Sequence[tuple[str, str]]) -> list[list[Found]]:
        """Read n (heading, text) pairs → what is found in each one's windows, in order."""
        cut = windows(self._tokenizer, question, texts)
        owners = [text for some, (_, text) in zip(cut, texts, strict=True) for _ in some]
        flat = [w for some in cut for w in some]
        found = [decode(*row) for row in zip(flat, owners, self._scores(flat), strict=True)]
        place = iter(found)
        return [[next(place) for _ in some] for some in cut]

    def judge(self, claims: Sequence[str], evidences: Sequence[str]) -> NDArray[np.float64]:
        """Judge n claims, each by the evidence of the same number: (n, 3) probabilities.

        The columns are those of `Column`; rows add up to 1. Of evidence in several windows the one
        that says most decides: the least chance of not enough. Of a claim of several sentences the
        one that is supported least decides, since all must be.
        """
        few = np.array([of_few_sentences(e) for e in evidences], dtype=bool)
        return self.calibration.verdicts(self._deciding(claims, evidences, few), few)

    def verdict_logits(
        self, claims: Sequence[str], evidences: Sequence[str]
    ) -> NDArray[np.float32]:
        """The raw scores behind `judge`, (n, 3); those of the deciding sentence and window."""
        few = np.array([of_few_sentences(e) for e in evidences], dtype=bool)
        return self._deciding(claims, evidences, few)

    def _deciding(
        self, claims: Sequence[str], evidences: Sequence[str], few: NDArray[np.bool_]
    ) -> NDArray[np.float32]:
        """The same; few: (n,) whether the evidence is a sentence or two."""
        pairs = list(zip(claims, evidences, strict=True))
        told = [(n, part, evidence) for n, (c, evidence) in enumerate(pairs) for part in _parts(c)]
        cut = [windows(self._tokenizer, part, [("", text)])[0] for _, part, text in told]
        scores = self._scores([w for some in cut for w in some])
        raw = np.array([s.verdict for s in scores], dtype=np.float32).reshape(-1, 3)
        owners = [n for (n, _, _), some in zip(told, cut, strict=True) for _ in some]
        chances = self.calibration.verdicts(raw, few[np.array(owners, dtype=int)])
        supports = chances[:, Column.SUPPORTED]
        deciding: dict[int, int] = {}  # a claim's place → its row
        at = 0
        for (n, _, _), some in zip(told, cut, strict=True):
            best = at + int(chances[at : at + len(some), Column.NOT_ENOUGH].argmin())
            if n not in deciding or supports[best] < supports[deciding[n]]:
                deciding[n] = best
            at += len(some)
        return raw[[deciding[n] for n in range(len(pairs))]]

    def _scores(self, flat: Sequence[Window]) -> list[Scores]:
        """What the network says of n windows, in their order."""
        scores: dict[int, Scores] = {}
        for batch in self._batches([len(w.ids) for w in flat]):
            for n, row in zip(batch, self._forward([flat[n] for n in batch]), strict=True):
                scores[n] = row
        return [scores[n] for n in range(len(flat))]

    def _batches(self, lengths: Sequence[int]) -> Iterator[list[int]]:
        """Places of windows, those of like length together, at most `batch_tokens` at once."""
        batch: list[int] = []
        for n in sorted(range(len(lengths)), key=lambda n: lengths[n]):
            if batch and (len(batch) + 1) * lengths[n] > self._batch_tokens:
                yield batch
                batch = []
            batch.append(n)
        if batch:
            yield batch

    def _forward(self, batch: Sequence[Window]) -> list[Scores]:
        """One forward pass over B windows → their scores."""
        import torch

        from models.network import stack

        pad = int(self._tokenizer.pad_token_id or 0)
        with torch.inference_mode():
            output = self._model(*stack(batch, pad))
        relevance, *arrays = (part.numpy() for part in output)
        return [Scores(float(r), *rows) for r, *rows in zip(relevance, *arrays, strict=True)]

    def _reading(self, passage: Passage, found: Sequence[Found]) -> Reading:
        """Calibrate what was found in a passage's windows, and lay it out by sentence."""
        chances = [self.calibration.probability(f.logit, f.margin) for f in found]
        relevance = max(chances)
        best: dict[Span, SentenceReading] = {}
        for chance, window in zip(chances, found, strict=True):
            shares = [window.share(s.shifted(-passage.start)) for s in passage.sentences]
            top = max(shares, default=0.0) or 1.0
            for sentence, share in zip(passage.sentences, shares, strict=True):
                score = chance * share / top
                if sentence not in best or score > best[sentence].score:
                    marked = window.answers if relevance >= self.threshold else ()
                    parts = (
                        within(a.shifted(passage.start), sentence, passage)
                        for a in marked
                        if a.shifted(passage.start).overlaps(sentence)
                    )
                    marks = tuple(m for m in parts if m.start < m.end)
                    best[sentence] = SentenceReading(sentence, score, marks)
        return Reading(relevance, tuple(best[s] for s in passage.sentences))


def _parts(claim: str) -> list[str]:
    """The sentences of a claim that say something; the claim itself where none does."""
    sentences = [s.of(claim) for s in sentence_spans(claim)]
    return [s for s in sentences if any(c.isalnum() for c in s)] or [claim]


def of_few_sentences(evidence: str) -> bool:
    """Whether evidence is a sentence or two, but for a first line that ends as no sentence does,
    which is a title."""
    title, _, body = evidence.partition("\n")
    told = body if body and not SENTENCE_END.search(title) else evidence
    return len(sentence_spans(told)) <= FEW


def load(folder: Path) -> "tuple[PreTrainedTokenizerBase, ReaderModel]":
    """The tokenizer and model of a folder, ready to read. Raises ModelError."""
    # Seconds to import: only when a model is really wanted.
    from safetensors import SafetensorError
    from safetensors.torch import load_file
    from transformers import AutoConfig, AutoModel, AutoTokenizer

    from models.network import ReaderModel

    try:
        if not (folder / WEIGHTS).is_file():
            raise FileNotFoundError(f"no file {WEIGHTS}")
        config = AutoConfig.from_pretrained(folder)
        tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(folder)
        encoder = AutoModel.from_config(config, add_pooling_layer=False)  # type: ignore[no-untyped-call]
        model = ReaderModel(encoder, config.hidden_size)
        model.load_state_dict(load_file(folder / WEIGHTS))
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise _unusable(folder, error) from error
    return tokenizer, model.float().eval()


def save(
    folder: Path,
    model: "ReaderModel",
    tokenizer: "PreTrainedTokenizerBase",
    calibration: Calibration,
) -> None:
    """Write what `TrainedReader` loads: weights in float16, config, tokenizer, calibration."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    weights = {k: v.detach().cpu().half().contiguous() for k, v in model.state_dict().items()}
    save_file(weights, folder / WEIGHTS)
    (folder / WEIGHTS).chmod(0o644)  # it is written for its owner only
    model.encoder.config.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    write_calibration(folder, calibration)


def _calibration(folder: Path) -> Calibration:
    try:
        return read_calibration(folder)
    except (OSError, ValueError, TypeError) as error:
        raise _unusable(folder, error) from error


def _unusable(folder: Path, error: Exception) -> ModelError:
    return ModelError(
        f"The reader in {str(folder)!r} cannot be loaded: {first_line(error)} "
        "Restore the folder from the repository, or train one: python -m models.train.reader"
    )
