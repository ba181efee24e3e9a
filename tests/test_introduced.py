"""bot.introduced: "Who is Ann Lee?" is answered by what introduces her, not by another's name."""

import pytest

from bot.introduced import ANOTHER, INTRODUCED, introduced, introduction, name_asked
from bot.sentences import sentence_spans
from bot.types import Passage, Reading, SentenceReading, Span


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who is Christine Blasey Ford?", "Christine Blasey Ford"),
        ("who was Osama bin Laden", "Osama bin Laden"),
        ("Who’s Ann Lee?", "Ann Lee"),
        ("Who is Łukasz Žák?", "Łukasz Žák"),
        ("who is edward snowden", "Edward Snowden"),
        ("who was it", ""),
        ("Who is Ludwig van der Rohe Jr.?", "Ludwig van der Rohe Jr"),
        ("What is fracking?", "fracking"),
        ("What was the Keystone XL pipeline?", "Keystone XL pipeline"),
        ("what's net neutrality", "net neutrality"),
        ("What is it?", ""),
        ("What is the governor of Ohio doing?", ""),
        ("who is winning", ""),
        ("Who is the governor of Ohio?", ""),
        ("Who is Ann Lee married to?", ""),
        ("Who shot Ann Lee?", ""),
    ],
)
def test_a_question_about_a_name_alone_is_known(question: str, name: str) -> None:
    assert name_asked(question)[0] == name


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Ann Lee, a professor who accused him, spoke.", "a professor who accused him"),
        ("On Monday Ann Lee, the county clerk, was jailed.", "the county clerk"),
        ("It hurt Ann Lee, his former personal lawyer.", "his former personal lawyer"),
        ("Ann Lee is the chief judge of the U.S. Court of Appeals.",
         "the chief judge of the U.S. Court of Appeals"),
        ("Ann Lee, who leaked the papers, is in Moscow.", "who leaked the papers"),
        ("Ann Lee, president of Acme, left.", "president of Acme"),
        ("They asked former acting Attorney General Ann Lee about it.",
         "former acting Attorney General"),
        ("When NSA leaker Ann Lee fled, he wept.", "NSA leaker"),
        ("Ann Lee, the State Department and he agreed.", None),
        ("It blamed Ann Lee, a spokesman said.", None),
        ("The day went badly for Ann Lee, the senator voted for it.", None),
        ("He spoke of Ann Lee, the day after, and of a lawyer.", None),
        ("Ann Lee, now running for president, spoke.", None),
        ("He met Ann Lee, the week after.", None),
        ("A vote for Ann Lee, who said so, is lost.", None),
        ("It was over for Ann Lee.", None),
        ("Ann Leer, a professor, spoke.", None),
        ("Bo Day, a professor, saw Ann Lee.", None),
    ],
)  # fmt: skip
def test_what_introduces_somebody(sentence: str, told: str | None) -> None:
    found = introduction("Ann Lee", sentence)
    assert (found[0].of(sentence) if found else None) == told


@pytest.mark.parametrize(
    ("name", "sentence", "told"),
    [
        (
            "fracking",
            "Fracking, a way of drilling for gas, is banned.",
            "a way of drilling for gas",
        ),
        ("Acme", "Acme is a maker of steel.", "a maker of steel"),
        ("Acme", "Acme (ACM), a maker of steel, fell.", "a maker of steel"),
        ("Acme", "Acme is a major problem.", None),
        ("Acme", "They blamed Acme, a spokesman said.", None),
        ("stolen", "It was stolen, a court heard.", None),
        ("Acme", "Acme is a “house of cards”, he said.", None),
        ("Acme", "He left Acme, the day after.", None),
    ],
)
def test_what_introduces_something(name: str, sentence: str, told: str | None) -> None:
    found = introduction(name, sentence, "what")
    assert (found[0].of(sentence) if found else None) == told


def heard(question: str) -> list[tuple[float, list[str]]]:
    """The sentences of a reading that took Bo for the answer: scores and marks."""
    text = "Ann Lee spoke against Bo Day. Ann Lee, a professor, accused him."
    first, second = sentence_spans(text)
    passage = Passage("a", 0, 0, len(text), text, (first, second))
    marks = (Span(text.index("Bo"), text.index("Bo") + 6),)
    reading = Reading(0.8, (SentenceReading(first, 0.8, marks), SentenceReading(second, 0.1)))
    (left,) = introduced(question, [reading], [passage])
    assert left.relevance == max(s.score for s in left.sentences)
    return [(s.score, [m.of(text) for m in s.marks]) for s in left.sentences]


def test_the_introduction_comes_before_other_names() -> None:
    assert heard("Who is Ann Lee?") == [
        (0.8 * ANOTHER, ["Bo Day"]),
        (INTRODUCED, ["a professor"]),
    ]


def test_where_nobody_introduces_the_name_nothing_changes() -> None:
    assert heard("Who is Bo Day?") == [(0.8, ["Bo Day"]), (0.1, [])]


def test_other_questions_are_left_alone() -> None:
    assert heard("Who spoke against Bo Day?") == [(0.8, ["Bo Day"]), (0.1, [])]


@pytest.mark.parametrize(
    "sentence",
    [
        "He went to see Ann Lee at her home.",
        "Senators will consider Ann Lee for the court.",
        "He told reporters Ann Lee had left.",
        "We want Ann Lee to resign.",
    ],
)
def test_a_verb_before_a_name_is_no_title(sentence: str) -> None:
    assert introduction("Ann Lee", sentence) is None


def test_a_sentence_without_end_takes_no_time() -> None:
    assert introduction("Ann Lee", f"Ann Lee, a {'a-' * 100_000}") is None
