"""models.train.written: claims and questions that we wrote, kept without their articles."""

import json
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from models.train import written
from models.train.claims import NOT_ENOUGH, NOT_REFUTED, NOT_SUPPORTED, REFUTED, SUPPORTED
from models.train.written import (
    FOLDER,
    kept_apart,
    mined_claims,
    written_claims,
    written_questions,
)

TEXT = "Ann met Bob. They spoke of tea. Bob left on Monday. Rain fell. Ann stayed."
ROWS = [
    {"article": "a", "start": 32, "end": 51, "supported": "Bob went.", "refuted": "Bob stayed.",
     "beside": [0, 12]},
    {"article": "a", "start": 32, "end": 51, "open": "Bob left by train."},
    {"article": "a", "start": 32, "end": 51, "question": "Who left?", "answers": [[32, 35]]},
    {"article": "a", "start": 0, "end": 51, "question": "Who wept?", "answers": []},
]  # fmt: skip


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of news with one article, and what was written on it."""
    import gzip

    article = {"id": "a", "title": "Tea", "date": "2020-12-15", "text": TEXT}
    (tmp_path / written.NEWS).write_bytes(gzip.compress(json.dumps(article).encode()))
    rows = tmp_path / "rows"
    rows.mkdir()
    (rows / "news.jsonl").write_text("\n".join(map(json.dumps, ROWS)))
    monkeypatch.setattr(written, "FOLDER", rows)
    monkeypatch.setattr(written, "kept_apart", lambda article: False)
    return tmp_path


def test_what_was_written_is_whole() -> None:
    kinds: Counter[str] = Counter()
    for path in FOLDER.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            assert row["article"]
            assert 0 <= row["start"] < row["end"]
            if "question" in row:
                assert all(row["start"] <= a < b <= row["end"] for a, b in row["answers"])
                kinds["answered" if row["answers"] else "unanswered"] += 1
                continue
            claims = {row[k] for k in ("supported", "refuted", "open") if k in row}
            assert len(claims) == (1 if "open" in row else 2)
            assert all(len(c.split()) > 2 for c in claims)
            if "beside" in row:
                assert tuple(row["beside"]) != (row["start"], row["end"])
            kinds["open" if "open" in row else "decided"] += 1
    assert min(kinds[k] for k in ("answered", "unanswered", "open", "decided")) > 1_000


def test_one_article_in_ten_is_measured_on() -> None:
    rows = (
        json.loads(line)["article"]
        for path in FOLDER.glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    articles = set(rows)
    assert 0.07 < sum(map(kept_apart, articles)) / len(articles) < 0.13


def test_a_claim_stands_against_what_decides_it_and_against_what_does_not(news: Path) -> None:
    for seed in range(20):
        pairs = list(written_claims(news, random.Random(seed)))
        found = [(p.claim, p.label) for p in pairs]
        assert found == [
            ("Bob went.", SUPPORTED),
            ("Bob stayed.", REFUTED),
            ("Bob went.", NOT_ENOUGH),
            ("Bob stayed.", NOT_ENOUGH),
            ("Bob left by train.", NOT_ENOUGH),
        ]
        for pair in pairs:
            decides = "Bob left on Monday." in pair.evidence
            assert decides is (pair.label != NOT_ENOUGH or pair.source == "written:open")
            assert pair.heading in ("", "Tea, 2020-12-15")
        true, false, *others = pairs
        assert true.twin == false.twin != 0
        assert (true.heading, true.evidence) == (false.heading, false.evidence)
        assert not any(p.twin for p in others)


class Taken:
    """Takes every piece of evidence that has a word for the same side."""

    def __init__(self, word: str, column: int) -> None:
        self.word, self.column = word, column

    def judge(self, claims: Sequence[str], evidences: Sequence[str]) -> NDArray[np.float64]:
        rows = np.full((len(claims), 3), 0.1)
        for row, evidence in zip(rows, evidences, strict=True):
            row[self.column if self.word in evidence.splitlines()[-1] else NOT_ENOUGH] = 0.8
        return rows


@pytest.mark.parametrize(
    ("column", "claim", "label"),
    [(REFUTED, "Bob went.", NOT_REFUTED), (SUPPORTED, "Bob stayed.", NOT_SUPPORTED)],
)
def test_what_a_reader_takes_for_the_wrong_side_is_mined(
    news: Path, column: int, claim: str, label: int
) -> None:
    found = list(mined_claims(news, Taken("stayed", column), random.Random(0)))
    assert found
    assert {(p.claim, p.label) for p in found} == {(claim, label)}
    assert all("Ann stayed." in p.evidence for p in found)
    # What decides is never among it, whatever the reader makes of it.
    assert not list(mined_claims(news, Taken("left on Monday", column), random.Random(0)))
    assert not list(mined_claims(news, Taken("stayed", NOT_ENOUGH), random.Random(0)))
    assert not list(mined_claims(news, Taken("stayed", column), random.Random(0), files="no*"))
    several = mined_claims(news, Taken("stayed", column), random.Random(0), files="no*,*.jsonl,*")
    assert len(list(several)) == len(found)


def test_what_is_measured_on_stands_as_the_bot_judges_it(news: Path) -> None:
    written_first = next(iter(written_claims(news, random.Random(0), apart=False)))
    assert written_first.claim == "Bob went."
    assert not list(written_claims(news, random.Random(0), apart=True))


def test_a_question_stands_against_a_passage_with_its_answer(news: Path) -> None:
    pairs = list(written_questions(news, random.Random(0)))
    answered = [p for p in pairs if p.answers]
    assert [p.answers[0].of(p.text) for p in answered] == ["Bob"]
    assert all("Bob left on Monday." not in p.text for p in pairs if p.question[:9] == "Who left?"
               and not p.answers)  # fmt: skip
    assert {p.question.rstrip("?") for p in pairs} == {"Who left", "Who wept"}
