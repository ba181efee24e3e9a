"""Follow-up questions of conversations → the bot's stand-alone wordings, against a human's."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.errors import BotError
from bot.evaluate.metrics import Floats, Measured, mean_figure
from bot.evaluate.progress import Tick, silent
from bot.evaluate.records import read_records, texts
from bot.evaluate.sample import digest
from bot.messages import Turn
from bot.protocols import Embedder
from bot.understand import understand
from bot.words import content_stems

__all__ = ["FollowUp", "Reworded", "measured", "parts", "read_follow_ups", "reword"]

BATCH = 256  # texts embedded at once


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question of a conversation, and how a person worded it to stand alone."""

    history: tuple[str, ...]  # asked, answered, asked …; the topic and its part stand first
    question: str
    rewrite: str
    second_half: bool = False  # of its file; no conversation is in both

    @property
    def missing(self) -> frozenset[str]:
        """The stems of matter that the rewrite has and the question as typed lacks."""
        return frozenset(content_stems(self.rewrite)) - frozenset(content_stems(self.question))

    @property
    def conversation(self) -> str:
        """All that was said, up to the question."""
        return "\n".join((*self.history, self.question))

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The history as the bot would have it: each question in the wording it gave it."""
        turns: list[Turn] = []
        for at in range(0, len(self.history), 2):
            asked, answered = (*self.history[at : at + 2], "")[:2]
            turns.append(Turn(asked, understand(asked, turns).question, answered))
        return tuple(turns)


@dataclass(frozen=True, slots=True)
class Reworded:
    """One follow-up, the bot's wording of it, and how near both come to the person's."""

    follow_up: FollowUp
    wording: str
    similarity: float  # cosine to the rewrite, -1..1
    typed_similarity: float  # … of the question as typed
    ms: float  # of the wording alone

    @property
    def added(self) -> frozenset[str]:
        """The stems of matter that the wording has and the question as typed lacks."""
        return frozenset(content_stems(self.wording)) - frozenset(
            content_stems(self.follow_up.question)
        )

    @property
    def restored(self) -> float:
        """The share of what was missing that the wording has; 1 where nothing was."""
        missing = self.follow_up.missing
        return len(missing & self.added) / len(missing) if missing else 1.0


def read_follow_ups(path: Path, limit: int | None = None) -> list[FollowUp]:
    """The records {"history", "question", "rewrite"} of a JSONL file, in its order, or a fixed
    `limit` of them.

    Raises BotError naming the line of a record of another shape.
    """
    found: list[FollowUp] = []
    for where, record in read_records(path):
        history, question = texts(record.get("history")), record.get("question")
        rewrite = record.get("rewrite")
        if history is None or not isinstance(question, str) or not isinstance(rewrite, str):
            raise BotError(
                f"{where} needs a 'history' (a list of texts), a 'question' and its 'rewrite', got "
                f"{sorted(record)}. Mend the line, or give a file of follow-ups."
            )
        found.append(FollowUp(tuple(history), question, rewrite))
    middle = _second_half(found)
    halved = [FollowUp(f.history, f.question, f.rewrite, n >= middle) for n, f in enumerate(found)]
    if limit is None or limit >= len(halved):
        return halved
    picked = sorted(range(len(halved)), key=lambda n: digest(halved[n].conversation))[:limit]
    return [halved[n] for n in sorted(picked)]


def reword(
    follow_ups: Sequence[FollowUp], embedder: Embedder, done: Tick = silent
) -> list[Reworded]:
    """Word every question so that it stands alone, and embed all three wordings; `done` is told
    how many follow-ups are."""
    wordings, times = [], []
    for follow_up in follow_ups:
        turns = follow_up.turns
        started = time.perf_counter()
        wordings.append(understand(follow_up.question, turns).question)
        times.append((time.perf_counter() - started) * 1000)
    found: list[Reworded] = []
    for start in range(0, len(follow_ups), BATCH):
        part = slice(start, start + BATCH)
        rewrites = _embedded([f.rewrite for f in follow_ups[part]], embedder)
        typed = _embedded([f.question for f in follow_ups[part]], embedder)
        ours = _embedded(wordings[part], embedder)
        rows = zip(
            follow_ups[part],
            wordings[part],
            (ours * rewrites).sum(axis=1).tolist(),
            (typed * rewrites).sum(axis=1).tolist(),
            times[part],
            strict=True,
        )
        found += [Reworded(*row) for row in rows]
        done(len(found))
    return found


def measured(reworded: Sequence[Reworded], *, typed: bool = False) -> Measured:
    """Figures in 0..1 with intervals, of the bot's wordings or of the questions as `typed`.

    `similarity` is the mean cosine to the rewrite. `missing_words_restored` is the share of the
    rewrite's words of matter that the question lacked and the wording has, over the questions that
    lacked any; `added_words_right` the share of the words added that the rewrite has, over the
    questions that got any. `rightly_left` is over the questions whose rewrite adds no word.
    """
    leaning = [r for r in reworded if r.follow_up.missing]
    alone = [r for r in reworded if not r.follow_up.missing]
    added = [] if typed else [r for r in reworded if r.added]
    figures = {
        "similarity": mean_figure(
            [r.typed_similarity if typed else r.similarity for r in reworded]
        ),
        "missing_words_restored": mean_figure([0.0 if typed else r.restored for r in leaning]),
        "added_words_right": mean_figure(
            [len(r.added & r.follow_up.missing) / len(r.added) for r in added]
        ),
        "rightly_left": mean_figure([typed or not r.added for r in alone]),
    }
    return Measured(figures, [0.0 if typed else r.ms for r in reworded])


def parts(reworded: Sequence[Reworded]) -> dict[str, list[Reworded]]:
    """All of them, and those of each half of the file: rules may have been tuned on the first."""
    halves = {
        "first half": [r for r in reworded if not r.follow_up.second_half],
        "second half": [r for r in reworded if r.follow_up.second_half],
    }
    return {"all": list(reworded), **{name: part for name, part in halves.items() if part}}


def _embedded(texts: Sequence[str], embedder: Embedder) -> Floats:
    """(n, dimensions) unit rows."""
    return np.asarray(embedder.encode(texts), dtype=float)


def _second_half(found: Sequence[FollowUp]) -> int:
    """The number of the first record of the second half, with which a conversation begins."""
    middle = len(found) // 2
    while 0 < middle < len(found) and _goes_on(found[middle - 1], found[middle]):
        middle += 1
    return middle


def _goes_on(before: FollowUp, after: FollowUp) -> bool:
    return after.history[: len(before.history) + 1] == (*before.history, before.question)
