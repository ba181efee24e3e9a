"""Answers composed of quotes, and quotes shortened."""

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import compose, marks_in, opens_with_pronoun, read_hits, shortened
from bot.articles import read_article
from bot.assemble import SEEDS
from bot.chat import Bot
from bot.sentences import sentence_spans
from bot.types import Answer, Article, Hit, Span
from tests.fakes import FakeReader, article, hits

QUESTION = "Who held out?"
PUTIN = "Putin waited for weeks."
HE_WROTE = "He wrote in December."
THEY_MET = "They had met before."
KIM = "Kim said nothing."
NEWS = article(f"Leaders differed. {PUTIN} {HE_WROTE} {THEY_MET} {KIM}", "news", title="News")
OTHER = article("López Obrador held out until Tuesday. Snow fell.", "other", source="Desk")
LOPEZ = "López Obrador held out until Tuesday."


def answered(
    scores: Mapping[str, float],
    *articles: Article,
    marks: Mapping[str, str] | None = None,
    limit: int = 4,
    max_tokens: int = 160,
    question: str = QUESTION,
) -> Answer:
    """The answer where the reader gives these scores to these quotes."""
    found = hits(*articles, max_tokens=max_tokens)
    reader = FakeReader(scores, marks or {})
    readings = read_hits(question, found, reader)
    answer = compose(question, found, readings, threshold=reader.threshold, max_sentences=limit)
    texts = {a.id: a.text for a in articles}
    for c in answer.citations:
        assert texts[c.article_id][c.start : c.end] == c.quote
        assert all(c.start <= m.start < m.end <= c.end for m in c.marks)
    return answer


def quotes(answer: Answer) -> list[str]:
    return [c.quote for c in answer.citations]


# Choosing


def test_the_best_sentence_is_the_answer_with_its_exact_place() -> None:
    answer = answered({PUTIN: 0.9}, NEWS, OTHER, marks={PUTIN: "Putin"})
    assert answer.text == PUTIN
    assert answer.confidence == 0.9
    (citation,) = answer.citations
    start = NEWS.text.index(PUTIN)
    assert (citation.start, citation.end) == (start, start + len(PUTIN))
    assert citation.marks == (Span(start, start + 5),)
    assert (citation.number, citation.title) == (1, "News")


def test_a_citation_names_where_it_comes_from() -> None:
    source = article(
        "It snowed all day.", "a", date="2020-12-15", source="Desk", url="https://e.org"
    )
    (citation,) = answered({"It snowed all day.": 0.9}, source).citations
    assert citation.title == "It snowed all day."
    assert (citation.date, citation.source) == (dt.date(2020, 12, 15), "Desk")
    assert citation.url == "https://e.org"


def test_below_the_threshold_it_abstains_and_gives_the_nearest_passages() -> None:
    answer = answered({PUTIN: 0.49}, NEWS, OTHER)
    assert answer.abstained
    assert answer.text == Answer.ABSTENTION
    assert answer.confidence == 0.49
    assert [h.passage.article_id for h in answer.hits] == ["news", "other"]


def test_at_the_threshold_it_answers() -> None:
    assert answered({PUTIN: 0.5}, NEWS).text == PUTIN


def test_without_hits_it_abstains() -> None:
    assert answered({}) == Answer(QUESTION, (), 0.0, ())


def test_sentences_near_the_best_join_it_and_others_do_not() -> None:
    answer = answered({PUTIN: 0.9, KIM: 0.6, LOPEZ: 0.53}, NEWS, OTHER)
    assert quotes(answer) == [PUTIN, KIM]  # .53 is above the threshold, but below .6 of .9


def test_no_more_sentences_than_asked_for() -> None:
    scores = {f"Person{n} waited for week{n}.": 0.9 - n / 100 for n in range(9)}
    answer = answered(scores, article(" ".join(scores)), limit=3)
    assert quotes(answer) == list(scores)[:3]


