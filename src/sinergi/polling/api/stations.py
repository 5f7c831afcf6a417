"""Stations in the API: list, read, change, look at with Bawaslu's list, and import."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Query

from sinergi.kernel.action import may
from sinergi.kernel.models import Operation
from sinergi.kernel.permission import require
from sinergi.kernel.rest import Asking, found, page_of, window
from sinergi.polling import actions
from sinergi.polling.api.routes import router
from sinergi.polling.api.station_shapes import (
    CategoryIn,
    FaultOut,
    FindingOut,
    FindingsIn,
    ImportOut,
    ListApply,
    ListIn,
    PositionIn,
    StationChange,
    StationDetail,
    StationOut,
    StationPage,
    StationPlanOut,
    StationsAsked,
)
from sinergi.polling.importing.columns import COLUMNS
from sinergi.polling.importing.drafts import plan_for
from sinergi.polling.importing.plan import Line as PlannedLine
from sinergi.polling.importing.reading import Listing, listed
from sinergi.polling.models import Station, StationImport
from sinergi.polling.queries.stations import filter_of, indicator_rows, meant

API = "/api/v1"
MOST_FAULTS = 500
FIELDS = tuple(COLUMNS)
AT = {name: position for position, name in enumerate(FIELDS)}


def _fields(row: Station) -> dict[str, Any]:
    copied = (
        "number", "place", "address", "lon", "lat", "voters_male", "voters_female", "accessible",
        "network", "category", "active",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in copied},
        "id": row.pk,
        "href": f"{API}/polling/stations/{row.pk}",
        "region": row.region_id,
        "village": row.region.name,
        "district": row.region.parent.name if row.region.parent else "",
    }


def station_out(row: Station) -> StationOut:
    """The shape of a row."""
    return StationOut.model_construct(**_fields(row))


def _station(request: Asking, key: UUID) -> Station:
    return found(Station.objects.visible_to(request.post).whole(), key)


@router.get(
    "/polling/stations",
    response=StationPage,
    operation_id="stations_list",
    summary="List polling stations",
)
def list_stations(request: Asking, asked: Query[StationsAsked]) -> StationPage:
    """What I may see, by code of the village."""
    rows = meant(request.post, filter_of(asked.model_dump()))
    shown = window(
        rows.whole(), by="region_id", cursor=asked.cursor, limit=asked.limit, ascending=True
    )
    return StationPage.model_construct(**page_of(request, shown, rows.count(), station_out))


@router.get(
    "/polling/stations/{uuid:station_id}",
    response=StationDetail,
    operation_id="stations_read",
    summary="Read a polling station",
)
def read_station(request: Asking, station_id: UUID) -> StationDetail:
    """One station, with what was found of each indicator."""
    row = _station(request, station_id)
    return StationDetail.model_construct(**_fields(row), indicators=_findings(row))


def _findings(row: Station) -> list[FindingOut]:
    return [
        FindingOut.model_construct(
            code=one.indicator.code,
            variable=variable,
            title=one.indicator.title,
            present=one.finding.present if one.finding else None,
            count=one.finding.count if one.finding else None,
            note=one.finding.note if one.finding else "",
            found_at=one.finding.found_at if one.finding else None,
            found_by=one.finding.found_by if one.finding else "",
        )
        for variable, rows in indicator_rows(row)
        for one in rows
    ]


@router.put(
    "/polling/stations/{uuid:station_id}",
    response=StationOut,
    operation_id="stations_change",
    summary="Change a polling station",
)
def change(request: Asking, station_id: UUID, body: StationChange) -> StationOut:
    """Its facts. Sums of the voting day follow. Journal: `station.changed`."""
    row = _station(request, station_id)
    actions.change_station(request.post, row, **body.model_dump())
    return station_out(_station(request, station_id))


@router.post(
    "/polling/stations/{uuid:station_id}/position",
    response=StationOut,
    operation_id="stations_locate",
    summary="Set the position of a station",
)
def locate(request: Asking, station_id: UUID, body: PositionIn) -> StationOut:
    """As who stands there knows best. Journal: `station.located`."""
    row = _station(request, station_id)
    actions.locate_station(request.post, row, **body.model_dump())
    return station_out(_station(request, station_id))


@router.post(
    "/polling/stations/{uuid:station_id}/category",
    response=StationOut,
    operation_id="stations_categorise",
    summary="Set the category of a station",
)
def categorise(request: Asking, station_id: UUID, body: CategoryIn) -> StationOut:
    """How vulnerable police and KPU hold it to be. Journal: `station.categorised`."""
    row = _station(request, station_id)
    actions.categorise_station(request.post, row, **body.model_dump())
    return station_out(_station(request, station_id))


@router.post(
    "/polling/stations/{uuid:station_id}/findings",
    response=StationDetail,
    operation_id="stations_examine",
    summary="Fill in the indicators of a station",
)
def examine(request: Asking, station_id: UUID, body: FindingsIn) -> StationDetail:
    """Which indicators of vulnerability are present. Journal: `station.examined`."""
    row = _station(request, station_id)
    findings = [
        actions.Finding(one.code, one.present, one.count, one.note) for one in body.findings
    ]
    actions.record_findings(request.post, row, findings)
    return read_station(request, station_id)


@router.post(
    "/polling/stations/import/plan",
    response=StationPlanOut,
    operation_id="stations_plan_import",
    summary="Look what a list would change",
)
def plan_import(request: Asking, body: ListIn) -> StationPlanOut:
    """What is new, changed, the same, and wrong; nothing is written."""
    require(may(request.post, "import_stations", request.operation))
    plan = plan_for(request.post, _listing(body), AT)
    told: dict[str, Any] = {
        **plan.counts,
        "missing": len(plan.missing),
        "errors": _faults(plan.of("error"), "faults"),
        "warnings": _faults(plan.of("warned"), "warnings"),
    }
    return StationPlanOut.model_construct(**told)


@router.post(
    "/polling/stations/import",
    response=ImportOut,
    operation_id="stations_import",
    summary="Import a list of stations",
)
def apply_import(request: Asking, body: ListApply) -> ImportOut:
    """Make and change stations as the list says. The same list again changes nothing.

    Journal: `stations.imported`.
    """
    operation: Operation = request.operation
    made = actions.import_stations(
        request.post, operation, _listing(body), AT, strike=body.strike,
        only_correct=body.only_correct,
    )  # fmt: skip
    return _import_out(made)


def _import_out(made: StationImport) -> ImportOut:
    return ImportOut.model_construct(
        **{name: getattr(made, name) for name in ImportOut.model_fields}
    )


def _listing(body: ListIn) -> Listing:
    """The rows as a file would have them: row 0 names the fields."""
    rows = [[getattr(row, name) for name in FIELDS] for row in body.rows]
    for row in rows:
        row[AT["accessible"]] = {True: "ya", False: "tidak"}.get(row[AT["accessible"]])
    return listed(body.name, enumerate([list(FIELDS), *rows]))


def _faults(lines: list[PlannedLine], kind: Literal["faults", "warnings"]) -> list[FaultOut]:
    told = [
        FaultOut.model_construct(row=line.row, field=_field(fault.cell), message=fault.message)
        for line in lines
        for fault in getattr(line, kind)
    ]
    return told[:MOST_FAULTS]


def _field(cell: str) -> str:
    """The field of a cell: B7 is the district."""
    return FIELDS[ord(cell[0]) - ord("A")]
