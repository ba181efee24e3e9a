"""Question + Hits → an Answer in a language model's words, each sentence held to the articles.

The model's text is cut into sentences while it streams; each is shown only when the guard finds
that the passages it cites carry it. Whatever goes wrong, the quotes are there: the answer composed
of the articles' own sentences stands in, with a line that says why.
"""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Generator as Stream
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from bot.errors import BotError, GenerationError
from bot.messages import Turn
from bot.protocols import Generator
from bot.types import Answer, Hit, Prompt, Sentence, Withheld
from bot.verdicts import Verdict
from bot.words import fold
from bot.written.cutting import Cutter, Written
from bot.written.fitting import fenced, fitted
from bot.written.prompts import render
from bot.written.rewrite import rewritten
from bot.written.splitting import split

__all__ = ["Guards", "Writer"]

MOST_SENTENCES = 4  # that a prompt asks for
MOST_PASSAGES = 6  # that a model is shown; reading them is what takes long without a GPU
LONGER = "; a smaller model is faster, the setting 'generator_timeout_s' gives it longer"
ENOUGH = 0.5  # of what was written must be kept, or the quotes are the better answer

# Said of the sources as a whole, by a model that was told to say so.
NOTHING_SAID = re.compile(
    r"(?:unfortunately,? )?the (?:provided |given )?(?:sources?|articles?|passages?)"
    r"(?: \w+)? (?:do|does) not (?:say|answer|mention|provide|contain|specify)"
)


class Guards(Protocol):
    """What weighs a written sentence; `bot.written.guard.Guard`."""

    def weigh(self, text: str, sources: Sequence[Hit]) -> Sentence | Withheld: ...


@dataclass(frozen=True)
class Writer:
    """Writes answers with one generator. Safe to use from several threads."""

    generator: Generator
    guard: Guards
    max_tokens: int = 400
    seconds: float = 60.0  # for one text, from the first to the last token
    short_s: float = 15.0  # for a message worded anew, or taken apart
    prompts: Path | None = None  # the folder of the prompts, where it is not ours

    @property
    def name(self) -> str:
        """The language model, as a person is told."""
        return self.generator.name

    def answer(self, hits: Sequence[Hit], quotes: Answer) -> Iterator[Answer]:
        """The answer as it grows, from the quotes that answer the question to what is written; each
        value replaces the one before, and the last is the finished one.

        `hits` are best first. Values come at least every fifth of a second, so that whoever reads
        them may stop between two.
        """

        def prompt_over(shown: Sequence[Hit]) -> Prompt:
            return render(
                "answer",
                self.prompts,
                question=quotes.question,
                sources=fenced(shown),
                most_sentences=MOST_SENTENCES,
            )

        cited = {(c.article_id, c.start) for c in quotes.citations}
        first = [h for h in hits if any(_holds(h, article, at) for article, at in cited)]
        rest = [h for h in hits if h not in first]
        yield from self._written([*first, *rest][:MOST_PASSAGES], prompt_over, quotes)

    def stand_alone(self, message: str, history: Sequence[Turn]) -> Stream[None, None, str | None]:
        """A follow-up worded so that it stands alone, returned when it is there; None where the
        rules must do it."""
        return (
            yield from rewritten(
                self.generator, message, history, seconds=self.short_s, folder=self.prompts
            )
        )

    def claims(self, text: str) -> Stream[None, None, Sequence[str] | None]:
        """The single claims of a text, returned when they are there; None where the rules must do
        it."""
        return (yield from split(self.generator, text, seconds=self.short_s, folder=self.prompts))

    def explanation(self, verdict: Verdict) -> Iterator[Answer]:
        """What the passages of the evidence say of a claim that was decided, as it grows. Without a
        sentence that they carry it is empty: the evidence itself is shown beside."""

        def prompt_over(shown: Sequence[Hit]) -> Prompt:
            return render(
                "explain",
                self.prompts,
                claim=verdict.claim,
                verdict=verdict.label_in_words,
                sources=fenced(shown),
                most_sentences=MOST_SENTENCES,
            )

        cited = [(c.article_id, c.start) for c in verdict.citations]
        hits = [h for h in verdict.hits if any(_holds(h, article, at) for article, at in cited)]
        nothing = Answer(verdict.claim, (), verdict.confidence, tuple(hits))
        yield from self._written(hits[:MOST_PASSAGES], prompt_over, nothing)

    def _written(
        self,
        hits: Sequence[Hit],
        prompt_of: Callable[[Sequence[Hit]], Prompt],
        quotes: Answer,
    ) -> Iterator[Answer]:
        """The growing answer over some hits; `quotes` until, and where, nothing can be kept."""
        draft = Draft(quotes, self.name)
        yield quotes
        started = time.monotonic()
        try:
            prompt, shown = fitted(hits, self.generator, prompt_of, max_tokens=self.max_tokens)
            cutter = Cutter()
            stream = self.generator.stream(prompt, max_tokens=self.max_tokens, seconds=self.seconds)
            with closing(stream) as pieces:
                for piece in pieces:
                    for written in cutter.add(piece):
                        draft.add(written, self.guard, shown)
                    if cutter.runaway or draft.repeats:
                        raise GenerationError(f"{self.name} said the same again and again")
                    yield draft.so_far
            for written in cutter.end():
                draft.add(written, self.guard, shown)
        except BotError as error:  # of prompt, context or model; a judge that fails is a bug
            draft.trouble = str(error).rstrip(".")
            if time.monotonic() - started >= self.seconds:
                draft.trouble += LONGER
        yield draft.finished


