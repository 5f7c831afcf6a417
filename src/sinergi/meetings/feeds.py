"""The meetings in the calendar of a person and of an agency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q

from sinergi.agencies.models import Post
from sinergi.kernel.clock import now
from sinergi.meetings.calendar_entry import description
from sinergi.meetings.models import Meeting, Participant
from sinergi.stages.feeds import Entry, register

KEPT = timedelta(days=90)  # of the past that a calendar still shows
MOST = 500


def enter() -> None:
    """Let the calendars of the house have them."""
    register("meetings", meetings)


def meetings(post: Post, kind: str) -> Iterator[Entry]:
    """Those to which she or her agency is called, and those that she keeps; two statements."""
    seats = Participant.objects.filter(struck=False, agency_id=post.agency_id)
    called = Q(pk__in=seats.values("meeting_id"))
    hers = called | Q(secretary_id=post.pk) | Q(signer_id=post.pk)
    rows = Meeting.objects.visible_to(post).filter(
        hers if kind == "person" else called, starts_at__gt=now() - KEPT
    )
    rows = rows.select_related("operation").prefetch_related("agenda").order_by("starts_at")
    for row in rows.exclude(state="planned")[:MOST]:
        yield Entry(
            key=f"meeting-{row.pk}",
            summary=row.title,
            starts=row.starts_at,
            ends=row.ends_at,
            changed_at=row.invited_at or row.created_at,
            sequence=row.sequence,
            description=description(row),
            location=row.place,
            path=row.get_absolute_url(),
            cancelled=row.state == Meeting.State.CANCELLED,
            busy=True,
        )
