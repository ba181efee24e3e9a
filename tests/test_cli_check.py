"""`check` on the command line: claims as JSON and in words, as of a date, without some articles."""

from pathlib import Path

import pytest

from bot.assemble import Workshop
from bot.settings import Settings
from tests.command_line import HELD, LEADER, WRITER, WROTE, checked, failed, run

pytestmark = pytest.mark.usefixtures("workplace")

EVIDENCE_KEYS = {
    "stance", "probability", "quote", "article_id", "title", "start", "end", "source", "date",
    "url", "reported_by", "also_in", "happened", "because", "overtaken_by",
    "page", "language",
}  # fmt: skip


@pytest.mark.usefixtures("ingested")
def test_a_claim_is_checked_as_json_on_one_line() -> None:
    verdict, told = checked(LEADER)
    assert isinstance(verdict, dict)
    assert isinstance(verdict.pop("seconds"), float)
    start = len("Leaders differed. ")
    assert verdict == {
        "kind": "verdict",
        "claim": LEADER,
        "label": "conflicting",  # the fake judge has one sentence for any claim, and one against
        "confidence": 0.8,
        "evidence": [
            {
                "stance": "supports",
                "probability": 0.9,
                "quote": HELD,
                "article_id": "held",
                "title": "Holdouts",
                "start": start,
                "end": start + len(HELD),
                "source": "Desk",
                "date": "2020-12-15",
                "url": "https://example.org/a",
                "reported_by": None,
                "happened": None,
                "because": None,
                "overtaken_by": None,
                "also_in": [],
                "page": None,
                "language": None,
            },
            {
                "stance": "refutes",
                "probability": 0.8,
                "quote": WROTE,
                "article_id": "wrote",
                "title": WROTE,
                "start": 0,
                "end": len(WROTE),
                "source": "",
                "date": "2020-12-16",
                "url": "",
                "reported_by": None,
                "happened": {"first": "2020-12-16", "last": "2020-12-16"},
                "because": None,
                "overtaken_by": None,
                "also_in": [],
                "page": None,
                "language": None,
            },
        ],
        "closest": [],
        "absent": [],
        "hangs_on": {
            "standing": 2,
            "removals": [
                {
                    "articles": ["held"],
                    "source": None,
                    "name": "Desk (15 Dec 2020)",
                    "label": "refuted",
                },
                {
                    "articles": ["wrote"],
                    "source": None,
                    "name": f"“{WROTE}” (16 Dec 2020)",
                    "label": "supported",
                },
            ],
        },
        "without": {"sources": [], "articles": [], "quotes": []},
    }
    assert all(set(e) == EVIDENCE_KEYS for e in verdict["evidence"])
    (line,) = told.splitlines()
    assert line.startswith("Checking: 1 of 1 claims")


@pytest.mark.usefixtures("ingested")
def test_several_claims_give_a_list_in_their_order() -> None:
    verdicts, _ = checked(f"{LEADER}. {WRITER}.")
    assert isinstance(verdicts, list)
    assert [v["claim"] for v in verdicts] == [f"{LEADER}.", f"{WRITER}."]
    assert {v["kind"] for v in verdicts} == {"verdict"}


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_of_claims_gives_a_list_even_of_one(mark: str) -> None:
    Path("claims.txt").write_text(f"{mark}{LEADER}\n", encoding="utf-8")
    verdicts, _ = checked("--file", "claims.txt")
    assert isinstance(verdicts, list)
    assert [v["claim"] for v in verdicts] == [LEADER]
    Path("claims.txt").write_text(f"{LEADER}\n\n  \n{WRITER}\n---\n", encoding="utf-8")
    verdicts, told = checked("--file", "claims.txt")
    assert isinstance(verdicts, list)
    assert [v["claim"] for v in verdicts] == [LEADER, WRITER]
    assert told.startswith("Checking: 2 of 2 claims")


@pytest.mark.usefixtures("ingested")
def test_a_claim_is_checked_as_of_a_date() -> None:
    then, _ = checked(LEADER, "--as-of", "2020-12-15")
    assert isinstance(then, dict)
    assert (then["label"], [e["article_id"] for e in then["evidence"]]) == ("supported", ["held"])
    before, _ = checked(LEADER, "--as-of", "2020-12-14")
    assert isinstance(before, dict)
    assert (before["label"], before["evidence"]) == ("not_enough_evidence", [])


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize(
    ("names", "label", "spoke"),
    [
        (["held"], "refuted", ["wrote"]),
        (["desk"], "refuted", ["wrote"]),  # an outlet, in any case
        (["wrote"], "supported", ["held"]),
        (["Desk", "wrote"], "not_enough_evidence", []),
    ],
)
def test_outlets_and_articles_are_left_out(names: list[str], label: str, spoke: list[str]) -> None:
    verdict, _ = checked(LEADER, *(a for name in names for a in ("--without", name)))
    assert isinstance(verdict, dict)
    assert (verdict["label"], [e["article_id"] for e in verdict["evidence"]]) == (label, spoke)
    left = verdict["without"]
    assert len(left["sources"]) + len(left["articles"]) == len(names)
    in_words = run("check", LEADER, "--index", "index", "--without", "held").stdout
    assert "  Left out: held." in in_words.splitlines()


