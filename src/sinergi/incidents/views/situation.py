"""The situation: map and list of what is asked for, and the same to take along."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_safe

from sinergi.agencies.current import signed_in
from sinergi.agencies.models import Post
from sinergi.incidents.exports import FORMATS, export_cases
from sinergi.incidents.filter_form import FilterForm
from sinergi.incidents.filters import IncidentFilter, require_filter
from sinergi.incidents.permissions import may_export
from sinergi.incidents.queries import situation as queries
from sinergi.incidents.views.filter_bar import Showing, bar
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import NotFound
from sinergi.regions.models import Region
from sinergi.regions.queries import areas_url
from sinergi.regions.streaming import streamed

AT_FIRST = IncidentFilter(states=("open",))  # what is going on, for who asks for nothing
ROWS = "situation-rows"
MOST_AREAS = 15  # bars beside the map


@require_safe
@signed_in
def situation(request: HttpRequest) -> HttpResponse:
    """The page; for htmx, when only the list is asked anew, its live part."""
    post: Post = request.post  # type: ignore[attr-defined]
    form, wanted = asked_for(request)
    showing = Showing.read(request)
    if not form.errors and "" in request.GET.values():
        return redirect(showing.url(wanted))  # a form sends its empty fields too
    context = _live(post, wanted, showing)
    if request.headers.get("HX-Target") == ROWS:
        return render(request, "incidents/situation_rows.html", context)
    context |= bar(post, form, wanted, showing, context["counts"])
    return render(request, "incidents/situation.html", context | _map(post, wanted, showing))


def asked_for(request: HttpRequest) -> tuple[FilterForm, IncidentFilter]:
    """The form and the filter of a page; what is wrong stands at its field and is left out."""
    known = {*FilterForm.base_fields, "from", "to"}
    asked = request.GET if known & set(request.GET) else QueryDict(AT_FIRST.query())
    form = FilterForm(asked)
    form.is_valid()
    return form, form.filter()


def _live(post: Post, wanted: IncidentFilter, showing: Showing) -> dict[str, Any]:
    """What changes by itself: the counts and the cases. Two statements; three with words."""
    found = queries.page_of(post, wanted, showing.before)
    page = showing.url(wanted)
    return {
        "wanted": wanted,
        "showing": showing,
        "counts": queries.counts(post, wanted),
        "cases": found.cases,
        "here": f"{page}&before={showing.before}" if showing.before else page,
        "older": f"{page}&before={found.older}" if found.older else "",
        "newest": page if showing.before else "",
        "points_url": f"{reverse('incidents:points')}?{wanted.query()}",
    }


def _map(post: Post, wanted: IncidentFilter, showing: Showing) -> dict[str, Any]:
    """What the map needs, and its figures as a list. At most five statements."""
    query = wanted.query()
    formats = FORMATS if may_export(post) else {}
    context: dict[str, Any] = {
        "exports": [
            (form.title, f"{reverse('incidents:export', args=[name])}?{query}")
            for name, form in formats.items()
        ],
        "areas_url": areas_url("village", post.operation.region_code),
        "by_area": [],
        "area_link": "",
        "bounds": queries.bounds_of(post, wanted.place),
    }
    if showing.areas:
        counted = queries.area_counts(post, wanted, showing.areas)
        context["areas_url"] = f"{reverse('incidents:choropleth')}?{query}&areas={showing.areas}"
        context["area_link"] = f"{showing.url(replace(wanted, place=''))}&place="
        context["by_area"] = area_rows(counted, wanted, showing)
    return context


def area_rows(
    counted: queries.AreaCounts, wanted: IncidentFilter, showing: Showing
) -> list[dict[str, Any]]:
    """The places with most cases, for the chart beside the map; each narrows to itself."""
    most = sorted(counted.by_code.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_AREAS]
    names = {place.pk: place for place in Region.objects.with_parent().filter(pk__in=dict(most))}
    return [
        {
            "label": names[code].full_name if code in names else code,
            "value": count,
            "url": showing.url(replace(wanted, place=code)),
        }
        for code, count in most
    ]


@require_safe
@signed_in
def points(request: HttpRequest) -> HttpResponseBase:
    """The cases as GeoJSON points for the map, compressed, in heaps; 304 when nothing changed."""
    post: Post = request.post  # type: ignore[attr-defined]
    wanted = require_filter(request.GET)
    # Deadlines pass and days end without an entry in the journal: a minute is the grain of both.
    minute = int(now().timestamp() // 60)
    version = JournalEntry.objects.version(post.operation_id)
    etag = f'"{post.pk.hex}-{version}-{minute}-{get_language()}"'
    return streamed(request, etag, lambda: queries.point_chunks(post, wanted))


@require_safe
@signed_in
def choropleth(request: HttpRequest) -> HttpResponse:
    """The districts or villages with how many cases each has: `areas` names the level."""
    post: Post = request.post  # type: ignore[attr-defined]
    wanted = require_filter(request.GET)
    level = Showing.read(request).areas or "village"
    content = queries.shaded_areas(post, queries.area_counts(post, wanted, level))
    response = JsonResponse(content, content_type="application/geo+json")
    response["Cache-Control"] = "private, no-cache"
    return response


@require_GET
@signed_in
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """What is shown, as a file; it is written down that it was taken, by whom, and what."""
    post: Post = request.post  # type: ignore[attr-defined]
    if form not in FORMATS:
        raise NotFound()
    return export_cases(post, require_filter(request.GET), form)
