"""The situation: map and list of what is asked for, and the same to take along."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    JsonResponse,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sinergi.agencies.current import signed_in
from sinergi.agencies.models import Post
from sinergi.incidents.exports import FORMATS, export_cases
from sinergi.incidents.filter_form import FilterForm
from sinergi.incidents.filter_words import Part, names_of, parts_of, sentence
from sinergi.incidents.filters import EVERYTHING, IncidentFilter, require_filter
from sinergi.incidents.permissions import may_export
from sinergi.incidents.queries import situation as queries
from sinergi.kernel.clock import now
from sinergi.kernel.problems import NotFound
from sinergi.regions.models import Region
from sinergi.regions.queries import areas_url

AT_FIRST = IncidentFilter(states=("open",))  # what is going on, for who asks for nothing
LEVELS = ("district", "village")
FAST = 1  # of zlib: what is sent again and again is rather quick than small


@dataclass(frozen=True)
class Showing:
    """How it is shown: beside what is meant, the page has a few choices of its own."""

    view: str  # list or map, where the screen has room for one of them only
    mode: str  # clusters or choropleth
    level: str  # of the areas of a choropleth
    before: str  # where the page of the list begins

    @classmethod
    def read(cls, request: HttpRequest) -> Showing:
        asked = request.GET
        level = asked.get("areas", "")
        return cls(
            view="map" if asked.get("view") == "map" else "list",
            mode="choropleth" if level in LEVELS else "clusters",
            level=level if level in LEVELS else "village",
            before=asked.get("before", ""),
        )


@require_safe
@signed_in
def situation(request: HttpRequest) -> HttpResponse:
    """The page; for htmx, when only the list is asked anew, its live part."""
    post: Post = request.post  # type: ignore[attr-defined]
    form, wanted = asked_for(request)
    showing = Showing.read(request)
    context = _live(post, wanted, showing)
    if "HX-Request" in request.headers and request.headers.get("HX-Target") == "situation-rows":
        return render(request, "incidents/situation.html#rows", context)
    return render(request, "incidents/situation.html", context | _around(post, form, wanted))


def asked_for(request: HttpRequest) -> tuple[FilterForm, IncidentFilter]:
    """The form and the filter of a page; what is wrong stands at its field and is left out."""
    known = {*FilterForm.base_fields, "from", "to"}
    if not known & set(request.GET):
        return FilterForm(QueryDict(AT_FIRST.query())), AT_FIRST
    form = FilterForm(request.GET)
    form.is_valid()
    return form, form.filter()


def _live(post: Post, wanted: IncidentFilter, showing: Showing) -> dict[str, Any]:
    """What changes by itself: the counts and the cases."""
    query = wanted.query()
    return {
        "wanted": wanted,
        "showing": showing,
        "query": query,
        "counts": queries.counts(post, wanted),
        "slice": queries.page_of(post, wanted, showing.before),
        "points_url": f"{reverse('incidents:points')}?{query}",
    }


def _around(post: Post, form: FilterForm, wanted: IncidentFilter) -> dict[str, Any]:
    parts = parts_of(wanted, names_of(wanted, post))
    return {
        "form": form,
        "parts": parts,
        "sentence": sentence(parts),
        "places": places_by_district(queries.places_of(post)),
        "agencies": queries.agencies_of(post),
        "formats": FORMATS if may_export(post) else {},
        "areas_url": areas_url("village", post.operation.region_code),
        "everything": EVERYTHING,
    }


def places_by_district(places: Iterable[Region]) -> list[tuple[Region, list[Region]]]:
    """Districts with their villages, as a list of choices wants them; a village of a district
    that is not among the places makes a group of its own."""
    groups: dict[str, tuple[Region, list[Region]]] = {}
    for place in places:
        if place.level == Region.Level.DISTRICT:
            groups[place.pk] = (place, [])
        else:
            groups.setdefault(place.pk[:8], (place, []))[1].append(place)
    return list(groups.values())


@require_safe
@signed_in
def points(request: HttpRequest) -> HttpResponseBase:
    """The cases as GeoJSON points for the map, compressed, in heaps; 304 when nothing changed."""
    post: Post = request.post  # type: ignore[attr-defined]
    wanted = require_filter(request.GET)
    # Deadlines pass and days end without an entry in the journal: a minute is the grain of both.
    minute = int(now().timestamp() // 60)
    etag = f'"{post.pk.hex}-{queries.version(post)}-{minute}-{get_language()}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    return _streamed(request, queries.point_chunks(post, wanted), etag)


def _streamed(request: HttpRequest, chunks: Iterator[str], etag: str) -> StreamingHttpResponse:
    body = _collection(chunks)
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        body, headers["Content-Encoding"] = _zipped(body), "gzip"
    response = StreamingHttpResponse(body, content_type="application/geo+json", headers=headers)
    patch_vary_headers(response, ["Accept-Encoding", "Accept-Language", "Cookie"])
    return response


def _collection(chunks: Iterator[str]) -> Iterator[bytes]:
    yield b'{"type":"FeatureCollection","features":['
    for chunk in chunks:
        yield chunk.encode()
    yield b"]}"


def _zipped(body: Iterator[bytes]) -> Iterator[bytes]:
    zipper = zlib.compressobj(FAST, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    for piece in body:
        yield zipper.compress(piece)
    yield zipper.flush()


@require_safe
@signed_in
def choropleth(request: HttpRequest) -> HttpResponse:
    """The districts or villages with how many cases each has: `areas` names the level."""
    post: Post = request.post  # type: ignore[attr-defined]
    wanted = require_filter(request.GET)
    level = Showing.read(request).level
    content = queries.shaded_areas(post, queries.area_counts(post, wanted, level))
    response = JsonResponse(content, content_type="application/geo+json")
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
@signed_in
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """What is shown, as a file; it is written down that it was taken, by whom, and what."""
    post: Post = request.post  # type: ignore[attr-defined]
    if form not in FORMATS:
        raise NotFound()
    return export_cases(post, require_filter(request.GET), form)


__all__ = ["Part", "choropleth", "export", "points", "situation"]
