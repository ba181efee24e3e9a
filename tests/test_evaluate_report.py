"""The report: self-contained, escaped, and drawn from any figures without failing."""

import io
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from bot.errors import BotError
from bot.evaluate import plots
from bot.evaluate.charts import Axes, ticks
from bot.evaluate.metrics import Figure, Measured, mean_figure
from bot.evaluate.report import Case, Page, html, write_report
from bot.evaluate.table import interval, named, shown, table

HOSTILE = "<script>alert('x')</script> & \"quoted\" \ud800\x00 <img src=x onerror=1>"


class Tags(HTMLParser):
    """The tags and attributes of a document; fails where one is not closed in its turn."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page(**given: object) -> Page:
    confidence, right = np.array([0.1, 0.5, 0.9, 1.0]), np.array([False, True, True, True])
    fields: dict[str, object] = {
        "title": HOSTILE,
        "lead": HOSTILE,
        "facts": ((HOSTILE, HOSTILE),),
        "note": HOSTILE,
        "runs": {
            "fused": Measured({"recall@1": mean_figure([1.0, 0.0])}, [1.0]),
            HOSTILE: Measured({"recall@1": mean_figure([])}, [1.0]),
        },
        "plots": (
            plots.recall({HOSTILE: [mean_figure([0.0, 1.0])] * 20, "BM25": [mean_figure([1.0])]}),
            plots.reliability(confidence, right),
            plots.abstention(confidence, right, 0.75),
            plots.latencies([1.0, 2.0, 50.0], "a search"),
        ),
        "cases": (Case(HOSTILE, HOSTILE, ((HOSTILE, HOSTILE),), ((HOSTILE, HOSTILE),)),),
    }
    return Page(**{**fields, **given})  # type: ignore[arg-type]


def test_the_page_is_one_file_without_script_or_address() -> None:
    made = html(page())
    tags = Tags(made)
    assert tags.open == []
    assert not tags.seen & {"script", "link", "img", "iframe", "object", "a", "base", "form"}
    assert not {n for n in tags.attributes if n.startswith("on")} | tags.attributes & {
        "src",
        "href",
    }
    assert not re.search(r"url\(|@import|https?:", made)
    assert "default-src 'none'" in made


def test_what_others_wrote_is_escaped_wherever_it_stands() -> None:
    made = html(page())
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;quoted&quot;" in made
    assert all(c.isprintable() or c == "\n" for c in made)


def test_the_page_has_its_figures_plots_and_cases() -> None:
    made = html(page())
    assert made.count("<svg") == 4
    assert "0.500" in made
    assert made.count("<tr>") == 3  # a head and two runs
    assert "None went wrong" in html(page(cases=()))
    assert "<table" not in html(page(runs={"one": Measured({}, [1.0])}))


def test_it_is_written_as_utf_8_into_a_new_folder(tmp_path: Path) -> None:
    path = write_report(page(title="Čapek — “R.U.R.”"), tmp_path / "a" / "b")
    assert path == tmp_path / "a" / "b" / "index.html"
    assert "Čapek — “R.U.R.”" in path.read_text(encoding="utf-8")


def test_where_it_cannot_be_written_the_error_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BotError, match="--report DIR"):
        write_report(page(), tmp_path / "file")


def test_one_case_alone_can_be_drawn() -> None:
    one, yes = np.array([0.4]), np.array([True])
    for plot in (
        plots.reliability(one, yes),
        plots.abstention(one, yes, 1.0),
        plots.latencies([0.0], "a search"),
        plots.recall({"read": [Figure(None, None, None, 0)] * 3}),
        plots.recall({"read": [mean_figure([1.0])] * 2}),
    ):
        assert "nan" not in plot.svg.lower()
        assert plot.svg.endswith("</svg>")


def test_a_point_lies_where_its_values_say() -> None:
    axes = Axes("x", "y", ((0, "0"), (10, "10")), ((0, "0"), (1, "1")))
    left, bottom = axes.at((0, 0))
    right, top = axes.at((10, 1))
    assert left < right
    assert top < bottom  # SVG counts downwards
    assert axes.at((5, 0.5)) == ((left + right) / 2, (top + bottom) / 2)


@pytest.mark.parametrize(
    ("end", "labels"),
    [
        (1.0, "0 0.2 0.4 0.6 0.8 1"),
        (5.0, "0 1 2 3 4 5"),
        (5.1, "0 2 4 6"),
        (149.6, "0 50 100 150"),
        (0.03, "0 0.01 0.02 0.03"),
    ],
)
def test_ticks_are_round_and_reach_the_end(end: float, labels: str) -> None:
    found = ticks(end)
    assert " ".join(label for _, label in found) == labels
    assert found[-1][0] >= end
    assert [value for value, _ in found] == pytest.approx([float(label) for _, label in found])


def test_ticks_of_shares_are_percentages() -> None:
    assert ticks(1.0, " %", scale=100)[1] == (0.2, "20 %")


def test_a_table_of_several_runs_fits_a_narrow_terminal() -> None:
    names = ("accuracy", "macro_f1", "three_way", "balanced_accuracy", "calibration_error")
    run = Measured({n: mean_figure([0.0, 1.0]) for n in names}, [1.0])
    console = Console(width=80, file=io.StringIO())
    console.print(table("T", {"a-rather-long-name-of-a-file.jsonl.gz": run, "[b]": run}))
    assert isinstance(console.file, io.StringIO)
    told = console.file.getvalue()
    assert told.count("0.00–1.00") == 10
    assert "[b]" in told  # a file's name is no markup
    assert "…" not in told
    assert " calibration " in told
    assert "ms, p95" in told


def test_figures_in_words() -> None:
    assert named("token_f1_of_first_mark") == "token F1 of first mark"
    assert named("auroc_right") == "AUROC right"
    assert (shown(None), shown(0.12345)) == ("–", "0.123")
    assert interval(Figure(0.5, 0.25, 0.75, 4)) == "0.250–0.750"
    assert interval(Figure(None, None, None, 0)) == ""
