"""How fast articles go in, against the embedding alone and against txtai, in one run:
python -m bench.ingest --articles FILE [--limit 150] [--rounds 3] [--peers /tmp/peers/bin/python]

Each round runs, one after the other and each in a process of its own with one thread: `ingest`,
from the file to the searchable index; plain `SentenceTransformer.encode` at its defaults over the
same passages, which reads, cuts and stores nothing; and, with --peers, txtai's `Embeddings.index`
at its defaults over the same passages. Prints the medians of the rounds; the ratios are of each
round, as other work on the machine then weighs on both sides alike."""

import argparse
import itertools
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import TypedDict

from bench.peers.systems import make

__all__ = ["Timing", "markdown"]

OWN = "footing"


class Timing(TypedDict):
    """What one process took, its start and the loading of models left out."""

    seconds: float  # by the clock
    cpu_s: float  # of all threads
    peak_mib: float  # of the process
    index_mib: float  # on disk; 0 where nothing is


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=150, help="how many of the articles")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", help="the Python of bench/peers/requirements.txt, for txtai")
    parser.add_argument("--part", nargs=3, metavar=("SYSTEM", "DIR", "MODEL"))
    given = parser.parse_args()
    if given.part:
        system, folder, model = given.part
        print(json.dumps(timed(system, Path(folder), model)))
        return
    with tempfile.TemporaryDirectory() as folder:
        articles, passages, model = export(given.articles, given.limit, Path(folder))
        print(f"{articles} articles, {passages} passages, medians of {given.rounds} rounds\n")
        pythons = {OWN: sys.executable, "encode": sys.executable}
        if given.peers:
            pythons["txtai"] = given.peers
        rounds = [
            {s: run(python, s, folder, model) for s, python in pythons.items()}
            for _ in range(given.rounds)
        ]
    print(markdown(rounds, articles, passages))


def export(path: Path, limit: int, folder: Path) -> tuple[int, int, str]:
    """Write the articles, and the passages that ours are cut into; how many, and the model."""
    from bench.peers.export import export as write
    from bot.articles import read_articles
    from bot.assemble import Workshop
    from bot.evaluate.sample import Sample
    from bot.settings import Settings
    from bot.types import Article
    from models.embedder import packaged_folder

    workshop = Workshop(Settings())
    read = (a for a in read_articles([path]) if isinstance(a, Article))
    articles = tuple(itertools.islice(read, limit))
    write(Sample((), articles, 0, len(articles)), workshop.embedder, workshop.cut, folder)
    records = (
        {"id": a.id, "title": a.title, "source": a.source, "url": a.url, "text": a.text,
         "date": a.date.isoformat() if a.date else None}
        for a in articles
    )  # fmt: skip
    (folder / "articles.jsonl").write_text(
        "".join(json.dumps(r) + "\n" for r in records), encoding="utf-8"
    )
    lines = (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines()
    return len(articles), len(lines), str(packaged_folder())


def run(python: str, system: str, folder: str, model: str) -> Timing:
    """Time one system in a process of its own."""
    quiet = {"OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    command = [python, "-m", "bench.ingest", "--articles", ".", "--part", system, folder, model]
    done = subprocess.run(
        command, env={**os.environ, **quiet}, check=True, stdout=subprocess.PIPE, text=True
    )
    found: Timing = json.loads(done.stdout.splitlines()[-1])
    return found


def timed(system: str, folder: Path, model: str) -> Timing:
    """Load what a system needs, embed one text to warm up, then time the whole."""
    lines = (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines()
    passages = [json.loads(line) for line in lines]
    index_mib = 0.0
    if system == OWN:
        from bot.assemble import Workshop
        from bot.settings import Settings

        with tempfile.TemporaryDirectory() as place:
            workshop = Workshop(Settings(index=Path(place) / "index"))
            index = workshop.index()
            workshop.embedder.encode(["warm up"])
            clock, cpu = time.perf_counter(), time.process_time()
            workshop.ingest([folder / "articles.jsonl"], index)
            clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
            assert len(index) == len(passages)
            index_mib = sum(f.stat().st_size for f in Path(place).rglob("*") if f.is_file()) / 2**20
    elif system == "encode":
        from sentence_transformers import SentenceTransformer

        plain = SentenceTransformer(model)
        plain.encode(["warm up"])
        clock, cpu = time.perf_counter(), time.process_time()
        plain.encode([p["text"] for p in passages], show_progress_bar=False)
        clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
    else:
        peer = make(system, model)
        clock, cpu = time.perf_counter(), time.process_time()
        peer.index(passages)
        clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
    unit = 2**20 if platform.system() == "Darwin" else 2**10
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return Timing(seconds=clock, cpu_s=cpu, peak_mib=peak_mib, index_mib=index_mib)


def markdown(rounds: Sequence[dict[str, Timing]], articles: int, passages: int) -> str:
    """The medians as a table; how many times as fast ours is, by CPU time and by the clock."""
    lines = [
        "| | articles a CPU s | passages a CPU s | passages a s | footing is faster: CPU, clock "
        "| peak MiB | index MiB |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for system in rounds[0]:
        cpu = median(r[system]["cpu_s"] for r in rounds)
        clock = median(r[system]["seconds"] for r in rounds)
        by_cpu = median(r[system]["cpu_s"] / r[OWN]["cpu_s"] for r in rounds)
        by_clock = median(r[system]["seconds"] / r[OWN]["seconds"] for r in rounds)
        peak = median(r[system]["peak_mib"] for r in rounds)
        index = median(r[system]["index_mib"] for r in rounds)
        lines.append(
            f"| {system} | {articles / cpu:.1f} | {passages / cpu:.0f} | {passages / clock:.0f} "
            f"| {by_cpu:.2f}, {by_clock:.2f} | {peak:.0f} | {f'{index:.0f}' if index else ''} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
