"""One meeting with all that its pages show; and the list of meetings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet

from sinergi.agencies.models import Post
from sinergi.kernel.problems import NotFound
from sinergi.meetings.models import AgendaItem, Meeting, Participant
from sinergi.meetings.permissions.meeting import answers_for
from sinergi.meetings.rules import share_present

OPEN = ("planned", "invited", "running")
WITH = (
    "desk", "organiser", "signer", "secretary", "region", "operation",
    "invitation", "attendance_list", "minutes",
)  # fmt: skip


def find_meeting(post: Post, pk: Any) -> Meeting:
    """A meeting that she may see, with what it names; one statement. Raises NotFound."""
    row = Meeting.objects.visible_to(post).select_related(*WITH).filter(pk=pk).first()
    if row is None:
        raise NotFound()
    return row


def find_point(post: Post, pk: Any) -> AgendaItem:
    """A point of the agenda of a meeting that she may see. Raises NotFound."""
    row = AgendaItem.objects.filter(pk=pk).first()
    if row is None:
        raise NotFound()
    row.meeting = find_meeting(post, row.meeting_id)
    return row


def find_seat(post: Post, pk: Any) -> Participant:
    """A seat of a meeting that she may see. Raises NotFound."""
    row = Participant.objects.select_related("agency", "post").filter(pk=pk).first()
    if row is None:
        raise NotFound()
    row.meeting = find_meeting(post, row.meeting_id)
    return row


def meetings_of(post: Post) -> QuerySet[Meeting]:
    """All that she may see, with the counts of the list, in one statement."""
    called = Q(participants__struck=False, participants__late=False)
    present = Q(participants__present_at__isnull=False)
    answered = called & ~Q(participants__reply="none")
    return (
        Meeting.objects.visible_to(post)
        .select_related("desk", "organiser")
        .annotate(
            called=Count("participants", filter=called),
            answered=Count("participants", filter=answered),
            came=Count("participants", filter=present & called),
            present=Count("participants", filter=present),
        )
    )


_REPLIES = ("none", "declines", "deputy", "comes")


@dataclass(frozen=True)
class Seats:
    """Those called, as the secretary looks at them; `rows` in the order of the letter."""

    rows: list[Participant]

    @cached_property
    def called(self) -> list[Participant]:
        """Who is invited: neither struck nor come without being called."""
        return [row for row in self.rows if not row.struck and not row.late]

    @cached_property
    def present(self) -> list[Participant]:
        """Who is there, in the order in which they came."""
        there = [row for row in self.rows if row.present_at is not None]
        return sorted(there, key=lambda row: (row.present_at, row.order))

    @cached_property
    def replies(self) -> Counter[str]:
        """How many gave each reply."""
        return Counter(row.reply for row in self.called)

    @property
    def groups(self) -> list[tuple[str, list[Participant]]]:
        """(reply, those who gave it), who has not replied first; no group is empty."""
        by_reply = {key: [row for row in self.called if row.reply == key] for key in _REPLIES}
        return [(key, rows) for key, rows in by_reply.items() if rows]

    @property
    def answered(self) -> int:
        """How many replied at all."""
        return len(self.called) - self.replies["none"]

    @property
    def coming(self) -> int:
        """How many seats will be taken, as far as they said."""
        return self.replies["comes"] + self.replies["deputy"]

    @property
    def share(self) -> float | None:
        """The share of those called who are there."""
        came = sum(row.present_at is not None for row in self.called)
        return share_present(came, len(self.called))

    @property
    def women(self) -> int:
        """How many of those present are women, as far as it was noted."""
        return sum(row.sex == "f" for row in self.present)

    @property
    def men(self) -> int:
        """How many are men."""
        return sum(row.sex == "m" for row in self.present)

    def mine(self, post: Post) -> list[Participant]:
        """The seats for which she answers."""
        return [row for row in self.rows if not row.struck and answers_for(post, row)]


def seats_of(meeting: Meeting) -> Seats:
    """All seats of a meeting with their agencies; one statement."""
    rows = list(meeting.participants.select_related("agency", "post"))
    for row in rows:
        row.meeting = meeting
    return Seats(rows)


def agenda_of(meeting: Meeting) -> list[AgendaItem]:
    """The points that were not dropped; one statement."""
    rows = list(meeting.agenda.filter(dropped=False))
    for row in rows:
        row.meeting = meeting
    return rows
