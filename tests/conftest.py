"""What several test modules share: the real embedder, loaded once, and a Bot over the seeds."""

import os

# Before any model library is imported: nothing here may look for a network.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
# A person's own settings change no test, but for the one that is about testing.
for name in [n for n in os.environ if n.upper().startswith("BOT_")]:
    if name != "BOT_REQUIRE_BROWSER":
        del os.environ[name]

import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402

from bot.assemble import SEEDS, Workshop  # noqa: E402
from bot.chat import Bot  # noqa: E402
from bot.protocols import Embedder  # noqa: E402
from bot.settings import Settings  # noqa: E402

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
