"""Who may choose the model that writes, and what the page says of it."""

from dataclasses import dataclass, field

import pytest

from bot.page.at_machine import is_at_machine
from bot.page.writing import said_of, told_of
from bot.written.switch import Choice


@dataclass
class Client:
    host: str


@dataclass
class Request:
    client: Client | None
    headers: dict[str, str] = field(default_factory=dict)


@pytest.mark.parametrize(
    ("client", "headers", "allowed"),
    [
        ("127.0.0.1", {"host": "localhost:7860"}, True),
        ("127.0.0.1", {"Host": "127.0.0.1:7860", "Origin": "http://127.0.0.1:7860"}, True),
        ("::1", {"host": "[::1]:7860"}, True),
        ("192.168.1.9", {"host": "192.168.1.2:7860"}, False),
        ("127.0.0.1", {"host": "evil.example"}, False),  # its name was made to lead here
        ("127.0.0.1", {"host": "localhost", "origin": "http://evil.example"}, False),
        ("127.0.0.1", {"host": "localhost", "x-forwarded-for": "8.8.8.8"}, False),
        ("127.0.0.1", {"host": "[::1"}, False),
        ("127.0.0.1", {}, False),
        (None, {"host": "localhost"}, False),
    ],
)
def test_only_a_browser_at_the_machine_may_choose(
    client: str | None, headers: dict[str, str], allowed: bool
) -> None:
    request = Request(Client(client) if client else None, headers)
    assert is_at_machine(request) is allowed


def test_how_answers_are_made_is_told() -> None:
    assert told_of(Choice()) == "Answers: quotes only"
    assert told_of(Choice("Tiny")) == "Answers: written by Tiny"
    assert told_of(Choice("Tiny", loading="big")) == "Answers: a model is being opened"
    assert "Tiny writes the answers of everyone" in said_of(Choice("Tiny"))
    assert "Opening &#60;b&#62; … 3 s Until then answers are quotes." in said_of(
        Choice(loading="<b>"), 3.2
    )
