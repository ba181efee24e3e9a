"""models.local_model: tiny models, saved as the hub has them, loaded and run by the real code."""

import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer

from bot.errors import GenerationError, ModelError
from bot.protocols import Generator
from bot.types import Prompt
from models.embedder import packaged_folder
from models.local_model import LocalModel
from tests.fakes import first
from tests.tiny_models import save_llama, save_qwen, save_t5

PROMPT = Prompt("Answer in one sentence.", "Who held out on congratulating Biden?")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny Llama, Qwen and T5."""
    folder = tmp_path_factory.mktemp("models")
    save_llama(folder / "llama")
    save_qwen(folder / "qwen")
    save_t5(folder / "t5")
    # Reading one prompt takes this one seconds.
    save_llama(folder / "slow", hidden=512, layers=24, context=16_384)
    return folder


@pytest.fixture
def llama(folders: Path) -> Iterator[LocalModel]:
    model = LocalModel(str(folders / "llama"))
    yield model
    model.close()


@pytest.fixture
def slow(folders: Path) -> Iterator[LocalModel]:
    model = LocalModel(str(folders / "slow"))
    yield model
    model.close()


def whole(model: Generator, prompt: Prompt = PROMPT, max_tokens: int = 40) -> str:
    return "".join(model.stream(prompt, max_tokens=max_tokens, seconds=60))


def by_hand(folder: Path, text: str, max_tokens: int) -> str:
    """What a model writes if the likeliest word piece is taken again and again, with our mild
    penalty on those written, by plain forward passes."""
    encodes = folder.name == "t5"
    kind = AutoModelForSeq2SeqLM if encodes else AutoModelForCausalLM
    model = kind.from_pretrained(folder).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    ids = tokenizer(text, add_special_tokens=encodes, return_tensors="pt")["input_ids"]
    prompt = [0] if encodes else ids[0].tolist()
    written: list[int] = []
    while len(written) < max_tokens:
        seen = torch.tensor([prompt + written])
        with torch.no_grad():
            whole = model(ids, decoder_input_ids=seen) if encodes else model(seen)
        logits = whole.logits[0, -1].tolist()
        for token in {*written, *(prompt if encodes else ())}:
            logits[token] *= 1.05 if logits[token] < 0 else 1 / 1.05
        written.append(logits.index(max(logits)))
        if written[-1] == model.config.eos_token_id:
            break
    return str(tokenizer.decode(written, skip_special_tokens=True))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "llama",
            f"<|im_start|>system\n{PROMPT.system}<|im_end|>\n<|im_start|>user\n{PROMPT.user}"
            "<|im_end|>\n<|im_start|>assistant\n",
        ),
        (
            "qwen",
            f"<|im_start|>user\n{PROMPT.system}\n\n{PROMPT.user}<|im_end|>\n"
            "<|im_start|>assistant\n",
        ),
        ("t5", f"{PROMPT.system}\n\n{PROMPT.user}"),
    ],
)
def test_each_kind_writes_from_its_own_form_of_prompt(
    folders: Path, name: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.local_model.best_dtype", lambda device: torch.float32)
    model = LocalModel(str(folders / name))
    written = whole(model, max_tokens=12)
    assert written
    assert written == by_hand(folders / name, text, 12)
    model.close()


def test_what_a_model_says_to_itself_is_left_out(tmp_path: Path) -> None:
    folder = save_llama(tmp_path / "thinker")
    (folder / "chat_template.jinja").write_text("{{ messages[0]['content'] }}<think>\n")
    assert whole(LocalModel(str(folder))) == ""  # it never ends its thoughts


def test_pieces_come_while_it_writes(llama: LocalModel) -> None:
    pieces = list(llama.stream(PROMPT, max_tokens=60, seconds=60))
    assert len(pieces) > 3
    # Nonsense is split anew when read, into more pieces with the weights that some CPUs draw.
    assert 30 < llama.count_tokens("".join(pieces)) <= 150


def test_it_knows_its_context_and_counts_tokens(folders: Path, llama: LocalModel) -> None:
    tokenizer: Any = AutoTokenizer.from_pretrained(folders / "llama")
    around = tokenizer.apply_chat_template(
        [{"role": "user", "content": ""}], tokenize=True, add_generation_prompt=True
    )["input_ids"]
    assert llama.context_tokens == 512 - len(around)
    assert llama.count_tokens("held out") == len(tokenizer("held out")["input_ids"])
    assert llama.count_tokens("") == 0
    assert LocalModel(str(folders / "t5")).context_tokens == 256
    assert LocalModel(str(folders / "t5"), context_tokens=100).context_tokens == 100


def test_a_prompt_that_is_too_long_is_refused_and_one_that_fits_leaves_less_room(
    folders: Path,
) -> None:
    model = LocalModel(str(folders / "llama"), context_tokens=60)
    text = "Biden won. " * 100
    while model.count_tokens(text) > model.context_tokens - 5:
        text = text[:-1]
    assert 0 < len(model._form.tokens(Prompt("", text))) <= 55
    assert len(whole(model, Prompt("", text), 400)) < 80
    with pytest.raises(GenerationError, match=r"The prompt has \d+ tokens, and .* takes 60"):
        whole(model, Prompt("", text * 2))


def test_a_seed_gives_the_same_text_and_another_seed_another(folders: Path) -> None:
    first = LocalModel(str(folders / "llama"), seed=1)
    before = torch.get_rng_state()
    texts = [whole(first), whole(first), whole(LocalModel(str(folders / "llama"), seed=1))]
    assert len(set(texts)) == 1
    assert torch.equal(torch.get_rng_state(), before)
    assert whole(LocalModel(str(folders / "llama"), seed=2)) != texts[0]
    assert whole(LocalModel(str(folders / "llama"))) != texts[0]


def test_two_write_at_once_and_neither_waits(llama: LocalModel) -> None:
    alone = whole(llama, max_tokens=200)
    readings = [llama.stream(PROMPT, max_tokens=200, seconds=60) for _ in range(2)]
    texts = [first(r) for r in readings]
    assert not any(ending.done.is_set() for ending in llama._endings)
    assert len(llama._endings) == 2
    texts = [text + "".join(r) for text, r in zip(texts, readings, strict=True)]
    assert texts == [alone, alone]


def idle_after(model: LocalModel, seconds: float) -> bool:
    return all(ending.done.wait(seconds) for ending in model._endings)


def test_it_can_be_left_while_a_prompt_is_read(slow: LocalModel) -> None:
    reached, left = threading.Event(), threading.Event()
    read_on: list[object] = []
    layers = slow._model.model.layers

    def reach(*_: object) -> None:
        reached.set()
        left.wait(10)

    layers[1].register_forward_pre_hook(reach)
    layers[-1].register_forward_pre_hook(lambda *_: read_on.append(_))
    prompt = Prompt("", "Biden won the election. " * 300)
    reading = slow.stream(prompt, max_tokens=5, seconds=60)
    while not reached.is_set():
        assert next(reading) == ""
    started = time.monotonic()
    reading.close()
    assert time.monotonic() - started < 0.1
    left.set()
    assert idle_after(slow, 1)
    assert not read_on


def test_it_can_be_left_while_it_writes(slow: LocalModel) -> None:
    reading = slow.stream(PROMPT, max_tokens=10_000, seconds=60)
    assert first(reading)
    started = time.monotonic()
    reading.close()
    assert idle_after(slow, 1)
    assert time.monotonic() - started < 1


def test_time_is_up(folders: Path) -> None:
    model = LocalModel(str(folders / "slow"))
    started = time.monotonic()
    with pytest.raises(GenerationError, match=r"slow was not done after 0\.5 s"):
        list(model.stream(PROMPT, max_tokens=10_000, seconds=0.5))
    assert time.monotonic() - started < 1.5
    model.close()


def test_what_fails_in_the_model_is_told(
    llama: LocalModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried 9 bytes.")

    monkeypatch.setattr(llama._model.lm_head, "forward", full)
    with pytest.raises(GenerationError, match="ran out of memory while it wrote"):
        whole(llama)
    monkeypatch.undo()
    assert whole(llama)


def test_switching_off_ends_what_is_written(llama: LocalModel) -> None:
    reading = llama.stream(PROMPT, max_tokens=10_000, seconds=60)
    first(reading)
    weights = weakref.ref(llama._model)
    llama.close()
    with pytest.raises(GenerationError, match="has been switched off"):
        list(reading)
    assert weights() is None
    with pytest.raises(GenerationError, match="has been switched off"):
        whole(llama)


FOUR_LOADS = """
import sys, psutil
from models.local_model import LocalModel
from tests.fakes import first
from tests.test_local_model import PROMPT
for _ in range(4):
    model = LocalModel(sys.argv[1])
    first(model.stream(PROMPT, max_tokens=50, seconds=60))
    size = sum(p.numel() * p.element_size() for p in model._model.parameters())
    model.close()
    print(size, psutil.Process().memory_info().rss)
