"""The matrix: stage or place by kind of agency, counted in the database.

Two statements whatever the number of items: one that groups them, one that names the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Left

from sinergi.agencies.kinds import KINDS
from sinergi.agencies.models import Post
from sinergi.readiness import rules
from sinergi.readiness.filters import ItemFilter, meant
from sinergi.readiness.models.item import ItemRows
from sinergi.readiness.rules import WIDTHS, Group, Tally
from sinergi.readiness.words import SHORT_KINDS
from sinergi.regions.codes import level_of
from sinergi.regions.models import Region
from sinergi.stages.models import Stage, today

BELOW = {"province": "regency", "regency": "district", "district": "village", "village": "village"}


@dataclass(frozen=True)
class Cell:
    """One field: what it counts, and the address of its items; no tally where nothing is asked."""

    kind: str
    title: Any
    tally: Tally | None
    query: str


@dataclass(frozen=True)
class Row:
    """One stage or place."""

    key: str
    title: str
    note: Any
    tally: Tally
    query: str
    cells: list[Cell]
    tension: int = 0


@dataclass
class Matrix:
    """All rows and columns, and the whole: every item that is meant is counted once."""

    by: str
    total: Tally
    columns: list[Cell] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


@dataclass
class _Counted:
    """Tallies by (row, kind), by row, by kind, and of all."""

    cells: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    rows: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    total: Tally = field(default_factory=Tally)

    def add(self, row: str, kind: str, group: Group) -> None:
        """Count a group in, everywhere."""
        for counted in (self.cells[(row, kind)], self.rows[row], self.kinds[kind], self.total):
            counted.add(group)


def readiness_matrix(post: Post, wanted: ItemFilter, by: str = "stage") -> Matrix:
    """The matrix of what is meant, by `stage` or by `place` (the places below the one meant)."""
    area = wanted.place or area_of(post)
    counted = _count(meant(post, wanted), F("stage_id") if by == "stage" else _place_below(area))
    kinds = [kind for kind in KINDS if kind in counted.kinds]
    matrix = Matrix(by, counted.total)
    matrix.columns = [
        Cell(kind, SHORT_KINDS[kind], counted.kinds[kind], wanted.query(kind=kind))
        for kind in kinds
    ]
    named = _stages(counted.rows) if by == "stage" else _places(counted.rows)
    for key, title, note, tension in named:
        there = _there(wanted, note.code if note else key, area, by)
        cells = [
            Cell(kind, SHORT_KINDS[kind], counted.cells.get((key, kind)), f"{there}&kind={kind}")
            for kind in kinds
        ]
        matrix.rows.append(Row(key, title, note, counted.rows[key], there, cells, tension))
    return matrix


def _there(wanted: ItemFilter, key: str, area: str, by: str) -> str:
    """The address of a row's items; the row of the area itself holds what is asked at its level."""
    if by == "stage":
        return wanted.query(stage=key, kind="")
    level = level_of(area) if key == area else ""
    return wanted.query(place=key, kind="", level=level or wanted.level)


def area_of(post: Post) -> str:
    """The place that she looks at as a whole: her own when it is one, else the operation's."""
    return post.areas[0] if len(post.areas) == 1 else post.operation.region_code


def _place_below(area: str) -> Any:
    return Left("region_id", WIDTHS[BELOW[level_of(area)]])


def _count(rows: ItemRows, key: Any) -> _Counted:
    """One statement: the items grouped by row, kind and how they stand."""
    counted = _Counted()
    groups: Any = (  # rows of plain values, with what `_days` adds
        rows.order_by()
        .values("agency_kind", "state", "check_state", row=key)
        .annotate(count=Count("*"), **_days(today()))
    )
    for group in groups:
        stands = rules.standing(group["state"], group["check_state"])
        late = 0 if stands in rules.REPORTED_READY else group["past"]
        told = Group(stands, group["count"], group["due"], late)
        counted.add(str(group["row"]), group["agency_kind"], told)
    return counted


def _days(day: date) -> dict[str, Count]:
    return {
        "due": Count("due_on", filter=Q(due_on__lte=day)),
        "past": Count("due_on", filter=Q(due_on__lt=day)),
    }


def readiness_figure(post: Post, wanted: ItemFilter) -> Tally:
    """One figure of what is meant, with its numerator and denominator. One statement."""
    return _count(meant(post, wanted), F("level")).total


def _stages(keys: Iterable[str]) -> list[tuple[str, str, Any, int]]:
    rows = Stage.objects.filter(pk__in=list(keys)).order_by("order")
    return [(str(row.pk), row.title, row, row.tension) for row in rows]


def _places(codes: Iterable[str]) -> list[tuple[str, str, Any, int]]:
    rows = Region.objects.filter(pk__in=list(codes)).order_by("code")
    return [(row.pk, str(row), None, 0) for row in rows]
