"""Answers for the map and for forms, as JSON. Pages are made by the rooms above."""

from __future__ import annotations

import functools
import gzip
import math
from collections.abc import Callable
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from sinergi.kernel.models import Operation
from sinergi.kernel.problems import NotFound, Problem, Unauthenticated
from sinergi.regions import queries
from sinergi.regions.codes import is_code, lies_within
from sinergi.regions.locating import locate
from sinergi.regions.models import Region
from sinergi.regions.problems import BadPosition, BadQuestion, NobodyThere

MOST_OPTIONS = 300
FOR_GOOD = "private, max-age=31536000, immutable"
FOR_NOW = "private, max-age=300"


class Viewer(Protocol):
    """What this room must know of whoever looks: posts stand in a room above."""

    @property
    def operation(self) -> Operation: ...
    @property
    def prefixes(self) -> list[str]: ...
    def covers(self, code: str) -> bool: ...


def viewer_of(request: HttpRequest) -> Viewer:
    """The post that asks. Raises Unauthenticated when nobody is signed in."""
    viewer: Viewer | None = getattr(request, "post", None)
    if viewer is None:
        raise Unauthenticated()
    return viewer


def answering_json(
    view: Callable[[HttpRequest, Viewer], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """A view for whoever is signed in, whose refusals are JSON too (RFC 9457)."""

    @require_safe
    @functools.wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        try:
            return view(request, viewer_of(request))
        except Problem as problem:
            return JsonResponse(
                problem.to_dict(),
                status=problem.status,
                content_type="application/problem+json",
                json_dumps_params={"ensure_ascii": False},
            )

    return answer


@answering_json
def show_areas(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Boundaries for the map: `level` (village), `within` (the whole operation), `v`."""
    within = asked_place(viewer, request.GET.get("within", ""))
    return areas_response(request, asked_level(request.GET.get("level", "")), within)


@answering_json
def locate_position(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The village at `lon`, `lat`, and whether it is one of the viewer's own."""
    lon, lat = _degrees(request, "lon"), _degrees(request, "lat")
    village = village_at(viewer, lon, lat)
    return JsonResponse(option(village) | {"yours": viewer.covers(village.pk)})


@answering_json
def list_options(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Places of the viewer by words (`q`), for a form: `level` (village), `within`."""
    within = asked_place(viewer, request.GET.get("within", ""))
    places = queries.places_matching(
        request.GET.get("q", "")[:200],
        prefixes=viewer.prefixes,
        level=asked_level(request.GET.get("level", "")),
    ).within([within])[: MOST_OPTIONS + 1]
    options = [option(place) for place in places]
    return JsonResponse({"options": options[:MOST_OPTIONS], "more": len(options) > MOST_OPTIONS})


def option(place: Region) -> dict[str, Any]:
    """A place as forms name it; a village always with its district."""
    return {"code": place.pk, "name": str(place), "full_name": place.full_name}


def asked_level(level: str) -> str:
    """The level that was asked for; villages when none was. Raises BadQuestion."""
    if level and level not in Region.Level.values:
        raise BadQuestion(field="level")
    return level or Region.Level.VILLAGE


def asked_place(viewer: Viewer, code: str) -> str:
    """The place that was asked for; that of the operation when none was.

    Raises BadQuestion when it is no code, NotFound when it lies outside the operation.
    """
    home = viewer.operation.region_code
    if not code:
        return home
    if not is_code(code):
        raise BadQuestion(field="within")
    if not lies_within(code, home):
        raise NotFound(field="within")
    return code


def village_at(viewer: Viewer, lon: float, lat: float) -> Region:
    """The village of the viewer's operation at a position. Raises BadPosition, NobodyThere."""
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise BadPosition()
    village = locate(lon, lat)
    if village is None or not lies_within(village.pk, viewer.operation.region_code):
        raise NobodyThere()
    return village


def _degrees(request: HttpRequest, name: str) -> float:
    """A number of degrees, also with a decimal comma. Raises BadPosition."""
    try:
        number = float(request.GET.get(name, "").replace(",", "."))
    except ValueError:
        raise BadPosition(field=name) from None
    if not math.isfinite(number):
        raise BadPosition(field=name)
    return number


def areas_response(request: HttpRequest, level: str, within: str) -> HttpResponse:
    """The boundaries, compressed, to be kept by the device and asked for again only by version."""
    version = queries.areas_version(level, within)
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    etag = f'"{version}{"-gz" if zipped else ""}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = _full_response(queries.areas(level, within, version).body, zipped)
    response["ETag"] = etag
    response["Cache-Control"] = FOR_GOOD if request.GET.get("v") == version else FOR_NOW
    patch_vary_headers(response, ["Accept-Encoding", "Accept-Language", "Cookie"])
    return response


def _full_response(body: bytes, zipped: bool) -> HttpResponse:
    content = gzip.compress(body, compresslevel=6, mtime=0) if zipped else body
    response = HttpResponse(content, content_type="application/geo+json")
    if zipped:
        response["Content-Encoding"] = "gzip"
    return response
