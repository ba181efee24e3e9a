"""Message → growing Replies: the pipeline in sequence. `Bot` is what the page, the command line
and the tests talk to."""

import datetime as dt
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.absent import lacking
from bot.answer import compose, with_support
from bot.claims import left_out, split_claims
from bot.contents import Holdings, Overview
from bot.errors import ArticleError, BotError, ModelError
from bot.index import Index
from bot.messages import Kind, Message, Reply, Turn
from bot.opinion import undecidable
from bot.protocols import Judge, Reader
from bot.readable import left_unread, readable
from bot.rerank import Reranker, rerank, search
from bot.retrieve import Retrieval, Retriever
from bot.types import Answer, Article, Filters
from bot.understand import stand_alone, takes_up, understand
from bot.verdicts import Check, Made, ModelUsed, Verdict, VerdictLabel
from bot.verify import ENOUGH, MARGIN, SENTENCES, STRONG, numbered, verify
from bot.written.writer import Writer

__all__ = ["GREETING", "Bot", "omitted"]

GREETING = (
    "Ask about your articles, for example who did something, when, how many or why. "
    "Every sentence of an answer is a quote that you can open in its article."
)
LONG_CLAIM = 12  # words; what is shorter the rules take apart well
T = TypeVar("T")
NO_JUDGE = (
    "There is no reader that judges claims here. Restore the folder models/reader from the "
    "repository, or train one: python -m models.train.reader"
)
EMPTY_INDEX = "There are no articles yet. Add some with: python -m bot ingest PATH"


