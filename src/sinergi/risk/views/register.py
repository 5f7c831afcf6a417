"""The register of risks: list, matrix, one risk, what may be done with it, and the workbook."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.models import Post
from sinergi.followups.offers import Offer, fingerprint, standings
from sinergi.followups.performing import Place, perform
from sinergi.followups.timeline import event_of
from sinergi.kernel.action import may
from sinergi.kernel.permission import require
from sinergi.kernel.problems import NotFound
from sinergi.kernel.workbooks import download
from sinergi.polling.queries.stations import place_choices
from sinergi.regions.models import Region
from sinergi.risk import offers
from sinergi.risk.actions import export_risks
from sinergi.risk.forms.register import GRADE_TITLES, RegisterFilterForm
from sinergi.risk.library import Suggestion, suggested
from sinergi.risk.models.register import Risk
from sinergi.risk.permissions import may_look
from sinergi.risk.queries import register as queries
from sinergi.risk.rules.register import MOST, grade
from sinergi.risk.sheets.register import workbook_of
from sinergi.stages.models import today
from sinergi.stages.queries import stages_on

IN_A_PAGE = 40
EVENTS = 40
PROPOSED = 6


def _reader(request: HttpRequest) -> Post:
    post = acting(request)
    require(may_look(post, post.operation))
    return post


@require_safe
@signed_in
def register(request: HttpRequest) -> HttpResponse:
    """The list with its sums and its matrix."""
    post = _reader(request)
    wanted = queries.filter_of(request.GET)
    page = Paginator(queries.meant(post, wanted), IN_A_PAGE).get_page(request.GET.get("page"))
    told = {
        "wanted": wanted,
        "page": page,
        "sums": queries.sums(post, wanted.place),
        "filters": RegisterFilterForm(request.GET),
        "places": place_choices(post, wanted.place),
        "matrix": _matrix(post, wanted),
        "scale": range(1, MOST + 1),
        "grades": GRADE_TITLES,
        "opens": post.can("assess_risk") and bool(post.desk_ids),
        "exports": bool(may(post, "export_risks", post)),
        "export_url": f"{reverse('risk:register-export')}?{wanted.query()}",
    }
    return render(request, "risk/register.html", told)


def _matrix(post: Post, wanted: queries.RegisterFilter) -> list[tuple[int, list[Any]]]:
    """(likelihood, [(grade, count)]), the likeliest first."""
    rows = enumerate(queries.matrix(post, wanted))
    return [
        (MOST - at, [(grade(MOST - at, impact), count) for impact, count in enumerate(row, 1)])
        for at, row in rows
    ]


@require_safe
@signed_in
def register_export(request: HttpRequest) -> HttpResponse:
    """What is meant as a workbook: risks, and what is done against each."""
    post = _reader(request)
    wanted = queries.filter_of(request.GET)
    rows = queries.meant(post, wanted).prefetch_related(
        "measures__followup__to_agency", "measures__followup__to_desk"
    )
    found = list(rows)
    export_risks(post, post, query=wanted.query(), count=len(found))
    return download(workbook_of(found), "register-risiko")


@signed_in
def risk_new(request: HttpRequest) -> HttpResponse:
    """Choose the place, then enter the risk."""
    post = acting(request)
    code = request.GET.get("region", "")
    if not code:
        require(may_look(post, post.operation))
        return render(request, "risk/register_where.html", {"places": place_choices(post)})
    region = Region.objects.with_parent().filter(pk=code).first()
    if region is None:
        raise NotFound()
    place = Place(region.full_name, "", reverse("risk:register"))
    return perform(request, offers.OPEN_RISK, region, place, lambda row: row.get_absolute_url())


def _found(post: Post, pk: uuid.UUID) -> Risk:
    row = queries.find_risk(post, pk)
    if row is None:
        raise NotFound()
    return row


@require_safe
@signed_in
def entry(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One risk: how grave, what is done against it, what is usually done, what happened."""
    post = acting(request)
    row = _found(post, pk)
    offered, refusals = standings(post, row, offers.RISK, lambda offer: _address(row, offer))
    measures = queries.measures_of(row)
    told = {
        "risk": row,
        "measures": measures,
        "proposed": _proposed(post, row, {one.suggestion for one in measures}),
        "standings": offered,
        "refusals": refusals,
        "seen": fingerprint(row),
        "asks": any(one.offer.slug == "measure" for one in offered),
        "events": [event_of(one) for one in queries.events_of(row, measures)[:EVENTS]],
    }
    return render(request, "risk/entry.html", told)


def _proposed(post: Post, row: Risk, taken: set[str]) -> list[Suggestion]:
    """What of the library is not done yet, what fits the stage first."""
    on = [row.stage] if row.stage else stages_on(post.operation, today())
    found = suggested(row.kind, [stage.code for stage in on])
    return [one for one in found if one.code not in taken][:PROPOSED]


def _address(row: Risk, offer: Offer) -> str:
    return reverse("risk:entry-do", args=[row.pk, offer.slug])


@signed_in
def entry_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Do one of the things that may be done with a risk."""
    row = _found(acting(request), pk)
    if slug not in offers.RISK_BY_SLUG:
        raise Http404
    place = Place(str(row), row.region.full_name, row.get_absolute_url(), lambda: _news(row))
    return perform(request, offers.RISK_BY_SLUG[slug], row, place)


def _news(row: Risk) -> dict[str, Any]:
    fresh = Risk.objects.get(pk=row.pk)
    return {"state": {"value": fresh.state, "label": fresh.get_state_display()}, "last": None}
