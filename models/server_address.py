"""`http://host:port/v1#model` → its parts, checked: what articles say goes to no stranger."""

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.errors import ModelError, SettingError
from bot.formats.addresses import is_public

__all__ = ["ServerAddress"]

EXAMPLE = "'http://localhost:11434/v1#llama3.2'"


@dataclass(frozen=True)
class ServerAddress:
    """Where a server of language models is, and which of its models is wanted."""

    base_url: str
    host: str
    port: int
    model: str  # empty: whichever it has

    @classmethod
    def of(cls, spec: str) -> "ServerAddress":
        """Take an address apart. Raises SettingError for one that is none."""
        try:
            parts = urlsplit(spec)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise SettingError(
                f"{spec!r} is no address ({error}). Give one as {EXAMPLE}."
            ) from error
        if parts.scheme not in ("http", "https") or not host or parts.query or parts.username:
            raise SettingError(
                f"{spec!r} is no address of a server of language models. Give one as {EXAMPLE}."
            )
        usual = 443 if parts.scheme == "https" else 80
        base = parts._replace(fragment="").geturl().rstrip("/")
        return cls(base, host, port or usual, parts.fragment)

    @property
    def name(self) -> str:
        """The server, as a person is told."""
        return f"the server at {self.base_url}"

    def require_near(self) -> None:
        """Raise SettingError where the host is on the public internet, ModelError where there is
        none."""
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise ModelError(
                f"There is no host {self.host!r} ({error}), where a language model was to be. Mend "
                "the address in the setting 'generator'."
            ) from error
        for address in dict.fromkeys(str(entry[4][0]) for entry in found):
            if is_public(address):
                raise SettingError(
                    f"{self.base_url} is at {address}, on the public internet: what your articles "
                    "say would leave your network. If you want that, set 'generator_remote = true'."
                )