def test_asked_for_several_it_names_more_of_them_first() -> None:
    one, same, list_ = (
        "Ann signed it.",
        "On Monday Ann Lee put her name there.",
        "Bo and Cy did too.",
    )
    text = article(f"{one} {same} {list_}", "a")
    scores = {one: 0.9, same: 0.8, list_: 0.7}
    marks = {one: "Ann", same: "Ann", list_: "Bo and Cy"}
    who = "Who signed it?"
    assert quotes(answered(scores, text, marks=marks, limit=2, question=who)) == [one, same]
    several = "Which ministers signed it?"
    assert quotes(answered(scores, text, marks=marks, limit=2, question=several)) == [one, list_]


def test_asked_for_several_there_is_room_for_those_not_named_yet() -> None:
    told = [
        "Ann put her name to the paper.",
        "Nobody was surprised that Ann came early.",
        "Bo arrived in Rome on Friday.",
        "Cy flew home afterwards.",
        "Di sent a deputy instead.",
        "Ed was ill in bed.",
        "Four years ago Ann took longer.",
    ]
    ann, again, bo, cy, di, ed, before = told
    text = article(" ".join(told), "a")
    scores = {ann: 0.9, again: 0.89, bo: 0.8, cy: 0.7, di: 0.6, ed: 0.35, before: 0.5}
    marks = {ann: "Ann", again: "Ann", bo: "Bo", cy: "Cy", di: "Di", ed: "Ed"}
    asked = "Which ministers signed it?"
    # Two more than two: "again" names nobody new, and one is too far below the best.
    assert quotes(answered(scores, text, marks=marks, limit=2, question=asked)) == [ann, bo, cy, di]
    assert before not in quotes(answered(scores, text, marks=marks, limit=9, question=asked))


def test_who_is_a_name() -> None:
    told = ["Ann has not signed it.", "The Italian leader was late.", "Bo has not come."]
    ann, leader, bo = told
    marks = {ann: "Ann", leader: "The Italian leader", bo: "Bo"}
    scores = {ann: 0.9, leader: 0.8, bo: 0.6}
    text = article(" ".join(told), "a")
    who = answered(scores, text, marks=marks, limit=1, question="Who has not signed it?")
    assert quotes(who) == [ann, bo]


def test_a_sentence_in_two_passages_is_said_once() -> None:
    answer = answered({PUTIN: 0.9, KIM: 0.8}, NEWS, max_tokens=12)
    assert sorted(quotes(answer)) == [KIM, PUTIN]


# Repetition


def test_what_was_said_is_not_said_again() -> None:
    copy = article("Until Tuesday, Mr. López Obrador held out.", "copy")
    answer = answered({LOPEZ: 0.9, copy.text: 0.8, PUTIN: 0.7}, OTHER, copy, NEWS)
    assert quotes(answer) == [LOPEZ, PUTIN]


def test_where_articles_disagree_on_a_number_both_are_shown() -> None:
    one = article("The explosion in Beirut killed 220 people, he said.", "one")
    two = article("The explosion in Beirut killed 171 people, he said.", "two")
    assert quotes(answered({one.text: 0.9, two.text: 0.8}, one, two)) == [one.text, two.text]


def test_where_one_denies_what_the_other_says_both_are_shown() -> None:
    one = article("Putin has congratulated Joe Biden.", "one")
    two = article("Putin has not congratulated Joe Biden.", "two")
    three = article("Putin hasn't congratulated Joe Biden.", "three")
    answer = answered({one.text: 0.9, two.text: 0.8, three.text: 0.7}, one, two, three)
    assert quotes(answer) == [one.text, two.text]


# Pronouns


def test_a_pronoun_brings_the_sentence_before() -> None:
    answer = answered({HE_WROTE: 0.9}, NEWS)
    assert quotes(answer) == [PUTIN, HE_WROTE]
    assert answer.confidence == 0.9


def test_a_pronoun_after_a_pronoun_goes_back_to_the_name() -> None:
    assert quotes(answered({THEY_MET: 0.9}, NEWS)) == [PUTIN, HE_WROTE, THEY_MET]


