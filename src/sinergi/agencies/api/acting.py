"""Writing: a desk's day, and its roster."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from sinergi.agencies import actions
from sinergi.agencies.api.routes import router
from sinergi.agencies.api.shapes import DayOut, ShiftOut, day_out, desks_for, shift_out
from sinergi.agencies.models import Desk, DutyShift, Post
from sinergi.kernel.rest import Asking, Body, Day, Flag, Moment, Note, Nothing, chosen, found


class DayBody(Body):
    """What the desk says of a day."""

    nil: Flag = Field(description="Nothing happened; false: all that happened was reported.")
    day: Day | None = Field(None, description="Today or yesterday; left out: today.")
    note: Note = ""


class ShiftBody(Body):
    """Who is on duty, and when."""

    post: UUID = Field(description="A member of the desk.")
    starts_at: Moment
    ends_at: Moment


@router.post(
    "/desks/{desk_id}/days",
    response={201: DayOut},
    operation_id="desk_confirm_day",
    summary="Confirm the day",
)
def confirm_day(request: Asking, desk_id: UUID, sent: DayBody) -> tuple[int, DayOut]:
    """Say of today or yesterday that all was reported, or that nothing happened. Once a day."""
    desk = found(desks_for(request.post), desk_id)
    row = actions.confirm_day(request.post, desk, nil=sent.nil, day=sent.day, note=sent.note)
    return 201, day_out(row)


@router.post(
    "/desks/{desk_id}/shifts",
    response={201: ShiftOut},
    operation_id="desk_plan_shift",
    summary="Plan a shift",
)
def plan_shift(request: Asking, desk_id: UUID, sent: ShiftBody) -> tuple[int, ShiftOut]:
    """Put a member of the desk on duty; for its coordinator and those of the desks above."""
    desk: Desk = found(desks_for(request.post), desk_id)
    rows = Post.objects.with_all().filter(operation_id=request.post.operation_id)
    who = chosen(rows, sent.post, field="post")
    row = actions.plan_shift(
        request.post, desk, post=who, starts_at=sent.starts_at, ends_at=sent.ends_at
    )
    return 201, shift_out(row)


@router.post(
    "/shifts/{shift_id}/cancel",
    response=ShiftOut,
    operation_id="shift_cancel",
    summary="Cancel a shift",
)
def cancel_shift(request: Asking, shift_id: UUID, sent: Nothing) -> ShiftOut:
    """The shift is not served; that it was planned stays known."""
    mine = desks_for(request.post).values("pk")
    rows = DutyShift.objects.select_related("desk", "post").filter(desk__in=mine)
    return shift_out(actions.cancel_shift(request.post, found(rows, shift_id)))
