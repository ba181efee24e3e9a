"""Settings → models → Bot. The one module of `bot` that imports models; the page, the command line
and the pytest plugin all come through here."""

import copy
import functools
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.chat import Bot
from bot.errors import IndexFolderError, ModelError
from bot.formats.formats import NO_MAP
from bot.index import Index
from bot.ingest import Cut, ingest
from bot.intake import Librarian
from bot.protocols import Embedder, Generator, Identified, Judge, Reader
from bot.retrieve import Retriever
from bot.settings import Settings
from bot.storing import Report
from bot.undone import wordings
from bot.verdicts import ModelUsed
from bot.written.guard import Guard
from bot.written.switch import Switch
from bot.written.writer import Writer

__all__ = ["SEEDS", "Opened", "Workshop", "open_bot", "require_index"]

HERE = Path(__file__).resolve().parent
# A wheel carries them inside this package, a checkout beside it.
SEEDS = HERE / "seeds" if (HERE / "seeds").is_dir() else HERE.parent / "seeds"
# Tells in the environment that it was this program that shut the network, not a person.
OURS = "FOOTING_WENT_OFFLINE"


class Workshop:
    """The models that a Settings names, loaded once, and what is built from them.

    `reader`, `judge` and `warnings` raise ModelError when the reader is not to be had.
    """

    def __init__(self, settings: Settings) -> None:
        """Load the embedder, which takes seconds. Raises ModelError when it is not to be had."""
        go_offline(settings)
        from models.embedder import SentenceTransformerEmbedder

        self.settings = settings
        self.embedder: Embedder = SentenceTransformerEmbedder(settings.embedder)
        # Loaded once it is wanted, and then shared with what `over` makes: an ingest reads nothing.
        self._reading = functools.cache(lambda: _reading(settings, self.embedder))
        self.cut = Cut(settings.passage_tokens, settings.overlap_sentences)

    @functools.cached_property
    def reader(self) -> Reader:
        """What reads passages for a question."""
        return self._reading().reader

    @functools.cached_property
    def judge(self) -> Judge | None:
        """What judges claims; None where the trained reader's weights are missing."""
        return self._reading().judge

    @functools.cached_property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know of these models."""
        return self._reading().warnings

    def over(self, index: Path) -> "Workshop":
        """The same models, over another index folder."""
        other = copy.copy(self)
        other.settings = self.settings.model_copy(update={"index": index})
        return other

    def index(self) -> Index:
        """Open the settings' index, or create it."""
        return Index.open(
            self.settings.index,
            embedder=self.embedder.name,
            dimensions=self.embedder.dimensions,
            passages=str(self.cut),
        )

    def existing_index(self) -> Index:
        """Open the settings' index. Raises IndexFolderError where there is none."""
        require_index(self.settings)
        return self.index()

    def ingest(
        self,
        paths: Sequence[Path | str],
        index: Index,
        progress: Callable[[Report], None] = lambda report: None,
        *,
        fields: Mapping[str, str] = NO_MAP,
        collection: str | None = None,
        prune: bool = False,
    ) -> Report:
        """Take in articles; see `bot.ingest.ingest`."""
        return ingest(
            paths,
            index,
            self.embedder,
            cut=self.cut,
            limits=self.settings.limits,
            fields=fields,
            collection=collection,
            prune=prune,
            progress=progress,
        )

    def bot(self, index: Index) -> Bot:
        """A Bot over an index."""
        return Bot(
            index,
            Retriever(index, self.embedder),
            self.reader,
            judge=self.judge,
            top_hits=self.settings.top_hits,
            max_sentences=self.settings.max_sentences,
            warnings=self.warnings,
            models=self.models,
        )

    def generator(self, spec: str) -> Generator:
        """Open a language model by its name, as the setting `generator` has it, which takes seconds
        to minutes; whoever asked closes it.

        Raises ModelError when it is not to be had, SettingError for an address that makes no sense.
        """
        from models.generators import open_generator

        return open_generator(
            spec,
            seed=self.settings.generator_seed,
            context_tokens=self.settings.generator_context,
            key=self.settings.generator_key.get_secret_value(),
            remote=self.settings.generator_remote,
            may_fetch=hub_open(),
        )

    def writer(self, generator: Generator) -> Writer:
        """What has a language model write answers, each sentence held to the articles.

        Raises ModelError where there is no judge to hold them.
        """
        if self.judge is None:
            raise ModelError(
                "A language model may write only where what it writes can be judged, and the "
                "trained reader is missing. Restore the folder models/reader from the repository."
            )
        return Writer(
            generator,
            Guard(self.judge),
            max_tokens=self.settings.generator_tokens,
            seconds=self.settings.generator_timeout_s,
            prompts=self.settings.prompts,
        )

    def models(self) -> tuple[ModelUsed, ...]:
        """The models behind a verdict, with their hashes; reads their files at the first call."""
        named: list[tuple[str, str, object]] = [("embedder", self.embedder.name, self.embedder)]
        if self.judge:
            named.append(("judge", type(self.judge).__name__, self.judge))
        return tuple(
            ModelUsed(role, name, model.sha256 if isinstance(model, Identified) else "")
            for role, name, model in named
        )