def test_going_back_has_an_end() -> None:
    text = PUTIN + "".join(f" He went to place{n}." for n in range(9))
    answer = answered({"He went to place8.": 0.9}, article(text))
    assert quotes(answer) == [f"He went to place{n}." for n in (5, 6, 7, 8)]


def test_what_a_pronoun_brings_counts_as_a_sentence() -> None:
    assert quotes(answered({HE_WROTE: 0.9, KIM: 0.8}, NEWS, limit=2)) == [PUTIN, HE_WROTE]
    assert quotes(answered({HE_WROTE: 0.9}, NEWS, limit=1)) == [HE_WROTE]


def test_a_sentence_that_finds_no_room_leaves_it_to_one_that_does() -> None:
    answer = answered({KIM: 0.9, HE_WROTE: 0.8, LOPEZ: 0.7}, NEWS, OTHER, limit=2)
    assert quotes(answer) == [KIM, LOPEZ]


def test_the_sentence_before_is_found_in_another_passage() -> None:
    passages = hits(NEWS, max_tokens=11)
    opening = next(h for h in passages if h.passage.quote(h.passage.sentences[0]) == HE_WROTE)
    others = [h for h in passages if h is not opening]
    reader = FakeReader({HE_WROTE: 0.9})
    for found in ([opening, *others], [*others, opening]):
        answer = compose(
            QUESTION, found, read_hits(QUESTION, found, reader), threshold=0.5, max_sentences=4
        )
        assert quotes(answer) == [PUTIN, HE_WROTE]


def test_the_sentence_before_keeps_its_own_marks() -> None:
    answer = answered({HE_WROTE: 0.9, PUTIN: 0.8}, NEWS, marks={PUTIN: "Putin"})
    assert quotes(answer) == [PUTIN, HE_WROTE]
    assert answer.citations[0].marks


def test_a_pronoun_at_the_start_of_an_article_brings_nothing() -> None:
    assert quotes(answered({"He won.": 0.9}, article("He won. She lost."))) == ["He won."]


@pytest.mark.parametrize(
    "sentence",
    [
        "He wrote.", "“It is over,” she said.", "But they did.", "Their letter came.",
        "However, this was late.", "And those were few.", "This surprised nobody.", "Both wrote.",
        "It is likely to pass.", "It’s been sold for years to others.", "It took years.",
        "It has been shut for two years.", "It's been open for two weeks.",
        "It is worth $2 billion.", "It is known as the Doomsday Glacier.",
        "It is difficult to treat.", "It was time-consuming.",
    ],
)  # fmt: skip
def test_a_sentence_with_a_bare_pronoun_leans_on_the_one_before(sentence: str) -> None:
    assert opens_with_pronoun(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Putin wrote.", "The letter came.", "It is clear that Biden won.", 
        "This week the court ruled.", "Those who waited were few.", "“We won,” he said.",
        "…", "", "Ithaca fell.", "306 electors voted.", "Both Ann Lee’s lawyers and Bob wrote.",
        "IT workers went on strike.", "It’s been a brutal few years for Fox.",
        "It was then that he left.", "It is still unclear whether she won.",
        "It’s no secret that he lost.", "It turned out he won.", "It remains to be seen who left.",
        "It's been more than three decades since she won.",
    ],
)  # fmt: skip
def test_any_other_sentence_stands_by_itself(sentence: str) -> None:
    assert not opens_with_pronoun(sentence)


# Order and numbers


def test_the_lead_comes_first_then_its_article_then_the_others() -> None:
    scores = {KIM: 0.9, LOPEZ: 0.8, "Leaders differed.": 0.7, PUTIN: 0.6}
    answer = answered(scores, NEWS, OTHER)
    assert quotes(answer) == [KIM, "Leaders differed.", PUTIN, LOPEZ]
    assert [c.number for c in answer.citations] == [1, 1, 1, 2]


