"""When a directive is due, by a word: tomorrow, in three days, in a week, before a stage. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

DAYS = {"tomorrow": 1, "three_days": 3, "week": 7}
HOUR = time(16, 0)  # the end of the working day, by the clocks of the region


def due_by_word(word: str, local_now: datetime, stage_starts: date | None) -> datetime | None:
    """The moment of that word, in the zone of `local_now`; None when it has none that is to come.

    `stage` is the working day's end on the day before the stage begins.
    """
    if word in DAYS:
        return _end_of(local_now.date() + timedelta(days=DAYS[word]), local_now)
    if word == "stage" and stage_starts is not None:
        due = _end_of(stage_starts - timedelta(days=1), local_now)
        return due if due > local_now else None
    return None


def _end_of(day: date, local_now: datetime) -> datetime:
    return datetime.combine(day, HOUR, local_now.tzinfo)
