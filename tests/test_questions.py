"""`*.questions.yaml` files: what they may hold, and how a case is judged."""

import datetime as dt
from pathlib import Path

import pytest

from bot.errors import SettingError
from bot.questions import Case, contains, failures, load_questions, misjudged, ranks
from bot.types import Answer, Citation, Hit, Passage, Sentence, Span
from bot.verdicts import Verdict, VerdictLabel


def questions_file(folder: Path, text: str) -> Path:
    path = folder / "a.questions.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def hit(article_id: str, text: str, also_in: tuple[str, ...] = ()) -> Hit:
    passage = Passage(article_id, 0, 0, len(text), text, (Span(0, len(text)),))
    return Hit(passage, 1.0, also_in=also_in)


def answer(text: str) -> Answer:
    citation = Citation(1, "a", "", "", None, "", 0, len(text), text)
    return Answer("q", (Sentence(text, 1.0, (citation,)),), 0.9, ())


def test_an_entry_becomes_a_case_with_numbers_and_dates_as_text(tmp_path: Path) -> None:
    path = questions_file(
        tmp_path,
        """
- question: How many electors?
  as_of: 2020-12-20
  finds: [electors, 306]
  answer_contains: [306, {any: [Biden, Joe]}]
  top: 3
""",
    )
    (case,) = load_questions(path).cases
    assert case == Case(
        "How many electors?",
        as_of=dt.date(2020, 12, 20),
        finds=("electors", "306"),
        answer_contains=(("306",), ("Biden", "Joe")),
        top=3,
    )


@pytest.mark.parametrize("number", ["20:30", "3.50", "007", "1_000", "1e3", "0x10", "306"])
def test_a_number_is_looked_for_as_it_is_written(tmp_path: Path, number: str) -> None:
    path = questions_file(tmp_path, f"- question: When?\n  finds: {number}\n")
    assert load_questions(path).cases[0].finds == (number,)


def test_the_first_entry_may_name_the_articles_relative_to_the_file(tmp_path: Path) -> None:
    text = "- articles: ../news\n- question: Who?\n  abstains: true\n"
    questions = load_questions(questions_file(tmp_path, text))
    assert questions.articles == ((tmp_path / "../news").resolve(),)
    assert questions.cases == (Case("Who?", abstains=True),)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("question: Who?", "must be a list"),
        ("- finds: x", "needs either a 'question:'"),
        ("- question: Who?", "expects nothing"),
        ("- question: Who?\n  find: x", r"unknown keys \['find'\]"),
        ("- question: Who?\n  finds: x\n  as_of: soon", "'soon' is no date"),
        ("- question: Who?\n  abstains: perhaps", "true or false"),
        ("- question: Who?\n  abstains: true\n  answer_contains: x", "Choose one"),
        ("- question: Who?\n  answer_contains: {all: [x]}", "takes 'any:'"),
        ("- question: Who?\n  finds: ''", "a text or a list of texts"),
        ("- question: Who?\n  finds: x\n  top: 0", "positive whole number"),
        ("- [", "cannot be read as YAML"),
        ("- question: Who?\n  finds: x\n  finds: y", "'finds' stands twice(.|\n)*line 3"),
        ("- question: Who?\n  finds:\n  - x\n  -", "a text or a list of texts"),
        ("- question: Did he?\n  answer_contains: No", "quotation marks around a yes or no"),
    ],
)
def test_a_wrong_entry_is_refused_with_file_entry_and_reason(
    tmp_path: Path, text: str, complaint: str
) -> None:
    path = questions_file(tmp_path, text)
    with pytest.raises(SettingError, match=complaint) as caught:
        load_questions(path)
    assert str(path) in str(caught.value)


def test_contains_compares_whole_words_without_accents_and_case() -> None:
    assert contains("Mexico’s Andrés Manuel López Obrador", "lopez obrador")
    assert contains("some 1,200 people", "1,200")
    assert not contains("60,000 votes", "60")
    assert not contains("Bidens", "biden")