def test_the_same_article_has_the_same_number() -> None:
    answer = answered({LOPEZ: 0.9, PUTIN: 0.8, KIM: 0.7}, NEWS, OTHER)
    assert [(c.article_id, c.number) for c in answer.citations] == [
        ("other", 1), ("news", 2), ("news", 2),
    ]  # fmt: skip


def test_of_equal_sentences_the_one_of_the_better_passage_leads() -> None:
    assert quotes(answered({LOPEZ: 0.9, KIM: 0.9}, OTHER, NEWS)) == [LOPEZ, KIM]
    assert quotes(answered({LOPEZ: 0.9, KIM: 0.9}, NEWS, OTHER)) == [KIM, LOPEZ]


def test_copies_are_named_in_the_citation() -> None:
    (hit,) = hits(OTHER)
    copied = Hit(hit.passage, hit.score, also_in=("copy",))
    readings = read_hits(QUESTION, [copied], FakeReader({LOPEZ: 0.9}))
    answer = compose(QUESTION, [copied], readings, threshold=0.5, max_sentences=4)
    assert answer.citations[0].also_in == ("copy",)


def test_the_reader_is_not_asked_about_nothing() -> None:
    assert read_hits(QUESTION, [], FakeReader({})) == []


# Shortening


@pytest.mark.parametrize(
    "quote",
    [
        "MEXICO CITY — |President López Obrador wrote to Biden.",
        "WASHINGTON (AP) — |The electors voted.",
        "PASADENA, Calif. — |NASA’s rover landed on Mars today.",
        "PORTSMOUTH, N.H. -- |A candidate spoke — and left — early.",
        "LITTLE ROCK, Arkansas—|Mike Huckabee was not a millionaire.",
        "BRASÍLIA — |“When the saliva runs out,” he said.",
        "(CNN) |The president spoke.",
        "(CNN)|The president spoke.",
        "Washington (CNN) |President Trump spoke.",
        "Davenport, Iowa (CNN) – |New details came.",
        "Rio de Janeiro (CNN) |One swimmer left.",
        "WASHINGTON/NEW YORK (Reuters) - |U.S. states sued.",
        "(Reuters) - |Nasdaq Inc is cracking down.",
        "MOSCOW — But |the Kremlin waited for the count.",
        "But |the Kremlin waited.",
        "However, |he waited.",
        "And\n|then he left.",
        "— |Reporting by our desk",
    ],
)
def test_datelines_and_conjunctions_go(quote: str) -> None:
    left = quote.split("|")[1]
    assert shortened(quote.replace("|", "")) == left[0].upper() + left[1:]


def test_a_sentence_is_shown_on_one_line() -> None:
    assert shortened("One\n  two.") == "One two."


@pytest.mark.parametrize(
    "quote",
    [
        "The man — a plumber — said he had voted.",
        "The House of Representatives — in proceedings he ignored — impeached him.",
        "NASA — America's space agency — said the rover had landed.",
        "NASA — which runs the rover — said it had landed.",
        "The number of swing districts - a term of art - fell.",
        "ITALY - ENGLAND 1-1",
        "US–China trade talks collapsed on Friday in Geneva.",
        "NATO–Russia Council met in Brussels on Monday.",
        "PSG – Bayern Munich was called off on Tuesday.",
        "That kills it — she said so.",
        "We teach Marksmanship – how to hit what you aim at.",
        "President Trump (Reuters) spoke.",
        "Mike Pence (AP) and others left.",
        "But for the court, Trump would have won.",
        "Butter is dear.",
        "Andrew left.",
        "However hard he tried, he lost.",
        "306–232 was the result.",
        "—",
        "(CNN) “",
        "MOSCOW — ",
    ],
)
def test_nothing_else_goes(quote: str) -> None:
    assert shortened(quote) == " ".join(quote.split())


@pytest.mark.parametrize(
    ("quote", "marked"),
    [
        ("MEXICO CITY — President López Obrador wrote to Biden.", "MEXICO CITY"),
        ("WASHINGTON (AP) — The electors voted.", "AP"),
        ("But the Kremlin waited.", "But the"),
    ],
)
def test_a_marked_word_never_goes(quote: str, marked: str) -> None:
    at = quote.index(marked)
    assert shortened(quote, [Span(at, at + len(marked))]) == quote


