"""A local server that speaks OpenAI's protocol (Ollama, llama.cpp, vLLM, LM Studio, `transformers
serve`) as a Generator, through the `openai` client."""

import asyncio
import json
import math
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from collections.abc import Generator as Stream
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import openai
from openai.types.chat import ChatCompletionMessageParam

from bot.errors import GenerationError, ModelError
from bot.types import Prompt
from models.control_words import without_control_words
from models.decoding import TEMPERATURE, TOP_P
from models.server_address import ServerAddress
from models.server_errors import told
from models.streaming import POLL_S, EndedError, Ending, streamed
from models.thoughts import without_thoughts

__all__ = ["ModelServer"]

CONNECT_S = 5.0
LIST_S = 10.0
TRY_S = 60.0  # a server may load a model first
# Ollama's own, which cuts longer prompts without a word.
USUAL_CONTEXT = 4_096
# No seed has fewer than 4.1 bytes a word piece of the packaged embedder; dates and numbers have.
BYTES_PER_TOKEN = 3
# What chat templates put around a prompt.
OVERHEAD = 64
# The client adds what it finds in OPENAI_* variables, which are for another host.
SENT = {"host", "content-type", "content-length", "accept", "accept-encoding", "connection"}


class ModelServer:
    """A `Generator` (see bot.protocols) over a server. Two may write at once, if the server can."""

    def __init__(
        self,
        spec: str,
        *,
        seed: int | None = None,
        context_tokens: int | None = None,
        key: str = "",
        remote: bool = False,
    ) -> None:
        """Ask the server at `spec`, as `http://host:port/v1#model`, for its models; without one
        named, the first is taken.

        `key` is what the server was told to want, if anything. `remote` allows a host on the public
        internet. Raises ModelError when server or model is not there, SettingError for a spec
        that makes no sense or may not be.
        """
        self._address = ServerAddress.of(spec)
        self._seed = seed
        self._key = key
        self._remote = remote
        self._closed = threading.Event()
        listed, failure = self._listed()
        self._model = self._address.model or next(iter(listed), "")
        if not self._model:
            raise failure or ModelError(
                f"{self._address.name} has no model. Load one there, or name one behind '#'."
            )
        self.name = f"{self._model} at {self._address.host}:{self._address.port}"
        entry = listed.get(self._model) or listed.get(f"{self._model}:latest")  # Ollama's way
        self._window = context_tokens or told_context(entry or {})
        if entry is None:
            self._try(sorted(listed))

    @property
    def context_tokens(self) -> int:
        """The most tokens of prompt and output together: as set, as the server tells, or 4,096;
        less what a chat template may add."""
        return self._window - OVERHEAD

    def count_tokens(self, text: str) -> int:
        """An upper estimate of a text's tokens: a third of its bytes."""
        return math.ceil(len(text.encode()) / BYTES_PER_TOKEN)

    def stream(self, prompt: Prompt, *, max_tokens: int, seconds: float) -> Stream[str]:
        """Write: pieces of text as they come, at most `max_tokens` tokens in all.

        Ends within a tenth of a second once the iterator is closed, and so does
        the connection. Raises GenerationError when the server fails.
        """

        def write(emit: Callable[[str], None], ending: Ending) -> None:
            if self._closed.is_set():
                raise GenerationError(f"{self.name} has been switched off.")
            asyncio.run(self._until(ending, self._write(prompt, max_tokens, seconds, emit)))

        pieces = streamed(write, seconds=seconds, name=self.name)
        return without_thoughts(pieces)

    def close(self) -> None:
        """Write nothing more. The server's memory is the server's."""
        self._closed.set()

    async def _until(self, ending: Ending, writing: Coroutine[Any, Any, None]) -> None:
        """Wait for what is written, or leave the connection as soon as nobody wants more."""
        task = asyncio.ensure_future(writing)
        while not task.done():
            await asyncio.wait({task}, timeout=POLL_S)
            if ending.is_set() or self._closed.is_set():
                task.cancel()
        if task.cancelled():
            if self._closed.is_set():
                raise GenerationError(f"{self.name} has been switched off.")
            raise EndedError
        await task

    async def _write(
        self, prompt: Prompt, max_tokens: int, seconds: float, emit: Callable[[str], None]
    ) -> None:
        how = {"temperature": 0.0} if self._seed is None else self._drawn()
        thought = written = finished = False
        try:
            async with self._client(seconds) as client:
                stream = await client.chat.completions.create(
                    model=self._model,
                    messages=messages(prompt),
                    max_tokens=max_tokens,
                    stream=True,
                    **how,
                )
                async for chunk in stream:
                    for choice in chunk.choices or ():
                        text = choice.delta.content if choice.delta else None
                        extra = (choice.delta.model_extra or {}) if choice.delta else {}
                        thought |= any(extra.get(k) for k in ("reasoning", "reasoning_content"))
                        written |= bool(text)
                        finished |= bool(choice.finish_reason)
                        emit(text or "")
        except (
            openai.OpenAIError,
            httpx2.HTTPError,
            json.JSONDecodeError,
            AttributeError,
        ) as error:
            raise GenerationError(told(error, self._address, self._model)) from error
        if not finished:
            raise GenerationError(
                f"{self._address.name} broke off, or does not speak OpenAI's protocol. Look at "
                "what it says itself, and at the address: most end in /v1."
            )
        if thought and not written:
            raise GenerationError(
                f"{self.name} used all its {max_tokens} tokens to think. Take a model that answers "
                "at once, or raise the setting 'generator_tokens'."
            )

    def _drawn(self) -> dict[str, Any]:
        return {"temperature": TEMPERATURE, "top_p": TOP_P, "seed": self._seed}

    def _try(self, listed: list[str]) -> None:
        """Have a model that the server does not list write one token. Raises ModelError."""
        try:
            list(self.stream(Prompt("", "Hi"), max_tokens=1, seconds=TRY_S))
        except GenerationError as error:
            there = f" It lists: {', '.join(listed)}." if listed else ""
            raise ModelError(f"{error}{there}") from error

    def _listed(self) -> tuple[dict[str, dict[str, Any]], ModelError | None]:
        """The server's models by their ids, in its order, and why that may be none.

        Raises ModelError where nothing answers at all.
        """

        async def ask() -> list[dict[str, Any]]:
            async with self._client(LIST_S) as client:
                return [model.model_dump() async for model in client.models.list()]

        try:
            # On a thread of its own: in this one another loop may be running.
            with ThreadPoolExecutor(1, thread_name_prefix="listing") as apart:
                models = apart.submit(lambda: asyncio.run(ask())).result()
        except openai.APIConnectionError as error:
            raise ModelError(told(error, self._address, self._address.model)) from error
        except (openai.OpenAIError, ValueError, TypeError, AttributeError) as error:
            return {}, ModelError(told(error, self._address, self._address.model))
        return {str(model.get("id")): model for model in models if model.get("id")}, None

    @asynccontextmanager
    async def _client(self, read_s: float) -> AsyncIterator[openai.AsyncOpenAI]:
        """A client for one request, by no proxy, that follows nobody elsewhere."""
        if not self._remote:
            self._address.require_near()  # at every request: another network has other names

        async def only_ours(request: httpx2.Request) -> None:
            for header in set(request.headers) - SENT:
                del request.headers[header]
            if self._key:
                request.headers["Authorization"] = f"Bearer {self._key}"

        async with httpx2.AsyncClient(
            timeout=httpx2.Timeout(read_s, connect=CONNECT_S),
            trust_env=self._remote,
            follow_redirects=False,
            event_hooks={"request": [only_ours]},
        ) as http:
            yield openai.AsyncOpenAI(
                base_url=self._address.base_url,
                api_key=self._key or "none",
                http_client=http,
                max_retries=0,
            )


def messages(prompt: Prompt) -> list[ChatCompletionMessageParam]:
    """A prompt as the protocol has it, without words that would steer the model."""
    user = without_control_words(prompt.user)
    if not prompt.system:
        return [{"role": "user", "content": user}]
    system = without_control_words(prompt.system)
    return [{"role": "system", "content": system}, {"role": "user", "content": user}]


def told_context(entry: dict[str, Any]) -> int:
    """How much a model takes, by its entry in the server's list: vLLM and SGLang tell what they
    were started with; llama.cpp only what the model was trained with, which is an upper limit."""
    started = entry.get("max_model_len")
    if isinstance(started, int) and started > 0:
        return started
    meta = entry.get("meta")
    trained = meta.get("n_ctx_train") if isinstance(meta, dict) else None
    return (
        min(USUAL_CONTEXT, trained) if isinstance(trained, int) and trained > 0 else USUAL_CONTEXT
    )
