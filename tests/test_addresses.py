"""Which network addresses may be fetched from."""

import socket

import pytest

from bot.errors import ArticleError
from bot.formats.addresses import checked_addresses, is_public


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808",
     "2002:808:808::1"],
)  # fmt: skip
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.0.1",
        "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "224.0.0.1",
        "239.1.1.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1",
        "ff02::1", "ff0e::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2002:c0a8:1::1",
        "2001:0:7f00:1::", "100::1",
    ],
)  # fmt: skip
def test_all_others_are_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "::1"],
)
def test_a_host_on_this_machine_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises(ArticleError, match=r"on this machine or a private network|no host"):
        checked_addresses(host, 80, ())


def test_a_host_that_is_allowed_by_name_may_be_private() -> None:
    assert checked_addresses("127.0.0.1", 80, ("127.0.0.1",)) == ["127.0.0.1"]
    with pytest.raises(ArticleError, match="'allow_private_addresses'"):
        checked_addresses("127.0.0.1", 80, ("wiki.local",))


def test_one_private_address_among_several_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def resolved(*_: object, **__: object) -> list[object]:
        return [(0, 0, 0, "", (a, 80)) for a in ("8.8.8.8", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    with pytest.raises(ArticleError, match=r"'news\.example' is at 10\.0\.0\.1"):
        checked_addresses("news.example", 80, ())


def test_a_host_that_is_not_there_is_told() -> None:
    with pytest.raises(ArticleError, match=r"there is no host 'nowhere\.invalid'"):
        checked_addresses("nowhere.invalid", 80, ())
