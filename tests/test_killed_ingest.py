"""An ingest killed at random moments, again and again, while somebody asks: what was reported is in
and whole, nothing is half in, the asking meets no error, and a last run completes."""

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.index import Index
from bot.ingest import Cut, ingest
from tests.fakes import FakeEmbedder, index_in
from tests.stored_articles import news, whole

ROOT = Path(__file__).resolve().parent.parent
KILLS = 20
VERSION = re.compile(r"Version (\d+) of article \d+")
# Imports once, then takes in what each line tells, each time in a process of its own.
NURSERY = """
import os
import sys
from pathlib import Path

import datasketch

import bot.ingest
import bot.storing
from tests.fakes import FakeEmbedder, index_in

bot.storing.BATCH_PASSAGES = 6
bot.storing.TIDY_PASSAGES = 60


def take_in(folder, index, told_in):
    told = os.open(told_in, os.O_WRONLY | os.O_CREAT)
    known = set()

    def tell(report):
        new = {*report.added, *report.updated} - known
        os.write(told, "".join(f"{id}\\n" for id in sorted(new)).encode())
        known.update(new)

    cut = bot.ingest.Cut(12, 1)
    bot.ingest.ingest([folder], index_in(index), FakeEmbedder(), cut=cut, progress=tell)


while line := sys.stdin.readline():
    child = os.fork()
    if not child:
        take_in(*map(Path, line.rstrip().split("|")))
        os._exit(0)
    print(child, flush=True)
    sys.stdin.readline()  # until it is said to be killed, dead or alive its number stays its own
    print(os.waitpid(child, 0)[1], flush=True)
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the processes are forked")


class Nursery:
    """Starts ingests, each in a process that can be killed."""

    def __init__(self) -> None:
        # The warning is of a fork in mid-work; nothing works in this process.
        command = [sys.executable, "-W", "ignore", "-c", NURSERY]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT)

    def killed(self, folder: Path, index: Path, told: Path, after: int, delay_s: float) -> set[str]:
        """Ingest, and kill it a moment after it has told of so many articles; gives all it told."""
        assert self._process.stdin
        assert self._process.stdout
        told.write_text("")
        self._process.stdin.write(f"{folder}|{index}|{told}\n")
        self._process.stdin.flush()
        child = int(self._process.stdout.readline())
        patience = time.monotonic() + 60
        while len(told.read_text().split()) < after:
            assert time.monotonic() < patience
            time.sleep(0.001)
        time.sleep(delay_s)
        os.kill(child, signal.SIGKILL)
        self._process.stdin.write("killed\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() in ("9\n", "0\n")
        return set(told.read_text().split())

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture
def asking(tmp_path: Path) -> Iterator["Asking"]:
    """Somebody who asks from before the first article is in until the test ends."""
    index_in(tmp_path / "index")
    asking = Asking(tmp_path / "index")
    asking.start()
    yield asking
    asking.end()


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


class Asking(threading.Thread):
    """Asks all the while, through a handle of its own, and keeps what went wrong."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._index = Index.at(folder)
        self._stopped = threading.Event()
        self.asked = 0
        self.wrong: list[object] = []

    def end(self) -> None:
        self._stopped.set()
        self.join()

    def run(self) -> None:
        chance = random.Random(1)
        try:
            while not self._stopped.is_set():
                self._ask(f"article {chance.randrange(60)} has sentence")
                self.asked += 1
        except Exception as error:  # every one is what the test looks for
            self.wrong.append(error)

    def _ask(self, question: str) -> None:
        (vector,) = FakeEmbedder().encode([question])
        for found in (
            self._index.search_bm25(question, limit=500),
            self._index.search_dense(vector, limit=500),
        ):
            versions: dict[str, set[str]] = {}
            for f in found:
                versions.setdefault(f.passage.article_id, set()).update(
                    VERSION.findall(f.passage.text)
                )
            self.wrong += [(i, v) for i, v in versions.items() if len(v) != 1]
            for f in found[:1]:
                self._index.article(f.passage.article_id)
        if len(self._index.overview().sources):
            self.wrong.append("a source that no article has")


@pytest.mark.slow
def test_twenty_kills_lose_nothing_that_was_told_and_trouble_nobody_who_asks(
    tmp_path: Path, nursery: Nursery, asking: "Asking"
) -> None:
    folder, index = tmp_path / "news", tmp_path / "index"
    chance = random.Random(20)
    old: dict[str, str] = {}
    cut_short = 0
    for kill in range(KILLS):
        new = news(folder, version=kill // 2)  # every other time the run before goes on
        left = sum(old.get(id) != text for id, text in new.items())
        after, delay_s = chance.randint(0, left // 2), chance.uniform(0, 0.3)
        reported = nursery.killed(folder, index, tmp_path / "told", after, delay_s)
        stored = whole(index_in(index))
        assert stored.keys() >= old.keys()
        assert {id: new[id] for id in reported}.items() <= stored.items()
        assert all(text in (new[id], old.get(id)) for id, text in stored.items())
        for id in chance.sample(sorted(reported), min(3, len(reported))):
            assert searched(index_in(index), new[id]) == {id}
        cut_short += stored != new
        old = stored
    asking.end()
    assert asking.wrong == []
    assert asking.asked > KILLS
    assert cut_short >= KILLS / 2
    report = ingest([folder], index_in(index), FakeEmbedder(), cut=Cut(12, 1))
    assert report.articles == len(new)
    assert whole(index_in(index)) == new


def searched(index: Index, text: str) -> set[str]:
    """The articles of the best passage by either search for an article's opening sentence."""
    sentence = text.split(". ")[0]
    (vector,) = FakeEmbedder().encode([sentence])
    by_words = index.search_bm25(sentence, limit=60)
    by_meaning = index.search_dense(vector, limit=60)
    return {
        next(f for f in found if f.passage.text.startswith(sentence)).passage.article_id
        for found in (by_words, by_meaning)
    }