def require_index(settings: Settings) -> None:
    """Raise IndexFolderError where there is no index, before seconds go into loading models."""
    if not Index.exists(settings.index):
        raise IndexFolderError(
            f"There is no index in {str(settings.index)!r}. "
            "Make one with: python -m bot ingest PATH --index DIR"
        )


class Opened(NamedTuple):
    """What the page stands on."""

    bot: Bot
    librarian: Librarian  # changes its articles
    switch: Switch  # changes what writes its answers


def open_bot(
    settings: Settings, progress: Callable[[Report], None] = lambda report: None
) -> Opened:
    """The Bot of the page, over the settings' articles or, where nothing is indexed, the seeds.

    A language model that is set is opened in the background: until then answers are quotes.
    """
    workshop = Workshop(settings)
    index = workshop.index()
    if settings.articles:
        workshop.ingest([settings.articles], index, progress)
    elif not len(index) and SEEDS.is_dir():
        workshop.ingest([SEEDS], index, progress)
    bot = workshop.bot(index)
    bot.ask("warm up")  # the first question should not pay for the models' first steps
    wordings("Who has not warmed up?")  # … nor the first of its kind for the table of verbs
    bot.made()  # … nor the first claim for the hashes of their files
    librarian = Librarian(index, workshop.embedder, cut=workshop.cut, limits=settings.limits)
    switch = Switch(bot, workshop.generator, workshop.writer)
    if settings.generator.strip():
        switch.begin(settings.generator)
    return Opened(bot, librarian, switch)


class Reading(NamedTuple):
    """What reads and judges."""

    reader: Reader
    judge: Judge | None
    warnings: tuple[str, ...]


def _reading(settings: Settings, embedder: Embedder) -> Reading:
    found = Reading(*_reader(settings.reader, embedder))
    if settings.cross_encoder:
        from models.cross_encoder import CrossEncoderReader

        return found._replace(reader=CrossEncoderReader(settings.cross_encoder))
    return found


def _reader(
    folder: Path | None, embedder: Embedder
) -> tuple[Reader, Judge | None, tuple[str, ...]]:
    """The trained reader, which is the judge too, or, where its weights are missing, the cosine
    reader with a warning.

    Raises ModelError when a folder was asked for and holds no reader.
    """
    from models.cosine import CosineReader
    from models.reader import FOLDER, TrainedReader

    try:
        reader = TrainedReader(folder or FOLDER)
        return reader, reader, ()
    except ModelError as error:
        if folder:
            raise
        warning = f"Answers are rougher than they should be, and no claim is judged: {error}"
        return CosineReader(embedder), None, (warning,)


def hub_open() -> bool:
    """Whether a language model may be fetched from a hub, in a process of its own: not where a
    person has forbidden it."""
    return os.environ.get("HF_HUB_OFFLINE", "0") == "0" or OURS in os.environ


def go_offline(settings: Settings) -> None:
    """Keep the model libraries off the network, unless a model of a hub is wanted."""
    packaged = settings.embedder == Settings.model_fields["embedder"].default
    if packaged and not settings.cross_encoder and "HF_HUB_OFFLINE" not in os.environ:
        os.environ |= {"HF_HUB_OFFLINE": "1", OURS: "1"}
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # Threads that wait should sleep: two to four times faster on a machine that does other work.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
