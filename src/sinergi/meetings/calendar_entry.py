"""The meeting as an entry for calendars (iCalendar, RFC 5545; invitations: RFC 5546).

One meeting has one UID for ever; every change has a higher SEQUENCE, so a calendar moves the
entry instead of adding another. Texts are Indonesian, as the letter is.
"""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from sinergi.kernel.clock import now, zone
from sinergi.meetings.models import Meeting, Participant

PRODUCT = "-//Sinergi//Rapat//ID"
_ANSWERS = {
    Participant.Reply.NONE: "NEEDS-ACTION",
    Participant.Reply.COMES: "ACCEPTED",
    Participant.Reply.DEPUTY: "DELEGATED",
    Participant.Reply.DECLINES: "DECLINED",
}
_STATES = {Meeting.State.PLANNED: "TENTATIVE", Meeting.State.CANCELLED: "CANCELLED"}


def invitation(
    meeting: Meeting, attendees: Iterable[tuple[str, str, str]] = (), *, withdrawn: bool = False
) -> bytes:
    """The file that a mail carries: a request, or the cancellation of one.

    `withdrawn`: cancelled for those to whom it goes, though the meeting takes place.

    `attendees`: (address, name by post, reply) of those to whom the mail goes. Call it in the
    time of the operation.
    """
    calendar = new_calendar()
    cancelled = withdrawn or meeting.state == Meeting.State.CANCELLED
    calendar.add("method", "CANCEL" if cancelled else "REQUEST")
    event = event_of(meeting)
    if withdrawn:
        event["status"] = vText("CANCELLED")
    for address, name, reply in attendees:
        event.add("attendee", _attendee(address, name, reply), encode=False)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def new_calendar() -> Calendar:
    """An empty calendar of the house."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def uid_of(meeting: Meeting) -> str:
    """The one name of the meeting among all calendars of the world."""
    return f"{meeting.pk}@{_organiser_address().rpartition('@')[2]}"


def event_of(meeting: Meeting) -> Event:
    """The entry: when, where, about what."""
    event = Event()
    event.add("uid", uid_of(meeting))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now())
    event.add("dtstart", meeting.starts_at.astimezone(zone()))
    event.add("dtend", meeting.ends_at.astimezone(zone()))
    event.add("summary", _marked(meeting, meeting.title))
    event.add("location", meeting.place)
    event.add("description", description(meeting))
    event.add("url", address_of(meeting))
    event.add("status", _STATES.get(Meeting.State(meeting.state), "CONFIRMED"))
    event.add("organizer", _organiser(meeting), encode=False)
    if meeting.nature == Meeting.Nature.CONFIDENTIAL:
        event.add("class", "CONFIDENTIAL")
    return event


def description(meeting: Meeting) -> str:
    """Purpose, agenda and contact; of a confidential meeting only where to read them."""
    if meeting.nature == Meeting.Nature.CONFIDENTIAL:
        return _marked(meeting, f"Rincian rapat: {address_of(meeting)}")
    points = [f"{n}. {item.title}" for n, item in enumerate(_points(meeting), 1)]
    parts = [meeting.purpose, "\n".join(points)]
    if meeting.contact:
        parts.append(f"Narahubung: {meeting.contact}")
    parts.append(address_of(meeting))
    return _marked(meeting, "\n\n".join(part for part in parts if part))


def address_of(meeting: Meeting) -> str:
    """Where its page is, for whoever is outside."""
    return settings.PUBLIC_URL.rstrip("/") + meeting.get_absolute_url()


def _points(meeting: Meeting) -> list[Any]:
    return [item for item in meeting.agenda.all() if not item.dropped]


def _marked(meeting: Meeting, text: str) -> str:
    return f"LATIHAN: {text}" if meeting.operation.is_exercise else text


def _organiser_address() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1] or "sinergi@localhost"


def _organiser(meeting: Meeting) -> vCalAddress:
    address = vCalAddress(f"mailto:{_organiser_address()}")
    address.params["CN"] = vText(meeting.organiser.name)
    return address


def _attendee(mail: str, name: str, reply: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{mail}")
    address.params["CN"] = vText(name)
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText(_ANSWERS[Participant.Reply(reply)])
    address.params["RSVP"] = vText("TRUE")
    return address
