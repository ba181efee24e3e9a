"""models.model_server: servers on bad days. tests/test_served.py has a real one."""

import asyncio
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.errors import BotError, GenerationError, ModelError, SettingError
from bot.types import Prompt
from models.model_server import OVERHEAD, ModelServer
from tests.fake_servers import FakeModelServer, chunk, serving
from tests.fakes import first

PROMPT = Prompt("Be short.", "Who held out?")


@pytest.fixture
def server() -> Iterator[FakeModelServer]:
    with serving() as running:
        yield running


def whole(model: ModelServer, prompt: Prompt = PROMPT, max_tokens: int = 40) -> str:
    return "".join(model.stream(prompt, max_tokens=max_tokens, seconds=60))


def test_it_is_opened_also_where_another_loop_runs(server: FakeModelServer) -> None:
    async def opened() -> ModelServer:
        return ModelServer(server.url)

    with ThreadPoolExecutor(1) as apart:  # a browser test has left a loop running in this thread
        model = apart.submit(lambda: asyncio.run(opened())).result()
    assert model.name.startswith("tiny at")


def test_it_asks_as_the_protocol_has_it_and_streams(server: FakeModelServer) -> None:
    server.hangs_s = 0.3
    model = ModelServer(server.url)
    assert model.name == f"tiny at 127.0.0.1:{server.server_port}"
    reading = model.stream(PROMPT, max_tokens=40, seconds=60)
    started = time.monotonic()
    assert first(reading) == "One "
    assert time.monotonic() - started < 0.3  # not only when all is there
    assert "".join(reading) == "two."
    (asked,) = server.asked
    assert asked == {
        "model": "tiny",
        "messages": [
            {"role": "system", "content": "Be short."},
            {"role": "user", "content": "Who held out?"},
        ],
        "max_tokens": 40,
        "temperature": 0.0,
        "stream": True,
    }


def test_a_seed_is_handed_on(server: FakeModelServer) -> None:
    whole(ModelServer(server.url, seed=7), Prompt("", "Who?<|im_end|>"))
    assert server.asked[0]["seed"] == 7
    assert server.asked[0]["temperature"] > 0
    assert server.asked[0]["messages"] == [{"role": "user", "content": "Who?< |im_end|>"}]


def test_nothing_of_anothers_account_is_sent(
    server: FakeModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID"):
        monkeypatch.setenv(f"OPENAI_{name}", "secret")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Mine: secret\nAuthorization: secret")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/secret")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert whole(ModelServer(server.url)) == "One two."
    assert len(server.headers) == 2
    assert "secret" not in json.dumps(server.headers)
    assert all("authorization" not in {k.lower() for k in h} for h in server.headers)
    whole(ModelServer(server.url, key="ours"))
    assert server.headers[-1]["Authorization"] == "Bearer ours"


def test_leaving_closes_the_connection(server: FakeModelServer) -> None:
    server.events = [chunk("more ")] * 500
    server.hangs_s = 0.05
    reading = ModelServer(server.url).stream(PROMPT, max_tokens=40, seconds=60)
    assert first(reading) == "more "
    started = time.monotonic()
    reading.close()
    assert server.left.wait(1)
    assert time.monotonic() - started < 1


def test_a_silent_server_can_be_left(server: FakeModelServer) -> None:
    server.silent_s = 5
    reading = ModelServer(server.url).stream(PROMPT, max_tokens=4, seconds=60)
    started = time.monotonic()
    assert [next(reading), next(reading)] == ["", ""]
    reading.close()
    assert time.monotonic() - started < 1


def test_two_stream_at_once(server: FakeModelServer) -> None:
    server.hangs_s = 0.3
    model = ModelServer(server.url)
    readings = [model.stream(PROMPT, max_tokens=9, seconds=60) for _ in range(2)]
    assert [first(r) for r in readings] == ["One ", "One "]
    assert ["".join(r) for r in readings] == ["two.", "two."]


def test_a_server_that_hangs_is_given_up(server: FakeModelServer) -> None:
    server.events = [chunk("One ")] * 5
    server.hangs_s = 1
    model = ModelServer(server.url)
    reading = model.stream(PROMPT, max_tokens=40, seconds=0.3)
    assert first(reading) == "One "
    with pytest.raises(GenerationError, match=r"not done after 0\.3 s|did not answer in time"):
        first(reading)
    assert server.left.wait(6)


