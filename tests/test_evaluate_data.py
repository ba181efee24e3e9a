"""Files of questions, SQuAD's form, and labelled pairs: what is read, and what is refused."""

import datetime as dt
import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from bot.errors import BotError
from bot.evaluate.labelled import WINDOW_WORDS, Label, read_pairs, windows
from bot.evaluate.questions import read_questions
from bot.evaluate.sample import (
    Sample,
    limited,
    load_sample,
    with_answerable,
    with_right_passages,
)
from bot.evaluate.squad import read_squad

Record = Mapping[str, object]
ARTICLES: list[Record] = [
    {"id": "a1", "title": "Vote", "date": "2020-12-14", "text": "Electors gave Biden 306 votes."},
    {"id": "a2", "title": "Canal", "date": "2021-03-29", "text": "The Ever Given is afloat."},
    {"id": "a3", "title": "Undated", "date": None, "text": "Nobody knows when López spoke."},
]
QUESTION: Record = {
    "id": "q1",
    "question": "How many votes?",
    "date": "2021-01-01",
    "answers": ["306"],
}
SQUAD = {
    "data": [
        {
            "title": "Super_Bowl_50",
            "paragraphs": [
                {
                    "context": "The Panthers gave up 308 points.",
                    "qas": [
                        {
                            "id": "x",
                            "question": "How many points?",
                            "answers": [{"text": "308", "answer_start": 21}] * 3,
                        },
                        {"id": "y", "question": "Who?", "answers": [], "is_impossible": True},
                    ],
                },
                {"context": "Denver won.", "qas": []},
            ],
        }
    ]
}


def jsonl(path: Path, records: Sequence[Record]) -> Path:
    text = "".join(json.dumps(r) + "\n" for r in records)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return path


def sample(tmp_path: Path, *questions: Record) -> Sample:
    asked = [{**QUESTION, "id": f"q{n}", **q} for n, q in enumerate(questions)]
    return load_sample([jsonl(tmp_path / "a.jsonl", ARTICLES)], jsonl(tmp_path / "q.jsonl", asked))


@pytest.mark.parametrize("name", ["q.jsonl", "q.jsonl.gz", "packed-without-suffix.gz"])
def test_questions_are_read_plain_or_packed(tmp_path: Path, name: str) -> None:
    record = {**QUESTION, "found_by_search": ["a1"], "answer_in_own": True, "answer_in_any": False}
    (question,) = read_questions(jsonl(tmp_path / name, [record]))
    assert question.id == "q1"
    assert question.as_of == dt.date(2021, 1, 1)
    assert (question.answers, question.found_by_search) == (("306",), ("a1",))
    assert (question.answer_in_own, question.answer_in_any) == (True, False)


def test_packed_files_are_known_by_their_content(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(gzip.compress(json.dumps(QUESTION).encode()))
    assert len(read_questions(path)) == 1


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "is not JSON"),
        ("[1]", "not a JSON object"),
        ('{"text": "x"}', "needs a 'question'"),
        ('{"question": "Who?", "answers": [{"text": "x"}]}', "list of 'answers'"),
        ('{"question": "Who?", "answers": [], "date": "soon"}', "'soon' is not YYYY-MM-DD"),
        ('{"question": "Who?", "answers": [], "answer_in_any": "no"}', "true or false"),
        ('{"question": "Who?", "answers": [], "found_by_search": {}}', "list of article ids"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, why: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(f"{json.dumps(QUESTION)}\n\n{line}\n")
    with pytest.raises(BotError, match=r"q\.jsonl:3") as caught:
        read_questions(path)
    assert why in str(caught.value)


def test_missing_empty_and_damaged_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n")
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b"{}" * 1000)[:30])
    for path, why in (
        (tmp_path / "none.jsonl", "There is no file"),
        (tmp_path, "is a folder"),
        (tmp_path / "empty.jsonl", "no record"),
        (tmp_path / "cut.jsonl.gz", "cannot be read"),
    ):
        with pytest.raises(BotError, match=why):
            read_questions(path)


def test_a_squad_file_gives_articles_and_questions(tmp_path: Path) -> None:
    path = tmp_path / "squad.json"
    path.write_text(json.dumps(SQUAD))
    articles, (known, impossible) = read_squad(path)
    assert [a.title for a in articles] == ["Super Bowl 50"] * 2
    assert known.gold == articles[0].id
    assert known.answers == ("308",)
    assert impossible.answer_in_any is False
    assert len(with_right_passages(load_sample([], None, path)).questions) == 1
    assert load_sample([], path) == load_sample([], None, path)  # --questions alone


