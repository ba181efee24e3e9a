"""A function that runs in a thread of its own while the page draws how far it is."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["Running"]

Result = TypeVar("Result")


class Running(Generic[Result]):
    """One call under way. It ends by itself, also where its page is closed meanwhile."""

    def __init__(self, call: Callable[[], Result]) -> None:
        self._call = call
        self._results: list[Result] = []
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def done(self, patience_s: float) -> bool:
        """Whether it has ended; waits for that for so many seconds."""
        self._thread.join(patience_s)
        return not self._thread.is_alive()

    def result(self) -> Result:
        """What it returned. Raises what it raised."""
        if self._error is not None:
            raise self._error
        return self._results[0]

    def _run(self) -> None:
        try:
            self._results.append(self._call())
        except BaseException as error:
            self._error = error
