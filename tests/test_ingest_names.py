"""Which article is which as files are renamed, moved, edited, and given twice."""

import shutil
from pathlib import Path

import pytest

from bot.index import Index
from bot.ingest import ingest
from bot.storing import Report
from tests.fakes import FakeEmbedder
from tests.stored_articles import texts, write


def test_articles_of_one_name_from_two_folders_are_both_kept(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    write(tmp_path / "one", a="The first.")
    write(tmp_path / "two", a="The second.")
    report = ingest([tmp_path / "one", tmp_path / "two"], index, fake_embedder)
    first, second = report.added
    assert first == "a"
    assert second.startswith("a~")
    assert texts(index) == {first: "The first.", second: "The second."}
    again = ingest([tmp_path / "two", tmp_path / "one"], index, fake_embedder)
    assert again == Report(unchanged=(second, first))


def test_files_that_differ_in_their_suffix_are_both_kept(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    write(tmp_path, a="The first.")
    (tmp_path / "a.md").write_text("The second.")
    assert len(ingest([tmp_path], index, fake_embedder).added) == 2
    assert sorted(texts(index).values()) == ["The first.", "The second."]


def test_a_copy_in_another_folder_is_not_stored_twice_and_may_change(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    write(one, a="The same.")
    write(two, a="The same.")
    assert ingest([one, two], index, fake_embedder) == Report(
        added=("a",), unchanged=("a",), passages=1
    )
    write(two, a="No longer the same.")
    ingest([one, two], index, fake_embedder)
    assert sorted(texts(index).values()) == ["No longer the same.", "The same."]
    write(one, a="Something new.")
    ingest([one, two], index, fake_embedder)
    assert sorted(texts(index).values()) == ["No longer the same.", "Something new."]


def test_a_moved_folder_is_known_again(
    folder: Path, tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    ingest([folder], index, fake_embedder)
    fake_embedder.embedded.clear()
    elsewhere = folder.rename(tmp_path / "elsewhere")
    assert ingest([elsewhere], index, fake_embedder).unchanged == ("kim", "putin")
    assert not fake_embedder.embedded
    assert index.article("kim").origin == str(elsewhere / "kim.txt")
    write(elsewhere, kim="Kim spoke.")
    assert ingest([elsewhere], index, fake_embedder).updated == ("kim",)
    assert len(texts(index)) == 2


def test_an_article_of_a_name_that_was_moved_away_does_not_overwrite_it(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    today, kept = tmp_path / "today", tmp_path / "kept"
    write(today, a="Monday's news.")
    ingest([today], index, fake_embedder)
    today.rename(kept)
    ingest([kept], index, fake_embedder)
    write(today, a="Tuesday's news.")
    ingest([today], index, fake_embedder)
    assert sorted(texts(index).values()) == ["Monday's news.", "Tuesday's news."]


def test_an_article_whose_file_is_gone_is_not_overwritten_by_another_of_its_name(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    write(tmp_path / "monday", a="Monday's news.")
    ingest([tmp_path / "monday"], index, fake_embedder)
    shutil.rmtree(tmp_path / "monday")
    write(tmp_path / "tuesday", a="Tuesday's news.")
    ingest([tmp_path / "tuesday"], index, fake_embedder)
    assert sorted(texts(index).values()) == ["Monday's news.", "Tuesday's news."]


def test_a_renamed_article_keeps_its_id(
    folder: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    ingest([folder], index, fake_embedder)
    (folder / "kim.txt").rename(folder / "jong-un.txt")
    assert ingest([folder], index, fake_embedder).unchanged == ("kim", "putin")
    assert set(texts(index)) == {"kim", "putin"}
    assert index.article("kim").origin == str(folder / "jong-un.txt")


def page(path: Path, text: str, title: str = "Kim waits", url: str = "https://a.org/kim") -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"---\ntitle: {title}\nurl: {url}\n---\n{text}")


def test_an_article_that_was_moved_and_edited_replaces_its_old_version(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    page(tmp_path / "old" / "kim.md", "Kim waits.")
    ingest([tmp_path / "old"], index, fake_embedder)
    shutil.rmtree(tmp_path / "old")
    page(tmp_path / "new" / "renamed.md", "Kim no longer waits.")
    assert ingest([tmp_path / "new"], index, fake_embedder) == Report(updated=("kim",), passages=1)
    assert texts(index) == {"kim": "Kim no longer waits."}
    assert index.article("kim").origin == str(tmp_path / "new" / "renamed.md")
    assert ingest([tmp_path / "new"], index, fake_embedder).unchanged == ("kim",)


@pytest.mark.parametrize(
    ("title", "url"), [("Kim speaks", "https://a.org/kim"), ("Kim waits", "https://a.org/2")]
)
def test_an_article_of_another_title_or_address_is_another(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder, title: str, url: str
) -> None:
    page(tmp_path / "old" / "kim.md", "Kim waits.")
    ingest([tmp_path / "old"], index, fake_embedder)
    shutil.rmtree(tmp_path / "old")
    page(tmp_path / "new" / "renamed.md", "Kim no longer waits.", title, url)
    assert ingest([tmp_path / "new"], index, fake_embedder).added == ("renamed",)
    assert len(texts(index)) == 2


def test_two_articles_of_one_title_and_address_are_both_kept_while_both_are_there(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    page(tmp_path / "old" / "kim.md", "Kim waits.")
    page(tmp_path / "new" / "renamed.md", "Kim no longer waits.")
    assert ingest([tmp_path], index, fake_embedder).added == ("new/renamed", "old/kim")
    shutil.rmtree(tmp_path / "old")
    shutil.rmtree(tmp_path / "new")
    page(tmp_path / "newest" / "kim.md", "Kim spoke.")  # which of the two has moved?
    assert ingest([tmp_path], index, fake_embedder).added == ("newest/kim",)


@pytest.mark.parametrize("missing", ["title", "url"])
def test_articles_without_a_title_or_an_address_are_never_taken_for_one(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder, missing: str
) -> None:
    page(tmp_path / "old" / "kim.md", "Kim waits.", **{missing: ""})
    ingest([tmp_path / "old"], index, fake_embedder)
    shutil.rmtree(tmp_path / "old")
    page(tmp_path / "new" / "renamed.md", "Kim no longer waits.", **{missing: ""})
    assert ingest([tmp_path / "new"], index, fake_embedder).added == ("renamed",)


@pytest.mark.parametrize("name", ["c#", "a#b#c"])
def test_a_hash_sign_in_a_file_name_does_not_hide_that_the_file_is_there(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder, name: str
) -> None:
    for folder in ("one", "two", "three"):
        write(tmp_path / folder, **{name: "The same."})
    ingest([tmp_path / "one"], index, fake_embedder)
    ingest([tmp_path / "two"], index, fake_embedder)
    assert index.article(name).origin == str(tmp_path / "one" / f"{name}.txt")


def test_a_part_of_a_folder_is_known_again_by_its_own_path(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    write(tmp_path / "news" / "sub", a="The first.")
    ingest([tmp_path / "news"], index, fake_embedder)
    assert ingest([tmp_path / "news" / "sub"], index, fake_embedder) == Report(unchanged=("sub/a",))
    assert ingest([tmp_path / "news" / "sub" / "a.txt"], index, fake_embedder).unchanged == (
        "sub/a",
    )


def test_the_same_path_given_twice_goes_in_once(
    folder: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    report = ingest([folder, folder / "kim.txt"], index, fake_embedder)
    assert report == Report(added=("kim", "putin"), unchanged=("kim",), passages=2)


def test_of_two_records_with_one_id_the_first_is_kept_and_never_embedded_again(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "x", "text": "First."}\n{"id": "x", "text": "Last."}\n')
    first = ingest([path], index, fake_embedder)
    assert (first.added, first.passages, len(first.skipped)) == (("x",), 1, 1)
    again = ingest([path], index, fake_embedder)
    assert (again.unchanged, again.passages, again.skipped) == (("x",), 0, first.skipped)
    assert texts(index) == {"x": "First."}


def test_records_of_one_id_from_two_files_are_both_kept(
    tmp_path: Path, index: Index, fake_embedder: FakeEmbedder
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_text(f'{{"id": "x#1", "text": "From {name}."}}\n')
    assert len(ingest([tmp_path], index, fake_embedder).added) == 2
    assert sorted(texts(index).values()) == ["From a.", "From b."]
    assert len(ingest([tmp_path], index, fake_embedder).unchanged) == 2
