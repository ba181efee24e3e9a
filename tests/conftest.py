"""What several test modules share: the real embedder, loaded once, a Bot over the seeds, folders
with two articles, and an index for a fake embedder."""

import os
from pathlib import Path

# Before any model library is imported: nothing here may look for a network.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
# A person's own settings change no test, but for the one that is about testing.
for name in [n for n in os.environ if n.upper().startswith("BOT_")]:
    if name != "BOT_REQUIRE_BROWSER":
        del os.environ[name]

import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402

pytest.register_assert_rewrite("tests.command_line", "tests.stored_articles")  # to say what failed

from bot.assemble import SEEDS, Workshop  # noqa: E402
from bot.chat import Bot  # noqa: E402
from bot.index import Index  # noqa: E402
from bot.ingest import Cut  # noqa: E402
from bot.protocols import Embedder  # noqa: E402
from bot.settings import Settings  # noqa: E402
from tests.command_line import HELD, MARKED, WROTE, run  # noqa: E402
from tests.fakes import FakeEmbedder, FakeJudge, FakeReader, index_in, store  # noqa: E402
from tests.stored_articles import LOPEZ, PUTIN, UNDATED, write  # noqa: E402

settings.register_profile("unhurried", deadline=None)  # a busy machine is no wrong result
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The default models, which take seconds to load."""
    return Workshop(Settings(index=tmp_path_factory.mktemp("seed-bot") / "index"))


@pytest.fixture(scope="session")
def embedder(workshop: Workshop) -> Embedder:
    """The real embedder."""
    return workshop.embedder


@pytest.fixture(scope="session")
def models_imported(embedder: Embedder) -> None:
    """Import the models' libraries before pytester notes which modules are loaded: it forgets those
    loaded later, and torch cannot be imported twice."""
    embedder.encode(["once"])


@pytest.fixture(scope="session")
def seed_bot(workshop: Workshop) -> Bot:
    """A Bot over the seeds, as a new installation has it. Only read it."""
    index = workshop.index()
    report = workshop.ingest([SEEDS], index)
    assert not report.skipped
    return workshop.bot(index)


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two articles, and models that take no time to load."""

    def load(self: Workshop, settings: Settings) -> None:
        self.settings = settings
        self.embedder = FakeEmbedder(settings.embedder)
        self.reader = FakeReader({HELD: 0.9, WROTE: 0.8}, {HELD: MARKED})
        self.judge = FakeJudge({HELD: (0.9, 0.0), WROTE: (0.0, 0.8)})
        self.warnings = ()
        self.cut = Cut(settings.passage_tokens, settings.overlap_sentences)

    monkeypatch.setattr(Workshop, "__init__", load)
    monkeypatch.chdir(tmp_path)
    Path("news").mkdir()
    front = "title: Holdouts\ndate: 2020-12-15\nsource: Desk\nurl: https://example.org/a"
    Path("news/held.md").write_text(
        f"---\n{front}\n---\nLeaders differed. {HELD}", encoding="utf-8"
    )
    Path("news/wrote.txt").write_text(f"date 2020-12-16 {WROTE}", encoding="utf-8")
    return tmp_path


@pytest.fixture
def ingested(workplace: Path) -> None:
    """The two articles are in the folder `index`."""
    assert run("ingest", "news", "--index", "index").exit_code == 0


@pytest.fixture
def fake_embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """An empty index for a fake embedder."""
    return index_in(tmp_path / "index")


@pytest.fixture
def three(index: Index) -> Index:
    """An index of three articles."""
    store(index, PUTIN, LOPEZ, UNDATED)
    return index


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two articles, to be ingested."""
    folder = tmp_path / "news"
    write(folder, putin="Putin waited. He wrote in December.", kim="Kim said nothing.")
    return folder
