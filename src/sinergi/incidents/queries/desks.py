"""The desks with what lies on them, who is there, and whether they have spoken today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q

from sinergi.agencies.models import DayConfirmation, Desk, DutyShift, Post
from sinergi.incidents.filters import UNACKNOWLEDGED, overdue
from sinergi.incidents.models import Incident
from sinergi.kernel.clock import local, now
from sinergi.regions.models import Region, under

SHOWN = 20  # open cases on the page of a desk


@dataclass(frozen=True)
class Load:
    """What lies on a desk now."""

    unfinished: int = 0
    late: int = 0
    unacknowledged: int = 0
    last_at: Any = None  # when the newest of its open cases happened

    def __add__(self, other: Load) -> Load:
        return Load(
            self.unfinished + other.unfinished,
            self.late + other.late,
            self.unacknowledged + other.unacknowledged,
        )


@dataclass(frozen=True)
class DeskRow:
    """One desk of the list."""

    desk: Desk
    load: Load
    confirmed: bool
    nil: bool
    on_duty: bool


@dataclass
class Branch:
    """A district: its own desk, when it is one of hers, and the desks of its villages."""

    place: Region
    head: DeskRow | None = None
    villages: list[DeskRow] = field(default_factory=list)

    @property
    def rows(self) -> list[DeskRow]:
        """All desks of the branch, its own first."""
        return [*([self.head] if self.head else []), *self.villages]

    @property
    def load(self) -> Load:
        """Of all its desks together."""
        return sum((row.load for row in self.rows), Load())

    @property
    def silent(self) -> int:
        """How many of them have not confirmed today."""
        return sum(not row.confirmed for row in self.rows)

    @property
    def unattended(self) -> int:
        """At how many of them nobody is on duty now."""
        return sum(not row.on_duty for row in self.rows)


@dataclass(frozen=True)
class Tree:
    """The desks of a post: those of the regency, then district by district."""

    top: list[DeskRow]
    branches: list[Branch]

    @property
    def rows(self) -> list[DeskRow]:
        """All of them."""
        return [*self.top, *(row for branch in self.branches for row in branch.rows)]

    @property
    def load(self) -> Load:
        """What lies on all of them together."""
        return sum((row.load for row in self.rows), Load())

    @property
    def silent(self) -> int:
        """How many have not confirmed today."""
        return sum(not row.confirmed for row in self.rows)

    @property
    def unattended(self) -> int:
        """At how many nobody is on duty now."""
        return sum(not row.on_duty for row in self.rows)


def tree(post: Post, *, district: str = "", level: str = "", only: str = "") -> Tree:
    """The desks that `post` may see, narrowed. Four statements, however many desks.

    `only` keeps those that are `late`, `silent` (day not confirmed) or `unattended` (nobody is on
    duty).
    """
    desks = Desk.objects.visible_to(post).select_related("region__parent").order_by("region")
    if district:
        desks = desks.filter(under("region_id", [district]))
    if level:
        desks = desks.filter(level=level)
    rows = [row for row in rows_of(post, list(desks)) if _is_meant(row, only)]
    return _grown(rows)


def _is_meant(row: DeskRow, only: str) -> bool:
    if only == "late":
        return bool(row.load.late)
    if only == "silent":
        return not row.confirmed
    return not row.on_duty if only == "unattended" else True


def rows_of(post: Post, desks: Sequence[Desk]) -> list[DeskRow]:
    """These desks with their load, their day, and whether somebody is there. Three statements."""
    keys = [desk.pk for desk in desks]
    loads = loads_of(post)
    today = local(now()).date()
    days = dict(
        DayConfirmation.objects.filter(desk__in=keys, day=today).values_list("desk_id", "nil")
    )
    shifts = DutyShift.objects.at(now()).filter(desk__in=keys)
    attended = set(shifts.values_list("desk_id", flat=True).distinct().order_by())
    return [
        DeskRow(
            desk,
            loads.get(desk.pk, Load()),
            confirmed=desk.pk in days,
            nil=days.get(desk.pk, False),
            on_duty=desk.pk in attended,
        )
        for desk in desks
    ]


def loads_of(post: Post) -> dict[UUID, Load]:
    """What lies on each desk, of the cases that `post` may see. One statement."""
    rows = Incident.objects.visible_to(post).unfinished().order_by().values_list("desk_id")
    found = rows.annotate(
        unfinished=Count("*"),
        late=Count("pk", filter=overdue(now())),
        unacknowledged=Count("pk", filter=UNACKNOWLEDGED),
        last=Max("happened_at"),
    )
    return {desk: Load(*counts) for desk, *counts in found}


def _grown(rows: Iterable[DeskRow]) -> Tree:
    top: list[DeskRow] = []
    branches: dict[str, Branch] = {}
    for row in rows:
        place = row.desk.region
        if row.desk.level == Desk.Level.REGENCY:
            top.append(row)
        elif row.desk.level == Desk.Level.DISTRICT:
            branches.setdefault(place.pk, Branch(place)).head = row
        elif place.parent:
            branches.setdefault(place.parent.pk, Branch(place.parent)).villages.append(row)
    return Tree(top, list(branches.values()))


@dataclass(frozen=True)
class Record:
    """What became of the cases of a desk's places: how many were settled, and how many here."""

    settled_here: int
    settled: int

    @property
    def share(self) -> float | None:
        """Of the settled cases of its places, those settled here; None when none is settled."""
        return self.settled_here / self.settled if self.settled else None


def record_of(post: Post, desk: Desk) -> Record:
    """One statement."""
    rows = Incident.objects.visible_to(post).filter(under("region_id", [desk.region_id]))
    settled = Q(state="settled")
    found = rows.aggregate(
        settled_here=Count("pk", filter=settled & Q(desk=desk)),
        settled=Count("pk", filter=settled),
    )
    return Record(**found)


def open_cases(post: Post, desk: Desk) -> list[Incident]:
    """What lies on the desk now, the nearest deadline first. One statement."""
    rows = Incident.objects.visible_to(post).unfinished().filter(desk=desk)
    ordered = rows.select_related("region__parent").order_by("next_deadline", "pk")
    return list(ordered[:SHOWN])


def desk_above(desk: Desk) -> Desk | None:
    """The desk to which its cases climb; None above the highest. One statement."""
    rows = Desk.objects.filter(operation_id=desk.operation_id)
    return rows.filter(region_id=desk.region.parent_id).first()


def desks_below(post: Post, desk: Desk) -> list[DeskRow]:
    """The desks directly below, with their load. Four statements; none below a village."""
    if desk.level == Desk.Level.VILLAGE:
        return []
    below = "district" if desk.level == Desk.Level.REGENCY else "village"
    desks = Desk.objects.visible_to(post).select_related("region__parent").order_by("region")
    return rows_of(post, list(desks.filter(under("region_id", [desk.region_id]), level=below)))


__all__ = [
    "Branch",
    "DeskRow",
    "Load",
    "Record",
    "Tree",
    "desk_above",
    "desks_below",
    "loads_of",
    "open_cases",
    "record_of",
    "tree",
]
