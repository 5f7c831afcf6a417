"""The course of a place's index, as SVG drawn on the server. Pure: numbers in, text out.

Colours come from the style sheet by class. A table beside it has the same figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

WIDTH, HEIGHT = 560, 240  # units of the drawing
LEFT, RIGHT, TOP, BOTTOM = 40, 60, 14, 30


@dataclass(frozen=True)
class Day:
    """The index at the end of a day."""

    day: date
    label: str
    total: float
    low: float
    high: float
    version: int  # of the weights


@dataclass(frozen=True)
class _Frame:
    first: date
    last: date
    most: float

    def x(self, day: date) -> float:
        span = (self.last - self.first).days or 1
        return round(LEFT + (day - self.first).days / span * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        return round(HEIGHT - BOTTOM - value / self.most * (HEIGHT - TOP - BOTTOM), 1)


def course_svg(days: Sequence[Day], thresholds: Sequence[tuple[float, str]], *, title: str) -> str:
    """The line of the totals with its margin; thresholds are (value, words).

    Where other weights came into force an upright line stands. Empty with fewer than two days.
    """
    if len(days) < 2:
        return ""
    most = max(50.0, *(day.high for day in days), *(value for value, _words in thresholds))
    frame = _Frame(days[0].day, days[-1].day, min(most * 1.05, 100.0))
    parts = [*_grid(frame, days), _margin(frame, days)]
    parts += [*_thresholds(frame, thresholds), *_versions(frame, days), *_line(frame, days)]
    return (
        f'<svg class="course" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f"aria-label={quoteattr(title)}>{''.join(parts)}</svg>"
    )


def _grid(frame: _Frame, days: Sequence[Day]) -> Iterator[str]:
    for value in range(0, round(frame.most) + 1, 10 if frame.most <= 60 else 20):
        y = frame.y(value)
        yield f'<path class="course-grid" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>'
        yield _text("axis", LEFT - 8, y + 5, str(value), "end")
    for at in sorted({0, len(days) // 2, len(days) - 1}):
        anchor = "middle" if at else "start"
        yield _text("axis", frame.x(days[at].day), HEIGHT - 8, days[at].label, anchor)


def _thresholds(frame: _Frame, told: Sequence[tuple[float, str]]) -> Iterator[str]:
    for value, words in told:
        y = frame.y(value)
        yield f'<path class="course-threshold" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>'
        yield _text("words", LEFT + 6, y - 5, words)


def _versions(frame: _Frame, days: Sequence[Day]) -> Iterator[str]:
    for before, after in pairwise(days):
        if before.version != after.version:
            x = frame.x(after.day)
            yield f'<path class="course-version" d="M{x} {TOP}V{HEIGHT - BOTTOM}"/>'
            yield _text("words", x + 4, TOP + 10, f"v{after.version}")


def _margin(frame: _Frame, days: Sequence[Day]) -> str:
    upper = [f"{frame.x(day.day)},{frame.y(day.high)}" for day in days]
    lower = [f"{frame.x(day.day)},{frame.y(day.low)}" for day in reversed(days)]
    return f'<polygon class="course-margin" points="{" ".join([*upper, *lower])}"/>'


def _line(frame: _Frame, days: Sequence[Day]) -> Iterator[str]:
    line = " ".join(f"{frame.x(day.day)},{frame.y(day.total)}" for day in days)
    yield f'<polyline class="course-line" points="{line}"/>'
    last = days[-1]
    x, y = frame.x(last.day), frame.y(last.total)
    yield f'<circle class="course-point" cx="{x}" cy="{y}" r="5"/>'
    yield _text("value", x + 10, y + 6, f"{last.total:.0f}")


def _text(kind: str, x: float, y: float, words: str, anchor: str = "start") -> str:
    return (
        f'<text class="course-{kind}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'
    )
