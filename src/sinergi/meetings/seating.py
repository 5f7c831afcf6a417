"""Which seat somebody takes who comes through the door."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.problems import Invalid
from sinergi.meetings.models import Meeting, Participant


def open_to(by: Post, meeting: Meeting) -> list[Participant]:
    """The seats that she may take: her own, and those of her agency; one statement."""
    hers = Q(post_id=by.pk) | Q(agency_id=by.agency_id, struck=False)
    rows = meeting.participants.filter(hers)
    return sorted(rows.select_related("post"), key=lambda row: row.post_id != by.pk)


def seat_for(by: Post, meeting: Meeting, standing_for: Any = None) -> Participant | None:
    """Her seat: the one she names, else her own, else a free one of her agency that no other
    post holds; None when she was not called. Raises Invalid for a seat that is not open to her.
    """
    seats = open_to(by, meeting)
    if standing_for:
        named = next((row for row in seats if str(row.pk) == str(standing_for)), None)
        if named is None or (named.present_at and not _is_hers(named, by)):
            raise Invalid(_("This seat is not open to you."), field="standing_for")
        return named
    own = next((row for row in seats if _is_hers(row, by)), None)
    free = (row for row in seats if row.post_id is None and row.present_at is None)
    return own or next(free, None)


def _is_hers(row: Participant, by: Post) -> bool:
    """Whether she holds it, or took it already."""
    return row.post_id == by.pk or (row.present_at is not None and row.present_as == by.title)
