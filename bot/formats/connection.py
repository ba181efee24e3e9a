"""Connections that only lead to checked addresses and end at a deadline, for httpcore.

The address that was checked is the one that is connected to, at every redirect anew: a name that
resolves differently the second time gains nothing.
"""

import ssl
import time
from collections.abc import Collection, Iterable
from typing import Any

import httpcore

from bot.formats.addresses import checked_addresses

__all__ = ["CheckedBackend"]

CONNECT_S = 10.0  # for one address; others of the host are tried after it


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to public hosts and to `private_hosts`, until `deadline` by the monotonic clock."""

    def __init__(self, private_hosts: Collection[str], deadline: float) -> None:
        self._private_hosts = private_hosts
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address that answers. Raises ArticleError for a host that may
        not be connected to, and httpcore's errors."""
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in checked_addresses(host, port, self._private_hosts):
            seconds = min(CONNECT_S, left(self._deadline))
            try:
                stream = self._inner.connect_tcp(
                    address, port, seconds, local_address, socket_options
                )
                return DeadlineStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class DeadlineStream(httpcore.NetworkStream):
    """A connection whose every step must be done by the deadline: no server can drip for ever."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, left(self._deadline))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, left(self._deadline))
        return DeadlineStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def left(deadline: float) -> float:
    """The seconds until the deadline. Raises httpcore.ReadTimeout after it."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise httpcore.ReadTimeout("the time is up")
    return seconds
