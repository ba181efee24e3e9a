"""The trained Reader: one cross-encoder that reads question and passage together.

    [CLS] question [SEP] title, date \\n passage [SEP] → one forward pass → a head each for
    relevance (does the passage hold the answer?) and answer spans (which of its words are it?)

What is to be judged more (a verdict) is one more head on `ReaderModel.pool`. The weights lie in
`models/reader/`, and `python -m models.train.reader` makes them.
"""

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from bot.errors import ModelError
from bot.types import Passage, Reading, SentenceReading, Span
from models.embedder import fast_bfloat16, first_line

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

__all__ = ["FOLDER", "Calibration", "Output", "ReaderModel", "TrainedReader", "Window"]

FOLDER = Path(__file__).resolve().parent / "reader"
WEIGHTS, CALIBRATION = "model.safetensors", "calibration.json"
MAX_TOKENS = 256  # of question, title and passage together
QUESTION_TOKENS = 64  # a longer question is cut
HEAD_TOKENS = 48  # a longer title is cut
OVERLAP_TOKENS = 48  # that neighbouring windows of a long passage share
ANSWER_TOKENS = 30  # the longest answer; 98 of 100 of SQuAD's are shorter
START, END, TAGS = 0, 1, slice(2, 5)  # columns of the span head; the tags are O, B, I
OUTSIDE, BEGIN, INSIDE = range(3)
FORBIDDEN = -1e4
EDGES = " \t\r\n.,;:!?\"“”‘’'`–—-"
ABBREVIATION = re.compile(r"(?:\b\w\.){2,}\Z|\b(?:Inc|Jr|Sr|Co|Corp|Ltd|No|St)\.\Z")


class Output(NamedTuple):
    """What one forward pass gives for B windows of T tokens, all float32."""

    relevance: Tensor  # (B,) logits
    starts: Tensor  # (B, T) logits; position 0 says "no answer", forbidden ones are -1e4
    ends: Tensor  # (B, T) logits, likewise
    tags: Tensor  # (B, T, 3) logits of O, B, I


class ReaderModel(nn.Module):
    """An encoder and its heads."""

    encoder: "PreTrainedModel"

    def __init__(self, encoder: "PreTrainedModel", hidden: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.pooler = nn.Linear(2 * hidden, hidden)
        self.relevance = nn.Linear(hidden, 1)
        self.spans = nn.Linear(hidden, 5)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor, text: Tensor) -> Output:
        """Read B windows: ids, types (B, T) int64; mask, text (B, T) bool → Output.

        `mask` is true where a token stands, `text` where it belongs to the passage's text.
        """
        states = self.encoder(input_ids=ids, token_type_ids=types, attention_mask=mask.long())
        tokens: Tensor = states.last_hidden_state  # (B, T, hidden)
        spans = self.spans(tokens).float()  # (B, T, 5)
        allowed = text.clone()
        allowed[:, 0] = True
        return Output(
            relevance=self.relevance(self.pool(tokens, mask)).squeeze(-1).float(),
            starts=spans[..., START].masked_fill(~allowed, FORBIDDEN),
            ends=spans[..., END].masked_fill(~allowed, FORBIDDEN),
            tags=spans[..., TAGS],
        )

    def pool(self, tokens: Tensor, mask: Tensor) -> Tensor:
        """One vector a window, for heads that judge it whole: (B, T, hidden) → (B, hidden)."""
        weights = mask.unsqueeze(-1).to(tokens.dtype)
        mean = (tokens * weights).sum(1) / weights.sum(1)
        return torch.tanh(self.pooler(torch.cat([tokens[:, 0], mean], dim=-1)))


@dataclass(frozen=True, slots=True)
class Window:
    """What is read at once: a question, a heading, and a stretch of one text's tokens."""

    ids: tuple[int, ...]  # with the special tokens
    second: int  # where the second segment begins: heading, then text
    first: int  # where the text begins
    offsets: tuple[tuple[int, int], ...]  # of the text's tokens: characters of the text

    @property
    def text(self) -> slice:
        """Where the text's tokens stand in `ids`."""
        return slice(self.first, self.first + len(self.offsets))


