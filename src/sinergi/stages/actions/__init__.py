"""What a person can do to the calendar."""

from sinergi.stages.actions.opening import open_calendar

__all__ = ["open_calendar"]