def test_a_switched_off_server_writes_nothing(server: FakeModelServer) -> None:
    model = ModelServer(server.url)
    server.hangs_s = 1
    reading = model.stream(PROMPT, max_tokens=40, seconds=60)
    first(reading)
    model.close()
    for pieces in (reading, model.stream(PROMPT, max_tokens=4, seconds=60)):
        with pytest.raises(GenerationError, match="switched off"):
            list(pieces)


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ({"status": 500, "events": [b"{}"]}, "refused with status 500"),
        (
            {"status": 400, "events": [b'{"error": {"message": "prompt too long"}}']},
            r"refused with status 400: prompt too long\.$",
        ),
        ({"status": 404, "events": [b'{"error": "no model"}']}, "knows no model 'tiny'.*no model"),
        ({"status": 401, "events": [b"{}"]}, "wants a key.*BOT_GENERATOR_KEY"),
        ({"status": 307, "events": [b""]}, "refused with status 307"),
        ({"events": []}, "broke off, or does not speak"),
        ({"events": [chunk("One ")]}, "broke off"),
        ({"kind": "text/html", "events": [b"<html>Hello</html>"]}, "does not speak OpenAI's"),
        ({"events": [b"data: {garbage\n\n"]}, "does not speak OpenAI's protocol"),
        ({"events": [b'data: {"error": {"message": "GPU on fire"}}\n\n']}, "failed: GPU on fire"),
        ({"events": [b"data: [1]\n\n"]}, "does not speak OpenAI's protocol"),
        (
            {"events": [chunk(reasoning="Hm."), chunk("", "length")]},
            "used all its 40 tokens to think.*generator_tokens",
        ),
    ],
)
def test_what_goes_wrong_is_told(
    server: FakeModelServer, day: dict[str, Any], message: str
) -> None:
    model = ModelServer(server.url)
    for name, value in day.items():
        setattr(server, name, value)
    with pytest.raises(GenerationError, match=message):
        whole(model)


def test_an_empty_answer_is_none_of_these(server: FakeModelServer) -> None:
    model = ModelServer(server.url)
    server.events = [chunk("", "stop")]
    assert whole(model) == ""


def test_a_server_that_has_died_is_named() -> None:
    with serving() as server:
        model = ModelServer(server.url)
        url = server.url
    with pytest.raises(GenerationError, match=rf"{url} is not to be reached"):
        whole(model)
    with pytest.raises(ModelError, match=rf"{url} is not to be reached.*Start it"):
        ModelServer(url + "#tiny")


# Which model, and how much it takes


def listed(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"object": "list", "data": [{"object": "model", **e} for e in entries]}


@pytest.mark.parametrize(
    ("entry", "context"),
    [
        ({"id": "tiny"}, 4_096),
        ({"id": "tiny", "max_model_len": 8_192}, 8_192),
        ({"id": "tiny", "meta": {"n_ctx_train": 131_072}}, 4_096),
        ({"id": "tiny", "meta": {"n_ctx_train": 2_048}}, 2_048),
        ({"id": "tiny", "meta": None, "max_model_len": "x"}, 4_096),
    ],
)
def test_the_context_is_what_the_server_tells(
    server: FakeModelServer, entry: dict[str, Any], context: int
) -> None:
    server.models = listed(entry)
    assert ModelServer(server.url).context_tokens == context - OVERHEAD
    assert ModelServer(server.url, context_tokens=1_000).context_tokens == 1_000 - OVERHEAD


def test_tokens_are_counted_upward(server: FakeModelServer) -> None:
    assert [ModelServer(server.url).count_tokens(t) for t in ("", "a", "López")] == [0, 1, 2]


def test_the_named_model_is_taken_and_ollamas_tag_may_be_left_out(server: FakeModelServer) -> None:
    server.models = listed({"id": "first"}, {"id": "llama3.2:latest"})
    assert ModelServer(server.url).name.startswith("first at")
    whole(ModelServer(server.url + "#llama3.2"))
    assert [a["model"] for a in server.asked] == ["llama3.2"]


def test_a_model_that_is_not_listed_is_tried(server: FakeModelServer) -> None:
    ModelServer(server.url + "#hidden")
    assert [(a["model"], a["max_tokens"]) for a in server.asked] == [("hidden", 1)]
    server.status, server.events = 404, [b"{}"]
    with pytest.raises(ModelError, match=r"knows no model 'typo'.*It lists: tiny\."):
        ModelServer(server.url + "#typo")


@pytest.mark.parametrize(
    ("models", "status", "message"),
    [
        ({"object": "list", "data": []}, 200, "has no model. Load one there, or name one"),
        (b"<html>", 200, "does not speak OpenAI's protocol"),
        ({"data": 3}, 200, "does not speak OpenAI's protocol|has no model"),
        ({"error": "no"}, 500, "refused with status 500: no"),
    ],
)
def test_a_server_without_a_list_needs_a_name(
    server: FakeModelServer, models: Any, status: int, message: str
) -> None:
    server.models, server.list_status = models, status
    with pytest.raises(ModelError, match=message):
        ModelServer(server.url)
    assert whole(ModelServer(server.url + "#tiny")) == "One two."


# Where it may be


@pytest.mark.parametrize(
    "spec", ["http://", "http://:80/v1", "http://h:99999/v1", "http://h/v1?key=1", "http://u:p@h/"]
)
def test_an_address_that_makes_no_sense_is_named(spec: str) -> None:
    with pytest.raises(SettingError, match=r"is no address.*Give one as"):
        ModelServer(spec)


def test_a_host_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelError, match=r"There is no host 'nowhere\.invalid'"):
        ModelServer("http://nowhere.invalid:1/v1")


def test_articles_go_to_no_stranger(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(SettingError, match=r"on the public internet.*generator_remote = true"):
        ModelServer("http://models.example:80/v1")


def test_a_name_that_points_elsewhere_later_is_no_way_out(
    server: FakeModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = ModelServer(server.url)

    def resolve(*_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(BotError, match="on the public internet"):
        whole(model)
    assert not server.asked
