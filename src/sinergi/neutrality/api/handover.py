"""Handing a case on, and what was answered; the open figures for everybody."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query
from pydantic import Field

from sinergi.kernel.problems import Invalid
from sinergi.kernel.rest import (
    Asking,
    Body,
    Cursor,
    Flag,
    Line,
    Moment,
    Page,
    Prose,
    Remark,
    Shape,
    Word,
    fields_of,
    file_answer,
    next_link,
)
from sinergi.neutrality.actions import handover as actions
from sinergi.neutrality.api.routes import refuse_keeping, router
from sinergi.neutrality.drafting import Choice, addressee, draft_of, receiver_of
from sinergi.neutrality.models import Handover
from sinergi.neutrality.permissions import require_handler
from sinergi.neutrality.queries import handovers as queries
from sinergi.neutrality.queries.cases import find_case
from sinergi.neutrality.unlocking import require_opened
from sinergi.neutrality.views.figures import public_figures
from sinergi.neutrality.views.handover import letter_answer, package_answer

API = "/api/v1"
Outcome = Literal["sanctioned", "no_sanction", "not_proven", "not_competent", "stopped"]


class HandoverOut(Shape):
    """A case as it was handed to an authority: what stands in clear."""

    id: UUID
    href: str
    case: UUID
    case_number: str
    number: str = Field(description="Of its letter.")
    authority: Word
    title: str
    track: str
    basis: str
    state: Literal["prepared", "sent", "answered", "withdrawn"]
    prepared_at: Moment
    sent_at: Moment | None
    answer_due: Moment | None
    answered_at: Moment | None
    outcome: str
    sanction: str
    letter_code: str = Field(description="With which anyone verifies the letter.")
    letter_sha256: str
    package_sha256: str = Field(description="Of the package that left last; empty before.")


class HandoversOut(Page[HandoverOut]):
    """Those whose answer is due first before the others."""

    late: int = Field(description="How many answers are late.")


class HandoverFilter(Body):
    """Which to list."""

    state: Literal["open", "late", "answered", "all"] = "open"
    authority: Word = ""
    cursor: Cursor = ""


class Prepare(Body):
    """The words of a letter; all are sealed."""

    authority: Word
    track: Word
    summary: Prose = Field(min_length=1)
    subject: Line = Field(min_length=1, description="Whom it concerns, by post and office.")
    basis: Remark = Field(min_length=1, description="One a line.")
    to: Remark = Field("", description="Whom it addresses; by the law when empty.")
    signer: Line = ""
    copies: Remark = ""
    own_words: Flag = Field(False, description="Hand on the report in the reporter's own words.")
    unstripped: Flag = Field(False, description="Hand on files that could not be stripped.")


class HandoverReason(Body):
    """Why; sealed with the case."""

    reason: Prose = Field(min_length=1)


class Answer(Body):
    """What the authority decided; `text` is sealed."""

    answered_at: Moment
    outcome: Outcome
    sanction: Word = ""
    text: Prose = Field(min_length=1)


class Wrapping(Body):
    """How a package leaves."""

    recipient: Line = Field("", description="A public key of age: only its holder opens it.")


def handover_out(row: Handover) -> HandoverOut:
    """One hand-over."""
    line = queries.HandoverLine(row)
    return HandoverOut.model_construct(
        id=row.pk,
        href=f"{API}/neutrality/handovers/{row.pk}",
        case=row.case_id,
        case_number=row.case.number,
        number=row.number,
        authority=row.authority,
        title=line.authority,
        track=row.track,
        basis=row.basis,
        state=row.state,
        prepared_at=row.prepared_at,
        sent_at=row.sent_at,
        answer_due=line.clock.clock.due_at if line.clock else None,
        answered_at=row.answered_at,
        outcome=row.outcome,
        sanction=row.sanction,
        letter_code=row.letter_code,
        letter_sha256=row.letter_sha256,
        package_sha256=row.package_sha256,
    )


def _fresh(request: Asking, pk: UUID) -> HandoverOut:
    return handover_out(queries.find_handover(request.post, pk))


@router.get(
    "/neutrality/handovers",
    response=HandoversOut,
    operation_id="neutrality_handovers",
    summary="List hand-overs",
)
def list_handovers(request: Asking, filters: Query[HandoverFilter]) -> HandoversOut:
    """What was handed to authorities, by state and authority, fifty in a page."""
    require_handler(request.post)
    number = _number(filters.cursor)
    page = queries.handovers(
        request.post, state=filters.state, authority=filters.authority, page=number
    )
    return HandoversOut.model_construct(
        items=[handover_out(line.row) for line in page.lines],
        total=page.total,
        next=next_link(request, str(number + 1) if page.more else ""),
        late=page.late,
    )


def _number(cursor: str) -> int:
    if cursor and not (cursor.isdecimal() and len(cursor) < 5):
        raise Invalid(field="cursor")
    return max(int(cursor or 1), 1)


@router.get(
    "/neutrality/handovers/{handover_id}",
    response=HandoverOut,
    operation_id="neutrality_handover",
    summary="Read a hand-over",
)
def read_handover(request: Asking, handover_id: UUID) -> HandoverOut:
    """What stands in clear of it."""
    return _fresh(request, handover_id)


@router.post(
    "/neutrality/cases/{case_id}/handovers",
    response={201: HandoverOut},
    operation_id="neutrality_handover_prepare",
    summary="Hand on to the competent authority",
)
def prepare(request: Asking, case_id: UUID, body: Prepare) -> tuple[int, HandoverOut]:
    """Set and seal letter, sheet and facts, for one of the authorities that the law names for the
    case today (`receivers` of the case); asks for the header `Unlock`. Journal:
    `handover.prepared`.
    """
    case, opened = find_case(request.post, case_id), require_opened(request)
    receiver = receiver_of(case, body.authority, body.track)
    if receiver is None:
        raise Invalid(field="authority")
    told = fields_of(body)
    told["to"] = body.to or addressee(case, body.authority)
    told["signer"] = body.signer or actions.signer_of(case)
    draft = draft_of(case, opened, Choice(**told), receiver)
    row = actions.prepare_handover(request.post, case, draft=draft)
    return 201, _fresh(request, row.pk)


@router.post(
    "/neutrality/handovers/{handover_id}/send",
    response=HandoverOut,
    operation_id="neutrality_handover_send",
    summary="Note that it was delivered",
)
def send(request: Asking, handover_id: UUID) -> HandoverOut:
    """The time to answer runs. Journal: `handover.sent`."""
    actions.send_handover(request.post, queries.find_handover(request.post, handover_id))
    return _fresh(request, handover_id)


@router.post(
    "/neutrality/handovers/{handover_id}/withdraw",
    response=HandoverOut,
    operation_id="neutrality_handover_withdraw",
    summary="Withdraw",
)
def withdraw(request: Asking, handover_id: UUID, body: HandoverReason) -> HandoverOut:
    """It is not handed on after all. Journal: `handover.withdrawn`."""
    row = queries.find_handover(request.post, handover_id)
    actions.withdraw_handover(request.post, row, reason=body.reason)
    return _fresh(request, handover_id)


@router.post(
    "/neutrality/handovers/{handover_id}/answer",
    response=HandoverOut,
    operation_id="neutrality_handover_answer",
    summary="Keep the authority's answer",
)
def answer(request: Asking, handover_id: UUID, body: Answer) -> HandoverOut:
    """What it decided, with the code of a sanction of its track. Journal: `handover.answered`."""
    row = queries.find_handover(request.post, handover_id)
    actions.record_answer(request.post, row, **fields_of(body))
    return _fresh(request, handover_id)


@router.post(
    "/neutrality/handovers/{handover_id}/remind",
    response=HandoverOut,
    operation_id="neutrality_handover_remind",
    summary="Write a reminder",
)
def remind(request: Asking, handover_id: UUID) -> HandoverOut:
    """A letter that asks for an answer that is late. Journal: `handover.reminded`."""
    actions.remind_authority(request.post, queries.find_handover(request.post, handover_id))
    return _fresh(request, handover_id)


@router.get(
    "/neutrality/handovers/{handover_id}/letter",
    operation_id="neutrality_handover_letter",
    summary="Take the letter",
    openapi_extra=file_answer("application/pdf"),
)
def letter(request: Asking, handover_id: UUID) -> HttpResponseBase:
    """The PDF, opened while it is sent; asks for the header `Unlock`."""
    return letter_answer(request, queries.find_handover(request.post, handover_id))


@router.post(
    "/neutrality/handovers/{handover_id}/package",
    operation_id="neutrality_handover_package",
    summary="Take the package",
    openapi_extra=file_answer("application/zip", "application/octet-stream"),
)
def package(request: Asking, handover_id: UUID, body: Wrapping) -> HttpResponseBase:
    """Letter, sheet, facts, evidence and digests as a ZIP, or sealed to one key of age; asks for
    the header `Unlock`. It never holds an identity. Journal: `handover.package_taken`.
    """
    refuse_keeping(request)
    row = queries.find_handover(request.post, handover_id)
    return package_answer(request, row, recipient=body.recipient)


class FigureOut(Shape):
    """One line of a table."""

    code: str
    group: str
    title: str
    reports: int | str = Field(description='A count; "<5" or "≥5" for one that hides.')


class OpenFiguresOut(Shape):
    """What anybody may know of the reports. A table is null when too few reports are in it."""

    format: str
    operation: str
    exercise: bool
    until: str | None = Field(description="The last day counted; null while there are too few.")
    total: int | None
    tables: dict[str, list[FigureOut] | None]
    median_days: dict[str, int | None]


@router.get(
    "/neutrality/figures",
    auth=None,
    response=OpenFiguresOut,
    operation_id="neutrality_figures",
    summary="Read the open figures",
)
def read_figures(request: HttpRequest, operation: Word = "") -> dict[str, Any]:
    """Counts as of the end of a week, of which none leads to a single report. Open to everybody."""
    return public_figures(request, operation)
