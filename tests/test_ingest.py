"""Files into the index: only what is new, whole, and told truly."""

import multiprocessing
import shutil
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import bot.ingest
import bot.storing
from bot.articles import Skipped, read_articles
from bot.errors import ArticleError, IndexFolderError
from bot.formats.limits import Limits
from bot.index import Index
from bot.ingest import Cut, ingest
from bot.storing import Copy, Report
from bot.types import Article
from tests.fakes import FakeEmbedder, article, cut, index_in, store
from tests.made_files import web_page, zipped


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return index_in(tmp_path / "index")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles."""
    folder = tmp_path / "news"
    write(folder, putin="Putin waited. He wrote in December.", kim="Kim said nothing.")
    return folder


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)


def texts(index: Index) -> dict[str, str]:
    return {s.id: index.article(s.id).text for s in index.stored()}


def test_new_articles_go_in_and_are_reported(
    folder: Path, index: Index, embedder: FakeEmbedder
) -> None:
    report = ingest([folder], index, embedder)
    assert report == Report(added=("kim", "putin"), passages=2)
    assert report.articles == 2
    assert texts(index) == {
        "kim": "Kim said nothing.", "putin": "Putin waited. He wrote in December.",
    }  # fmt: skip
    assert embedder.embedded == ["Kim said nothing.", "Putin waited. He wrote in December."]


def test_unchanged_articles_cost_no_embedding(
    folder: Path, index: Index, embedder: FakeEmbedder
) -> None:
    ingest([folder], index, embedder)
    embedder.embedded.clear()
    assert ingest([folder], index, embedder) == Report(unchanged=("kim", "putin"))
    (folder / "kim.txt").touch()
    write(folder, new="Merkel phoned.")
    report = ingest([folder], index, embedder)
    assert report == Report(added=("new",), unchanged=("kim", "putin"), passages=1)
    assert embedder.embedded == ["Merkel phoned."]


def test_a_changed_article_is_replaced_whole(
    folder: Path, index: Index, embedder: FakeEmbedder
) -> None:
    small = Cut(max_tokens=5, overlap_sentences=0)
    ingest([folder], index, embedder, cut=small)
    assert len(index) == 3
    write(folder, putin="Putin wrote.")
    report = ingest([folder], index, embedder, cut=small)
    assert report == Report(updated=("putin",), unchanged=("kim",), passages=1)
    assert len(index) == 2
    assert not index.search_bm25("waited", limit=5)
    assert index.article("putin").text == "Putin wrote."


def test_what_makes_no_article_is_reported_and_the_rest_goes_in(
    folder: Path, index: Index, embedder: FakeEmbedder
) -> None:
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(b"\x00\x01")
    report = ingest([folder], index, embedder)
    assert report.added == ("kim", "putin")
    assert [Path(s.origin).name for s in report.skipped] == ["binary.txt", "empty.txt"]
    assert "is empty" in report.skipped[1].reason
    assert ingest([folder], index, embedder, limits=Limits(article_mb=0.00002)).unchanged == (
        "kim",
    )


def test_a_path_that_is_not_there_stops_everything_before_it_starts(
    folder: Path, index: Index, embedder: FakeEmbedder
) -> None:
    with pytest.raises(ArticleError, match="no file or folder"):
        ingest([folder, folder / "gone"], index, embedder)
    assert not embedder.embedded
    assert len(index) == 0


def test_a_read_only_index_stops_everything_before_it_starts(
    folder: Path, index: Index, embedder: FakeEmbedder
) -> None:
    index.folder.chmod(0o555)
    with pytest.raises(IndexFolderError, match="is read-only"):
        ingest([folder], index, embedder)
    index.folder.chmod(0o755)
    assert not embedder.embedded


def test_articles_are_cut_as_asked_but_never_wider_than_the_embedder_reads(
    tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    write(tmp_path / "news", long="One two three four five. " * 100)
    ingest([tmp_path / "news"], index, embedder, cut=Cut(1_000, 0))
    assert max(embedder.count_tokens(embedder.embedded)) <= embedder.max_tokens - 2


# Names


def test_articles_of_one_name_from_two_folders_are_both_kept(
    tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    write(tmp_path / "one", a="The first.")
    write(tmp_path / "two", a="The second.")
    report = ingest([tmp_path / "one", tmp_path / "two"], index, embedder)
    first, second = report.added
    assert first == "a"
    assert second.startswith("a~")
    assert texts(index) == {first: "The first.", second: "The second."}
    again = ingest([tmp_path / "two", tmp_path / "one"], index, embedder)
    assert again == Report(unchanged=(second, first))


def test_files_that_differ_in_their_suffix_are_both_kept(
    tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    write(tmp_path, a="The first.")
    (tmp_path / "a.md").write_text("The second.")
    assert len(ingest([tmp_path], index, embedder).added) == 2
    assert sorted(texts(index).values()) == ["The first.", "The second."]


def test_a_copy_in_another_folder_is_not_stored_twice_and_may_change(
    tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    write(one, a="The same.")
    write(two, a="The same.")
    assert ingest([one, two], index, embedder) == Report(added=("a",), unchanged=("a",), passages=1)
    write(two, a="No longer the same.")
    ingest([one, two], index, embedder)
    assert sorted(texts(index).values()) == ["No longer the same.", "The same."]
    write(one, a="Something new.")
    ingest([one, two], index, embedder)
    assert sorted(texts(index).values()) == ["No longer the same.", "Something new."]


def test_a_moved_folder_is_known_again(
    folder: Path, tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    ingest([folder], index, embedder)
    embedder.embedded.clear()
    elsewhere = folder.rename(tmp_path / "elsewhere")
    assert ingest([elsewhere], index, embedder).unchanged == ("kim", "putin")
    assert not embedder.embedded
    assert index.article("kim").origin == str(elsewhere / "kim.txt")
    write(elsewhere, kim="Kim spoke.")
    assert ingest([elsewhere], index, embedder).updated == ("kim",)
    assert len(texts(index)) == 2


def test_an_article_of_a_name_that_was_moved_away_does_not_overwrite_it(
    tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    today, kept = tmp_path / "today", tmp_path / "kept"
    write(today, a="Monday's news.")
    ingest([today], index, embedder)
    today.rename(kept)
    ingest([kept], index, embedder)
    write(today, a="Tuesday's news.")
    ingest([today], index, embedder)
    assert sorted(texts(index).values()) == ["Monday's news.", "Tuesday's news."]


def test_an_article_whose_file_is_gone_is_not_overwritten_by_another_of_its_name(
    tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    write(tmp_path / "monday", a="Monday's news.")
    ingest([tmp_path / "monday"], index, embedder)
    shutil.rmtree(tmp_path / "monday")
    write(tmp_path / "tuesday", a="Tuesday's news.")
    ingest([tmp_path / "tuesday"], index, embedder)
    assert sorted(texts(index).values()) == ["Monday's news.", "Tuesday's news."]


def test_a_renamed_article_keeps_its_id(folder: Path, index: Index, embedder: FakeEmbedder) -> None:
    ingest([folder], index, embedder)
    (folder / "kim.txt").rename(folder / "jong-un.txt")
    assert ingest([folder], index, embedder).unchanged == ("kim", "putin")
    assert set(texts(index)) == {"kim", "putin"}
    assert index.article("kim").origin == str(folder / "jong-un.txt")


def page(path: Path, text: str, title: str = "Kim waits", url: str = "https://a.org/kim") -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"---\ntitle: {title}\nurl: {url}\n---\n{text}")


def test_an_article_that_was_moved_and_edited_replaces_its_old_version(
    tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    page(tmp_path / "old" / "kim.md", "Kim waits.")
    ingest([tmp_path / "old"], index, embedder)
    shutil.rmtree(tmp_path / "old")
    page(tmp_path / "new" / "renamed.md", "Kim no longer waits.")
    assert ingest([tmp_path / "new"], index, embedder) == Report(updated=("kim",), passages=1)
    assert texts(index) == {"kim": "Kim no longer waits."}
    assert index.article("kim").origin == str(tmp_path / "new" / "renamed.md")
    assert ingest([tmp_path / "new"], index, embedder).unchanged == ("kim",)


@pytest.mark.parametrize(
    ("title", "url"), [("Kim speaks", "https://a.org/kim"), ("Kim waits", "https://a.org/2")]
)
def test_an_article_of_another_title_or_address_is_another(
    tmp_path: Path, index: Index, embedder: FakeEmbedder, title: str, url: str
) -> None:
    page(tmp_path / "old" / "kim.md", "Kim waits.")
    ingest([tmp_path / "old"], index, embedder)
    shutil.rmtree(tmp_path / "old")
    page(tmp_path / "new" / "renamed.md", "Kim no longer waits.", title, url)
    assert ingest([tmp_path / "new"], index, embedder).added == ("renamed",)
    assert len(texts(index)) == 2


def test_two_articles_of_one_title_and_address_are_both_kept_while_both_are_there(
    tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    page(tmp_path / "old" / "kim.md", "Kim waits.")
    page(tmp_path / "new" / "renamed.md", "Kim no longer waits.")
    assert ingest([tmp_path], index, embedder).added == ("new/renamed", "old/kim")
    shutil.rmtree(tmp_path / "old")
    shutil.rmtree(tmp_path / "new")
    page(tmp_path / "newest" / "kim.md", "Kim spoke.")  # which of the two has moved?
    assert ingest([tmp_path], index, embedder).added == ("newest/kim",)


@pytest.mark.parametrize("missing", ["title", "url"])
def test_articles_without_a_title_or_an_address_are_never_taken_for_one(
    tmp_path: Path, index: Index, embedder: FakeEmbedder, missing: str
) -> None:
    page(tmp_path / "old" / "kim.md", "Kim waits.", **{missing: ""})
    ingest([tmp_path / "old"], index, embedder)
    shutil.rmtree(tmp_path / "old")
    page(tmp_path / "new" / "renamed.md", "Kim no longer waits.", **{missing: ""})
    assert ingest([tmp_path / "new"], index, embedder).added == ("renamed",)


@pytest.mark.parametrize("name", ["c#", "a#b#c"])
def test_a_hash_sign_in_a_file_name_does_not_hide_that_the_file_is_there(
    tmp_path: Path, index: Index, embedder: FakeEmbedder, name: str
) -> None:
    for folder in ("one", "two", "three"):
        write(tmp_path / folder, **{name: "The same."})
    ingest([tmp_path / "one"], index, embedder)
    ingest([tmp_path / "two"], index, embedder)
    assert index.article(name).origin == str(tmp_path / "one" / f"{name}.txt")


def test_a_part_of_a_folder_is_known_again_by_its_own_path(
    tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    write(tmp_path / "news" / "sub", a="The first.")
    ingest([tmp_path / "news"], index, embedder)
    assert ingest([tmp_path / "news" / "sub"], index, embedder) == Report(unchanged=("sub/a",))
    assert ingest([tmp_path / "news" / "sub" / "a.txt"], index, embedder).unchanged == ("sub/a",)


def test_the_same_path_given_twice_goes_in_once(
    folder: Path, index: Index, embedder: FakeEmbedder
) -> None:
    report = ingest([folder, folder / "kim.txt"], index, embedder)
    assert report == Report(added=("kim", "putin"), unchanged=("kim",), passages=2)


def test_of_two_records_with_one_id_the_first_is_kept_and_never_embedded_again(
    tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "x", "text": "First."}\n{"id": "x", "text": "Last."}\n')
    first = ingest([path], index, embedder)
    assert (first.added, first.passages, len(first.skipped)) == (("x",), 1, 1)
    again = ingest([path], index, embedder)
    assert (again.unchanged, again.passages, again.skipped) == (("x",), 0, first.skipped)
    assert texts(index) == {"x": "First."}


def test_records_of_one_id_from_two_files_are_both_kept(
    tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_text(f'{{"id": "x#1", "text": "From {name}."}}\n')
    assert len(ingest([tmp_path], index, embedder).added) == 2
    assert sorted(texts(index).values()) == ["From a.", "From b."]
    assert len(ingest([tmp_path], index, embedder).unchanged) == 2


# Batches


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.storing, "BATCH_PASSAGES", 2)


@pytest.fixture
def seven(tmp_path: Path) -> Path:
    write(tmp_path / "seven", **{f"a{n}": f"Article number {n}." for n in range(7)})
    return tmp_path / "seven"


@pytest.mark.usefixtures("small_batches")
def test_progress_tells_only_what_is_stored(
    seven: Path, index: Index, embedder: FakeEmbedder
) -> None:
    told: list[int] = []

    def progress(report: Report) -> None:
        assert set(report.added) == set(texts(index))
        told.append(len(report.added))

    ingest([seven], index, embedder, progress=progress)
    assert told == [2, 4, 6, 7]


class Failing(FakeEmbedder):
    """Fails at the third batch."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if len(self.embedded) >= 4:
            raise KeyboardInterrupt
        return super().encode(texts)


