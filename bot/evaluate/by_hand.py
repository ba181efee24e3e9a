"""A `*.guard.yaml` file → sentences written by hand, with the passages they cite.

An entry has a `question`, `cites` (article id: how a sentence of the passage begins), and by kind
the sentences that these passages carry (`carried`) and those that they do not (`not_carried`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.errors import BotError
from bot.evaluate.written import Written
from bot.types import Hit, Passage

__all__ = ["ByHand", "by_hand", "cases_of"]

DATELINE = 30  # characters that may stand before how a sentence begins


@dataclass(frozen=True, slots=True)
class ByHand:
    """A sentence of a file written by hand, before its passages are looked up."""

    question: str
    text: str
    cites: tuple[tuple[str, str], ...]  # article id, how a sentence of the passage begins
    carried: bool
    kind: str
    where: str  # file and entry


def by_hand(path: Path) -> tuple[tuple[Path, ...], list[ByHand]]:
    """The articles a `*.guard.yaml` file names and its sentences.

    Raises BotError naming file and entry where something is missing.
    """
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValueError, yaml.YAMLError) as error:
        raise BotError(f"{path} cannot be read as YAML: {error}. Mend it.") from error
    if not isinstance(entries, list) or not entries or not isinstance(entries[0], dict):
        raise BotError(f"{path} must be a list whose first entry is '- articles: PATH'.")
    given = entries[0].get("articles")
    if not isinstance(given, str):
        raise BotError(f"{path} names no articles. Begin it with an entry '- articles: PATH'.")
    found = [
        case
        for n, entry in enumerate(entries[1:], start=2)
        for case in _entry(entry, f"{path}, entry {n}")
    ]
    return ((path.parent / given).resolve(),), found


def _entry(entry: object, where: str) -> list[ByHand]:
    if not isinstance(entry, dict) or set(entry) != {"question", "cites", "carried", "not_carried"}:
        raise BotError(
            f"{where} needs 'question', 'cites', 'carried' and 'not_carried', got {entry!r}."
        )
    for key in ("cites", "carried", "not_carried"):
        if not isinstance(entry[key], dict) or not entry[key]:
            raise BotError(f"{where}: {key} must name one thing at least, each with its text.")
    cites = tuple((str(a), str(s)) for a, s in entry["cites"].items())
    return [
        ByHand(str(entry["question"]), str(text), cites, key == "carried", str(kind), where)
        for key in ("carried", "not_carried")
        for kind, text in entry[key].items()
    ]


def cases_of(given: Sequence[ByHand], passages: Mapping[str, Sequence[Passage]]) -> list[Written]:
    """Sentences written by hand with the passages they cite; `passages` by article, in order.

    Of two that share the sentence the later is taken, which goes on from it. Raises BotError where
    none has it.
    """
    return [
        Written(
            case.question,
            case.text,
            tuple(_cited(article, begins, passages, case.where) for article, begins in case.cites),
            case.carried,
            case.kind,
        )
        for case in given
    ]


def _cited(article: str, begins: str, passages: Mapping[str, Sequence[Passage]], where: str) -> Hit:
    for passage in reversed(passages.get(article, ())):
        for span in passage.sentences:
            opening = passage.quote(span)[: len(begins) + DATELINE]
            if begins in opening:
                return Hit(passage, 1.0)
    raise BotError(f"{where}: no passage of {article!r} has a sentence beginning {begins!r}.")
