"""bot.clauses: a sentence is split into the claims an editor would check, or left whole."""

import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clauses import single_claims
from bot.questions import load_questions
from bot.words import fold

FOLDER = Path(__file__).parent
QUESTION_FILES = sorted((FOLDER / "retrieval").glob("*-claims.questions.yaml"))
# Beside the sentence's own words only what "X, the head of Y, …" leaves out.
ADDED = Counter(("is", "was"))


def labelled() -> list[tuple[str, list[str]]]:
    """The sentences of clauses.txt, each with its claims; itself where it stays whole."""
    found: list[tuple[str, list[str]]] = []
    for line in (FOLDER / "clauses.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            found[-1][1].append(line[2:])
        elif line and not line.startswith("#"):
            found.append((line, []))
    return [(sentence, claims or [sentence]) for sentence, claims in found]


@pytest.mark.parametrize(("sentence", "claims"), labelled(), ids=[s for s, _ in labelled()])
def test_a_sentence_is_split_as_an_editor_would(sentence: str, claims: list[str]) -> None:
    assert single_claims(sentence) == claims


def test_a_sentence_may_begin_with_a_comma() -> None:
    assert single_claims(", Biden, won Georgia today.") == [", Biden, won Georgia today."]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ann almost died and recovered in May.",
        "Ann rarely spoke and listened to Bo.",
        "Ann allegedly stole a car and drove to Oslo.",
    ],
)
def test_what_qualifies_one_deed_or_all_leaves_a_sentence_whole(sentence: str) -> None:
    assert single_claims(sentence) == [sentence]


def test_more_than_half_of_the_labelled_sentences_stay_whole() -> None:
    assert len(labelled()) >= 120
    assert sum(len(claims) == 1 for _, claims in labelled()) > len(labelled()) / 2


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        ("biden won georgia and lost florida", ["Biden won georgia", "Biden lost florida"]),
        (
            "According to the ministry, 171 people died and 6,000 were injured.",
            [
                "According to the ministry, 171 people died.",
                "According to the ministry, 6,000 were injured.",
            ],
        ),
        (
            "The plane broke in two but did not catch fire, officials said.",
            [
                "The plane broke in two, officials said.",
                "The plane did not catch fire, officials said.",
            ],
        ),
        (
            "I am worried about these people and just can't sleep.",
            ["I am worried about these people.", "I just can't sleep."],
        ),
        (
            "But Trump lost Georgia and Xi praised Biden.",
            ["Trump lost Georgia.", "Xi praised Biden."],
        ),
        (
            "In 2016, Clinton won the popular vote, but Trump won the election.",
            ["In 2016, Clinton won the popular vote.", "In 2016, Trump won the election."],
        ),
    ],
)
def test_what_frames_a_sentence_frames_each_claim(sentence: str, claims: list[str]) -> None:
    assert single_claims(sentence) == claims


@pytest.mark.parametrize(
    "sentence",
    [
        # Each was split wrongly once.
        "Trump fired and replaced Bolton.",
        "The paper said Greece and Cyprus had to speed up.",
        "The report stated the plane overran the runway and broke through a fence.",
        'The box was located and recovered "broken in two" from the mud.',
        "Such seeps are today, and probably always were, small.",
        "The film was shown in 2002, and in 2003 and 2004 ran on television.",
        "In findings published by Nature, men from Boulder and the College of Wooster saw it.",
        "The government held a referendum, and 67% came out against.",
        "Warren had eight delegates, and Klobuchar had seven.",
        "Pierce and Carroll endorsed the schools, though Carroll had doubts.",
        "Hawkins agreed and favored a ban.",
        "The germs grow slowly as gas dissolves and makes the liquid sour.",
        "Tesco sold its Thai stores in March; and in 2015 sold its Korean chain.",
        "The attack was claimed by rebels, but both Iraq and the United States have doubts.",
        "The notice mentioned Trust and Safety would decide.",
        "So many people have left their homes and moved away.",
        "Efforts to contain the outbreak, which began in 2003, failed in Asia.",
        "I'm very fond of trains and have built some.",
        "She sued the company for libel and won.",
        "It does allow the tribes to gather and have open talks.",
        "The medal was won by a man from the United States, who finished second.",
        "Trump fell ill on Oct. 2 and left hospital three days later.",
        "The actor was fired and moved to Paris.",
        "Biden and Harris won the election.",
        "Law and Justice opposed the bill in the Polish parliament.",
        "Ben and Jerry's closed its shops in Israel.",
        "Ben and Jerry’s opposed the ban on Monday.",
        "Smith and Jones closed its stores in Ohio.",
        "Bed, Bath and Beyond closed its stores in Ohio.",
        "Bed, Bath and Beyond closed stores in Ohio.",
        "Trump praised Fox and Friends on Monday.",
        "Trump attacked Ben and Jerry's on Monday.",
        "Procter and Putnam congratulates Biden on Monday.",
    ],
)
def test_once_split_wrongly_it_now_stays_whole(sentence: str) -> None:
    assert single_claims(sentence) == [sentence]


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        (
            "Iran and Iraq rejected the plan.",
            ["Iran rejected the plan.", "Iraq rejected the plan."],
        ),
        (
            "Trump and Pence condemned the attack.",
            ["Trump condemned the attack.", "Pence condemned the attack."],
        ),
        (
            "China and Turkey condemned the attack.",
            ["China condemned the attack.", "Turkey condemned the attack."],
        ),
        (
            "Democrats and Republicans opposed the bill.",
            ["Democrats opposed the bill.", "Republicans opposed the bill."],
        ),
        (
            "Putin praised Fox and Biden on Monday.",
            ["Putin praised Fox on Monday.", "Putin praised Biden on Monday."],
        ),
    ],
)
def test_names_that_are_words_too_are_names_beside_names(sentence: str, claims: list[str]) -> None:
    assert single_claims(sentence) == claims


@pytest.mark.parametrize("path", QUESTION_FILES, ids=lambda p: p.stem)
def test_the_claims_of_our_question_files_are_single(path: Path) -> None:
    cases = load_questions(path).cases
    claims = [c for case in cases for c in (case.question, case.flips_with) if c]
    assert [c for c in claims if single_claims(c) != [c]] == []


def test_claims_are_in_the_words_of_their_sentence() -> None:
    for sentence, _ in labelled():
        for claim in single_claims(sentence):
            assert not Counter(words_of(claim)) - Counter(words_of(sentence)) - ADDED, claim


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


@given(st.text())
def test_any_text_is_at_least_one_claim(text: str) -> None:
    assert single_claims(text)


@given(
    st.lists(st.sampled_from("Biden won lost was and but , ; who the Georgia in 2016 he".split()))
)
def test_any_order_of_words_is_at_least_one_claim(words: list[str]) -> None:
    claims = single_claims(" ".join(words))
    assert claims
    assert len(set(claims)) == len(claims)


@pytest.mark.parametrize("unit", ["and ", "A, ", '" ', "On Monday ", "Biden won Georgia and "])
def test_an_endless_sentence_takes_no_time(unit: str) -> None:
    started = time.perf_counter()
    single_claims(unit * 2_000)
    single_claims(unit * 12)
    assert time.perf_counter() - started < 0.5
