"""When a legal deadline ends, and what is left of it. Pure: no Django, no clock.

The day of the event is not counted, and the last day counts whole: to 23:59:59.999999 as the
clocks of the region show it (WIB, WITA or WIT, none of which ever shifts). Hours run to the minute,
through nights and holidays. Working days leave out weekends, national holidays and joint leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sinergi.kernel.workdays import add_working_days, working_days_between
from sinergi.neutrality.law.records import Deadline

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SHOW_DAYS_FROM = 48  # hours: what is longer ago is told in days


def due_at(deadline: Deadline, start: datetime, zone: ZoneInfo) -> datetime:
    """The last moment at which it is met, in UTC. `start` is the event, aware.

    For a deadline that lies before its event, `start` is that event, and the moment lies before.
    """
    sign = -1 if deadline.before else 1
    if deadline.unit == "hours":
        return (start + sign * deadline.amount * HOUR).astimezone(UTC)
    return end_of(_last_day(deadline, start.astimezone(zone).date(), sign), zone)


def _last_day(deadline: Deadline, day: date, sign: int) -> date:
    if deadline.unit == "working_days":
        return add_working_days(day, sign * deadline.amount)
    return day + sign * deadline.amount * DAY


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last moment of a day in that zone, in UTC."""
    return datetime.combine(day, time.max, zone).astimezone(UTC)


def is_within(deadline: Deadline, known_on: date, done_on: date) -> bool:
    """Whether something done on a day is in time for what became known on another."""
    return done_on <= _last_day(deadline, known_on, 1)


@dataclass(frozen=True)
class Left:
    """What is left of a deadline, or by how much it is over when `late`."""

    amount: int
    unit: Literal["minutes", "hours", "calendar_days", "working_days"]
    late: bool = False


def left(deadline: Deadline, due: datetime, now: datetime, zone: ZoneInfo) -> Left:
    """What remains until `due`, in the unit of the law; on the last day in hours, then minutes."""
    if now > due:
        return _over(deadline, due, now, zone)
    today, last = now.astimezone(zone).date(), due.astimezone(zone).date()
    if deadline.unit == "hours" or today == last:
        return _short(due - now)
    if deadline.unit == "working_days":
        return Left(working_days_between(today, last), "working_days")
    return Left((last - today).days, "calendar_days")


def _short(rest: timedelta) -> Left:
    hours = int(rest / HOUR)
    return (
        Left(hours, "hours") if hours else Left(max(1, int(rest / timedelta(minutes=1))), "minutes")
    )


def _over(deadline: Deadline, due: datetime, now: datetime, zone: ZoneInfo) -> Left:
    today, last = now.astimezone(zone).date(), due.astimezone(zone).date()
    if deadline.unit == "hours" and (now - due) < SHOW_DAYS_FROM * HOUR:
        return Left(max(1, int((now - due) / HOUR)), "hours", late=True)
    worked = working_days_between(last, today) if deadline.unit == "working_days" else 0
    if worked:
        return Left(worked, "working_days", late=True)
    return Left(max(1, (today - last).days), "calendar_days", late=True)
