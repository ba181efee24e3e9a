"""bot.records.record: what is saved is what is loaded, and a bad file is named with its remedy."""

import datetime as dt
import enum
import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat import Bot
from bot.errors import RecordError
from bot.records.record import Judged, Record, load, record_json, record_of, save
from bot.retrieve import Retriever
from bot.types import Days, Filters, Span
from bot.verdicts import Check, ModelUsed, Verdict, VerdictLabel
from bot.verify import MARGIN, STRONG
from tests.fakes import FakeEmbedder, FakeJudge, FakeReader, article, index_in, store

WON = "Ann won the race."
LEFT = "Bob left the race."
MODELS = (ModelUsed("embedder", "fake", ""), ModelUsed("judge", "FakeJudge", "ab" * 32))


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    index = index_in(tmp_path / "index")
    store(
        index,
        article(f"It rained. {WON}", "won", title="Race", date="2020-12-15", source="Desk"),
        article(LEFT, "left"),
        article("Snow fell.", "snow"),
    )
    judge = FakeJudge({WON: (0.9, 0.0), LEFT: (0.0, 0.8)})
    retriever = Retriever(index, FakeEmbedder())
    return Bot(index, retriever, FakeReader({}), judge=judge, models=lambda: MODELS)


def test_a_record_holds_what_a_verdict_was_made_with(bot: Bot) -> None:
    filters = Filters(sources=("Desk",))
    record = record_of(bot.check("Ann won the race.", filters=filters))
    assert (record.program, record.models, record.filters) == ("0.1.0", MODELS, filters)
    assert record.when.tzinfo is dt.UTC
    assert (record.index.articles, record.index.passages) == (3, 3)
    assert (record.settings["strong"], record.settings["margin"]) == (STRONG, MARGIN)
    assert record.settings["top_hits"] == 10
    (judged,) = record.claims
    assert judged.verdict.hits == ()
    stored = {a.id: a.content_hash for a in bot.index.stored()}
    assert judged.looked_at == {"won": stored["won"]}


def test_every_quote_has_its_place_and_its_articles_hash_in_the_file(
    bot: Bot, tmp_path: Path
) -> None:
    save(record_of(bot.check(WON)), tmp_path / "record.json")
    document = json.loads((tmp_path / "record.json").read_text())
    assert (document["format"], document["version"]) == ("footing-record", 1)
    claim = document["claims"][0]
    cited = claim["verdict"]["evidence"][0]["citation"]
    text = bot.article("won").text
    assert text[cited["start"] : cited["end"]] == cited["quote"] == WON
    assert claim["looked_at"][cited["article_id"]] == bot.article("won").content_hash


def test_the_wording_that_was_searched_is_kept(bot: Bot) -> None:
    record = record_of(bot.check("Ann Smith won the race. She left the race."))
    assert [j.verdict.claim for j in record.claims] == [
        "Ann Smith won the race.",
        "She left the race.",
    ]
    assert record.claims[0].verdict.searched == ""
    assert "Ann Smith" in record.claims[1].verdict.searched


def test_what_was_judged_over_nothing_is_no_record(bot: Bot) -> None:
    with pytest.raises(RecordError, match="nothing to record"):
        record_of(bot.check("hello"))


def test_a_file_of_the_same_name_is_never_overwritten(bot: Bot, tmp_path: Path) -> None:
    record = record_of(bot.check(WON))
    save(record, tmp_path / "record.json")
    before = (tmp_path / "record.json").read_bytes()
    with pytest.raises(RecordError, match="is there already"):
        save(record, tmp_path / "record.json")
    assert (tmp_path / "record.json").read_bytes() == before


SIMPLE: dict[object, st.SearchStrategy[object]] = {
    str: st.text(max_size=8),
    int: st.integers(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    dt.date: st.dates(),
    dt.datetime: st.datetimes(timezones=st.just(dt.UTC)),
    type(None): st.none(),
    Days: st.lists(st.dates(), min_size=2, max_size=2).map(lambda d: Days(min(d), max(d))),
    Span: st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda p: Span(min(p), max(p))),
}