"""


def test_switching_off_gives_the_memory_back(tmp_path: Path) -> None:
    folder = save_llama(tmp_path / "large", hidden=1024, layers=4)
    # In a process of its own: what other tests hold and give back is not this model's.
    done = subprocess.run(
        [sys.executable, "-c", FOUR_LOADS, str(folder)],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    lines = [line.split() for line in done.stdout.splitlines()]
    (size,) = {int(size) for size, _ in lines}
    left = [int(rss) for _, rss in lines]
    assert size > 50e6
    # The first use of libraries is not counted; three models that stay would be three sizes.
    assert left[-1] - left[0] < size


def test_no_model_is_loaded_that_has_no_room(
    folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.machine.free_bytes", lambda device: 100_000)
    with pytest.raises(ModelError, match=r"needs about .* MiB of memory .*Take a smaller model"):
        LocalModel(str(folders / "llama"))


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda f: (f / "config.json").unlink(), "cannot be loaded"),
        (lambda f: (f / "model.safetensors").unlink(), "no .safetensors weights"),
        (lambda f: (f / "model.safetensors").write_bytes(b"{}"), "is no safetensors file"),
        (lambda f: (f / "tokenizer.json").write_text("{"), "cannot be loaded"),
        (lambda f: (f / "chat_template.jinja").write_text("{{ raise_exception('No') }}"), "No"),
    ],
)
def test_a_folder_that_is_spoilt_is_named(tmp_path: Path, spoil: object, message: str) -> None:
    folder = save_llama(tmp_path / "spoilt")
    assert callable(spoil)
    spoil(folder)
    with pytest.raises(ModelError, match=message) as caught:
        LocalModel(str(folder))
    assert "spoilt" in str(caught.value)


def test_a_model_that_does_not_write_is_named() -> None:
    with pytest.raises(ModelError, match="of the kind BertModel, which does not write"):
        LocalModel(str(packaged_folder()))
