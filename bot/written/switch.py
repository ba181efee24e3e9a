"""Which language model writes a Bot's answers, changed while it runs: one is opened by what a
person names, another is closed once no reply needs it any more."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.errors import BotError, ModelError, SettingError
from bot.messages import Kind, Reply, Turn
from bot.protocols import Generator, Replies
from bot.types import Filters
from bot.written.writer import Writer

__all__ = ["Choice", "Switch", "Writes"]

log = logging.getLogger(__name__)


class Writes(Replies, Protocol):
    """What a model writes for: `Bot`, as far as a switch needs it."""

    writer: Writer | None


@dataclass(frozen=True, slots=True)
class Choice:
    """How answers are made now."""

    name: str = ""  # of the model that writes them; empty: they are quotes
    loading: str = ""  # the model that is being opened, as it was named; empty: none
    problem: str = ""  # why the last one that was named could not be had, in plain words


@dataclass(eq=False)
class Retired:
    """A model that no new reply gets, and the replies that may still need it."""

    generator: Generator
    needed_by: set[object] = field(default_factory=set)


class Switch:
    """The one place where a bot's writer is exchanged. Safe to use from several threads."""

    def __init__(
        self,
        bot: Writes,
        open: Callable[[str], Generator],
        writer: Callable[[Generator], Writer],
    ) -> None:
        """`open` makes a model of its hub id, folder or server address; it raises BotError where
        it cannot. `writer` has it write."""
        self._bot = bot
        self._open = open
        self._writer = writer
        self._choice = Choice()
        self._wanted: object = None  # the latest opening; another one, or none, ends its right
        self._replies: set[object] = set()
        self._retired: list[Retired] = []
        self._lock = threading.Lock()

    @property
    def choice(self) -> Choice:
        """How answers are made now."""
        return self._choice

    def reply(
        self,
        message: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters = Filters(),
        kind: Kind | None = None,
    ) -> Iterator[Reply]:
        """What the bot replies. Until the last reply is taken, or the iterator is closed, the
        models that it may have met stay open."""
        mine = object()
        with self._lock:
            self._replies.add(mine)
        try:
            yield from self._bot.reply(message, history, filters=filters, kind=kind)
        finally:
            with self._lock:
                self._replies.discard(mine)
                for retired in self._retired:
                    retired.needed_by.discard(mine)
                self._close_unneeded()

    def use(self, spec: str) -> None:
        """Have answers written by the model that is named, from the next reply on; this takes as
        long as opening it does. What wrote before goes on until then, and where it fails.

        Raises SettingError where nothing is named or another is being opened, and the BotError of
        the model that cannot be had.
        """
        self._opened(spec.strip(), self._claim(spec.strip()))

    def begin(self, spec: str) -> None:
        """As `use`, but in the background: `choice` tells what comes of it.

        Raises SettingError where nothing is named, or another is being opened.
        """
        spec = spec.strip()
        claim = self._claim(spec)

        def run() -> None:
            try:
                self._opened(spec, claim)
            except BotError as error:
                log.info("No answers are written by %r: %s", spec, error)

        threading.Thread(target=run, daemon=True, name="opening").start()

    def off(self) -> None:
        """Answers are quotes, from the next reply on; a model that is being opened is not used."""
        with self._lock:
            self._wanted = None
            self._exchange(None)
            self._choice = Choice()

    def _claim(self, spec: str) -> object:
        """The right to put the model that is named into use."""
        if not spec:
            raise SettingError(
                "No language model is named. Give its hub id, its folder, or the address of a "
                "server such as http://localhost:11434/v1"
            )
        with self._lock:
            if self._wanted is not None:
                raise SettingError(
                    f"{self._choice.loading} is still being opened. Wait for it, or choose quotes."
                )
            self._wanted = claim = object()
            self._choice = Choice(self._choice.name, loading=spec)
        return claim

    def _opened(self, spec: str, claim: object) -> None:
        try:
            generator = self._open(spec)
            writer = self._made(generator)
        except Exception as error:
            told = error if isinstance(error, BotError) else _unforeseen(spec, error)
            with self._lock:
                if self._wanted is claim:
                    self._wanted = None
                    self._choice = Choice(self._choice.name, problem=str(told))
            raise told from error
        with self._lock:
            if self._wanted is claim:
                self._wanted = None
                self._exchange(writer)
                self._choice = Choice(generator.name)
            else:  # it was switched off meanwhile
                self._retire(generator, set())

    def _made(self, generator: Generator) -> Writer:
        """What has a model write; one that nothing can write with is closed."""
        try:
            return self._writer(generator)
        except BaseException:
            with self._lock:
                self._retire(generator, set())
            raise

    def _exchange(self, writer: Writer | None) -> None:
        before = self._bot.writer
        self._bot.writer = writer
        if before:
            self._retire(before.generator, set(self._replies))

    def _retire(self, generator: Generator, needed_by: set[object]) -> None:
        self._retired.append(Retired(generator, needed_by))
        self._close_unneeded()

    def _close_unneeded(self) -> None:
        over = [r for r in self._retired if not r.needed_by]
        self._retired = [r for r in self._retired if r.needed_by]
        for retired in over:  # may take seconds, and is nobody's to wait for
            threading.Thread(
                target=_close, args=[retired.generator], daemon=True, name="closing"
            ).start()


def _close(generator: Generator) -> None:
    try:
        generator.close()
    except Exception:
        log.exception("Closing %s failed", generator.name)


def _unforeseen(spec: str, error: Exception) -> ModelError:
    log.error("Opening %r failed", spec, exc_info=error)
    return ModelError(f"{spec} cannot be opened; the log says why. Name another model.")
