"""Who is placed where for security, and who is placed twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sinergi.agencies.models import Agency, Post
from sinergi.polling.models import SecurityList, Station, StationPerson
from sinergi.polling.models.secrecy import SECURED
from sinergi.polling.queries.plan import Plan
from sinergi.polling.rules import plan as rules
from sinergi.regions.models import under


def placed_rows(post: Post, district: str = "") -> QuerySet[StationPerson]:
    """Police, army and Linmas who stand at stations of her places."""
    rows = StationPerson.objects.filter(
        under("station__region_id", [district] if district else post.prefixes),
        station__operation_id=post.operation_id,
        service__in=SECURED,
        until__isnull=True,
    )
    return rows.select_related("station__region", "agency").order_by(
        "service", "title", "station__region_id", "station__number"
    )


def as_placed(row: StationPerson) -> rules.Placed:
    """As the rules look at it."""
    return rules.Placed(
        row.station_id, row.service, row.agency_id, row.title, row.phone, row.post_id, row.pk
    )


@dataclass(frozen=True)
class Double:
    """One body placed twice, with the rows."""

    mark: str
    people: list[StationPerson]


def doubles_of(people: Iterable[StationPerson], plan: Plan) -> list[Double]:
    """Who among `people` stands at places that one body cannot serve at once."""
    rows = {row.pk: row for row in people}
    found = rules.overlaps([as_placed(row) for row in rows.values()], plan.group_of)
    return [Double(one.mark, [rows[row.key] for row in one.placed]) for one in found]


@dataclass(frozen=True)
class GroupPeople:
    """A group of the plan with its stations and who serves there, by title."""

    group: rules.Group
    stations: list[Station]
    police: list[str]
    army: list[str]
    linmas: list[StationPerson]
    people: list[StationPerson]

    @property
    def police_missing(self) -> int:
        """How many are not placed yet."""
        return rules.gap(self.group.police, len(self.police))

    @property
    def linmas_missing(self) -> int:
        """How many are not placed yet."""
        return rules.gap(self.group.linmas, len(self.linmas))

    @property
    def whole(self) -> bool:
        """Whether everybody is placed."""
        return not (self.police_missing or self.linmas_missing)


def groups_with_people(plan: Plan, people: Iterable[StationPerson]) -> list[GroupPeople]:
    """The groups of the plan. One statement, for the stations."""
    stations = Station.objects.select_related("region").in_bulk([row.key for row in plan.places])
    by_group: dict[str, list[StationPerson]] = {}
    for person in people:
        by_group.setdefault(plan.group_of.get(person.station_id, ""), []).append(person)
    return [
        GroupPeople(
            group,
            [stations[row.key] for row in group.stations],
            _titles(by_group.get(group.code, ()), "police"),
            _titles(by_group.get(group.code, ()), "army"),
            [row for row in by_group.get(group.code, ()) if row.service == "linmas"],
            by_group.get(group.code, []),
        )
        for group in plan.groups
    ]


def _titles(people: Iterable[StationPerson], service: str) -> list[str]:
    return sorted({row.title for row in people if row.service == service})


def lists_of(post: Post, kind: str, agency: Agency | None = None) -> QuerySet[SecurityList]:
    """What was handed in or given out in her places, or by her agency; newest first."""
    hers = under("region_id", post.prefixes) | Q(agency_id=post.agency_id)
    rows = SecurityList.objects.filter(hers, operation_id=post.operation_id, kind=kind)
    rows = rows.filter(agency=agency) if agency else rows
    return rows.select_related("agency", "document", "region")
