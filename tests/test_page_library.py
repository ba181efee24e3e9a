"""The Library: what the list shows, the chart, and what its events change."""

import datetime as dt
import time
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from bot.articles import Skipped
from bot.contents import ListedArticle
from bot.index import Index
from bot.intake import Librarian, Progress
from bot.page.library.chart import chart_html
from bot.page.library.events import Counter
from bot.page.library.layout import EVERY_COLLECTION, Visit
from bot.page.library.running import Running
from bot.page.library.shelf import article_html, parse, progress_html, report_html, shelf_html
from bot.page.library.view import PAGE_SIZE, Listing, Order, View, shown
from bot.rows import Standing
from bot.storing import Copy, Report
from tests.fakes import FakeEmbedder, article, index_in, store
from tests.page_values import HOSTILE, seen, tags

PATIENCE_S = 20
NOON = dt.datetime(2024, 5, 6, 12, tzinfo=dt.UTC)


def listed(id: str, title: str = "", **fields: Any) -> ListedArticle:
    day = fields.get("date")
    return ListedArticle(
        id,
        dt.date.fromisoformat(day) if day else None,
        fields.get("source", ""),
        title or id,
        fields.get("passages", 1),
        fields.get("collections", ("main",)),
        NOON + dt.timedelta(hours=fields.get("added", 0)),
    )


ARTICLES = [
    listed("a", "Éclair wins", date="2020-01-02", source="Post", passages=9, added=1),
    listed("b", "Boat lost", date="2021-03-04", source="Desk", added=3),
    listed("c", "Dance", source="", passages=2, collections=("main", "art"), added=2),
]


# ---- which articles


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        (Order.NEWEST, "bac"),
        (Order.OLDEST, "abc"),
        (Order.ADDED, "bca"),
        (Order.TITLE, "bca"),
        (Order.OUTLET, "bac"),
        (Order.LONGEST, "acb"),
    ],
)
def test_the_list_is_sorted_and_what_lacks_a_value_comes_last(order: Order, ids: str) -> None:
    assert "".join(a.id for a in shown(ARTICLES, View(order=order)).articles) == ids


@pytest.mark.parametrize(
    ("search", "ids"),
    [("eclair", "a"), ("POST win", "a"), ("post boat", ""), ("2021-03", "b"), ("  ", "bac")],
)
def test_all_words_looked_for_are_in_an_article_shown(search: str, ids: str) -> None:
    assert "".join(a.id for a in shown(ARTICLES, View(search=search)).articles) == ids


def test_a_collection_is_shown_alone() -> None:
    assert [a.id for a in shown(ARTICLES, View(collection="art")).articles] == ["c"]


def test_thousands_of_articles_are_shown_a_page_at_a_time() -> None:
    many = [listed(f"{n:05}") for n in range(8_000)]
    first, last = shown(many, View(order=Order.TITLE)), shown(many, View(page=10**6))
    assert [a.id for a in first.articles] == [f"{n:05}" for n in range(PAGE_SIZE)]
    assert (first.pages, last.page, len(last.articles)) == (160, 159, PAGE_SIZE)
    markup = shelf_html(first)
    assert len(markup) < 30_000
    assert "1–50 of 8,000 articles" in seen(markup)
    assert 'href="#leaf-1"' in markup
    assert 'href="#leaf--1"' not in markup


def test_the_list_is_read_again_only_when_the_index_has_changed(tmp_path: Path) -> None:
    index = index_in(tmp_path)
    store(index, article("One.", "one"))
    listing = Listing(index)
    assert listing.articles() is listing.articles()
    store(index, article("Two.", "two"))
    assert [a.id for a in listing.articles()] == ["one", "two"]


# ---- markup


def test_nothing_of_others_becomes_markup() -> None:
    hostile = replace(
        listed(HOSTILE, HOSTILE, source=HOSTILE, date="2020-01-01", collections=(HOSTILE,)),
        author=HOSTILE,
        language=HOSTILE,
    )
    foreign = ((HOSTILE, HOSTILE),)
    report = Report(added=(HOSTILE,), skipped=(Skipped(HOSTILE, HOSTILE),), foreign=foreign)
    whole = article(
        HOSTILE, HOSTILE, title=HOSTILE, source=HOSTILE, author=HOSTILE, language=HOSTILE
    )
    index_entry = article_html(whole, Standing((HOSTILE,), added=NOON))
    for markup in (
        shelf_html(shown([hostile], View())),
        chart_html([hostile]),
        report_html(report),
        index_entry,
    ):
        assert not {"script", "img", "b"} & tags(markup)
        assert "onerror=" not in markup
        assert HOSTILE in seen(markup)


