"""Article text and addresses to HTML: escaped, linked, and marked where they are quoted."""

import datetime as dt
import html
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.page.escaped import day, escaped, link_out, one_line
from bot.page.links import Link, Place, parse
from bot.page.marked import marked, paragraphs
from bot.page.sources import Quote
from bot.types import Span
from tests.page_values import ANA, MAYOR, TEXT, seen, tags

unhurried = settings(deadline=None)  # a busy machine is not a wrong result


def quote(span: Span, *marks: Span, number: int = 1, text: str = TEXT) -> Quote:
    return Quote(number, span, span.of(text), marks)


# ---- escaping


@unhurried
@given(st.text())
def test_escaped_text_is_shown_as_it_was(text: str) -> None:
    shown = html.unescape(escaped(text))
    assert shown == re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "�", text)


@unhurried
@given(st.text())
def test_escaped_text_has_no_sign_that_html_or_markdown_reads(text: str) -> None:
    without_references = re.sub(r"&#\d+;", "", escaped(text))
    assert not set(without_references) & set("<>&\"'`*_[](){}$\\~|#!=:/@^")


def test_half_a_surrogate_pair_can_be_sent() -> None:
    assert escaped("a\ud83d").encode("utf-8") == "a�".encode()


@unhurried
@given(st.text())
def test_one_line_never_ends_a_markdown_block(text: str) -> None:
    assert not re.search(r"[\n\r]", one_line(text))


def test_dates_are_told_in_words() -> None:
    assert seen(day(dt.date(2020, 12, 5))) == "5 December 2020"
    assert 'datetime="2020-12-05"' in day(dt.date(2020, 12, 5))
    assert day(None) == "undated"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//post.example",
        "https://",
        "http://[::1",
        "post.example/1",
    ],
)
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    assert link_out(url, "original") == ""


def test_an_address_cannot_leave_its_attribute() -> None:
    link = link_out('https://post.example/"onmouseover="alert(1)', "original")
    assert tags(link) == {"a", "span"}
    assert 'onmouseover="' not in link
    assert 'rel="noopener noreferrer"' in link


# ---- links


@unhurried
@given(st.sampled_from(Place), st.integers(0, 999_999), st.integers(0, 999_999))
def test_a_link_is_read_back_as_it_was_written(place: Place, turn: int, item: int) -> None:
    link = Link(place, turn, item)
    assert parse(link.href.removeprefix("#")) == link


@pytest.mark.parametrize(
    "sent", [None, 3, {"a": 1}, "", "cite", "cite-1", "cite-1-x", "cite--1-1", "file-1-1",
             "cite-1-1\n", "cite-1-9999999", "article-1-../../x"],
)  # fmt: skip
def test_anything_else_a_browser_sends_is_no_link(sent: object) -> None:
    assert parse(sent) is None


# ---- marking


def test_the_quote_and_its_marks_stand_exactly_where_they_are() -> None:
    assert marked(TEXT, [quote(MAYOR, ANA)]).endswith(
        '<span class="quote" data-cites="1">The mayor, <mark>Ana Ruiz</mark>, cut the ribbon.'
        "</span> It rained."
    )


@pytest.mark.parametrize(
    ("marks", "wanted"),
    [
        ([(0, 3)], "<mark>abc</mark>def"),
        ([(3, 6)], "abc<mark>def</mark>"),
        ([(0, 6)], "<mark>abcdef</mark>"),
        ([(1, 4), (2, 5)], "a<mark>bcde</mark>f"),
        ([(1, 2), (2, 3)], "a<mark>bc</mark>def"),
        ([(1, 2), (4, 5)], "a<mark>b</mark>cd<mark>e</mark>f"),
        ([(2, 2)], "abcdef"),
        ([(5, 9)], "abcde<mark>f</mark>"),
    ],
)
def test_marks_at_ends_overlapping_empty_and_beyond(
    marks: list[tuple[int, int]], wanted: str
) -> None:
    whole = quote(Span(0, 6), *(Span(*m) for m in marks), text="abcdef")
    assert marked("abcdef", [whole]) == f'<span class="quote" data-cites="1">{wanted}</span>'


def test_overlapping_quotes_are_both_found_by_their_numbers() -> None:
    quotes = [quote(Span(0, 4), text="abcdef"), quote(Span(2, 6), number=2, text="abcdef")]
    found = re.findall(r'data-cites="([^"]*)">([^<]*)<', marked("abcdef", quotes))
    assert found == [("1", "ab"), ("1 2", "cd"), ("2", "ef")]


spans = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda p: Span(min(p), max(p)))
quotes_anywhere = st.lists(
    st.builds(
        lambda number, span, marks: Quote(number, span, "", tuple(marks)),
        st.integers(1, 4),
        spans,
        st.lists(spans, max_size=3),
    ),
    max_size=4,
)


@unhurried
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=50),
       quotes_anywhere, st.integers(0, 20))  # fmt: skip
def test_marking_changes_no_character(text: str, quotes: list[Quote], start: int) -> None:
    assert seen(marked(text, quotes, start=start)) == text


@unhurried
@given(quotes_anywhere)
def test_exactly_the_quoted_characters_are_in_quotes(quotes: list[Quote]) -> None:
    text = "".join(chr(0x4E00 + n) for n in range(50))  # fifty letters, each only once
    inside = "".join(
        re.sub("<[^>]*>", "", run)
        for run in re.findall(r'<span class="quote"[^>]*>(.*?)</span>', marked(text, quotes))
    )
    wanted = {n for q in quotes for n in range(q.span.start, min(q.span.end, 50))}
    assert inside == "".join(text[n] for n in sorted(wanted))


def test_paragraphs_keep_offsets_and_break_only_at_blank_lines() -> None:
    text = "\n\n One.\nStill one.\n \n\nTwo, quoted.\n\n\n"
    span = Span(text.index("quoted"), text.index("quoted") + 6)
    assert paragraphs(text, [quote(span, text=text)]) == (
        '<p dir="auto">One.\nStill one.</p>'
        '<p dir="auto">Two, <span class="quote" data-cites="1">quoted</span>.</p>'
    )


def test_paragraphs_of_a_long_run_of_spaces_take_no_time() -> None:
    started = time.perf_counter()
    paragraphs("a" + "\n" + " " * 200_000 + "b", [])
    assert time.perf_counter() - started < 1
