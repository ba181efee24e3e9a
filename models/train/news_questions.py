"""Sentences of news → questions after their subject: "X, Y and Z met in Rome" → who met in Rome?"""

import random
import re
from collections.abc import Iterator
from pathlib import Path

from bot.types import Span
from bot.words import fold
from models.train.question_sets import Question
from models.train.texts import JOINTS, NAME, OPENINGS, read_lines, spans_of

__all__ = ["news"]

LIST = re.compile(rf"(?P<list>{NAME}(?:, {NAME})*,? and {NAME}) (?P<rest>[a-z][^.;:—]+)[.;—]?")
ONE = re.compile(rf"(?P<list>{NAME}) (?P<rest>[a-z][^.;:—]+)[.;—]?")
VERBS = frozenset(
    "are is was were have has had will would could can should may did won lost said says took "
    "began met made held led left told went came became beat got gave sent put ran set hit plan "
    "play face want make take agree say remain also both all".split()
)


def news(folder: Path, rng: random.Random) -> Iterator[Question]:
    """Synthetic questions on news: "X, Y and Z did so" → who did so? Lists, and as many singles."""
    counts = {True: 0, False: 0}
    rows = [*read_lines(folder / "wikinews-2019-2020.jsonl.gz"),
            *read_lines(folder / "archive-8k.jsonl.gz")]  # fmt: skip
    rng.shuffle(rows)
    for row in rows[:3_500]:
        if not 600 < len(row["text"]) < 20_000:
            continue
        spans = spans_of(row["text"][:3_000])
        taken = 0
        for n, span in enumerate(spans):
            found = _subject_question(span.of(row["text"]), rng)
            if found is None or taken >= 3:
                continue
            asked, answers = found
            single = len(answers) == 1
            if counts[single] >= (900 if single else 2_600) or (single and rng.random() < 0.8):
                continue
            counts[single] += 1
            taken += 1
            a, b = max(0, n - rng.randint(0, 5)), min(len(spans), n + rng.randint(1, 6))
            start = spans[a].start
            others = [
                row["text"][s[0].start : s[-1].end]
                for s in (spans[max(0, a - 6) : a], spans[b : b + 6])
                if len(s) > 2
            ]
            text = row["text"][start : spans[b - 1].end]
            yield Question(
                f"{row['id']}:{n}", asked, row["title"] or "", text,
                tuple(x.shifted(span.start - start) for x in answers), tuple(others),
            )  # fmt: skip


def _subject_question(sentence: str, rng: random.Random) -> tuple[str, tuple[Span, ...]] | None:
    """The question of "X, Y and Z met in Rome." and the spans of X, Y, Z; None: no such form."""
    match = LIST.match(sentence) or ONE.match(sentence)
    if match is None:
        return None
    rest = match["rest"].split()
    first = rest[0].rstrip(",")
    if not 4 <= len(rest) <= 30 or not (first in VERBS or first.endswith("ed")):
        return None
    names = [
        Span(m.start(), m.end())
        for m in re.finditer(r"(?:(?!, | and ).)+", match["list"])
        if (m[0].strip())
    ]
    parts = []
    for name in names:
        text = name.of(sentence)
        text_start = name.start + len(text) - len(text.lstrip(", "))
        text_start += 4 if sentence[text_start:].startswith("and ") else 0
        parts.append(Span(text_start, name.end))
    if any(fold(p.of(sentence).split()[0]) in OPENINGS for p in parts if p.of(sentence).split()):
        return None
    if any(not p.of(sentence).strip() for p in parts):
        return None
    singular = {"are": "is", "were": "was", "have": "has"}
    ends = [n for n in range(5, len(rest)) if rest[n] in JOINTS or rest[n - 1].endswith(",")]
    kept = " ".join(rest[: rng.choice([*ends, len(rest)])]).rstrip(",;: ")
    person = all(len(p.of(sentence).split()) > 1 for p in parts)
    if person or rng.random() < 0.4:
        opening = rng.choice(("Who", "Who", "Which people"))
    else:
        opening = rng.choice(("Who", "What", "Which", "Which ones"))
    if opening in ("Who", "What") and rng.random() < 0.7:
        head, _, tail = kept.partition(" ")
        kept = f"{singular.get(head, head)} {tail}"
    return f"{opening} {kept}?", tuple(parts)
