"""What the API is sent about meetings."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from ninja import Field

from sinergi.kernel.rest import (
    LIMIT,
    Body,
    Cursor,
    Limit,
    Line,
    Moment,
    Note,
    Prose,
    Remark,
)
from sinergi.meetings.api.shapes import KindOfMeeting, MeetingState, Nature, Sex


class MeetingFilter(Body):
    """Which meetings to list."""

    state: list[MeetingState] = Field([], max_length=5, description="One or several.")
    kind: list[KindOfMeeting] = Field([], max_length=6, description="One or several.")
    limit: Limit = LIMIT
    cursor: Cursor = ""


class Seat(Body):
    """Who is called: an agency, a post, or somebody outside; by what the letter says."""

    label: Line = Field(min_length=1)
    agency: UUID | None = None
    post: UUID | None = None


class Point(Body):
    """A point of the agenda."""

    title: Line = Field(min_length=1)
    presenter: Line = ""
    minutes: int | None = Field(None, ge=1, le=600)
    detail: Remark = ""


class Facts(Body):
    """The facts of a meeting. Signer and secretary are posts; without one it is whoever plans."""

    kind: KindOfMeeting
    title: Line = Field(min_length=1)
    starts_at: Moment
    ends_at: Moment
    place: Line = Field(min_length=1)
    chair: Line = Field(min_length=1, description="By post.")
    purpose: Remark = ""
    nature: Nature = "important"
    contact: Line = ""
    signer: UUID | None = None
    secretary: UUID | None = None


class NewMeeting(Facts):
    """A meeting in the name of a desk, with its agenda and those called."""

    desk: UUID
    agenda: list[Point] = Field([], max_length=100)
    called: list[Seat] = Field([], max_length=600)


class ChangedMeeting(Facts):
    """All facts anew, and why."""

    remark: Remark = ""


class CancelMeeting(Body):
    """Why it does not take place."""

    reason: Remark = Field(min_length=1)


class Call(Body):
    """Who is called besides."""

    called: list[Seat] = Field(min_length=1, max_length=600)


class Order(Body):
    """The points in their new order, by their identifiers."""

    order: list[UUID] = Field(min_length=1, max_length=200)


class Proposal(Body):
    """A matter of another room; `origin_url` is the path of its page."""

    title: Line = Field(min_length=1)
    detail: Prose = ""
    origin: Line = ""
    origin_url: str = Field("", max_length=200, pattern=r"^(/[^/\\\x00][^\x00\\]*)?$")


class ReplyTo(Body):
    """Whether she comes; a deputy is named by post."""

    reply: Literal["comes", "deputy", "declines"]
    deputy: Line = ""
    remark: Note = ""


class CheckIn(Body):
    """The code on the screen of the room, and the seat for which one came."""

    code: str = Field(min_length=1, max_length=20, pattern=r"^[^\x00]*$")
    standing_for: UUID | None = None
    sex: Sex = ""


class Mark(Body):
    """Who came instead, by post, and how she is counted."""

    came_as: Line = ""
    sex: Sex = ""


class Late(Body):
    """One who came without being called."""

    label: Line = Field(min_length=1)
    agency: UUID | None = None
    sex: Sex = ""


__all__ = [
    "Call", "CancelMeeting", "ChangedMeeting", "CheckIn", "Facts", "Late", "Mark",
    "MeetingFilter", "NewMeeting", "Order", "Point", "Proposal", "ReplyTo", "Seat",
]  # fmt: skip
