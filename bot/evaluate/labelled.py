"""Files of claims with evidence and a label → Pairs to judge, from each of the shapes they have.

    pairs           {"claim", "evidence", "label"}
    Fool me twice   {"claim", "gold_evidence": […], "other_evidence": […], "label"}
    WiCE            {"claim", "evidence": […], "supporting_sentences": [[…], …], "label"}

Plain or gzip; a label is one of `Label`'s values.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BotError
from bot.evaluate.records import Record, read_records, texts

__all__ = ["WINDOW_WORDS", "Label", "Pair", "PairFile", "read_pairs", "windows"]

# Evidence of many sentences is judged in windows of about a passage: 160 word pieces.
WINDOW_WORDS = 120


class Label(enum.Enum):
    """What the evidence makes of the claim; the first three are a Judge's columns, in order."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"
    NOT_SUPPORTED = "not_supported"  # refuted or not enough: the set does not say which


# WiCE: what is supported in part only is not supported.
LABELS = {label.value: label for label in Label} | {"partially_supported": Label.NOT_SUPPORTED}


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, its evidence in one or more windows, and the label."""

    claim: str
    evidence: tuple[str, ...]
    label: Label


@dataclass(frozen=True, slots=True)
class PairFile:
    """The pairs of a file, and other sets that can be made of it, by name."""

    path: Path
    pairs: tuple[Pair, ...]
    variants: tuple[tuple[str, tuple[Pair, ...]], ...] = ()


def read_pairs(path: Path) -> PairFile:
    """The pairs of a JSONL file, of whatever known shape its lines have.

    Fool me twice: the gold evidence joined; variant `with_other_evidence` adds each claim with its
    other evidence, which is not enough. WiCE: the sentences of the first supporting list joined,
    or all in windows where there is none; variant `whole_evidence` has all in windows for every
    claim. Raises BotError naming the line of a record of another shape.
    """
    main: list[Pair] = []
    other: list[Pair] = []
    whole: list[Pair] = []
    for where, record in read_records(path):
        claim, label = record.get("claim"), LABELS.get(str(record.get("label")))
        if not isinstance(claim, str) or not claim.strip() or label is None:
            raise _misshapen(where, record)
        if "gold_evidence" in record:
            gold = _sentences(record, "gold_evidence", where)
            main.append(Pair(claim, (" ".join(gold),), label))
            rest = _sentences(record, "other_evidence", where)
            if rest:
                other.append(Pair(claim, windows(rest), Label.NOT_ENOUGH_EVIDENCE))
        elif "supporting_sentences" in record:
            sentences = _sentences(record, "evidence", where)
            whole.append(Pair(claim, windows(sentences), label))
            picked = _first_list(record, sentences, where)
            main.append(Pair(claim, (" ".join(picked),), label) if picked else whole[-1])
        else:
            main.append(Pair(claim, (" ".join(_sentences(record, "evidence", where)),), label))
    variants = []
    if other:
        variants.append(("with_other_evidence", (*main, *other)))
    if whole:
        variants.append(("whole_evidence", tuple(whole)))
    return PairFile(path, tuple(main), tuple(variants))


def windows(sentences: Sequence[str]) -> tuple[str, ...]:
    """Sentences joined into windows of at most WINDOW_WORDS words, neighbours sharing one.

    A longer sentence is a window of its own.
    """
    made: list[list[str]] = []
    for sentence in sentences:
        last = made[-1] if made else []
        if made and _words([*last, sentence]) <= WINDOW_WORDS:
            last.append(sentence)
        elif last and _words([last[-1], sentence]) <= WINDOW_WORDS:
            made.append([last[-1], sentence])
        else:
            made.append([sentence])
    return tuple(" ".join(window) for window in made) or ("",)


def _words(sentences: Sequence[str]) -> int:
    return sum(len(s.split()) for s in sentences)


def _sentences(record: Record, key: str, where: str) -> list[str]:
    found = texts(record.get(key))
    if found is None:
        raise _misshapen(where, record)
    return found


def _first_list(record: Record, sentences: Sequence[str], where: str) -> list[str]:
    """The sentences of the first list of indices, if there is one."""
    lists = record["supporting_sentences"]
    if not isinstance(lists, list) or not all(isinstance(x, list) for x in lists):
        raise _misshapen(where, record)
    try:
        return [sentences[i] for i in lists[0]] if lists else []
    except (IndexError, TypeError):
        raise BotError(
            f"{where}: supporting_sentences {lists[0]!r} are no indices into the "
            f"{len(sentences)} sentences of the evidence. Mend the line."
        ) from None


def _misshapen(where: str, record: Record) -> BotError:
    return BotError(
        f"{where} needs 'claim', 'evidence' (or 'gold_evidence' and 'other_evidence') and a "
        f"'label' of {', '.join(LABELS)}; got the keys {sorted(record)} and the label "
        f"{record.get('label')!r}. Mend the line."
    )
