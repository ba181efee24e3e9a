"""Check ⇄ Record ⇄ a JSON file: verdicts with all that is needed to judge them again and to see
what has changed since.

A record holds each verdict with its quotes, their offsets and their articles' content hashes; the
articles that were looked at; which articles the index held (`inventory`); models and settings.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

import bot
from bot.errors import RecordError
from bot.json_form import JSON, dumps
from bot.records.inventory import Inventory
from bot.records.new_file import write_new
from bot.types import Filters
from bot.verdicts import Check, ModelUsed, Verdict

__all__ = ["IndexThen", "Judged", "Record", "load", "record_json", "record_of", "save"]

FORMAT = "footing-record"
VERSION = 1
REMEDY = "Give a file that `python -m bot check … --save FILE` has written"


@dataclass(frozen=True, slots=True)
class IndexThen:
    """The index that verdicts were made over."""

    version: int
    articles: int
    passages: int
    sha256: str  # over all articles: the same hash, the same articles
    inventory: str  # see bot.records.inventory


@dataclass(frozen=True, slots=True)
class Judged:
    """One verdict, without the passages it was chosen from, and the articles they were of."""

    verdict: Verdict
    looked_at: Mapping[str, str] = field(default_factory=dict)  # article id → content hash


@dataclass(frozen=True, slots=True)
class Record:
    """Verdicts, and what they were made with."""

    program: str  # the version of Footing
    when: dt.datetime  # UTC
    index: IndexThen
    models: tuple[ModelUsed, ...]
    settings: Mapping[str, str | int | float]
    filters: Filters
    claims: tuple[Judged, ...]

    @property
    def check(self) -> Check:
        """The verdicts alone."""
        return Check(tuple(j.verdict for j in self.claims))


SHAPE = TypeAdapter(Record)


def record_of(check: Check) -> Record:
    """The record of a finished check. Raises RecordError for one that no article was judged for."""
    made = check.made
    if made is None:
        raise RecordError(
            "There is nothing to record: no claim was judged over articles. State a claim, "
            "or add articles with: python -m bot ingest PATH"
        )
    hashes = made.holdings.hashes
    index = IndexThen(
        made.holdings.version,
        len(hashes),
        made.holdings.passages,
        made.holdings.sha256,
        Inventory.of(hashes).text,
    )
    claims = tuple(
        Judged(replace(v, hits=()), {i: hashes.get(i, "") for i in _looked_at(v)})
        for v in check.verdicts
    )
    return Record(
        bot.__version__, made.when, index, made.models, dict(made.settings), made.filters, claims
    )


def record_json(record: Record) -> JSON:
    """The record as the JSON document of its file."""
    fields: dict[str, JSON] = SHAPE.dump_python(record, mode="json")
    return {"format": FORMAT, "version": VERSION, **fields}


def save(record: Record, path: Path) -> None:
    """Write a record to a new file. Raises RecordError when it cannot be written or is there."""
    write_new(path, dumps(record_json(record), indent=1) + "\n")


def load(path: Path) -> Record:
    """The record in a file. Raises RecordError naming the file, what is wrong, and the remedy."""
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise RecordError(
            f"{str(path)!r} cannot be read: {error.strerror or error}. Check the path."
        ) from error
    except (ValueError, RecursionError) as error:  # no UTF-8, or no JSON
        raise RecordError(f"{str(path)!r} is no JSON: {error}. {REMEDY}.") from error
    if not isinstance(document, dict) or document.pop("format", None) != FORMAT:
        raise RecordError(f"{str(path)!r} is no record of a verdict. {REMEDY}.")
    version = document.pop("version", None)
    if version != VERSION:
        raise RecordError(
            f"{str(path)!r} is a record of version {version!r}; this program reads version "
            f"{VERSION}. Update Footing, or check the claim anew."
        )
    try:
        record = SHAPE.validate_python(document)
        Inventory.read(record.index.inventory)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        wrong = f"{place} is {_brief(first['input'])}: {first['msg']}"
        raise RecordError(f"{str(path)!r} is damaged: {wrong}. {REMEDY}.") from error
    except ValueError as error:
        raise RecordError(
            f"{str(path)!r} is damaged: index.inventory cannot be read: {error}. {REMEDY}."
        ) from error
    if wrong := _unsound(record):
        raise RecordError(f"{str(path)!r} is damaged: {wrong}. {REMEDY}.")
    return record


def _unsound(record: Record) -> str:
    """What no verdict can have, though it is of the right shape; empty: nothing is wrong."""
    if not record.claims:
        return "claims is empty"
    for number, judged in enumerate(record.claims):
        verdict, where = judged.verdict, f"claims.{number}.verdict"
        for chance in (verdict.confidence, *(e.probability for e in verdict.evidence)):
            if not 0 <= chance <= 1:
                return f"{where} has a probability of {chance}"
        for c in verdict.quoted:
            if not 0 <= c.start < c.end:
                return f"{where} has a quote from {c.start} to {c.end}"
    return ""


def _looked_at(verdict: Verdict) -> list[str]:
    """The articles of a verdict's passages and quotes, and their copies, each once."""
    ids: list[str] = []
    for hit in verdict.hits:
        ids += [hit.passage.article_id, *hit.also_in]
    for citation in verdict.citations:
        ids += [citation.article_id, *citation.also_in]
    return list(dict.fromkeys(ids))


def _brief(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
