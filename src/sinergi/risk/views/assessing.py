"""Assessing: one village or station, one indicator of many villages, and who has assessed what."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.models import Post
from sinergi.kernel.permission import require
from sinergi.kernel.problems import NotFound, Problem
from sinergi.polling.models import Station
from sinergi.polling.queries.stations import find_station, place_choices
from sinergi.regions.codes import is_code
from sinergi.regions.models import Region
from sinergi.risk.actions import assess_place, assess_together
from sinergi.risk.actions.assessing import Sheet
from sinergi.risk.forms.assessing import GridForm, PlaceForm, name_of
from sinergi.risk.models import RiskIndicator
from sinergi.risk.permissions import may_assess, may_look
from sinergi.risk.queries.assessments import asked_of, coverage, holding
from sinergi.web.controls import add_problem

IN_A_PAGE = 40
SHOWN_AT_THE_FIELD = (409, 422)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def assess(request: HttpRequest) -> HttpResponse:
    """Without an indicator: who has told how much. With one: the grid of its villages."""
    post = acting(request)
    require(may_look(post, post.operation))
    place = _place(post, request.GET.get("place", ""))
    asked = asked_of(post)
    chosen = next((row for row in asked if row.code == request.GET.get("indicator")), None)
    told: dict[str, Any] = {
        "asked": asked,
        "chosen": chosen,
        "place": place,
        "places": place_choices(post, place),
        "assesses": post.can("assess_risk"),
    }
    if chosen is None:
        rows = coverage(post, [place] if place else post.prefixes)
        told |= {"page": Paginator(rows, IN_A_PAGE).get_page(request.GET.get("page")), "all": rows}
        return render(request, "risk/assess.html", told)
    return _grid(request, post, chosen, told)


def _place(post: Post, code: str) -> str:
    """A place of hers; empty for anything else."""
    return code if is_code(code) and post.covers(code) else ""


def _grid(
    request: HttpRequest, post: Post, chosen: RiskIndicator, told: dict[str, Any]
) -> HttpResponse:
    within = [told["place"]] if told["place"] else post.prefixes
    villages = Region.objects.within(within).villages().with_parent().order_by("code")
    page = Paginator(villages, IN_A_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    known = holding(post, [row.pk for row in shown])
    given = (request.POST,) if request.method == "POST" else ()
    form = GridForm(*given, indicator=chosen, villages=shown, known=known)
    if given and form.is_valid() and not _kept(request, post, form):
        return redirect(f"{reverse('risk:assess')}?{request.GET.urlencode()}")
    status = 422 if form.errors else 200
    return render(
        request, "risk/assess_grid.html", told | {"page": page, "form": form}, status=status
    )


def _kept(request: HttpRequest, post: Post, form: GridForm) -> bool:
    """Keep what was changed; whether something of it was refused (it is told at its field)."""
    judged = form.judged()
    results = assess_together(post, [Sheet(code, [told]) for code, told in judged])
    for (code, _told), result in zip(judged, results, strict=True):
        if result.problem is not None:
            form.add_error(name_of(code), str(result.problem.detail or result.problem.title))
    done = sum(result.problem is None for result in results)
    if done or not form.errors:
        messages.success(request, _told_of(done))
    return bool(form.errors)


def _told_of(count: int) -> str:
    if not count:
        return _("Nothing was changed.")
    return _("%(count)d villages assessed. The index follows within a minute.") % {"count": count}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def assess_one(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that is asked of one village."""
    post = acting(request)
    region = Region.objects.with_parent().filter(pk=code).first() if is_code(code) else None
    if region is None or region.level != Region.Level.VILLAGE:
        raise NotFound()
    return _form(request, post, region, None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def assess_station(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Everything that is asked of one station."""
    post = acting(request)
    row = find_station(post, pk)
    if row is None:
        raise NotFound()
    return _form(request, post, row.region, row)


def _form(
    request: HttpRequest, post: Post, region: Region, station: Station | None
) -> HttpResponse:
    require(may_assess(post, region))
    asked = asked_of(post, of_stations=station is not None)
    if not asked:
        raise Http404
    known = holding(post, [region.pk], of_stations=station is not None)
    key: Any = station.pk if station else region.pk
    given = (request.POST,) if request.method == "POST" else ()
    form = PlaceForm(*given, indicators=asked, known=known.get(key, {}))
    back = reverse("risk:station", args=[key]) if station else reverse("risk:place", args=[key])
    if given and form.is_valid() and _said(post, region, station, form):
        messages.success(request, _("Kept. The index follows within a minute."))
        return redirect(back)
    told = {"form": form, "region": region, "station": station, "back": back}
    return render(request, "risk/assess_place.html", told, status=422 if form.errors else 200)


def _said(post: Post, region: Region, station: Station | None, form: PlaceForm) -> bool:
    """Keep what was changed; what is refused is told at its field."""
    try:
        assess_place(
            post, region, form.judgements(), station=station, remark=form.cleaned_data["remark"]
        )
    except Problem as problem:
        if problem.status not in SHOWN_AT_THE_FIELD:
            raise
        if problem.field:
            problem.field = f"v-{problem.field}"
        add_problem(form, problem)
        return False
    return True
