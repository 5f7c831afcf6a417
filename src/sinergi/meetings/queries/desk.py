"""What of the meetings waits on *my desk*; three statements."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.followups.waiting import Item, Section
from sinergi.kernel.clock import now
from sinergi.meetings.models import Meeting, Participant
from sinergi.meetings.permissions.meeting import answers_for

SHOWN = 5
AHEAD = timedelta(days=7)
MOST = 50


def waiting_sections(post: Post) -> list[Section]:
    """Invitations that wait for her reply, and the meetings of the next days."""
    return [_to_answer(post), _coming(post)]


def _to_answer(post: Post) -> Section:
    hers = Q(post_id=post.pk) | Q(agency_id=post.agency_id)
    rows = Participant.objects.filter(
        hers,
        meeting__operation_id=post.operation_id,
        meeting__state="invited",
        meeting__starts_at__gt=now(),
        struck=False,
        reply="none",
    ).select_related("meeting", "agency")
    waiting = [row for row in rows.order_by("meeting__starts_at")[:MOST] if answers_for(post, row)]
    return Section(
        key="invitations",
        title=_("Invitations that wait for your reply"),
        empty=_("No invitation waits for your reply."),
        count=len(waiting),
        items=[_item(row.meeting, row.label) for row in waiting[:SHOWN]],
        more_url=reverse("meetings:meetings"),
    )


def _coming(post: Post) -> Section:
    called = Participant.objects.filter(struck=False, agency_id=post.agency_id)
    mine = Q(pk__in=called.values("meeting_id")) | Q(secretary_id=post.pk) | Q(signer_id=post.pk)
    rows = Meeting.objects.filter(
        mine | Q(desk_id__in=post.desk_ids),
        operation_id=post.operation_id,
        state__in=("planned", "invited", "running"),
        ends_at__gt=now() - timedelta(hours=6),
        starts_at__lt=now() + AHEAD,
    ).order_by("starts_at", "pk")
    found = list(rows[:MOST])
    return Section(
        key="meetings",
        title=_("Meetings of the next seven days"),
        empty=_("No meeting in the next seven days."),
        count=len(found),
        items=[_item(row) for row in found[:SHOWN]],
        more_url=reverse("meetings:meetings"),
    )


def _item(meeting: Meeting, seat: str = "") -> Item:
    return Item(
        title=meeting.title,
        url=meeting.get_absolute_url(),
        place=meeting.place,
        due_at=meeting.starts_at,
        state=meeting.get_state_display(),
        note=seat,
    )