class Bot:
    """Answers questions over one index. Safe to use from several threads."""

    def __init__(
        self,
        index: Index,
        retriever: Retriever,
        reader: Reader,
        *,
        judge: Judge | None = None,
        top_hits: int = 10,
        max_sentences: int = 4,
        warnings: Sequence[str] = (),
        models: Callable[[], tuple[ModelUsed, ...]] = tuple,
        writer: Writer | None = None,
    ) -> None:
        """`models` tells which models these are; it is asked once a verdict is there. `writer` may
        be exchanged at any time; a reply under way keeps its own."""
        self.index = index
        self.retriever = retriever
        self.reader = reader
        self.judge = judge
        self.writer = writer
        self._top_hits = top_hits
        self._max_sentences = max_sentences
        self._warnings = tuple(warnings)
        self._models = models
        self._holdings: Holdings | None = None  # as of the last check

    def reply(
        self,
        message: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters = Filters(),
        kind: Kind | None = None,
    ) -> Iterator[Reply]:
        """Answer a message; each reply yielded replaces the one before, the last is `done`.

        `kind` says what the message is; without it, that is told from its wording.
        """
        started = time.perf_counter()
        read = readable(message)
        understood = understand(read, history, is_name=self.retriever.is_name)
        if kind and understood.kind is not Kind.SMALL_TALK:
            understood = replace(understood, kind=kind)
        reply = Reply(understood, warnings=self._warnings)
        if understood.kind is Kind.SMALL_TALK or not any(c.isalnum() for c in read):
            yield replace(reply, note=GREETING, done=True)
            return
        if not len(self.index):
            yield replace(reply, note=EMPTY_INDEX, done=True)
            return
        reply = replace(reply, steps=left_unread(message))
        writer = self.writer
        if understood.kind is Kind.CLAIM and self.judge:
            stated = read
            if takes_up(stated, is_name=self.retriever.is_name):
                stated = understood.question
                reply = replace(reply, steps=(*reply.steps, *_understood(understood)))
            split: Sequence[str] | None = None
            if writer and len(stated.split()) >= LONG_CLAIM:
                reply, split = yield from _meanwhile(reply, writer.claims(stated))
            if not split:
                split = split_claims(stated)
                reply = replace(reply, steps=(*reply.steps, *omitted(stated)))
            claims = stand_alone(split, history, is_name=self.retriever.is_name)
            yield from self._checked(reply, claims, self.judge, filters, writer)
        else:
            if writer and history and understood.question != understood.text:
                worded = writer.stand_alone(understood.text, history)
                reply, whole = yield from _meanwhile(reply, worded)
                understood = replace(understood, question=whole or understood.question)
                reply = replace(reply, message=understood)
            yield from self._answered(reply, filters, started, writer)

    def _answered(
        self, reply: Reply, filters: Filters, started: float, writer: Writer | None
    ) -> Iterator[Reply]:
        """The reply to a question, growing sentence by sentence."""
        reply = replace(reply, steps=(*reply.steps, *_understood(reply.message)))
        yield reply
        question, limit = reply.message.question, self._top_hits
        retrieval = search(self.retriever, question, limit=limit, filters=filters)
        reply = replace(reply, steps=(*reply.steps, *_found(retrieval)))
        yield reply
        if retrieval.all_absent:
            note = f"{Answer.ABSTENTION} {lacking(retrieval.absent)}"
            seconds = time.perf_counter() - started
            answer = Answer(retrieval.query, (), 0.0, retrieval.hits[:limit], seconds, note)
            yield replace(reply, answer=answer, done=True)
            return
        read = rerank(retrieval, self.reader, depth=limit, limit=limit)
        answer = compose(
            read.query,
            read.hits,
            read.readings,
            threshold=self.reader.threshold,
            max_sentences=self._max_sentences,
        )
        if self.judge:
            answer = with_support(answer, self.judge)
        sentences = sum(len(r.sentences) for r in read.readings)
        reply = replace(reply, steps=(*reply.steps, f"Read {sentences} sentences"))
        for count in range(1, len(answer.sentences)):
            yield replace(reply, answer=replace(answer, sentences=answer.sentences[:count]))
        if writer and not answer.abstained:
            reply = replace(reply, steps=(*reply.steps, f"Writing with {writer.name}"))
            quotes = answer
            for answer in writer.answer(read.hits, quotes):
                yield replace(reply, answer=answer)
            reply = replace(reply, steps=(*reply.steps[:-1], _wrote(answer, writer.name)))
        answer = replace(answer, seconds=time.perf_counter() - started)
        yield replace(reply, answer=answer, done=True)

    def _checked(
        self,
        reply: Reply,
        claims: Sequence[Message],
        judge: Judge,
        filters: Filters,
        writer: Writer | None,
    ) -> Iterator[Reply]:
        """The reply to what is claimed, growing verdict by verdict.

        A claim is searched in its stand-alone wording, and judged as it was stated.
        """
        verdicts: list[Verdict] = []
        for number, claim in enumerate(claims, start=1):
            begun = time.perf_counter()
            named = [] if len(claims) == 1 else [f"Claim {number}: “{claim.text}”"]
            reply = replace(reply, steps=(*reply.steps, *named, *_understood(claim)))
            yield replace(reply, check=numbered(verdicts) if verdicts else None)
            note = undecidable(claim.text)
            if note:
                verdicts.append(_unjudged(claim.text, note))
                continue
            retrieval = self._found_for(claim, filters)
            found = [] if named else _found(retrieval)
            reply = replace(reply, steps=(*reply.steps, *found))
            yield replace(reply, check=numbered(verdicts) if verdicts else None)
            verdict = self._verdict_on(claim, retrieval, judge, filters)
            verdicts.append(replace(verdict, seconds=time.perf_counter() - begun))
        if not all(v.note for v in verdicts):
            reply = replace(reply, steps=(*reply.steps, "Judged each sentence for the claim"))
        check = replace(numbered(verdicts), made=self.made(filters))
        if writer:
            judged_so = check
            for check in _explained(judged_so, writer):
                yield replace(reply, check=check)
        yield replace(reply, check=check, done=True)

    def _found_for(self, claim: Message, filters: Filters) -> Retrieval:
        return self.retriever.retrieve(claim.question, limit=self._top_hits, filters=filters)

    def _verdict_on(
        self, claim: Message, retrieval: Retrieval, judge: Judge, filters: Filters
    ) -> Verdict:
        verdict = verify(
            claim.text,
            retrieval.hits,
            judge,
            filters.without.quotes,
            absent=retrieval.absent,
            text_of=self._text_of,
        )
        searched = "" if claim.question == claim.text else claim.question
        return replace(verdict, searched=searched, without=filters.without)

    def _text_of(self, article_id: str) -> str:
        """The text of an article; nothing where it was removed this moment."""
        try:
            return self.index.article(article_id).text
        except ArticleError:
            return ""

    def ask(self, question: str, *, filters: Filters = Filters()) -> Answer:
        """The finished answer to one question that stands alone, whatever form it has; small talk
        and an empty index get a note instead."""
        reply = list(self.reply(question, filters=filters, kind=Kind.QUESTION))[-1]
        return reply.answer or Answer(question, (), 0.0, (), note=reply.note)

    def check(self, text: str, *, filters: Filters = Filters()) -> Check:
        """The verdicts on what a text claims, whatever form it has; where nothing is judged, as
        with small talk and an empty index, a note says why.

        Raises ModelError when the reader has no verdict.
        """
        if self.judge is None:
            raise ModelError(NO_JUDGE)
        reply = list(self.reply(text, filters=filters, kind=Kind.CLAIM))[-1]
        return reply.check or Check((_unjudged(text, reply.note),))

    def judge_again(self, verdict: Verdict, *, filters: Filters = Filters()) -> Verdict:
        """The verdict of today on a claim that was judged before, in the same wording and without
        what `verdict.without` says.

        Raises ModelError when the reader has no verdict.
        """
        if self.judge is None:
            raise ModelError(NO_JUDGE)
        note = undecidable(verdict.claim)
        if note:
            return _unjudged(verdict.claim, note)
        filters = replace(filters, without=verdict.without)
        begun = time.perf_counter()
        claim = Message(verdict.claim, Kind.CLAIM, verdict.searched or verdict.claim)
        again = self._verdict_on(claim, self._found_for(claim, filters), self.judge, filters)
        return replace(again, seconds=time.perf_counter() - begun)

    def made(self, filters: Filters = Filters()) -> Made:
        """What a verdict is made with now."""
        known = self._holdings
        if known is None or known.version != self.index.version:
            self._holdings = known = self.index.holdings()
        settings: dict[str, str | int | float] = {
            "passages": self.index.passages_cut,
            "top_hits": self._top_hits,
            "sentences": SENTENCES,
            "enough": ENOUGH,
            "strong": STRONG,
            "margin": MARGIN,
        }
        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        return Made(now, known, self._models(), settings, filters)

    @property
    def reranker(self) -> Reranker:
        """Retrieval as an answer sees it: the fused hits read and reranked."""
        return Reranker(self.retriever, self.reader, depth=self._top_hits)

    def article(self, article_id: str) -> Article:
        """One stored article. Raises ArticleError when it is not there."""
        return self.index.article(article_id)

    def overview(self) -> Overview:
        """How much is in the index."""
        return self.index.overview()


