"""The integrated action plan in the API: read, taken as a workbook, issued as a report."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Field, Query, Router

from sinergi.agencies.models import Desk
from sinergi.kernel.documents import serve_document
from sinergi.kernel.models import OfficialDocument
from sinergi.kernel.problems import Forbidden, NotFound
from sinergi.kernel.rest import Asking, Body, Day, Moment, Shape
from sinergi.kernel.workbooks import MEDIA_TYPE
from sinergi.meetings.action_plan_paper import workbook
from sinergi.meetings.action_plan_periods import Period
from sinergi.meetings.actions.action_plan import issue_action_plan
from sinergi.meetings.api.minutes import PDF
from sinergi.meetings.permissions.action_plan import may_read_reports, may_take_action_plan
from sinergi.meetings.queries import action_plan as queries

router = Router(tags=["meetings"])


class PlanPeriod(Body):
    """A period of a year."""

    year: int = Field(ge=2000, le=2100)
    period: Literal["B04", "B08", "B12"]


class PlanRowOut(Shape):
    """One action of the plan. Targets are in percent; null before the period in which it is due."""

    number: int
    directive: UUID
    problem: str
    action: str
    measure: str
    responsible: str
    supporting: str
    first: Day
    last: Day
    target_b04: int | None
    target_b08: int | None
    target_b12: int | None
    realisation: str
    percent: int
    evidence: str
    obstacle: str
    follow_up: str


class PlanPaper(Shape):
    """A report that was issued."""

    id: UUID
    number: str
    title: str
    issued_at: Moment
    sha256: str
    pdf: str


class PlanOut(Shape):
    """The plan of a period as far as I may see it."""

    year: int
    period: str
    rows: list[PlanRowOut]
    documents: list[PlanPaper]


def _row(row: queries.PlanRow) -> PlanRowOut:
    copied = ("number", "problem", "action", "measure", "responsible", "supporting", "first",
              "last", "realisation", "percent", "evidence", "obstacle")  # fmt: skip
    return PlanRowOut.model_construct(
        **{name: getattr(row, name) for name in copied},
        directive=row.directive.pk,
        target_b04=row.targets["B04"],
        target_b08=row.targets["B08"],
        target_b12=row.targets["B12"],
        follow_up=row.next_step,
    )


def _paper(row: OfficialDocument) -> PlanPaper:
    return PlanPaper.model_construct(
        id=row.pk,
        number=row.number,
        title=row.title,
        issued_at=row.issued_at,
        sha256=row.sha256,
        pdf=f"/api/v1/action-plan/{row.pk}/pdf",
    )


@router.get(
    "/action-plan", response=PlanOut, operation_id="action_plan_read", summary="Read the plan"
)
def read_plan(request: Asking, asked: Query[PlanPeriod]) -> PlanOut:
    """The integrated action plan of a period, and its issued reports."""
    post, period = request.post, Period(asked.year, asked.period)
    papers = queries.issued(post.operation_id, period) if may_read_reports(post) else []
    return PlanOut.model_construct(
        year=asked.year,
        period=asked.period,
        rows=[_row(row) for row in queries.seen_by(post, period)],
        documents=[_paper(row) for row in papers],
    )


@router.get(
    "/action-plan/excel",
    operation_id="action_plan_excel",
    summary="Take the plan as a workbook",
    openapi_extra={
        "responses": {
            200: {
                "description": "The workbook.",
                "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def read_excel(request: Asking, asked: Query[PlanPeriod]) -> HttpResponse:
    """What I see of the plan, as Excel."""
    answer = may_take_action_plan(request.post)
    if not answer:
        raise Forbidden(answer.reason)
    period = Period(asked.year, asked.period)
    return HttpResponse(
        workbook(period, queries.seen_by(request.post, period)), content_type=MEDIA_TYPE
    )


@router.post(
    "/action-plan/issue",
    response={201: PlanPaper},
    operation_id="action_plan_issue",
    summary="Issue the report",
)
def issue(request: Asking, body: PlanPeriod) -> PlanPaper:
    """Number and seal the report of a period as it stands. Journal: `action_plan.issued`."""
    desks = Desk.objects.filter(operation_id=request.post.operation_id, level="regency")
    desk = desks.select_related("operation", "region").order_by("region_id").first()
    if desk is None:
        raise NotFound()
    return _paper(issue_action_plan(request.post, desk, year=body.year, period=body.period))


@router.get(
    "/action-plan/{document_id}/pdf",
    operation_id="action_plan_pdf",
    summary="Read an issued report",
    openapi_extra=PDF,
)
def read_pdf(request: Asking, document_id: UUID) -> HttpResponseBase:
    """The PDF as it was issued, for who reads the whole regency."""
    rows = OfficialDocument.objects.filter(operation_id=request.post.operation_id)
    row = rows.filter(kind=queries.KIND, pk=document_id).first()
    if row is None or not may_read_reports(request.post):
        raise NotFound()
    return serve_document(request, row)
