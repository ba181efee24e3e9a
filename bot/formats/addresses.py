"""A host → the network addresses that may be connected to. A page from the web must not make this
machine fetch from itself or from the network it stands in."""

import ipaddress
import socket
from collections.abc import Collection, Iterator

from bot.errors import ArticleError

__all__ = ["checked_addresses", "is_public"]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# IPv6 addresses that stand for the IPv4 address in their last four bytes (RFC 6052).
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")
COMPATIBLE = ipaddress.IPv6Network("::/96")
# Special to IPv4 as a whole (RFC 6890), though Python takes parts of it for global.
PROTOCOL = ipaddress.IPv4Network("192.0.0.0/24")
SITE_LOCAL = ipaddress.IPv6Network("fec0::/10")


def checked_addresses(host: str, port: int, private_hosts: Collection[str]) -> list[str]:
    """The addresses of a host, in the order to try. Raises ArticleError where it has none, or any
    that is not public and the host is not one of `private_hosts`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ArticleError(f"there is no host {host!r} ({error})") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if host.lower() not in {h.lower() for h in private_hosts}:
        for address in addresses:
            if not is_public(address):
                raise ArticleError(
                    f"{host!r} is at {address}, which is on this machine or a private network. "
                    "If you trust it, add the host to the setting 'allow_private_addresses'"
                )
    return addresses


def is_public(address: str) -> bool:
    """Whether an address, as the system writes it, is one of the public internet, with every IPv4
    address that is wrapped in it."""
    outer = ipaddress.ip_address(address.split("%")[0])
    return all(_is_public(a) for a in (outer, *_wrapped(outer)))


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and (
        address in LOCAL_NAT64 or address in SITE_LOCAL
    ):
        return False
    if isinstance(address, ipaddress.IPv4Address) and address in PROTOCOL:
        return False
    local = address.is_private or address.is_loopback or address.is_link_local
    other = address.is_multicast or address.is_reserved or address.is_unspecified
    if isinstance(address, ipaddress.IPv6Address) and any(_wrapped(address)):
        return not address.is_multicast  # what is wrapped in it decides
    return address.is_global and not local and not other


def _wrapped(address: Address) -> Iterator[ipaddress.IPv4Address]:
    """The IPv4 addresses that an IPv6 address leads to: mapped, translated or tunnelled."""
    if not isinstance(address, ipaddress.IPv6Address):
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    elif address in NAT64 or (address in COMPATIBLE and int(address) > 1):
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