def windows(
    tokenizer: "PreTrainedTokenizerBase",
    question: str,
    texts: Sequence[tuple[str, str]],
    max_tokens: int = MAX_TOKENS,
) -> list[list[Window]]:
    """Tokenise a question against n (heading, text) pairs → the windows of each, in order.

    A text without a word gives one window without a text token.
    """
    asked = _pieces(tokenizer, [question])[0][0][:QUESTION_TOKENS]
    heads = _pieces(tokenizer, [head for head, _ in texts])
    bodies = _pieces(tokenizer, [text for _, text in texts])
    start = [tokenizer.cls_token_id, *asked, tokenizer.sep_token_id]
    read = []
    for (head, _), (body, offsets) in zip(heads, bodies, strict=True):
        front = [*start, *head[:HEAD_TOKENS]]
        room = max_tokens - len(front) - 1
        step = max(1, room - OVERLAP_TOKENS)
        cuts = range(0, max(1, len(body) - OVERLAP_TOKENS), step) if len(body) > room else (0,)
        read.append(
            [
                Window(
                    ids=(*front, *body[cut : cut + room], tokenizer.sep_token_id),
                    second=len(start),
                    first=len(front),
                    offsets=tuple(offsets[cut : cut + room]),
                )
                for cut in cuts
            ]
        )
    return read


def stack(batch: Sequence[Window], pad: int = 0) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """B windows → what `ReaderModel.forward` takes, padded to the longest, all (B, T)."""
    width = max(len(w.ids) for w in batch)
    ids = torch.full((len(batch), width), pad, dtype=torch.long)
    types = torch.zeros((len(batch), width), dtype=torch.long)
    mask = torch.zeros((len(batch), width), dtype=torch.bool)
    text = torch.zeros((len(batch), width), dtype=torch.bool)
    for row, window in enumerate(batch):
        ids[row, : len(window.ids)] = torch.tensor(window.ids)
        types[row, window.second : len(window.ids)] = 1
        mask[row, : len(window.ids)] = True
        text[row, window.text] = True
    return ids, types, mask, text


def _pieces(
    tokenizer: "PreTrainedTokenizerBase", texts: Sequence[str]
) -> list[tuple[list[int], list[tuple[int, int]]]]:
    """The word pieces of texts and the characters each covers; no special tokens, no cut."""
    if not texts:
        return []
    encoded = tokenizer(
        list(texts),
        add_special_tokens=False,
        return_offsets_mapping=True,
        truncation=False,
        verbose=False,
    )
    return list(zip(encoded["input_ids"], encoded["offset_mapping"], strict=True))


@dataclass(frozen=True, slots=True)
class Calibration:
    """How raw scores become probabilities, fitted on development questions.

    The probability that a window answers is σ(relevance · logit + margin · m + constant), where m
    is how far the best span's score lies above that of "no answer" (Platt scaling of two scores).
    """

    relevance: float
    margin: float
    constant: float
    threshold: float  # the probability from which a passage counts as answering

    def probability(self, logit: float, margin: float) -> float:
        """The calibrated probability in 0..1 of a window's two raw scores."""
        x = self.relevance * logit + self.margin * margin + self.constant
        return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


@dataclass(frozen=True, slots=True)
class Found:
    """What the heads find in one window, still uncalibrated; spans count the text's characters."""

    logit: float  # of relevance
    margin: float  # best span over "no answer"
    best: Span | None  # the best single span; None: the window has no text
    answers: tuple[Span, ...]  # the list of answers where the tags give one, else the best span
    offsets: tuple[tuple[int, int], ...]  # of its n tokens
    mass: NDArray[np.float32]  # (n,) probability that the answer begins or ends there; sums to 1

    def share(self, span: Span) -> float:
        """The probability in 0..1 that the answer lies in a span, if it lies in this window."""
        return float(sum(m for m, (a, _) in zip(self.mass, self.offsets, strict=True)
                         if span.start <= a < span.end))  # fmt: skip


class TrainedReader:
    """A `Reader` (see bot.protocols) by the cross-encoder trained here."""

    def __init__(self, folder: Path = FOLDER, *, batch_tokens: int = 4096) -> None:
        """Load the weights from a folder; a batch holds at most so many tokens.

        Raises ModelError when a file is missing or does not fit.
        """
        self._tokenizer, self._model = load(folder)
        self.calibration = _calibration(folder)
        self._batch_tokens = batch_tokens
        self._half = fast_bfloat16()

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
        flat = [(w, text) for some, (_, text) in zip(cut, texts, strict=True) for w in some]
        found: dict[int, Found] = {}
        for batch in self._batches([len(w.ids) for w, _ in flat]):
            output = self._forward([flat[n][0] for n in batch])
            for row, n in enumerate(batch):
                found[n] = decode(*flat[n], Output(*(part[row] for part in output)))
        place = iter(range(len(flat)))
        return [[found[next(place)] for _ in some] for some in cut]

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

    def _forward(self, batch: Sequence[Window]) -> Output:
        """One forward pass over B windows → Output of (B,), (B, T), (B, T) and (B, T, 3)."""
        pad = int(self._tokenizer.pad_token_id or 0)
        with (
            torch.inference_mode(),
            torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._half),
        ):
            output: Output = self._model(*stack(batch, pad))
        return output

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


