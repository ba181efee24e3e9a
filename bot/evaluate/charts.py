"""Numbers → SVG, by hand: axes, and what is drawn in them. Colours come from the page's style."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

__all__ = ["Axes", "Point", "area", "bars", "drawn", "line", "mark", "spots", "ticks"]

WIDTH, HEIGHT = 520, 300
LEFT, RIGHT, TOP, BOTTOM = 70, 24, 14, 46
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Axes:
    """What the two sides say, and where their ticks are; the outermost ticks are the ends."""

    x_label: str
    y_label: str
    x_ticks: Sequence[tuple[float, str]]
    y_ticks: Sequence[tuple[float, str]]

    def at(self, point: Point) -> Point:
        """Where a point of the data lies on the drawing."""
        (x0, _), (x1, _) = self.x_ticks[0], self.x_ticks[-1]
        (y0, _), (y1, _) = self.y_ticks[0], self.y_ticks[-1]
        x = LEFT + (point[0] - x0) / (x1 - x0) * (WIDTH - LEFT - RIGHT)
        y = HEIGHT - BOTTOM - (point[1] - y0) / (y1 - y0) * (HEIGHT - TOP - BOTTOM)
        return round(x, 1), round(y, 1)


def drawn(axes: Axes, what: str, *elements: str) -> str:
    """The whole picture; `what` says in words what it shows."""
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(what)}">'
        f"{_grid(axes)}{''.join(elements)}</svg>"
    )


def line(axes: Axes, points: Sequence[Point], kind: str) -> str:
    """A line through points; `kind` is its class, which gives the colour."""
    return f'<polyline class="line {kind}" points="{_path(axes, points)}"/>'


def area(axes: Axes, lows: Sequence[Point], highs: Sequence[Point], kind: str) -> str:
    """The band between two lines."""
    around = [*lows, *reversed(highs)]
    return f'<polygon class="band {kind}" points="{_path(axes, around)}"/>'


def spots(
    axes: Axes, points: Sequence[Point], titles: Sequence[str], kind: str, *, radius: float = 4
) -> str:
    """A spot for each point, which says its title under the pointer."""
    return "".join(
        f'<circle class="spot {kind}" cx="{x}" cy="{y}" r="{radius}"><title>{escape(title)}</title>'
        "</circle>"
        for (x, y), title in zip(map(axes.at, points), titles, strict=True)
    )


def bars(axes: Axes, boxes: Sequence[tuple[Point, Point]], titles: Sequence[str], kind: str) -> str:
    """A bar from each box's lower left to its upper right."""
    parts = []
    for (low, high), title in zip(boxes, titles, strict=True):
        (x0, y0), (x1, y1) = axes.at(low), axes.at(high)
        size = f'width="{max(x1 - x0 - 1, 0.5):.1f}" height="{y0 - y1:.1f}"'
        parts.append(
            f'<rect class="bar {kind}" x="{x0}" y="{y1}" {size}><title>{escape(title)}</title>'
            "</rect>"
        )
    return "".join(parts)


def mark(axes: Axes, x: float, words: str, *, row: int = 0) -> str:
    """An upright line with words at its top, left of it where there is no room on the right."""
    y0, y1 = axes.y_ticks[0][0], axes.y_ticks[-1][0]
    (across, bottom), (_, top) = axes.at((x, y0)), axes.at((x, y1))
    right = across + 8 + 6.5 * len(words) < WIDTH
    place = f'x="{across + (6 if right else -6)}" y="{top + 12 + 16 * row}"'
    anchor = "start" if right else "end"
    return (
        f'<line class="mark" x1="{across}" x2="{across}" y1="{bottom}" y2="{top}"/>'
        f'<text class="words" {place} text-anchor="{anchor}">{escape(words)}</text>'
    )


def ticks(end: float, unit: str = "", *, scale: float = 1.0) -> list[tuple[float, str]]:
    """Round values from 0 to at least `end`, two to seven; their labels are `scale` times that."""
    rough = max(end * scale, 1e-9) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s * power for s in (1, 2, 5, 10) if s * power >= rough * (1 - 1e-9))
    count = math.ceil(end * scale / step * (1 - 1e-9)) or 1
    return [(n * step / scale, f"{n * step:.6g}{unit}") for n in range(count + 1)]


def _grid(axes: Axes) -> str:
    left, right, bottom = LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM
    parts = []
    for value, label in axes.y_ticks:
        _, y = axes.at((axes.x_ticks[0][0], value))
        parts.append(f'<line class="grid" x1="{left}" x2="{right}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{escape(label)}</text>')
    for value, label in axes.x_ticks:
        x, _ = axes.at((value, axes.y_ticks[0][0]))
        parts.append(f'<text x="{x}" y="{bottom + 18}" text-anchor="middle">{escape(label)}</text>')
    middle_x, middle_y = (left + right) / 2, (TOP + bottom) / 2
    parts.append(
        f'<line class="axis" x1="{left}" x2="{right}" y1="{bottom}" y2="{bottom}"/>'
        f'<text class="label" x="{middle_x}" y="{HEIGHT - 6}" text-anchor="middle">'
        f"{escape(axes.x_label)}</text>"
        f'<text class="label" transform="translate(14 {middle_y}) rotate(-90)" '
        f'text-anchor="middle">{escape(axes.y_label)}</text>'
    )
    return "".join(parts)


def _path(axes: Axes, points: Sequence[Point]) -> str:
    return " ".join(f"{x},{y}" for x, y in map(axes.at, points))
