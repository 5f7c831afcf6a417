"""A calendar as phones and computers read it (iCalendar, RFC 5545 and RFC 7986)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from sinergi.kernel.clock import DEFAULT_ZONE, local, now
from sinergi.kernel.models import Operation
from sinergi.stages.feeds import Entry

MEDIA_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=1)
PRODUCT = "-//Sinergi//Kalender//ID"


def write(entries: Iterable[Entry], operation: Operation, *, name: str, origin: str) -> bytes:
    """The entries as a file. `origin` is scheme and host of this installation, for addresses and
    for the identifiers, which stay the same as long as the thing and the host do.
    """
    book = Calendar()
    book.add("prodid", PRODUCT)
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", "PUBLISH")
    book.add("name", _marked(name, operation))
    book.add("x-wr-calname", _marked(name, operation))
    book.add("x-wr-timezone", operation.timezone or DEFAULT_ZONE)
    book.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    book.add("x-published-ttl", vDuration(REFRESH))
    for entry in sorted(entries, key=lambda entry: (_order(entry.starts), entry.key)):
        book.add_component(_event(entry, operation, origin))
    book.add_missing_timezones()
    return bytes(book.to_ical())


def _marked(text: str, operation: Operation) -> str:
    """In a rehearsal every summary says so, for it stands among real appointments."""
    return f"{_('EXERCISE')}: {text}" if operation.is_exercise else text


def _order(day: date | datetime) -> datetime:
    if isinstance(day, datetime):
        return day.astimezone(UTC)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _event(entry: Entry, operation: Operation, origin: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{urlsplit(origin).hostname or 'sinergi'}")
    event.add("summary", _marked(entry.summary, operation))
    _add_time(event, entry)
    changed = (entry.changed_at or now()).astimezone(UTC).replace(microsecond=0)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", entry.sequence)
    event.add("transp", "OPAQUE" if entry.busy else "TRANSPARENT")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    for name in ("description", "location"):
        if getattr(entry, name):
            event.add(name, getattr(entry, name))
    if entry.path:
        event.add("url", origin + entry.path)
    return event


def _add_time(event: Event, entry: Entry) -> None:
    """A moment in the region's zone; a day with an end that is the day after the last."""
    if isinstance(entry.starts, datetime):
        event.add("dtstart", local(entry.starts))
        if isinstance(entry.ends, datetime):
            event.add("dtend", local(entry.ends))
        return
    event.add("dtstart", entry.starts)
    last = entry.starts if entry.ends is None else entry.ends
    event.add("dtend", last + timedelta(days=1))
