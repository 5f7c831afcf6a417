"""The curve of the turnout, as SVG drawn on the server. Pure: numbers in, text out.

Colours come from the style sheet by class, so that light, dark and print each have their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

WIDTH, HEIGHT = 720, 320  # units of the drawing
LEFT, RIGHT, TOP, BOTTOM = 52, 96, 16, 34
CLEAR = 32  # units: a figure above a point nearer than this to the line would be crossed by it
GRID = (0, 25, 50, 75, 100)  # per cent


@dataclass(frozen=True)
class Point:
    """A count: its moment, the share of registered voters at the stations that gave it."""

    at: datetime
    label: str  # of the moment: 09.00
    share: float | None  # 0 to 1; None before its first report
    shown: str = ""  # the share in words: 38,2 %


@dataclass(frozen=True)
class Range:
    """The forecast: its middle and the two intervals, as shares."""

    middle: float
    narrow: tuple[float, float]
    wide: tuple[float, float]
    shown: str


@dataclass(frozen=True)
class _Frame:
    start: datetime
    end: datetime
    most: float

    def x(self, at: datetime) -> float:
        whole = (self.end - self.start).total_seconds() or 1
        share = (at - self.start).total_seconds() / whole
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, share: float) -> float:
        return round(HEIGHT - BOTTOM - share / self.most * (HEIGHT - TOP - BOTTOM), 1)


def curve_svg(
    start: datetime,
    points: Sequence[Point],
    *,
    opening: str = "",
    expected: tuple[float, str] | None = None,
    forecast: Range | None = None,
    title: str,
) -> str:
    """The curve from the opening (at `start`, in words `opening`) over the counts to the close.

    `expected` is (share, words) of the final turnout last time: one line, for no official shape by
    the hour exists. Empty when there is no count to draw.
    """
    if not points:
        return ""
    tops = [point.share or 0 for point in points] + [forecast.wide[1] if forecast else 0]
    frame = _Frame(start, points[-1].at, max(1.0, *tops))
    parts = [*_grid(frame, points, opening), *_expected(frame, expected)]
    parts += _line(frame, start, points, expected)
    parts += _forecast(frame, points[-1].at, forecast)
    return (
        f'<svg class="curve" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f"aria-label={quoteattr(title)}>{''.join(parts)}</svg>"
    )


def _grid(frame: _Frame, points: Iterable[Point], opening: str) -> Iterator[str]:
    for percent in GRID:
        y = frame.y(percent / 100)
        yield f'<path class="curve-grid" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>'
        yield _text("axis", LEFT - 8, y + 4, f"{percent} %", "end")
    yield _text("axis", LEFT, HEIGHT - 10, opening, "middle")
    for point in points:
        yield _text("axis", frame.x(point.at), HEIGHT - 10, point.label, "middle")


def _expected(frame: _Frame, expected: tuple[float, str] | None) -> Iterator[str]:
    if expected is None:
        return
    share, words = expected
    y = frame.y(share)
    yield f'<path class="curve-expected" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>'
    yield _text("words", LEFT + 8, y - 7, words)


def _line(
    frame: _Frame,
    start: datetime,
    points: Iterable[Point],
    expected: tuple[float, str] | None,
) -> Iterator[str]:
    told = [(frame.x(p.at), frame.y(p.share), p) for p in points if p.share is not None]
    corners = [(frame.x(start), frame.y(0)), *((x, y) for x, y, _point in told)]
    if told:
        drawn = " ".join(f"{x},{y}" for x, y in corners)
        yield f'<polyline class="curve-line" points="{drawn}"/>'
    for x, y, point in told:
        yield f'<circle class="curve-point" cx="{x}" cy="{y}" r="5"/>'
        if expected is not None and 0 < y - frame.y(expected[0]) < CLEAR:
            # Below the point, to its right: the line comes from the left, and lower.
            yield _text("value", x - 10, y + 26, point.shown)
        else:
            yield _text("value", x - 8, y - 10, point.shown, "end")


def _forecast(frame: _Frame, at: datetime, told: Range | None) -> Iterator[str]:
    """Beside the close: a thin line for the wide interval, a bar for the narrow one."""
    if told is None:
        return
    x = frame.x(at) + 18
    low, high = (frame.y(share) for share in told.wide)
    yield f'<path class="curve-wide" d="M{x} {high}V{low}M{x - 5} {high}h10M{x - 5} {low}h10"/>'
    low, high = (frame.y(share) for share in told.narrow)
    yield f'<path class="curve-narrow" d="M{x} {high}V{max(low, high + 1)}"/>'
    y = frame.y(told.middle)
    yield f'<circle class="curve-middle" cx="{x}" cy="{y}" r="4"/>'
    yield _text("value", x + 12, y + 5, told.shown)


def _text(kind: str, x: float, y: float, words: str, anchor: str = "start") -> str:
    return (
        f'<text class="curve-{kind}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'
    )
