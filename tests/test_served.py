"""models.model_server against a real server, `transformers serve`, with a tiny model."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from bot.errors import ModelError
from bot.types import Prompt
from models.generators import open_generator
from models.local_model import LocalModel
from models.model_server import ModelServer
from tests.fakes import first
from tests.tiny_models import save_llama

PROMPT = Prompt("Answer in one sentence.", "Who held out on congratulating Biden?")
START_S = 120

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a server, and the folder of its one model."""
    home = tmp_path_factory.mktemp("hub")
    (home / "hub").mkdir()  # it lists what lies here: nothing
    folder = save_llama(home / "tiny", context=16_384)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (home / "log").open("w+")
    command = "from transformers.cli.transformers import main; main()"
    options = ["serve", str(folder), "--host", "127.0.0.1", "--port", str(port), "--dtype"]
    server = subprocess.Popen(
        [sys.executable, "-c", command, *options, "float32", "--device", "cpu"],
        stdout=log,
        stderr=log,
        env=os.environ | {"HF_HOME": str(home), "HF_HUB_OFFLINE": "1"},
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/health", server, log.name)
        yield f"http://127.0.0.1:{port}/v1", folder
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def wait_for(url: str, server: subprocess.Popen[bytes], log: str) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(Path(log).read_text())


def test_a_real_server_writes_what_the_model_writes_here(
    served: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, folder = served
    model = open_generator(f"{url}#{folder}")
    pieces = [p for p in model.stream(PROMPT, max_tokens=30, seconds=60) if p]
    assert len(pieces) > 3
    monkeypatch.setattr("models.local_model.best_dtype", lambda device: torch.float32)
    monkeypatch.setattr("models.decoding.REPETITION_PENALTY", 1.0)  # a server has its own
    here = LocalModel(str(folder))
    assert "".join(pieces) == "".join(here.stream(PROMPT, max_tokens=30, seconds=60))
    model.close()


def test_two_people_stream_at_once_from_a_real_server(served: tuple[str, Path]) -> None:
    url, folder = served
    model = ModelServer(f"{url}#{folder}")
    readings = [model.stream(PROMPT, max_tokens=60, seconds=60) for _ in range(2)]
    texts = [first(r) for r in readings]
    whole = [text + "".join(r) for text, r in zip(texts, readings, strict=True)]
    assert whole[0] == whole[1]
    assert len(whole[0]) > 40


def test_a_real_server_is_stopped_within_a_second(served: tuple[str, Path]) -> None:
    url, folder = served
    model = ModelServer(f"{url}#{folder}")
    reading = model.stream(PROMPT, max_tokens=10_000, seconds=60)
    first(reading)
    started = time.monotonic()
    reading.close()
    assert time.monotonic() - started < 1


def test_a_model_that_a_real_server_does_not_have_is_named(served: tuple[str, Path]) -> None:
    url, _ = served
    with pytest.raises(ModelError, match=r"refused with status 400.*nobody/nothing|knows no model"):
        ModelServer(f"{url}#nobody/nothing")


def test_a_wrong_path_of_a_real_server_is_named(served: tuple[str, Path]) -> None:
    url, _ = served
    with pytest.raises(ModelError, match=r"or nothing at that address: most end in /v1"):
        ModelServer(url.removesuffix("/v1"))
