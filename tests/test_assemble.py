"""Settings joined with models into a Bot."""

import os
import re
from copy import copy
from pathlib import Path

import pytest

import bot.assemble
import models.cross_encoder
import models.embedder
import models.generators
import models.reader
from bot.assemble import OURS, SEEDS, Workshop, go_offline, hub_open, open_bot, require_index
from bot.errors import IndexFolderError, ModelError
from bot.index import Index
from bot.settings import Settings
from bot.storing import Report
from bot.written.guard import Guard
from models.cosine import CosineReader
from models.embedder import PACKAGED
from tests.fakes import FakeEmbedder, FakeGenerator, FakeReader

HELD = "López Obrador held out until Tuesday."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(index=tmp_path / "index")


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Models that take no time to load."""
    monkeypatch.setattr(models.embedder, "SentenceTransformerEmbedder", FakeEmbedder)
    monkeypatch.setattr(
        bot.assemble, "_reader", lambda *_: (FakeReader({HELD: 0.9}), None, ("Mind it.",))
    )


@pytest.fixture
def news(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "held.txt").write_text(HELD, encoding="utf-8")
    return tmp_path / "news"


@pytest.mark.usefixtures("fakes")
def test_a_workshop_builds_what_the_settings_say(settings: Settings, news: Path) -> None:
    workshop = Workshop(settings.model_copy(update={"passage_tokens": 64, "overlap_sentences": 2}))
    assert workshop.embedder.name == "all-MiniLM-L6-v2"
    assert str(workshop.cut) == "64/2"
    index = workshop.index()
    assert index.folder == settings.index
    assert workshop.ingest([news], index).added == ("held",)
    (*_, reply) = workshop.bot(index).reply("Who held out?")
    assert reply.answer
    assert reply.answer.text == HELD
    assert reply.warnings == ("Mind it.",)


@pytest.mark.usefixtures("fakes")
def test_one_workshop_serves_several_folders(
    settings: Settings, tmp_path: Path, news: Path
) -> None:
    workshop = Workshop(settings)
    other = workshop.over(tmp_path / "other")
    assert other.embedder is workshop.embedder
    other.ingest([news], other.index())
    assert Index.exists(tmp_path / "other")
    assert not Index.exists(settings.index)
    assert workshop.settings == settings


@pytest.mark.usefixtures("fakes")
def test_an_index_that_is_not_there_is_only_made_when_asked_for(settings: Settings) -> None:
    for use in (Workshop(settings).existing_index, lambda: require_index(settings)):
        with pytest.raises(IndexFolderError, match=r"There is no index in .*python -m bot ingest"):
            use()
    assert not settings.index.exists()
    Workshop(settings).index()
    assert len(Workshop(settings).existing_index()) == 0


@pytest.mark.usefixtures("fakes")
def test_a_new_installation_starts_with_the_seeds(settings: Settings) -> None:
    told: list[Report] = []
    opened = open_bot(settings, told.append).bot
    assert opened.overview().articles == len(list(SEEDS.glob("*.md")))
    assert told
    told.clear()
    open_bot(settings, told.append)
    assert not told


@pytest.mark.usefixtures("fakes")
def test_a_first_start_that_was_cut_short_is_made_up_for(settings: Settings) -> None:
    Workshop(settings).index()  # made, and then the process was killed
    assert open_bot(settings)[0].overview().articles > 20


@pytest.mark.usefixtures("fakes")
def test_articles_of_ones_own_come_instead_of_the_seeds(settings: Settings, news: Path) -> None:
    own = settings.model_copy(update={"articles": news})
    assert open_bot(own)[0].overview().articles == 1
    assert open_bot(settings)[0].overview().articles == 1


def test_a_language_model_of_the_settings_writes_held_to_the_articles(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny = FakeGenerator(["Snow fell."])
    changed = {"generator_tokens": 99, "generator_timeout_s": 5.0}
    other = copy(workshop)
    other.settings = workshop.settings.model_copy(update=changed)
    writer = other.writer(tiny)
    assert (writer.max_tokens, writer.seconds, writer.prompts) == (99, 5.0, None)
    assert isinstance(writer.guard, Guard)
    other.judge = None
    with pytest.raises(ModelError, match="judged"):
        other.writer(tiny)


def test_the_trained_reader_comes_with_the_installation(workshop: Workshop) -> None:
    assert workshop.warnings == ()
    assert not isinstance(workshop.reader, CosineReader)
    assert 0 < workshop.reader.threshold < 1


def test_without_the_trained_reader_another_stands_in_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models.reader, "FOLDER", tmp_path)
    reader, judge, (warning,) = bot.assemble._reader(None, FakeEmbedder())
    assert isinstance(reader, CosineReader)
    assert judge is None
    assert str(tmp_path) in warning


def test_a_cross_encoder_reads_questions_and_leaves_claims_to_the_judge(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    class Ranker(FakeReader):
        def __init__(self, name: str) -> None:
            super().__init__({})
            asked.append(name)

    monkeypatch.setattr(models.cross_encoder, "CrossEncoderReader", Ranker)
    settings = workshop.settings.model_copy(update={"cross_encoder": "somebody/some-ranker"})
    other = Workshop(settings)
    assert not asked  # an ingest needs no reader
    assert isinstance(other.reader, Ranker)
    assert other.over(settings.index / "b").reader is other.reader
    assert asked == ["somebody/some-ranker"]
    assert isinstance(other.judge, models.reader.TrainedReader)


@pytest.mark.usefixtures("fakes")
def test_a_language_model_is_opened_as_the_settings_say(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(
        models.generators, "open_generator", lambda spec, **how: opened.append((spec, how))
    )
    Workshop(settings.model_copy(update={"generator_seed": 3})).generator("a/b")
    how = {"seed": 3, "context_tokens": None, "key": "", "remote": False}
    assert opened == [("a/b", how | {"may_fetch": False})]  # conftest.py shuts the hub


def test_a_reader_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=str(tmp_path)):
        bot.assemble._reader(tmp_path, FakeEmbedder())


def test_the_network_is_shut_unless_a_model_of_a_hub_is_wanted(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HF_HUB_OFFLINE")
    monkeypatch.setenv(OURS, "1")
    monkeypatch.delenv(OURS)
    go_offline(settings.model_copy(update={"embedder": "somebody/some-model"}))
    go_offline(settings.model_copy(update={"cross_encoder": "somebody/some-ranker"}))
    assert "HF_HUB_OFFLINE" not in os.environ
    go_offline(settings)
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    assert hub_open()  # by a fetch that is wanted
    monkeypatch.delenv(OURS)
    assert not hub_open()  # a person has shut it
    go_offline(settings)
    assert not hub_open()
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    assert hub_open()
    go_offline(settings)
    assert os.environ["HF_HUB_OFFLINE"] == "0"


def test_the_models_of_a_verdict_are_told_with_their_hashes(workshop: Workshop) -> None:
    models = {m.role: m for m in workshop.models()}
    assert set(models) == {"embedder", "judge"}
    assert models["embedder"].name == PACKAGED
    assert all(re.fullmatch("[0-9a-f]{64}", m.sha256) for m in models.values())
