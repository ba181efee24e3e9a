"""Verdicts as lines for a terminal."""

import datetime as dt

from bot.rows import Standing
from bot.storing import Report
from bot.text_form import answer_lines, article_lines, check_lines, foreign_lines
from bot.types import Answer, Citation, Sentence
from bot.verdicts import Check, Evidence, Stance, Verdict, VerdictLabel
from tests.fakes import article


def test_a_verdict_is_told_in_words_with_its_quotes_below() -> None:
    dated = Citation(1, "a", "Title", "Desk", dt.date(2020, 12, 15), "u", 3, 9, "It\n snowed.")
    bare = Citation(2, "b", "", "", None, "", 0, 4, "Rain")
    evidence = (
        Evidence(Stance.SUPPORTS, 0.912, dated, "the mayor"),
        Evidence(Stance.REFUTES, 0.7, bare),
    )
    verdicts = (
        Verdict("It snowed.", VerdictLabel.CONFLICTING, 0.7, evidence),
        Verdict("It will win.", VerdictLabel.NOT_ENOUGH_EVIDENCE, 1.0, (), note="A prediction."),
        Verdict("It hailed.", VerdictLabel.NOT_ENOUGH_EVIDENCE, 0.96, ()),
    )
    assert list(check_lines(Check(verdicts))) == [
        "It snowed.",
        "  Your articles disagree (70% sure)",
        "  for 0.91, as told by the mayor: “It snowed.”",
        "    Title, Desk, 2020-12-15 (a, 3–9)",
        "  against 0.70: “Rain”",
        "     (b, 0–4)",
        "",
        "It will win.",
        "  Not judged. A prediction.",
        "",
        "It hailed.",
        "  Your articles don’t say enough",
        "",
    ]


def test_what_decides_and_what_overtakes_is_told() -> None:
    cited = Citation(1, "a", "Title", "Desk", dt.date(2020, 12, 15), "u", 3, 9, "It snowed.")
    later = Citation(0, "b", "", "", dt.date(2020, 12, 16), "", 0, 4, "That\nwas wrong.")
    evidence = Evidence(Stance.SUPPORTS, 0.9, cited, because="it is dated", overtaken_by=later)
    verdict = Verdict("It snowed.", VerdictLabel.NOT_ENOUGH_EVIDENCE, 0.9, (evidence,))
    assert list(check_lines(Check((verdict,))))[5:7] == [
        "    because it is dated",
        "    overtaken on 2020-12-16 by b: “That was wrong.”",
    ]


def test_what_is_closest_is_told_without_a_side() -> None:
    near = Citation(1, "a", "Title", "Desk", dt.date(2020, 12, 15), "u", 3, 9, "It\nsnowed.")
    verdict = Verdict("It hailed.", VerdictLabel.NOT_ENOUGH_EVIDENCE, 0.6, (), closest=(near,))
    assert list(check_lines(Check((verdict,))))[2:] == [
        "  Nothing sure enough to count for it or against it. Closest:",
        "  “It snowed.”",
        "    Title, Desk, 2020-12-15 (a, 3–9)",
        "",
    ]


def test_no_verdict_is_no_line() -> None:
    assert list(check_lines(Check(()))) == []


def test_an_answer_tells_page_and_language_of_its_quotes() -> None:
    paged = Citation(1, "a", "T", "", None, "", 3, 9, "Es regnete.", page=3, language="German")
    answer = Answer("?", (Sentence("Es regnete.", 1.0, (paged,)),), 0.9, ())
    assert list(answer_lines(answer))[2:] == [
        "[1] T",
        "    (this is in German: answers and verdicts on it are not to be trusted yet)",
        "    “Es regnete.” (a, page 3, 3–9)",
    ]
    check = Check((Verdict("It rained.", VerdictLabel.SUPPORTED, 0.9, (
        Evidence(Stance.SUPPORTS, 0.9, paged),
    )),))  # fmt: skip
    assert "    T (a, page 3, 3–9)" in list(check_lines(check))


def test_articles_in_another_language_are_told_a_line_a_language() -> None:
    foreign = (("a", "German"), ("b", "French"), *((f"c{n}", "German") for n in range(9)))
    assert list(foreign_lines(Report(foreign=foreign))) == [
        "a, c0, c1, c2, c3 and 5 more: these are in German: answers and verdicts on it are not to "
        "be trusted yet",
        "b: this is in French: answers and verdicts on it are not to be trusted yet",
    ]


def test_an_article_is_told_with_its_author_and_language() -> None:
    found = article("Es regnete.", "a", author="Ann Ott", language="German")
    assert list(article_lines(found, Standing(("wet",)))) == [
        "id: a", "author: Ann Ott", "language: German", "collections: wet", "", "Es regnete.",
    ]  # fmt: skip
