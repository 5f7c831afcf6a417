"""What desks have said, as it holds now, and how much of what is asked they have said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from sinergi.agencies.models import Post
from sinergi.regions.models import Region, under
from sinergi.risk.models import AssessedValue, Assessment, RiskIndicator
from sinergi.risk.models.assessment import AssessmentRows
from sinergi.risk.queries.scores import Key


@dataclass(frozen=True)
class Holding:
    """The newest word on one indicator of one place; `value` None: no longer known."""

    value: int | None
    note: str
    at: datetime
    by: str


def holding(
    post: Post, places: Iterable[str], *, of_stations: bool = False
) -> dict[Key, dict[str, Holding]]:
    """{village or station: {code: what holds}} in those places of hers. One statement."""
    rows = AssessedValue.objects.filter(
        under("assessment__region_id", places),
        assessment__in=Assessment.objects.visible_to(post),
        assessment__station__isnull=not of_stations,
    ).select_related("assessment", "indicator")
    place = ("assessment__region_id", "assessment__station_id", "indicator_id")
    latest = ("-assessment__assessed_at", "-assessment_id")
    newest = rows.order_by(*place, *latest).distinct(*place)
    found: dict[Key, dict[str, Holding]] = defaultdict(dict)
    for row in newest:
        said = row.assessment
        key: Key = said.station_id or said.region_id
        told = Holding(row.value, row.note, said.assessed_at, said.assessed_by)
        found[key][row.indicator.code] = told
    return dict(found)


def asked_of(post: Post, *, of_stations: bool = False) -> list[RiskIndicator]:
    """What desks are asked of a village, or of a station, in its order. One statement."""
    rows = RiskIndicator.objects.visible_to(post).assessed()
    return [row for row in rows if (row.of_stations if of_stations else row.of_villages)]


@dataclass(frozen=True)
class Covered:
    """One village: how many of the indicators that are asked somebody has judged."""

    region: Region
    judged: int
    asked: int
    at: datetime | None


def coverage(post: Post, places: Iterable[str]) -> list[Covered]:
    """The villages of those places, the least judged first. Three statements."""
    codes = list(places)
    asked = {row.code for row in asked_of(post)}
    told = holding(post, codes)
    villages = Region.objects.within(codes).villages().with_parent()
    rows = [_covered(region, told.get(region.pk, {}), asked) for region in villages]
    return sorted(rows, key=lambda row: (row.judged, row.region.pk))


def _covered(region: Region, told: Mapping[str, Holding], asked: set[str]) -> Covered:
    known = [row for code, row in told.items() if code in asked and row.value is not None]
    return Covered(region, len(known), len(asked), max((row.at for row in known), default=None))


def past_assessments(
    post: Post, region: Region | str, station: UUID | None = None
) -> AssessmentRows:
    """All that was ever said of one place, newest first, with its values. Two statements."""
    code = region.pk if isinstance(region, Region) else region
    rows = Assessment.objects.visible_to(post).filter(Q(region_id=code, station_id=station))
    return rows.select_related("region__parent", "station").prefetch_related("values__indicator")
