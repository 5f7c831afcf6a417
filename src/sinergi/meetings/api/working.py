"""What can be done with a meeting, its points and its seats: each is the action of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import translation
from ninja import Router

from sinergi.agencies.models import Agency, Post
from sinergi.kernel.rest import Asking, Body, Nothing, found
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
class Doing:
    """One action: how it is called, what it does, what it is sent."""

    target: Target
    code: str
    action: Any
    body: type[Body] = Nothing
    run: Callable[..., Any] | None = None


def _call(post: Post, row: Meeting, *, called: list[bodies.Seat]) -> Meeting:
    return actions.call_participants(post, row, called=called_of(post, called))


def _propose(post: Post, row: Meeting, *, origin: str, origin_url: str, **told: Any) -> Any:
    return actions.put_on_agenda(post, row, origin=(origin, origin_url), **told)


def _late(post: Post, row: Meeting, *, agency: UUID | None, **told: Any) -> Any:
    known = found(Agency.objects.visible_to(post), agency) if agency else None
    return actions.add_late_participant(post, row, agency=known, **told)


DOINGS = (
    Doing(MEETING, "invite", actions.issue_invitation),
    Doing(MEETING, "call", actions.call_participants, bodies.Call, _call),
    Doing(MEETING, "order", actions.order_agenda, bodies.Order),
    Doing(MEETING, "open", actions.open_meeting),
    Doing(MEETING, "close", actions.close_meeting),
    Doing(MEETING, "cancel", actions.cancel_meeting, bodies.CancelMeeting),
    Doing(MEETING, "attendance-list", actions.issue_attendance_list),
    Doing(NEW_POINT, "point", actions.add_agenda_item, bodies.Point),
    Doing(NEW_POINT, "propose", actions.put_on_agenda, bodies.Proposal, _propose),
    Doing(NEW_SEAT, "late", actions.add_late_participant, bodies.Late, _late),
    Doing(NEW_SEAT, "check-in", actions.check_in, bodies.CheckIn, door.enter),
    Doing(POINT, "change", actions.change_agenda_item, bodies.Point),
    Doing(POINT, "drop", actions.drop_agenda_item),
    Doing(SEAT, "reply", actions.reply_invitation, bodies.ReplyTo),
    Doing(SEAT, "present", actions.mark_present_by_hand, bodies.Mark),
    Doing(SEAT, "absent", actions.unmark_present),
    Doing(SEAT, "strike", actions.strike_participant),
)


def _operation(doing: Doing) -> Callable[..., Any]:
    """The function of one line; its annotations are what the framework reads."""

    def act(request: Asking, key: UUID, body: Any) -> Any:
        row = doing.target.find(request.post, key)
        told = {name: getattr(body, name) for name in doing.body.model_fields}
        result = (doing.run or doing.action)(request.post, row, **told)
        return doing.target.answer(request.post, result)

    def act_alone(request: Asking, key: UUID) -> Any:
        return act(request, key, Nothing())

    act.__annotations__["body"] = doing.body
    return act_alone if doing.body is Nothing else act


def _enter(doing: Doing) -> None:
    entry = doing.action.action
    with translation.override("en"):
        title = str(entry.title)
    of = doing.target.path.rstrip("s").replace("-", "_")
    router.post(
        f"/{doing.target.path}/{{key}}/{doing.code}",
        response=doing.target.shape,
        operation_id=f"{of}_{doing.code.replace('-', '_')}",
        summary=title,
        description=f"{entry.function.__doc__}\n\nJournal: `{entry.verb}`.",
        url_name=f"{of}-{doing.code}",
    )(_operation(doing))


for line in DOINGS:
    _enter(line)
