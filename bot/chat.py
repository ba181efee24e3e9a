"""Message → growing Replies: the pipeline in sequence. `Bot` is what the page, the command line
and the tests talk to."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answer import compose, read_hits
from bot.index import Index, Overview
from bot.protocols import Reader
from bot.retrieve import Retriever
from bot.types import Answer, Article, Filters, Kind, Message, Reply, Turn
from bot.understand import understand

__all__ = ["GREETING", "MAX_MESSAGE", "Bot"]

GREETING = (
    "Ask about your articles, for example who did something, when, how many or why. "
    "Every sentence of an answer is a quote that you can open in its article."
)
MAX_MESSAGE = 2_000  # characters; the rest of a longer message is not searched
EMPTY_INDEX = "There are no articles yet. Add some with: python -m bot ingest PATH"


class Bot:
    """Answers questions over one index. Safe to use from several threads."""

    def __init__(
        self,
        index: Index,
        retriever: Retriever,
        reader: Reader,
        *,
        top_hits: int = 10,
        max_sentences: int = 4,
        warnings: Sequence[str] = (),
    ) -> None:
        self.index = index
        self.retriever = retriever
        self.reader = reader
        self._top_hits = top_hits
        self._max_sentences = max_sentences
        self._warnings = tuple(warnings)

    def reply(
        self, message: str, history: Sequence[Turn] = (), *, filters: Filters = Filters()
    ) -> Iterator[Reply]:
        """Answer a message; each reply yielded replaces the one before, the last is `done`."""
        started = time.perf_counter()
        understood = understand(message[:MAX_MESSAGE], history, is_name=self.retriever.is_name)
        reply = Reply(understood, warnings=self._warnings)
        if understood.kind is Kind.SMALL_TALK or not any(c.isalnum() for c in message):
            yield replace(reply, note=GREETING, done=True)
            return
        if not len(self.index):
            yield replace(reply, note=EMPTY_INDEX, done=True)
            return
        reply = replace(reply, steps=_first_steps(understood, len(message)))
        yield reply
        retrieval = self.retriever.retrieve(
            understood.question, limit=self._top_hits, filters=filters
        )
        for typed, searched in retrieval.mended:
            reply = replace(reply, steps=(*reply.steps, f"Read “{typed}” as “{searched}”"))
        articles = len({h.passage.article_id for h in retrieval.hits})
        step = f"Found {len(retrieval.hits)} passages in {articles} articles"
        reply = replace(reply, steps=(*reply.steps, step))
        yield reply
        readings = read_hits(retrieval.query, retrieval.hits, self.reader)
        answer = compose(
            retrieval.query,
            retrieval.hits,
            readings,
            threshold=self.reader.threshold,
            max_sentences=self._max_sentences,
        )
        sentences = sum(len(r.sentences) for r in readings)
        reply = replace(reply, steps=(*reply.steps, f"Read {sentences} sentences"))
        for count in range(1, len(answer.sentences)):
            yield replace(reply, answer=replace(answer, sentences=answer.sentences[:count]))
        answer = replace(answer, seconds=time.perf_counter() - started)
        yield replace(reply, answer=answer, done=True)

    def ask(self, question: str, *, filters: Filters = Filters()) -> Answer:
        """The finished answer to one question that stands alone, or the note it gets instead."""
        reply = list(self.reply(question, filters=filters))[-1]
        return reply.answer or Answer(question, (), 0.0, (), note=reply.note)

    def article(self, article_id: str) -> Article:
        """One stored article. Raises ArticleError when it is not there."""
        return self.index.article(article_id)

    def overview(self) -> Overview:
        """How much is in the index."""
        return self.index.overview()


def _first_steps(message: Message, length: int) -> tuple[str, ...]:
    steps = []
    if length > MAX_MESSAGE:
        steps.append(f"Read the first {MAX_MESSAGE} characters of your message")
    if message.question != message.text:
        steps.append(f"Understood as: {message.question}")
    return tuple(steps)
