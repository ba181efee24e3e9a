"""The page's rendering: pure functions from the bot's values to HTML, and what feeds them."""

import datetime as dt
import html
import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ArticleError, SettingError
from bot.index import Overview
from bot.page.conversation import Conversation, Exchange, converse
from bot.page.escaped import day, escaped, link_out, one_line
from bot.page.header import header
from bot.page.inputs import MAX_CHARACTERS, filters_from, kind_from, require_short, told
from bot.page.links import Link, Place, parse
from bot.page.marked import marked, paragraphs
from bot.page.message import asked, replied
from bot.page.paced import paced
from bot.page.panel import article_view, empty_view, problem_view, sources_view
from bot.page.session import Chats, Session
from bot.page.sources import Excerpt, Quote, sources
from bot.page.views import chat_messages, latest_evidence, linked_evidence
from bot.types import (
    Answer,
    Article,
    Citation,
    Filters,
    Hit,
    Kind,
    Message,
    Passage,
    Reply,
    Sentence,
    Span,
    Turn,
)

TEXT = "The bridge opened on Monday.\n\nThe mayor, Ana Ruiz, cut the ribbon. It rained."
MAYOR = Span(TEXT.index("The mayor"), TEXT.index(" It rained"))
ANA = Span(TEXT.index("Ana"), TEXT.index(", cut"))
unhurried = settings(deadline=None)  # a busy machine is not a wrong result
HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) "
    "![i](http://evil.example/i) $$x$$ {{value}} ${1} `c` **b** \"q\" 'q' & &lt;"
)
BRIDGE = Article(
    "bridge", TEXT, "A bridge opens", dt.date(2021, 3, 1), "The Post", "https://post.example/1"
)


