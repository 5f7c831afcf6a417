"""One village, or one of its stations: how vulnerable, why, since when, and what would lower it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.models import Post
from sinergi.kernel.permission import require
from sinergi.kernel.problems import NotFound
from sinergi.polling.models import Station
from sinergi.polling.queries.stations import find_station
from sinergi.regions.codes import is_code
from sinergi.regions.models import Region
from sinergi.risk import words
from sinergi.risk.actions import assess_place
from sinergi.risk.bars import margin_bar, points_bar
from sinergi.risk.drawing import Day, course_svg
from sinergi.risk.library import kinds_for, risk_kinds
from sinergi.risk.models import RiskScore
from sinergi.risk.permissions import may_look
from sinergi.risk.queries import scores as queries
from sinergi.risk.queries.assessments import past_assessments
from sinergi.risk.queries.explaining import Explanation, Reason, explain
from sinergi.risk.queries.register import risks_of
from sinergi.risk.register_permissions import may_open_risk
from sinergi.web.timing import short_day_text

SHOWN_ASSESSMENTS = 5
PROPOSED = 3
TOLD = 0.05  # points from which an indicator is named among the reasons


@require_safe
@signed_in
def place(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a village; of a wider place the map of it."""
    post = acting(request)
    require(may_look(post, post.operation))
    region = Region.objects.with_parent().filter(pk=code).first() if is_code(code) else None
    if region is None or not post.covers(region.pk):
        raise NotFound()
    if region.level != Region.Level.VILLAGE:
        return redirect(f"{reverse('risk:map')}?place={region.pk}")
    told = _told(post, region, None)
    told["stations"] = _stations(post, region)
    return render(request, "risk/place.html", told)


@require_safe
@signed_in
def station(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The page of a station."""
    post = acting(request)
    require(may_look(post, post.operation))
    row = find_station(post, pk)
    if row is None or not post.covers(row.region_id):
        raise NotFound()
    return render(request, "risk/place.html", _told(post, row.region, row))


def _told(post: Post, region: Region, row: Station | None) -> dict[str, Any]:
    key = row.pk if row else None
    score = queries.score_of(post, region, key)
    assess = reverse("risk:assess-station", args=[key]) if key else _assess_url(region)
    told: dict[str, Any] = {
        "region": region,
        "station": row,
        "score": score,
        "assess_url": assess,
        "may_assess": bool(assess_place.action.answer(post, region)),  # type: ignore[attr-defined]
        "assessments": past_assessments(post, region, key)[:SHOWN_ASSESSMENTS],
        "risks": risks_of(post, region.pk),
        "may_open": bool(may_open_risk(post, region)),
    }
    return told | (_scored(post, score, key) if score else {})


def _assess_url(region: Region) -> str:
    return reverse("risk:assess-place", args=[region.pk])


def _scored(post: Post, score: RiskScore, key: uuid.UUID | None) -> dict[str, Any]:
    why = explain(score)
    days = queries.history_of(post, score.region, key)
    return {
        "why": why,
        "groups": _groups(why),
        "calm": [
            (one, words.value_text(one.indicator, one.value))
            for one in why.reasons
            if one.points < TOLD and not one.inherited
        ],
        "margin": words.margin_text(score),
        "bar": margin_bar(score.total, score.low, score.high, score.category),
        "category": words.category_title(score.category),
        "change": _change(days),
        "course": _course(days),
        "days": days[::-1][:14],
        "kinds": _kinds(why),
    }


def _groups(why: Explanation) -> list[tuple[Any, list[tuple[Reason, str, Any]]]]:
    """(dimension, [(reason, value in words, bar)]), as they weigh, of what gives anything."""
    most = max((reason.points for reason in why.reasons), default=0.0)
    found = []
    for part in why.dimensions:
        rows = [
            (one, words.value_text(one.indicator, one.value), points_bar(one.points, most))
            for one in why.reasons
            if one.dimension == part.code and one.points >= TOLD
        ]
        found.append((part, rows))
    return found


def _kinds(why: Explanation) -> list[Any]:
    """The kinds of risk to which the heaviest indicators point."""
    heavy = [one.code for one in why.reasons if one.points >= 1][:PROPOSED]
    return [risk_kinds()[code] for code in kinds_for(heavy)][:PROPOSED]


def _change(days: list[RiskScore]) -> str:
    """By how much it moved in a week; empty without a day a week before."""
    before = [row for row in days if (days[-1].day - row.day).days >= queries.WEEK]
    return words.points_text(days[-1].total - before[-1].total) if before else ""


def _course(days: list[RiskScore]) -> str:
    if not days:
        return ""
    told = [
        Day(row.day, short_day_text(row.day), row.total, row.low, row.high, row.weighting.number)
        for row in days
    ]
    last = days[-1].weighting
    lines = [
        (last.vulnerable_from, words.category_title("vulnerable")),
        (last.very_from, words.category_title("very")),
    ]
    return course_svg(told, lines, title=_("The course of the index"))


def _stations(post: Post, region: Region) -> list[tuple[RiskScore, Any]]:
    rows = queries.scores_of(post, queries.Asked("station", place=region.pk))
    return [(row, margin_bar(row.total, row.low, row.high, row.category)) for row in rows]
