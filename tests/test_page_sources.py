"""The sources of an answer and the panel that shows them: pure functions from values to HTML."""

import re
from dataclasses import replace

from bot.page.conversation import Exchange
from bot.page.header import header
from bot.page.links import Link, Place
from bot.page.message import asked, replied
from bot.page.panel import article_view, problem_view, sources_view
from bot.page.sources import Excerpt, sources
from bot.types import Answer, Article, Filters, Hit, Span
from tests.page_values import (
    BRIDGE,
    HOSTILE,
    MAYOR,
    MAYOR_ANSWER,
    TEXT,
    answered,
    citation,
    hit,
    reply_of,
    seen,
    tags,
)

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