def test_a_wanted_passage_is_known_by_article_quote_or_collapsed_copy() -> None:
    hits = [hit("a", "One thing."), hit("b", "Another, wholly."), hit("c", "X", also_in=("d",))]
    assert ranks("b", hits) == [2]
    assert ranks("another wholly", hits) == [2]
    assert ranks("d", hits) == [3]
    assert ranks("e", hits) == []


def test_failures_name_what_is_missing_and_where_it_ranked() -> None:
    hits = [hit("a", "x"), hit("b", "y"), hit("c", "z")]
    case = Case("q", finds=("c", "nowhere"), answer_contains=(("306", "three hundred"),))
    problems = [str(p) for p in failures(case, answer("It was 232."), hits, top=2)]
    assert problems == [
        "'c' is at rank 3, not among the top 2",
        "'nowhere' is not among the 3 hits",
        "the answer lacks '306' or 'three hundred'",
    ]


def test_answering_where_abstention_is_right_fails_and_the_other_way_round() -> None:
    silent = Answer("q", (), 0.1, ())
    assert not failures(Case("q", abstains=True), silent, (), top=5)
    assert failures(Case("q", abstains=True), answer("Yes."), (), top=5)
    assert failures(Case("q", answer_contains=(("Yes",),)), silent, (), top=5)


def claim(**more: object) -> Case:
    return Case.of({"claim": "It snowed.", **more}, "here")


def verdict(label: VerdictLabel, text: str = "It snowed.") -> Verdict:
    return Verdict(text, label, 0.9, ())


def test_a_claim_expects_a_verdict_and_its_opposites() -> None:
    case = claim(verdict="supported", flips_with="It did not snow.")
    right = [verdict(VerdictLabel.SUPPORTED), verdict(VerdictLabel.REFUTED, "It did not snow.")]
    assert misjudged(case, [], right, top=5) == []
    wrong = [verdict(VerdictLabel.SUPPORTED), verdict(VerdictLabel.SUPPORTED, "It did not snow.")]
    (problem,) = misjudged(case, [], wrong, top=5)
    assert str(problem) == "'It did not snow.' is supported, not refuted"


def test_a_wrong_verdict_is_a_problem() -> None:
    (problem,) = misjudged(claim(verdict="conflicting"), [], [verdict(VerdictLabel.REFUTED)], top=5)
    assert str(problem) == "'It snowed.' is refuted, not conflicting"


def test_the_entries_of_the_manual_are_read(tmp_path: Path) -> None:
    manual = Path(__file__).resolve().parent.parent / "docs" / "testing.md"
    blocks = manual.read_text(encoding="utf-8").split("```yaml\n")[1:]
    read = [load_questions(questions_file(tmp_path, b.split("```")[0])).cases for b in blocks]
    assert [len(cases) for cases in read] == [4, 3, 3]
    assert [case.verdict for case in read[1]] == [
        VerdictLabel.SUPPORTED,
        VerdictLabel.NOT_ENOUGH_EVIDENCE,
        VerdictLabel.NOT_ENOUGH_EVIDENCE,
    ]
    assert read[1][0].flips_with == "Biden got fewer than 300 electoral votes"


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ({"claim": "It snowed.", "verdict": "true"}, "must be one of supported, refuted"),
        ({"claim": "It snowed."}, "expects nothing: add finds, verdict"),
        ({"claim": "It snowed.", "question": "Did it?", "verdict": "refuted"}, "needs either"),
        ({"claim": "It snowed.", "verdict": "supported", "abstains": True}, "unknown keys"),
        (
            {"claim": "a b", "verdict": "not_enough_evidence", "flips_with": "c"},
            "flips_with needs a verdict of supported or refuted",
        ),
    ],
)
def test_a_claim_without_sense_is_refused(entry: dict[str, object], complaint: str) -> None:
    with pytest.raises(SettingError, match=complaint):
        Case.of(entry, "here")
