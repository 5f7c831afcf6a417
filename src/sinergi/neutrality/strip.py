"""Prohibited periods of a year as a drawing: months, a bar a period, a line for a day. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sinergi.neutrality.periods import Period
from sinergi.stages.drawing import MONTH, x_of

YEAR = 12 * MONTH
THINNEST = 8  # units: a single day is still seen


@dataclass(frozen=True)
class Bar:
    """One period; `width` is 0 when it does not touch the year."""

    period: Period
    x: float
    width: float
    is_on: bool


@dataclass(frozen=True)
class Strip:
    """A year with its periods."""

    months: list[date]
    bars: list[Bar]
    at: float
    width: int = YEAR


def strip_of(periods: Sequence[Period], day: date) -> Strip:
    """The year of that day. Those that do not touch it are left out."""
    bars = [_bar(period, day) for period in periods]
    return Strip(
        [date(day.year, month, 1) for month in range(1, 13)],
        [bar for bar in bars if bar.width],
        round(x_of(day, day.replace(month=1, day=1)), 1),
    )


def _bar(period: Period, day: date) -> Bar:
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    starts, ends = period.starts_on or first, period.ends_on or last
    if starts > last or ends < first:
        return Bar(period, 0, 0, is_on=False)
    left = x_of(max(starts, first), first)
    right = x_of(min(ends, last), first) + MONTH / 30
    width = min(max(right - left, THINNEST), YEAR - left)
    return Bar(period, round(left, 1), round(width, 1), is_on=period.is_on(day))