@dataclass
class Draft:
    """What becomes of a model's sentences while it writes."""

    quotes: Answer  # what stands in for them
    name: str
    kept: list[Sentence] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    trouble: str = ""  # what went wrong
    repeats: bool = False  # it says again what it said
    declined: bool = False  # it says that the sources do not say
    _seen: set[str] = field(default_factory=set)

    def add(self, written: Written, guard: Guards, shown: Sequence[Hit]) -> None:
        """Weigh one sentence by the passages that it names; by all, where it names none."""
        key = fold(written.text)
        if key in self._seen:
            self.repeats = True
            return
        self._seen.add(key)
        if NOTHING_SAID.match(key):
            self.declined = True
            return
        named = [shown[n - 1] for n in written.marks if 1 <= n <= len(shown)]
        outcome = guard.weigh(written.text, named or shown)
        if isinstance(outcome, Withheld):
            self.withheld.append(outcome)
        else:
            self.kept.append(outcome)

    @property
    def so_far(self) -> Answer:
        """What can be shown of it now."""
        if not self.kept:
            return self.quotes
        return replace(
            self.quotes,
            sentences=tuple(_numbered(self.kept)),
            written_by=self.name,
            withheld=tuple(self.withheld),
        )

    @property
    def finished(self) -> Answer:
        """The whole, or the quotes and why."""
        why = self._why_not
        if not why:
            return self.so_far
        return replace(self.quotes, withheld=tuple(self.withheld), fell_back=why)

    @property
    def _why_not(self) -> str:
        """Why it cannot stand as an answer, in plain words; empty: it can."""
        kept, all_of_them = len(self.kept), len(self.kept) + len(self.withheld)
        if self.trouble:
            return f"{self.trouble}."
        if not all_of_them:
            found = "found no answer in the passages" if self.declined else "wrote nothing"
            return f"{self.name} {found}."
        if kept < ENOUGH * all_of_them:
            some = f"only {kept}" if kept else "none"
            return f"Of {all_of_them} sentences that {self.name} wrote, {some} could be kept."
        return ""


def _holds(hit: Hit, article: str, start: int) -> bool:
    """Whether a hit has the sentence of an article that begins at `start`."""
    passage = hit.passage
    return passage.article_id == article and passage.start <= start < passage.end


def _numbered(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The sentences with the numbers of their citations: one an article, as they come."""
    numbers: dict[str, int] = {}
    for sentence in sentences:
        yield replace(
            sentence,
            citations=tuple(
                replace(c, number=numbers.setdefault(c.article_id, len(numbers) + 1))
                for c in sentence.citations
            ),
        )
