"""The stations: list, map, workbook; one station and all that is kept of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.models import Post
from sinergi.followups.offers import Offer, fingerprint, standings
from sinergi.followups.performing import Place, perform
from sinergi.followups.timeline import event_of
from sinergi.kernel.action import may
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import NotFound
from sinergi.kernel.workbooks import download
from sinergi.polling import offers
from sinergi.polling.forms.stations import StationFilterForm
from sinergi.polling.importing import sheets
from sinergi.polling.importing.indicators import indicator_columns
from sinergi.polling.models import Indicator, Served, Station, StationPerson
from sinergi.polling.permissions.keeping import services_of
from sinergi.polling.queries import stations as queries
from sinergi.regions.queries import areas_url
from sinergi.regions.streaming import streamed

IN_A_PAGE = 50
EVENTS = 30
NEAR = 0.015  # degrees: some 1.6 km
FOLDED = ("category", "network", "accessible", "indicator", "flag")  # filters out of sight


class _Counted(Paginator):  # type: ignore[type-arg]
    """A paginator that is told how many there are."""

    def __init__(self, rows: Any, count: int) -> None:
        self.given = count
        super().__init__(rows, IN_A_PAGE)

    @property
    def count(self) -> int:
        """As the sums say."""
        return self.given


@require_safe
@signed_in
def stations(request: HttpRequest) -> HttpResponse:
    """The list with its sums, or its map."""
    post = acting(request)
    wanted = queries.filter_of(request.GET)
    sums = queries.sums(post, wanted)
    as_map = request.GET.get("view") == "map"
    told: dict[str, Any] = {
        "wanted": wanted,
        "sums": sums,
        "filters": _filters(request, post),
        "places": queries.place_choices(post, wanted.place),
        "as_map": as_map,
        "folded_open": any(getattr(wanted, name) for name in FOLDED),
        "list_url": f"?{wanted.query()}",
        "map_url": f"?{wanted.query()}&view=map",
        "export_url": f"{reverse('polling:stations-export')}?{wanted.query()}",
        "keeps": bool(may(post, "import_stations", post.operation)),
    }
    if as_map:
        told |= _map(post, wanted)
    else:
        rows = queries.meant(post, wanted).whole().order_by("region_id", "number")
        page = _Counted(rows, sums.stations).get_page(request.GET.get("page"))
        told |= {"page": page, "rows": queries.count_indicators(list(page))}
    return render(request, "polling/stations.html", told)


def _filters(request: HttpRequest, post: Post) -> StationFilterForm:
    rows = Indicator.objects.filter(operation_id=post.operation_id, active=True)
    return StationFilterForm(request.GET, indicators=list(rows))


def _map(post: Post, wanted: queries.StationFilter) -> dict[str, Any]:
    return {
        "points_url": f"{reverse('polling:points')}?{wanted.query()}",
        "areas_url": areas_url("village", wanted.place[:8] or post.operation.region_code),
    }


@require_safe
@signed_in
def points(request: HttpRequest) -> HttpResponseBase:
    """The stations as GeoJSON points, compressed, in heaps; 304 when nothing changed."""
    post = acting(request)
    version = JournalEntry.objects.version(post.operation_id)
    etag = f'"{post.pk.hex}-{version}-{get_language()}"'
    wanted = queries.filter_of(request.GET)
    return streamed(request, etag, lambda: queries.point_chunks(post, wanted))


@require_safe
@signed_in
def export(request: HttpRequest) -> HttpResponse:
    """What is meant as a workbook with the columns of the import. No people stand in it."""
    post = acting(request)
    rows = queries.with_findings(queries.meant(post, queries.filter_of(request.GET)).whole())
    listed = (
        queries.as_listed(row) | queries.findings_as_listed(row)
        for row in rows.iterator(chunk_size=2_000)
    )
    more = indicator_columns(post.operation)
    return download(sheets.filled(listed, more), "daftar-tps")


@require_safe
@signed_in
def station(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One station: facts, position, indicators, who serves there, what happened."""
    post = acting(request)
    row = _found(request, pk)
    offered, refusals = standings(post, row, offers.STATION, lambda offer: _address(row, offer))
    told = {
        "station": row,
        "services": _services(post, row),
        **_indicators(row),
        "standings": offered,
        "refusals": refusals,
        "may": {one.offer.slug: one.url for one in offered},
        "seen": fingerprint(row),
        "events": [event_of(entry) for entry in _entries(row)],
        "areas_url": areas_url("village", row.region_id[:8]),
        "bounds": _around(row),
        "point_url": f"{reverse('polling:points')}?place={row.region_id}",
        "administers": post.can("manage_people"),
    }
    return render(request, "polling/station.html", told)


def _indicators(row: Station) -> dict[str, Any]:
    """The whole list by variable; apart, what is present, and how many were looked at."""
    groups = queries.indicator_rows(row)
    found = [one for _variable, rows in groups for one in rows if one.finding]
    present = [one for one in found if one.finding and one.finding.present]
    return {"groups": groups, "present": present, "looked_at": len(found)}


def _around(row: Station) -> str:
    """A few kilometres around it, for the map; empty when not even its village is known."""
    lon, lat = (row.lon, row.lat) if row.lon is not None else (row.region.lon, row.region.lat)
    if lon is None or lat is None:
        return ""
    corners = (lon - NEAR, lat - NEAR, lon + NEAR, lat + NEAR)
    return ",".join(f"{value:.5f}" for value in corners)


def _found(request: HttpRequest, pk: uuid.UUID) -> Station:
    row = queries.find_station(acting(request), pk)
    if row is None:
        raise NotFound()
    return row


def _entries(row: Station) -> Any:
    return JournalEntry.objects.for_subject(row).order_by("-id")[:EVENTS]


def _services(post: Post, row: Station) -> list[tuple[Any, list[tuple[StationPerson, bool]]]]:
    """Who serves, by service; with each whether she may be released by the reader."""
    hers = services_of(post)
    groups: dict[str, list[tuple[StationPerson, bool]]] = {}
    for person in queries.people_of(post, row):
        groups.setdefault(person.service, []).append((person, person.service in hers))
    return [(title, groups[code]) for code, title in Served.choices if code in groups]


def _address(row: Station, offer: Offer) -> str:
    return reverse("polling:station-do", args=[row.pk, offer.slug])


@signed_in
def station_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Do one of the things that may be done with a station."""
    row = _found(request, pk)
    if slug not in offers.STATION_BY_SLUG:
        raise Http404
    return perform(request, offers.STATION_BY_SLUG[slug], row, _place(row))


def _place(row: Station) -> Place:
    return Place(str(row), row.region.full_name, row.get_absolute_url())


@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """Add one station by hand."""
    post = acting(request)
    place = Place(str(post.operation), "", reverse("polling:stations"))
    return perform(
        request, offers.ADD_STATION, post.operation, place, lambda row: row.get_absolute_url()
    )


@signed_in
def person_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Release somebody from a station."""
    rows = StationPerson.objects.select_related("station__operation", "station__region__parent")
    row = rows.filter(pk=pk).first()
    if row is None or slug not in offers.PERSON_BY_SLUG:
        raise NotFound()
    place = Place(row.title, str(row.station), row.station.get_absolute_url())
    return perform(request, offers.PERSON_BY_SLUG[slug], row, place)
