"""bot.export: what others are given of a verdict, in each form."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.errors import RecordError, SettingError
from bot.export import Form, Publication, claim_review, export, form_of, html_page, markdown
from bot.export.told import one_line, web_address
from bot.records.record import IndexThen, Judged, Record
from bot.types import Citation, Filters
from bot.verdicts import Evidence, ModelUsed, Stance, Verdict, VerdictLabel

HOSTILE = (
    "<script>alert(1)</script><img src=http://evil.example/x onerror='x=1'> [a](javascript:b) "
    "![i](http://evil.example/y) `c` **d** _e_ ~~f~~ &amp; $x$ | \\ # g \x00\ud83d \u2028 end"
)
CITED = Citation(
    1,
    "race",
    "Race (final)",
    "Desk",
    dt.date(2020, 12, 15),
    "https://desk.example/a(b)",
    11,
    28,
    "Ann won\n the race.",
)
FOR = Evidence(Stance.SUPPORTS, 0.914, CITED, "the mayor")
AGAINST = Evidence(
    Stance.REFUTES,
    0.8,
    replace(CITED, number=2, article_id="b", title="", date=None, url="", source=""),
)
OPINION = Verdict("Ann is best.", VerdictLabel.NOT_ENOUGH_EVIDENCE, 1.0, (), note="An opinion.")


def verdict(label: VerdictLabel = VerdictLabel.SUPPORTED, *evidence: Evidence) -> Verdict:
    return Verdict("Ann won the race.", label, 0.87, evidence or (FOR,))


def record(*verdicts: Verdict, filters: Filters = Filters()) -> Record:
    return Record(
        "0.1.0",
        dt.datetime(2026, 11, 24, 21, 40, tzinfo=dt.UTC),
        IndexThen(7, 30, 61, "ab" * 32, ""),
        (ModelUsed("judge", "TrainedReader", "cd" * 32),),
        {"strong": 0.7},
        filters,
        tuple(Judged(v) for v in verdicts),
    )


class Seen(HTMLParser):
    """What a reader sees of a page, and which tags and attributes made it."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[tuple[str, Mapping[str, str | None]]] = []
        self._hidden = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._hidden = tag if tag == "style" else ""

    def handle_endtag(self, tag: str) -> None:
        self._hidden = ""

    def handle_data(self, data: str) -> None:
        self.text += "" if self._hidden else data


def rendered(text: str) -> Seen:
    return Seen(MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(text))


# Which form


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.md", Form.MARKDOWN),
        ("a.HTML", Form.HTML),
        ("a.htm", Form.HTML),
        ("a.b.jsonld", Form.CLAIM_REVIEW),
    ],
)
def test_the_extension_says_the_form(name: str, form: Form) -> None:
    assert form_of(Path(name)) is form


@pytest.mark.parametrize(
    ("name", "hint"), [("a.txt", ".jsonld"), ("a", ".html"), ("md", ".md"), ("a.json", "--save")]
)
def test_another_extension_is_refused_with_those_there_are(name: str, hint: str) -> None:
    with pytest.raises(SettingError, match="does not say in which form") as raised:
        form_of(Path(name))
    assert hint in str(raised.value)
    assert repr(name) in str(raised.value)


# Markdown


def test_markdown_reads_well_as_plain_text() -> None:
    lines = markdown(record(verdict(VerdictLabel.CONFLICTING, FOR, AGAINST))).splitlines()
    assert lines[:15] == [
        "# Claim checked",
        "",
        "## “Ann won the race.”",
        "",
        "**⇄ Your articles disagree** (87% sure)",
        "",
        "### For",
        "",
        "> “Ann won the race.”",
        ">",
        "> — [Race (final)](https://desk.example/a%28b%29), Desk, 15 December 2020, 91%, "
        "as told by the mayor (race, characters 11–28)",
        "",
        "### Against",
        "",
        "> “Ann won the race.”",
    ]
    assert "> — b, undated, 80% (b, characters 11–28)" in lines
    assert "- Judged 2026-11-24 21:40 UTC by Footing 0.1.0" in lines
    assert f"- Judge: TrainedReader, SHA-256 {'cd' * 32}" in lines


@given(st.text())
def test_any_words_come_out_of_markdown_as_they_are(words: str) -> None:
    cited = replace(CITED, quote=words, title=words, source=words)
    text = markdown(
        record(replace(verdict(VerdictLabel.SUPPORTED, replace(FOR, citation=cited)), claim=words))
    )
    seen = rendered(text)
    assert {t for t, _ in seen.tags} <= {
        "h1", "h2", "h3", "p", "strong", "em", "blockquote", "a", "hr", "ul", "li",
    }  # fmt: skip
    assert " ".join(f"“{one_line(words)}”".split()) in " ".join(seen.text.split())


# HTML


