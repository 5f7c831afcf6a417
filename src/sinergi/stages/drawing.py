"""The timeline as a drawing: months of equal width, a bar a stage, a line for today. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sinergi.stages.queries import Line

MONTH = 100  # units of the drawing a month
MOST_MONTHS = 24
THINNEST = 7  # units: a single day is still seen and hit


@dataclass(frozen=True)
class Bar:
    """One stage as a bar from `x`, `width` wide; None where it has no days yet."""

    line: Line
    x: float | None = None
    width: float = 0
    open_start: bool = False


@dataclass(frozen=True)
class Month:
    """A month with what begins in it (what has no start: ends in it)."""

    first: date
    lines: list[Line] = field(default_factory=list)
    is_now: bool = False
    is_past: bool = False


@dataclass(frozen=True)
class Drawing:
    """The whole timeline."""

    months: list[date]
    bars: list[Bar]
    width: int
    today: float | None


def draw(lines: Sequence[Line], day: date, around: Sequence[Line] = ()) -> Drawing:
    """The bars of `lines`, over the months of `around` (of themselves when there is none)."""
    months = _months_of(around or lines, day)
    width = MONTH * len(months)
    at = x_of(day, months[0])
    return Drawing(
        months,
        [_bar(line, months[0], width) for line in lines],
        width,
        round(at, 1) if 0 <= at <= width else None,
    )


def by_month(lines: Iterable[Line], day: date) -> list[Month]:
    """Stages in the order in which they begin, month by month: the list for a small screen."""
    dated = [(line.stage.starts_on or line.stage.ends_on, line) for line in lines]
    months: dict[date, Month] = {}
    for begins, line in sorted(
        ((begins, line) for begins, line in dated if begins), key=lambda pair: pair[0]
    ):
        first = begins.replace(day=1)
        now = day.replace(day=1)
        month = Month(first, is_now=first == now, is_past=first < now)
        month = months.setdefault(first, month)
        month.lines.append(line)
    return list(months.values())


def _months_of(lines: Iterable[Line], day: date) -> list[date]:
    days = [d for line in lines for d in (line.stage.starts_on, line.stage.ends_on) if d]
    first, last = min(days, default=day), max(days, default=day)
    return list(_months(first.replace(day=1), last))


def _months(month: date, last: date) -> Iterator[date]:
    for _ in range(MOST_MONTHS):
        if month > last:
            return
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def x_of(day: date, first: date) -> float:
    """Where the morning of `day` lies, in units from the first month on."""
    months = (day.year - first.year) * 12 + day.month - first.month
    return MONTH * (months + (day.day - 1) / calendar.monthrange(day.year, day.month)[1])


def _bar(line: Line, first: date, width: int) -> Bar:
    starts, ends = line.stage.starts_on, line.stage.ends_on
    if starts is None and ends is None:
        return Bar(line)
    left = x_of(starts, first) if starts else 0.0
    right = x_of(ends, first) + 100 / 30 if ends else left
    left, right = max(left, 0.0), min(max(right, left + THINNEST), float(width))
    return Bar(line, round(left, 1), round(max(right - left, THINNEST), 1), starts is None)
