"""One system over one exported set: python -m bench.peers.run SYSTEM DIR --model FOLDER

Needs only this package and the system itself. Writes DIR/SYSTEM.json: quality, seconds, memory."""

import argparse
import json
import re
import resource
import time
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from bench.peers.systems import make

DEPTH = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("system")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", required=True)
    options = parser.parse_args()
    passages = _lines(options.folder / "passages.jsonl")
    questions = _lines(options.folder / "questions.jsonl")
    system = make(options.system, options.model)
    started = time.perf_counter()
    system.index(passages)
    index_s = time.perf_counter() - started
    by_id = {p["id"]: p for p in passages}
    system.search(questions[0]["question"], questions[0].get("date", ""), DEPTH)
    ranks, seconds = [], []
    for q in questions:
        begun = time.perf_counter()
        # Some more than needed, since windows of one paragraph count once.
        found = system.search(q["question"], q.get("date", ""), DEPTH * 2)
        seconds.append(time.perf_counter() - begun)
        ranks.append(rank(q, [by_id[i] for i in found]))
    result = {
        "system": options.system,
        "passages": len(passages),
        "questions": len(questions),
        **{f"recall@{k}": sum(r <= k for r in ranks) / len(ranks) for k in (1, 5, 20)},
        "MRR": sum(1 / r for r in ranks if r <= DEPTH) / len(ranks),
        "index_passages_per_s": len(passages) / index_s,
        "query_ms": 1000 * median(seconds),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    (options.folder / f"{options.system}.json").write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result))


def rank(question: Mapping[str, object], found: list[dict[str, str]]) -> int:
    """The rank of the first right passage, from 1; far below where there is none."""
    if "group" in question:
        groups = list(dict.fromkeys(p["group"] for p in found))
        return groups.index(question["group"]) + 1 if question["group"] in groups else 10**6
    answers = question["answers"]
    assert isinstance(answers, list)
    for n, p in enumerate(found, start=1):
        if any(f" {_folded(a)} " in f" {_folded(p['text'])} " for a in answers):
            return n
    return 10**6


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return " ".join(
        re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)).lower())
    )


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
