"""Who has not reported what is due, longest overdue first, and whom to call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from sinergi.agencies.models import Post
from sinergi.kernel.clock import local, now
from sinergi.polling.models import Milestone, Station, StationCall, StationPerson
from sinergi.polling.models.secrecy import unknown_services
from sinergi.polling.queries.scope import Scope

ON_A_PAGE = 15
CALLED_LATELY = timedelta(minutes=30)  # who called is shown as just done
VILLAGE_ROLES = ("village_committee", "village_supervisor", "village_head")

# One pass over the pairs of stations and due milestones, against what stands.
_SILENT = """
SELECT s.id, min(m.due_at), array_agg(m.id), count(*) OVER ()
FROM polling_station s
JOIN polling_milestone m ON m.operation_id = s.operation_id AND m.id = ANY(%(milestones)s)
LEFT JOIN polling_standing t
    ON t.station_id = s.id AND t.milestone_id = m.id AND NOT t.withdrawn
WHERE s.operation_id = %(operation)s AND s.active AND t.id IS NULL
  AND (s.region_id = ANY(%(codes)s) OR s.region_id LIKE ANY(%(below)s))
GROUP BY s.id
ORDER BY min(m.due_at), s.region_id, s.number
LIMIT %(limit)s OFFSET %(offset)s
"""


@dataclass(frozen=True)
class Contact:
    """Somebody who can be called about a station."""

    title: str
    phone: str


@dataclass
class Silent:
    """A station that owes something."""

    station: Station
    since: datetime
    milestones: list[Milestone]
    contacts: list[Contact] = field(default_factory=list)
    call: StationCall | None = None
    called_lately: bool = False


@dataclass(frozen=True)
class SilentPage:
    """A page of them, and how many there are in all."""

    rows: list[Silent]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(-(-self.total // ON_A_PAGE), 1)

    @property
    def previous(self) -> int | None:
        """The page before."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The page after."""
        return self.number + 1 if self.number < self.pages else None


def silent_stations(
    scope: Scope, overdue: Sequence[Milestone], number: int = 1, limit: int = ON_A_PAGE
) -> SilentPage:
    """Stations that owe one of the `overdue` milestones. At most five statements.

    None of a whole province: there each regency calls its own.
    """
    if not overdue or scope.is_wide:
        return SilentPage([], 0, 1)
    found = _found(scope, overdue, number, limit)
    stations = Station.objects.select_related("region__parent").in_bulk([row[0] for row in found])
    known = {row.pk: row for row in overdue}
    rows = [
        Silent(stations[key], since, sorted((known[m] for m in owed), key=lambda m: m.order))
        for key, since, owed, _total in found
    ]
    _add_contacts(scope.post, rows)
    _add_calls(rows)
    return SilentPage(rows, found[0][3] if found else 0, number)


def _found(
    scope: Scope, overdue: Sequence[Milestone], number: int, limit: int
) -> list[tuple[UUID, datetime, list[UUID], int]]:
    asked = {
        **scope.parameters(),
        "milestones": [row.pk for row in overdue],
        "limit": limit,
        "offset": (number - 1) * ON_A_PAGE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SILENT, asked)
        return list(cursor.fetchall())


def _add_contacts(post: Post, rows: Iterable[Silent]) -> None:
    """Those of the station first, then those of its village. Two statements."""
    silent = list(rows)
    by_station: dict[UUID, list[Contact]] = defaultdict(list)
    people = StationPerson.objects.filter(
        station__in=[row.station.pk for row in silent], until__isnull=True
    )
    # Where security stands is not for everybody to know (UU 14/2008 art. 17 c).
    told = people.exclude(service__in=unknown_services(post)).exclude(phone="")
    for person in told:
        by_station[person.station_id].append(Contact(person.title, person.phone))
    by_village = _of_villages(post, {row.station.region_id for row in silent})
    for row in silent:
        row.contacts = by_station[row.station.pk] + by_village[row.station.region_id]


def _of_villages(post: Post, codes: set[str]) -> dict[str, list[Contact]]:
    found: dict[str, list[Contact]] = defaultdict(list)
    posts = Post.objects.in_force(local(now()).date()).filter(
        operation_id=post.operation_id, role__in=VILLAGE_ROLES, region_id__in=codes
    )
    known = list(posts.select_related("account").exclude(account__phone=None))
    for one in sorted(known, key=lambda row: VILLAGE_ROLES.index(row.role)):
        if one.account.phone:
            found[one.region_id].append(Contact(one.title, str(one.account.phone)))
    return found


def _add_calls(rows: Iterable[Silent]) -> None:
    """The last call to each. One statement."""
    silent = {row.station.pk: row for row in rows}
    calls = StationCall.objects.filter(station__in=silent).order_by("station_id", "-called_at")
    lately = now() - CALLED_LATELY
    for call in calls.distinct("station_id"):
        row = silent[call.station_id]
        row.call, row.called_lately = call, call.called_at >= lately