@pytest.mark.usefixtures("small_batches")
def test_what_was_stored_before_an_interruption_stays_and_the_rest_follows(
    seven: Path, index: Index, embedder: FakeEmbedder
) -> None:
    with pytest.raises(KeyboardInterrupt):
        ingest([seven], index, Failing())
    assert set(texts(index)) == {"a0", "a1", "a2", "a3"}
    assert [f.passage.article_id for f in index.search_bm25("number 3", limit=1)] == ["a3"]
    report = ingest([seven], index, embedder)
    assert report.added == ("a4", "a5", "a6")
    assert report.unchanged == ("a0", "a1", "a2", "a3")
    assert len(index) == len(texts(index)) == 7


@pytest.mark.usefixtures("small_batches")
def test_an_interruption_leaves_no_process_that_parses(tmp_path: Path, index: Index) -> None:
    for n in range(20):
        (tmp_path / f"{n}.html").write_text(web_page(f"Bridge number {n} reopened on Thursday."))
    with pytest.raises(KeyboardInterrupt) as interrupted:
        ingest([tmp_path], index, Failing())
    assert len(texts(index)) == 4
    assert interrupted.tb  # what it holds on to does not keep the process
    assert multiprocessing.active_children() == []


@pytest.mark.usefixtures("small_batches")
def test_an_interrupted_update_leaves_each_article_old_or_new(
    seven: Path, index: Index, embedder: FakeEmbedder
) -> None:
    ingest([seven], index, embedder)
    write(seven, **{f"a{n}": f"Changed number {n}." for n in range(7)})
    with pytest.raises(KeyboardInterrupt):
        ingest([seven], index, Failing())
    stored = texts(index)
    assert [stored[f"a{n}"].split()[0] for n in range(7)] == ["Changed"] * 4 + ["Article"] * 3