def seen(markup: str) -> str:
    """The text a browser would show of a markup."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def tags(markup: str) -> set[str]:
    """The names of the elements a browser would make of a markup."""
    found: set[str] = set()

    class Collector(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.add(tag)

    Collector().feed(markup)
    return found


def quote(span: Span, *marks: Span, number: int = 1, text: str = TEXT) -> Quote:
    return Quote(number, span, span.of(text), marks)


def citation(article: Article, span: Span, *marks: Span, number: int = 1) -> Citation:
    return Citation(
        number,
        article.id,
        article.title,
        article.source,
        article.date,
        article.url,
        span.start,
        span.end,
        span.of(article.text),
        marks,
    )


def hit(article: Article, start: int = 0, end: int | None = None) -> Hit:
    end = len(article.text) if end is None else end
    a, words = article, article.text[start:end]
    return Hit(
        Passage(a.id, 0, start, end, words, (Span(start, end),), a.title, a.date, a.source, a.url),
        1.0,
    )


def answered(*cited: Citation, hits: tuple[Hit, ...] = (), confidence: float = 0.82) -> Answer:
    return Answer(
        "q", tuple(Sentence(c.quote, 1.0, (c,)) for c in cited), confidence, hits, seconds=1.24
    )


def reply_of(answer: Answer | None, **more: object) -> Reply:
    given = Reply(Message("q", Kind.QUESTION, "q"), ("Found 2 passages",), answer, done=True)
    return replace(given, **more)  # type: ignore[arg-type]


MAYOR_ANSWER = answered(citation(BRIDGE, MAYOR, ANA), hits=(hit(BRIDGE),))


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


# ---- sources


def test_citations_of_one_article_share_a_source_and_keep_their_own_numbers() -> None:
    rained = Span(MAYOR.end + 1, len(TEXT))
    other = replace(BRIDGE, id="other", title="Other")
    found = sources(
        answered(
            citation(BRIDGE, MAYOR), citation(other, MAYOR, number=2), citation(BRIDGE, rained)
        )
    )
    assert [(s.number, s.article.id) for s in found] == [(1, "bridge"), (2, "other")]
    assert [[q.number for q in s.quotes] for s in found] == [[1, 3], [2]]


def test_overlapping_passages_are_joined_without_saying_anything_twice() -> None:
    first, second = hit(BRIDGE, 0, MAYOR.end), hit(BRIDGE, MAYOR.start, len(TEXT))
    opened = Span(0, 28)
    rained = Span(MAYOR.end + 1, len(TEXT))
    (source,) = sources(
        answered(citation(BRIDGE, rained), citation(BRIDGE, opened), hits=(second, first))
    )
    assert source.excerpts == (Excerpt(0, TEXT),)


def test_a_quote_whose_passage_is_not_at_hand_is_shown_alone() -> None:
    (source,) = sources(answered(citation(BRIDGE, MAYOR)))
    assert source.excerpts == (Excerpt(MAYOR.start, MAYOR.of(TEXT)),)


def test_an_abstention_has_the_nearest_passages_without_quotes() -> None:
    other = replace(BRIDGE, id="other")
    hits = (hit(BRIDGE, 0, 28), hit(other), hit(BRIDGE, MAYOR.start, MAYOR.end))
    found = sources(Answer("q", (), 0.1, hits))
    assert [(s.number, s.article.id, len(s.excerpts)) for s in found] == [
        (1, "bridge", 2),
        (2, "other", 1),
    ]
    assert not any(s.quotes for s in found)


# ---- panel


def test_a_source_names_the_pages_of_its_quotes_and_warns_of_its_language() -> None:
    cited = [replace(citation(BRIDGE, MAYOR), page=page, language="<German>") for page in (7, 3, 3)]
    found = sources(answered(*cited, hits=(hit(BRIDGE),)))
    view = sources_view(found, "q", turn=1)
    assert "pages 3, 7" in view
    assert "This is in &#60;German&#62;&#58; answers and verdicts" in view
    passage = replace(hit(BRIDGE).passage, page=2, language="German")
    near = sources_view(sources(answered(hits=(Hit(passage, 1.0),))), "q", turn=1)
    assert "page 2" in near
    assert "not to be trusted yet" in near
    plain = sources_view(sources(MAYOR_ANSWER), "q", turn=1)
    assert "page " not in seen(plain)
    assert "trusted" not in plain


def test_a_whole_article_names_its_author() -> None:
    (source,) = sources(MAYOR_ANSWER)
    focus = Link(Place.CITE, 1, 1)
    view = article_view(source, replace(BRIDGE, author="Ann <b>"), turn=1, focus=focus)
    assert "Ann &#60;b&#62;" in view


def test_a_source_names_its_article_and_links_to_it() -> None:
    view = sources_view(sources(MAYOR_ANSWER), "Who cut it?", turn=3)
    text = seen(view)
    for part in ("1 source", "A bridge opens", "The Post", "1 March 2021", "“Who cut it?”"):
        assert part in text
    assert 'href="#article-3-1"' in view
    assert "<mark>Ana Ruiz</mark>" in view
    assert 'href="https&#58;&#47;&#47;post.example&#47;1"' in view


def test_an_article_is_opened_at_its_quote_with_a_way_back() -> None:
    (source,) = sources(MAYOR_ANSWER)
    view = article_view(source, BRIDGE, turn=3, focus=Link(Place.QUOTE, 3, 1))
    assert 'data-view="article" data-turn="3" data-focus="quote-3-1"' in view
    assert 'data-cites="1">The mayor, <mark>Ana Ruiz</mark>, cut the ribbon.</span>' in view
    assert 'href="#source-3-1"' in view
    assert "It rained." in view


def test_an_article_that_changed_is_not_marked_at_the_wrong_place() -> None:
    (source,) = sources(MAYOR_ANSWER)
    changed = replace(BRIDGE, text=f"Correction. {TEXT}")
    view = article_view(source, changed, turn=1, focus=Link(Place.ARTICLE, 1, 1))
    assert "has changed since it was quoted" in view
    assert "<mark>" not in view
    assert 'class="quote"' not in view


def test_nearest_passages_say_that_they_do_not_answer() -> None:
    found = sources(Answer("q", (), 0.1, (hit(BRIDGE),)))
    view = sources_view(found, "q", turn=1)
    assert "Nearest passages — none of them answers it" in view
    assert 'class="evidence nearest"' in view
    article = article_view(found[0], BRIDGE, turn=1, focus=Link(Place.ARTICLE, 1, 1))
    assert 'class="evidence nearest"' in article
    assert 'class="quote"' in article  # the passage, to be scrolled to


def test_nothing_near_is_told() -> None:
    assert "Nothing near was found" in sources_view((), "q", turn=1)


def test_hostile_text_makes_no_element_anywhere() -> None:
    evil = Article("evil", HOSTILE, HOSTILE, None, HOSTILE, f"https://x.example/{HOSTILE}")
    cited = citation(evil, Span(0, len(HOSTILE)), Span(0, 8))
    answer = answered(replace(cited, also_in=(HOSTILE,)), hits=(hit(evil),))
    (source,) = sources(answer)
    link = Link(Place.ARTICLE, 1, 1)
    exchange = Exchange(
        HOSTILE,
        Filters(sources=(HOSTILE,)),
        reply_of(answer, steps=(HOSTILE,), note=HOSTILE, warnings=(HOSTILE,)),
        problem=HOSTILE,
    )
    for markup in (
        sources_view((source,), HOSTILE, turn=1),
        article_view(source, evil, turn=1, focus=link),
        problem_view(HOSTILE, source, turn=1),
        asked(exchange),
        replied(exchange, 1),
        header(problem=HOSTILE),
    ):
        assert not tags(markup) & {"script", "img", "b", "code", "em"}
        assert "javascript:" not in markup
        assert not re.search(r"[$`\[\]{}*]", re.sub(r"\[\d+\]", "", markup))


# ---- messages


def test_an_answer_has_its_citations_byline_confidence_and_time() -> None:
    markup = replied(Exchange("q", reply=reply_of(MAYOR_ANSWER)), 2)
    assert "The mayor, Ana Ruiz, cut the ribbon.\xa0[1]" in seen(markup)
    assert '<a class="cite" href="#cite-2-1">[1]</a>' in markup
    text = seen(markup)
    assert "The Post, 1 March 2021" in text
    assert "high confidence .82 · took 1.2 s" in text


@pytest.mark.parametrize(
    ("confidence", "words"),
    [(1.0, "high confidence 1.00"), (0.79, "fair confidence .79"), (0.3, "low confidence .30")],
)
def test_confidence_is_told_in_words_and_number(confidence: float, words: str) -> None:
    answer = replace(MAYOR_ANSWER, confidence=confidence)
    assert words in seen(replied(Exchange("q", reply=reply_of(answer)), 1))


def test_sentences_of_one_article_make_one_paragraph_and_cite_each_its_own_quote() -> None:
    rained = Span(MAYOR.end + 1, len(TEXT))
    other = replace(BRIDGE, id="other")
    answer = answered(
        citation(BRIDGE, MAYOR), citation(BRIDGE, rained), citation(other, MAYOR, number=2)
    )
    markup = replied(Exchange("q", reply=reply_of(answer)), 1)
    assert re.findall(r'href="#cite-1-(\d)">\[(\d)\]', markup) == [
        ("1", "1"), ("2", "1"), ("3", "2"),
    ]  # fmt: skip
    assert markup.count('<p dir="auto">') == 2


def test_equal_citations_keep_their_own_places() -> None:
    same = citation(BRIDGE, MAYOR)
    markup = replied(Exchange("q", reply=reply_of(answered(same, replace(same)))), 1)
    assert re.findall(r'href="#cite-1-(\d)"', markup) == ["1", "2"]


def test_an_abstention_looks_unlike_an_answer_and_shows_no_confidence() -> None:
    answer = Answer("q", (), 0.9, (hit(BRIDGE),))
    markup = replied(Exchange("q", reply=reply_of(answer)), 2)
    assert 'class="abstained"' in markup
    assert Answer.ABSTENTION in seen(markup)
    assert 'href="#source-2-0"' in markup
    assert "confidence" not in markup
    assert 'class="answer"' not in markup


def test_steps_are_open_while_at_work_and_folded_when_done() -> None:
    at_work = replied(Exchange("q", reply=reply_of(None, done=False)), 1)
    assert "<details" not in at_work
    assert "Found 2 passages" in at_work
    done = replied(Exchange("q", reply=reply_of(MAYOR_ANSWER)), 1)
    assert '<details class="steps"><summary>Found 2 passages' in done


def test_filters_in_force_are_told_beside_the_answer() -> None:
    filters = Filters(as_of=dt.date(2020, 12, 14), sources=("The Post",))
    text = seen(replied(Exchange("q", filters, reply_of(MAYOR_ANSWER)), 1))
    assert "nothing after 14 December 2020 · only The Post" in text


def test_a_message_is_one_html_block() -> None:
    exchange = Exchange("two\n\nparagraphs\r\n\r\nhere", reply=reply_of(MAYOR_ANSWER))
    for markup in (asked(exchange), replied(exchange, 1)):
        assert markup.startswith("<div")
        assert "\n" not in markup
    assert asked(exchange).count("<br>") == 4


def test_what_is_copied_is_the_answer_with_its_sources() -> None:
    markup = replied(Exchange("q", reply=reply_of(MAYOR_ANSWER)), 1)
    clipping = markup[markup.index('<div class="clipping">') :]
    assert [seen(line) for line in re.findall("<span>(.*?)</span>", clipping)] == [
        "The mayor, Ana Ruiz, cut the ribbon. [1]",
        "[1] A bridge opens, The Post, 2021-03-01 https://post.example/1",
    ]


# ---- head and inputs


def test_the_head_counts_in_words() -> None:
    one = Overview(1, 1, ("a",), dt.date(2019, 1, 4), dt.date(2021, 12, 12))
    assert seen(header(one)).endswith("1 article, 1 passage, 4 January 2019 to 12 December 2021")
    many = Overview(1200, 34_000, (), None, None)
    assert seen(header(many)).endswith("1,200 articles, 34,000 passages")


def test_filters_are_read_and_told() -> None:
    filters = filters_from(" 2020-12-14 ", ["The Post"])
    assert filters == Filters(as_of=dt.date(2020, 12, 14), sources=("The Post",))
    assert told(filters) == "Filters: nothing after 2020-12-14, The Post"
    assert told(Filters(sources=("a", "b"))) == "Filters: 2 outlets"
    assert told(filters_from(None, None)) == "Filters"


@pytest.mark.parametrize("typed", ["14.12.2020", "2020-13-01", "yesterday", "2020"])
def test_a_date_that_is_none_is_told_with_the_remedy(typed: str) -> None:
    with pytest.raises(SettingError, match=f"“{typed}” is no date. Write it as year-month-day"):
        filters_from(typed, [])


def test_a_message_that_is_too_long_is_refused_with_its_length() -> None:
    require_short("x" * MAX_CHARACTERS)
    with pytest.raises(SettingError, match="20,001 characters; at most 20,000"):
        require_short("x" * (MAX_CHARACTERS + 1))


# ---- what one person's page does


@dataclass
class Script:
    """A bot that yields given replies, then raises what it is given."""

    replies: Sequence[Reply] = ()
    error: Exception | None = None
    hold: threading.Event | None = None

    def reply(
        self,
        message: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters = Filters(),
        kind: Kind | None = None,
    ) -> Iterator[Reply]:
        self.history, self.kind = tuple(history), kind
        yield from self.replies
        if self.hold:
            self.hold.wait(10)
        if self.error:
            raise self.error

    def article(self, article_id: str) -> Article:
        if article_id != BRIDGE.id:
            raise ArticleError(f"There is no article {article_id!r}.")
        return BRIDGE


def test_a_conversation_grows_and_carries_its_history() -> None:
    bot = Script([reply_of(None, done=False), reply_of(MAYOR_ANSWER)])
    *_, first = converse(bot, Conversation(), "one")
    *_, second = converse(bot, first, "two")
    assert bot.history == (Turn("one", "q", MAYOR_ANSWER.sentences[0].text),)
    assert [e.message for e in second.exchanges] == ["one", "two"]
    assert all(e.done for e in second.exchanges)


def test_an_error_that_can_be_mended_is_told_in_its_own_words() -> None:
    *_, last = converse(Script(error=ArticleError("Mend it.")), Conversation(), "q")
    assert last.exchanges[-1].problem == "Mend it."


@pytest.mark.parametrize("bot", [Script(error=KeyError("secret")), Script()])
def test_any_other_error_is_an_apology_and_a_traceback_in_the_log(
    bot: Script, caplog: pytest.LogCaptureFixture
) -> None:
    *_, last = converse(bot, Conversation(), "q")
    assert last.exchanges[-1].problem.startswith("Sorry")
    assert "secret" not in last.exchanges[-1].problem
    assert "Traceback" in caplog.text


def test_a_stopped_reply_ends_at_once_and_says_so() -> None:
    bot = Script([reply_of(None, done=False)], hold=threading.Event())
    session = Session()
    growing = session.ask(bot, "q", Filters())
    assert not next(growing).exchanges[-1].done
    next(growing)
    session.run += 1  # what stop() does first
    started = time.monotonic()
    *_, last = growing
    assert time.monotonic() - started < 2
    assert last.exchanges[-1].stopped
    assert session.conversation is last


def test_a_new_chat_is_not_overwritten_by_a_reply_still_running() -> None:
    session = Session()
    growing = session.ask(Script([reply_of(MAYOR_ANSWER)]), "q", Filters())
    next(growing)
    session.running = 0  # as if it took too long to end
    session.clear()
    assert list(growing) == []
    assert session.conversation == Conversation()


def test_a_page_opened_again_goes_on_with_a_copy_of_its_conversation() -> None:
    chats, first = Chats(), Session()
    key = chats.keep(first)
    *_, asked_once = first.ask(Script([reply_of(MAYOR_ANSWER)]), "one", Filters())
    again = Session()
    again.take_up(chats.conversation(key))
    assert again.conversation == asked_once
    assert chats.keep(again) != key
    again.clear()
    assert chats.conversation(key) == asked_once


def test_a_reply_under_way_is_stopped_for_the_page_opened_again() -> None:
    running = Exchange("two", reply=reply_of(None, done=False))
    again = Session()
    again.take_up(Conversation((running,)))
    assert again.conversation == Conversation((replace(running, stopped=True),))


def test_a_page_that_was_asked_already_keeps_its_own_conversation() -> None:
    asked = Conversation((Exchange("new", problem="x"),))
    again = Session(asked)
    again.take_up(Conversation((Exchange("old", problem="x"),)))
    assert again.conversation is asked


def test_only_so_many_chats_are_kept_and_none_is_found_by_a_wrong_key() -> None:
    chats = Chats(most=2)
    keys = [chats.keep(Session(Conversation((Exchange(str(n)),)))) for n in range(3)]
    assert [len(chats.conversation(k).exchanges) for k in (*keys, "guess", "")] == [0, 1, 1, 0, 0]
    assert len(set(keys)) == 3
    assert min(map(len, keys)) >= 22  # 128 bits


def test_links_lead_only_into_the_conversation_they_stand_in() -> None:
    bot = Script()
    conversation = Conversation((Exchange("q", reply=reply_of(MAYOR_ANSWER)),))
    for link in (Link(Place.CITE, 1, 1), Link(Place.SOURCE, 1, 0), Link(Place.SOURCE, 1, 1)):
        assert 'data-view="sources"' in (linked_evidence(bot, conversation, link) or "")
    for link in (Link(Place.ARTICLE, 1, 1), Link(Place.QUOTE, 1, 1)):
        assert 'data-view="article"' in (linked_evidence(bot, conversation, link) or "")
    for link in (Link(Place.CITE, 2, 1), Link(Place.ARTICLE, 1, 2), Link(Place.QUOTE, 0, 1)):
        assert linked_evidence(bot, conversation, link) is None


def test_an_article_that_says_nearly_the_same_is_named_and_opens() -> None:
    cited = citation(replace(BRIDGE, id="original", text=f"Wire. {TEXT}"), MAYOR.shifted(6))
    answer = answered(replace(cited, also_in=("gone", BRIDGE.id)))
    conversation = Conversation((Exchange("q", reply=reply_of(answer)),))
    view = latest_evidence(Script(), conversation) or ""
    assert '<a href="#also-1-2">A bridge opens, The Post</a>' in view
    assert '<a href="#also-1-1">gone</a>' in view
    opened = linked_evidence(Script(), conversation, Link(Place.ALSO, 1, 2)) or ""
    assert f'<span class="quote" data-cites="1">{MAYOR.of(TEXT)}</span>' in opened
    gone = linked_evidence(Script(), conversation, Link(Place.ALSO, 1, 1)) or ""
    assert "There is no article" in seen(gone)
    assert linked_evidence(Script(), conversation, Link(Place.ALSO, 1, 3)) is None


def test_an_article_that_is_gone_is_told() -> None:
    gone = replace(BRIDGE, id="gone")
    answer = answered(citation(gone, MAYOR))
    conversation = Conversation((Exchange("q", reply=reply_of(answer)),))
    view = linked_evidence(Script(), conversation, Link(Place.ARTICLE, 1, 1))
    assert "There is no article" in seen(view or "")


def test_the_panel_stays_until_there_is_something_to_show() -> None:
    bot = Script()
    assert latest_evidence(bot, Conversation()) == empty_view()
    assert latest_evidence(bot, Conversation((Exchange("q"),))) is None
    done = Conversation((Exchange("q", reply=reply_of(MAYOR_ANSWER)),))
    assert 'data-view="sources" data-turn="1"' in (latest_evidence(bot, done) or "")
    assert [m.role for m in chat_messages(done)] == ["user", "assistant"]


# ---- pace


def test_paced_values_are_the_newest_and_end_with_the_last() -> None:
    def source() -> Iterator[int]:
        for n in range(40):
            time.sleep(0.01)
            yield n

    got = list(paced(source(), interval_s=0.1))
    assert got == sorted(got)
    assert got[-1] == 39
    assert len(got) < 15


def test_the_last_of_paced_values_does_not_wait() -> None:
    started = time.monotonic()
    assert list(paced(iter([1, 2, 3]), interval_s=30))[-1] == 3
    assert time.monotonic() - started < 5


def test_an_error_of_the_source_comes_after_its_last_value() -> None:
    def source() -> Iterator[int]:
        yield 1
        raise KeyError("x")

    stream = paced(source(), interval_s=0)
    assert next(stream) == 1
    with pytest.raises(KeyError):
        next(stream)


def test_a_source_is_left_when_its_values_are_no_longer_taken() -> None:
    taken = []

    def source() -> Iterator[int]:
        for n in range(1000):
            taken.append(n)
            time.sleep(0.01)
            yield n

    stream = paced(source(), interval_s=0)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    time.sleep(0.2)
    assert len(taken) < 20


# ---- what the person says a message is


@pytest.mark.parametrize(
    ("choice", "kind"),
    [("Auto", None), ("Ask", Kind.QUESTION), ("Check", Kind.CLAIM), (None, None), ("x", None)],
)
def test_a_choice_is_the_kind_of_a_message(choice: str | None, kind: Kind | None) -> None:
    assert kind_from(choice) is kind


def test_the_kind_goes_to_the_bot_and_stays_with_the_exchange() -> None:
    bot = Script([reply_of(MAYOR_ANSWER)])
    session = Session()
    *_, checked = session.ask(bot, "q", Filters(), Kind.CLAIM)
    assert bot.kind is Kind.CLAIM
    *_, both = session.ask(bot, "q", Filters())
    assert bot.kind is None
    assert [e.kind for e in both.exchanges] == [Kind.CLAIM, None]
    assert checked.exchanges == both.exchanges[:1]
