"""The briefing pack in the API: made, read, taken as PDF."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from ninja import Field, Router

from sinergi.kernel.documents import serve_document
from sinergi.kernel.problems import NotFound
from sinergi.kernel.rest import Asking, Moment, Shape, found
from sinergi.meetings.actions.briefing import make_briefing
from sinergi.meetings.models import Briefing, Meeting

router = Router(tags=["meetings"])


class BriefingOut(Shape):
    """A briefing pack: the facts as they stood, which the PDF and the slides show."""

    id: UUID
    number: str
    made_at: Moment
    made_by: str
    sha256: str = Field(description="Of the PDF.")
    pdf: str
    facts: dict[str, Any]


def briefing_out(row: Briefing) -> BriefingOut:
    """The shape of a row."""
    return BriefingOut.model_construct(
        id=row.pk,
        number=row.document.number,
        made_at=row.made_at,
        made_by=row.made_by,
        sha256=row.document.sha256,
        pdf=f"/api/v1/briefings/{row.pk}/pdf",
        facts=row.facts,
    )


def _meeting(request: Asking, key: UUID) -> Meeting:
    rows = Meeting.objects.visible_to(request.post)
    return found(rows.select_related("desk", "secretary", "operation", "region"), key)


@router.get(
    "/meetings/{meeting_id}/briefings",
    response=list[BriefingOut],
    operation_id="briefing_list",
    summary="List briefing packs",
)
def list_briefings(request: Asking, meeting_id: UUID) -> list[BriefingOut]:
    """Those of a meeting, the newest first."""
    rows = _meeting(request, meeting_id).briefings.select_related("document")
    return [briefing_out(row) for row in rows]


@router.post(
    "/meetings/{meeting_id}/briefings",
    response=BriefingOut,
    operation_id="briefing_make",
    summary="Make the briefing pack",
)
def make(request: Asking, meeting_id: UUID) -> BriefingOut:
    """Freeze the facts as they stand. Journal: `briefing.made`."""
    return briefing_out(make_briefing(request.post, _meeting(request, meeting_id)))


@router.get(
    "/briefings/{briefing_id}/pdf",
    operation_id="briefing_pdf",
    summary="Read the briefing pack",
    openapi_extra={
        "responses": {
            200: {
                "description": "The PDF as it was issued.",
                "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def read_pdf(request: Asking, briefing_id: UUID) -> HttpResponseBase:
    """The PDF as it was issued."""
    rows = Briefing.objects.filter(meeting__in=Meeting.objects.visible_to(request.post))
    row = rows.select_related("document").filter(pk=briefing_id).first()
    if row is None:
        raise NotFound()
    return serve_document(request, row.document)