def test_the_page_tells_all_in_words_and_shape() -> None:
    filters = Filters(as_of=dt.date(2020, 12, 31), sources=("Desk", "Wire"))
    seen = Seen(html_page(record(verdict(VerdictLabel.CONFLICTING, FOR, AGAINST), filters=filters)))
    for words in (
        "“Ann won the race.”",
        "⇄ Your articles disagree 87% sure",
        "Race (final), Desk, 15 December 2020, 91%, as told by the mayor",
        "race, characters 11–28",
        "Nothing published after 2020-12-31",
        "Only Desk, Wire",
        "Over 30 articles in 61 passages",
    ):
        assert words in " ".join(seen.text.split())
    links = [a["href"] for t, a in seen.tags if t == "a"]
    assert links == ["https://desk.example/a%28b%29"]


@pytest.mark.parametrize("label", VerdictLabel)
def test_every_label_has_its_sign_words_and_border(label: VerdictLabel) -> None:
    page = html_page(record(verdict(label)))
    assert f'class="judged {label.value}" id="claim-1"' in page
    assert f"{label.sign}</span> {label.in_words}" in page


def test_the_page_asks_the_network_for_nothing() -> None:
    page = html_page(record(verdict(), OPINION))
    seen = Seen(page)
    loading = {"script", "link", "img", "iframe", "object", "embed", "audio", "video", "base"}
    assert not {t for t, _ in seen.tags} & loading
    assert not any("src" in a or "style" in a for _, a in seen.tags)
    assert "url(" not in page
    assert "@import" not in page
    policy = next(a["content"] for t, a in seen.tags if "http-equiv" in a)
    assert policy
    assert policy.startswith("default-src 'none'")
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page


def test_a_hostile_article_is_only_text_in_every_form() -> None:
    cited = replace(CITED, quote=HOSTILE, title=HOSTILE, source=HOSTILE, url="javascript:alert(1)")
    evil = record(
        replace(
            verdict(VerdictLabel.SUPPORTED, Evidence(Stance.SUPPORTS, 0.9, cited, HOSTILE)),
            claim=HOSTILE,
        ),
        replace(OPINION, claim=HOSTILE, note=HOSTILE),
        filters=Filters(sources=(HOSTILE,)),
    )
    for seen in (Seen(html_page(evil)), rendered(markdown(evil))):
        assert not {t for t, _ in seen.tags} & {"script", "img", "code", "s", "del"}
        assert not [a for t, a in seen.tags if t == "a"]
        assert " ".join(seen.text.split()).count(one_line(HOSTILE)) >= 6
    for form in Form:
        export(evil, form).encode()


def test_what_is_closest_is_told_as_neither_for_nor_against() -> None:
    near = replace(verdict(VerdictLabel.NOT_ENOUGH_EVIDENCE), closest=(FOR.citation,))
    for text in (Seen(html_page(record(near))).text, rendered(markdown(record(near))).text):
        assert "Nothing sure enough to count for it or against it. Closest" in text
        assert " ".join(FOR.citation.quote.split()) in text
        assert "%" not in text.partition("Closest")[2].partition(FOR.citation.article_id)[0]
        assert "No sentence was found" not in text


def test_what_was_not_judged_says_why_and_has_no_label() -> None:
    for text in (Seen(html_page(record(OPINION))).text, markdown(record(OPINION))):
        assert "Not judged" in text
        assert "An opinion." in text
        assert "sure" not in text.split("How this")[0].split("---")[0]


# ClaimReview

# What schema.org knows of the types we use, as far as we use it.
PROPERTIES = {
    "ClaimReview": {
        "claimReviewed", "reviewRating", "itemReviewed", "author", "datePublished", "url",
        "creativeWorkStatus", "reviewBody", "citation",
    },
    "Rating": {"alternateName", "ratingExplanation", "ratingValue", "bestRating", "worstRating"},
    "Claim": {"text", "appearance"},
    "CreativeWork": {"url"},
    "Organization": {"name", "url"},
    "Quotation": {"text", "isPartOf"},
    "NewsArticle": {"headline", "datePublished", "publisher", "url"},
}  # fmt: skip


def valid(node: Any) -> None:
    """Every object has a type that schema.org knows, properties of that type, and no empty one."""
    if isinstance(node, list):
        for item in node:
            valid(item)
    elif isinstance(node, dict):
        assert set(node) - {"@type"} <= PROPERTIES[node["@type"]]
        for value in node.values():
            valid(value)
    else:
        assert isinstance(node, str | int)
        assert node != ""


def review(verdict: Verdict, publication: Publication = Publication()) -> dict[str, Any]:
    found = claim_review(record(verdict), publication)
    assert isinstance(found, dict)
    assert found["@context"] == "https://schema.org"
    valid({k: v for k, v in found.items() if k != "@context"})
    return dict(found)


@pytest.mark.parametrize(
    ("label", "number"), [(VerdictLabel.SUPPORTED, 5), (VerdictLabel.REFUTED, 1)]
)
def test_what_is_decided_is_rated_between_the_worst_and_the_best(
    label: VerdictLabel, number: int
) -> None:
    rating = review(verdict(label))["reviewRating"]
    assert (rating["ratingValue"], rating["worstRating"], rating["bestRating"]) == (number, 1, 5)
    assert rating["alternateName"]


