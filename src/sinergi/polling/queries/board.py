"""The sums of the voting day: by milestone, by place, and the stations of a village.

All but the stations of a village come from the tallies, which check-ins keep: the number of
statements, and nearly the time, are those of the places shown and not of the stations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Sum
from django.db.models.functions import Left

from sinergi.kernel.clock import now
from sinergi.polling.models import Milestone, Standing, Station, Tally
from sinergi.polling.queries.scope import Scope
from sinergi.polling.rules import is_late
from sinergi.regions.codes import WIDTHS
from sinergi.regions.models import Region

STEPS = 5  # shades of a share, beside that of none
ON_A_PAGE = 50  # stations of a village
KEPT = 20  # seconds for which the number of stations of a province is kept


@dataclass(frozen=True)
class Tallied:
    """Sums of one milestone over some stations."""

    done: int = 0
    late: int = 0
    flagged: int = 0
    value: int = 0
    voters: int = 0


NOTHING = Tallied()


@dataclass(frozen=True)
class Total:
    """Stations in use and their registered voters."""

    stations: int = 0
    voters: int = 0


@dataclass(frozen=True)
class Progress:
    """How far one milestone is in one place."""

    milestone: Milestone
    total: Total
    sum: Tallied
    moment: datetime

    @property
    def is_due(self) -> bool:
        """Whether its hour has come."""
        return self.milestone.due_at <= self.moment

    @property
    def is_overdue(self) -> bool:
        """Whether its hour, and the grace after it, have passed."""
        return is_late(self.moment, self.milestone.due_at, self.milestone.grace)

    @property
    def expected(self) -> int:
        """Stations that should have reported by now."""
        return self.total.stations if self.is_due else 0

    @property
    def missing(self) -> int:
        """Stations that are overdue."""
        return max(self.total.stations - self.sum.done, 0) if self.is_overdue else 0

    @property
    def share(self) -> float:
        """Of the stations that reported, 0 to 1."""
        return self.sum.done / self.total.stations if self.total.stations else 0.0

    @property
    def percent(self) -> int:
        """The same, rounded down: 100 is all of them."""
        return int(self.share * 100)

    @property
    def step(self) -> int:
        """Of the shades: 0 none, 5 all."""
        return shade(self.sum.done, self.total.stations)

    @property
    def turnout(self) -> float | None:
        """Of the voters registered at the stations that counted; None before the first."""
        return self.sum.value / self.sum.voters if self.sum.voters else None


def shade(done: int, total: int) -> int:
    """0 for none, 5 for all, 1 to 4 by quarters between."""
    if not done or not total:
        return 0
    return STEPS if done >= total else min(1 + done * 4 // total, 4)


@dataclass(frozen=True)
class PlaceRow:
    """A place below the one shown."""

    region: Region
    total: Total
    cells: list[Progress]

    @property
    def missing(self) -> int:
        """Overdue reports, over all milestones."""
        return sum(cell.missing for cell in self.cells)

    @property
    def turnout(self) -> Progress | None:
        """Its newest count."""
        return newest_count(self.cells)


@dataclass(frozen=True)
class StationCell:
    """What one station said of one milestone; no standing where it said nothing."""

    milestone: Milestone
    standing: Standing | None
    overdue: bool
    late: bool


@dataclass(frozen=True)
class StationRow:
    """A station of a village."""

    station: Station
    cells: list[StationCell]


@dataclass
class Board:
    """One place: its milestones, and the rows below it."""

    scope: Scope
    moment: datetime
    total: Total
    milestones: list[Progress]
    places: list[PlaceRow] = field(default_factory=list)
    page: Page[Any] | None = None
    stations: list[StationRow] = field(default_factory=list)

    @property
    def turnout(self) -> Progress | None:
        """The newest count of voters."""
        return newest_count(self.milestones)

    @property
    def counts(self) -> list[Progress]:
        """The milestones that count voters."""
        return [row for row in self.milestones if row.milestone.kind == "count"]

    @property
    def final(self) -> Progress | None:
        """The count that is the final turnout."""
        return next((row for row in self.milestones if row.milestone.final), None)

    @property
    def current(self) -> Progress | None:
        """The milestone that the day is at: the last whose hour has come, else the first."""
        due = [row for row in self.milestones if row.is_due]
        return due[-1] if due else next(iter(self.milestones), None)

    def milestone(self, code: str) -> Progress | None:
        """The one of that code; else the one that the day is at."""
        found = (row for row in self.milestones if row.milestone.code == code)
        return next(found, self.current)


def newest_count(cells: Iterable[Progress]) -> Progress | None:
    """The last of the counts that any station has given."""
    told = [one for one in cells if one.milestone.kind == "count" and one.sum.done]
    return told[-1] if told else None


def milestones_of(scope: Scope) -> list[Milestone]:
    """The active milestones in their order. One statement."""
    return list(Milestone.objects.filter(operation=scope.post.operation_id, active=True))


def board_of(scope: Scope, page: str | None = None) -> Board:
    """The board of a place. Five statements, whatever the number of stations."""
    moment, milestones = now(), milestones_of(scope)
    if not scope.below:
        return _of_village(scope, milestones, moment, page)
    totals = _kept_totals(scope) if scope.is_wide else totals_by(scope, scope.below)
    sums = sums_by(scope, scope.below)
    whole = _whole(sums)
    total = _total(totals.values())
    board = Board(scope, moment, total, _progress(milestones, total, whole, moment))
    names = Region.objects.filter(pk__in=totals).order_by("pk")
    board.places = [
        PlaceRow(
            region, totals[region.pk],
            _progress(milestones, totals[region.pk], sums[region.pk], moment),
        )
        for region in names
    ]  # fmt: skip
    return board


Sums = Mapping[UUID, Tallied]


def _progress(
    milestones: Iterable[Milestone], total: Total, sums: Sums, moment: datetime
) -> list[Progress]:
    return [Progress(row, total, sums.get(row.pk, NOTHING), moment) for row in milestones]


def totals_by(scope: Scope, level: str) -> dict[str, Total]:
    """Stations and voters of the places of that level. One statement."""
    rows = Station.objects.filter(
        scope.within("region_id"), operation_id=scope.post.operation_id, active=True
    )
    grouped = rows.order_by().values(area=Left("region_id", WIDTHS[level]))
    counted = grouped.annotate(n=Count("*"), sum=Sum(F("voters_male") + F("voters_female")))
    return {row["area"]: Total(row["n"], row["sum"]) for row in counted}


def _kept_totals(scope: Scope) -> dict[str, Total]:
    """Those of a whole province, whose list of stations hardly changes while it is watched."""
    key = f"polling:totals:{scope.post.operation_id}:{scope.below}:{'-'.join(scope.codes)}"
    found: dict[str, Total] | None = cache.get(key)
    if found is None:
        found = totals_by(scope, scope.below)
        cache.set(key, found, KEPT)
    return found


def sums_by(
    scope: Scope, level: str, milestone: Milestone | None = None
) -> dict[str, dict[UUID, Tallied]]:
    """The tallies of the places of that level, of all milestones or one. One statement."""
    rows = Tally.objects.filter(scope.within("region_id"), operation_id=scope.post.operation_id)
    if milestone is not None:
        rows = rows.filter(milestone=milestone)
    grouped = rows.order_by().values_list(Left("region_id", WIDTHS[level]), "milestone_id")
    found: dict[str, dict[UUID, Tallied]] = defaultdict(dict)
    for area, key, *sums in grouped.annotate(
        Sum("done"), Sum("late"), Sum("flagged"), Sum("value"), Sum("voters")
    ):
        found[area][key] = Tallied(*sums)
    return found


def _whole(sums: Mapping[str, Mapping[UUID, Tallied]]) -> dict[UUID, Tallied]:
    groups: dict[UUID, list[Tallied]] = defaultdict(list)
    for by_milestone in sums.values():
        for key, one in by_milestone.items():
            groups[key].append(one)
    return {key: _added(rows) for key, rows in groups.items()}


def _added(rows: Sequence[Tallied]) -> Tallied:
    return Tallied(
        sum(row.done for row in rows),
        sum(row.late for row in rows),
        sum(row.flagged for row in rows),
        sum(row.value for row in rows),
        sum(row.voters for row in rows),
    )


def _total(totals: Iterable[Total]) -> Total:
    rows = list(totals)
    return Total(sum(row.stations for row in rows), sum(row.voters for row in rows))


def _of_village(
    scope: Scope, milestones: list[Milestone], moment: datetime, page: str | None
) -> Board:
    """Its stations one by one, a page of them."""
    totals, sums = totals_by(scope, "village"), sums_by(scope, "village")
    total = _total(totals.values())
    board = Board(scope, moment, total, _progress(milestones, total, _whole(sums), moment))
    rows = Station.objects.filter(
        scope.within("region_id"), operation_id=scope.post.operation_id, active=True
    )
    pages = Paginator(rows.select_related("region"), ON_A_PAGE)
    pages.count = total.stations  # counted already
    board.page = pages.get_page(page)
    here = list(board.page.object_list)
    told: dict[tuple[UUID, UUID], Standing] = {
        (row.station_id, row.milestone_id): row
        for row in Standing.objects.filter(station__in=here, withdrawn=False)
    }
    board.stations = [
        StationRow(station, [_cell(m, told.get((station.pk, m.pk)), moment) for m in milestones])
        for station in here
    ]
    return board


def _cell(milestone: Milestone, standing: Standing | None, moment: datetime) -> StationCell:
    if standing is None:
        overdue = is_late(moment, milestone.due_at, milestone.grace)
        return StationCell(milestone, None, overdue, late=False)
    late = is_late(standing.happened_at, milestone.due_at, milestone.grace)
    return StationCell(milestone, standing, overdue=False, late=late)


def next_due(board: Board) -> Progress | None:
    """The next milestone whose hour comes within six hours."""
    soon = board.moment + timedelta(hours=6)
    ahead = [row for row in board.milestones if board.moment < row.milestone.due_at <= soon]
    return ahead[0] if ahead else None
