"""The minutes in the API: read, written point by point, issued, corrected, taken as PDF."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http.response import HttpResponseBase
from ninja import Field, Router
from pydantic import StringConstraints

from sinergi.kernel.documents import serve_document
from sinergi.kernel.models import OfficialDocument
from sinergi.kernel.problems import NotFound
from sinergi.kernel.rest import NO_NUL, Asking, Body, Moment, Prose, Shape, found
from sinergi.meetings.actions.minutes import (
    LONGEST,
    correct_minutes,
    issue_minutes_of_meeting,
    write_minutes,
)
from sinergi.meetings.models import AgendaItem, Meeting, MinutesRevision
from sinergi.meetings.queries import minutes as queries

router = Router(tags=["meetings"])

Text = Annotated[str, StringConstraints(max_length=LONGEST, pattern=NO_NUL)]
PDF = {
    "responses": {
        200: {
            "description": "The PDF as it was issued.",
            "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class MinutesPointOut(Shape):
    """What the minutes say of one point."""

    id: UUID
    title: str
    text: str
    revision: int = Field(description="Send it as `based_on` with the next text.")
    written_at: Moment | None
    written_by: str


class MinutesPaperOut(Shape):
    """Minutes as issued, or their correction."""

    id: UUID
    number: str
    title: str
    issued_at: Moment
    sha256: str
    in_force: bool
    pdf: str


class MinutesOut(Shape):
    """The minutes of a meeting as they stand, and as they were issued."""

    meeting: UUID
    points: list[MinutesPointOut]
    documents: list[MinutesPaperOut]


class RevisionOut(Shape):
    """What the minutes of a point said at one time."""

    point: UUID
    number: int
    text: str
    at: Moment
    by: str


class Write(Body):
    """A text, and the revision on which it is based."""

    text: Text
    based_on: int = Field(ge=0, le=2**31 - 1)


class Correction(Body):
    """The corrected texts by the identifier of their point, and why."""

    texts: dict[UUID, Text] = Field(max_length=200)
    reason: Prose = Field(min_length=1)


def _meeting(request: Asking, key: Any) -> Meeting:
    rows = Meeting.objects.visible_to(request.post)
    return found(rows.select_related("desk", "secretary", "operation", "region", "minutes"), key)


def _point(item: AgendaItem) -> MinutesPointOut:
    return MinutesPointOut.model_construct(
        id=item.pk,
        title=item.title,
        text=item.text,
        revision=item.revision,
        written_at=item.written_at,
        written_by=item.written_by,
    )


def _paper(document: OfficialDocument, meeting: Meeting) -> MinutesPaperOut:
    return MinutesPaperOut.model_construct(
        id=document.pk,
        number=document.number,
        title=document.title,
        issued_at=document.issued_at,
        sha256=document.sha256,
        in_force=document.pk == meeting.minutes_id,
        pdf=f"/api/v1/minutes/{document.pk}/pdf",
    )


def _minutes(meeting: Meeting) -> MinutesOut:
    return MinutesOut.model_construct(
        meeting=meeting.pk,
        points=[_point(item) for item in queries.agenda_of(meeting)],
        documents=[_paper(one, meeting) for one in queries.documents_of(meeting)],
    )


@router.get(
    "/meetings/{meeting_id}/minutes",
    response=MinutesOut,
    operation_id="minutes_read",
    summary="Read the minutes",
)
def read_minutes(request: Asking, meeting_id: UUID) -> MinutesOut:
    """Every point of the agenda with its text, and the documents that were issued."""
    return _minutes(_meeting(request, meeting_id))


@router.get(
    "/meetings/{meeting_id}/minutes/history",
    response=list[RevisionOut],
    operation_id="minutes_history",
    summary="Read all that was written",
)
def read_history(request: Asking, meeting_id: UUID) -> list[RevisionOut]:
    """The last 500 texts that were saved, the newest first."""
    return [_revision(row) for row in queries.revisions_of(_meeting(request, meeting_id))]


def _revision(row: MinutesRevision) -> RevisionOut:
    return RevisionOut.model_construct(
        point=row.item_id, number=row.number, text=row.text, at=row.at, by=row.by_label
    )


@router.post(
    "/agenda-points/{point_id}/minutes",
    response=MinutesPointOut,
    operation_id="minutes_write",
    summary="Write the minutes of a point",
)
def write(request: Asking, point_id: UUID, body: Write) -> MinutesPointOut:
    """Save a text. `minutes-changed` (409) when somebody wrote another one since `based_on`:
    read it, bring both together, and send that. Journal: `minutes.written`.
    """
    meetings = Meeting.objects.visible_to(request.post)
    rows = AgendaItem.objects.filter(meeting__in=meetings).select_related("meeting__desk")
    item = found(rows, point_id)
    return _point(write_minutes(request.post, item, text=body.text, based_on=body.based_on))


@router.post(
    "/meetings/{meeting_id}/minutes/issue",
    response=MinutesOut,
    operation_id="minutes_issue",
    summary="Issue the minutes",
)
def issue(request: Asking, meeting_id: UUID) -> MinutesOut:
    """Number and seal them; a second call keeps the first. Journal: `minutes.issued`."""
    return _minutes(issue_minutes_of_meeting(request.post, _meeting(request, meeting_id)))


@router.post(
    "/meetings/{meeting_id}/minutes/correct",
    response=MinutesOut,
    operation_id="minutes_correct",
    summary="Correct the minutes",
)
def correct(request: Asking, meeting_id: UUID, body: Correction) -> MinutesOut:
    """A new document that says which one it corrects, and why. Journal: `minutes.corrected`."""
    meeting = _meeting(request, meeting_id)
    texts = {str(key): text for key, text in body.texts.items()}
    return _minutes(correct_minutes(request.post, meeting, texts=texts, reason=body.reason))


@router.get(
    "/minutes/{document_id}/pdf",
    operation_id="minutes_pdf",
    summary="Read issued minutes",
    openapi_extra=PDF,
)
def read_pdf(request: Asking, document_id: UUID) -> HttpResponseBase:
    """The PDF as it was issued."""
    rows = OfficialDocument.objects.filter(operation_id=request.post.operation_id)
    row = rows.filter(kind=queries.KIND, pk=document_id).first()
    if row is None:
        raise NotFound()
    _meeting(request, row.data.get("meeting"))
    return serve_document(request, row)