@pytest.mark.usefixtures("small_batches")
def test_a_file_that_changes_between_two_readings_of_it_counts_as_added_then_updated(
    folder: Path, index: Index, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(paths: Sequence[Path], **how: object) -> Iterator[Article | Skipped]:
        yield from read_articles(paths[:1])
        write(folder, kim="Kim spoke.")
        yield from read_articles(paths[1:])

    monkeypatch.setattr(bot.ingest, "read_articles", read)
    report = ingest([folder, folder], index, embedder)
    assert (report.added, report.updated) == (("kim", "putin"), ("kim",))
    assert texts(index)["kim"] == "Kim spoke."


def test_stored_passages_are_those_of_the_article(
    tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    write(tmp_path / "news", a="One two. Three four. Five six.")
    ingest([tmp_path / "news"], index, embedder, cut=Cut(6, 1))
    found = [f.passage for f in index.search_bm25("two four six", limit=9)]
    assert sorted(found, key=lambda p: p.number) == cut(index.article("a"), 6)


def test_a_cut_is_named_for_the_index_to_remember() -> None:
    assert str(Cut(160, 1)) == "160/1"


# Copies

WIRE = (
    "The storm reached the coast before dawn on Friday. Thousands left their homes in the night. "
    "The mayor asked people to stay away from the river. Two bridges were closed to all traffic. "
    "Schools stay shut until Monday, the council said in the evening. Help came from three towns. "
)


def test_a_near_copy_is_linked_to_the_first_and_told(
    tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    write(tmp_path, first=WIRE, other="Nothing of that kind.", second=WIRE + "By our own desk.")
    report = ingest([tmp_path], index, embedder)
    assert report.copies == (Copy("second", "first"),)
    assert report.added == ("first", "other", "second")
    stories = {s.id: s.story for s in index.stored()}
    assert stories["first"] == stories["second"] == index.article("first").content_hash
    assert stories["other"] == index.article("other").content_hash


def test_a_copy_that_comes_in_a_later_run_is_linked_too(
    tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    write(tmp_path / "monday", a=WIRE)
    write(tmp_path / "tuesday", b=WIRE + "More later.")
    ingest([tmp_path / "monday"], index, embedder)
    report = ingest([tmp_path / "tuesday"], index, embedder)
    assert report.copies == (Copy("b", "a"),)
    assert ingest([tmp_path], index, embedder).copies == ()  # nothing new


def test_a_copy_that_is_rewritten_is_one_no_longer(
    tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    write(tmp_path, a=WIRE, b=WIRE + "More later.")
    ingest([tmp_path], index, embedder)
    write(tmp_path, b="Something else altogether.")
    assert ingest([tmp_path], index, embedder).copies == ()
    stories = {s.id: s.story for s in index.stored()}
    assert stories["a"] != stories["b"]
    write(tmp_path, c="Something else altogether. Really.", a="A text of its own.")
    assert ingest([tmp_path], index, embedder).copies == ()
    write(tmp_path, d=WIRE)  # what "a" said before is no longer there to be copied
    assert ingest([tmp_path], index, embedder).copies == ()


def test_a_correction_that_repeats_its_report_is_not_linked(
    tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    correction = "Correction: an earlier version of this article wrongly said that all was well. "
    write(tmp_path, a=WIRE, b=WIRE + correction)
    assert ingest([tmp_path], index, embedder).copies == ()


# Gone


def test_nothing_is_removed_unless_asked_for(
    folder: Path, index: Index, embedder: FakeEmbedder
) -> None:
    ingest([folder], index, embedder)
    (folder / "kim.txt").unlink()
    assert ingest([folder], index, embedder).removed == ()
    assert set(texts(index)) == {"kim", "putin"}
    told: list[Report] = []
    report = ingest([folder], index, embedder, prune=True, progress=told.append)
    assert (report.removed, report.unchanged) == (("kim",), ("putin",))
    assert set(texts(index)) == {"putin"}
    assert not index.search_bm25("Kim", limit=1)


def test_what_lies_elsewhere_or_has_moved_is_not_pruned(
    folder: Path, tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    write(tmp_path / "newspaper", far="Far away.")  # its folder's name begins as the other's
    ingest([folder, tmp_path / "newspaper"], index, embedder)
    (tmp_path / "newspaper" / "far.txt").unlink()
    (folder / "kim.txt").rename(folder / "jong-un.txt")
    assert ingest([folder], index, embedder, prune=True).removed == ()
    assert set(texts(index)) == {"kim", "putin", "far"}


def test_a_file_that_cannot_be_read_this_time_is_not_pruned(
    folder: Path, index: Index, embedder: FakeEmbedder
) -> None:
    ingest([folder], index, embedder)
    (folder / "kim.txt").write_bytes(b"\x00")
    report = ingest([folder], index, embedder, prune=True)
    assert (len(report.skipped), report.removed) == (1, ())


def test_what_was_given_from_a_hidden_folder_is_not_pruned_while_it_is_there(
    folder: Path, index: Index, embedder: FakeEmbedder
) -> None:
    write(folder / ".kept", merkel="Merkel phoned.")
    (folder / ".kept" / "two.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n')
    hidden: list[Path | str] = [folder / ".kept" / n for n in ("merkel.txt", "two.jsonl")]
    ingest([folder, *hidden], index, embedder)
    assert ingest([folder], index, embedder, prune=True).removed == ()
    (folder / ".kept" / "merkel.txt").unlink()
    assert ingest([folder], index, embedder, prune=True).removed == ("merkel",)
    assert set(texts(index)) == {"kim", "putin", "two:1", "two:2"}


def test_a_record_that_is_gone_is_pruned_where_all_the_others_could_be_read(
    tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    path = tmp_path / "a.jsonl"
    lines = [f'{{"id": "{id}", "text": "Of {id}."}}\n' for id in "xyz"]
    path.write_text("".join(lines))
    ingest([path], index, embedder)
    path.write_text(lines[0] + "broken\n")
    assert ingest([path], index, embedder, prune=True).removed == ()
    path.write_text(lines[0])
    assert sorted(ingest([path], index, embedder, prune=True).removed) == ["y", "z"]
    path.unlink()
    write(tmp_path, other="Another.")
    assert ingest([tmp_path], index, embedder, prune=True).removed == ("x",)


def test_a_file_that_is_gone_from_an_archive_is_pruned_where_the_others_could_be_read(
    tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(zipped({"x.txt": "Of x.", "y.txt": "Of y."}))
    ingest([path], index, embedder)
    path.write_bytes(zipped({"x.txt": "Of x.", "z.txt": ""}))
    assert ingest([path], index, embedder, prune=True).removed == ()
    path.write_bytes(zipped({"x.txt": "Of x."}))
    assert ingest([path], index, embedder, prune=True).removed == ("all/y",)


def test_what_is_on_the_web_is_not_taken_to_have_moved(
    tmp_path: Path, index: Index, embedder: FakeEmbedder
) -> None:
    store(index, article("Snow fell.", "hill", origin="https://hill.example/snow"))
    write(tmp_path, snow="Snow fell.")
    assert ingest([tmp_path], index, embedder, prune=True).added == ("snow",)
    assert index.article("hill").origin == "https://hill.example/snow"


# Collections


def test_new_changed_and_unchanged_articles_go_into_the_collection(
    folder: Path, index: Index, embedder: FakeEmbedder
) -> None:
    ingest([folder], index, embedder)
    write(folder, kim="Kim spoke.", new="Merkel phoned.")
    report = ingest([folder], index, embedder, collection="court")
    assert (report.added, report.updated, report.unchanged) == (("new",), ("kim",), ("putin",))
    assert {s.id: s.collections for s in index.stored()} == {
        "kim": ("main", "court"), "putin": ("main", "court"), "new": ("court",),
    }  # fmt: skip
    write(folder, kim="Kim spoke again.")
    ingest([folder], index, embedder)  # without a name, articles stay where they are
    assert index.entry("kim")[1].collections == ("main", "court")


# Errors


class Unwritable(FakeEmbedder):
    """Makes the index unwritable once it has embedded four texts."""

    def __init__(self, index: Index) -> None:
        super().__init__()
        self._index = index

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if len(self.embedded) >= 4:
            self._index.folder.chmod(0o555)
        return super().encode(texts)


@pytest.mark.usefixtures("small_batches")
def test_an_error_of_writing_stops_the_ingest_and_what_was_told_is_there(
    seven: Path, index: Index
) -> None:
    told: list[Report] = []
    with pytest.raises(IndexFolderError, match="is read-only"):
        ingest([seven], index, Unwritable(index), progress=told.append)
    index.folder.chmod(0o755)
    assert set(told[-1].added) == set(texts(index)) >= {"a0", "a1"}
    assert not {"ahead", "storing_0"} & {t.name for t in threading.enumerate()}


@pytest.mark.usefixtures("small_batches")
def test_what_was_under_way_at_an_interruption_is_stored_and_told(
    seven: Path, index: Index
) -> None:
    told: list[Report] = []
    with pytest.raises(KeyboardInterrupt):
        ingest([seven], index, Failing(), progress=told.append)
    assert told[-1].added == ("a0", "a1", "a2", "a3")
    assert set(texts(index)) == set(told[-1].added)


@pytest.mark.usefixtures("small_batches")
def test_searches_are_made_fast_now_and_then_in_a_long_ingest(
    seven: Path, index: Index, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.storing, "TIDY_PASSAGES", 4)
    tidied: list[int] = []
    monkeypatch.setattr(index, "tidy", lambda: tidied.append(len(index)))
    ingest([seven], index, embedder)
    assert tidied == [4, 7]
