"""Meetings in the API: found, read, planned, changed; and their papers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from sinergi.agencies.models import Agency, Desk, Post
from sinergi.kernel.documents import serve_document
from sinergi.kernel.models import OfficialDocument
from sinergi.kernel.problems import Invalid, NotFound
from sinergi.kernel.rest import Asking, file_answer, found, page_of, window
from sinergi.meetings import actions, agenda_lines, calendar_entry
from sinergi.meetings.api.bodies import ChangedMeeting, Facts, MeetingFilter, NewMeeting, Seat
from sinergi.meetings.api.shapes import (
    MeetingDetail,
    MeetingPage,
    meeting_detail,
    meeting_out,
)
from sinergi.meetings.plans import Called, Plan
from sinergi.meetings.queries.meeting import find_meeting, meetings_of

router = Router(tags=["meetings"])


@router.get("/meetings", response=MeetingPage, operation_id="meeting_list", summary="List meetings")
def list_meetings(request: Asking, asked: Query[MeetingFilter]) -> MeetingPage:
    """Those to which we are called, of our desks, and in our places; the latest first."""
    rows = meetings_of(request.post)
    if asked.state:
        rows = rows.filter(state__in=asked.state)
    if asked.kind:
        rows = rows.filter(kind__in=asked.kind)
    shown = window(rows, by="starts_at", cursor=asked.cursor, limit=asked.limit)
    return MeetingPage.model_construct(**page_of(request, shown, rows.count(), meeting_out))


@router.get(
    "/meetings/{meeting_id}",
    response=MeetingDetail,
    operation_id="meeting_read",
    summary="Read a meeting",
)
def read_meeting(request: Asking, meeting_id: UUID) -> MeetingDetail:
    """One meeting, with what I may do with it now."""
    return meeting_detail(request.post, find_meeting(request.post, meeting_id))


@router.post(
    "/meetings",
    response={201: MeetingDetail},
    operation_id="meeting_plan",
    summary="Plan a meeting",
)
def plan(request: Asking, body: NewMeeting) -> MeetingDetail:
    """In the name of a desk, with agenda and those called. Journal: `meeting.planned`."""
    desk = found(Desk.objects.filter(operation_id=request.post.operation_id), body.desk)
    points = [agenda_lines.Point(p.title, p.presenter, p.minutes) for p in body.agenda]
    row = actions.plan_meeting(
        request.post,
        desk,
        plan=plan_of(request.post, body),
        agenda=points,
        called=called_of(request.post, body.called),
    )
    return meeting_detail(request.post, find_meeting(request.post, row.pk))


@router.post(
    "/meetings/{meeting_id}/change",
    response=MeetingDetail,
    operation_id="meeting_change",
    summary="Change a meeting",
)
def change(request: Asking, meeting_id: UUID, body: ChangedMeeting) -> MeetingDetail:
    """Once invited, a new letter and calendar entry go out. Journal: `meeting.changed`."""
    row = find_meeting(request.post, meeting_id)
    actions.change_meeting(request.post, row, plan=plan_of(request.post, body), remark=body.remark)
    return meeting_detail(request.post, find_meeting(request.post, meeting_id))


def plan_of(post: Post, body: Facts) -> Plan:
    """The plan that a body tells. Raises Invalid for a post that is not of this operation."""
    names = ("kind", "title", "starts_at", "ends_at", "place", "purpose", "nature", "contact")
    return Plan(
        **{name: getattr(body, name) for name in names},
        chair_label=body.chair,
        signer=_post(post, body.signer, "signer"),
        secretary=_post(post, body.secretary, "secretary"),
    )


def _post(post: Post, key: UUID | None, field: str) -> Post | None:
    if key is None:
        return None
    row = Post.objects.filter(pk=key, operation_id=post.operation_id).first()
    if row is None:
        raise Invalid(field=field)
    return row


def called_of(post: Post, seats: Iterable[Seat]) -> list[Called]:
    """Those whom a body calls, in two statements. Raises Invalid for one that is not there."""
    rows = list(seats)
    agencies = _known(Agency, post, (seat.agency for seat in rows))
    posts = _known(Post, post, (seat.post for seat in rows))
    return [
        Called(
            seat.label,
            agencies[seat.agency] if seat.agency else None,
            posts[seat.post] if seat.post else None,
        )
        for seat in rows
    ]


def _known(model: Any, post: Post, keys: Iterable[UUID | None]) -> dict[UUID, Any]:
    wanted = {key for key in keys if key}
    rows = model.objects.filter(operation_id=post.operation_id)
    if model is Post:
        rows = rows.select_related("agency")
    known: dict[UUID, Any] = rows.in_bulk(list(wanted))
    if len(known) < len(wanted):
        raise Invalid(field="called")
    return known


@router.get(
    "/meetings/{meeting_id}/invitation.pdf",
    operation_id="meeting_invitation_pdf",
    summary="Read the letter of invitation",
    openapi_extra=file_answer("application/pdf"),
)
def invitation_pdf(request: Asking, meeting_id: UUID) -> HttpResponseBase:
    """The newest one, as PDF."""
    return _pdf(request, find_meeting(request.post, meeting_id).invitation)


@router.get(
    "/meetings/{meeting_id}/attendance.pdf",
    operation_id="meeting_attendance_pdf",
    summary="Read the attendance list",
    openapi_extra=file_answer("application/pdf"),
)
def attendance_pdf(request: Asking, meeting_id: UUID) -> HttpResponseBase:
    """The newest one, as PDF."""
    return _pdf(request, find_meeting(request.post, meeting_id).attendance_list)


def _pdf(request: Asking, document: OfficialDocument | None) -> HttpResponseBase:
    if document is None:
        raise NotFound()
    return serve_document(request, document)


@router.get(
    "/meetings/{meeting_id}/calendar.ics",
    operation_id="meeting_calendar",
    summary="The meeting for a calendar",
    openapi_extra=file_answer("text/calendar"),
)
def calendar(request: Asking, meeting_id: UUID) -> HttpResponse:
    """As iCalendar (RFC 5545)."""
    content = calendar_entry.invitation(find_meeting(request.post, meeting_id))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