def test_an_empty_list_says_what_to_do() -> None:
    assert "Drop some files" in seen(shelf_html(shown([], View())))
    assert "other words" in seen(shelf_html(shown(ARTICLES, View(search="zzz"))))


@pytest.mark.parametrize(
    ("target", "meaning"),
    [
        ("open-3", ("open", 3)),
        ("leaf-0", ("leaf", 0)),
        ("open--1", None),
        ("open-x", None),
        ("../etc", None),
        (None, None),
        (3, None),
    ],
)
def test_a_link_is_a_kind_and_a_number(target: object, meaning: object) -> None:
    assert parse(target) == meaning


def test_an_article_shows_its_author_and_a_note_on_its_language() -> None:
    foreign = replace(listed("a", source="Post"), author="Ann Ott", language="German")
    row = seen(shelf_html(shown([foreign, *ARTICLES], View(search="german ott"))))
    assert "Post · Ann Ott" in row
    assert "German" in row
    assert "1–1 of 1 article, out of 4" in row
    whole = article("Der See fiel.", author="Ann Ott", language="German")
    markup = seen(article_html(whole, Standing(added=NOON)))
    assert "Ann Ott" in markup
    assert "This is in German: answers and verdicts on it are not to be trusted yet." in markup
    told = seen(report_html(Report(added=("a",), foreign=(("a", "German"),))))
    assert "a: this is in German" in told


def test_progress_tells_rate_and_time_left() -> None:
    told = seen(progress_html(Progress(20, 60, 100), 10.0))
    assert "20 of 60 articles, 2.0 articles and 10 passages a second, about 20 s left" in told
    assert "left" not in seen(progress_html(Progress(0, 60, 0), 10.0))
    assert "left" not in seen(progress_html(Progress(60, 60, 100), 10.0))


def test_a_report_tells_each_reason_but_not_thousands() -> None:
    skipped = tuple(Skipped(str(n), f"reason {n}.") for n in range(30))
    told = seen(report_html(Report(added=("a",), unchanged=("b", "c"), skipped=skipped)))
    assert told.startswith("1 added, 2 unchanged, 30 skipped.")
    assert "reason 19." in told
    assert "reason 20." not in told
    assert "and 10 more" in told


def test_a_report_tells_how_many_are_copies() -> None:
    report = Report(added=("a", "b"), copies=(Copy("b", "a"),))
    assert seen(report_html(report)) == "2 added, 1 linked as copies."


# ---- the chart


def test_the_chart_counts_by_month_and_outlet() -> None:
    markup = chart_html(ARTICLES)
    assert 'role="img"' in markup
    assert "Articles by month and outlet: 2 from 2020-01 to 2021-03, at most 1." in markup
    assert markup.count("<rect") == 2
    assert "2020-01, Post: 1" in markup
    assert "1 without a date are not in it" in seen(markup)
    assert "2020-02" not in seen(markup.split("<details>")[1])


def test_many_years_are_told_by_year_and_many_outlets_in_one() -> None:
    many = [listed(str(n), date=f"{2000 + n}-06-01", source=f"outlet {n}") for n in range(12)]
    markup = chart_html(many)
    assert "Articles by year and outlet" in markup
    assert markup.count("<li>") == 6
    assert "2011, other outlets: 1" in markup


def test_without_dates_there_is_no_chart() -> None:
    assert "<svg" not in chart_html(ARTICLES[2:])


# ---- events


@pytest.fixture
def index(tmp_path: Path) -> Index:
    index = index_in(tmp_path / "index")
    store(
        index,
        article("The boat sank.", "boat", title="Boat", date="2020-01-02", source="Post"),
        article("The cat slept.", "cat", title="Cat", date="2021-01-02"),
    )
    return index


@pytest.fixture
def counter(index: Index) -> Counter:
    return Counter(Librarian(index, FakeEmbedder()))


