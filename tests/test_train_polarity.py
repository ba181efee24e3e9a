"""models/train/polarity.py: who did something, and who held out on it."""

import gzip
import json
from pathlib import Path

import pytest

from models.train.polarity import Deed, deed_of, said_of, who_asked

NEWS = (
    "The treaty was opened on Monday. Norway and Denmark signed the treaty in Oslo. Sweden has yet "
    "to ratify the agreement with its neighbours. They met again in the evening. Finland "
    "refused to join the talks on fishing. It rained."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, texts in (("wikinews-2019-2020", [NEWS]), ("archive-8k", [])):
        rows = [json.dumps({"id": "a", "title": "Treaty", "text": t}) for t in texts]
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.write("\n".join(rows))
    return tmp_path


@pytest.mark.parametrize(
    ("sentence", "who", "verb", "rest", "sign"),
    [
        ("Norway and Denmark signed the treaty.", ["Norway", "Denmark"], "sign", "the treaty",
         "done"),
        ("Sweden has yet to ratify the agreement.", ["Sweden"], "ratify", "the agreement", "left"),
        ("Finland refused to join the talks.", ["Finland"], "join", "the talks", "held"),
        ("It leaves Ann Lee, Bo and Cy Ito as the leaders who have not acknowledged the result.",
         ["Ann Lee", "Bo", "Cy Ito"], "acknowledge", "the result", "left"),
    ],
)  # fmt: skip
def test_deeds_are_told_from_what_was_left_undone(
    sentence: str, who: list[str], verb: str, rest: str, sign: str
) -> None:
    deed = deed_of(sentence)
    assert deed is not None
    assert [w.of(sentence) for w in deed.who] == who
    assert (deed.verb, deed.rest, deed.sign) == (verb, rest, sign)


@pytest.mark.parametrize(
    "sentence",
    [
        "Monday brought the news home.",
        "The sky was blue all day.",
        "Ann, who signed the treaty, left.",
    ],
)
def test_other_sentences_tell_no_deed(sentence: str) -> None:
    assert deed_of(sentence) is None


def test_a_deed_takes_every_form_of_its_verb() -> None:
    deed = Deed((), "ratify", "the treaty", "left")
    forms = ("has yet to {base}", "has not {done}", "held out on {doing}", "{past}")
    assert [deed.worded(f) for f in forms] == [
        "has yet to ratify the treaty",
        "has not ratified the treaty",
        "held out on ratifying the treaty",
        "ratified the treaty",
    ]


def test_each_deed_is_asked_with_both_signs_and_answered_by_one(folder: Path) -> None:
    pairs = list(who_asked(folder, seed=1))
    answered = [p for p in pairs if p.answers]
    assert len(pairs) == 2 * len(answered)
    found = {tuple(a.of(p.text) for a in p.answers) for p in answered}
    assert found == {("Norway", "Denmark"), ("Sweden",), ("Finland",)}
    signed = [p.question.rstrip("?") for p in answered if "sign" in p.question]
    assert signed
    assert all(q.endswith(("signed the treaty", "has signed the treaty")) for q in signed)


def test_claims_of_one_sign_are_supported_and_of_the_other_refuted(folder: Path) -> None:
    claims = list(said_of(folder, seed=1))
    assert sum(holds for *_, holds in claims) == len(claims) / 2
    finland = [(claim, holds) for claim, _, holds in claims if claim.startswith("Finland")]
    assert finland
    for claim, holds in finland:
        assert holds is not claim.startswith(("Finland joined", "Finland has joined"))
