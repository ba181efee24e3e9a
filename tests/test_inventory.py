"""bot.records.inventory: which articles there were, in eight characters each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records.inventory import Inventory

HASHES = {"a": "1" * 64, "b": "2" * 64, "c": "1" * 64}


@given(st.dictionaries(st.text(st.characters()), st.text()))
def test_an_inventory_reads_back_and_knows_its_articles(hashes: dict[str, str]) -> None:
    read = Inventory.read(Inventory.of(hashes).text)
    assert read == Inventory.of(hashes)
    assert all(read.unchanged(i, h) for i, h in hashes.items())


def test_new_and_changed_articles_are_told_from_those_that_were_there() -> None:
    inventory = Inventory.read(Inventory.of(HASHES).text)
    assert [inventory.has(i) for i in "abcd"] == [True, True, True, False]
    assert inventory.unchanged("a", "1" * 64)
    assert not inventory.unchanged("a", "2" * 64)
    assert not inventory.unchanged("d", "1" * 64)


def test_the_order_of_the_articles_makes_no_difference_and_eight_characters_tell_one() -> None:
    text = Inventory.of(HASHES).text
    assert text == Inventory.of(dict(reversed(HASHES.items()))).text
    assert len(text) == 8 * len(HASHES)


@pytest.mark.parametrize("text", ["?", "AAAA", "AAAAAAAAA", "äöüß"])
def test_what_is_no_inventory_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - binascii's own words differ by version
        Inventory.read(text)
