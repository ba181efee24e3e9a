"""models.model_folder: folders, the local cache, and a hub on this machine."""

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import huggingface_hub.constants
import pytest

from bot.errors import ModelError
from models.local_model import LocalModel
from models.machine import stored_parameters
from models.model_folder import model_folder
from tests.tiny_models import save_qwen

NAME = "somebody/tiny"
COMMIT = "0" * 40


class FakeHub(ThreadingHTTPServer):
    """Has one model, of the files in `folder`; or answers `refusal`, as the hub does."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = folder
        self.refusal: tuple[int, str] | None = None
        self.fetched: list[str] = []

    def files(self) -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in self.folder.iterdir()}


class Handler(BaseHTTPRequestHandler):
    server: FakeHub

    def do_HEAD(self) -> None:
        self.answer(body=False)

    def do_GET(self) -> None:
        self.answer(body=True)

    def answer(self, body: bool) -> None:
        path = self.path.split("?")[0]
        files = self.server.files()
        name = path.split("/")[-1]
        if self.server.refusal:
            self.reply(
                b"{}", body, self.server.refusal[0], {"X-Error-Code": self.server.refusal[1]}
            )
        elif path.startswith("/api/models/") and "/tree/" in path:
            tree = [
                {"type": "file", "path": n, "size": len(b), "oid": etag(b)}
                for n, b in files.items()
            ]
            self.reply(json.dumps(tree).encode(), body)
        elif path.startswith("/api/models/"):
            listed = [{"rfilename": n, "size": len(b)} for n, b in files.items()]
            info: dict[str, Any] = {"id": NAME, "sha": COMMIT, "siblings": listed}
            self.reply(json.dumps(info).encode(), body)
        elif name in files:
            data = files[name]
            if body:
                self.server.fetched.append(name)
            self.reply(data, body, headers={"X-Repo-Commit": COMMIT, "ETag": f'"{etag(data)}"'})
        else:
            self.reply(b"{}", body, 404, {"X-Error-Code": "EntryNotFound"})

    def reply(
        self, data: bytes, body: bool, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if body:
            self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def etag(data: bytes) -> str:
    return hashlib.sha1(data).hexdigest()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the hub, for this process and those it starts."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("HF_HUB_CACHE", str(folder))
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(folder))
    return folder


@pytest.fixture
def hub(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    server = FakeHub(save_qwen(tmp_path / "there"))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    yield server
    server.shutdown()
    server.server_close()


def test_a_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    assert model_folder(str(tmp_path), may_fetch=False) == tmp_path


@pytest.mark.parametrize("name", ["./missing", "/no/such/folder", "a/b/c", "C:\\models", "~/none"])
def test_a_folder_that_is_not_there_is_named(name: str) -> None:
    with pytest.raises(ModelError, match=r"There is no folder .* hub id such as"):
        model_folder(name, may_fetch=True)


def test_a_model_of_the_hub_is_fetched_once_and_then_needs_no_network(hub: FakeHub) -> None:
    assert os.environ["HF_HUB_OFFLINE"] == "1"  # this process stays off it
    sizes: list[int] = []
    for name in ("pytorch_model.bin", "consolidated.safetensors"):
        (hub.folder / name).write_bytes(b"not wanted")
    folder = model_folder(NAME, may_fetch=True, check_size=sizes.append)
    assert stored_parameters(folder) == stored_parameters(hub.folder)
    assert sizes[0] > stored_parameters(folder)  # guessed from the size of files of 32 bits
    assert {"model.safetensors", "config.json"} <= set(hub.fetched)
    assert not {"pytorch_model.bin", "consolidated.safetensors"} & set(hub.fetched)
    hub.refusal = (500, "")
    assert model_folder(NAME, may_fetch=False, check_size=sizes.append) == folder
    assert len(sizes) == 1
    model = LocalModel(NAME, may_fetch=False)
    assert model.context_tokens > 200
    model.close()


def test_a_model_that_was_fetched_in_part_is_not_taken_for_whole(hub: FakeHub, cache: Path) -> None:
    folder = model_folder(NAME, may_fetch=True)
    for tree in cache.rglob("trees/*.json"):
        tree.unlink()  # as an older version of the hub's library leaves it
    assert model_folder(NAME, may_fetch=False) == folder
    (folder / "model.safetensors").unlink()
    with pytest.raises(ModelError, match="not in the local cache"):
        model_folder(NAME, may_fetch=False)
    index = {"weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    (folder / "model-1.safetensors").touch()
    with pytest.raises(ModelError, match="not in the local cache"):
        model_folder(NAME, may_fetch=False)
    (folder / "model-2.safetensors").touch()
    assert model_folder(NAME, may_fetch=False) == folder


@pytest.mark.usefixtures("cache")
def test_where_the_network_is_shut_a_missing_model_says_so() -> None:
    with pytest.raises(ModelError, match=r"somebody/tiny.*HF_HUB_OFFLINE forbids"):
        model_folder(NAME, may_fetch=False)


@pytest.mark.parametrize(
    ("refusal", "message"),
    [
        ((401, "RepoNotFound"), "the hub has none of that name.*huggingface.co/models"),
        ((403, "GatedRepo"), "lets in only people who were accepted.*hf auth login"),
        ((503, ""), "the hub was not reached .*give a folder"),
    ],
)
def test_what_the_hub_refuses_is_told(hub: FakeHub, refusal: tuple[int, str], message: str) -> None:
    hub.refusal = refusal
    with pytest.raises(ModelError, match=f"somebody/tiny.*{message}"):
        model_folder(NAME, may_fetch=True)


def test_weights_in_other_formats_are_refused(hub: FakeHub) -> None:
    (hub.folder / "model.safetensors").rename(hub.folder / "pytorch_model.bin")
    with pytest.raises(ModelError, match=r"it has no \.safetensors weights"):
        model_folder(NAME, may_fetch=True)


def test_a_model_too_large_is_refused_before_it_is_fetched(
    hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.machine.free_bytes", lambda device: 1_000)
    with pytest.raises(ModelError, match="Take a smaller model"):
        LocalModel(NAME)
    assert hub.fetched == []


@pytest.mark.usefixtures("cache")
def test_a_hub_that_is_not_reached_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with pytest.raises(ModelError, match=r"the hub was not reached .*Connect this machine"):
        model_folder(NAME, may_fetch=True)
