"""Milestones and indicators: everybody may read them, who keeps stations may change them."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.followups.offers import Offer, standings
from sinergi.followups.performing import Place, perform
from sinergi.kernel.action import may
from sinergi.kernel.problems import NotFound
from sinergi.polling import offers
from sinergi.polling.models import Indicator, Milestone, Station, StationIndicator


@require_safe
@signed_in
def milestones(request: HttpRequest) -> HttpResponse:
    """What stations report, in the order of its time."""
    post = acting(request)
    rows = Milestone.objects.filter(operation_id=post.operation_id).order_by("order")
    told = {
        "rows": [_with_offers(post, row, offers.MILESTONE, "milestone") for row in rows],
        "keeps": bool(may(post, "add_milestone", post.operation)),
    }
    return render(request, "polling/milestones.html", told)


@require_safe
@signed_in
def indicators(request: HttpRequest) -> HttpResponse:
    """What is looked at, by variable, and at how many of her stations each was found."""
    post = acting(request)
    rows = Indicator.objects.filter(operation_id=post.operation_id)
    found = _found_at(post)
    groups: dict[str, list[Any]] = {}
    for row in rows:
        told = _with_offers(post, row, offers.INDICATOR, "indicator")
        groups.setdefault(row.variable, []).append(told | {"count": found.get(row.pk, 0)})
    context = {
        "groups": list(groups.items()),
        "keeps": bool(may(post, "add_indicator", post.operation)),
    }
    return render(request, "polling/indicators.html", context)


def _found_at(post: Any) -> dict[Any, int]:
    """{indicator: at how many stations that she sees it is present}. One statement."""
    hers = Station.objects.visible_to(post).filter(active=True)
    rows = StationIndicator.objects.filter(present=True, station__in=hers)
    counted = rows.values_list("indicator").annotate(n=Count("pk")).order_by()
    return dict(counted)


def _with_offers(post: Any, row: Any, chosen: tuple[Offer, ...], route: str) -> dict[str, Any]:
    """A row with the addresses of what may be done with it."""
    if not post.can("manage_stations"):
        return {"row": row, "standings": []}
    found, refusals = standings(
        post, row, chosen, lambda offer: reverse(f"polling:{route}-do", args=[row.pk, offer.slug])
    )
    return {"row": row, "standings": found, "refusals": refusals}


@signed_in
def milestone_add(request: HttpRequest) -> HttpResponse:
    """Ask stations for one thing more."""
    return _add(request, offers.ADD_MILESTONE, "polling:milestones")


@signed_in
def indicator_add(request: HttpRequest) -> HttpResponse:
    """Look at one thing more."""
    return _add(request, offers.ADD_INDICATOR, "polling:indicators")


def _add(request: HttpRequest, offer: Offer, back: str) -> HttpResponse:
    operation = acting(request).operation
    return perform(request, offer, operation, Place(str(operation), "", reverse(back)))


@signed_in
def milestone_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Change or switch a milestone."""
    row = _row_of(request, Milestone, pk)
    return _do(request, row, offers.MILESTONE_BY_SLUG, slug, "polling:milestones")


@signed_in
def indicator_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Change or switch an indicator."""
    row = _row_of(request, Indicator, pk)
    return _do(request, row, offers.INDICATOR_BY_SLUG, slug, "polling:indicators")


def _row_of(request: HttpRequest, model: Any, pk: uuid.UUID) -> Any:
    rows = model.objects.select_related("operation")
    row = rows.filter(operation_id=acting(request).operation_id, pk=pk).first()
    if row is None:
        raise NotFound()
    return row


def _do(
    request: HttpRequest, row: Any, chosen: dict[str, Offer], slug: str, back: str
) -> HttpResponse:
    if slug not in chosen:
        raise NotFound()
    return perform(request, chosen[slug], row, Place(str(row), "", reverse(back)))
