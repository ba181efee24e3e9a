"""Servers of language models that do what real ones do on bad days, on this machine."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["FakeModelServer", "chunk", "serving"]


def chunk(text: str = "", finish: str | None = None, **more: Any) -> bytes:
    """One event of a chat completion that streams."""
    choice = {"index": 0, "delta": {"content": text, **more}, "finish_reason": finish}
    body = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "tiny"}
    return b"data: " + json.dumps({**body, "choices": [choice]}).encode() + b"\n\n"


class FakeModelServer(ThreadingHTTPServer):
    """Lists `models` and answers a chat with `status` and `events`; notes what it was sent."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.models: Any = {"object": "list", "data": [{"id": "tiny", "object": "model"}]}
        self.list_status = 200
        self.status = 200
        self.kind = "text/event-stream"
        self.events: list[bytes] = [chunk("One "), chunk("two."), chunk("", "stop")]
        self.hangs_s = 0.0  # before each event but the first
        self.silent_s = 0.0  # before anything is said
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.left = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        self.left.set()


class Handler(BaseHTTPRequestHandler):
    server: FakeModelServer

    def do_GET(self) -> None:
        self.server.headers.append(dict(self.headers.items()))
        body = self.server.models
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answer(self.server.list_status, "application/json")
        self.wfile.write(data)

    def do_POST(self) -> None:
        self.server.headers.append(dict(self.headers.items()))
        length = int(self.headers["Content-Length"])
        self.server.asked.append(json.loads(self.rfile.read(length)))
        time.sleep(self.server.silent_s)
        self.answer(self.server.status, self.server.kind)
        for n, event in enumerate(self.server.events):
            time.sleep(self.server.hangs_s if n else 0)
            self.wfile.write(event)
            self.wfile.flush()

    def answer(self, status: int, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if status == 307:
            self.send_header("Location", self.server.url + "/elsewhere")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serving() -> Iterator[FakeModelServer]:
    """A server that runs meanwhile."""
    server = FakeModelServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
