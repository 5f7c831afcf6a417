"""The tables of the room: notices and their ways, and the warnings of which some of them tell."""

from sinergi.alerts.models.notices import (
    CHANNELS,
    IMPORTANCE,
    Cursor,
    Delivery,
    Notice,
    NoticeRows,
    Personal,
    Preference,
    wishes_of,
)

__all__ = [
    "CHANNELS",
    "IMPORTANCE",
    "Cursor",
    "Delivery",
    "Notice",
    "NoticeRows",
    "Personal",
    "Preference",
    "wishes_of",
]
