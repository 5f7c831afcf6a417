"""What the API says of a meeting, its agenda and its seats."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Field

from sinergi.agencies.models import Post
from sinergi.kernel.models import OfficialDocument
from sinergi.kernel.rest import Moment, Page, Shape
from sinergi.meetings import offers
from sinergi.meetings.models import AgendaItem, Meeting, Participant
from sinergi.meetings.queries.meeting import agenda_of, seats_of

API = "/api/v1"

KindOfMeeting = Literal["forum", "integrated_team", "desk", "district_forum", "technical", "other"]
MeetingState = Literal["planned", "invited", "running", "held", "cancelled"]
Nature = Literal["ordinary", "urgent", "important", "confidential"]
Reply = Literal["none", "comes", "deputy", "declines"]
Sex = Literal["", "f", "m"]


class PaperOut(Shape):
    """An official paper: its number, and where its PDF is."""

    number: str
    issued_at: Moment
    sha256: str
    pdf: str


class MeetingOut(Shape):
    """A meeting in a list."""

    id: UUID
    href: str
    kind: KindOfMeeting
    state: MeetingState
    nature: Nature
    title: str
    starts_at: Moment
    ends_at: Moment
    place: str
    region: str = Field(description="Code of the place of its desk.")
    desk: str
    chair: str
    called: int = Field(description="How many seats are called.")
    answered: int
    present: int


class MeetingPage(Page[MeetingOut]):
    """A page of meetings."""


class PointOut(Shape):
    """A point of the agenda."""

    id: UUID
    href: str
    title: str
    presenter: str
    minutes: int | None
    detail: str
    origin: str
    origin_url: str


class SeatOut(Shape):
    """One who is called, or who came besides (`late`)."""

    id: UUID
    href: str
    label: str
    agency: UUID | None
    post: UUID | None
    late: bool
    struck: bool
    reply: Reply
    deputy: str
    remark: str
    present_at: Moment | None
    present_by: Literal["", "qr", "hand"]
    came_as: str
    sex: Sex


class AllowedDoing(Shape):
    """Whether I may do something now, and if not, why, and who could."""

    action: str
    href: str
    allowed: bool
    reason: str
    who: str


class MeetingDetail(MeetingOut):
    """A meeting with its agenda, its seats, its papers, and what I may do now."""

    purpose: str
    contact: str
    remark: str
    signer: str
    secretary: str
    sequence: int = Field(description="Of its calendar entry (RFC 5545).")
    calendar: str = Field(description="Address of its iCalendar file.")
    invitation: PaperOut | None
    attendance_list: PaperOut | None
    agenda: list[PointOut]
    seats: list[SeatOut]
    actions: list[AllowedDoing]


def _base(row: Meeting, counts: dict[str, int]) -> dict[str, Any]:
    copied = ("kind", "state", "nature", "title", "starts_at", "ends_at", "place")
    return {
        **{name: getattr(row, name) for name in copied},
        **counts,
        "id": row.pk,
        "href": f"{API}/meetings/{row.pk}",
        "region": row.region_id,
        "desk": row.desk.name,
        "chair": row.chair_label,
    }


def meeting_out(row: Any) -> MeetingOut:
    """The shape of a row of the list, with its counts."""
    counts = {"called": row.called, "answered": row.answered, "present": row.present}
    return MeetingOut.model_construct(**_base(row, counts))


def meeting_detail(post: Post, row: Meeting) -> MeetingDetail:
    """The whole of it; three statements."""
    seats = seats_of(row)
    counts = {
        "called": len(seats.called),
        "answered": seats.answered,
        "present": len(seats.present),
    }
    return MeetingDetail.model_construct(
        **_base(row, counts),
        purpose=row.purpose,
        contact=row.contact,
        remark=row.remark,
        signer=row.signer.title,
        secretary=row.secretary.title,
        sequence=row.sequence,
        calendar=f"{API}/meetings/{row.pk}/calendar.ics",
        invitation=paper_out(row.invitation, f"{API}/meetings/{row.pk}/invitation.pdf"),
        attendance_list=paper_out(row.attendance_list, f"{API}/meetings/{row.pk}/attendance.pdf"),
        agenda=[point_out(item) for item in agenda_of(row)],
        seats=[seat_out(seat) for seat in seats.rows],
        actions=[_allowed(post, row, offer) for offer in offers.MEETING],
    )


def _allowed(post: Post, row: Meeting, offer: Any) -> AllowedDoing:
    answer = offer.may(post, row)
    return AllowedDoing.model_construct(
        action=offer.slug,
        href=f"{API}/meetings/{row.pk}/{offer.slug}",
        allowed=answer.allowed,
        reason=str(answer.reason),
        who=str(answer.who),
    )


def paper_out(document: OfficialDocument | None, address: str) -> PaperOut | None:
    """The shape of a paper; None when there is none yet."""
    if document is None:
        return None
    return PaperOut.model_construct(
        number=document.number,
        issued_at=document.issued_at,
        sha256=document.sha256,
        pdf=address,
    )


def point_out(item: AgendaItem) -> PointOut:
    """The shape of a point."""
    return PointOut.model_construct(
        id=item.pk,
        href=f"{API}/agenda-points/{item.pk}",
        title=item.title,
        presenter=item.presenter,
        minutes=item.minutes_planned,
        detail=item.detail,
        origin=item.origin_label,
        origin_url=item.origin_url,
    )


def seat_out(seat: Participant) -> SeatOut:
    """The shape of a seat."""
    copied = ("label", "late", "struck", "reply", "deputy", "present_at", "sex")
    return SeatOut.model_construct(
        **{name: getattr(seat, name) for name in copied},
        id=seat.pk,
        href=f"{API}/seats/{seat.pk}",
        agency=seat.agency_id,
        post=seat.post_id,
        remark=seat.reply_remark,
        present_by=seat.present_means,
        came_as=seat.present_as,
    )
