"""An index in several processes: one reads what another writes, and a kill leaves it whole."""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ingest import Cut, ingest
from tests.fakes import FakeEmbedder, index_in, store
from tests.stored_articles import LOPEZ, PUTIN, found, nearest, news, whole

ROOT = Path(__file__).resolve().parent.parent
WRITER = """
from pathlib import Path

import bot.ingest
import bot.storing
from tests.fakes import FakeEmbedder, index_in

bot.storing.BATCH_PASSAGES = 6
told = set()


def tell(report):
    for id in (*report.added, *report.updated):
        if id not in told:
            told.add(id)
            print(id, flush=True)


folder, index = map(Path, input().split("|"))
cut = bot.ingest.Cut(12, 1)
bot.ingest.ingest([folder], index_in(index), FakeEmbedder(), cut=cut, progress=tell)
"""


def test_a_reader_sees_new_articles_without_opening_again(tmp_path: Path) -> None:
    writer, reader = index_in(tmp_path), index_in(tmp_path)
    assert len(reader) == 0
    store(writer, PUTIN)
    assert reader.article("putin") == PUTIN
    assert found(reader, "putin") == nearest(reader, "putin") == ["putin"]
    writer.tidy()
    store(writer, LOPEZ)
    assert found(reader, "lopez") == ["lopez"]
    writer.delete(["putin"])
    assert [s.id for s in reader.stored()] == ["lopez"]


@pytest.fixture
def writers() -> Iterator[list["subprocess.Popen[str]"]]:
    """Three processes that wait to be told what to ingest; started together, they start sooner."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", WRITER]
    started = [
        subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT) for _ in range(3)
    ]
    yield started
    for process in started:
        process.kill()
        process.communicate()


def killed_after(
    writer: "subprocess.Popen[str]", lines: int, delay_s: float, task: str
) -> list[str]:
    """Let a process ingest, kill it some time after so many articles, and give what it reported."""
    assert writer.stdin
    assert writer.stdout
    writer.stdin.write(f"{task}\n")
    writer.stdin.flush()
    reported = [writer.stdout.readline().strip() for _ in range(lines)]
    try:
        writer.wait(delay_s)
    except subprocess.TimeoutExpired:
        writer.kill()
    return [*reported, *writer.stdout.read().split()]


def test_what_was_reported_survives_a_kill_and_nothing_is_half_in(
    tmp_path: Path, writers: list["subprocess.Popen[str]"]
) -> None:
    folder, index = tmp_path / "news", tmp_path / "index"
    chance = random.Random(7)
    old: dict[str, str] = {}
    for writer, version, lines in zip(writers, (1, 1, 2), (1, 4, 6), strict=True):
        new = news(folder, version)
        delay_s = chance.uniform(0, 0.02)
        reported = killed_after(writer, lines, delay_s, f"{folder}|{index}")
        stored = whole(index_in(index))
        assert {id: new[id] for id in reported}.items() <= stored.items()
        for id, text in stored.items():
            assert text in (new[id], old.get(id))
        old = stored
    report = ingest([folder], index_in(index), FakeEmbedder(), cut=Cut(12, 1))
    assert report.articles == len(new)
    assert whole(index_in(index)) == new
