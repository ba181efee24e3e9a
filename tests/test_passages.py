"""Articles cut into sentences and windows, by offsets alone."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.articles import read_article
from bot.assemble import SEEDS
from bot.furniture import is_furniture
from bot.passages import passages
from bot.protocols import Embedder
from bot.sentences import sentence_spans
from bot.types import Article, Passage, Span
from tests.fakes import article, count_pieces, cut

UGLY = st.lists(
    st.sampled_from(
        [
            "The U.S. Senate voted on Nov. 22. ", "“I lost,” he said. ", "Lt. Gov. ", "J. K. ",
            "word ", "Word", "race.Biden ", "www.bbc.co.uk ", "3.5 ", "No. 1 ", "D-N.J. ", "... ",
            "!?", ".", "”", "“", "(", ")", "—", " – ", "; ", ", ", ": ", "\n", "\n\n", "\n \n",
            " ", "\t", "\u00a0", "\u2028", "\x1c", "\x85", "é", "e\u0301", "北京。", "Привет. ",
            "🙂", "\u200b", "\x00", "x" * 300, "a,b,c,", "1. ", "Mr.\n", "U.S.\n",
            "A line that is of middling length, as mail has it\n", "He said: 'No.' ", "p.m. ",
        ]
    ),
    max_size=60,
).map("".join)  # fmt: skip
slowly = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def sentences(text: str) -> list[str]:
    return [s.of(text) for s in sentence_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. Senate voted on Nov. 22.| It passed.",
        "He lives in the U.S.| The country is big.",
        "“I lost,” he said.| “It is over.”| Then he left.",
        "He said “Stop.”| She went.| “Why?” asked Ann.",
        "J. K. Rowling wrote it.| George W. Bush read it.| J.F.K. spoke.",
        "Lt. Gov. Dan Patrick spoke.| Gov. Abbott did not.",
        "Sen. Bob Menendez, D-N.J., agreed.| Reps. Ocasio-Cortez and Omar did not.",
        "He won the race.|Biden said so.|The end.",
        "He paid $3.5 million.|The rest was lost.",
        "See www.bbc.co.uk and Example.Com for more.| Then decide.",
        "It rose by 2.5 percent at 5 p.m. on Sunday.| Then it fell.",
        "Apple Inc. rose.| Mr. Biden Jr. was there.| So was St. Louis.",
        "“Never!”| “Always!”| Then silence…| And an end.",
        "He laughed… and left.",
        "普京周二祝贺拜登。|选举人团已经投票！|他等了多久？|六个星期。",
        "他说：“我们等。|再等。”然后他走了。|谁知道？！|没有人。",
        "「待つ。」と述べた。|以上。",
        "The meeting is on July 31-Aug. 1, he said.| It is not public.",
    ],
)
def test_sentences_end_where_they_end(text: str) -> None:
    assert sentences(text.replace("|", "")) == [s.strip() for s in text.split("|")]


def test_blank_lines_and_short_lines_end_a_paragraph() -> None:
    assert sentences("A headline\n\nThe text\n  \nMore text\nLast") == [
        "A headline", "The text", "More text", "Last",
    ]  # fmt: skip


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The electors of the fifty states met on Monday and\n"
        "gave 306 votes to Joe Biden, in the face of what Mr.\n"
        "Trump had said. A court, on the motion of the U.S.\n"
        "Senate, and after a session which had begun on Dec.\n"
        "14 in the morning, said nothing about it."
    )
    first, second = text[: text.index(" A court")], text[text.index("A court") :]
    assert sentences(text) == [first, second]


def test_lines_that_end_in_a_full_width_stop_are_no_wrapped_lines() -> None:
    line = "普京" * 30 + "。"
    assert sentences(f"{line}\n{line}") == [line, line]


def test_an_endless_sentence_without_spaces_is_cut_at_its_commas() -> None:
    clause = "普京 祝贺，" * 4
    long = article(clause + "拜登；" + clause + "结束。")
    found = cut(long, max_tokens=14)
    assert len(found) > 1
    assert all(p.text[-1] in "，；。" for p in found)
    check(long, found, 14, 1)


def test_marks_without_a_word_go_with_the_sentence_before() -> None:
    assert sentences("He left. ” She stayed. …") == ["He left. ”", "She stayed. …"]
    assert sentences("…") == ["…"]
    assert sentences(" \n\t ") == []


@slowly
@given(UGLY)
def test_no_sentence_is_lost_whatever_the_text(text: str) -> None:
    spans = sentence_spans(text)
    assert all(s.of(text) == s.of(text).strip() != "" for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    left = [
        text[a.end : b.start] for a, b in pairwise([Span(0, 0), *spans, Span(len(text), len(text))])
    ]
    assert not "".join(left).strip()


def check(source: Article, found: list[Passage], max_tokens: int, overlap: int) -> None:
    """What must hold of the passages of any article."""
    text = source.text
    head = count_pieces([Passage("", 0, 0, 0, "", (), source.title, source.date).titled_text])[0]
    budget = max(max_tokens - head, max_tokens // 2)
    assert [p.number for p in found] == list(range(len(found)))
    for p in found:
        assert p.text == text[p.start : p.end]
        assert [p.quote(s) for s in p.sentences] == [s.of(text) for s in p.sentences]
        assert (p.start, p.end) == (p.sentences[0].start, p.sentences[-1].end)
        if len(p.sentences) > 1 or re.search(r"\s", p.text):
            assert count_pieces([p.text])[0] <= budget
    for before, after in pairwise(found):
        shared = [s for s in before.sentences if s in after.sentences]
        assert len(shared) <= overlap
        assert list(after.sentences[: len(shared)]) == shared
        assert shared == list(before.sentences[len(before.sentences) - len(shared) :])
        assert after.sentences[-1].end > before.sentences[-1].end
    units = list(dict.fromkeys(s for p in found for s in p.sentences))
    assert units == sorted(units)
    ends = [Span(0, 0), *units, Span(len(text), len(text))]
    assert not "".join(text[a.end : b.start] for a, b in pairwise(ends)).strip()


@slowly
@given(UGLY, st.integers(8, 60), st.integers(0, 3), st.sampled_from(["", "A title", "title " * 40]))
def test_offsets_are_exact_and_windows_fit_whatever_the_text(
    text: str, max_tokens: int, overlap: int, title: str
) -> None:
    source = article(text, title=title)
    check(source, cut(source, max_tokens, overlap), max_tokens, overlap)


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=400))
def test_offsets_are_exact_over_any_unicode(text: str) -> None:
    source = article(text)
    check(source, cut(source, 12), 12, 1)


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.md")), ids=lambda p: p.stem)
def test_seeds_are_cut_exactly(path: Path) -> None:
    source = read_article(path, article_id="a")
    check(source, cut(source), 160, 1)


def test_windows_overlap_by_a_sentence() -> None:
    found = cut(article("One two. Three four. Five six. Seven eight."), max_tokens=6)
    assert [p.text for p in found] == [
        "One two. Three four.", "Three four. Five six.", "Five six. Seven eight.",
    ]  # fmt: skip


def test_a_window_does_not_overlap_where_the_next_sentence_would_not_fit() -> None:
    found = cut(article("One two. Three four five six seven. Eight nine."), max_tokens=8)
    assert [p.text for p in found] == ["One two.", "Three four five six seven.", "Eight nine."]


def test_an_endless_sentence_is_cut_at_the_best_places() -> None:
    text = "first part, of it; second part, and more of it, and more; third"
    found = cut(article(text), max_tokens=8, overlap=0)
    assert [p.text for p in found] == [
        "first part, of it;", "second part, and more of it,", "and more; third",
    ]  # fmt: skip


def test_a_word_longer_than_a_window_stays_whole() -> None:
    word = "a-" * 5_000
    found = cut(article(f"Before. {word} after."), max_tokens=8)
    assert max(len(p.text) for p in found) >= len(word)
    check(article(f"Before. {word} after."), found, 8, 1)


@pytest.mark.parametrize(
    "piece",
    [
        "The U.S. Senate voted on Nov. 22. It passed, said Lt. Gov. Patrick. ",
        "A. ", "a.", "a-", "\". ", "a. b", "Word.Word", "“”", ".", "word, ", "Hi! ", "\n", "a\n",
        "x" * 30 + " " + "y" * 30 + "\n",
    ],
)  # fmt: skip
def test_long_texts_of_any_kind_are_cut_in_reasonable_time(piece: str) -> None:
    # Each of these once took time by the square: minutes, where it is now a second at most.
    source = article(piece * (40_000 // len(piece)))
    check(source, cut(source, 60), 60, 1)


def test_a_megabyte_is_cut() -> None:
    piece = "The Senate voted on Nov. 22, and it passed by 50 to 49. "
    source = article(piece * (1_000_000 // len(piece)))
    found = cut(source)
    assert found[-1].end == len(source.text.rstrip())


def test_real_word_pieces_fit_with_title_and_date(embedder: Embedder) -> None:
    for path in sorted(SEEDS.glob("*.md")):
        source = read_article(path, article_id="a")
        found = passages(source, embedder.count_tokens, max_tokens=160)
        assert max(embedder.count_tokens([p.titled_text for p in found])) <= 160


@pytest.mark.parametrize(
    "line",
    [
        "Story Continued Below", "Advertisement", "ADVERTISEMENT:", "Read more:", "More On This...",
        "Advertisement Continue reading the main story", "Hide Caption 6 of 32",
        "Sign up for Daily Newsletters Manage Newsletters", "Slideshow (2 Images)",
        "By signing up, you agree to our Privacy Policy", "You can unsubscribe at any time.",
        "Get the Monitor Stories you care about delivered to your inbox.",
        "Copyright © 2016 The Washington Times, LLC.", "Click here for reprint permission.",
        "The Associated Press contributed to this report.", "(RELATED: Statue vandalized in Ohio)",
        "AP writers Ann Poe in Rome and Bo Day in Bonn contributed to this report.",
        "SEE ALSO: Trump insists there is no trade war", "Additional reporting by Ann Poe in Delhi",
        "(Reporting by Jon Doe; Editing by Al Bell)", "Share this story: http://usat.ly/1tvnQBK",
        "Enlarge this image toggle caption Jim Cole/AP Jim Cole/AP", "Follow us on Twitter.",
        "Ann Poe can be reached at [email protected] and on Twitter @annpoe.",
    ],
)  # fmt: skip
def test_what_belongs_to_the_page_is_in_no_sentence_of_a_passage(line: str) -> None:
    before, after = "Ann Lee won the vote in May.", "Bo Day lost it by 40 votes."
    found = cut(article(f"{before}\n\n{line}\n\n{after}"))
    assert [p.quote(s) for p in found for s in p.sentences] == [before, after]


@pytest.mark.parametrize(
    "sentence",
    [
        "The advertisement was taken down.", "You can read more about it in May.",
        "He may opt out at any time, the court said.", "Sign up began in May for 300 people.",
        "Share prices fell.", "Advertisements for tobacco were banned in 1971.",
        "Image copyright AFP Image caption Ann Lee denies it",
        "Get your facts right, Trump told the newsroom.", "Copyright law was changed in 1998.",
        "Reporting by Ann Poe suggests that most senators agree.", "Related deaths rose to 12.",
        "The storm contributed to the report of losses.", "Ann can be reached at her desk.",
        "The firm will follow its rival on price.",
        "More than 200 scientists contributed to the report.",
        "Related: the two men were never charged with murder.",
        "Additional reporting by the Guardian showed that he lied.",
    ],
)  # fmt: skip
def test_a_sentence_about_such_things_stays(sentence: str) -> None:
    assert not is_furniture(sentence)


def test_the_count_of_a_photograph_is_cut_off_its_caption() -> None:
    text = "Ann won. Hide Caption 9 of 22 Photos: Bo lost in May. Hide Caption 10 of 22"
    found = cut(article(text))
    assert [p.quote(s) for p in found for s in p.sentences] == [
        "Ann won.",
        "Photos: Bo lost in May.",
    ]


def test_a_text_that_is_nothing_but_furniture_keeps_it() -> None:
    assert cut(article("Advertisement"))
