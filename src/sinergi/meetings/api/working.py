"""What can be done with a meeting, its points and its seats: each is the action of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ninja import Router

from sinergi.agencies.models import Agency, Post
from sinergi.kernel.acting import Act, Call, enter
from sinergi.kernel.rest import Asking, fields_of, found
from sinergi.meetings import actions, door
from sinergi.meetings.api import bodies
from sinergi.meetings.api.meetings import called_of
from sinergi.meetings.api.shapes import (
    MeetingDetail,
    PointOut,
    SeatOut,
    meeting_detail,
    point_out,
    seat_out,
)
from sinergi.meetings.models import Meeting
from sinergi.meetings.queries.meeting import find_meeting, find_point, find_seat

router = Router(tags=["meetings"])


def _whole(post: Post, row: Meeting) -> MeetingDetail:
    return meeting_detail(post, find_meeting(post, row.pk))


@dataclass(frozen=True)
class Target:
    """To what something is done: its address, how it is found, and what is answered."""

    path: str
    find: Callable[[Post, UUID], Any]
    shape: type
    answer: Callable[[Post, Any], Any]


MEETING = Target("meetings", find_meeting, MeetingDetail, _whole)
POINT = Target("agenda-points", find_point, PointOut, lambda _post, row: point_out(row))
SEAT = Target("seats", find_seat, SeatOut, lambda _post, row: seat_out(row))
NEW_POINT = Target("meetings", find_meeting, PointOut, POINT.answer)
NEW_SEAT = Target("meetings", find_meeting, SeatOut, SEAT.answer)


@dataclass(frozen=True)
class MeetingCall(Call):
    """One operation: also what runs in place of its action, and to what it is done."""

    run: Callable[..., Any] | None = None
    on: Target = MEETING


def _call(post: Post, row: Meeting, *, called: list[bodies.Seat]) -> Meeting:
    return actions.call_participants(post, row, called=called_of(post, called))


def _propose(post: Post, row: Meeting, *, origin: str, origin_url: str, **told: Any) -> Any:
    return actions.put_on_agenda(post, row, origin=(origin, origin_url), **told)


def _late(post: Post, row: Meeting, *, agency: UUID | None, **told: Any) -> Any:
    known = found(Agency.objects.visible_to(post), agency) if agency else None
    return actions.add_late_participant(post, row, agency=known, **told)


CALLS = (
    MeetingCall("invite", actions.issue_invitation),
    MeetingCall("call", actions.call_participants, bodies.Call, _call),
    MeetingCall("order", actions.order_agenda, bodies.Order),
    MeetingCall("open", actions.open_meeting),
    MeetingCall("close", actions.close_meeting),
    MeetingCall("cancel", actions.cancel_meeting, bodies.CancelMeeting),
    MeetingCall("attendance-list", actions.issue_attendance_list),
    MeetingCall("point", actions.add_agenda_item, bodies.Point, on=NEW_POINT),
    MeetingCall("propose", actions.put_on_agenda, bodies.Proposal, _propose, on=NEW_POINT),
    MeetingCall("late", actions.add_late_participant, bodies.Late, _late, on=NEW_SEAT),
    MeetingCall("check-in", actions.check_in, bodies.CheckIn, door.enter, on=NEW_SEAT),
    MeetingCall("change", actions.change_agenda_item, bodies.Point, on=POINT),
    MeetingCall("drop", actions.drop_agenda_item, on=POINT),
    MeetingCall("reply", actions.reply_invitation, bodies.ReplyTo, on=SEAT),
    MeetingCall("present", actions.mark_present_by_hand, bodies.Mark, on=SEAT),
    MeetingCall("absent", actions.unmark_present, on=SEAT),
    MeetingCall("strike", actions.strike_participant, on=SEAT),
)


def _act(call: MeetingCall) -> Act:
    def act(request: Asking, key: UUID, body: Any) -> Any:
        row = call.on.find(request.post, key)
        result = (call.run or call.action)(request.post, row, **fields_of(body))
        return call.on.answer(request.post, result)

    return act


for line in CALLS:
    enter(
        router,
        f"/{line.on.path}/{{key}}",
        line,
        _act(line),
        of=line.on.path.rstrip("s").replace("-", "_"),
        response=line.on.shape,
    )
