"""Parsing in a process of its own, so that a file which stalls, crashes or bloats its parser costs
that file alone.

The process starts with the first file that needs it (about a second), serves all later ones, and is
replaced after one that it did not survive. What it sends back is JSON, never code.
"""

import importlib
import json
import logging
import multiprocessing
import os
import signal
import sys
import warnings
from contextlib import suppress
from dataclasses import asdict
from multiprocessing.connection import Connection
from types import TracebackType

from bot.errors import ArticleError
from bot.formats.fields import Found
from bot.formats.limits import Limits

__all__ = ["Worker"]

MODULES = {"html": "web_page", "pdf": "pdf", "docx": "word", "feed": "feed"}
START_S = 60.0  # at most, until the process says that it is there
MEMORY = 2 << 30  # bytes, beyond what the process has at its start


class Worker:
    """Parses files, one at a time. A context: at its end the process ends."""

    def __init__(self) -> None:
        self._process: multiprocessing.context.SpawnProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> "Worker":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def parse(
        self, kind: str, data: bytes, *, origin: str, url: str, limits: Limits
    ) -> list[Found]:
        """What a parser ("html", "pdf", "docx", "feed") finds in a file's bytes.

        Raises ArticleError with the reason where it finds nothing, fails, or takes too long, and
        where no process can be started.
        """
        pipe = self._started(origin)
        try:
            pipe.send_bytes(json.dumps([kind, origin, url, asdict(limits)]).encode())
            pipe.send_bytes(data)
            if not pipe.poll(limits.parse_s):
                self.stop()
                raise ArticleError(
                    f"{origin} takes longer than {limits.parse_s:g} s to read; it may be damaged "
                    "or built to stall. Save it anew, or raise the setting 'parse_timeout_s'."
                )
            answer = json.loads(pipe.recv_bytes())
        except (OSError, EOFError):
            self.stop()
            raise ArticleError(
                f"{origin} crashes its parser. It is damaged; save it anew from its program."
            ) from None
        if "error" in answer:
            raise ArticleError(answer["error"])
        return [Found(**found) for found in answer["found"]]

    def stop(self) -> None:
        """End the process; the next file starts another."""
        if self._process:
            if self._process.pid:  # else it could not be started
                self._process.kill()
                self._process.join()
            self._process.close()
        if self._pipe:
            self._pipe.close()
        self._process = self._pipe = None

    def _started(self, origin: str) -> Connection:
        if self._pipe is None:
            try:
                spawning = multiprocessing.get_context("spawn")
                self._pipe, theirs = spawning.Pipe()
                with theirs:
                    self._process = spawning.Process(target=serve, args=(theirs,), daemon=True)
                    self._process.start()
                if not self._pipe.poll(START_S):
                    raise TimeoutError(f"nothing came of it in {START_S:g} s")
                self._pipe.recv_bytes()
            except (OSError, EOFError) as error:
                self.stop()
                why = getattr(error, "strerror", None) or str(error) or "it ended at once"
                raise ArticleError(
                    f"{origin} cannot be read: the process to parse it does not start ({why}). "
                    "Close other programs; in a script of your own, call this below "
                    "'if __name__ == \"__main__\":'."
                ) from error
        return self._pipe


def serve(pipe: Connection) -> None:
    """Answer until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends this process
    warnings.simplefilter("ignore")
    logging.disable()
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    _bound_memory()
    with suppress(EOFError, OSError):
        pipe.send_bytes(b"started")
        while True:
            kind, origin, url, limits = json.loads(pipe.recv_bytes())
            answer = answered(kind, pipe.recv_bytes(), origin, url, Limits(**limits))
            pipe.send_bytes(json.dumps(answer).encode())


def answered(
    kind: str, data: bytes, origin: str, url: str, limits: Limits
) -> dict[str, str | list[dict[str, object]]]:
    """What a parser found, or why it found nothing, in words."""
    try:
        module = importlib.import_module(f"bot.formats.{MODULES[kind]}")
        found: list[Found] = module.parse(data, origin, url, limits)
        return {"found": [asdict(f) for f in found]}
    except ArticleError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": f"{origin} needs more memory to read than it may have. Split it."}
    except Exception as error:  # a parser of damaged files may raise anything
        why = " ".join(f"{type(error).__name__}: {error}".split())[:200].rstrip(".: ")
        name = {"html": "web page", "pdf": "PDF", "docx": "Word file", "feed": "feed"}[kind]
        return {"error": f"{origin} is damaged or no {name} ({why}). Save it anew."}


def _bound_memory() -> None:
    """Where the system can: a file that would take all memory fails instead."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            now = int(file.read().split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, hard))
