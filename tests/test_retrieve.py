"""Finding passages: fusion, misspelt names, wire copies, filters."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import bot.retrieve
from bot.chat import Bot
from bot.contents import Found
from bot.retrieve import (
    FIRST,
    LEADING,
    MOST_OF_ONE,
    Retriever,
    collapse,
    fuse,
    interleaved,
    opened,
    spread,
)
from bot.rows import Standing
from bot.types import Filters, Hit, Passage, Span, Without
from bot.words import words
from tests.fakes import FakeEmbedder, article, cut, hits, index_in, store

NAMES = "Bolsonaro, Peskov, Obrador, Navalny and Slutsky all waited for the official count."


class Spelling(FakeEmbedder):
    """Knows a few words; any other is of two pieces."""

    known = frozenset("who what did wait waited the president say about count".split())

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [1 if t.lower() in self.known else 2 for t in texts]


@pytest.fixture
def retriever(tmp_path: Path) -> Retriever:
    """Over four articles, two of them one story as two desks tell it."""
    index = index_in(tmp_path)
    story = "Putin congratulated Biden on Tuesday after the electors had voted in every state."
    store(
        index,
        article(NAMES, "names", title="Holdouts", date="2020-12-14", source="Desk"),
        article(story, "story", date="2020-12-15", source="Desk"),
        article(f"{story} It ends a wait.", "wire", date="2020-12-16", source="Wire"),
        article("The spokesman for the White House spoke.", "house", source="Wire"),
    )
    index.tidy()
    return Retriever(index, Spelling())


def ids(found: tuple[Hit, ...]) -> list[str]:
    return [h.passage.article_id for h in found]


# Fusion


def passage(n: int) -> Passage:
    return Passage("a", n, 0, 4, "Text", (Span(0, 4),))


def found(scores: dict[int, float]) -> list[Found]:
    return [Found(passage(n), s) for n, s in sorted(scores.items(), key=lambda item: -item[1])]


def test_fusion_by_hand() -> None:
    # dense: mean .5, deviation .4 → z 1, -1, and -1 for the one it lacks.
    # bm25, with a 0 for the one it lacks: 8, 4, 0, mean 4, deviation √(32/3) → z 1.22, 0, -1.22.
    fused = fuse(found({1: 0.9, 2: 0.1}), found({2: 8.0, 3: 4.0}))
    assert [(h.passage.number, h.dense, h.bm25) for h in fused] == [
        (2, 0.1, 8.0), (1, 0.9, None), (3, None, 4.0),
    ]  # fmt: skip
    assert [h.score for h in fused] == pytest.approx([0.1124, -0.1124, -0.5], abs=1e-4)


def test_the_one_passage_with_a_word_counts_for_more_than_those_without_it() -> None:
    fused = fuse(found({1: 0.5, 2: 0.5, 3: 0.5}), found({2: 3.0}))
    assert fused[0].passage.number == 2


scores = st.dictionaries(st.integers(0, 70), st.floats(0.01, 30), max_size=60)


@given(scores, scores)
@example({0: 21.71639613852654, 1: 21.71639613852654, 2: 21.71639613852654}, {})
@example({0: 30.0, 1: 29.999999999999996}, {})
def test_fusion_equals_the_slow_way(dense: dict[int, float], sparse: dict[int, float]) -> None:
    def z(scores: list[float], score: float) -> float:
        exact = [Fraction(s) for s in scores]  # equal scores must deviate by nothing at all
        mean = sum(exact) / len(exact)
        deviation = math.sqrt(sum((s - mean) ** 2 for s in exact) / len(exact))
        if deviation <= 1e-9 * max(scores):  # they differ by rounding
            deviation = 1.0
        return float(Fraction(score) - mean) / deviation

    expected = dict.fromkeys(dense.keys() | sparse.keys(), 0.0)
    for each, absent in ((dense, []), (sparse, [0.0] if len(sparse) < bot.retrieve.POOL else [])):
        values = [*each.values(), *absent]
        for n in expected if each else ():
            expected[n] += 0.5 * z(values, each.get(n, min(values)))
    fused = fuse(found(dense), found(sparse))
    assert {h.passage.number: h.score for h in fused} == pytest.approx(expected, abs=1e-6)
    assert [h.score for h in fused] == sorted((h.score for h in fused), reverse=True)


def test_fusion_of_nothing_is_nothing() -> None:
    assert fuse([], []) == []


# Copies


def test_copies_collapse_into_the_better_one_which_names_them() -> None:
    story = "Putin congratulated Biden on Tuesday after the electors had voted in every state."
    first, other, copy, second_copy = hits(
        article(story, "a"),
        article("Bolsonaro congratulated nobody at all until Tuesday.", "b"),
        article(f"{story} More.", "c"),
        article(story.replace("Tuesday", "Dec. 15"), "d"),
    )
    kept = collapse([first, other, copy, second_copy], 4)
    assert [(h.passage.article_id, h.also_in) for h in kept] == [("a", ("c", "d")), ("b", ())]


def test_passages_of_one_article_do_not_collapse() -> None:
    text = "Putin congratulated Biden on Tuesday after the vote."
    same = hits(article(f"{text} {text}", "a"), max_tokens=9)
    assert len(collapse(same, 9)) == len(same) == 2


def test_passages_without_words_do_not_collapse() -> None:
    assert len(collapse(hits(article("…", "a"), article("* * *", "b")), 9)) == 2


def test_a_correction_that_repeats_its_report_does_not_collapse_into_it() -> None:
    report = "The patch closes the hole in the software for good, and no further work is needed."
    old, new = article(report, "old"), article(f"{report} That was wrong.", "new")
    assert len(collapse(hits(old, new), 9)) == 2
    assert len(collapse(hits(old, new, article(new.text, "copy")), 9)) == 2


def test_one_article_does_not_crowd_out_the_others() -> None:
    many = [hits(article(f"Passage {n}.", "long"))[0] for n in range(12)]
    (short,) = hits(article("Another.", "short"))
    ordered = spread([*many, short])
    assert ordered == [*many[:MOST_OF_ONE], short, *many[MOST_OF_ONE:]]
    assert spread(many) == many
    others = [hits(article("Other.", f"other{n}"))[0] for n in range(FIRST)]
    assert spread([*many, *others])[:FIRST] == [*many[:MOST_OF_ONE], *others[: FIRST - MOST_OF_ONE]]


def test_the_openings_of_the_leading_articles_are_among_the_first() -> None:
    parts = [replace(hits(article(f"Passage {n}.", "a"))[0].passage, number=n) for n in range(4)]
    others = [hits(article("Other.", f"o{n}"))[0] for n in range(FIRST)]
    inside = [replace(h, passage=replace(h.passage, number=n + 1)) for n, h in enumerate(others)]
    opening, *later = (replace(others[0], passage=p) for p in parts)
    found = [later[0], *inside[:-1], later[1], opening, inside[-1]]
    ordered = opened(found)
    assert ordered == [later[0], *inside[:-2], opening, inside[-2], later[1], inside[-1]]
    assert ordered.index(opening) == FIRST - 1
    # Those in front stay where they are, and an article further down is not opened.
    assert opened([opening, *inside]) == [opening, *inside]
    behind = [*inside[:LEADING], later[0], *inside[LEADING:], opening]
    assert opened(behind) == behind
    # No opening gives way to another, nor what was found first.
    openings = [replace(h, passage=replace(h.passage, number=0)) for h in others]
    full = [later[0], *openings, opening]
    assert opened(full) == full
    # Nor has the article more than its share for that, or fewer are asked for in vain.
    own = [replace(later[0], passage=replace(later[0].passage, number=n)) for n in range(1, 6)]
    assert len(own) == MOST_OF_ONE
    crowded = opened(spread([*own, *inside, opening]))[:FIRST]
    assert crowded == [*own[:-1], *inside[: FIRST - MOST_OF_ONE], opening]
    assert opened([later[0], *inside, opening], 5)[:5] == [later[0], *inside[:3], opening]


def test_two_reports_of_one_event_do_not_collapse() -> None:
    two = hits(
        article("The blast at the port of Beirut has killed 220 people, the governor said.", "a"),
        article("A health minister put the toll of the explosion in Beirut at 171 dead.", "b"),
    )
    assert len(collapse(two, 9)) == 2


def collapsed_slowly(found: list[Hit]) -> list[Hit]:
    """The same, each hit compared with every one kept before it."""
    kept: list[Hit] = []
    for hit in found:
        mine = shingles(hit.passage.text)
        for n, other in enumerate(kept):
            theirs = shingles(other.passage.text)
            shared = len(mine & theirs)
            is_copy = shared and shared >= 0.7 * min(len(mine), len(theirs))
            if is_copy and hit.passage.article_id != other.passage.article_id:
                also = dict.fromkeys([*other.also_in, hit.passage.article_id])
                kept[n] = replace(other, also_in=tuple(also))
                break
        else:
            kept.append(hit)
    return kept


def shingles(text: str) -> set[tuple[str, ...]]:
    """Every three stems in a row, or all of a shorter text."""
    stems = [w.stem for w in words(text)]
    return {tuple(stems[i : i + 3]) for i in range(max(1, len(stems) - 2))} if stems else set()


STORIES = st.lists(
    st.tuples(st.sampled_from("abcd"), st.lists(st.sampled_from("one two three".split()))),
    max_size=12,
)


@given(STORIES, st.integers(0, 13))
def test_collapsing_equals_the_slow_way(stories: list[tuple[str, list[str]]], limit: int) -> None:
    found = [
        Hit(Passage(id_, n, 0, 9, " ".join(text), (Span(0, 9),)), -n)
        for n, (id_, text) in enumerate(stories)
    ]
    assert collapse(found, limit) == collapsed_slowly(found)[:limit]


def test_collapsing_what_is_found_in_the_seeds_equals_the_slow_way(seed_bot: Bot) -> None:
    for query in ("Putin congratulated Biden", "explosion in Beirut", "the electors voted"):
        (vector,) = seed_bot.retriever._embedder.encode([query])
        found = fuse(
            seed_bot.index.search_dense(vector, limit=50),
            seed_bot.index.search_bm25(query, limit=50),
        )
        assert any(h.also_in for h in collapsed_slowly(found))
        for limit in (1, 5, 10, 100):
            assert collapse(found, limit) == collapsed_slowly(found)[:limit]


def test_a_wire_copy_is_found_once(retriever: Retriever) -> None:
    found = retriever.retrieve("Putin congratulated Biden", limit=9).hits
    (best,) = (h for h in found if h.passage.article_id in {"story", "wire"})
    assert {best.passage.article_id, *best.also_in} == {"story", "wire"}


def test_the_seeds_wire_copy_is_found_once(seed_bot: Bot) -> None:
    found = seed_bot.retriever.retrieve("Putin congratulated Biden", limit=20).hits
    pair = {
        "2020-12-15-putin-congratulates-biden",
        "2020-12-15-russias-putin-sends-message-to-biden",
    }
    best = next(h for h in found if h.passage.article_id in pair)
    assert {best.passage.article_id, *best.also_in} == pair


# Names


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("Bolsanaro", "Bolsonaro"),
        ("bolsanaro", "Bolsonaro"),
        ("Bolsonero's", "Bolsonaro's"),
        ("Peskof", "Peskov"),
        ("Obredor", "Obrador"),
        ("Navalni", "Navalni"),  # its stem meets Navalny's
        ("Slutzky", "Slutsky"),
    ],
)
def test_misspelt_names_are_mended(retriever: Retriever, typed: str, searched: str) -> None:
    retrieval = retriever.retrieve(f"What did {typed} say?", limit=3)
    assert retrieval.query == f"What did {searched} say?"
    assert retrieval.hits[0].passage.article_id == "names"
    assert retrieval.mended == (
        () if typed == searched else ((typed.split("'")[0], searched.split("'")[0]),)
    )


@pytest.mark.parametrize(
    "query",
    [
        "Who waited for the official count?",
        "What did Bolsonaro and Peskov say?",
        "What did the spokeswoman say?",  # a word as it is; the articles have "spokesman"
        "what did the spokespan say",  # near a word that is no name
        "What about Bolivaro?",  # too many letters off
        "Pisk off",
        "",
    ],
)
def test_nothing_else_is_mended(retriever: Retriever, query: str) -> None:
    retrieval = retriever.retrieve(query, limit=3)
    assert (retrieval.query, retrieval.mended) == (query, ())


def test_a_word_of_the_articles_is_right_even_where_a_filter_hides_it(tmp_path: Path) -> None:
    index = index_in(tmp_path)
    store(
        index,
        article("Peskov spoke.", "a", date="2020-12-14"),
        article("Peskow spoke.", "b", date="2020-12-20"),
    )
    index.tidy()
    before = Filters(as_of=dt.date(2020, 12, 15))
    retrieval = Retriever(index, Spelling()).retrieve(
        "What did Peskow say?", limit=3, filters=before
    )
    assert retrieval.mended == ()


def test_a_rare_word_of_the_articles_is_right_among_many_usual_ones(tmp_path: Path) -> None:
    index = index_in(tmp_path)
    store(
        index,
        article("Peskow spoke.", "rare"),
        *(article(f"The vote count of the state election number {n}.", str(n)) for n in range(80)),
        *(article(f"Peskov said no {n}.", f"p{n}") for n in range(9)),
    )
    index.tidy()
    query = "Did the vote count of the state election matter to Peskow?"
    assert Retriever(index, Spelling()).retrieve(query, limit=3).mended == ()


@pytest.mark.parametrize("query", ["Lopez Obrador", "LÓPEZ OBRADOR", "lopez obrador’s letter"])
def test_names_are_found_without_their_accents(seed_bot: Bot, query: str) -> None:
    best = seed_bot.retriever.retrieve(query, limit=1).hits[0]
    assert "López Obrador" in best.passage.titled_text


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Bolsanaro", "Bolsonaro"),
        ("Peskof's conditions", "Peskov"),
        ("Angela Merkle", "Merkel"),
        ("Kim Jung Un", "Kim Jong Un"),
        ("Perserverance rover", "Perseverance"),
    ],
)
def test_misspelt_names_are_found_in_the_seeds(seed_bot: Bot, query: str, name: str) -> None:
    found = seed_bot.retriever.retrieve(query, limit=5).hits
    assert any(name in h.passage.titled_text for h in found)


@pytest.mark.parametrize(
    "query",
    [
        "Who applauded the refereed final?",
        "Which copter came alight?",
        "Did the chairwoman's coalition prosecute?",
        "how many people have died in beirut",
    ],
)
def test_usual_words_that_the_seeds_lack_are_not_mended(seed_bot: Bot, query: str) -> None:
    assert seed_bot.retriever.retrieve(query, limit=1).mended == ()


# Names


@pytest.mark.parametrize(
    ("word", "is_name"),
    [
        ("obrador", True),
        ("BIDEN", True),
        ("Peskov", True),
        ("waited", False),
        ("story", False),  # in no article
        ("putin", False),  # only ever the first word of its sentence
        ("house", True),
        ("spokesman", False),
        ("", False),
    ],
)
def test_a_name_is_what_the_articles_write_with_a_capital(
    retriever: Retriever, word: str, is_name: bool
) -> None:
    assert retriever.is_name(word) is is_name


def test_a_name_may_now_and_then_lack_its_capital(tmp_path: Path) -> None:
    index = index_in(tmp_path)
    store(index, article("He met Putin. " * 10 + "See putin.org and apple, or Apple.", "a"))
    assert Retriever(index, Spelling()).is_name("putin")
    assert not Retriever(index, Spelling()).is_name("apple")


@pytest.mark.parametrize("word", ["putin", "biden", "mars", "beirut", "obrador"])
def test_names_of_the_seeds_are_known_without_their_capital(seed_bot: Bot, word: str) -> None:
    assert seed_bot.retriever.is_name(word)


@pytest.mark.parametrize("word", ["election", "landed", "explosion", "congratulate", "oil"])
def test_usual_words_of_the_seeds_are_no_names(seed_bot: Bot, word: str) -> None:
    assert not seed_bot.retriever.is_name(word)


# What is asked for


@pytest.mark.parametrize("query", ["", " ", "?!", "“…”"])
def test_a_query_without_a_word_finds_nothing(retriever: Retriever, query: str) -> None:
    assert retriever.retrieve(query, limit=5).hits == ()


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_no_more_is_found_than_asked_for(retriever: Retriever, limit: int) -> None:
    assert len(retriever.retrieve("Putin waited for the White House", limit=limit).hits) == limit


def test_filters_hold(retriever: Retriever) -> None:
    def found(filters: Filters) -> set[str]:
        return set(ids(retriever.retrieve("Putin", limit=9, filters=filters).hits))

    assert found(Filters()) in ({"names", "story", "house"}, {"names", "wire", "house"})
    assert found(Filters(as_of=dt.date(2020, 12, 15))) == {"names", "story"}
    assert found(Filters(since=dt.date(2020, 12, 16))) == {"wire"}
    assert found(Filters(sources=("Wire",))) == {"wire", "house"}
    assert found(Filters(sources=("Nobody",))) == set()


def test_a_copy_that_a_filter_hides_is_not_named(retriever: Retriever) -> None:
    before = Filters(as_of=dt.date(2020, 12, 15))
    found = retriever.retrieve("Putin congratulated Biden", limit=9, filters=before).hits
    assert all(h.also_in == () for h in found)


def test_each_search_can_be_switched_off(retriever: Retriever) -> None:
    for dense, bm25 in ((True, False), (False, True)):
        one = Retriever(retriever.index, Spelling(), dense=dense, bm25=bm25)
        best = one.retrieve("Bolsonaro waited", limit=1).hits[0]
        assert best.passage.article_id == "names"
        assert (best.dense is not None, best.bm25 is not None) == (dense, bm25)


def test_lists_are_interleaved_and_each_passage_is_kept_once() -> None:
    one, two, three = (Hit(passage(n), score=1.0) for n in range(3))
    assert interleaved([[one, two], [two, three]], 3) == (one, two, three)
    assert interleaved([[one, two, three], [three]], 2) == (one, three)
    assert interleaved([[], []], 2) == ()


def test_near_copies_of_an_article_are_named_though_no_search_found_them(tmp_path: Path) -> None:
    index = index_in(tmp_path / "index")
    texts = {"a": "Ann won the race.", "b": "Bo slept all day.", "c": "Cy ate."}
    pairs = [(article(t, i), cut(article(t, i))) for i, t in texts.items()]
    rows = FakeEmbedder().encode([p.titled_text for _, ps in pairs for p in ps])
    index.upsert(pairs, rows, standings={i: Standing(story="one") for i in "ab"})
    retriever = Retriever(index, FakeEmbedder(), dense=False)
    assert [h.also_in for h in retriever.retrieve("Ann", limit=3).hits] == [("b",)]
    assert [h.also_in for h in retriever.retrieve("Cy", limit=3).hits] == [()]
    left_out = Filters(without=Without(articles=("b",)))
    assert retriever.retrieve("Ann", limit=3, filters=left_out).hits[0].also_in == ()


def test_passages_of_near_copies_collapse_from_a_smaller_part_in_common_on() -> None:
    one = "Rain fell on Kent. The river rose fast. People fled from their homes at night."
    other = (
        "The river rose fast. People fled from their homes at night. Help came from London on foot."
    )
    found = hits(article(one, "a"), article(other, "b"))
    assert len(collapse(found, 9)) == 2
    linked = [replace(h, passage=replace(h.passage, story="s")) for h in found]
    (kept,) = collapse(linked, 9)
    assert (kept.passage.article_id, kept.also_in) == ("a", ("b",))
    unlike = hits(article(one, "a"), article("Ann won the race in London.", "b"))
    apart = [replace(h, passage=replace(h.passage, story="s")) for h in unlike]
    assert len(collapse(apart, 9)) == 2
