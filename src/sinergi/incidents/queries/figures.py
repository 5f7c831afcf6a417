"""The figures: how many cases were settled where they arose, how fast, and what is still open.

All figures count the cases that `post` may see and that happened in the period, each once; so each
is the length of a list that the situation shows. Three statements, whatever the number of cases.
Their answer is remembered until something is done in the operation, or a minute has passed.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.cache import cache
from django.db.models import Aggregate, Count, F, FloatField, Func, Q
from django.db.models.functions import Left, Length, TruncDate

from sinergi.agencies.models import Post
from sinergi.incidents import rules
from sinergi.incidents.filters import ABOVE_HOME, UNACKNOWLEDGED, IncidentFilter, overdue
from sinergi.incidents.models.incident import IncidentRows
from sinergi.incidents.queries.situation import meant, version
from sinergi.kernel.clock import now, zone
from sinergi.regions.codes import WIDTHS

REMEMBERED = 120  # seconds


@dataclass
class Tally:
    """How many cases, by what became of them."""

    reported: int = 0
    unfinished: int = 0
    late: int = 0
    unacknowledged: int = 0
    settled: int = 0
    settled_in_village: int = 0
    above_home: int = 0

    @property
    def share_in_village(self) -> float | None:
        """Of the settled cases, those settled on the village's desk; None when none is settled."""
        return self.settled_in_village / self.settled if self.settled else None

    def add(self, row: _Group) -> None:
        """Count a group of cases in."""
        is_settled = row.state == "settled"
        self.reported += row.count
        self.unfinished += row.count if row.state in rules.OPEN else 0
        self.late += row.late
        self.unacknowledged += row.unacknowledged
        self.settled += row.count if is_settled else 0
        self.settled_in_village += row.count if is_settled and row.level == "village" else 0
        self.above_home += row.above


@dataclass(frozen=True)
class _Group:
    """Cases that are alike in place, kind, level and state."""

    area: str
    kind: str
    level: str
    state: str
    count: int
    late: int
    unacknowledged: int
    above: int


@dataclass(frozen=True)
class Times:
    """How long the desks of a level took, in minutes; median and p90 are None without cases.

    Acknowledged: from the arrival at the present (or last) desk until it took notice. Settled: from
    the report until the settlement, by the level that settled it.
    """

    level: str
    acknowledged: int = 0
    acknowledge_median: float | None = None
    acknowledge_p90: float | None = None
    settled: int = 0
    settle_median: float | None = None
    settle_p90: float | None = None


@dataclass(frozen=True)
class Day:
    """The cases that happened on one day of the region's calendar."""

    day: date
    reported: int
    unfinished: int
    settled: int


@dataclass
class Figures:
    """All of them, as they stood at `at`."""

    at: datetime
    area_level: str  # of the codes in `areas`: district, or village inside one district
    total: Tally = field(default_factory=Tally)
    areas: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    levels: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    times: dict[str, Times] = field(default_factory=dict)
    days: list[Day] = field(default_factory=list)

    def count(self, row: _Group) -> None:
        """Count a group into the total, its place, its kind and its level."""
        for tally in (
            self.total,
            self.areas[row.area],
            self.kinds[row.kind],
            self.levels[row.level],
        ):
            tally.add(row)


def figures(post: Post, wanted: IncidentFilter) -> Figures:
    """The figures for what `wanted` asks. Five statements; two when they are remembered."""
    key = _key(post, wanted)
    found: Figures | None = cache.get(key)
    if found is None:
        found = _count(post, wanted)
        cache.set(key, found, REMEMBERED)
    return found


def _key(post: Post, wanted: IncidentFilter) -> str:
    """Another one for whoever may see other cases, after each action, and in each minute."""
    minute = int(now().timestamp() // 60)
    parts = (post.pk, version(post), minute, zone().key, wanted.query())
    return "figures:" + hashlib.sha256(repr(parts).encode()).hexdigest()


def _count(post: Post, wanted: IncidentFilter) -> Figures:
    rows = meant(post, wanted).order_by()
    level = "village" if len(wanted.place) >= WIDTHS["district"] else "district"
    found = Figures(at=now(), area_level=level)
    for group in _groups(rows, level):
        found.count(group)
    found.times = {times.level: times for times in _times(rows)}
    found.days = list(_days(rows))
    return found


def _groups(rows: IncidentRows, level: str) -> Iterator[_Group]:
    # Some thousand groups at most: the sums by place, kind and level are made from them here,
    # which costs one reading of the table instead of three.
    groups = (
        rows.alias(depth=Length("region_id"))
        .annotate(area=Left("region_id", WIDTHS[level]))
        .values("area", "kind", "level", "state")
        .annotate(
            count=Count("*"),
            late=Count("pk", filter=overdue(now())),
            unacknowledged=Count("pk", filter=UNACKNOWLEDGED),
            above=Count("pk", filter=ABOVE_HOME),
        )
    )
    columns = ("area", "kind", "level", "state", "count", "late", "unacknowledged", "above")
    for row in groups.values_list(*columns):
        yield _Group(*row)


class _Minutes(Func):
    """Minutes from the second expression until the first, as a double."""

    template = "(date_part('epoch', %(expressions)s) / 60)"
    arg_joiner = " - "
    output_field = FloatField()


class _Percentiles(Aggregate):
    """[median, 90th percentile], each interpolated between two cases when need be."""

    template = (
        "percentile_cont(ARRAY[0.5, 0.9]::double precision[])"
        " WITHIN GROUP (ORDER BY %(expressions)s)"
    )
    output_field = ArrayField(FloatField())


def _times(rows: IncidentRows) -> Iterator[Times]:
    """By level. A case that flared up again was taken notice of by reopening: it is left out."""
    noticed = Q(acknowledged_at__gt=F("arrived_at"))
    settled = Q(state="settled")
    groups = rows.values_list("level").annotate(
        noticed=Count("pk", filter=noticed),
        notice=_Percentiles(_Minutes(F("acknowledged_at"), F("arrived_at")), filter=noticed),
        settled=Count("pk", filter=settled),
        settle=_Percentiles(_Minutes(F("closed_at"), F("reported_at")), filter=settled),
    )
    for level, acknowledged, notice, count, settle in groups:
        yield Times(level, acknowledged, *_pair(notice), count, *_pair(settle))


def _pair(found: Iterable[Any] | None) -> tuple[Any, Any]:
    median, p90 = found or (None, None)
    return median, p90


def _days(rows: IncidentRows) -> Iterator[Day]:
    groups = (
        rows.annotate(day=TruncDate("happened_at", tzinfo=zone()))
        .values_list("day")
        .annotate(
            reported=Count("*"),
            unfinished=Count("pk", filter=Q(state__in=rules.OPEN)),
            settled=Count("pk", filter=Q(state="settled")),
        )
        .order_by("day")
    )
    for row in groups:
        yield Day(*row)


__all__ = ["Day", "Figures", "Tally", "Times", "figures"]
