"""The values of checking a claim, and the little they know of themselves."""

import pytest

from bot.verdicts import Check, Verdict, VerdictLabel


@pytest.mark.parametrize(
    ("labels", "decides"),
    [
        ("supported supported", 0),
        ("supported refuted not_enough_evidence", 1),
        ("supported not_enough_evidence conflicting", 2),
        ("supported not_enough_evidence", 1),
        ("refuted refuted", 0),
    ],
)
def test_one_refuted_claim_refutes_a_message_and_all_must_be_supported(
    labels: str, decides: int
) -> None:
    verdicts = tuple(
        Verdict(str(n), VerdictLabel(label), 0.9, ()) for n, label in enumerate(labels.split())
    )
    assert Check(verdicts).decisive is verdicts[decides]


@pytest.mark.parametrize(
    ("label", "confidence", "told"),
    [
        ("refuted", 0.83, "83% sure"),
        ("supported", 0.55, "55% sure"),
        ("not_enough_evidence", 0.96, ""),
        ("not_enough_evidence", 0.48, "a close call"),  # the other side of "52% sure it is true"
    ],
)
def test_how_sure_a_verdict_is_reads_well(label: str, confidence: float, told: str) -> None:
    assert Verdict("Ann won.", VerdictLabel(label), confidence, ()).how_sure == told


@pytest.mark.parametrize(
    ("label", "confidence", "told"),
    [
        ("refuted", 0.83, "Refuted by your articles (83% sure)"),
        ("refuted", 0.79, "Probably refuted by your articles (79% sure)"),
        ("conflicting", 0.7, "Your articles disagree (70% sure)"),
        ("not_enough_evidence", 0.7, "Your articles don’t say enough"),
    ],
)
def test_a_verdict_that_is_less_than_certain_is_told_as_probable(
    label: str, confidence: float, told: str
) -> None:
    assert Verdict("Ann won.", VerdictLabel(label), confidence, ()).in_words == told
