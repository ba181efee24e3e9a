"""Which language model writes, changed while the program runs."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from bot.errors import BotError, ModelError, SettingError
from bot.messages import Kind, Message, Reply, Turn
from bot.protocols import Generator
from bot.types import Filters
from bot.written.switch import Choice, Switch
from bot.written.writer import Writer
from tests.fakes import FakeGenerator, FakeGuard


@dataclass
class FakeBot:
    """Replies twice, with the writer it has then."""

    writer: Writer | None = None
    seen: list[str] = field(default_factory=list)

    def reply(
        self,
        message: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters = Filters(),
        kind: Kind | None = None,
    ) -> Iterator[Reply]:
        self.seen.append(self.writer.name if self.writer else "quotes")
        for done in (False, True):
            yield Reply(Message(message, Kind.QUESTION, message), done=done)


@pytest.fixture
def bot() -> FakeBot:
    return FakeBot()


def switch_over(bot: FakeBot, open: Callable[[str], FakeGenerator]) -> Switch:
    return Switch(bot, open, lambda g: Writer(g, FakeGuard()))


def soon(true: Callable[[], bool]) -> bool:
    until = time.monotonic() + 3
    while not true() and time.monotonic() < until:
        time.sleep(0.01)
    return true()


def test_a_model_writes_from_the_next_reply_on_until_it_is_off(bot: FakeBot) -> None:
    switch = switch_over(bot, lambda spec: FakeGenerator([], name=spec.title()))
    list(switch.reply("?"))
    switch.use(" tiny ")
    assert switch.choice == Choice("Tiny")
    list(switch.reply("?"))
    switch.off()
    list(switch.reply("?"))
    assert bot.seen == ["quotes", "Tiny", "quotes"]


def test_a_model_is_closed_once_no_reply_needs_it(bot: FakeBot) -> None:
    opened: list[FakeGenerator] = []

    def open(spec: str) -> FakeGenerator:
        opened.append(FakeGenerator([], name=spec))
        return opened[-1]

    switch = switch_over(bot, open)
    switch.use("one")
    under_way = switch.reply("?")
    next(under_way)
    switch.use("two")
    time.sleep(0.1)
    assert not opened[0].closed
    list(under_way)
    assert soon(lambda: opened[0].closed)
    assert not opened[1].closed


@pytest.mark.parametrize(
    ("error", "told"),
    [(ModelError("No such model. Give another."), "No such model"), (KeyError("x"), "the log")],
)
def test_a_model_that_cannot_be_had_changes_nothing_and_is_told(
    bot: FakeBot, error: Exception, told: str
) -> None:
    def open(spec: str) -> FakeGenerator:
        if spec == "bad":
            raise error
        return FakeGenerator([], name=spec)

    switch = switch_over(bot, open)
    switch.use("good")
    with pytest.raises(BotError, match=told):
        switch.use("bad")
    assert switch.choice.name == "good"
    assert told in switch.choice.problem
    assert bot.writer
    assert bot.writer.name == "good"


def test_a_model_that_may_not_write_is_closed_and_told(bot: FakeBot) -> None:
    tiny = FakeGenerator([])

    def refuse(generator: Generator) -> Writer:
        raise ModelError("Nothing judges what it would write.")

    switch = Switch(bot, lambda spec: tiny, refuse)
    switch.begin("tiny")
    assert soon(lambda: not switch.choice.loading)
    assert switch.choice.problem == "Nothing judges what it would write."
    assert bot.writer is None
    assert soon(lambda: tiny.closed)
    with pytest.raises(ModelError, match="Nothing judges"):  # and it may be tried again
        switch.use("tiny")


def test_what_was_switched_off_while_it_opened_is_not_used(bot: FakeBot) -> None:
    may = threading.Event()
    tiny = FakeGenerator([])

    def open(spec: str) -> FakeGenerator:
        may.wait(5)
        return tiny

    switch = switch_over(bot, open)
    switch.begin("tiny")
    assert switch.choice.loading == "tiny"
    with pytest.raises(SettingError, match="still being opened"):
        switch.use("other")
    switch.off()
    may.set()
    assert soon(lambda: tiny.closed)
    assert bot.writer is None
    assert switch.choice == Choice()


def test_no_name_is_no_model(bot: FakeBot) -> None:
    with pytest.raises(SettingError, match="No language model is named"):
        switch_over(bot, lambda spec: FakeGenerator([])).use("  ")
