"""Cases that Bawaslu writes down through a program: findings, and reports at the counter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form
from ninja.files import UploadedFile
from pydantic import Field

from sinergi.agencies.api_auth import SessionAuth, TokenAuth
from sinergi.kernel.rest import Asking, Body, Day, Line, Prose, Remark, Shape, Word
from sinergi.neutrality.actions.files import add_case_file
from sinergi.neutrality.actions.findings import (
    Written,
    record_finding,
    record_report_at_counter,
)
from sinergi.neutrality.api.routes import refuse_keeping, router, unkept
from sinergi.neutrality.api.shapes import CaseOut, case_out
from sinergi.neutrality.models import Case
from sinergi.neutrality.permissions import require_handler
from sinergi.neutrality.queries.cases import find_case
from sinergi.neutrality.upload import SealingHandler


class FindingIn(Body):
    """What was seen. Everything in it is sealed when it arrives."""

    what: Prose = Field(min_length=1)
    subject: Line = Field(min_length=1, description="By post and office.")
    subject_kind: Word = ""
    breaches: list[Word] = Field([], max_length=40)
    day: Day | None = None
    when: Line = ""
    known_on: Day | None = None
    where: Line = ""
    region: Word = ""
    witnesses: Remark = ""
    candidate: Word = ""


class IdentityIn(Body):
    """Who reports; sealed twice."""

    name: Line = Field(min_length=1)
    address: Line = Field(min_length=1)
    phone: Word = ""
    email: Line = ""


class CounterReportIn(FindingIn):
    """A report made at the office."""

    identity: IdentityIn


class ReceiptOut(Shape):
    """The case, and the words with which its reporter comes back: told once."""

    case: CaseOut
    receipt: str


def _written(body: FindingIn) -> Written:
    names = Written.__dataclass_fields__
    return Written(**{name: getattr(body, name) for name in names})


@router.post(
    "/neutrality/findings",
    response={201: CaseOut},
    operation_id="neutrality_record_finding",
    summary="Record a finding",
)
def post_finding(request: Asking, body: FindingIn) -> CaseOut:
    """What Bawaslu's own supervision found. Journal: `neutrality_case.finding_recorded`."""
    require_handler(request.post)
    return case_out(record_finding(request.post, request.operation, written=_written(body)))


@router.post(
    "/neutrality/reports",
    response={201: ReceiptOut},
    operation_id="neutrality_record_report",
    summary="Record a report at the counter",
)
def post_report(request: Asking, body: CounterReportIn) -> HttpResponse:
    """A report with its reporter's identity. Its receipt is told once, so it takes no
    idempotency key. Journal: `neutrality_case.report_recorded`.
    """
    require_handler(request.post)
    refuse_keeping(request)
    case: Case = record_report_at_counter(
        request.post,
        request.operation,
        written=_written(body),
        identity=body.identity.model_dump(),
    )
    words: str = case.receipt_words  # type: ignore[attr-defined]
    return unkept(ReceiptOut(case=case_out(case), receipt=words), 201)


class _SealedToken(TokenAuth):
    """A token, or what comes before a session: what is sent reaches no disk unsealed."""

    def __call__(self, request: HttpRequest) -> Any:
        request.upload_handlers = [SealingHandler(request)]
        return super().__call__(request)


@router.post(
    "/neutrality/cases/{case_id}/files",
    response={201: CaseOut},
    operation_id="neutrality_add_file",
    summary="Add a file",
    auth=[_SealedToken(), SessionAuth()],
)
def post_file(
    request: Asking, case_id: UUID, file: File[UploadedFile], text: Form[str] = ""
) -> CaseOut:
    """A photo, recording or document; kept sealed, with a copy without metadata where that can be.

    Journal: `neutrality_case.file_added`.
    """
    case = find_case(request.post, case_id)
    add_case_file(request.post, case, files=[file], text=text)  # type: ignore[list-item]
    return case_out(Case.objects.get(pk=case.pk))
