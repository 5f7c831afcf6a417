"""Working days in Indonesia: Monday to Friday, without national holidays and joint leave. Pure.

Holidays come from the libraries `holidays` (years gone by) and `lokal` (the yearly joint decree of
three ministers, *SKB 3 Menteri*); joint leave (*cuti bersama*) is no working day for civil
servants (PP 11/2017 art. 333). A year that neither knows has only its weekends.
"""

from __future__ import annotations

import functools
from datetime import date, timedelta

import holidays as calendar
from lokal.holidays import HOLIDAY_YEARS, get_holidays

WEEKEND = (5, 6)  # date.weekday() of Saturday and Sunday


@functools.cache
def holidays_of(year: int) -> dict[date, str]:
    """{day: its name in Indonesian} of the national holidays and joint leave of a year."""
    known = calendar.country_holidays(
        "ID", years=year, language="id", categories=("public", "government")
    )
    found = {day: str(name) for day, name in known.items()}
    if year in HOLIDAY_YEARS:
        found |= {date.fromisoformat(row.date): row.name for row in get_holidays(year).holidays}
    return found


def is_working_day(day: date) -> bool:
    """Whether offices work on that day."""
    return day.weekday() not in WEEKEND and day not in holidays_of(day.year)


def add_working_days(start: date, count: int) -> date:
    """The `count`-th working day after `start`, which itself is not counted.

    A negative count goes back; zero is `start` itself, whatever day it is.
    """
    step, day = (1 if count >= 0 else -1), start
    for _ in range(abs(count)):
        day += timedelta(days=step)
        while not is_working_day(day):
            day += timedelta(days=step)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start`, up to and with `end`.

    When `end` is earlier: how many lie from `end` up to before `start`, as a negative number. So
    it undoes `add_working_days` in both directions.
    """
    if end < start:
        return -sum(is_working_day(end + timedelta(days=n)) for n in range((start - end).days))
    return sum(is_working_day(start + timedelta(days=n + 1)) for n in range((end - start).days))
