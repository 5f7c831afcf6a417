"""Where a stage lies from the event on which it hangs. Pure: no Django, no clock.

Sources: PKPU 2/2024 (a calendar counted from the voting day); UU 10/2016 art. 157 (days of the
dispute about the result are working days).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sinergi.kernel.workdays import add_working_days

CALENDAR, WORKING = "calendar", "working"
Days = tuple[date | None, date | None]


@dataclass(frozen=True)
class Span:
    """Both ends of a stage, each so many days after its anchor; None is an end that is not set."""

    start: int | None
    end: int | None
    counting: str = CALENDAR


def place(span: Span, anchor_day: date | None) -> Days:
    """First and last day of the stage; neither while the day of its anchor is unknown."""
    if anchor_day is None:
        return None, None
    return _at(anchor_day, span.start, span.counting), _at(anchor_day, span.end, span.counting)


def _at(day: date, offset: int | None, counting: str) -> date | None:
    if offset is None:
        return None
    if counting == WORKING:
        return add_working_days(day, offset)
    return day + timedelta(days=offset)


def span_of(days: Days, anchor_day: date) -> Span:
    """The span that `place` turns into these days: in calendar days, for any day can be asked."""
    return Span(_apart(days[0], anchor_day), _apart(days[1], anchor_day))


def _apart(day: date | None, anchor_day: date) -> int | None:
    return None if day is None else (day - anchor_day).days


def shifted(days: Days, by: int) -> Days:
    """Both ends so many days later, earlier when negative; an end that is not set stays so."""
    start, end = days
    step = timedelta(days=by)
    return (start and start + step), (end and end + step)


def moved_by(old: Days, new: Days) -> int:
    """How many days a stage moved: its start says so, its end where it has no start."""
    for before, after in zip(old, new, strict=True):
        if before and after:
            return (after - before).days
    return 0


def is_outside(days: Days, stage: Days) -> bool:
    """Whether a part begins before its stage, or ends after it."""
    (start, end), (first, last) = days, stage
    return bool((start and first and start < first) or (end and last and end > last))


def day_of(start: date | None, end: date | None, day: date) -> tuple[int, int] | None:
    """(3, 28): the third day of 28; None for a stage without both ends."""
    if start is None or end is None:
        return None
    return (day - start).days + 1, (end - start).days + 1


def days_on(start: date | None, end: date | None) -> Iterable[date]:
    """Every day of the stage, the first to the last."""
    if start is None or end is None:
        return ()
    return (start + timedelta(days=count) for count in range((end - start).days + 1))
