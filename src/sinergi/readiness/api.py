"""Readiness in the API: the matrix, the items, and what may be done with one."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Query, Router

from sinergi.agencies.models import Agency
from sinergi.kernel.action import may
from sinergi.kernel.rest import (
    LIMIT,
    NO_NUL,
    Asking,
    Body,
    Count,
    Cursor,
    Flag,
    Limit,
    Line,
    Moment,
    Page,
    Remark,
    Shape,
    chosen,
    found,
    page_of,
    window,
)
from sinergi.readiness import actions
from sinergi.readiness.filters import ItemFilter, filter_of, meant
from sinergi.readiness.models import ReadinessItem
from sinergi.readiness.queries.items import kept_item
from sinergi.readiness.queries.matrix import Row as MatrixRow
from sinergi.readiness.queries.matrix import readiness_matrix
from sinergi.readiness.rules import Tally
from sinergi.regions.codes import PLACE

router = Router(tags=["readiness"])
API = "/api/v1"

State = Literal["not_started", "in_progress", "ready", "blocked"]
Standing = Literal["confirmed", "claimed", "returned", "in_progress", "blocked", "not_started"]
Asked = Annotated[str, Field(max_length=40, pattern=NO_NUL)]
OFFERED = {
    "report": "report_readiness",
    "check": "check_readiness",
    "followup": "make_gap_followup",
}


class ItemOut(Shape):
    """What one agency owes in one place."""

    id: UUID
    href: str
    requirement: str = Field(description="Code of the requirement.")
    title: str
    stage: str = Field(description="Code of the stage before which it must be ready.")
    agency: str
    agency_kind: str
    region: str = Field(description="Code of the place.")
    level: Literal["village", "district", "regency"]
    state: State = Field(description="What its owner says.")
    standing: Standing = Field(
        description="How it is counted: `claimed` is reported ready and not checked."
    )
    due_on: date | None
    is_overdue: bool
    note: str
    missing: str
    helper: UUID | None = Field(description="The agency that could help, while it is blocked.")
    reported_at: Moment | None
    reported_by: str
    checked_at: Moment | None
    checked_by: str
    remark: str = Field(description="What the desk that checked said.")
    revision: int = Field(description="Send it back with a report, to notice a change meanwhile.")
    followup: UUID | None


class ItemPage(Page[ItemOut]):
    """A page of items."""


class AllowedItem(Shape):
    """Whether I may do something now, and if not, why, and who could."""

    action: str
    allowed: bool
    reason: str
    who: str


class ItemDetail(ItemOut):
    """An item, with what is asked and what I may do now."""

    asks: str
    evidence_asked: str
    source: str
    grounds: Literal["law", "reported", "unverified", "practice"]
    actions: list[AllowedItem]


class ItemAsked(Body):
    """Which items to list."""

    stage: Asked = Field("", description="Code of a stage.")
    kind: Asked = Field("", description="Kind of agency.")
    place: str = Field(
        "", max_length=13, pattern=PLACE, description="Code of a place: there and below."
    )
    level: Literal["", "village", "district", "regency"] = ""
    topic: Asked = Field("", description="For example security, logistics, health.")
    state: Literal["", Standing, "gap", "open", "overdue"] = Field(
        "", description="A standing; gap: still owed; open: not confirmed."
    )
    mine: Literal["", "report", "check"] = Field(
        "", description="report: what I owe; check: what waits for my desk."
    )


class ItemsAsked(ItemAsked):
    """The same, page by page."""

    limit: Limit = LIMIT
    cursor: Cursor = ""


class MatrixAsked(ItemAsked):
    """The same, by stage or by place."""

    by: Literal["stage", "place"] = "stage"


class ReadinessTally(Shape):
    """Items by how they stand; `confirmed` of `total` is the figure."""

    confirmed: int
    claimed: int
    returned: int
    in_progress: int
    blocked: int
    not_started: int
    overdue: int
    total: int
    percent: int | None = Field(description="Rounded down: 100 only when all are confirmed.")


class CellOut(Shape):
    """One kind of agency in one row."""

    kind: str
    tally: ReadinessTally


class RowOut(Shape):
    """One stage (its code) or one place (its code)."""

    key: str
    title: str
    tally: ReadinessTally
    cells: list[CellOut]


class MatrixOut(Shape):
    """Rows by kinds of agency, and the whole."""

    by: Literal["stage", "place"]
    total: ReadinessTally
    rows: list[RowOut]


class ReportIn(Body):
    """How it stands."""

    state: State
    note: Remark = ""
    missing: Remark = Field("", description="Needed when it is blocked.")
    helper: UUID | None = None
    revision: Count | None = Field(None, description="The one that you saw; 409 when it moved.")


class ReadinessCheckIn(Body):
    """What the desk above says of it."""

    confirmed: Flag
    remark: Remark = Field("", description="Needed when it is returned.")


class GapIn(Body):
    """Of whom it is asked, and until when."""

    to: UUID = Field(description="An agency.")
    due_at: Moment
    title: Line = ""
    detail: Remark = ""


def _wanted(asked: ItemAsked) -> ItemFilter:
    return filter_of(asked.model_dump())


def _fields(row: ReadinessItem) -> dict[str, Any]:
    copied = ("agency_kind", "level", "state", "standing", "due_on", "is_overdue", "note",
              "missing", "reported_at", "reported_by", "checked_at", "checked_by", "remark",
              "revision")  # fmt: skip
    return {
        **{name: getattr(row, name) for name in copied},
        "id": row.pk,
        "href": f"{API}/readiness/items/{row.pk}",
        "requirement": row.requirement.code,
        "title": row.requirement.title,
        "stage": row.stage.code,
        "agency": row.agency.name,
        "region": row.region_id,
        "helper": row.helper_id,
        "followup": row.followup_id,
    }


def item_out(row: ReadinessItem) -> ItemOut:
    """The shape of a row."""
    return ItemOut.model_construct(**_fields(row))


@router.get(
    "/readiness/items",
    response=ItemPage,
    operation_id="readiness_list",
    summary="List readiness items",
)
def list_items(request: Asking, asked: Query[ItemsAsked]) -> ItemPage:
    """What is asked now of what I may see, by place code."""
    rows = meant(request.post, _wanted(asked)).whole()
    shown = window(rows, by="region_id", cursor=asked.cursor, limit=asked.limit, ascending=True)
    return ItemPage.model_construct(**page_of(request, shown, rows.count(), item_out))


@router.get(
    "/readiness/items/{item_id}",
    response=ItemDetail,
    operation_id="readiness_read",
    summary="Read a readiness item",
)
def read_item(request: Asking, item_id: UUID) -> ItemDetail:
    """One item, with what is asked and what I may do to it now."""
    row = found(kept_item(request.post), item_id)
    return ItemDetail.model_construct(
        **_fields(row),
        asks=row.requirement.asks,
        evidence_asked=row.requirement.proof,
        source=row.requirement.source,
        grounds=row.requirement.grounds,
        actions=[_allowed(request, row, *pair) for pair in OFFERED.items()],
    )


def _allowed(request: Asking, row: ReadinessItem, code: str, name: str) -> AllowedItem:
    answer = may(request.post, name, row)
    return AllowedItem.model_construct(
        action=code, allowed=answer.allowed, reason=str(answer.reason), who=str(answer.who)
    )


@router.get(
    "/readiness/matrix",
    response=MatrixOut,
    operation_id="readiness_matrix",
    summary="Read the readiness matrix",
)
def read_matrix(request: Asking, asked: Query[MatrixAsked]) -> MatrixOut:
    """Stage or place by kind of agency. A self-report counts only once it is confirmed."""
    matrix = readiness_matrix(request.post, _wanted(asked), asked.by)
    rows = [_row_out(row) for row in matrix.rows]
    return MatrixOut.model_construct(by=matrix.by, total=_tally_out(matrix.total), rows=rows)


def _row_out(row: MatrixRow) -> RowOut:
    cells = [
        CellOut.model_construct(kind=cell.kind, tally=_tally_out(cell.tally))
        for cell in row.cells
        if cell.tally
    ]
    key = row.note.code if row.note else row.key
    return RowOut.model_construct(
        key=key, title=row.title, tally=_tally_out(row.tally), cells=cells
    )


def _tally_out(tally: Tally) -> ReadinessTally:
    return ReadinessTally.model_construct(
        **{name: getattr(tally, name) for name in ReadinessTally.model_fields}
    )


@router.post(
    "/readiness/items/{item_id}/report",
    response=ItemOut,
    operation_id="readiness_report",
    summary="Report readiness",
)
def report(request: Asking, item_id: UUID, body: ReportIn) -> ItemOut:
    """Say how it stands: a claim until the desk above confirms it.

    Journal: `readiness.reported`.
    """
    row = found(kept_item(request.post), item_id)
    helper = _agency(request, body.helper, "helper") if body.helper else None
    told = body.model_dump(exclude={"note", "helper"})
    return item_out(
        actions.report_readiness(request.post, row, note_text=body.note, helper=helper, **told)
    )


@router.post(
    "/readiness/items/{item_id}/check",
    response=ItemOut,
    operation_id="readiness_check",
    summary="Check the report",
)
def check(request: Asking, item_id: UUID, body: ReadinessCheckIn) -> ItemOut:
    """Confirm it, or return it with a reason. Journal: `readiness.checked`."""
    row = found(kept_item(request.post), item_id)
    return item_out(actions.check_readiness(request.post, row, **body.model_dump()))


@router.post(
    "/readiness/items/{item_id}/followup",
    response=ItemOut,
    operation_id="readiness_followup",
    summary="Make a gap a follow-up",
)
def make_followup(request: Asking, item_id: UUID, body: GapIn) -> ItemOut:
    """Ask an agency to close the gap. Journal: `readiness.followed_up`."""
    row = found(kept_item(request.post), item_id)
    to = _agency(request, body.to, "to")
    told = body.model_dump(exclude={"to"})
    return item_out(actions.make_gap_followup(request.post, row, to=to, **told))


def _agency(request: Asking, key: UUID, field: str) -> Agency:
    return chosen(Agency.objects.visible_to(request.post), key, field=field)
