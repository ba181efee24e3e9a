"""The process that parses: what it does not survive costs one file."""

import multiprocessing.process
import os
import signal
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest

from bot.errors import ArticleError
from bot.formats.limits import Limits
from bot.formats.worker import Worker, answered
from tests.made_files import pdf

WHERE = {"origin": "/news/a.pdf", "url": ""}
GOOD = pdf(["The lake fell in June."])


def test_it_serves_many_files_and_goes_on_after_a_bad_one() -> None:
    with Worker() as worker:
        for _ in range(2):
            (found,) = worker.parse("pdf", GOOD, **WHERE, limits=Limits())
            assert (found.texts, found.paged) == (["The lake fell in June."], True)
            with pytest.raises(ArticleError, match=r"/news/a\.pdf is damaged or no PDF \(Pdf"):
                worker.parse("pdf", b"%PDF rubbish", **WHERE, limits=Limits())


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    with Worker() as worker:
        worker.parse("pdf", GOOD, **WHERE, limits=Limits())
        process = worker._process
        assert process
        assert process.pid
        os.kill(process.pid, signal.SIGSTOP)  # as if it never came to an end
        with pytest.raises(ArticleError, match=r"longer than 0\.2 s .*'parse_timeout_s'"):
            worker.parse("pdf", GOOD, **WHERE, limits=Limits(parse_s=0.2))
        assert worker.parse("pdf", GOOD, **WHERE, limits=Limits())


def test_a_crash_of_the_parser_costs_that_file_alone() -> None:
    with Worker() as worker:
        worker.parse("pdf", GOOD, **WHERE, limits=Limits())
        assert worker._process
        worker._process.kill()
        worker._process.join()
        with pytest.raises(ArticleError, match=r"/news/a\.pdf crashes its parser"):
            worker.parse("pdf", GOOD, **WHERE, limits=Limits())
        assert worker.parse("pdf", GOOD, **WHERE, limits=Limits())


def test_a_process_that_cannot_be_started_is_not_the_files_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    full = Mock(side_effect=OSError(12, "Cannot allocate memory"))
    with Worker() as worker:
        with monkeypatch.context() as now:
            now.setattr(multiprocessing.process.BaseProcess, "start", full)
            with pytest.raises(ArticleError, match=r"does not start \(Cannot allocate memory\)"):
                worker.parse("pdf", GOOD, **WHERE, limits=Limits())
        assert worker.parse("pdf", GOOD, **WHERE, limits=Limits())


def test_a_script_that_cannot_be_read_again_is_told_how_it_can(tmp_path: Path) -> None:
    """The process begins by importing the script, which must not start the work once more."""
    (tmp_path / "a.pdf").write_bytes(GOOD)
    script = tmp_path / "script.py"
    script.write_text(
        "import sys; from bot.articles import read_articles\nprint(*read_articles(sys.argv[1:]))\n"
    )
    done = subprocess.run(
        [sys.executable, script, tmp_path / "a.pdf"],
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "does not start (it ended at once)" in done.stdout
    assert "__main__" in done.stdout


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="needs Linux")
def test_it_cannot_take_all_memory() -> None:
    with Worker() as worker:
        worker.parse("pdf", GOOD, **WHERE, limits=Limits())
        assert worker._process
        with open(f"/proc/{worker._process.pid}/limits", encoding="ascii") as file:
            (line,) = (line for line in file if line.startswith("Max address space"))
    assert int(line.split()[3]) < 1 << 34


def test_nothing_is_left_running() -> None:
    with Worker() as worker:
        worker.parse("pdf", GOOD, **WHERE, limits=Limits())
        process = worker._process
        assert process
        pid = process.pid
        assert pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_what_a_parser_raises_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for error, words in (
        (MemoryError(), "needs more memory to read"),
        (KeyError("/Root"), "is damaged or no PDF (KeyError: '/Root')"),
        (ValueError("a\nb. "), "is damaged or no PDF (ValueError: a b)"),
        (RecursionError("deep"), "is damaged or no PDF (RecursionError: deep)"),
    ):
        monkeypatch.setattr("bot.formats.pdf.parse", Mock(side_effect=error))
        told = answered("pdf", b"", "/news/a.pdf", "", Limits())["error"]
        assert str(told).startswith(f"/news/a.pdf {words}")
