"""The guard with the reader that ships, on sentences written by hand: it may not get worse."""

from pathlib import Path

import pytest

from bot.assemble import Workshop
from bot.evaluate.by_hand import by_hand
from bot.evaluate.guard_run import weighed_by_hand
from bot.settings import load_settings
from bot.written.guard import Guard

HERE = Path(__file__).parent / "guard"
# File → the least of its true sentences that are shown, of its false ones that are withheld. To be
# met with bfloat16 and with float32: processors differ in the last digits. Both are there now.
FLOORS = {"by_hand.guard.yaml": (31, 42), "later.guard.yaml": (11, 17)}


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return Workshop(load_settings())


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOORS)
def test_true_sentences_are_kept_and_false_ones_withheld(workshop: Workshop, name: str) -> None:
    assert workshop.judge, "the reader's weights are missing"
    outcomes = weighed_by_hand(HERE / name, workshop, Guard(workshop.judge))
    kept = sum(o.right for o in outcomes if o.written.carried)
    withheld = sum(o.right for o in outcomes if not o.written.carried)
    wrong = "\n".join(f"{o.withheld or 'shown'}: {o.written.text}" for o in outcomes if not o.right)
    least_kept, least_withheld = FLOORS[name]
    assert kept >= least_kept, wrong
    assert withheld >= least_withheld, wrong


@pytest.mark.parametrize("name", FLOORS)
def test_each_entry_has_true_and_false_sentences(name: str) -> None:
    _, written = by_hand(HERE / name)
    carried = [w.carried for w in written]
    assert carried.count(True) == carried.count(False) >= 20
    assert len({w.text for w in written}) == len(written)
