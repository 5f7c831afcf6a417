"""Planning a meeting, changing it, cancelling it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Desk, Post
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Invalid, needed
from sinergi.meetings import plans
from sinergi.meetings.actions.letters import make_letter
from sinergi.meetings.actions.moving import move
from sinergi.meetings.actions.seats import add_points, add_seats
from sinergi.meetings.agenda_lines import Point
from sinergi.meetings.models import Meeting
from sinergi.meetings.permissions import meeting as permissions
from sinergi.meetings.plans import Called, Plan

WHEN, WHERE = ("starts_at", "ends_at"), ("place",)


@action(
    "meeting.planned",
    subject=Meeting,
    parent=Desk,
    may=permissions.may_convene,
    title=_("Plan a meeting"),
)
def plan_meeting(
    by: Post,
    desk: Desk,
    *,
    plan: Plan,
    agenda: Sequence[Point] = (),
    called: Sequence[Called] = (),
) -> Meeting:
    """Plan a meeting in the name of `desk`, with its agenda and those called.

    Raises Invalid with the field that is wrong.
    """
    plan = replace(plan, signer=plan.signer or by, secretary=plan.secretary or by)
    plans.check(plan, desk.operation_id)
    row = Meeting.objects.create(
        **plan.columns(),
        operation_id=desk.operation_id,
        region_id=desk.region_id,
        desk=desk,
        organiser_id=by.agency_id,
        created_at=now(),
    )
    add_points(row, agenda)
    seats = add_seats(row, called)
    note(agenda=[point.title for point in agenda], called=[seat.label for seat in seats])
    return row


@action(
    "meeting.changed", subject=Meeting, may=permissions.may_change, title=_("Change the meeting")
)
def change_meeting(by: Post, meeting: Meeting, *, plan: Plan, remark: str = "") -> Meeting:
    """Change its facts. Once invited, a new letter and a new calendar entry go out.

    When the time changes, everybody is asked again whether she comes. Raises Invalid when nothing
    is changed, or with the field that is wrong.
    """
    plan = replace(
        plan, signer=plan.signer or meeting.signer, secretary=plan.secretary or meeting.secretary
    )
    plans.check(plan, meeting.operation_id)
    told = plan.columns()
    changed = {name for name, value in told.items() if getattr(meeting, name) != value}
    if not changed:
        raise Invalid(_("Nothing is changed."))
    for name in changed:
        setattr(meeting, name, told[name])
    meeting.remark = remark.strip()
    if meeting.state == Meeting.State.INVITED:
        _tell_again(by, meeting, changed)
    meeting.save()
    note(remark=meeting.remark, changed=sorted(changed))
    return meeting


def _tell_again(by: Post, meeting: Meeting, changed: set[str]) -> None:
    """Those invited get a new letter, and a newer entry for their calendars."""
    meeting.sequence += 1
    if changed.intersection(WHEN):
        meeting.participants.update(reply="none", replied_at=None)
    make_letter(by, meeting)


@action(
    "meeting.cancelled", subject=Meeting, may=permissions.may_cancel, title=_("Cancel the meeting")
)
def cancel_meeting(by: Post, meeting: Meeting, *, reason: str) -> Meeting:
    """It does not take place; those invited are told why."""
    meeting.remark = needed(reason, "reason", _("Say why it is cancelled."))
    note(reason=meeting.remark, invited=meeting.state == Meeting.State.INVITED)
    meeting.sequence += 1
    return move(meeting, "cancel")
