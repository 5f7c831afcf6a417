"""What a station has reported and what comes next; and where to look for stations to report for."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from sinergi.agencies.models import Post
from sinergi.kernel.models import Operation
from sinergi.polling.models import CheckIn, Milestone, Standing, Station
from sinergi.regions.models import Region, under


@dataclass(frozen=True)
class Step:
    """One milestone of a station, and what holds for it; None while it is not reported."""

    milestone: Milestone
    standing: Standing | None

    @property
    def done(self) -> bool:
        """Whether it was reported, and not taken back."""
        return self.standing is not None and not self.standing.withdrawn

    @property
    def shown(self) -> Standing | None:
        """What is shown of it."""
        return self.standing if self.done else None


@dataclass(frozen=True)
class StationDay:
    """A station with its steps, in their order."""

    station: Station
    steps: list[Step]

    @property
    def next(self) -> Milestone | None:
        """The first step after the last that was reported; when there is none, the first missed."""
        done = [index for index, step in enumerate(self.steps) if step.done]
        ahead = self.steps[done[-1] + 1 :] if done else self.steps
        wanted = ahead or [step for step in self.steps if not step.done]
        return wanted[0].milestone if wanted else None

    @property
    def missed(self) -> list[Milestone]:
        """What was passed over: not reported, though something later was."""
        coming = self.next
        return [s.milestone for s in self.steps if not s.done and s.milestone is not coming
                and coming is not None and s.milestone.order < coming.order]  # fmt: skip

    @property
    def last(self) -> Step | None:
        """The latest step that was reported."""
        return next((step for step in reversed(self.steps) if step.done), None)


def milestones_of(operation: Operation) -> list[Milestone]:
    """The milestones of the day, in their order."""
    return list(Milestone.objects.filter(operation=operation, active=True))


def days_of(stations: Sequence[Station], milestones: Sequence[Milestone]) -> list[StationDay]:
    """The steps of each of the stations; one statement."""
    rows = Standing.objects.filter(station__in=[station.pk for station in stations])
    held: dict[tuple[uuid.UUID, uuid.UUID], Standing] = {
        (row.station_id, row.milestone_id): row for row in rows.select_related("check_in")
    }
    return [
        StationDay(station, [Step(one, held.get((station.pk, one.pk))) for one in milestones])
        for station in stations
    ]


def history_of(station: Station, milestone: Milestone | None = None) -> list[CheckIn]:
    """All that was said of it, the last first."""
    rows = station.check_ins.select_related("milestone", "post").order_by("-written_at", "-id")
    return list(rows.filter(milestone=milestone) if milestone else rows[:100])


def stations_in(post: Post, code: str) -> list[Station]:
    """Her stations of a village."""
    rows = Station.objects.visible_to(post).filter(region_id=code, active=True)
    return list(rows.select_related("region__parent"))


def villages_with(post: Post, below: str = "") -> list[Region]:
    """The villages with stations of hers, each with `count`; below a place, or all of them."""
    stations = Station.objects.visible_to(post).filter(active=True)
    if below:
        stations = stations.filter(under("region_id", [below]))
    counts = dict(stations.order_by().values_list("region_id").annotate(Count("pk")))
    rows = list(Region.objects.filter(pk__in=list(counts)).select_related("parent"))
    return _counted(rows, counts)


def districts_with(post: Post) -> list[Region]:
    """The districts with stations of hers, each with `count`."""
    stations = Station.objects.visible_to(post).filter(active=True).order_by()
    counts = dict(stations.values_list("region__parent_id").annotate(Count("pk")))
    rows = list(Region.objects.filter(pk__in=list(counts)).select_related("parent"))
    return _counted(rows, counts)


def _counted(rows: Iterable[Region], counts: dict[str, int]) -> list[Region]:
    found = sorted(rows, key=lambda row: row.pk)
    for row in found:
        row.count = counts[row.pk]  # type: ignore[attr-defined]
    return found
