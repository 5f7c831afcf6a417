"""Outreach: where it counts most, its activities, one of them, and the targets."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.models import Post
from sinergi.followups.offers import Offer, standings
from sinergi.followups.performing import Place, perform
from sinergi.followups.timeline import event_of
from sinergi.kernel import evidence
from sinergi.kernel.clock import local, now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.permission import require
from sinergi.kernel.problems import NotFound
from sinergi.kernel.workbooks import download
from sinergi.polling import offers, outreach_sheets
from sinergi.polling.forms import outreach as forms
from sinergi.polling.models import Activity, ActivityPhoto
from sinergi.polling.permissions.outreach import may_look_at_outreach
from sinergi.polling.queries import activities as queries
from sinergi.polling.queries.outreach import coverage_of
from sinergi.polling.queries.outreach_map import outreach_map
from sinergi.polling.queries.scope import scope_of
from sinergi.polling.queries.stations import place_choices
from sinergi.polling.rules.outreach import PRIOR

IN_A_PAGE = 50
VILLAGES_IN_A_PAGE = 25  # each is a card of eight facts on a phone
BEST = 5
EVENTS = 30


def _reader(request: HttpRequest) -> Post:
    post = acting(request)
    require(may_look_at_outreach(post, post.operation))
    return post


@require_safe
@signed_in
def outreach(request: HttpRequest) -> HttpResponse:
    """Coverage of a place, its map, and where the next activity counts most."""
    post = _reader(request)
    found = coverage_of(scope_of(post, request.GET.get("region", "")))
    page = Paginator(found.rows, VILLAGES_IN_A_PAGE).get_page(request.GET.get("page"))
    told = {
        "found": found,
        "scope": found.scope,
        "page": page,
        "best": [row for row in found.rows if row.scored.score][:BEST],
        "map": outreach_map(found) if len(found.rows) > 1 else "",
        "prior": round(PRIOR),
        "plans": bool(offers.PLAN_ACTIVITY.may(post, post.operation)),
        "sets": bool(offers.SET_TARGETS.may(post, post.operation)),
    }
    return render(request, "polling/outreach.html", told)


@require_safe
@signed_in
def outreach_export(request: HttpRequest) -> HttpResponse:
    """Coverage and scores of a place as a workbook."""
    found = coverage_of(scope_of(_reader(request), request.GET.get("region", "")))
    return download(outreach_sheets.coverage(found), "sosialisasi-cakupan")


@require_safe
@signed_in
def activities(request: HttpRequest) -> HttpResponse:
    """The list of activities, or a month of them."""
    post = _reader(request)
    agencies = queries.agencies_of(post)
    wanted = queries.filter_of(request.GET, agencies)
    rows = queries.meant(post, wanted)
    told: dict[str, Any] = {
        "wanted": wanted,
        "filters": forms.ActivityFilterForm(request.GET, agencies=agencies),
        "places": place_choices(post),
        "list_url": f"?{wanted.query(month='')}",
        "month_url": f"?{wanted.query(month=f'{local(now()):%Y-%m}')}",
        "export_url": f"{reverse('polling:activities-export')}?{wanted.query()}",
        "plans": bool(offers.PLAN_ACTIVITY.may(post, post.operation)),
    }
    if wanted.month:
        told |= _month(wanted, list(rows.order_by("starts_at", "pk")))
    else:
        ordered = rows.order_by("-starts_at", "pk")
        told["page"] = Paginator(ordered, IN_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "polling/activities.html", told)


def _month(wanted: queries.ActivityFilter, rows: list[Activity]) -> dict[str, Any]:
    first = queries.month_of(wanted.month)
    return {
        "month": first,
        "weeks": queries.weeks_of(first, rows),
        "today": local(now()).date(),
        "count": len(rows),
        "before_url": _month_url(wanted, queries.before(first)),
        "after_url": _month_url(wanted, queries.after(first)),
    }


def _month_url(wanted: queries.ActivityFilter, first: date) -> str:
    return f"?{wanted.query(month=f'{first:%Y-%m}')}"


@require_safe
@signed_in
def activities_export(request: HttpRequest) -> HttpResponse:
    """What is meant as a workbook."""
    post = _reader(request)
    wanted = queries.filter_of(request.GET, queries.agencies_of(post))
    rows = queries.meant(post, wanted).order_by("starts_at", "pk")
    return download(outreach_sheets.activities(rows), "sosialisasi-kegiatan")


@signed_in
def activity_new(request: HttpRequest) -> HttpResponse:
    """Plan one, or one in each of several villages."""
    post = acting(request)
    place = Place(str(post.operation), "", reverse("polling:outreach"))
    return perform(request, offers.PLAN_ACTIVITY, post.operation, place, _made)


def _made(rows: list[Activity]) -> str:
    return rows[0].get_absolute_url() if len(rows) == 1 else reverse("polling:activities")


def _found(post: Post, pk: uuid.UUID) -> Activity:
    row = queries.find_activity(post, pk)
    if row is None:
        raise NotFound()
    return row


@require_safe
@signed_in
def activity(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One activity: its plan, its report with photos, what may be done, what happened."""
    post = _reader(request)
    row = _found(post, pk)
    offered, refusals = standings(post, row, offers.ACTIVITY, lambda offer: _address(row, offer))
    entries = JournalEntry.objects.for_subject(row).order_by("-id")[:EVENTS]
    told = {
        "activity": row,
        "photos": row.photos.select_related("blob").order_by("pk"),
        "standings": offered,
        "refusals": refusals,
        "events": [event_of(entry) for entry in entries],
    }
    return render(request, "polling/activity.html", told)


