"""What the systems found in a set → one Markdown table, judged as `eval retrieval` judges:

python -m bench.peers.table DIR

Also writes DIR/table.json for bench.peers.draw. Figures have 95 % bootstrap intervals; Δ is each
system's difference to Footing, question by question."""

import argparse
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.evaluate.metrics import Floats, latency, mean_figure
from bot.evaluate.questions import Question
from bot.evaluate.ranking import MEASURES, rank_values
from bot.evaluate.retrieval import right_rank
from bot.evaluate.table import interval, shown
from bot.types import Hit, Passage

__all__ = ["Result", "markdown", "results"]

OWN = "footing"
COMPARED = "MRR"


@dataclass(frozen=True, slots=True)
class Result:
    """What one system gave."""

    system: str
    values: Floats  # (questions, len(MEASURES)) in 0..1
    index_passages_per_s: float  # of CPU time, as the next two
    query_ms: float  # median
    query_ms_p95: float
    peak_mib: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    found = results(folder)
    (folder / "table.json").write_text(json.dumps([_means(r) for r in found]), encoding="utf-8")
    print(markdown(found))


def results(folder: Path) -> list[Result]:
    """The systems whose files are in a folder, Footing first."""
    passages = {
        p["id"]: Passage(p["article"], 0, 0, len(p["body"]), p["body"], (), title=p["title"])
        for p in _lines(folder / "passages.jsonl")
    }
    questions = [
        Question(str(n), q["question"], tuple(q["answers"]), _day(q["date"]), gold=q["gold"])
        for n, q in enumerate(_lines(folder / "questions.jsonl"))
    ]
    files = [f for f in sorted(folder.glob("*.json")) if f.stem != "table"]
    files.sort(key=lambda f: f.stem != OWN)
    return [_result(f, passages, questions) for f in files]


def _result(file: Path, passages: Mapping[str, Passage], questions: Sequence[Question]) -> Result:
    run = json.loads(file.read_text(encoding="utf-8"))
    ranks = [
        right_rank(question, [Hit(passages[i], 0.0) for i in ids])
        for question, ids in zip(questions, run["found"], strict=True)
    ]
    times = latency([1000 * s for s in run["cpu_s"]])
    rate = len(passages) / run["index_cpu_s"]
    return Result(
        file.stem, rank_values(ranks), rate, times.median_ms, times.p95_ms, run["peak_mib"]
    )


def markdown(found: Sequence[Result]) -> str:
    """The table; where Footing is among the systems, the others are compared with it."""
    heads = [
        "system", *MEASURES, f"Δ {COMPARED}", "passages a CPU s", "CPU ms a query, p95", "peak MiB"
    ]  # fmt: skip
    lines = [f"| {' | '.join(heads)} |", f"|---{'|---:' * (len(heads) - 1)}|"]
    own = next((r for r in found if r.system == OWN), None)
    for r in found:
        figures = [mean_figure(column) for column in r.values.T]
        cells = [
            r.system,
            *(f"{shown(f.value)} ({interval(f)})" for f in figures),
            "" if own is None or r is own else _difference(r, own),
            f"{r.index_passages_per_s:.0f}",
            f"{r.query_ms:.0f}, {r.query_ms_p95:.0f}",
            f"{r.peak_mib:.0f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _difference(result: Result, own: Result) -> str:
    column = [*MEASURES].index(COMPARED)
    figure = mean_figure(result.values[:, column] - own.values[:, column])
    return f"{figure.value:+.3f} ({figure.low:+.3f} to {figure.high:+.3f})"


def _means(result: Result) -> dict[str, object]:
    means = np.asarray(result.values.mean(axis=0)).tolist()
    return {
        "system": result.system,
        **dict(zip(MEASURES, means, strict=True)),
        "passages a CPU s": result.index_passages_per_s,
        "CPU ms a query": result.query_ms,
        "peak MiB": result.peak_mib,
    }


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