def any_of(hint: object) -> st.SearchStrategy[object]:
    """Any value of a type of ours, with whatever fields are added to it."""
    if hint in SIMPLE:
        return SIMPLE[hint]
    parts = get_args(hint)
    if get_origin(hint) is tuple and parts[-1] is not ...:
        return st.tuples(*map(any_of, parts))
    if get_origin(hint) is tuple:
        return st.lists(any_of(parts[0]), max_size=2).map(tuple)
    if get_origin(hint) is Mapping:
        return st.dictionaries(any_of(parts[0]), any_of(parts[1]), max_size=2)
    if parts:
        return st.one_of(*map(any_of, parts))
    assert isinstance(hint, type)
    if issubclass(hint, enum.Enum):
        return st.sampled_from(hint)
    chance = st.floats(0, 1)
    fixed: dict[str, st.SearchStrategy[object]] = {
        "hits": st.just(()),  # they are dropped
        "inventory": st.just(""),  # it is packed
        "confidence": chance,
        "probability": chance,
        "start": st.integers(0, 9),
        "end": st.integers(10, 99),
        "claims": st.lists(st.deferred(lambda: any_of(Judged)), min_size=1, max_size=2).map(tuple),
    }
    hints = get_type_hints(hint)
    return st.builds(hint, **{k: fixed[k] if k in fixed else any_of(hints[k]) for k in hints})


@settings(max_examples=60)
@given(any_of(Record))
def test_any_record_reads_back_as_it_was(record: object) -> None:
    assert isinstance(record, Record)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.json"
        save(record, path)
        assert load(path) == record


def damaged(change: Callable[[dict[str, object]], object]) -> Callable[[Bot], str]:
    def text(bot: Bot) -> str:
        document = json.loads(json.dumps(record_json(record_of(bot.check(WON)))))
        change(document)
        return json.dumps(document)

    return text


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (lambda bot: "", "is no JSON"),
        (lambda bot: "[" * 100_000, "is no JSON"),
        (lambda bot: "[]", "is no record of a verdict"),
        (lambda bot: '{"kind": "verdict"}', "is no record of a verdict"),
        (damaged(lambda d: d.update(version=2)), "version 2; this program reads version 1"),
        (damaged(lambda d: d.pop("claims")), "claims is"),
        (damaged(lambda d: d.update(when="soon")), "when is 'soon'"),
        (damaged(lambda d: d.update(claims=[])), "claims is empty"),
        (
            damaged(lambda d: d["claims"][0]["verdict"].update(confidence=7)),  # type: ignore[index]
            "claims.0.verdict has a probability of 7.0",
        ),
        (
            damaged(lambda d: d["claims"][0]["verdict"].update(label="true")),  # type: ignore[index]
            r"claims\.0\.verdict\.label is 'true'",
        ),
        (
            damaged(lambda d: d["index"].update(inventory="?")),  # type: ignore[attr-defined]
            "index.inventory cannot be read",
        ),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong_and_what_to_do(
    bot: Bot, tmp_path: Path, text: Callable[[Bot], str], complaint: str
) -> None:
    (tmp_path / "bad.json").write_text(text(bot))
    with pytest.raises(RecordError, match=complaint) as raised:
        load(tmp_path / "bad.json")
    assert str(tmp_path / "bad.json") in str(raised.value)
    assert "Give a file that" in str(raised.value) or "Update Footing" in str(raised.value)


def test_a_missing_file_and_one_of_bytes_are_named(tmp_path: Path) -> None:
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\xff")
    for name, complaint in (("gone.json", "cannot be read"), ("bytes.json", "is no JSON")):
        with pytest.raises(RecordError, match=complaint):
            load(tmp_path / name)


def test_odd_characters_survive(tmp_path: Path, bot: Bot) -> None:
    made = bot.made()
    verdict = Verdict("a\u2028b\x00\ud83d “López”", VerdictLabel.SUPPORTED, 0.5, ())
    record = record_of(Check((verdict,), made))
    save(record, tmp_path / "odd.json")
    assert load(tmp_path / "odd.json") == record
