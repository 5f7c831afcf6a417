"""Special cases: their list, and what may be done with each."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.models import Post
from sinergi.followups.offers import Offer, standings
from sinergi.followups.performing import Place, perform
from sinergi.kernel.permission import require
from sinergi.kernel.problems import NotFound
from sinergi.polling.models import SpecialCase, Station
from sinergi.polling.offers import CASE, CASE_BY_SLUG, OPEN_CASE
from sinergi.polling.permissions import may_look
from sinergi.polling.queries.special_cases import CaseRow, cases_at, cases_of


@require_safe
@signed_in
def special_cases(request: HttpRequest) -> HttpResponse:
    """Those of her places; `finished` shows the others."""
    post = acting(request)
    require(may_look(post, post.operation))
    finished = "finished" in request.GET
    page = cases_of(post, finished=finished, number=request.GET.get("page"))
    told = {"page": page, "rows": [_offered(post, row) for row in page], "finished": finished}
    return render(request, "polling/special_cases.html", told)


def _offered(post: Post, row: CaseRow) -> dict[str, Any]:
    offered, _refused = standings(post, row.case, CASE, lambda offer: _address(row.case, offer))
    return {"row": row, "standings": offered if row.is_unfinished else []}


def _address(case: SpecialCase, offer: Offer) -> str:
    return reverse("polling:special-case-do", args=[case.pk, offer.slug])


@signed_in
def special_case_new(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Open one at a station."""
    row = Station.objects.visible_to(acting(request)).whole().filter(pk=pk).first()
    if row is None:
        raise NotFound()
    place = Place(str(row), row.region.full_name, row.get_absolute_url())
    return perform(request, OPEN_CASE, row, place)


@signed_in
def special_case_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Accept, end or withdraw one."""
    rows = SpecialCase.objects.visible_to(acting(request))
    row = rows.select_related("station__region__parent").filter(pk=pk).first()
    if row is None:
        raise NotFound()
    if slug not in CASE_BY_SLUG:
        raise Http404
    where = f"{row.station} {row.station.region.full_name}"
    place = Place(
        row.get_kind_display(), where, reverse("polling:special-cases"), lambda: _news(row)
    )
    return perform(request, CASE_BY_SLUG[slug], row, place)


def _news(row: SpecialCase) -> dict[str, Any]:
    """How it stands now."""
    fresh = SpecialCase.objects.get(pk=row.pk)
    return {"state": {"value": fresh.state, "label": fresh.get_state_display()}, "last": None}


def panel(request: HttpRequest, station: Station) -> dict[str, Any] | None:
    """The part of a station's page: its special cases, and the way to open one."""
    post = acting(request)
    answer = OPEN_CASE.may(post, station)
    rows = cases_at(station)
    if not rows and not answer:
        return None
    new = reverse("polling:special-case-new", args=[station.pk])
    return {"rows": rows, "new": new if answer else ""}
