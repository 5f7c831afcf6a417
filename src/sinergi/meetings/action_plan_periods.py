"""The three reports a year of the integrated team: B04, B08 and B12. Pure.

Source: Permendagri 42/2015 (the team reports every four months: January to April, May to August,
September to December).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PERIODS = {"B04": (1, 4), "B08": (5, 8), "B12": (9, 12)}  # first and last month


@dataclass(frozen=True)
class Period:
    """Four months of a year."""

    year: int
    code: str

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, PERIODS[self.code][0], 1)

    @property
    def after(self) -> date:
        """The first day after it."""
        last = PERIODS[self.code][1]
        return date(self.year + last // 12, last % 12 + 1, 1)

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day < self.after


def period_of(day: date) -> Period:
    """The period in which the day lies."""
    return Period(day.year, next(code for code, (_, last) in PERIODS.items() if day.month <= last))


def targets(due: date, year: int) -> dict[str, int | None]:
    """What is to be reached by the end of each period of `year`, in percent.

    Nothing before the period in which it is due, all of it from then on.
    """
    return {code: 100 if due < Period(year, code).after else None for code in PERIODS}
