"""Places in the API: the official tree, boundaries, and the village of a position."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from sinergi.kernel.problems import NotFound
from sinergi.kernel.rest import LIMIT, Cursor, Limit, Page, page_of, window
from sinergi.regions import queries, views
from sinergi.regions.models import Region

router = Router(tags=["regions"])

Level = Literal["province", "regency", "district", "village"]
Code = Annotated[str, Field(pattern=r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$", max_length=13)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]


class RegionOut(Schema):
    """A place. Figures are estimates where `facts_estimated` says so."""

    code: str
    name: str
    full_name: str
    kind: str
    level: Level
    parent: str | None = Field(None, alias="parent_id")
    lon: float | None
    lat: float | None
    registered_voters: int | None
    polling_stations: int | None
    facts_estimated: bool
    facts_source: str


class RegionPage(Page[RegionOut]):
    """A page of places, in the order of their codes."""


class LocatedOut(Schema):
    """The village at a position."""

    code: str
    name: str
    full_name: str
    yours: bool


class GeometryOut(Schema):
    """A GeoJSON geometry (RFC 7946), WGS84."""

    type: Literal["Polygon", "MultiPolygon"]
    coordinates: list[Any]


class AreaProperties(Schema):
    """Which place, and whether its outline is only approximate."""

    code: str
    name: str
    title: str
    level: str
    approximate: bool


class AreaOut(Schema):
    """One place with its outline."""

    type: Literal["Feature"]
    properties: AreaProperties
    geometry: GeometryOut


class AreasOut(Schema):
    """Boundaries, with whom to credit and how far to trust them."""

    type: Literal["FeatureCollection"]
    approximate: bool
    source: str
    note: str
    features: list[AreaOut]


AREAS = {"schema": {"$ref": "#/components/schemas/AreasOut"}}


class RegionFilters(Schema):
    """Which places to list."""

    parent: Code | None = None
    within: Code | None = None
    level: Level | None = None
    q: str = Field("", max_length=200)
    limit: Limit = LIMIT
    cursor: Cursor = ""


@router.get("", response=RegionPage, operation_id="region_list", summary="List places")
def list_regions(request: HttpRequest, filters: Query[RegionFilters]) -> dict[str, Any]:
    """Places of the operation, by parent, level, place above and words."""
    viewer = views.viewer_of(request)
    within = views.asked_place(viewer, filters.within or "")
    rows = queries.places_matching(filters.q, prefixes=[within], level=filters.level)
    if filters.parent:
        rows = rows.filter(parent_id=filters.parent)
    shown = window(rows, by="code", cursor=filters.cursor, limit=filters.limit, ascending=True)
    return page_of(request, shown, rows.count(), lambda place: place)


@router.get(
    "/locate",
    response=LocatedOut,
    operation_id="region_locate",
    summary="Find the village of a position",
)
def locate_position(request: HttpRequest, lon: Longitude, lat: Latitude) -> dict[str, Any]:
    """The village at a position; 404 when none of the operation's lies there."""
    viewer = views.viewer_of(request)
    village = views.village_at(viewer, lon, lat)
    return views.option(village) | {"yours": viewer.covers(village.pk)}


@router.get(
    "/boundaries",
    response=AreasOut,
    operation_id="region_boundaries",
    summary="Boundaries as GeoJSON",
    openapi_extra={"responses": {200: {"content": {"application/geo+json": AREAS}}}},
)
def boundaries(
    request: HttpRequest, level: Level = "village", within: Code | None = None
) -> HttpResponse:
    """Outlines of all places of a level. Answers 304 to a known ETag."""
    place = views.asked_place(views.viewer_of(request), within or "")
    return views.areas_response(request, level, place)


@router.get("/{code}", response=RegionOut, operation_id="region_read", summary="One place")
def one_region(request: HttpRequest, code: Code) -> Region:
    """A place of the operation by its official code."""
    within = views.asked_place(views.viewer_of(request), code)
    place = Region.objects.with_parent().filter(pk=within).first()
    if place is None:
        raise NotFound()
    return place
