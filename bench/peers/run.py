"""One system over one exported set: python -m bench.peers.run SYSTEM DIR --model FOLDER

Needs only the system itself. Writes DIR/SYSTEM.json: what it found for each question, the CPU
seconds that took, those of indexing, and the peak memory; bench.peers.table judges it. The seconds
are CPU time of all threads: the clock's depend on what else a shared machine does."""

import argparse
import json
import platform
import resource
import time
from pathlib import Path

from bench.peers.systems import System, make

__all__ = ["run"]

# More than the 20 that are judged, since windows of one paragraph count once.
LIMIT = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("system")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", required=True)
    given = parser.parse_args()
    passages = _lines(given.folder / "passages.jsonl")
    questions = _lines(given.folder / "questions.jsonl")
    found = run(make(given.system, given.model), passages, questions)
    (given.folder / f"{given.system}.json").write_text(json.dumps(found), encoding="utf-8")


def run(
    system: System, passages: list[dict[str, str]], questions: list[dict[str, str]]
) -> dict[str, object]:
    """Index, ask one question to warm up, then all: what DIR/SYSTEM.json holds."""
    started = time.process_time()
    system.index(passages)
    index_s = time.process_time() - started
    system.search(questions[0]["question"], questions[0]["date"], LIMIT)
    found, seconds = [], []
    for q in questions:
        begun = time.process_time()
        found.append(system.search(q["question"], q["date"], LIMIT))
        seconds.append(time.process_time() - begun)
    unit = 2**20 if platform.system() == "Darwin" else 2**10
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return {"found": found, "cpu_s": seconds, "index_cpu_s": index_s, "peak_mib": peak_mib}


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
