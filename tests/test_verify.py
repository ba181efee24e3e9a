"""bot.verify: how judged sentences become a verdict."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.sentences import sentence_spans
from bot.types import Article, Citation, Hit, Passage
from bot.verdicts import Evidence, Stance, VerdictLabel
from bot.verify import numbered, verify, weighed
from tests.fakes import FakeJudge, article, hits

CLAIM = "Ann won the race."


def hit(article: Article, also_in: tuple[str, ...] = ()) -> Hit:
    """The whole article as one passage."""
    spans = tuple(sentence_spans(article.text))
    passage = Passage(article.id, 0, 0, len(article.text), article.text, spans, article.title)
    return Hit(passage, 1.0, also_in=also_in)


def evidence(
    stance: Stance, probability: float, by: str = "", article: str | None = None
) -> Evidence:
    """Each side is of an article of its own unless that is named."""
    citation = Citation(1, article or stance.value, "A", "", None, "", 0, 1, "x")
    return Evidence(stance, probability, citation, by)


FOR, AGAINST = Stance.SUPPORTS, Stance.REFUTES
REFUTED, CONFLICTING = VerdictLabel.REFUTED, VerdictLabel.CONFLICTING


@pytest.mark.parametrize(
    ("found", "label"),
    [
        ([], VerdictLabel.NOT_ENOUGH_EVIDENCE),
        ([evidence(FOR, 0.9)], VerdictLabel.SUPPORTED),
        ([evidence(AGAINST, 0.9)], VerdictLabel.REFUTED),
        ([evidence(FOR, 0.9), evidence(AGAINST, 0.9)], VerdictLabel.CONFLICTING),
        # A strong refutation is not outvoted by five weak supports.
        ([evidence(AGAINST, 0.9), *[evidence(FOR, 0.5)] * 5], VerdictLabel.REFUTED),
        ([evidence(FOR, 0.4), evidence(FOR, 0.4)], VerdictLabel.NOT_ENOUGH_EVIDENCE),
        ([evidence(FOR, 0.61)], VerdictLabel.SUPPORTED),
        ([evidence(AGAINST, 0.59)], VerdictLabel.NOT_ENOUGH_EVIDENCE),
        # Articles disagree where both sides are strong, not where both are only enough.
        ([evidence(FOR, 0.69), evidence(AGAINST, 0.69)], VerdictLabel.NOT_ENOUGH_EVIDENCE),
        ([evidence(FOR, 0.71), evidence(AGAINST, 0.71)], CONFLICTING),
        # Nor does a side decide that is hardly stronger than the other.
        ([evidence(FOR, 0.74), evidence(AGAINST, 0.6)], VerdictLabel.NOT_ENOUGH_EVIDENCE),
        ([evidence(FOR, 0.6), evidence(AGAINST, 0.74)], VerdictLabel.NOT_ENOUGH_EVIDENCE),
        ([evidence(FOR, 0.84), evidence(AGAINST, 0.6)], VerdictLabel.SUPPORTED),
        # An article that refutes what it seems to support refutes it, if in its own words.
        ([evidence(AGAINST, 0.8, article="a"), evidence(FOR, 0.8, article="a")], REFUTED),
        ([evidence(FOR, 0.9, article="a"), evidence(AGAINST, 0.8, article="a")], CONFLICTING),
        (
            [evidence(AGAINST, 0.8, "a minister", "a"), evidence(FOR, 0.8, article="a")],
            CONFLICTING,
        ),
        (
            [
                evidence(AGAINST, 0.9, article="a"),
                evidence(FOR, 0.8, article="a"),
                evidence(FOR, 0.75, article="b"),
            ],
            CONFLICTING,
        ),
        # Said is not happened.
        ([evidence(FOR, 0.95, "the Kremlin")], VerdictLabel.NOT_ENOUGH_EVIDENCE),
        ([evidence(FOR, 0.95, "a minister"), evidence(FOR, 0.8)], VerdictLabel.SUPPORTED),
        # But where one says this and another that, the articles disagree.
        (
            [evidence(FOR, 0.95, "a governor"), evidence(AGAINST, 0.8, "a minister")],
            VerdictLabel.CONFLICTING,
        ),
    ],
)
def test_the_sides_are_weighed(found: list[Evidence], label: VerdictLabel) -> None:
    verdict, confidence = weighed(found)
    assert verdict is label
    assert 0 <= confidence <= 1


class HeadingJudge(FakeJudge):
    """Lets itself be persuaded by a title."""

    def judge(self, claims: Sequence[str], evidences: Sequence[str]) -> NDArray[np.float64]:
        rows = [[0.8, 0.0, 0.2] if "Snow" in e else [0.1, 0.0, 0.9] for e in evidences]
        return np.array(rows)


def test_what_only_its_title_decides_is_no_evidence() -> None:
    titled = article("The mayor spoke.", title="Snow fell")
    told = article("Snow fell at night.", title="Snow fell")
    judge = HeadingJudge({})
    assert verify("It snowed", hits(titled), judge).label is VerdictLabel.NOT_ENOUGH_EVIDENCE
    assert verify("It snowed", hits(told), judge).label is VerdictLabel.SUPPORTED


def test_a_title_does_not_tell_a_deed_that_dates_decide_on() -> None:
    titled = article("The mayor spoke on Tuesday of Snow City.", title="Snow", date="2020-12-15")

    class Persuaded(FakeJudge):
        def judge(self, claims: Sequence[str], evidences: Sequence[str]) -> NDArray[np.float64]:
            led = [e.startswith("Snow") for e in evidences]
            return np.array([[0.8, 0.0, 0.2] if by else [0.1, 0.0, 0.9] for by in led])

    for claim in (
        "The mayor left Snow City on 15 December 2020",
        "The mayor left Snow City in May",
    ):
        assert verify(claim, hits(titled), Persuaded({})).label is VerdictLabel.NOT_ENOUGH_EVIDENCE


def test_the_sentence_before_may_tell_of_whom() -> None:
    told = article("Ann spoke last. She won.", title="Results", date="2020-12-15")

    class Reading(FakeJudge):
        def judge(self, claims: Sequence[str], evidences: Sequence[str]) -> NDArray[np.float64]:
            sure = ["Ann" in e and "won" in e for e in evidences]
            return np.array([[0.9, 0.0, 0.1] if by else [0.1, 0.0, 0.9] for by in sure])

    (shown,) = verify(CLAIM, hits(told), Reading({})).evidence
    assert (shown.citation.quote, shown.probability) == ("She won.", 0.9)


def test_two_sides_that_keep_each_other_from_deciding_are_both_shown() -> None:
    found = hits(article("Ann came in first.", "a"), article("Bob beat Ann.", "b"))
    judge = FakeJudge({"first.": (0.6, 0.0), "beat Ann.": (0.0, 0.75)})
    verdict = verify(CLAIM, found, judge)
    assert verdict.label is VerdictLabel.NOT_ENOUGH_EVIDENCE
    assert [e.stance for e in verdict.evidence] == [AGAINST, FOR]
    assert (verdict.supports, verdict.refutes) == (0.6, 0.75)
    assert verdict.confidence == pytest.approx(0.85)  # the nearer the two, the surer


@pytest.mark.parametrize(
    ("title", "text", "label"),
    [
        ("", "Bob won. The crowd cheered.", VerdictLabel.NOT_ENOUGH_EVIDENCE),  # some other race
        ("", "Bob won. The crowd cheered Ann.", VerdictLabel.REFUTED),
        ("Ann second in the race", "Bob won. The crowd cheered.", VerdictLabel.REFUTED),
    ],
)
def test_a_passage_without_the_claims_names_refutes_nothing(
    title: str, text: str, label: VerdictLabel
) -> None:
    found = hits(article(text, title=title))
    assert verify(CLAIM, found, FakeJudge({"Bob won.": (0.0, 0.9)})).label is label


def test_it_may_support_by_other_words_for_them() -> None:
    found = hits(article("The champion won."))
    verdict = verify(CLAIM, found, FakeJudge({"won.": (0.9, 0.0)}))
    assert verdict.label is VerdictLabel.SUPPORTED


@pytest.mark.parametrize(
    ("whole", "label"),
    [
        ("Bob watched. The champion won.", VerdictLabel.NOT_ENOUGH_EVIDENCE),
        ("Ann came early. The champion won.", VerdictLabel.SUPPORTED),
    ],
)
def test_but_not_where_its_article_has_none_of_them(whole: str, label: VerdictLabel) -> None:
    found = hits(article("The champion won.", "a"))
    judge = FakeJudge({"champion won.": (0.9, 0.0)})
    assert verify(CLAIM, found, judge, text_of={"a": whole}.__getitem__).label is label
    nobody = verify("The champion won it.", found, judge, text_of={"a": whole}.__getitem__)
    assert nobody.label is VerdictLabel.SUPPORTED


def test_a_claim_about_what_was_said_stands_on_reported_speech() -> None:
    said = [evidence(FOR, 0.95, "the Kremlin")]
    assert weighed(said, "The mayor said that it fell.")[0] is VerdictLabel.SUPPORTED


def test_a_support_that_its_article_refutes_lowers_the_confidence() -> None:
    refuted = evidence(AGAINST, 0.9, article="a")
    alone, doubted = (weighed(e)[1] for e in ([refuted], [refuted, evidence(FOR, 0.8, "", "a")]))
    assert (alone, doubted) == pytest.approx((0.95, 0.55))


def test_weak_counter_evidence_lowers_the_confidence() -> None:
    alone = weighed([evidence(FOR, 0.9)])[1]
    assert weighed([evidence(FOR, 0.9), evidence(AGAINST, 0.5)])[1] < alone


def test_the_quote_is_the_articles_own_and_the_context_is_only_judged() -> None:
    article = Article(
        "a", "The race was held on Sunday. Ann came in first. It rained.", title="Race"
    )
    judge = FakeJudge({"Ann came in first.": (0.9, 0.0)})
    verdict = verify(CLAIM, [hit(article)], judge)
    assert verdict.label is VerdictLabel.SUPPORTED
    (found,) = verdict.citations
    assert found.quote == "Ann came in first." == article.text[found.start : found.end]
    assert "Race\nThe race was held on Sunday. Ann came in first." in judge.shown


def test_an_article_speaks_once_for_each_side() -> None:
    article = Article("a", "Ann came in first. Ann was the winner. Bob won.")
    judge = FakeJudge({"first.": (0.7, 0.0), "winner.": (0.9, 0.0), "Bob won.": (0.0, 0.8)})
    verdict = verify(CLAIM, [hit(article)], judge)
    assert [(e.stance, e.citation.quote) for e in verdict.evidence] == [
        (FOR, "Ann was the winner."),
        (AGAINST, "Bob won."),
    ]
    assert verdict.label is VerdictLabel.CONFLICTING


def test_a_sentence_shared_by_two_passages_is_judged_once_with_the_more_context() -> None:
    text = "The race was long. Ann won it. It rained."
    first, second, third = sentence_spans(text)
    late = Passage("a", 1, second.start, third.end, text[second.start : third.end], (second, third))
    early = Passage("a", 0, 0, second.end, text[: second.end], (first, second))
    judge = FakeJudge({})
    verify(CLAIM, [Hit(late, 2.0), Hit(early, 1.0)], judge)
    assert sorted(s for s in judge.shown if s.endswith("Ann won it.")) == [
        "The race was long. Ann won it."
    ]


def test_copies_are_named_and_count_once() -> None:
    judge = FakeJudge({"first.": (0.9, 0.0)})
    verdict = verify(CLAIM, [hit(Article("a", "Ann came in first."), ("b", "c"))], judge)
    assert [c.also_in for c in verdict.citations] == [("b", "c")]


def test_near_copies_speak_with_their_strongest_sentence() -> None:
    judge = FakeJudge({"first.": (0.9, 0.0), "last.": (0.8, 0.0), "Ann.": (0.75, 0.0)})
    texts = {"a": "Ann came in first.", "b": "Bo came in last.", "c": "It was Ann."}
    found = [hit(Article(i, t)) for i, t in texts.items()]
    assert len(verify(CLAIM, found, judge).evidence) == 3
    linked = [replace(h, passage=replace(h.passage, story="s")) for h in found[:2]]
    verdict = verify(CLAIM, [*linked, found[2]], judge)
    assert [c.article_id for c in verdict.citations] == ["a", "c"]


def test_without_evidence_what_is_closest_is_told_and_numbered() -> None:
    judge = FakeJudge({"Ann ran.": (0.3, 0.2), "first.": (0.9, 0.0)})
    open_ = verify(CLAIM, [hit(Article("a", "Ann ran. It rained."))], judge)
    assert (open_.evidence, [c.quote for c in open_.closest]) == ((), ["Ann ran."])
    decided = verify(CLAIM, [hit(Article("b", "Ann came in first."))], judge)
    assert (len(decided.evidence), decided.closest) == (1, ())
    check = numbered([decided, open_, decided])
    assert [c.number for c in check.quoted] == [1, 1, 2]
    assert not numbered([open_]).citations


def test_nothing_found_is_not_enough() -> None:
    verdict = verify(CLAIM, [], FakeJudge({}))
    assert (verdict.label, verdict.confidence) == (VerdictLabel.NOT_ENOUGH_EVIDENCE, 1.0)


def test_a_number_stands_for_an_article_in_all_verdicts() -> None:
    judge = FakeJudge({"first.": (0.9, 0.0), "second.": (0.9, 0.0)})
    one = verify(CLAIM, [hit(Article("a", "Ann came in first."))], judge)
    two = verify("Bob lost.", [hit(Article("b", "Bob came in second."))], judge)
    check = numbered([one, two, one])
    assert [c.number for c in check.citations] == [1, 2, 1]


def test_weak_evidence_is_not_shown_but_keeps_the_bot_from_being_sure() -> None:
    judge = FakeJudge({"first.": (0.5, 0.0)})
    verdict = verify(CLAIM, [hit(Article("a", "Ann may have come in first."))], judge)
    assert verdict.label is VerdictLabel.NOT_ENOUGH_EVIDENCE
    assert verdict.evidence == ()
    assert verdict.confidence == pytest.approx(0.5)


def test_a_sentence_that_is_left_out_is_not_judged_and_not_read_with_the_next() -> None:
    article = Article("a", "Ann came in first. Everybody cheered her.")
    judge = FakeJudge({"first.": (0.9, 0.0)})
    first, _ = sentence_spans(article.text)
    verdict = verify(CLAIM, [hit(article)], judge, [("a", first)])
    assert verdict.label is VerdictLabel.NOT_ENOUGH_EVIDENCE
    assert judge.shown == ["Everybody cheered her."]


def test_a_verdict_tells_what_it_hangs_on() -> None:
    judge = FakeJudge({"first.": (0.9, 0.0)})
    verdict = verify(CLAIM, [hit(Article("a", "Ann came in first."), ("b",))], judge)
    assert verdict.hangs_on
    (removal,) = verdict.hangs_on.removals
    assert (removal.articles, removal.label) == (("a", "b"), VerdictLabel.NOT_ENOUGH_EVIDENCE)
    assert verify(CLAIM, [hit(Article("a", "It rained."))], judge).hangs_on is None


def test_a_claim_told_word_for_word_is_supported_whatever_the_judge_says() -> None:
    told = hit(Article("a", "On Sunday Ann won the race, her third."))
    assert verify(CLAIM, [told], FakeJudge({"third.": (0.0, 0.9)})).label is VerdictLabel.SUPPORTED
    denied = hit(Article("a", "It is not true that Ann won the race."))
    assert verify(CLAIM, [denied], FakeJudge({})).label is VerdictLabel.NOT_ENOUGH_EVIDENCE


@pytest.mark.parametrize(
    "quotation", ["“It was dark. {} I saw it,” said Bo.", '"Oh. {} Yes," he said.']
)
def test_a_sentence_within_a_longer_quotation_is_no_statement_of_the_article(
    quotation: str,
) -> None:
    told = "Ann won the race."
    found = hit(Article("a", quotation.format(told)))
    verdict = verify(CLAIM, [found], FakeJudge({told: (0.9, 0.0)}))
    assert verdict.label is VerdictLabel.NOT_ENOUGH_EVIDENCE
    assert [e.reported_by for e in verdict.evidence] == ["somebody it quotes"]
    own = hit(Article("a", f"“It was dark,” said Bo. {told} “Frank” was the film."))
    assert verify(CLAIM, [own], FakeJudge({})).label is VerdictLabel.SUPPORTED
