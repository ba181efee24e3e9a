"""Whether a request was made in a browser on the machine that serves the page.

Only there may a person have the server open a folder, or connect to an address.
"""

import ipaddress
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlsplit

__all__ = ["Asked", "is_at_machine"]

# A proxy on this machine connects from it, whoever is behind.
PASSED_ON = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


class Client(Protocol):
    """Where a connection comes from."""

    @property
    def host(self) -> str: ...


class Asked(Protocol):
    """A request; `gradio.Request`, as far as this needs it."""

    @property
    def client(self) -> Client | None: ...

    @property
    def headers(self) -> Mapping[str, str]: ...


def is_at_machine(request: Asked) -> bool:
    """Whether the connection, the address that was typed and the page that asks are all of this
    machine, and nothing passed the request on.

    The address and the page count, as a page of the web can have a person's own browser connect.
    """
    headers = {name.lower(): value for name, value in dict(request.headers).items()}
    if request.client is None or any(name in headers for name in PASSED_ON):
        return False
    address = f"//{headers.get('host', '')}"
    hosts = (request.client.host, _host(address), _host(headers.get("origin", address)))
    return all(map(_is_loopback, hosts))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # an unclosed bracket, for one
        return ""


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
