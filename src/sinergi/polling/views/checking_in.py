"""From the phone in three taps: my stations, what comes next, sent."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.models import Post
from sinergi.kernel.clock import now, zone
from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.problems import Conflict, Forbidden, Problem
from sinergi.polling.actions.checking_in import Said, check_in_once
from sinergi.polling.forms.check_in import CheckInForm
from sinergi.polling.models import SERVING, CheckIn, Milestone, Station
from sinergi.polling.moments import moment_of
from sinergi.polling.permissions import may_look
from sinergi.polling.queries.station_day import (
    days_of,
    districts_with,
    history_of,
    milestones_of,
    stations_in,
    villages_with,
)
from sinergi.polling.rules import is_late
from sinergi.polling.words import FLAGS
from sinergi.regions.models import Region
from sinergi.web.controls import add_problem

AT_THE_FIELD = (409, 422)
LONGEST_WAIT = timedelta(hours=24)
EVE = timedelta(hours=24)  # before the first milestone: the station's page shows its day


def reporting(request: HttpRequest) -> Post:
    """The post that reports for stations. Raises Forbidden for any other."""
    post = acting(request)
    if not post.can("check_in"):
        raise Forbidden(_("Your post does not report for stations. KPPS, PPS and PPK do."))
    return post


@signed_in
@require_safe
def my_stations(request: HttpRequest) -> HttpResponse:
    """Hers at once; else the village's list, or districts and villages to choose from."""
    post = reporting(request)
    place = request.GET.get("place", "")
    if place and not post.covers(place):
        raise Http404
    told = _listed(post, place)
    return render(request, "polling/my_stations.html", {**told, "place": place})


def _listed(post: Post, place: str) -> dict[str, Any]:
    """Stations when it is one village (or her own stations), else the places below."""
    if post.role in SERVING:
        rows = Station.objects.visible_to(post).filter(active=True)
        return _stations(post, list(rows.select_related("region__parent")))
    if not place:
        districts = districts_with(post)
        if len(districts) > 1:
            return {"places": districts}
        place = districts[0].pk if districts else ""
    villages = villages_with(post, place)
    if len(villages) == 1:
        found = _stations(post, stations_in(post, villages[0].pk))
        return {**found, "village": villages[0]}
    above = Region.objects.filter(pk=place).first() if villages else None
    return {"places": villages, "above": above}


def _stations(post: Post, stations: list[Station]) -> dict[str, Any]:
    return {"days": days_of(stations, milestones_of(post.operation)), "listed": True}


def panel(request: HttpRequest, station: Station) -> dict[str, Any] | None:
    """The part of a station's page: its day, from the eve on, for whoever may know of it."""
    post = acting(request)
    if not (post.can("check_in") or may_look(post, post.operation)):
        return None
    (day,) = days_of([station], milestones_of(post.operation))
    moment = now()
    if not day.steps or not (day.last or day.steps[0].milestone.due_at - EVE < moment):
        return None
    rows = [
        (step, is_late(moment, step.milestone.due_at, step.milestone.grace)) for step in day.steps
    ]
    return {"day": day, "rows": rows, "reports": post.can("check_in") and station.active}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """One milestone of one station: the form, and its sending."""
    post = reporting(request)
    station = _station(post, pk)
    milestone = _milestone(post, code)
    counts = milestone.kind == Milestone.Kind.COUNT
    if request.method != "POST":
        return _page(request, station, milestone, CheckInForm(counts=counts))
    form = CheckInForm(request.POST, counts=counts)
    if not form.is_valid():
        return _page(request, station, milestone, form, status=422)
    try:
        row = _taken(post, station, _said(form, milestone))
    except Problem as problem:
        if problem.status not in AT_THE_FIELD:
            raise
        asked = form.cleaned_data.get("value") if problem.code == "improbable" else None
        add_problem(form, problem)
        return _page(request, station, milestone, form, status=422, asked=asked)
    return redirect("polling:sent", row.pk)


def _said(form: CheckInForm, milestone: Milestone) -> Said:
    told, moment = form.cleaned_data, now()
    at = told["happened_at"]
    waited = timedelta(seconds=told["waited"] or 0)
    return Said(
        milestone,
        value=told.get("value"),
        happened_at=moment_of(at, milestone.due_at, moment, zone()) if at else None,
        written_at=moment - min(waited, LONGEST_WAIT),
        client_id=told["client_id"] or uuid7(),
        sure=form.is_sure,
        note=told["note"],
    )


def _taken(post: Post, station: Station, said: Said) -> CheckIn:
    """What is sent twice is one; a form changed after it was sent is a correction of its own."""
    try:
        return check_in_once(post, station, said)[0]
    except Problem as problem:
        if problem.code != Conflict.code or problem.field != "client_id":
            raise
    return check_in_once(post, station, replace(said, client_id=uuid7()))[0]


def _page(
    request: HttpRequest,
    station: Station,
    milestone: Milestone,
    form: CheckInForm,
    *,
    status: int = 200,
    asked: int | None = None,
) -> HttpResponse:
    (day,) = days_of([station], milestones_of(station.operation))
    told = {
        "station": station,
        "milestone": milestone,
        "form": form,
        "asked": asked,
        "day": day,
        "step": next((one for one in day.steps if one.milestone == milestone), None),
        "before": [s for s in day.steps if s.done and s.milestone.kind == "count"
                   and s.milestone != milestone],
    }  # fmt: skip
    return render(request, "polling/check_in.html", told, status=status)


@signed_in
@require_safe
def sent(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The receipt: what was sent and when, how to correct it, what comes next."""
    post = reporting(request)
    row = _check_in(post, pk)
    (day,) = days_of([row.station], milestones_of(post.operation))
    step = next((one for one in day.steps if one.milestone == row.milestone), None)
    told = {
        "row": row,
        "day": day,
        "flag": FLAGS.get(row.flag, ""),
        "holds": bool(step and step.standing and step.standing.check_in_id == row.pk),
        "history": history_of(row.station, row.milestone),
        "client_id": uuid7(),
    }
    return render(request, "polling/sent.html", told)


@signed_in
@require_POST
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a milestone back: it has not happened after all."""
    post = reporting(request)
    row = _check_in(post, pk)
    said = Said(row.milestone, client_id=_key(request.POST.get("client_id")), withdrawn=True)
    made = _taken(post, row.station, said)
    return redirect("polling:sent", made.pk)


def _key(text: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return uuid7()


def _station(post: Post, pk: uuid.UUID) -> Station:
    row = Station.objects.visible_to(post).whole().filter(pk=pk, active=True).first()
    if row is None:
        raise Http404
    return row


def _milestone(post: Post, code: str) -> Milestone:
    row = Milestone.objects.filter(operation=post.operation, code=code, active=True).first()
    if row is None:
        raise Http404
    return row


def _check_in(post: Post, pk: uuid.UUID) -> CheckIn:
    seen = Station.objects.visible_to(post).values("pk")
    rows = CheckIn.objects.filter(pk=pk, station__in=seen)
    row = rows.select_related("milestone", "post", "station__region__parent").first()
    if row is None:
        raise Http404
    row.station.operation = post.operation
    return row