def _address(row: Activity, offer: Offer) -> str:
    return reverse("polling:activity-do", args=[row.pk, offer.slug])


@signed_in
def activity_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Report, correct, change or cancel one."""
    row = _found(_reader(request), pk)
    if slug not in offers.ACTIVITY_BY_SLUG:
        raise Http404
    place = Place(row.title, row.region.full_name, row.get_absolute_url(), lambda: _news(row))
    return perform(request, offers.ACTIVITY_BY_SLUG[slug], row, place)


def _news(row: Activity) -> dict[str, Any]:
    fresh = Activity.objects.get(pk=row.pk)
    return {"state": {"value": fresh.state, "label": fresh.get_state_display()}, "last": None}


@require_safe
@signed_in
def activity_photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A photo, without what the camera wrote into it."""
    seen = Activity.objects.visible_to(_reader(request))
    rows = ActivityPhoto.objects.filter(pk=pk, activity__in=seen).select_related("blob")
    row = rows.first()
    if row is None:
        raise NotFound()
    return evidence.serve_shown(request, row.blob)


@require_safe
@signed_in
def targets(request: HttpRequest) -> HttpResponse:
    """What each village aims at, what is known of last time, and how far outreach is."""
    post = _reader(request)
    found = coverage_of(scope_of(post, request.GET.get("region", "")))
    rows = sorted(found.rows, key=lambda row: row.region.pk)
    offered, _refused = standings(
        post, post.operation, offers.TARGETS,
        lambda offer: reverse("polling:targets-do", args=[offer.slug]),
    )  # fmt: skip
    told = {
        "found": found,
        "scope": found.scope,
        "page": Paginator(rows, VILLAGES_IN_A_PAGE).get_page(request.GET.get("page")),
        "standings": offered,
        "places": place_choices(post),
    }
    return render(request, "polling/targets.html", told)


@signed_in
def targets_do(request: HttpRequest, slug: str) -> HttpResponse:
    """Set targets, or note a turnout of last time."""
    if slug not in offers.TARGETS_BY_SLUG:
        raise Http404
    post = acting(request)
    place = Place(str(post.operation), "", reverse("polling:targets"))
    return perform(request, offers.TARGETS_BY_SLUG[slug], post.operation, place)