def _found(retrieval: Retrieval) -> list[str]:
    """What was searched for and found, a line each."""
    articles = len({h.passage.article_id for h in retrieval.hits})
    mended = [f"Read “{typed}” as “{searched}”" for typed, searched in retrieval.mended]
    also = [f"Searched also as: {other}" for other in retrieval.also]
    absent = [lacking(retrieval.absent).rstrip(".")] if retrieval.absent else []
    return [*mended, *also, *absent, f"Found {len(retrieval.hits)} passages in {articles} articles"]


def _explained(check: Check, writer: Writer) -> Iterator[Check]:
    """The check as the explanations of what was decided grow."""
    for number, verdict in enumerate(check.verdicts):
        if verdict.label is VerdictLabel.NOT_ENOUGH_EVIDENCE:
            continue
        for explanation in writer.explanation(verdict):
            explained = replace(verdict, explanation=explanation)
            before, after = check.verdicts[:number], check.verdicts[number + 1 :]
            check = replace(check, verdicts=(*before, explained, *after))
            yield check


def _meanwhile(
    reply: Reply, awaited: Generator[None, None, T | None]
) -> Generator[Reply, None, tuple[Reply, T | None]]:
    """What is awaited of a language model, returned when it is there; until then the reply as it
    is. Where the model fails, None, and a step in the reply that says why."""
    while True:
        try:
            next(awaited)
        except StopIteration as there:
            found: T | None = there.value
            return reply, found
        except BotError as error:
            return replace(reply, steps=(*reply.steps, f"Done by rules: {error}")), None
        yield reply


def _wrote(answer: Answer, name: str) -> str:
    """What became of what a language model wrote."""
    if answer.fell_back:
        return f"Shown as quotes: {answer.fell_back}"
    kept = len(answer.sentences)
    left_out = f", left out {len(answer.withheld)}" if answer.withheld else ""
    return f"Kept {kept} sentence{'' if kept == 1 else 's'} of {name}{left_out}"


def _unjudged(claim: str, note: str) -> Verdict:
    return Verdict(claim, VerdictLabel.NOT_ENOUGH_EVIDENCE, 1.0, (), note=note)


def omitted(stated: str) -> tuple[str, ...]:
    """What is told of the sentences that are not checked, as the rules see no claim in them."""
    return tuple(f"Left out, not taken for a claim: “{s}”" for s in left_out(stated))


def _understood(message: Message) -> tuple[str, ...]:
    completed = message.question != message.text
    return (f"Understood as: {message.question}",) if completed else ()
