"""What the API says of a follow-up."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Field

from sinergi.agencies.models import Post
from sinergi.followups.models import Followup, FollowupEvidence
from sinergi.kernel.rest import Moment, Page, Shape

API = "/api/v1"

Kind = Literal[
    "assistance",
    "advice",
    "task",
    "referral",
    "agreement_check",
    "directive",
    "readiness",
    "prevention",
    "lesson",
]
State = Literal["assigned", "accepted", "refused", "reported", "returned", "closed", "withdrawn"]


class FollowupOut(Shape):
    """One promise, until it is kept."""

    id: UUID
    href: str
    kind: Kind
    state: State
    title: str
    detail: str
    region: str = Field(description="Code of the place.")
    from_desk: str
    owner: str = Field(description="Who owes the answer: an agency, a desk, or a body outside.")
    created_at: Moment
    due_at: Moment | None
    is_overdue: bool
    answered_at: Moment | None
    closed_at: Moment | None
    answer: str
    evidence_asked: str
    climbs: int = Field(description="How often it climbed to a superior since it is overdue.")
    climbed_at: Moment | None
    climbed_to: str = Field(description="The superior to whom it climbed; empty when to none.")
    origin: str = Field(description="What it belongs to, for example the number of a case.")
    origin_url: str


class FollowupPage(Page[FollowupOut]):
    """A page of follow-ups."""


class AllowedFollowup(Shape):
    """Whether I may do something now, and if not, why, and who could."""

    action: str
    href: str
    allowed: bool
    reason: str
    who: str


class FollowupEvidenceOut(Shape):
    """A file that shows what was done."""

    id: UUID
    caption: str
    name: str
    media_type: str
    size: int = Field(description="bytes")
    sha256: str
    added_at: Moment
    added_by: str
    shown: str | None = Field(description="Address of the copy that is shown; null without one.")
    original: str = Field(description="Address of the file as received; opening it is journaled.")


class FollowupDetail(FollowupOut):
    """A follow-up with its evidence, and what I may do now."""

    evidence: list[FollowupEvidenceOut]
    actions: list[AllowedFollowup]


def followup_fields(row: Followup) -> dict[str, Any]:
    """What every answer tells of a follow-up."""
    copied = ("kind", "state", "title", "detail", "created_at", "due_at", "is_overdue",
              "answered_at", "closed_at", "answer", "origin_url", "evidence_asked", "climbs",
              "climbed_at")  # fmt: skip
    return {
        **{name: getattr(row, name) for name in copied},
        "id": row.pk,
        "href": f"{API}/followups/{row.pk}",
        "region": row.region_id,
        "from_desk": row.from_desk.name,
        "owner": row.owner_label,
        "origin": row.origin_label,
        "climbed_to": str(row.superior or ""),
    }


def followup_out(row: Followup) -> FollowupOut:
    """The shape of a row."""
    return FollowupOut.model_construct(**followup_fields(row))


def visible_to(post: Post) -> Any:
    """Those that she may see, with all that they name."""
    return Followup.objects.visible_to(post).select_related(
        "from_desk", "to_agency", "to_desk", "superior_agency", "superior_desk"
    )


def evidence_out(piece: FollowupEvidence) -> FollowupEvidenceOut:
    """The shape of a file."""
    blob, address = piece.blob, f"{API}/followups/evidence/{piece.pk}"
    return FollowupEvidenceOut.model_construct(
        id=piece.pk,
        caption=piece.caption,
        name=blob.name,
        media_type=blob.media_type,
        size=blob.size,
        sha256=blob.sha256,
        added_at=piece.added_at,
        added_by=piece.added_by,
        shown=f"{address}/shown" if blob.has_preview else None,
        original=f"{address}/original",
    )
