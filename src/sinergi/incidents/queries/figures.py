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
from sinergi.incidents.queries.situation import meant
from sinergi.kernel.clock import now, real_now, zone
from sinergi.kernel.models import JournalEntry
from sinergi.regions.codes import WIDTHS

REMEMBERED = 120  # seconds
COSTLY = 0.1  # seconds of counting
FORGIVEN = 20  # times as old as it took to count them


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


@dataclass(frozen=True)
class _Remembered:
    """Figures with the state of the house when they were counted, and what that cost."""

    figures: Figures
    stamp: tuple[int, int]
    made_at: datetime  # of the world: the exercise clock may run fast
    seconds: float

    def still_good(self, post: Post) -> bool:
        """Nothing was done since; or they cost so much that some seconds' age is forgiven."""
        age = (real_now() - self.made_at).total_seconds()
        if self.seconds >= COSTLY and age < FORGIVEN * self.seconds:
            return True
        return self.stamp == _stamp(post)


def figures(post: Post, wanted: IncidentFilter) -> Figures:
    """The figures for what `wanted` asks. Six statements; two when they are remembered.

    They are as of `at`: at once while they are cheap to count, and when they are costly (100,000
    cases) at most some seconds old, so that a room full of screens does not count them each second.
    """
    key = _key(post, wanted)
    known: _Remembered | None = cache.get(key)
    if known is not None and known.still_good(post):
        return known.figures
    stamp, began = _stamp(post), real_now()
    found = _count(post, wanted)
    seconds = (real_now() - began).total_seconds()
    cache.set(key, _Remembered(found, stamp, began, seconds), REMEMBERED)
    return found


def _key(post: Post, wanted: IncidentFilter) -> str:
    """Another one for whoever may see other cases."""
    parts = (post.pk, zone().key, wanted.query())
    return "figures:" + hashlib.sha256(repr(parts).encode()).hexdigest()


def _stamp(post: Post) -> tuple[int, int]:
    """Another one after each action, and in each minute: deadlines pass without an action."""
    return JournalEntry.objects.version(post.operation_id), int(now().timestamp() // 60)


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
    """By level. A case that flared up again was taken notice of by reopening: it is left out.

    One row of figures for each level, not one group for each: to group, the database would sort
    all cases by their level, on disk when they are many.
    """
    figures: dict[str, Any] = {}
    for level in rules.LEVELS:
        noticed = Q(level=level, acknowledged_at__gt=F("arrived_at"))
        settled = Q(level=level, state="settled")
        notice, settle = (
            _minutes("acknowledged_at", "arrived_at"),
            _minutes("closed_at", "reported_at"),
        )
        figures |= {
            f"{level}_noticed": Count("pk", filter=noticed),
            f"{level}_notice": _Percentiles(notice, filter=noticed),
            f"{level}_settled": Count("pk", filter=settled),
            f"{level}_settle": _Percentiles(settle, filter=settled),
        }
    found = rows.aggregate(**figures)
    for level in rules.LEVELS:
        yield Times(
            level,
            found[f"{level}_noticed"],
            *_pair(found[f"{level}_notice"]),
            found[f"{level}_settled"],
            *_pair(found[f"{level}_settle"]),
        )


def _minutes(until: str, since: str) -> _Minutes:
    return _Minutes(F(until), F(since))


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
