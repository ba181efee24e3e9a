"""How long from question to finished answer, and in how much memory:
python -m bench.latency --articles FILE --questions FILE [--passages 5000]

Takes in articles until the index holds so many passages, in a process of its own; then, in a fresh
process, loads the bot, asks, and prints start time, median and 95th percentile, and peak memory."""

import argparse
import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from bot.articles import Skipped, read_articles
from bot.assemble import Workshop
from bot.questions import load_questions
from bot.settings import load_settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True, help="a *.questions.yaml file")
    parser.add_argument("--passages", type=int, default=5000)
    parser.add_argument("--index", type=Path, help="where the index is kept for another run")
    parser.add_argument("--part", choices=("ingest", "ask"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part == "ingest":
        fill(options.articles, options.index, options.passages)
    elif options.part == "ask":
        ask(options.index, options.questions)
    else:
        with tempfile.TemporaryDirectory() as folder:
            index = options.index or Path(folder) / "index"
            given = [f"--{k}={v}" for k, v in vars(options).items() if v and k != "index"]
            for part in ("ingest", "ask"):
                command = [sys.executable, "-m", "bench.latency", *given, f"--index={index}"]
                subprocess.run([*command, f"--part={part}"], check=True)


def fill(articles: Path, folder: Path, wanted: int) -> None:
    """Take in articles, a hundred at a time, until the index has so many passages."""
    workshop = Workshop(load_settings(index=folder))
    index = workshop.index()
    if len(index) >= wanted:
        return
    batch: list[str] = []
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as aside:
        part = Path(aside) / "part.jsonl"
        for article in read_articles([articles]):
            if isinstance(article, Skipped) or len(index) >= wanted:
                continue
            record = {"id": article.id, "title": article.title, "source": article.source,
                      "url": article.url, "text": article.text,
                      "date": article.date.isoformat() if article.date else None}  # fmt: skip
            batch.append(json.dumps(record))
            if len(batch) == 100:
                part.write_text("\n".join(batch), encoding="utf-8")
                workshop.ingest([part], index)
                batch = []
    seconds = time.perf_counter() - started
    print(f"ingest: {len(index)} passages in {seconds:.0f} s, {len(index) / seconds:.0f} a second")


def ask(folder: Path, questions: Path) -> None:
    """Ask every question once, after one to warm up, and print the figures."""
    started = time.perf_counter()
    workshop = Workshop(load_settings(index=folder))
    bot = workshop.bot(workshop.existing_index())
    bot.ask("warm up")
    loaded = time.perf_counter() - started
    seconds = []
    for case in load_questions(questions).cases:
        begun = time.perf_counter()
        bot.ask(case.question)
        seconds.append(time.perf_counter() - begun)
    unit = 2**20 if platform.system() == "Darwin" else 2**10
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(f"start: {loaded:.1f} s; {len(bot.index)} passages, {len(seconds)} questions")
    print(
        f"question to answer: median {median(seconds):.3f} s, "
        f"95th percentile {quantiles(seconds, n=20)[-1]:.3f} s; peak memory {peak_mib:.0f} MiB"
    )


if __name__ == "__main__":
    main()
