"""The weights of the index: their versions, a new one, and what it would change on the past."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.models import Post
from sinergi.followups.performing import Place, perform
from sinergi.kernel.permission import require
from sinergi.kernel.problems import NotFound, Problem
from sinergi.risk import offers
from sinergi.risk.actions import change_weights
from sinergi.risk.actions.weighing import weighted
from sinergi.risk.forms.weights import SETTINGS, WeightsForm
from sinergi.risk.models import DIMENSIONS, RiskIndicator, Weighting
from sinergi.risk.models.score import GIVEN
from sinergi.risk.permissions import may_keep_index, may_look
from sinergi.risk.queries.replaying import Effect, effects, moved_of
from sinergi.risk.words import MEASURES

SHOWN_VERSIONS = 20
SHOWN_MOVED = 60


@require_safe
@signed_in
def weights(request: HttpRequest) -> HttpResponse:
    """What is in force, on what each indicator rests, and every version before."""
    post = acting(request)
    require(may_look(post, post.operation))
    now = Weighting.objects.in_force(post.operation)
    rows = list(RiskIndicator.objects.visible_to(post))
    told = {
        "in_force": now,
        "groups": _groups(now, rows),
        "settings": [(label, getattr(now, name), note) for name, (label, note) in SETTINGS.items()]
        if now
        else [],
        "versions": Weighting.objects.visible_to(post)[:SHOWN_VERSIONS],
        "keeps": bool(may_keep_index(post, post.operation)),
    }
    return render(request, "risk/weights.html", told)


def _groups(now: Weighting | None, rows: list[RiskIndicator]) -> list[tuple[Any, float, list[Any]]]:
    """(dimension, its weight, [(indicator, weight, how it is measured)])"""
    if now is None:
        return []
    return [
        (
            title,
            float(now.dimension_weights.get(code, 0)),
            [
                (row, float(now.weights.get(row.code, 0)), MEASURES[row.measure])
                for row in rows
                if row.dimension == code
            ],
        )
        for code, title in DIMENSIONS.items()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def weights_change(request: HttpRequest) -> HttpResponse:
    """The numbers of the next version; what they would change; keeping them."""
    post = acting(request)
    require(may_keep_index(post, post.operation))
    now = Weighting.objects.in_force(post.operation)
    if now is None:
        raise Http404
    rows = list(RiskIndicator.objects.visible_to(post).filter(active=True))
    given = (request.POST,) if request.method == "POST" else ()
    form = WeightsForm(*given, weighting=now, indicators=rows)
    told: dict[str, Any] = {"form": form, "in_force": now}
    looks = "look" in request.POST
    if looks:
        form.fields["why"].required = False
    if given and form.is_valid():
        try:
            if not looks:
                return _kept(request, post, form)
            told |= _effect(post, now, weighted(post.operation, form.told()))
        except Problem as problem:
            form.add_error(form.field_of(problem.field), str(problem.detail or problem.title))
    status = 422 if form.errors else 200
    return render(request, "risk/weights_change.html", told, status=status)


def _kept(request: HttpRequest, post: Post, form: WeightsForm) -> HttpResponse:
    row = change_weights(post, post.operation, form.told(), why=form.cleaned_data["why"])
    said = _("Version %(number)d is in force. The index follows within a minute.")
    messages.success(request, said % {"number": row.number})
    return redirect("risk:weights")


def _effect(post: Post, now: Weighting, other: Weighting) -> dict[str, Any]:
    found = effects(post, now, other)
    return {
        "looked": True,
        "effects": [(one, _counts(one)) for one in found],
        "moved": moved_of(found[0])[:SHOWN_MOVED] if found else [],
        "titles": [title for _code, title in GIVEN],
        "words": dict(GIVEN),
    }


def _counts(effect: Effect) -> list[tuple[int, int]]:
    """(before, after) of each category."""
    return [(effect.before.get(code, 0), effect.after.get(code, 0)) for code, _title in GIVEN]


@signed_in
def indicator_add(request: HttpRequest) -> HttpResponse:
    """One more thing that desks judge."""
    post = acting(request)
    place = Place(str(post.operation), "", reverse("risk:weights"))
    return perform(request, offers.ADD_INDICATOR, post.operation, place)


@signed_in
def indicator_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """How one is called, and whether it is asked."""
    post = acting(request)
    rows = RiskIndicator.objects.visible_to(post).select_related("operation")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound()
    place = Place(row.code, row.title, reverse("risk:weights"))
    return perform(request, offers.EDIT_INDICATOR, row, place)