def decode(window: Window, text: str, output: Output) -> Found:
    """What one window's output says of its text; the output is that of one row, (T,) and (T, 3)."""
    starts = output.starts[window.text].numpy()
    ends = output.ends[window.text].numpy()
    if not len(starts):
        nothing = np.zeros(0, dtype=np.float32)
        return Found(float(output.relevance), FORBIDDEN, None, (), (), nothing)
    # (n, n) scores of the spans from token i to token j, none longer than an answer may be.
    length = np.arange(len(ends))[None, :] - np.arange(len(starts))[:, None]
    allowed = (length >= 0) & (length < ANSWER_TOKENS)
    scores = np.where(allowed, starts[:, None] + ends[None, :], 2 * FORBIDDEN)
    first, last = np.unravel_index(int(scores.argmax()), scores.shape)
    best = _characters(window, text, int(first), int(last))
    listed = [_characters(window, text, a, b) for a, b in tagged(output.tags[window.text].numpy())]
    listed = _apart([s for s in listed if s.start < s.end], text)
    null = float(output.starts[0] + output.ends[0])
    return Found(
        logit=float(output.relevance),
        margin=float(scores.max()) - null,
        best=best,
        # Boundaries are sharper in start and end, but only tags can tell of more than one answer.
        answers=tuple(listed) if len(listed) > 1 else (best,),
        offsets=window.offsets,
        mass=((_softmax(starts) + _softmax(ends)) / 2).astype(np.float32),
    )


def tagged(tags: NDArray[np.float32]) -> list[tuple[int, int]]:
    """The spans that (n, 3) logits of O, B, I spell: first and last token of each."""
    spans: list[tuple[int, int]] = []
    before = OUTSIDE
    for n, tag in enumerate(tags.argmax(-1).tolist()):
        if tag == BEGIN or (tag == INSIDE and before == OUTSIDE):
            spans.append((n, n))
        elif tag == INSIDE:
            spans[-1] = (spans[-1][0], n)
        before = tag
    return spans


def trimmed(span: Span, text: str) -> Span:
    """A span without the white space and marks at its ends; an abbreviation keeps its point."""
    start, end = span.start, span.end
    while start < end and text[start] in EDGES:
        start += 1
    while start < end and text[end - 1] in EDGES:
        if text[end - 1] == "." and ABBREVIATION.search(text[start:end]):
            break
        end -= 1
    for opening, closing in ("()", "[]"):
        inner = text[start:end]
        if inner.startswith(opening) and closing not in inner:
            start += 1
        elif inner.endswith(closing) and opening not in inner:
            end -= 1
    return Span(start, end)


def within(span: Span, sentence: Span, passage: Passage) -> Span:
    """The part of an answer that lies in a sentence, trimmed; all count in the article's text."""
    part = Span(max(span.start, sentence.start), min(span.end, sentence.end))
    return trimmed(part.shifted(-passage.start), passage.text).shifted(passage.start)


def load(folder: Path) -> "tuple[PreTrainedTokenizerBase, ReaderModel]":
    """The tokenizer and model of a folder, ready to read. Raises ModelError."""
    # Seconds to import: only when a model is really wanted.
    from safetensors import SafetensorError
    from safetensors.torch import load_file
    from transformers import AutoConfig, AutoModel, AutoTokenizer

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
    model: ReaderModel,
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


def write_calibration(folder: Path, calibration: Calibration) -> None:
    """Write the calibration file of a model's folder."""
    (folder / CALIBRATION).write_text(json.dumps(asdict(calibration), indent=1) + "\n")


def _calibration(folder: Path) -> Calibration:
    try:
        return Calibration(**json.loads((folder / CALIBRATION).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise _unusable(folder, error) from error


def _unusable(folder: Path, error: Exception) -> ModelError:
    return ModelError(
        f"The reader in {str(folder)!r} cannot be loaded: {first_line(error)} "
        "Restore the folder from the repository, or train one: python -m models.train.reader"
    )


def _characters(window: Window, text: str, first: int, last: int) -> Span:
    """The characters of the text from one token to another, whole words, trimmed."""
    start, end = window.offsets[first][0], window.offsets[last][1]
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return trimmed(Span(start, end), text)


def _apart(spans: Sequence[Span], text: str) -> list[Span]:
    """Spans in order; those with nothing between them but spaces or hyphens are one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and not text[joined[-1].end : span.start].strip(" -"):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits - logits.max())
    shares: NDArray[np.float32] = powers / powers.sum()
    return shares
