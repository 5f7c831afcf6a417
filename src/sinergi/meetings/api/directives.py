"""Directives in the API: given, listed with what became of them, taken back, counted."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Router

from sinergi.agencies.models import Agency, Desk
from sinergi.kernel.rest import (
    LIMIT,
    Asking,
    Body,
    Cursor,
    Limit,
    Line,
    Moment,
    Note,
    Page,
    Prose,
    Shape,
    chosen,
    found,
    page_of,
    window,
)
from sinergi.meetings.actions.directives import give_directive, withdraw_directive
from sinergi.meetings.models import AgendaItem, Directive, DirectiveShare, Meeting
from sinergi.meetings.queries import directives as queries

router = Router(tags=["meetings"])
API = "/api/v1"

State = Literal["open", "overdue", "climbed", "reported", "closed", "refused", "withdrawn"]


class OwnerPart(Shape):
    """The part of one owner: its follow-up."""

    followup: UUID
    href: str
    owner: str
    state: str
    due_at: Moment | None
    is_overdue: bool
    climbed_to: str
    answer: str


class DirectiveOut(Shape):
    """What a meeting ordered, and what became of it."""

    id: UUID
    href: str
    meeting: UUID
    meeting_title: str
    number: int = Field(description="Within the meeting.")
    text: str
    detail: str
    due_at: Moment
    evidence_asked: str
    given_at: Moment
    given_by: str
    in_plan: bool
    problem: str
    measure: str
    supporting: str
    owners: list[OwnerPart]


class DirectivePage(Page[DirectiveOut]):
    """A page of directives."""


class ShareOut(Shape):
    """What was done in time. `in_time` of `due`; `ahead` is not yet due and not counted."""

    owner: str
    in_time: int
    due: int
    late: int = Field(description="Overdue without an answer.")
    ahead: int
    share: float | None = Field(description="Between 0 and 1; null when nothing was due yet.")


class SharesOut(Shape):
    """The whole, and each owner, the weakest first."""

    all: ShareOut
    owners: list[ShareOut]


class DirectiveFilter(Body):
    """Which directives to list."""

    state: State | None = Field(None, description="Of any of its owners' parts.")
    agency: UUID | None = None
    meeting: UUID | None = None
    limit: Limit = LIMIT
    cursor: Cursor = ""


class Give(Body):
    """What, of whom (agencies, desks, or both), until when."""

    text: Line = Field(min_length=1)
    agencies: list[UUID] = Field([], max_length=300)
    desks: list[UUID] = Field([], max_length=300)
    due_at: Moment
    detail: Prose = ""
    evidence_asked: Note = ""
    point: UUID | None = Field(None, description="Of the agenda.")
    in_plan: bool = Field(False, description="Whether it belongs to the integrated action plan.")
    problem: Note = ""
    measure: Note = ""
    supporting: Note = ""


class WithdrawDirective(Body):
    """Why it is withdrawn."""

    reason: Prose = Field(min_length=1)


def directive_out(row: Directive) -> DirectiveOut:
    """The shape of a row with its shares."""
    copied = ("number", "text", "detail", "due_at", "evidence_asked", "given_at", "given_by",
              "in_plan", "problem", "measure", "supporting")  # fmt: skip
    return DirectiveOut.model_construct(
        **{name: getattr(row, name) for name in copied},
        id=row.pk,
        href=f"{API}/directives/{row.pk}",
        meeting=row.meeting_id,
        meeting_title=row.meeting.title,
        owners=[_part(share) for share in row.shares.all()],
    )


def _part(share: DirectiveShare) -> OwnerPart:
    row = share.followup
    return OwnerPart.model_construct(
        followup=row.pk,
        href=f"{API}/followups/{row.pk}",
        owner=row.owner_label,
        state=row.state,
        due_at=row.due_at,
        is_overdue=row.is_overdue,
        climbed_to=str(row.superior or ""),
        answer=row.answer,
    )


@router.get(
    "/directives", response=DirectivePage, operation_id="directive_list", summary="List directives"
)
def list_directives(request: Asking, asked: Query[DirectiveFilter]) -> DirectivePage:
    """Of the meetings that I may see, and those that my agency or desks owe; the newest first."""
    post = request.post
    agency = meeting = None
    if asked.agency:
        agency = chosen(Agency.objects.visible_to(post), asked.agency, field="agency")
    if asked.meeting:
        meeting = chosen(Meeting.objects.visible_to(post), asked.meeting, field="meeting")
    rows = queries.listed(post, state=asked.state or "", agency=agency, meeting=meeting)
    shown = window(rows, by="given_at", cursor=asked.cursor, limit=asked.limit)
    return DirectivePage.model_construct(**page_of(request, shown, rows.count(), directive_out))


@router.get(
    "/directives/shares",
    response=SharesOut,
    operation_id="directive_shares",
    summary="Share of directives done in time",
)
def shares(request: Asking) -> SharesOut:
    """In time: answered by the due time, and the answer was enough. Of all due by now."""
    every, owners = queries.shares_in_time(request.post)
    return SharesOut.model_construct(all=_share(every), owners=[_share(one) for one in owners])


def _share(one: queries.Share) -> ShareOut:
    return ShareOut.model_construct(
        owner=str(one.owner),
        in_time=one.in_time,
        due=one.due,
        late=one.late,
        ahead=one.ahead,
        share=one.share,
    )


@router.get(
    "/directives/{directive_id}",
    response=DirectiveOut,
    operation_id="directive_read",
    summary="Read a directive",
)
def read_directive(request: Asking, directive_id: UUID) -> DirectiveOut:
    """One directive with the part of each owner."""
    return directive_out(found(queries.whole(request.post), directive_id))


@router.post(
    "/meetings/{meeting_id}/directives",
    response={201: DirectiveOut},
    operation_id="directive_give",
    summary="Give a directive",
)
def give(request: Asking, meeting_id: UUID, body: Give) -> DirectiveOut:
    """Each owner gets a follow-up of its own, which climbs. Journal: `directive.given`."""
    rows = Meeting.objects.visible_to(request.post)
    meeting = found(rows.select_related("desk", "region", "operation"), meeting_id)
    told = body.model_dump(exclude={"agencies", "desks", "point"})
    row = give_directive(
        request.post, meeting, owners=_owners(request, body), item=_point(meeting, body), **told
    )
    return directive_out(found(queries.whole(request.post), row.pk))


def _owners(request: Asking, body: Give) -> list[Any]:
    agencies = Agency.objects.visible_to(request.post).select_related("region")
    desks = Desk.objects.filter(operation_id=request.post.operation_id).select_related("region")
    return [
        *(chosen(agencies, key, field="agencies") for key in body.agencies),
        *(chosen(desks, key, field="desks") for key in body.desks),
    ]


def _point(meeting: Meeting, body: Give) -> AgendaItem | None:
    return chosen(meeting.agenda.all(), body.point, field="point") if body.point else None


@router.post(
    "/directives/{directive_id}/withdraw",
    response=DirectiveOut,
    operation_id="directive_withdraw",
    summary="Withdraw a directive",
)
def withdraw(request: Asking, directive_id: UUID, body: WithdrawDirective) -> DirectiveOut:
    """Whoever has not done it need not do it any more. Journal: `directive.withdrawn`."""
    row = found(queries.whole(request.post), directive_id)
    withdraw_directive(request.post, row, reason=body.reason)
    return directive_out(found(queries.whole(request.post), directive_id))