@pytest.mark.parametrize(
    "loaded",
    [{}, {"data": [1]}, {"data": [{"paragraphs": [{"qas": []}]}]}, {"data": []}],
)
def test_a_misshapen_squad_file_is_refused(tmp_path: Path, loaded: object) -> None:
    path = tmp_path / "squad.json"
    path.write_text(json.dumps(loaded))
    with pytest.raises(BotError, match="not in SQuAD's form"):
        read_squad(path)


def test_what_to_ask_must_be_given(tmp_path: Path) -> None:
    articles = jsonl(tmp_path / "a.jsonl", ARTICLES)
    with pytest.raises(BotError, match="--questions"):
        load_sample([articles], None)
    with pytest.raises(BotError, match="brings its own articles"):
        load_sample([articles], None, tmp_path / "squad.json")


def test_a_file_of_questions_is_no_file_of_articles(tmp_path: Path) -> None:
    questions = jsonl(tmp_path / "q.jsonl", [QUESTION])
    with pytest.raises(BotError, match=r"holds no article.*q\.jsonl:1"):
        load_sample([questions], questions)


def test_two_articles_cannot_share_an_id(tmp_path: Path) -> None:
    one = jsonl(tmp_path / "one.jsonl", ARTICLES)
    two = jsonl(tmp_path / "two.jsonl", [{**ARTICLES[0], "text": "Something else."}])
    questions = jsonl(tmp_path / "q.jsonl", [QUESTION])
    with pytest.raises(BotError, match="same id 'a1'"):
        load_sample([one, two], questions)
    assert len(load_sample([one, one], questions).articles) == 3


def test_a_broken_article_is_skipped_and_told(tmp_path: Path) -> None:
    articles = jsonl(tmp_path / "a.jsonl", [{"id": "x"}, *ARTICLES])
    loaded = load_sample([articles], jsonl(tmp_path / "q.jsonl", [QUESTION]))
    assert len(loaded.articles) == 3
    assert "a.jsonl:1" in loaded.skipped[0].reason


def test_retrieval_asks_what_is_known_to_be_there(tmp_path: Path) -> None:
    own = sample(
        tmp_path,
        {"answer_in_own": True, "answer_in_any": True},
        {"answer_in_own": False, "answer_in_any": True},
    )
    assert [q.id for q in with_right_passages(own).questions] == ["q0"]
    any_ = sample(tmp_path, {"answer_in_any": True}, {"answer_in_any": False})
    assert [q.id for q in with_right_passages(any_).questions] == ["q0"]
    unknown = sample(tmp_path, {}, {"answers": []})
    assert [q.id for q in with_right_passages(unknown).questions] == ["q0"]
    with pytest.raises(BotError, match="None of the 1 questions has an answer"):
        with_right_passages(sample(tmp_path, {"answer_in_own": False}))


def test_a_limit_takes_the_same_questions_whatever_their_order(tmp_path: Path) -> None:
    questions: list[Record] = [{"id": f"n{n}", "found_by_search": ["a1"]} for n in range(20)]
    forth = limited(sample(tmp_path, *questions), 5)
    back = limited(sample(tmp_path, *reversed(questions)), 5)
    assert forth.questions == back.questions
    assert len(forth.questions) == 5
    assert forth.questions[:3] == limited(sample(tmp_path, *questions), 3).questions


def test_a_limit_keeps_only_the_articles_of_the_searches(tmp_path: Path) -> None:
    found = sample(tmp_path, {"found_by_search": ["a1", "gone"]}, {"found_by_search": ["a1"]})
    part = limited(found, 1)
    assert [a.id for a in part.articles] == ["a1"]
    assert (part.of_questions, part.of_articles, part.limit) == (2, 3, 1)
    assert limited(found, 2) == found
    assert len(limited(sample(tmp_path, {}, {}), 1).articles) == 3  # no search is known
    with pytest.raises(BotError, match="Raise --limit"):
        limited(sample(tmp_path, {"found_by_search": []}, {"found_by_search": []}), 1)


def test_what_is_answerable_is_looked_up_where_the_file_does_not_say(tmp_path: Path) -> None:
    found = with_answerable(
        sample(
            tmp_path,
            {"answers": ["306"]},  # in a1, dated before the question
            {"answers": ["30"]},  # not a whole word
            {"answers": ["Ever Given"]},  # in a2, published after the question
            {"answers": ["lopez"], "date": None},  # accents don't count, nor dates without one
            {"answers": ["lopez"]},  # in an undated article
            {"answers": []},
        )
    )
    assert [q.answer_in_any for q in found.questions] == [True, False, False, True, False, False]


