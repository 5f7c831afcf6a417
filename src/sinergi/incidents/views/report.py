"""Reporting: one page, under a minute, and nothing lost on the way."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.agencies.current import signed_in
from sinergi.agencies.models import Post
from sinergi.followups.fields import choose_again
from sinergi.incidents import rules
from sinergi.incidents.actions import report_incident
from sinergi.incidents.forms.report import ReportForm
from sinergi.incidents.models import Incident
from sinergi.incidents.queries.near import Likely, like_sketch
from sinergi.incidents.views.work import post_of
from sinergi.kernel.clock import local, now
from sinergi.kernel.problems import Forbidden, Problem
from sinergi.regions.queries import areas_url
from sinergi.web.controls import add_problem
from sinergi.web.timing import moment_text

SHOWN_AT_THE_FIELD = (409, 413, 422)


@signed_in
def report(request: HttpRequest) -> HttpResponse:
    """The form, and the receipt of what was sent."""
    post = post_of(request)
    if not post.can("report"):
        raise Forbidden(_("Your post does not report incidents. Village and duty officers do."))
    if request.method != "POST":
        return _page(request, ReportForm(by=post, initial=_proposed(request.GET)))
    form = ReportForm(request.POST, request.FILES, by=post)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        incident = report_incident(post, form.to_report(), form.given_files)
    except Problem as problem:
        if problem.status not in SHOWN_AT_THE_FIELD:
            raise
        add_problem(form, problem)
        return _page(request, form, status=problem.status)
    messages.success(request, _receipt(incident))
    return HttpResponseRedirect(incident.get_absolute_url())


def _proposed(query: QueryDict) -> dict[str, Any]:
    """What the address proposes, such as a place tapped on the map."""
    return {name: query[name] for name in ("region", "lon", "lat", "kind") if name in query}


def _receipt(incident: Incident) -> str:
    """What happens next: on which desk it lies, and until when that must take notice."""
    if incident.ack_due is None:
        return _("%(number)s was received already.") % {"number": incident.number}
    return _(
        "Received as %(number)s. It lies on %(desk)s, which must acknowledge it by %(due)s."
    ) % {
        "number": incident.number,
        "desk": incident.desk.name,
        "due": moment_text(local(incident.ack_due)),
    }


def _page(request: HttpRequest, form: ReportForm, status: int = 200) -> HttpResponse:
    told = {
        "form": form,
        "again": choose_again([f for _n, files in request.FILES.lists() for f in files])
        if form.is_bound
        else "",
        "likely": _likely(post_of(request), form) if form.is_bound else [],
    }
    return render(request, "incidents/report.html", told, status=status)


@signed_in
@require_safe
def pick_map(request: HttpRequest) -> HttpResponse:
    """The map on which a position is chosen: fetched only when somebody opens it."""
    operation = post_of(request).operation
    told = {
        "areas_url": areas_url("village", operation.region_code),
        "lon": request.GET.get("lon", "id_lon"),
        "lat": request.GET.get("lat", "id_lat"),
    }
    return render(request, "incidents/forms/pick_map.html", told)


@signed_in
@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """Cases that may tell of the same event as what is typed so far: a hint, never a barrier."""
    form = ReportForm(request.GET, by=post_of(request))
    form.is_valid()
    told = {"likely": _likely(post_of(request), form)}
    return render(request, "incidents/report.html#likely", told)


def _likely(post: Post, form: ReportForm) -> list[Likely]:
    """Near ones among those that she may see; none before place and words are there."""
    told = form.cleaned_data
    region = told.get("region") or form.located
    if region is None or not told.get("what"):
        return []
    sketch = rules.Sketch(
        kind=told.get("kind", ""),
        region=region.pk,
        at=form.moment or now(),
        words=f"{told['what']} {told.get('place', '')}",
        lon=told.get("lon"),
        lat=told.get("lat"),
    )
    return like_sketch(sketch, Incident.objects.visible_to(post))
