"""The tables of one or more sets → one PNG: python -m bench.peers.draw PNG NAME=DIR …

Runs in the peers' environment, which has matplotlib; a row of bars a set, a panel a column."""

import argparse
import json
from pathlib import Path

__all__ = ["draw"]

COLUMNS = ("recall@1", "recall@5", "MRR", "passages a CPU s", "CPU ms a query", "peak MiB")
OWN, PEER = "#8a4b2a", "#b9b2a6"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("png", type=Path)
    parser.add_argument("sets", nargs="+", metavar="NAME=DIR")
    given = parser.parse_args()
    named = dict(s.split("=", 1) for s in given.sets)
    tables = {n: json.loads((Path(d) / "table.json").read_text()) for n, d in named.items()}
    draw(tables, given.png)


def draw(tables: dict[str, list[dict[str, float]]], path: Path) -> None:
    """Quality and speed side by side, a bar a system."""
    import matplotlib.pyplot as plt

    size = (16, 2.2 * len(tables) + 0.4)
    figure, rows = plt.subplots(len(tables), len(COLUMNS), figsize=size, squeeze=False)
    for row, (name, results) in zip(rows, tables.items(), strict=True):
        systems = [str(r["system"]) for r in results][::-1]
        colours = [OWN if s == "footing" else PEER for s in systems]
        for axis, column in zip(row, COLUMNS, strict=True):
            values = [r[column] for r in results][::-1]
            bars = axis.barh(systems, values, color=colours)
            axis.bar_label(bars, [_cell(column, v) for v in values], padding=3, fontsize=8)
            axis.set_title(column, fontsize=10)
            axis.spines[["top", "right", "bottom"]].set_visible(False)
            axis.set_xticks([])
            axis.margins(x=0.25)
            if axis is not row[0]:
                axis.set_yticks([])
        row[0].set_ylabel(name, fontsize=10)
    figure.tight_layout()
    figure.savefig(path, dpi=110)


def _cell(column: str, value: float) -> str:
    return f"{value:.3f}" if "@" in column or column == "MRR" else f"{value:,.0f}"


if __name__ == "__main__":
    main()
