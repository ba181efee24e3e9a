"""Near-copies, linked to the first article of their story as they come in."""

from pathlib import Path

from bot.index import Index
from bot.ingest import ingest
from bot.storing import Copy
from tests.fakes import FakeEmbedder
from tests.stored_articles import write

WIRE = (
    "The storm reached the coast before dawn on Friday. Thousands left their homes in the night. "
    "The mayor asked people to stay away from the river. Two bridges were closed to all traffic. "
    "Schools stay shut until Monday, the council said in the evening. Help came from three towns. "
)


def test_a_near_copy_is_linked_to_the_first_and_told(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    write(tmp_path, first=WIRE, other="Nothing of that kind.", second=WIRE + "By our own desk.")
    report = ingest([tmp_path], index, fake_embedder)
    assert report.copies == (Copy("second", "first"),)
    assert report.added == ("first", "other", "second")
    stories = {s.id: s.story for s in index.stored()}
    assert stories["first"] == stories["second"] == index.article("first").content_hash
    assert stories["other"] == index.article("other").content_hash


def test_a_copy_that_comes_in_a_later_run_is_linked_too(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    write(tmp_path / "monday", a=WIRE)
    write(tmp_path / "tuesday", b=WIRE + "More later.")
    ingest([tmp_path / "monday"], index, fake_embedder)
    report = ingest([tmp_path / "tuesday"], index, fake_embedder)
    assert report.copies == (Copy("b", "a"),)
    assert ingest([tmp_path], index, fake_embedder).copies == ()  # nothing new


def test_a_copy_that_is_rewritten_is_one_no_longer(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    write(tmp_path, a=WIRE, b=WIRE + "More later.")
    ingest([tmp_path], index, fake_embedder)
    write(tmp_path, b="Something else altogether.")
    assert ingest([tmp_path], index, fake_embedder).copies == ()
    stories = {s.id: s.story for s in index.stored()}
    assert stories["a"] != stories["b"]
    write(tmp_path, c="Something else altogether. Really.", a="A text of its own.")
    assert ingest([tmp_path], index, fake_embedder).copies == ()
    write(tmp_path, d=WIRE)  # what "a" said before is no longer there to be copied
    assert ingest([tmp_path], index, fake_embedder).copies == ()


def test_a_correction_that_repeats_its_report_is_not_linked(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    correction = "Correction: an earlier version of this article wrongly said that all was well. "
    write(tmp_path, a=WIRE, b=WIRE + correction)
    assert ingest([tmp_path], index, fake_embedder).copies == ()
