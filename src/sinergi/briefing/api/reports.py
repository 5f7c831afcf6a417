"""Situation reports in the API: list, JSON and paper; opened, told, signed, published."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router
from pydantic import Field

from sinergi.agencies.models import Desk, Post
from sinergi.briefing import actions
from sinergi.briefing.models import ReportPart, SituationReport
from sinergi.briefing.permissions.reports import may_see_report
from sinergi.briefing.report_annex import annex_of
from sinergi.briefing.report_machine import machine_of
from sinergi.briefing.report_text import short_text
from sinergi.kernel.acting import Call, enter
from sinergi.kernel.documents import serve_document
from sinergi.kernel.problems import NotFound
from sinergi.kernel.rest import (
    LIMIT,
    NO_NUL,
    Asking,
    Body,
    Cursor,
    Flag,
    Limit,
    Line,
    Moment,
    Note,
    Page,
    Shape,
    Word,
    chosen,
    fields_of,
    file_answer,
    found,
    page_of,
    window,
)
from sinergi.kernel.workbooks import MEDIA_TYPE, download

router = Router(tags=["briefing"])
FieldText = Annotated[str, Field(max_length=3_000, pattern=NO_NUL)]
Texts = dict[Word, FieldText]


class SituationReportOut(Shape):
    """One report in a list; its numbers and words are asked for by its key."""

    id: UUID
    number: str | None = Field(description="Null before it is published.")
    kind: str
    state: str
    region: str
    subject: str
    situation: str | None = Field(description="calm, alert or critical; null before completed.")
    from_at: Moment
    until_at: Moment = Field(description="The cut-off: numbers stand as of this moment.")
    parts_due_at: Moment
    published_at: Moment | None


class SituationReportWhole(Shape):
    """The report for programs. `figures` follows the schema that it names (see the docs)."""

    report: dict[str, Any]
    text: str = Field(description="The short text for a chat; empty before the numbers stand.")


class ReportPartOut(Shape):
    """What an agency owes or has given."""

    id: UUID
    agency: str
    state: str
    late: bool
    digest: str = Field(description="SHA-256 of what was signed; empty before.")


class ReportsAsked(Shape):
    """Which reports."""

    kind: Literal["", "daily", "nil", "special", "monthly"] = ""
    state: Literal["", "collecting", "frozen", "approved", "published"] = ""
    cursor: Cursor = ""
    limit: Limit = LIMIT


class OpenReportIn(Body):
    """A report to be collected."""

    desk: UUID
    kind: Literal["daily", "special", "monthly"]
    from_at: Moment
    until_at: Moment
    parts_due_at: Moment | None = None
    subject: Line = ""
    copies_to: Note = ""


class CompleteReportIn(Body):
    """What the secretariat adds; `texts` by field."""

    situation: Literal["calm", "alert", "critical"]
    texts: Texts
    nil: Flag = False
    classification: Literal["ordinary", "restricted"] = "restricted"
    copies_to: Note = ""


class PartTexts(Body):
    """What an agency says, by field."""

    texts: Texts


class ReturnReportIn(Body):
    """What is still missing."""

    reason: Note


class CorrectionIn(Body):
    """What was wrong, and what is right."""

    what: Note


def _visible(post: Post) -> Any:
    return SituationReport.objects.visible_to(post).whole()


def _out(row: SituationReport) -> SituationReportOut:
    return SituationReportOut.model_construct(
        id=row.pk, number=row.number or None, kind=row.kind, state=row.state,
        region=row.region_id, subject=row.subject, situation=row.situation or None,
        from_at=row.from_at, until_at=row.until_at, parts_due_at=row.parts_due_at,
        published_at=row.published_at,
    )  # fmt: skip


def _part_out(row: ReportPart) -> ReportPartOut:
    return ReportPartOut.model_construct(
        id=row.pk, agency=row.agency.name, state=row.state, late=row.is_late, digest=row.digest
    )


@router.get(
    "/situation-reports",
    response=Page[SituationReportOut],
    operation_id="situation_report_list",
    summary="List situation reports",
)
def list_reports(request: Asking, asked: Query[ReportsAsked]) -> Any:
    """Those of my places and those in which my agency has a part, the newest cut-off first."""
    rows = _visible(request.post)
    rows = rows.filter(kind=asked.kind) if asked.kind else rows
    rows = rows.filter(state=asked.state) if asked.state else rows
    shown = window(rows, by="until_at", cursor=asked.cursor, limit=asked.limit)
    return page_of(request, shown, rows.count(), _out)


@router.post(
    "/situation-reports",
    response={201: SituationReportOut},
    operation_id="situation_report_open",
    summary="Open a situation report",
)
def open_one(request: Asking, body: OpenReportIn) -> tuple[int, SituationReportOut]:
    """The agencies of the level are asked for their parts. Journal: `report.opened`."""
    desk = chosen(Desk.objects.visible_to(request.post), body.desk, field="desk")
    told = {name: value for name, value in fields_of(body).items() if name != "desk"}
    made = actions.open_report(request.post, desk, **told)
    return 201, _out(found(_visible(request.post), made.pk))


@router.get(
    "/situation-reports/{uuid:report_id}",
    response=SituationReportWhole,
    operation_id="situation_report_read",
    summary="Read a situation report",
)
def read(request: Asking, report_id: UUID) -> SituationReportWhole:
    """Numbers as frozen, each with the address of its records; words of signed parts alone."""
    row = found(_visible(request.post), report_id)
    return SituationReportWhole.model_construct(
        report=machine_of(row, request.post), text=short_text(row) if row.figures else ""
    )


@router.get(
    "/situation-reports/{uuid:report_id}/document",
    operation_id="situation_report_document",
    summary="Read the paper",
    openapi_extra=file_answer("application/pdf"),
)
def document(request: Asking, report_id: UUID) -> HttpResponseBase:
    """The PDF as it went out; 404 before that."""
    row = found(_visible(request.post), report_id)
    if row.document is None:
        raise NotFound()
    return serve_document(request, row.document)


@router.get(
    "/situation-reports/{uuid:report_id}/annex",
    operation_id="situation_report_annex",
    summary="Read the annex",
    openapi_extra=file_answer(MEDIA_TYPE),
)
def annex(request: Asking, report_id: UUID) -> HttpResponse:
    """The workbook of numbers, records and parts; 404 before the numbers stand."""
    row = found(_visible(request.post), report_id)
    if not row.figures:
        raise NotFound()
    return download(annex_of(row, request.post), "lampiran-lapsit")


CALLS = (
    Call("freeze", actions.freeze_report),
    Call("complete", actions.complete_report, CompleteReportIn),
    Call("approve", actions.approve_report),
    Call("return", actions.return_report, ReturnReportIn),
    Call("publish", actions.publish_report),
    Call("correct", actions.note_correction, CorrectionIn),
)
PART_CALLS = (
    Call("write", actions.write_part, PartTexts),
    Call("sign", actions.sign_part),
    Call("nil", actions.say_nil),
)


def _act(call: Call) -> Any:
    """Find the report and do it; answer with the report as it stands then."""

    def act(request: Asking, report_id: UUID, body: Body) -> SituationReportOut:
        row = found(_visible(request.post), report_id)
        call.action(request.post, row, **fields_of(body))
        return _out(found(_visible(request.post), report_id))

    return act


def _act_on_part(call: Call) -> Any:
    def act(request: Asking, part_id: UUID, body: Body) -> ReportPartOut:
        rows = ReportPart.objects.select_related("report__operation", "report__desk", "agency")
        row = found(rows, part_id)
        if not may_see_report(request.post, row.report):
            raise NotFound()
        return _part_out(call.action(request.post, row, **fields_of(body)))

    return act


for _call in CALLS:
    enter(router, "/situation-reports/{uuid:report_id}", _call, _act(_call),
          of="situation_report", response=SituationReportOut)  # fmt: skip
for _call in PART_CALLS:
    enter(router, "/report-parts/{uuid:part_id}", _call, _act_on_part(_call),
          of="report_part", response=ReportPartOut)  # fmt: skip
