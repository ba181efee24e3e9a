"""Verdict cards and the sources of a check: pure functions from a Check to HTML."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from bot.contents import Holdings
from bot.messages import Kind, Message, Reply
from bot.page.conversation import Conversation, Exchange
from bot.page.links import Link, Place
from bot.page.message import replied
from bot.page.sources import sources
from bot.page.verdict import verdict_cards
from bot.page.views import latest_evidence, linked_evidence
from bot.types import Article, Citation, Days, Filters, Span
from bot.verdicts import Check, Evidence, Made, Stance, Verdict, VerdictLabel
from tests.page_values import BRIDGE, HOSTILE, MAYOR, TEXT, Script, citation, hit, seen, tags

RAINED = Span(MAYOR.end + 1, len(TEXT))
LATER = replace(BRIDGE, id="later", title="Later", date=dt.date(2021, 3, 2), source="The Wire")
FOR = Evidence(Stance.SUPPORTS, 0.91, citation(BRIDGE, MAYOR))
AGAINST = Evidence(Stance.REFUTES, 0.64, citation(LATER, RAINED, number=2))


def verdict(*evidence: Evidence, label: VerdictLabel = VerdictLabel.CONFLICTING) -> Verdict:
    hits = (hit(BRIDGE), hit(LATER))
    return Verdict("The mayor cut it.", label, 0.64, evidence, hits, seconds=0.5)


def card(*evidence: Evidence, label: VerdictLabel = VerdictLabel.CONFLICTING) -> str:
    return verdict_cards(Check((verdict(*evidence, label=label),)), 2)


def exchange(check: Check, filters: Filters = Filters()) -> Exchange:
    reply = Reply(Message("m", Kind.CLAIM, "m"), ("Judged",), check=check, done=True)
    return Exchange("m", filters, reply)


@pytest.mark.parametrize("label", VerdictLabel)
def test_the_label_is_told_in_words_beside_a_sign_and_how_sure_it_is(label: VerdictLabel) -> None:
    markup = card(label=label)
    assert verdict(label=label).label_in_words in seen(markup)
    left_open = label is VerdictLabel.NOT_ENOUGH_EVIDENCE
    assert ("64% sure" in seen(markup)) is not left_open
    probable = " probable" if verdict(label=label).is_probable else ""
    assert f'class="judged {label.value}{probable}"' in markup
    assert len(re.findall('<span class="sign" aria-hidden="true">.</span>', markup)) == 1


def test_no_two_labels_share_a_sign() -> None:
    signs = [re.findall('"sign"[^>]*>(.)<', card(label=label))[0] for label in VerdictLabel]
    assert len(set(signs)) == len(VerdictLabel)


def test_each_side_has_its_quotes_with_outlet_date_and_probability() -> None:
    markup = card(FOR, AGAINST)
    sides = re.findall(r'<div class="side"><h4>(\w+)</h4>(.*?)</div>', markup)
    assert [title for title, _ in sides] == ["For", "Against"]
    told = [seen(inside) for _, inside in sides]
    assert told[0] == f"{MAYOR.of(TEXT)}\xa0[1] The Post, 1 March 2021, 91%"
    assert told[1] == "It rained.\xa0[2] The Wire, 2 March 2021, 64%"
    assert re.findall('href="#cite-2-(.)"', markup) == ["1", "2"]


def test_a_side_without_a_quote_is_left_out_and_nothing_at_all_is_told() -> None:
    assert "Against" not in seen(card(FOR))
    assert "<h4>" not in card()
    assert "No sentence was found that speaks for it or against it." in seen(card())


def test_without_evidence_what_is_closest_is_shown_and_can_be_opened() -> None:
    near = (citation(BRIDGE, MAYOR), citation(LATER, RAINED, number=2))
    judged = replace(verdict(label=VerdictLabel.NOT_ENOUGH_EVIDENCE), closest=near)
    markup = verdict_cards(Check((judged,)), 2)
    assert "Nothing sure enough to count for it or against it. Closest" in seen(markup)
    assert f"{MAYOR.of(TEXT)}\xa0[1] The Post, 1 March 2021" in seen(markup)
    assert "%" not in seen(markup).partition("Closest")[2]
    assert re.findall('href="#cite-2-(.)"', markup) == ["1", "2"]
    cited = sources(Check((judged,)))
    assert [(s.number, [q.words for q in s.quotes]) for s in cited] == [
        (1, [MAYOR.of(TEXT)]),
        (2, [RAINED.of(TEXT)]),
    ]


def test_what_is_closest_to_one_claim_moves_no_place_of_the_evidence_for_another() -> None:
    near = (citation(LATER, RAINED, number=2),)
    open_ = replace(verdict(label=VerdictLabel.NOT_ENOUGH_EVIDENCE), closest=near)
    made = Made(dt.datetime(2021, 3, 3, tzinfo=dt.UTC), Holdings(1, 2, {}), (), {})
    check = Check((open_, verdict(FOR)), made=made)
    markup = verdict_cards(check, 2)
    assert 'href="#dropquote-2-1"' in markup
    assert re.findall('href="#cite-2-(.)"', markup) == ["2", "1"]
    assert [q.words for s in sources(check) for q in s.quotes] == [MAYOR.of(TEXT), "It rained."]


def test_who_is_quoted_is_named() -> None:
    assert "91%, as told by the mayor" in seen(card(replace(FOR, reported_by="the mayor")))
    assert "as told by" not in seen(card(FOR))


def timelines(*evidence: Evidence) -> list[str]:
    return [seen(t) for t in re.findall('<ol class="timeline">(.*?)</ol>', card(*evidence))]


def test_a_timeline_runs_from_the_oldest_and_needs_two_dates() -> None:
    told = "2021-03-01 for [1], published2021-03-02 against [2], published"
    assert timelines(AGAINST, FOR) == [told]
    same_day = replace(AGAINST, citation=replace(AGAINST.citation, date=BRIDGE.date))
    undated = replace(AGAINST, citation=replace(AGAINST.citation, date=None))
    for other in (same_day, undated):
        assert timelines(FOR, other) == []
        assert "[2]" in card(FOR, other)


def test_a_timeline_goes_by_when_it_happened_where_the_quote_tells() -> None:
    day = dt.date(2021, 2, 27)
    early = replace(AGAINST, happened=Days(day, day))
    assert timelines(FOR, early) == [
        "2021-02-27 against [2], happened2021-03-01 for [1], published"
    ]
    month = replace(early, happened=Days(dt.date(2021, 2, 1), dt.date(2021, 2, 28)))
    assert timelines(FOR, month)[0].startswith("February 2021 against [2], happened")


def test_the_reason_is_told_where_dates_decide() -> None:
    assert "this is dated <b>" not in card(replace(FOR, because="this is dated <b>"))
    assert "this is dated <b>" in seen(card(replace(FOR, because="this is dated <b>")))
    assert 'class="because"' not in card(FOR, AGAINST)


def test_what_is_overtaken_says_by_what_and_does_not_look_like_the_rest() -> None:
    over = replace(FOR, overtaken_by=AGAINST.citation)
    assert "Not counted: overtaken on 2 March 2021 by [2], It rained." in seen(card(over, AGAINST))
    assert card(over, AGAINST).count('<li class="overtaken">') == 2  # quote and timeline
    assert timelines(over, AGAINST)[0].startswith("2021-03-01 for [1], published, overtaken")
    unnumbered = replace(FOR, overtaken_by=replace(AGAINST.citation, number=0))
    assert "by “Later”, It rained." in seen(card(unnumbered))
    assert "overtaken" not in card(FOR, AGAINST)


def test_what_is_not_judged_says_why_and_shows_no_confidence() -> None:
    check = Check((replace(verdict(), note="This is an opinion."),))
    text = seen(verdict_cards(check, 1))
    assert "Not judged" in text
    assert "This is an opinion." in text
    assert "sure" not in text
    assert VerdictLabel.NOT_ENOUGH_EVIDENCE.in_words not in text


def test_hostile_claims_and_quotes_make_no_element() -> None:
    evil = Article("evil", HOSTILE, HOSTILE, dt.date(2021, 1, 1), HOSTILE)
    cited = citation(evil, Span(0, len(HOSTILE)))
    evidence = (
        Evidence(Stance.SUPPORTS, 0.9, cited, HOSTILE, None, HOSTILE, replace(cited, number=0)),
        AGAINST,
    )
    judged = replace(verdict(*evidence), claim=HOSTILE)
    noted = replace(verdict(), claim=HOSTILE, note=HOSTILE)
    markup = replied(exchange(Check((judged, noted)), Filters(sources=(HOSTILE,))), 1)
    assert not tags(markup) & {"script", "img", "code", "em"}
    assert "javascript:" not in markup
    assert not re.search(r"[$`\[\]{}*]", re.sub(r"\[\d+\]", "", markup))
    assert "\n" not in markup
    assert seen(markup).count(HOSTILE) >= 4  # claim twice, quote, outlet


def test_a_reply_with_verdicts_tells_time_and_filters_once() -> None:
    check = Check((verdict(FOR), verdict(AGAINST)))
    text = seen(replied(exchange(check, Filters(as_of=dt.date(2020, 12, 14))), 1))
    assert text.count("took 1.0 s · nothing after 14 December 2020") == 1
    assert text.count("The mayor cut it.") == 2


def test_the_sources_of_a_check_are_its_articles_with_every_quote() -> None:
    second = verdict(Evidence(Stance.REFUTES, 0.7, citation(BRIDGE, RAINED)))
    found = sources(Check((verdict(FOR, AGAINST), second)))
    assert [(s.number, s.article.id) for s in found] == [(1, "bridge"), (2, "later")]
    assert [[(q.number, q.words) for q in s.quotes] for s in found] == [
        [(1, MAYOR.of(TEXT)), (3, "It rained.")],
        [(2, "It rained.")],
    ]
    assert found[0].excerpts[0].text == TEXT


def test_a_citation_of_a_card_leads_to_the_panel_and_on_to_the_article() -> None:
    talk = Conversation((exchange(Check((verdict(FOR),))),))
    cited = linked_evidence(Script(), talk, Link(Place.CITE, 1, 1)) or ""
    assert 'data-view="sources" data-turn="1" data-focus="cite-1-1"' in cited
    assert MAYOR.of(TEXT) in seen(cited)
    article = linked_evidence(Script(), talk, Link(Place.QUOTE, 1, 1)) or ""
    assert f'data-cites="1">{MAYOR.of(TEXT)}</span>' in article
    assert linked_evidence(Script(), talk, Link(Place.CITE, 2, 1)) is None


def test_the_panel_of_a_check_without_evidence_has_the_nearest_passages() -> None:
    view = latest_evidence(Script(), Conversation((exchange(Check((verdict(),))),))) or ""
    assert "Nearest passages" in seen(view)
    assert 'class="evidence nearest"' in view


def test_the_panel_stays_where_nothing_was_judged() -> None:
    noted = Check((replace(verdict(), note="This is an opinion."),))
    assert latest_evidence(Script(), Conversation((exchange(noted),))) is None


def test_equal_citations_in_two_verdicts_keep_their_own_places() -> None:
    same = Citation(1, "bridge", "T", "S", None, "", 0, 3, "The")
    twice = (Evidence(Stance.SUPPORTS, 0.9, same), Evidence(Stance.SUPPORTS, 0.9, replace(same)))
    markup = verdict_cards(Check(tuple(verdict(e) for e in twice)), 1)
    assert re.findall('href="#cite-1-(.)"', markup) == ["1", "2"]
