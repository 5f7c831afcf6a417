"""The board of the voting day, its wall, and the note that a station was called."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.followups.performing import Place, perform
from sinergi.kernel.clock import local
from sinergi.kernel.problems import Forbidden, NotFound
from sinergi.polling.drawing import Point, Range, curve_svg
from sinergi.polling.models import Station
from sinergi.polling.offers import CALL
from sinergi.polling.permissions import may_look
from sinergi.polling.queries.board import Board, Progress, board_of, next_due
from sinergi.polling.queries.map import board_map
from sinergi.polling.queries.scope import Scope, scope_of
from sinergi.polling.queries.silent import silent_stations
from sinergi.polling.queries.special_cases import cases_in
from sinergi.polling.queries.turnout import Turnout, turnout_of
from sinergi.web.templatetags.sinergi import percent

ON_THE_WALL = 10  # silent stations
THEMES = ("dark", "light")


@require_safe
@signed_in
def board(request: HttpRequest) -> HttpResponse:
    """Milestones, places, who is silent, map, turnout, incidents and special cases of a place."""
    scope = _scope(request)
    told = _told(request, scope)
    told |= {"board_url": reverse("polling:board"), "cases": cases_in(scope)}
    return render(request, "polling/board.html", told)


@require_safe
@signed_in
def wall(request: HttpRequest) -> HttpResponse:
    """The same for a screen on the wall of a desk: no scrolling, it turns by itself."""
    scope = _scope(request)
    theme = request.GET.get("theme", "")
    told = _told(request, scope, limit=ON_THE_WALL)
    told["theme"] = theme if theme in THEMES else "dark"
    return render(request, "polling/wall.html", told)


@signed_in
def call(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that a silent station was called."""
    row = Station.objects.visible_to(acting(request)).whole().filter(pk=pk).first()
    if row is None:
        raise NotFound()
    back = f"{reverse('polling:board')}?{urlencode({'region': _back(request, row)})}"
    return perform(request, CALL, row, Place(str(row), row.region.full_name, back))


def _back(request: HttpRequest, row: Station) -> str:
    """The board from which it was called; that of its village when none was told."""
    asked = request.POST.get("region") or request.GET.get("region") or row.region_id
    return asked if row.region_id.startswith(asked) else row.region_id


def _scope(request: HttpRequest) -> Scope:
    post = acting(request)
    answer = may_look(post, post.operation)
    if not answer:
        raise Forbidden(str(answer.reason))
    return scope_of(post, request.GET.get("region", ""))


def _told(request: HttpRequest, scope: Scope, limit: int | None = None) -> dict[str, Any]:
    """What board and wall show alike."""
    found = board_of(scope, request.GET.get("page"))
    asked = found.milestone(request.GET.get("milestone", ""))
    turnout = turnout_of(found)
    return {
        "board": found,
        "scope": scope,
        "asked": asked,
        "chosen": request.GET.get("milestone", ""),
        "silent": _silent(request, found, limit),
        "next_due": next_due(found),
        "turnout": turnout,
        "forecast": _forecast_words(turnout),
        "curve": _curve(found, turnout),
        "map": board_map(found, asked),
    }


def _silent(request: HttpRequest, found: Board, limit: int | None) -> Any:
    overdue = [row.milestone for row in found.milestones if row.missing]
    code = request.GET.get("owes", "")
    asked = [row for row in overdue if row.code == code] or overdue
    number = request.GET.get("silent", "")
    options = {"limit": limit} if limit else {}
    return silent_stations(found.scope, asked, int(number) if number.isdecimal() else 1, **options)


def _forecast_words(turnout: Turnout) -> dict[str, Any] | None:
    told = turnout.forecast
    if told is None:
        return None
    narrow, wide = told.interval(0.80), told.interval(0.95)
    return {
        "share": percent(told.share, 1),
        "narrow": [percent(share, 1) for share in narrow],
        "wide": [percent(share, 1) for share in wide],
        "stations": told.stations,
        "all": told.all_stations,
        "voters": round(told.voters),
        "known": turnout.expected is not None,
    }


def _curve(found: Board, turnout: Turnout) -> SafeString:
    counts = found.counts
    if not counts:
        return SafeString()
    told = turnout.forecast
    beside = None
    if told is not None:
        beside = Range(told.share, told.interval(0.80), told.interval(0.95), percent(told.share, 1))
    expected = None
    if turnout.expected is not None:
        words = _("Last election (2019): %(share)s") % {"share": percent(turnout.expected, 1)}
        expected = (turnout.expected, words)
    drawn = curve_svg(
        _opening(found),
        [_point(row) for row in counts],
        expected=expected,
        forecast=beside,
        opening=f"{local(_opening(found)):%H.%M}",
        title=_("Turnout by the hour"),
    )
    return mark_safe(drawn)  # noqa: S308 - every word in it was escaped where it was drawn


def _point(row: Progress) -> Point:
    at = row.milestone.due_at
    shown = percent(row.turnout, 1) if row.turnout is not None else ""
    return Point(at, f"{local(at):%H.%M}", row.turnout, shown)


def _opening(found: Board) -> datetime:
    """When voting begins: the milestone before the first count, else that count itself."""
    rows, first = found.milestones, found.counts[0]
    at = rows.index(first)
    return rows[at - 1].milestone.due_at if at else first.milestone.due_at


__all__ = ["board", "call", "wall"]
