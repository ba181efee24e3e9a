"""The results of a set's systems → one table, Markdown on stdout and a PNG:
python -m bench.peers.table DIR [--png FILE]"""

import argparse
import json
from pathlib import Path

COLUMNS = (
    "recall@1",
    "recall@5",
    "recall@20",
    "MRR",
    "index_passages_per_s",
    "query_ms",
    "peak_mib",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--png", type=Path)
    options = parser.parse_args()
    results = [json.loads(p.read_text()) for p in sorted(options.folder.glob("*.json"))]
    print("| system | " + " | ".join(COLUMNS) + " |\n|---|" + "---|" * len(COLUMNS))
    for r in results:
        print(f"| {r['system']} | " + " | ".join(_cell(c, r[c]) for c in COLUMNS) + " |")
    if options.png:
        draw(results, options.png)


def draw(results: list[dict[str, float]], path: Path) -> None:
    """Quality and speed side by side, a bar a system."""
    import matplotlib.pyplot as plt

    shown = ("recall@1", "recall@5", "MRR", "index_passages_per_s", "query_ms", "peak_mib")
    figure, axes = plt.subplots(1, len(shown), figsize=(16, 3.4))
    names = [str(r["system"]) for r in results]
    for axis, column in zip(axes, shown, strict=True):
        bars = axis.barh(names, [r[column] for r in results], color="#8a4b2a")
        axis.bar_label(bars, [_cell(column, r[column]) for r in results], padding=3, fontsize=8)
        axis.set_title(column.replace("_", " "), fontsize=10)
        axis.spines[["top", "right", "bottom"]].set_visible(False)
        axis.set_xticks([])
        axis.margins(x=0.25)
        if axis is not axes[0]:
            axis.set_yticks([])
    figure.tight_layout()
    figure.savefig(path, dpi=140)


def _cell(column: str, value: float) -> str:
    return f"{value:.3f}" if "@" in column or column == "MRR" else f"{value:.0f}"


if __name__ == "__main__":
    main()
