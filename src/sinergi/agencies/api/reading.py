"""Reading agencies, desks, duty and days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from ninja import Query

from sinergi.agencies.api.routes import router
from sinergi.agencies.api.shapes import (
    AgencyOut,
    AgencyPage,
    DayOut,
    DeskOut,
    DeskPage,
    DutyOut,
    Level,
    MeOut,
    agency_out,
    contact_out,
    day_out,
    desk_out,
    desks_for,
    post_out,
    shift_out,
)
from sinergi.agencies.models import Agency, DayConfirmation, Desk, DutyShift
from sinergi.agencies.queries.duty import AHEAD, SHIFTS_SHOWN, desk_panel
from sinergi.kernel.clock import local, now
from sinergi.kernel.context import current_door
from sinergi.kernel.problems import Invalid
from sinergi.kernel.rest import (
    LIMIT,
    Asking,
    Body,
    Cursor,
    Day,
    Limit,
    Line,
    Word,
    found,
    page_of,
    window,
)
from sinergi.regions.models import under

LONGEST = timedelta(days=62)


class AgencyFilters(Body):
    """Which agencies to list."""

    kind: Word = ""
    responsible_for: Word = ""
    q: Line = ""
    limit: Limit = LIMIT
    cursor: Cursor = ""


class DeskFilters(Body):
    """Which desks to list."""

    level: Level | None = None
    within: Word = ""
    limit: Limit = LIMIT
    cursor: Cursor = ""


@router.get("/me", response=MeOut, operation_id="me", summary="Who I am", tags=["me"])
def who_am_i(request: Asking) -> MeOut:
    """The post in which I act, its places, desks and capabilities, and the clock that holds."""
    operation, scopes = request.operation, current_door().scopes
    return MeOut(
        post=post_out(request.post),
        operation=operation.pk,
        operation_name=operation.name,
        exercise=operation.is_exercise,
        now=now(),
        scopes=sorted(scopes or {"read", "write"}),  # type: ignore[arg-type]
    )


@router.get("/agencies", response=AgencyPage, operation_id="agency_list", summary="List agencies")
def list_agencies(request: Asking, asked: Query[AgencyFilters]) -> dict[str, Any]:
    """Agencies of the operation; `responsible_for` takes the code of a place."""
    rows = Agency.objects.visible_to(request.post).select_related("region")
    if asked.responsible_for:
        rows = rows.responsible_for(asked.responsible_for)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.q:
        rows = rows.filter(name__icontains=asked.q)
    shown = window(rows, by="name", cursor=asked.cursor, limit=asked.limit, ascending=True)
    return page_of(request, shown, rows.count(), agency_out)


@router.get(
    "/agencies/{agency_id}", response=AgencyOut, operation_id="agency_read", summary="One agency"
)
def read_agency(request: Asking, agency_id: UUID) -> AgencyOut:
    """An agency of the operation."""
    rows = Agency.objects.visible_to(request.post).select_related("region")
    return agency_out(found(rows, agency_id))


@router.get("/desks", response=DeskPage, operation_id="desk_list", summary="List desks")
def list_desks(request: Asking, asked: Query[DeskFilters]) -> dict[str, Any]:
    """Desks in my places, and those at which I sit; `within` takes the code of a place."""
    rows = desks_for(request.post)
    if asked.level:
        rows = rows.filter(level=asked.level)
    if asked.within:
        rows = rows.filter(under("region_id", [asked.within]))
    shown = window(rows, by="region_id", cursor=asked.cursor, limit=asked.limit, ascending=True)
    return page_of(request, shown, rows.count(), lambda row: desk_out(row, request.post))


@router.get("/desks/{desk_id}", response=DeskOut, operation_id="desk_read", summary="One desk")
def read_desk(request: Asking, desk_id: UUID) -> DeskOut:
    """A desk that I may see."""
    return desk_out(found(desks_for(request.post), desk_id), request.post)


@router.get(
    "/desks/{desk_id}/duty", response=DutyOut, operation_id="desk_duty", summary="Who is on duty"
)
def read_duty(request: Asking, desk_id: UUID) -> DutyOut:
    """Who is on duty now and how to reach her, the members, and the roster of the next 14 days."""
    panel = desk_panel(request.post, found(desks_for(request.post), desk_id))
    return DutyOut(
        on_duty=[contact_out(who) for who in panel.on_duty],
        members=[contact_out(who) for who in panel.members],
        shifts=[shift_out(row) for row in _roster(panel.desk)],
    )


def _roster(desk: Desk) -> list[DutyShift]:
    rows = DutyShift.objects.filter(
        desk=desk, cancelled=False, ends_at__gt=now(), starts_at__lt=now() + AHEAD
    )
    return list(rows.select_related("post").order_by("starts_at", "pk")[:SHIFTS_SHOWN])


@router.get(
    "/desks/{desk_id}/days",
    response=list[DayOut],
    operation_id="desk_days",
    summary="Confirmed days of a desk",
)
def read_days(
    request: Asking, desk_id: UUID, since: Day | None = None, until: Day | None = None
) -> list[DayOut]:
    """The confirmed days between two days (both included; 14 days when left out; at most 62)."""
    desk = found(desks_for(request.post), desk_id)
    last = until or local(now()).date()
    first = since or last - timedelta(days=13)
    if not timedelta(0) <= last - first <= LONGEST:
        raise Invalid(field="since")
    rows = DayConfirmation.objects.filter(desk=desk, day__range=(first, last)).order_by("day")
    return [day_out(row) for row in rows]
