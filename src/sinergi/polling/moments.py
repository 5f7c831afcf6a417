"""Which moment a time of the day means. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

AHEAD = timedelta(minutes=10)


def moment_of(clock: time, due_at: datetime, moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment that somebody means who says `clock` at `moment` of what was due at `due_at`.

    Of today and of the day on which it was due, the one nearest to its due time that does not lie
    ahead: at 00.40 "23.50" is of last night, and "18.00" of the logistics is of the eve. When both
    lie ahead it is today's, which is refused as such.
    """
    today = moment.astimezone(zone).date()
    days = {today, due_at.astimezone(zone).date()}
    meant = [datetime.combine(day, clock, zone) for day in days]
    past = [one for one in meant if one <= moment + AHEAD]
    if not past:
        return datetime.combine(today, clock, zone)
    return min(past, key=lambda one: abs(one - due_at))
