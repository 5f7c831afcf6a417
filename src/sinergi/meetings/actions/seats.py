"""Writing agenda and seats: shared by the actions that plan and those that add."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from sinergi.kernel.problems import Invalid
from sinergi.meetings import rules
from sinergi.meetings.agenda_lines import Point
from sinergi.meetings.models import AgendaItem, Meeting, Participant
from sinergi.meetings.plans import Called

LONGEST_LABEL = 150  # characters


def add_points(meeting: Meeting, points: Iterable[Point], **more: Any) -> list[AgendaItem]:
    """Add points at the end of the agenda, in two statements."""
    first = _next(meeting.agenda)
    return AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            order=order,
            title=point.title,
            presenter=point.presenter,
            minutes_planned=point.minutes,
            **more,
        )
        for order, point in enumerate(points, first)
    )


def add_seats(meeting: Meeting, called: Sequence[Called]) -> list[Participant]:
    """Add seats at the end; who is called already is not called twice, who was struck is again.

    Raises Invalid for an agency or post of another operation, or for too many.
    """
    known = list(meeting.participants.all())
    if len(known) + len(called) > rules.MOST_CALLED:
        text = _("At most %(count)d participants.") % {"count": rules.MOST_CALLED}
        raise Invalid(text, field="called")
    seats = {_key(row.agency_id, row.post_id, row.label): row for row in known}
    fresh: dict[Any, Participant] = {}
    again: list[Participant] = []
    order = max((row.order for row in known), default=0)
    for one in called:
        _check(meeting, one)
        key = _key(one.agency and one.agency.pk, one.post and one.post.pk, one.label)
        if key in seats:
            again += [seats[key]] if seats[key].struck else []
        elif key not in fresh:
            order += 1
            fresh[key] = _seat(meeting, one, order)
    _call_again(again)
    return [*Participant.objects.bulk_create(fresh.values()), *again]


def _call_again(rows: Sequence[Participant]) -> None:
    for row in rows:
        row.struck, row.reply = False, Participant.Reply.NONE
    Participant.objects.bulk_update(rows, ["struck", "reply"])


def _key(agency_id: Any, post_id: Any, label: str) -> tuple[Any, ...]:
    """What makes two seats the same: the post; else the agency with what it is called."""
    return (post_id,) if post_id else (agency_id, label.strip().lower())


def _seat(meeting: Meeting, one: Called, order: int) -> Participant:
    return Participant(
        meeting=meeting,
        order=order,
        agency=one.agency or (one.post.agency if one.post else None),
        post=one.post,
        label=one.label.strip()[:LONGEST_LABEL],
    )


def _check(meeting: Meeting, one: Called) -> None:
    if not one.label.strip():
        raise Invalid(_("Say who is called, by post."), field="called")
    for row in (one.agency, one.post):
        if row is not None and row.operation_id != meeting.operation_id:
            raise Invalid(_("No such agency or post."), field="called")


def _next(rows: Any) -> int:
    return int(rows.aggregate(last=Max("order"))["last"] or 0) + 1
