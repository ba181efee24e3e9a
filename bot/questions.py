"""`*.questions.yaml` → cases, and a case against what was found and answered.

A file is a list; an entry has a `question` and what is expected: `finds`, `answer_contains`,
`abstains`; or a `claim` with `finds`, `verdict`, `flips_with`. It is the form in which a newsroom
writes its own tests; see docs/testing.md.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.errors import SettingError
from bot.types import Answer, Hit, Passage
from bot.verdicts import Verdict, VerdictLabel
from bot.words import fold, words

__all__ = [
    "OPPOSITE",
    "Case",
    "Problem",
    "Questions",
    "contains",
    "failures",
    "load_questions",
    "misjudged",
    "ranks",
]

COMMON = frozenset({"as_of", "finds", "top", "note", "known_failure"})
# Which of the two an entry has → what else it may have.
KEYS = {
    "question": COMMON | {"question", "answer_contains", "abstains"},
    "claim": COMMON | {"claim", "verdict", "flips_with"},
}
OPPOSITE = {
    VerdictLabel.SUPPORTED: VerdictLabel.REFUTED,
    VerdictLabel.REFUTED: VerdictLabel.SUPPORTED,
}


class _Loader(yaml.SafeLoader):
    """YAML whose numbers, but for whole ones, stay as they are written: it makes 1230 of "20:30",
    3.5 of "3.50". A key that stands twice in an entry is an error, not the last of the two."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key.value!r} stands twice in one entry", key.start_mark
                )
            seen.add(key.value if isinstance(key, yaml.ScalarNode) else None)
        return dict(super().construct_mapping(node, deep))


_Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in forms if not tag.endswith((":int", ":float"))]
    for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"(?:0|[1-9][0-9]{0,8})\Z"), list("0123456789")
)


@dataclass(frozen=True, slots=True)
class Case:
    """One question or claim and what is expected of the bot."""

    question: str  # or what is claimed
    is_claim: bool = False
    verdict: VerdictLabel | None = None
    flips_with: str = ""  # a claim of which the opposite verdict is expected
    as_of: dt.date | None = None
    finds: tuple[str, ...] = ()  # article ids or quotes, each among the top hits
    answer_contains: tuple[tuple[str, ...], ...] = ()  # of each group, one must be in the answer
    abstains: bool = False
    top: int | None = None  # how many hits count for `finds`
    note: str = ""
    known_failure: str = ""  # why this is expected to fail for now

    @classmethod
    def of(cls, entry: object, where: str) -> "Case":
        """A case from an entry of a file. Raises SettingError naming `where` and the remedy."""
        return _case(entry, where)


@dataclass(frozen=True, slots=True)
class Questions:
    """A file of cases, and the articles it names in its first entry, if it does."""

    cases: tuple[Case, ...]
    articles: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One expectation that was not met."""

    text: str
    about_answer: bool

    def __str__(self) -> str:
        return self.text


def load_questions(path: Path) -> Questions:
    """The cases of a file; a first entry `- articles: PATH` names what they are asked of, relative
    to the file. Raises SettingError naming the file, the entry and the remedy.
    """
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (OSError, UnicodeDecodeError, ValueError, yaml.YAMLError) as error:
        raise SettingError(f"{path} cannot be read as YAML: {error}. Mend it.") from error
    if not isinstance(entries, list):
        raise SettingError(
            f"{path} must be a list of entries, each with a 'question:' or 'claim:'."
        )
    articles: tuple[Path, ...] = ()
    first = 1
    if entries and isinstance(entries[0], dict) and set(entries[0]) == {"articles"}:
        given = _texts(entries.pop(0)["articles"], "articles", f"{path}, entry 1")
        articles = tuple((path.parent / p).resolve() for p in given)
        first = 2
    cases = [_case(e, f"{path}, entry {n}") for n, e in enumerate(entries, start=first)]
    return Questions(tuple(cases), articles)


def _case(entry: object, where: str) -> Case:
    asked = {k for k in KEYS if isinstance(entry, dict) and str(entry.get(k) or "").strip()}
    if not isinstance(entry, dict) or len(asked) != 1:
        raise SettingError(f"{where} needs either a 'question:' or a 'claim:', got {entry!r}.")
    kind = asked.pop()
    unknown = sorted(set(map(str, entry)) - KEYS[kind])
    if unknown:
        raise SettingError(
            f"{where} has unknown keys {unknown}; known beside a {kind} are {sorted(KEYS[kind])}."
        )
    case = Case(
        question=str(entry[kind]),
        is_claim=kind == "claim",
        verdict=_verdict(entry.get("verdict"), where),
        flips_with=str(entry.get("flips_with") or ""),
        as_of=_day(entry.get("as_of"), where),
        finds=tuple(_texts(entry.get("finds"), "finds", where)),
        answer_contains=tuple(_groups(entry.get("answer_contains"), where)),
        abstains=_yes(entry.get("abstains", False), where),
        top=_count(entry.get("top"), where),
        note=str(entry.get("note") or ""),
        known_failure=str(entry.get("known_failure") or ""),
    )
    if not (case.finds or case.answer_contains or case.abstains or case.verdict):
        more = "verdict" if case.is_claim else "answer_contains or abstains"
        raise SettingError(f"{where} expects nothing: add finds, {more}.")
    if case.flips_with and case.verdict not in OPPOSITE:
        raise SettingError(f"{where}: flips_with needs a verdict of supported or refuted.")
    if case.abstains and case.answer_contains:
        raise SettingError(f"{where} expects both an answer and an abstention. Choose one.")
    return case


def _verdict(value: object, where: str) -> VerdictLabel | None:
    try:
        return None if value is None else VerdictLabel(value)
    except ValueError:
        known = ", ".join(label.value for label in VerdictLabel)
        raise SettingError(f"{where}: verdict must be one of {known}, got {value!r}.") from None


def _day(value: object, where: str) -> dt.date | None:
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise SettingError(f"{where}: as_of {value!r} is no date YYYY-MM-DD.") from None


def _yes(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise SettingError(f"{where}: abstains must be true or false, got {value!r}.")
    return value


def _count(value: object, where: str) -> int | None:
    if value is None or (isinstance(value, int) and value > 0):
        return value
    raise SettingError(f"{where}: top must be a positive whole number, got {value!r}.")


def _texts(value: object, key: str, where: str) -> list[str]:
    """A text or a list of texts; numbers and dates become text."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    texts = [str(v) for v in values if not isinstance(v, dict | list | bool | None)]
    if len(texts) < len(values) or not all(t.strip() for t in texts):
        raise SettingError(
            f"{where}: {key} must be a text or a list of texts, got {value!r}. Put "
            "quotation marks around a yes or no."
        )
    return texts