def test_what_the_file_says_holds_for_all_its_articles_only(tmp_path: Path) -> None:
    asked = sample(
        tmp_path,
        {"answer_in_any": True, "answers": ["Ever Given"], "date": None, "found_by_search": ["a1"]},
        {"answer_in_any": True, "found_by_search": ["a1"]},
        {"answer_in_any": True, "found_by_search": ["a1"]},
    )
    assert [q.answer_in_any for q in with_answerable(asked).questions] == [True] * 3
    part = limited(asked, 2)
    assert part.articles[0].id == "a1"
    said = {q.id: q.answer_in_any for q in with_answerable(part).questions}
    assert all(said[id_] == (id_ != "q0") for id_ in said)


def test_nothing_answerable_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BotError, match="None of the 1 questions has an answer"):
        with_answerable(sample(tmp_path, {"answers": ["Atlantis"]}))


def test_plain_pairs(tmp_path: Path) -> None:
    path = jsonl(
        tmp_path / "p.jsonl.gz",
        [
            {"claim": "A", "evidence": "B", "label": label.value, "more": 1}  # unknown keys pass
            for label in Label
        ],
    )
    read = read_pairs(path)
    assert [p.label for p in read.pairs] == [*Label]
    assert read.pairs[0].evidence == ("B",)
    assert read.variants == ()


def test_fool_me_twice_pairs(tmp_path: Path) -> None:
    record: Record = {
        "claim": "A",
        "gold_evidence": ["One.", "Two."],
        "other_evidence": ["Three."],
        "label": "refuted",
    }
    read = read_pairs(jsonl(tmp_path / "p.jsonl", [record]))
    assert read.pairs[0].evidence == ("One. Two.",)
    ((name, pairs),) = read.variants
    assert name == "with_other_evidence"
    assert [(p.evidence, p.label) for p in pairs] == [
        (("One. Two.",), Label.REFUTED),
        (("Three.",), Label.NOT_ENOUGH_EVIDENCE),
    ]


def test_wice_pairs(tmp_path: Path) -> None:
    long = [f"Sentence {n} " + "word " * 30 + "." for n in range(10)]
    record: Record = {"claim": "A", "evidence": long, "supporting_sentences": [[3, 1], [2]]}
    read = read_pairs(
        jsonl(
            tmp_path / "p.jsonl",
            [
                {**record, "label": "partially_supported"},
                {**record, "label": "not_supported", "supporting_sentences": []},
                {**record, "label": "supported"},
            ],
        )
    )
    part, none, full = read.pairs
    assert part.evidence == (f"{long[3]} {long[1]}",)
    assert (part.label, full.label) == (Label.NOT_SUPPORTED, Label.SUPPORTED)
    assert none.evidence == windows(long)  # where nothing supports, all of it is judged
    ((name, whole),) = read.variants
    assert name == "whole_evidence"
    assert {p.evidence for p in whole} == {windows(long)}


def test_windows_overlap_by_a_sentence_and_leave_nothing_out() -> None:
    sentences = [f"s{n} " + "w " * 49 for n in range(5)]  # of 50 words each
    made = windows(sentences)
    assert [[n for n in range(5) if f"s{n} " in w] for w in made] == [
        [0, 1],
        [1, 2],
        [2, 3],
        [3, 4],
    ]
    assert windows(["w " * (WINDOW_WORDS + 50), "end"]) == ("w " * (WINDOW_WORDS + 50), "end")
    assert windows([]) == ("",)


@pytest.mark.parametrize(
    "record",
    [
        {"claim": "A", "evidence": "B", "label": "maybe"},
        {"claim": "", "evidence": "B", "label": "supported"},
        {"claim": "A", "label": "supported"},
        {"claim": "A", "evidence": {"x": 1}, "label": "supported"},
        {"claim": "A", "evidence": ["B"], "supporting_sentences": [[4]], "label": "supported"},
        {"claim": "A", "evidence": ["B"], "supporting_sentences": 4, "label": "supported"},
    ],
)
def test_a_misshapen_pair_is_named(tmp_path: Path, record: Record) -> None:
    with pytest.raises(BotError, match=r"p\.jsonl:1.*Mend the line"):
        read_pairs(jsonl(tmp_path / "p.jsonl", [record]))