PIECES = [
    "MEXICO CITY", "NASA", "A", ", Calif.", " — ", "—", " - ", "-- ", "(CNN)", " (AP) ", "But ",
    "And ", "However, ", "the man", " ", "\n", "“", "ß", "ŉ", "306", "López", ".",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join), st.data())
def test_what_is_left_is_the_end_of_the_quote_with_all_its_marks(
    quote: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(quote) - 1))
    mark = Span(start, data.draw(st.integers(start + 1, len(quote))))
    text = shortened(quote, [mark])
    whole = " ".join(quote.split())
    assert whole[len(whole) - len(text) :][1:] == text[1:]
    assert whole.lower().endswith(text.lower())
    assert text.lower().endswith(" ".join(quote[mark.start :].split()).lower())
    assert any(c.isalnum() for c in text) == any(c.isalnum() for c in quote)
    marked = " ".join(mark.of(quote).split())
    assert all(p.of(text).lower() == marked.lower() for p in marks_in(text, quote, [mark]))


def test_the_answers_words_are_marked_in_what_is_shown() -> None:
    quote = "But\nVladimir  Putin waited, and Bo Lee with Putin."
    text = shortened(quote)
    spans = [Span(quote.index(w), quote.index(w) + len(w)) for w in ("Bo Lee", "Vladimir  Putin")]
    within = Span(quote.index("Putin"), quote.index(" waited"))
    shown = [m.of(text) for m in marks_in(text, quote, [*spans, within])]
    assert shown == ["Vladimir Putin", "Bo Lee"]
    little = Span(quote.index("with"), quote.index(" Putin."))
    assert not marks_in(text, quote, [little])
    assert not marks_in("After a vote he left.", "After a vote he left.", [Span(0, 5)])
    over = Span(quote.index("Bo"), quote.index(" with"))
    assert [m.of(text) for m in marks_in(text, quote, [over, spans[0]])] == ["Bo Lee"]
    told = "The WHO met in May, all of them."
    marks = [Span(told.index(w), told.index(w) + len(w)) for w in ("WHO", "May", "all of them")]
    assert marks_in(told, told, marks) == marks
    waited = "MOSCOW — Vladimir Putin waited, and Bo Lee with him."
    (sentence,) = answered({waited: 0.9}, article(waited, "a"), marks={waited: "Bo Lee"}).sentences
    assert sentence.text == waited.removeprefix("MOSCOW — ")
    assert [m.of(sentence.text) for m in sentence.marks] == ["Bo Lee"]


def test_pathological_sentences_take_no_time() -> None:
    for quote in (
        "A" * 20_000,
        "AB " * 8_000,
        "Ab, " * 8_000,
        "— " * 8_000,
        "Ab/" * 8_000 + "(CNN",
    ):
        assert shortened(quote)


# Over the seeds


@pytest.mark.parametrize(
    "question",
    [
        "Who held out on congratulating Biden?",
        "How many people died in Beirut?",
    ],
)
def test_every_citation_of_the_seeds_is_exact(seed_bot: Bot, question: str) -> None:
    answer = seed_bot.ask(question)
    for c in answer.citations:
        assert seed_bot.article(c.article_id).text[c.start : c.end] == c.quote
        assert all(c.start <= m.start < m.end <= c.end for m in c.marks)
    for hit in answer.hits:
        text = seed_bot.article(hit.passage.article_id).text
        assert text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_real_sentences_are_shortened_to_their_own_words() -> None:
    for path in SEEDS.glob("*.md"):
        text = read_article(path, article_id="a").text
        for span in sentence_spans(text):
            quote = " ".join(span.of(text).split())
            short = shortened(quote)
            assert quote.lower().endswith(short.lower())
            assert len(quote) - len(short) < 40
