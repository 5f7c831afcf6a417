"""Files of a case: evidence, the record of a mediation and its signed copy, letters."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from ninja import File, Form
from ninja.files import UploadedFile

from sinergi.incidents import actions
from sinergi.incidents.api.details import (
    EvidenceOut,
    MediationOut,
    evidence_of,
    evidence_out,
    mediation_out,
    mediations_of,
)
from sinergi.incidents.api.finding import belonging, incident_for
from sinergi.incidents.api.routes import router
from sinergi.incidents.handover import package_name, package_of
from sinergi.incidents.models import IncidentEvidence, Mediation, Referral
from sinergi.kernel import evidence as store_room
from sinergi.kernel.documents import serve_document
from sinergi.kernel.models import OfficialDocument
from sinergi.kernel.problems import NotFound
from sinergi.kernel.rest import Asking, Line, file_answer

Caption = Annotated[Line, Form("")]


ANY = ("image/*", "audio/*", "video/*", "application/pdf")


@router.get(
    "/incidents/{incident_id}/evidence",
    response=list[EvidenceOut],
    operation_id="incident_evidence",
    summary="List evidence",
    tags=["evidence"],
)
def list_evidence(request: Asking, incident_id: UUID) -> list[EvidenceOut]:
    """The files of a case with their digests, oldest first; at most 30."""
    return [evidence_out(piece) for piece in evidence_of(incident_for(request.post, incident_id))]


@router.post(
    "/incidents/{incident_id}/evidence",
    response={201: EvidenceOut},
    operation_id="incident_add_evidence",
    summary="Add evidence",
    tags=["evidence"],
)
def add_evidence(
    request: Asking, incident_id: UUID, file: File[UploadedFile], caption: Caption
) -> EvidenceOut:
    """Keep a photo, recording or PDF as received. Journal: `evidence.added`, with its digest."""
    incident = incident_for(request.post, incident_id)
    return evidence_out(actions.add_evidence(request.post, incident, file=file, caption=caption))


def _piece(request: Asking, key: UUID) -> IncidentEvidence:
    rows = IncidentEvidence.objects.select_related("blob", "incident")
    piece: IncidentEvidence = belonging(rows, request.post, key)
    return piece


@router.get(
    "/evidence/{evidence_id}/shown",
    operation_id="evidence_shown",
    summary="Read the copy that is shown",
    openapi_extra=file_answer(*ANY),
    tags=["evidence"],
)
def read_shown(request: Asking, evidence_id: UUID) -> HttpResponseBase:
    """The copy without what the camera betrays; 404 when there is none."""
    return store_room.serve_shown(request, _piece(request, evidence_id).blob)


@router.get(
    "/evidence/{evidence_id}/original",
    operation_id="evidence_original",
    summary="Open the original",
    openapi_extra=file_answer(*ANY),
    tags=["evidence"],
)
def read_original(request: Asking, evidence_id: UUID) -> HttpResponseBase:
    """The file as received, byte for byte. Journal: `evidence.opened`."""
    piece = _piece(request, evidence_id)
    actions.open_original(request.post, piece)
    return store_room.serve_original(request, piece.blob)


@router.get(
    "/incidents/{incident_id}/mediations",
    response=list[MediationOut],
    operation_id="incident_mediations",
    summary="List mediations",
    tags=["mediation"],
)
def list_mediations(request: Asking, incident_id: UUID) -> list[MediationOut]:
    """The deliberations of a case, with the checks of what was agreed."""
    return [mediation_out(talk) for talk in mediations_of(incident_for(request.post, incident_id))]


@router.get(
    "/mediations/{mediation_id}/minutes",
    operation_id="mediation_minutes",
    summary="Read the official record",
    tags=["mediation"],
    openapi_extra=file_answer("application/pdf"),
)
def read_minutes(request: Asking, mediation_id: UUID) -> HttpResponseBase:
    """The *Berita Acara* as it was issued; 404 before that."""
    rows = Mediation.objects.select_related("document")
    return _document(request, belonging(rows, request.post, mediation_id).document)


@router.post(
    "/mediations/{mediation_id}/signed-copy",
    response=MediationOut,
    operation_id="mediation_attach_signed_copy",
    summary="Keep the signed copy",
    tags=["mediation"],
)
def attach_signed_copy(
    request: Asking, mediation_id: UUID, file: File[UploadedFile]
) -> MediationOut:
    """The signed record comes back, as evidence of the case. Journal: `mediation.signed`."""
    talk = belonging(Mediation.objects.all(), request.post, mediation_id)
    return mediation_out(actions.attach_signed_minutes(request.post, talk, file=file))


@router.get(
    "/referrals/{referral_id}/letter",
    operation_id="referral_letter",
    summary="Read the letter of referral",
    openapi_extra=file_answer("application/pdf"),
    tags=["evidence"],
)
def read_letter(request: Asking, referral_id: UUID) -> HttpResponseBase:
    """The letter as it was issued."""
    rows = Referral.objects.select_related("document")
    return _document(request, belonging(rows, request.post, referral_id).document)


@router.get(
    "/referrals/{referral_id}/package",
    operation_id="referral_package",
    summary="Take the hand-over package",
    tags=["exports"],
    openapi_extra=file_answer("application/zip"),
)
def read_package(request: Asking, referral_id: UUID) -> HttpResponseBase:
    """Letter, originals and case as a ZIP with all digests, streamed. Refused when a file in the
    store is no longer what was handed over. Journal: `referral.package_taken`, so a token needs
    the scope `write`.
    """
    rows = Referral.objects.exclude(document=None)
    rows = rows.select_related("incident__operation", "document")
    referral = belonging(rows, request.post, referral_id)
    actions.take_package(request.post, referral)
    response = StreamingHttpResponse(package_of(referral), content_type="application/zip")
    name = content_disposition_header(True, package_name(referral))
    response["Content-Disposition"] = name or "attachment"
    return response


def _document(request: Asking, document: OfficialDocument | None) -> HttpResponseBase:
    if document is None:
        raise NotFound()
    return serve_document(request, document)
