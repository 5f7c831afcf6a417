"""Many places on one page: choose, send, and be told what others changed meanwhile."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sinergi.agencies.current import acting, signed_in
from sinergi.kernel.problems import Invalid, Problem
from sinergi.readiness import bulk
from sinergi.readiness.models import ReadinessItem
from sinergi.readiness.queries.grid import StageChoice, grid_of, stage_choices


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def grid(request: HttpRequest) -> HttpResponse:
    """The grid of one stage; her own choices stay until they are set or taken back."""
    choices = stage_choices(acting(request))
    if not choices:
        return render(request, "readiness/grid.html", {"choices": []})
    chosen = _chosen(request, choices)
    if request.method == "POST":
        return _sent(request, choices, chosen)
    return _page(request, choices, chosen)


def _chosen(request: HttpRequest, choices: list[StageChoice]) -> StageChoice:
    """The stage of the address; else the first one before which she still owes something."""
    code = request.GET.get("stage")
    if code:
        found = next((one for one in choices if one.stage.code == code), None)
        if found is None:
            raise Http404
        return found
    return next((one for one in choices if one.open), choices[0])


def _sent(request: HttpRequest, choices: list[StageChoice], chosen: StageChoice) -> HttpResponse:
    cells = (bulk.read_cell(name, str(value)) for name, value in request.POST.items())
    wishes = [wish for wish in cells if wish is not None and wish.is_change]
    mine = {wish.item_id: wish.state for wish in wishes}
    missing = request.POST.get("missing", "").strip()
    try:
        done = bulk.apply(acting(request), wishes, missing=missing)
    except Problem as problem:
        if problem.code != Invalid.code:
            raise
        return _page(request, choices, chosen, mine=mine, error=str(problem.detail), status=422)
    if done.conflicts:
        return _page(request, choices, chosen, mine=mine, theirs=done.conflicts,
                     done=done.done, status=409)  # fmt: skip
    messages.success(request, _told(done.done))
    return redirect(f"{reverse('readiness:grid')}?{request.GET.urlencode()}")


def _told(count: int) -> str:
    if not count:
        return _("Nothing was changed.")
    return _("%(count)d items reported. The desk above checks them.") % {"count": count}


def _page(
    request: HttpRequest,
    choices: list[StageChoice],
    chosen: StageChoice,
    *,
    mine: dict[UUID, str] | None = None,
    theirs: dict[UUID, ReadinessItem] | None = None,
    done: int = 0,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    found = grid_of(acting(request), chosen.stage, request.GET.get("page"))
    mine, theirs = mine or {}, theirs or {}
    told: dict[str, Any] = {
        "choices": choices,
        "chosen": chosen,
        "grid": found,
        "states": ReadinessItem.State.choices,
        "mine": mine,
        "theirs": theirs,
        "done": done,
        "error": error,
        "missing": request.POST.get("missing", ""),
    }
    for row in found.rows:
        for item in filter(None, row.items):
            item.shown_state = mine.get(item.pk, item.state)  # type: ignore[attr-defined]
            item.theirs = theirs.get(item.pk)  # type: ignore[attr-defined]
    return render(request, "readiness/grid.html", told, status=status)