def clicked(target: object) -> gr.EventData:
    return gr.EventData(None, {"target_link": target})


def test_an_article_is_opened_dated_and_deleted(index: Index, counter: Counter) -> None:
    visit = Visit()
    counter.arrive(visit)
    assert visit.ids == ("cat", "boat")
    *_, markup, date, _sure = counter.follow(visit, clicked("open-2"))
    assert (visit.opened, date) == ("boat", "2020-01-02")
    assert "The boat sank." in seen(str(markup))
    assert "is no date" in seen(str(counter.redate("soon", visit)[2]))
    shelf, *_ = counter.redate("2022-02-03", visit)
    assert index.article("boat").date == dt.date(2022, 2, 3)
    assert visit.ids == ("boat", "cat")
    assert "3 February 2022" in seen(str(shelf))
    counter.delete(visit)
    assert [a.id for a in index.listed()] == ["cat"]
    assert visit.opened == ""


@pytest.mark.parametrize("target", ["open-9", "open-0", "x", None])
def test_a_link_that_leads_nowhere_opens_nothing(counter: Counter, target: object) -> None:
    visit = Visit()
    counter.arrive(visit)
    counter.follow(visit, clicked(target))
    assert visit.opened == ""


def test_looking_for_something_else_begins_at_the_first_page(counter: Counter) -> None:
    visit = Visit(View(page=3))
    counter.look("cat", Order.OLDEST.value, EVERY_COLLECTION, visit)
    assert (visit.ids, visit.view.page) == (("cat",), 0)


def test_files_are_taken_in_and_no_copy_stays(
    index: Index, counter: Counter, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.xyz"
    good.write_text("date 2020-05-05\nA horse ran.")
    bad.write_text("x")
    links = "news.example/a  http://127.0.0.1:1/b"
    uploads = [str(good), str(bad)]
    *_, (told, files, typed, _button) = counter.take_in(uploads, links, "animals", "")
    assert (files, typed) == (None, "")
    assert seen(str(told)).startswith("1 added, 3 skipped.")
    assert "news.example/a is no web address" in seen(str(told))
    assert "on this machine or a private network" in seen(str(told))
    assert "bad.xyz is not one of" in seen(str(told))
    assert str(tmp_path) not in seen(str(told))  # nobody knows the folder of uploads
    assert index.entry("good")[1].collections == ("animals",)
    assert not good.exists()


def test_no_copy_stays_of_what_was_dropped_on_a_page_that_is_closed_meanwhile(
    index: Index, counter: Counter, tmp_path: Path
) -> None:
    file = tmp_path / "good.txt"
    file.write_text("A horse ran.")
    going = counter.take_in([str(file)], "", "", "")
    next(going)
    assert isinstance(going, Generator)
    going.close()
    waited_until = time.monotonic() + PATIENCE_S
    while file.exists() and time.monotonic() < waited_until:
        time.sleep(0.02)
    assert index.article("good").text == "A horse ran."
    assert not file.exists()


def test_fields_of_records_may_be_named_otherwise(
    index: Index, counter: Counter, tmp_path: Path
) -> None:
    file = tmp_path / "posts.csv"
    file.write_text("body,Went up\nA horse ran.,2020-05-05\n")
    fields = "text=body, date=Went up"
    *_, (told, *_) = counter.take_in([str(file)], "", "", fields)
    assert seen(str(told)) == "1 added."
    assert index.article("posts:1").date == dt.date(2020, 5, 5)


def test_what_stops_taking_in_is_told(counter: Counter, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("A horse ran.")
    *_, last = counter.take_in([str(file)], "", "\x00!", "")
    assert "cannot name a collection" in seen(str(last[0]))
    assert file.exists()
    *_, last = counter.take_in([str(file)], "", "", "body")
    assert "names no field" in seen(str(last[0]))
    assert file.exists()
    *_, last = counter.take_in(None, " ", "", "")
    assert "Drop a file" in str(last[0])


def test_what_a_call_raises_is_raised_where_its_result_is_asked_for() -> None:
    running: Running[int] = Running(lambda: 1 // 0)
    assert running.done(5)
    with pytest.raises(ZeroDivisionError):
        running.result()
    seven = Running(lambda: 7)
    assert seven.done(5)
    assert seven.result() == 7
