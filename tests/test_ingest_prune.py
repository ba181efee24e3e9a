"""What is gone from the folders, and what of it `prune` takes out of the index."""

from pathlib import Path

from bot.index import Index
from bot.ingest import ingest
from bot.storing import Report
from tests.fakes import FakeEmbedder, article, store
from tests.made_files import zipped
from tests.stored_articles import texts, write


def test_nothing_is_removed_unless_asked_for(
    folder: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    ingest([folder], index, fake_embedder)
    (folder / "kim.txt").unlink()
    assert ingest([folder], index, fake_embedder).removed == ()
    assert set(texts(index)) == {"kim", "putin"}
    told: list[Report] = []
    report = ingest([folder], index, fake_embedder, prune=True, progress=told.append)
    assert (report.removed, report.unchanged) == (("kim",), ("putin",))
    assert set(texts(index)) == {"putin"}
    assert not index.search_bm25("Kim", limit=1)


def test_what_lies_elsewhere_or_has_moved_is_not_pruned(
    folder: Path, tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    write(tmp_path / "newspaper", far="Far away.")  # its folder's name begins as the other's
    ingest([folder, tmp_path / "newspaper"], index, fake_embedder)
    (tmp_path / "newspaper" / "far.txt").unlink()
    (folder / "kim.txt").rename(folder / "jong-un.txt")
    assert ingest([folder], index, fake_embedder, prune=True).removed == ()
    assert set(texts(index)) == {"kim", "putin", "far"}


def test_a_file_that_cannot_be_read_this_time_is_not_pruned(
    folder: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    ingest([folder], index, fake_embedder)
    (folder / "kim.txt").write_bytes(b"\x00")
    report = ingest([folder], index, fake_embedder, prune=True)
    assert (len(report.skipped), report.removed) == (1, ())


def test_what_was_given_from_a_hidden_folder_is_not_pruned_while_it_is_there(
    folder: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    write(folder / ".kept", merkel="Merkel phoned.")
    (folder / ".kept" / "two.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n')
    hidden: list[Path | str] = [folder / ".kept" / n for n in ("merkel.txt", "two.jsonl")]
    ingest([folder, *hidden], index, fake_embedder)
    assert ingest([folder], index, fake_embedder, prune=True).removed == ()
    (folder / ".kept" / "merkel.txt").unlink()
    assert ingest([folder], index, fake_embedder, prune=True).removed == ("merkel",)
    assert set(texts(index)) == {"kim", "putin", "two:1", "two:2"}


def test_a_record_that_is_gone_is_pruned_where_all_the_others_could_be_read(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    path = tmp_path / "a.jsonl"
    lines = [f'{{"id": "{id}", "text": "Of {id}."}}\n' for id in "xyz"]
    path.write_text("".join(lines))
    ingest([path], index, fake_embedder)
    path.write_text(lines[0] + "broken\n")
    assert ingest([path], index, fake_embedder, prune=True).removed == ()
    path.write_text(lines[0])
    assert sorted(ingest([path], index, fake_embedder, prune=True).removed) == ["y", "z"]
    path.unlink()
    write(tmp_path, other="Another.")
    assert ingest([tmp_path], index, fake_embedder, prune=True).removed == ("x",)


def test_a_file_that_is_gone_from_an_archive_is_pruned_where_the_others_could_be_read(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(zipped({"x.txt": "Of x.", "y.txt": "Of y."}))
    ingest([path], index, fake_embedder)
    path.write_bytes(zipped({"x.txt": "Of x.", "z.txt": ""}))
    assert ingest([path], index, fake_embedder, prune=True).removed == ()
    path.write_bytes(zipped({"x.txt": "Of x."}))
    assert ingest([path], index, fake_embedder, prune=True).removed == ("all/y",)


def test_what_is_on_the_web_is_not_taken_to_have_moved(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    store(index, article("Snow fell.", "hill", origin="https://hill.example/snow"))
    write(tmp_path, snow="Snow fell.")
    assert ingest([tmp_path], index, fake_embedder, prune=True).added == ("snow",)
    assert index.article("hill").origin == "https://hill.example/snow"