@pytest.mark.usefixtures("ingested")
def test_what_was_left_out_stays_out_when_it_is_rechecked() -> None:
    checked(LEADER, "--without", "Desk", "--save", "r.json")
    result = run("recheck", "r.json", "--index", "index")
    assert (result.exit_code, "Unchanged: refuted" in result.stdout) == (0, True)


@pytest.mark.usefixtures("ingested")
def test_a_claim_is_checked_in_words() -> None:
    result = run("check", LEADER, "--index", "index")
    assert result.stdout.splitlines() == [
        LEADER,
        "  Your articles disagree (80% sure)",
        "  Without Desk (15 Dec 2020) this would be: refuted.",
        f"  Without “{WROTE}” (16 Dec 2020) this would be: supported.",
        f"  for 0.90: “{HELD}”",
        "    Holdouts, Desk, 2020-12-15 (held, 18–55)",
        f"  against 0.80: “{WROTE}”",
        f"    {WROTE}, 2020-12-16 (wrote, 0–{len(WROTE)})",
        "",
    ]


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize(
    ("claim", "why"), [("Biden will win in 2024", "a prediction"), ("hello", "Ask about")]
)
def test_what_is_not_judged_is_a_verdict_all_the_same_and_told_on_stderr(
    claim: str, why: str
) -> None:
    verdict, told = checked(claim)
    assert isinstance(verdict, dict)
    assert (verdict["claim"], verdict["label"]) == (claim, "not_enough_evidence")
    assert (verdict["evidence"], verdict["confidence"]) == ([], 1.0)
    assert f"Not judged: “{claim}”." in told
    assert why in told
    assert "  Not judged. " in run("check", claim, "--index", "index").stdout


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize(
    ("args", "complaint"),
    [
        ([], "Give either a claim or --file FILE"),
        (["It snowed.", "--file", "claims.txt"], "Give either a claim or --file FILE"),
        (["?!"], "'?!' has no word in it to check"),
        (["--file", "gone.txt"], "'gone.txt' cannot be read as text"),
        (["--file", "news"], "'news' cannot be read as text"),
        (["--file", "empty.txt"], "'empty.txt' has no word in it to check"),
        (["--file", "latin.txt"], "'latin.txt' cannot be read as text"),
        (["It snowed.", "--as-of", "soon"], "'soon' is no date"),
        (["It snowed.", "--index", "gone"], "no index in 'gone'"),
        (["It snowed.", "--without", "Nobody"], "'Nobody' is neither an outlet nor the id"),
    ],
)
def test_a_check_that_cannot_be_done_says_why(args: list[str], complaint: str) -> None:
    Path("claims.txt").write_text("It snowed.")
    Path("empty.txt").write_text("\n---\n")
    Path("latin.txt").write_bytes("Él ganó.".encode("latin-1"))
    index = [] if "--index" in args else ["--index", "index"]
    assert complaint in failed(run("check", *args, *index, "--json"))


@pytest.mark.usefixtures("ingested")
def test_without_a_judge_a_check_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    load = Workshop.__init__

    def load_without(self: Workshop, settings: Settings) -> None:
        load(self, settings)
        self.judge = None

    monkeypatch.setattr(Workshop, "__init__", load_without)
    line = failed(run("check", LEADER, "--index", "index", "--json"))
    assert "no reader that judges claims here. Restore the folder models/reader" in line


@pytest.mark.usefixtures("ingested")
def test_the_end_of_a_claim_that_is_too_long_is_not_left_unread_in_silence() -> None:
    _, told = checked("Dana won the race. " * 150)
    assert "Warning: Read the first 1994 characters of your message" in told


@pytest.mark.usefixtures("ingested")
def test_what_is_left_out_of_a_text_is_told() -> None:
    _, told = checked(f"{LEADER}. Thank you all.")
    assert "Warning: Left out, not taken for a claim: “Thank you all.”" in told