def _groups(value: object, where: str) -> list[tuple[str, ...]]:
    """Each group is satisfied by one of its texts: [a, b] is two groups, {any: [a, b]} is one."""
    if isinstance(value, dict):
        if set(value) != {"any"}:
            raise SettingError(f"{where}: answer_contains takes 'any:', got {sorted(value)}.")
        return [tuple(_texts(value["any"], "answer_contains", where))]
    if isinstance(value, list):
        return [
            group
            for v in value
            for group in (_groups(v, where) if isinstance(v, dict) else _single(v, where))
        ]
    return [(t,) for t in _texts(value, "answer_contains", where)]


def _single(value: object, where: str) -> list[tuple[str, ...]]:
    return [(t,) for t in _texts(value, "answer_contains", where)]


def contains(text: str, wanted: str) -> bool:
    """Whether a text has the wanted words in a row; accents and case don't count."""
    return f" {_folded(wanted)} " in f" {_folded(text)} "


def _folded(text: str) -> str:
    return " ".join(fold(w.text) for w in words(text))


def ranks(wanted: str, hits: Sequence[Hit]) -> list[int]:
    """The ranks, from 1, of the hits that are, or stand in, or quote what is wanted."""
    return [n for n, h in enumerate(hits, start=1) if _is(wanted, h.passage, h.also_in)]


def _is(wanted: str, passage: Passage, also_in: Sequence[str]) -> bool:
    return wanted == passage.article_id or wanted in also_in or contains(passage.text, wanted)


def failures(case: Case, answer: Answer, hits: Sequence[Hit], *, top: int) -> list[Problem]:
    """What of the case's expectations the answer and the hits (best first) do not meet."""
    return [*_not_found(case, hits, case.top or top), *_not_answered(case, answer)]


def misjudged(
    case: Case, hits: Sequence[Hit], verdicts: Sequence[Verdict], *, top: int
) -> list[Problem]:
    """What of a claim's expectations the hits, the verdict on it and, where it is given as a
    second, that on its opposite do not meet."""
    problems = list(_not_found(case, hits, case.top or top))
    wanted = case.verdict
    for verdict in verdicts if wanted else ():
        if wanted and verdict.label is not wanted:
            text = f"{verdict.claim!r} is {verdict.label.value}, not {wanted.value}"
            problems.append(Problem(text, True))
        wanted = OPPOSITE.get(wanted) if wanted else None
    return problems


def _not_found(case: Case, hits: Sequence[Hit], top: int) -> Iterator[Problem]:
    for wanted in case.finds:
        found = ranks(wanted, hits)
        if not found:
            yield Problem(f"{wanted!r} is not among the {len(hits)} hits", False)
        elif found[0] > top:
            yield Problem(f"{wanted!r} is at rank {found[0]}, not among the top {top}", False)


def _not_answered(case: Case, answer: Answer) -> Iterator[Problem]:
    if case.abstains and not answer.abstained:
        yield Problem("answered, though the articles don't say", True)
    if case.answer_contains and answer.abstained:
        yield Problem("abstained, though the articles say", True)
    elif case.answer_contains:
        shown = " ".join([answer.text, *(c.quote for c in answer.citations)])
        for group in case.answer_contains:
            if not any(contains(shown, text) for text in group):
                yield Problem(f"the answer lacks {' or '.join(map(repr, group))}", True)