@pytest.mark.parametrize(
    ("label", "words"),
    [
        (VerdictLabel.CONFLICTING, "The articles disagree"),
        (VerdictLabel.NOT_ENOUGH_EVIDENCE, "Not enough evidence"),
    ],
)
def test_what_is_not_decided_has_words_and_no_number(label: VerdictLabel, words: str) -> None:
    rating = review(verdict(label))["reviewRating"]
    assert rating["alternateName"] == words
    assert not {"ratingValue", "bestRating", "worstRating"} & set(rating)


def test_what_is_only_probable_is_said_so_and_has_no_number() -> None:
    rating = review(replace(verdict(VerdictLabel.REFUTED), confidence=0.7))["reviewRating"]
    assert rating["alternateName"] == "Probably refuted by the articles"
    assert "ratingValue" not in rating


def test_a_review_has_what_schema_and_google_ask_for() -> None:
    publication = Publication(
        "The Post", "https://post.example/", "https://post.example/check", "https://x.example/1"
    )
    found = review(verdict(), publication)
    assert found["@type"] == "ClaimReview"
    assert found["claimReviewed"] == "Ann won the race."
    assert found["url"] == "https://post.example/check"
    assert found["author"] == {
        "@type": "Organization",
        "name": "The Post",
        "url": "https://post.example/",
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found["datePublished"])
    assert found["itemReviewed"] == {
        "@type": "Claim",
        "text": "Ann won the race.",
        "appearance": {"@type": "CreativeWork", "url": "https://x.example/1"},
    }
    assert found["citation"][0]["isPartOf"] == {
        "@type": "NewsArticle",
        "headline": "Race (final)",
        "datePublished": "2020-12-15",
        "publisher": {"@type": "Organization", "name": "Desk"},
        "url": "https://desk.example/a%28b%29",
    }


def test_what_is_not_known_of_a_publication_is_left_out_and_it_is_a_draft() -> None:
    found = review(verdict())
    assert "url" not in found
    assert "appearance" not in found["itemReviewed"]
    assert found["author"] == {"@type": "Organization", "name": "Footing"}
    assert found["creativeWorkStatus"] == "Draft"


def test_several_reviews_have_addresses_of_their_own_and_opinions_none() -> None:
    publication = Publication(url="https://post.example/check")
    found = claim_review(record(OPINION, verdict(), verdict()), publication)
    assert isinstance(found, dict)
    graph = found["@graph"]
    assert isinstance(graph, list)
    valid(graph)
    assert [r["url"] for r in graph] == [
        "https://post.example/check#claim-2",
        "https://post.example/check#claim-3",
    ]
    assert 'id="claim-3"' in html_page(record(OPINION, verdict(), verdict()))


def test_an_address_with_an_anchor_gets_no_second_one() -> None:
    publication = Publication(url="https://post.example/check#top")
    found = claim_review(record(verdict(), verdict()), publication)
    assert [r["url"] for r in cast(Any, found)["@graph"]] == [
        "https://post.example/check#claim-1",
        "https://post.example/check#claim-2",
    ]


def test_a_claim_cannot_end_the_script_that_a_review_is_pasted_into() -> None:
    claim = "Ann wrote </script><script>alert(1)</script>"
    text = export(record(replace(verdict(), claim=claim)), Form.CLAIM_REVIEW)
    assert "<" not in text
    assert json.loads(text)["claimReviewed"] == claim


def test_an_opinion_alone_gets_no_review() -> None:
    with pytest.raises(RecordError, match="none of the claims was judged"):
        claim_review(record(OPINION))


@pytest.mark.parametrize("address", ["post.example", "javascript:alert(1)", "http://[::1"])
def test_what_is_no_web_address_is_refused(address: str) -> None:
    assert web_address(address) == ""
    with pytest.raises(SettingError, match="is no web address"):
        Publication(url=address)
    with pytest.raises(SettingError, match="the setting 'publisher_url'"):
        Publication(author_url=address)


def test_what_is_overtaken_is_told_as_not_counted_in_every_form() -> None:
    later = replace(CITED, title="Correction", quote="That was wrong.", date=dt.date(2020, 12, 16))
    old = replace(FOR, because="it is dated 14 December", overtaken_by=later)
    words = (
        "it is dated 14 December; not counted, overtaken by “Correction”, 16 December 2020: "
        "“That was wrong.”"
    )
    assert words in Seen(html_page(record(verdict(VerdictLabel.REFUTED, AGAINST, old)))).text
    assert words in rendered(markdown(record(verdict(VerdictLabel.REFUTED, AGAINST, old)))).text
    assert words in review(verdict(VerdictLabel.REFUTED, AGAINST, old))["reviewBody"]
