"""What the papers of a meeting have in common: letterhead, place, who signs. In Indonesian."""

from __future__ import annotations

from typing import Any

from sinergi.incidents.papers import letterhead, places_of, seat_of
from sinergi.kernel.clock import local
from sinergi.kernel.indonesian import clock_time, long_day
from sinergi.meetings.models import Meeting

NATURES = {"ordinary": "Biasa", "urgent": "Segera", "important": "Penting",
           "confidential": "Rahasia"}  # fmt: skip


def head_and_place(meeting: Meeting) -> dict[str, Any]:
    """The letterhead of the desk that convenes, and the place before the date."""
    places = places_of(meeting.region_id)
    return {
        "letterhead": letterhead(meeting.desk, places),
        "place": seat_of(meeting.desk, places),
    }


def day_of(meeting: Meeting) -> str:
    """Selasa, 10 September 2024; with the last day when it goes over midnight."""
    start, end = local(meeting.starts_at).date(), local(meeting.ends_at).date()
    return long_day(start) if start == end else f"{long_day(start)} s.d. {long_day(end)}"


def time_of(meeting: Meeting) -> str:
    """08.00 s.d. 10.00 WIB"""
    start, end = local(meeting.starts_at), local(meeting.ends_at)
    return f"{start:%H.%M} s.d. {clock_time(end)}"
