"""Whole lists, streamed: points for a map, and files to take out of the house."""

from __future__ import annotations

from typing import Any, Literal

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Query

from sinergi.incidents.api.listing import IncidentQuery
from sinergi.incidents.api.routes import router
from sinergi.incidents.exports import FORMATS, export_cases
from sinergi.incidents.filters import require_filter
from sinergi.incidents.queries.situation import point_chunks
from sinergi.kernel.rest import Asking
from sinergi.regions.streaming import GEOJSON, collection

POINT = ("id", "number", "kind", "severity", "state", "title", "at", "url")


def _collection_of(*properties: str) -> dict[str, Any]:
    """The schema of a FeatureCollection whose features have at least these properties."""
    geometry = {
        "type": ["object", "null"],
        "description": "A point, WGS84; that of the place where `approximate` says so.",
    }
    feature = {
        "type": "object",
        "required": ["type", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"},
            "geometry": geometry,
            "properties": {"type": "object", "required": list(properties)},
        },
    }
    return {
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "features": {"type": "array", "items": feature},
        },
    }


BINARY = {"type": "string", "format": "binary"}


def _described(content: dict[str, Any]) -> dict[str, Any]:
    return {"responses": {200: {"description": "The list.", "content": content}}}


@router.get(
    "/incidents.geojson",
    operation_id="incident_points",
    summary="Cases as GeoJSON",
    openapi_extra=_described({GEOJSON: {"schema": _collection_of(*POINT)}}),
)
def points(request: Asking, asked: Query[IncidentQuery]) -> HttpResponseBase:
    """All cases that the filter means as points for a map (RFC 7946), streamed."""
    chunks = point_chunks(request.post, require_filter(request.GET))
    response = StreamingHttpResponse(collection(chunks), content_type=GEOJSON)
    response["Cache-Control"] = "private, no-cache"
    return response


@router.get(
    "/exports/incidents/{form}",
    operation_id="incident_export",
    summary="Take a list out",
    tags=["exports"],
    openapi_extra=_described(
        {
            kind.media_type.split(";")[0]: {
                "schema": _collection_of() if form == "geojson" else BINARY
            }
            for form, kind in FORMATS.items()
        }
    ),
)
def export(
    request: Asking, form: Literal["xlsx", "csv", "geojson"], asked: Query[IncidentQuery]
) -> HttpResponseBase:
    """The cases that the filter means as a file, streamed. Journal: `incidents.exported`.

    Since it is written down who took what, a token needs the scope `write`.
    """
    return export_cases(request.post, require_filter(request.GET), form)
