"""Scores for the map, the list, and the course of one place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Min, Q

from sinergi.agencies.models import Post
from sinergi.kernel.models import Operation
from sinergi.regions.models import Region, under
from sinergi.risk.models import DIMENSIONS, RiskScore
from sinergi.risk.models.score import RiskScoreRows

WEEK = 7  # days
KEPT_DAYS = 90  # of the course of a place
Key = str | UUID  # a village by its code, a station by its key


def last_day(post: Post, day: date | None = None) -> date | None:
    """The newest day that was computed, on or before `day`, if any. One statement."""
    rows = RiskScore.objects.filter(operation_id=post.operation_id)
    rows = rows.filter(day__lte=day) if day else rows
    found: date | None = rows.aggregate(last=Max("day"))["last"]
    return found


@dataclass(frozen=True)
class Asked:
    """Which scores are meant: of `village` or `station`, on the newest day unless one is named."""

    level: str = "village"
    day: date | None = None
    category: str = ""
    place: str = ""


def scores_of(post: Post, asked: Asked = Asked()) -> RiskScoreRows:
    """What she may see, the most vulnerable first; without their parts. Two statements."""
    day = last_day(post, asked.day)
    rows = RiskScore.objects.visible_to(post).filter(Q(day=day))
    rows = rows.of_stations() if asked.level == "station" else rows.of_villages()
    if asked.category:
        rows = rows.filter(category=asked.category)
    if asked.place:
        rows = rows.filter(under("region_id", [asked.place]))
    named = rows.select_related("region__parent", "station").defer("parts")
    return named.order_by("-total", "region_id", "station__number")


def key_of(score: RiskScore) -> Key:
    """By what a score is looked up: its village's code, or its station's key."""
    return score.station_id or score.region_id


@dataclass(frozen=True)
class Changes:
    """By how many points the total of each place has moved since a day; None: there is no such day.

    A place that was not there then is left out.
    """

    since: date | None
    by: Mapping[Key, float]


def change_in(post: Post, asked: Asked = Asked(), days: int = WEEK) -> Changes:
    """How the totals moved within `days`, or since the first day when that is later.

    Three statements.
    """
    to = last_day(post, asked.day)
    since = _day_before(post, to, days) if to else None
    if to is None or since is None:
        return Changes(None, {})
    rows = RiskScore.objects.visible_to(post).filter(day__in=(since, to))
    rows = rows.of_stations() if asked.level == "station" else rows.of_villages()
    totals: dict[date, dict[Key, float]] = {since: {}, to: {}}
    told: Any = rows.values_list("day", "region_id", "station_id", "total")
    for day, region, station, total in told:
        totals[day][station or region] = total
    before = totals[since]
    return Changes(since, {k: v - before[k] for k, v in totals[to].items() if k in before})


def _day_before(post: Post, day: date, days: int) -> date | None:
    """The last day that was computed at least `days` earlier; else the first, if it is earlier."""
    rows = RiskScore.objects.filter(operation_id=post.operation_id, day__lt=day)
    wanted = day - timedelta(days=days)
    told = rows.aggregate(first=Min("day"))
    last = rows.filter(day__lte=wanted).aggregate(last=Max("day"))["last"]
    found: date | None = last or told["first"]
    return found


def history_of(
    post: Post, region: Region | str, station: UUID | None = None, days: int = KEPT_DAYS
) -> list[RiskScore]:
    """The course of one place, oldest first, one row a day; without parts. One statement."""
    code = region.pk if isinstance(region, Region) else region
    rows = RiskScore.objects.visible_to(post).of_place(code, station)
    newest = rows.defer("parts").select_related("weighting").order_by("-day")[:days]
    return list(newest)[::-1]


def score_of(
    post: Post, region: Region | str, station: UUID | None = None, day: date | None = None
) -> RiskScore | None:
    """The newest score of one place, on or before `day`, with its parts. One statement."""
    code = region.pk if isinstance(region, Region) else region
    rows = RiskScore.objects.visible_to(post).of_place(code, station)
    rows = rows.filter(day__lte=day) if day else rows
    whole = rows.select_related("region__parent", "station", "weighting", "operation")
    return whole.order_by("-day").first()


@dataclass(frozen=True)
class Rollup:
    """The villages of a district, or of all: how many in each category, and their mean index."""

    code: str
    name: str
    villages: int
    counts: Mapping[str, int]
    mean: float
    highest: float
    dimensions: Mapping[str, float]


def rolled_up(scores: Iterable[RiskScore]) -> list[Rollup]:
    """The districts of these villages, the highest mean first. No statement: a village has loaded
    its district (`scores_of` does)."""
    groups: dict[str, list[RiskScore]] = defaultdict(list)
    for score in scores:
        groups[score.region.parent_id or ""].append(score)
    rows = [_rollup(code, rows) for code, rows in groups.items()]
    return sorted(rows, key=lambda row: (-row.mean, row.code))


def _rollup(code: str, rows: list[RiskScore]) -> Rollup:
    parent = rows[0].region.parent
    totals = [row.total for row in rows]
    return Rollup(
        code=code,
        name=parent.name if parent else "",
        villages=len(rows),
        counts=Counter(row.category for row in rows),
        mean=sum(totals) / len(totals),
        highest=max(totals),
        dimensions={name: _mean_of(rows, name) for name in DIMENSIONS},
    )


def _mean_of(rows: list[RiskScore], dimension: str) -> float:
    known = [row.dimensions[dimension] for row in rows if dimension in row.dimensions]
    return sum(known) / len(known) if known else 0.0


def counts_by_category(post: Post, day: date | None = None) -> dict[str, int]:
    """How many villages of hers are in each category. Two statements: for the leadership's page."""
    told: Any = scores_of(post, Asked(day=day)).order_by().values_list("category", flat=True)
    return dict(Counter(told))


def first_day(operation: Operation) -> date | None:
    """The first day that was computed."""
    rows = RiskScore.objects.filter(operation=operation)
    found: date | None = rows.aggregate(first=Min("day"))["first"]
    return found
