"""Requests to open an identity: asked by a handler, answered by the keeper, read by the two."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from pydantic import Field

from sinergi.kernel.problems import NotFound
from sinergi.kernel.rest import Asking, Body, Prose, Shape, file_answer
from sinergi.neutrality.actions import identity
from sinergi.neutrality.api.routes import router, unkept
from sinergi.neutrality.api.shapes import ProposalOut, proposal_out
from sinergi.neutrality.queries.cases import find_proposal, requests_for
from sinergi.neutrality.reading import reason_of
from sinergi.neutrality.unlocking import opened_of, require_opened
from sinergi.neutrality.views.requests import opened_answer


class Refusal(Body):
    """Why it stays closed; sealed with the case."""

    reason: Prose = Field(min_length=1)


class RequestOut(ProposalOut):
    """A request with its reason."""

    reason: str = Field(description="Empty while the key is locked.")


class IdentityOut(Shape):
    """Who reported."""

    name: str
    address: str
    phone: str
    email: str


@router.get(
    "/neutrality/requests",
    response=list[ProposalOut],
    operation_id="neutrality_requests",
    summary="List requests to open an identity",
)
def list_requests(request: Asking) -> list[ProposalOut]:
    """For keepers of identities: what waits, and what they opened and can still read."""
    if not request.post.can("keep_identity"):
        raise NotFound()
    return [proposal_out(row) for row in requests_for(request.post)]


@router.get(
    "/neutrality/requests/{request_id}",
    response=RequestOut,
    operation_id="neutrality_request",
    summary="Read a request",
)
def read_request(request: Asking, request_id: UUID) -> HttpResponse:
    """Who asks, and with the header `Unlock` why."""
    row = find_proposal(request.post, request_id)
    opened = opened_of(request)
    told = dict(proposal_out(row))
    return unkept(
        RequestOut.model_construct(**told, reason=reason_of(row, opened) if opened else "")
    )


@router.post(
    "/neutrality/requests/{request_id}/open",
    response=ProposalOut,
    operation_id="neutrality_request_open",
    summary="Open it",
)
def open_request(request: Asking, request_id: UUID) -> ProposalOut:
    """Take off the inner layer, for a day; asks for the header `Unlock`. Journal:
    `identity.opened`.
    """
    row = find_proposal(request.post, request_id)
    return proposal_out(identity.open_identity(request.post, row, opened=require_opened(request)))


@router.post(
    "/neutrality/requests/{request_id}/refuse",
    response=ProposalOut,
    operation_id="neutrality_request_refuse",
    summary="Refuse to open it",
)
def refuse_request(request: Asking, request_id: UUID, body: Refusal) -> ProposalOut:
    """It stays closed, with a reason. Journal: `identity.refused`."""
    row = find_proposal(request.post, request_id)
    return proposal_out(identity.refuse_identity(request.post, row, reason=body.reason))


@router.post(
    "/neutrality/requests/{request_id}/end",
    response=ProposalOut,
    operation_id="neutrality_request_end",
    summary="Close it again",
)
def end_request(request: Asking, request_id: UUID) -> ProposalOut:
    """What was opened is forgotten. Journal: `identity.closed`."""
    row = find_proposal(request.post, request_id)
    return proposal_out(identity.end_identity(request.post, row))


@router.get(
    "/neutrality/requests/{request_id}/opened",
    response=IdentityOut,
    operation_id="neutrality_request_opened",
    summary="Read what was opened",
)
def read_opened(request: Asking, request_id: UUID) -> HttpResponse:
    """Who reported, to one of the two who opened it; asks for the header `Unlock`.

    Journal: `identity.read`, so a token needs the scope `write`.
    """
    row = find_proposal(request.post, request_id)
    if row.file_id:
        raise NotFound()
    words = _read(request, row)
    return unkept(
        IdentityOut(**{name: str(words.get(name, "")) for name in IdentityOut.model_fields})
    )


@router.get(
    "/neutrality/requests/{request_id}/original",
    operation_id="neutrality_request_original",
    summary="Take the original that was opened",
    openapi_extra=file_answer("application/octet-stream"),
)
def read_original(request: Asking, request_id: UUID) -> HttpResponseBase:
    """The file as it was received, to one of the two; asks for the header `Unlock`.

    Journal: `identity.read`, so a token needs the scope `write`.
    """
    row = find_proposal(request.post, request_id)
    if not row.file_id:
        raise NotFound()
    return opened_answer(row, _read(request, row))


def _read(request: Asking, row: object) -> dict[str, str]:
    read = identity.read_identity(request.post, row, opened=require_opened(request))  # type: ignore[arg-type]
    words: dict[str, str] = read.words  # type: ignore[attr-defined]
    return words
