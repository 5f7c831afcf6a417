"""Evidence of a follow-up."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http.response import HttpResponseBase
from ninja import File, Form
from ninja.files import UploadedFile

from sinergi.followups import actions
from sinergi.followups.api.routes import router
from sinergi.followups.api.shapes import FollowupEvidenceOut, evidence_out, visible_to
from sinergi.followups.models import Followup, FollowupEvidence
from sinergi.kernel import evidence as store_room
from sinergi.kernel.rest import Asking, Line, file_answer, found

ANY_FILE = ("image/*", "audio/*", "video/*", "application/pdf")


@router.post(
    "/followups/{followup_id}/evidence",
    response={201: FollowupEvidenceOut},
    operation_id="followup_add_evidence",
    summary="Add evidence to a follow-up",
    tags=["evidence"],
)
def add_evidence(
    request: Asking,
    followup_id: UUID,
    file: File[UploadedFile],
    caption: Annotated[Line, Form("")],
) -> FollowupEvidenceOut:
    """Keep a photo, recording or PDF as received, before reporting or after it.

    Journal: `followup.evidence_added`, with its digest.
    """
    row = found(visible_to(request.post), followup_id)
    piece = actions.add_followup_evidence(request.post, row, file=file, caption=caption)
    return evidence_out(piece)


def _piece(request: Asking, key: UUID) -> FollowupEvidence:
    rows = FollowupEvidence.objects.select_related("blob", "followup__from_desk")
    return found(rows.filter(followup__in=Followup.objects.visible_to(request.post)), key)


@router.get(
    "/followups/evidence/{piece_id}/shown",
    operation_id="followup_evidence_shown",
    summary="Read the copy that is shown",
    openapi_extra=file_answer(*ANY_FILE),
    tags=["evidence"],
)
def read_shown(request: Asking, piece_id: UUID) -> HttpResponseBase:
    """The copy without what the camera betrays; 404 when there is none."""
    return store_room.serve_shown(request, _piece(request, piece_id).blob)


@router.get(
    "/followups/evidence/{piece_id}/original",
    operation_id="followup_evidence_original",
    summary="Open the original",
    openapi_extra=file_answer(*ANY_FILE),
    tags=["evidence"],
)
def read_original(request: Asking, piece_id: UUID) -> HttpResponseBase:
    """The file as received, byte for byte. Journal: `followup.evidence_opened`."""
    piece = _piece(request, piece_id)
    actions.open_followup_evidence(request.post, piece)
    return store_room.serve_original(request, piece.blob)
