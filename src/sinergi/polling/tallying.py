"""The sums that boards read: changed by each check-in, and made anew from the stations at any time.

`rebuild` is the definition; `change` must always come to the same (tests/polling prove it).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, Protocol

from django.db import connection

from sinergi.kernel.models import Operation
from sinergi.polling.models import Milestone, Station
from sinergi.polling.rules import is_late


class Stands(Protocol):
    """What holds of a milestone: a row of `Standing`, or the check-in that is about to hold."""

    @property
    def value(self) -> int | None: ...
    @property
    def happened_at(self) -> datetime: ...
    @property
    def flag(self) -> str: ...
    @property
    def withdrawn(self) -> bool: ...


COLUMNS = ("done", "late", "flagged", "value", "voters")


class Share(NamedTuple):
    """What one station adds to the tally of its village."""

    done: int = 0
    late: int = 0
    flagged: int = 0
    value: int = 0
    voters: int = 0

    def minus(self, other: Share) -> Share:
        """The difference, column by column."""
        return Share(*(mine - its for mine, its in zip(self, other, strict=True)))


def share_of(standing: Stands | None, station: Station, milestone: Milestone) -> Share:
    """What `standing` adds; nothing when there is none, or it was withdrawn."""
    if standing is None or standing.withdrawn or not station.active:
        return Share()
    counted = milestone.kind == Milestone.Kind.COUNT
    return Share(
        done=1,
        late=int(is_late(standing.happened_at, milestone.due_at, milestone.grace)),
        flagged=int(bool(standing.flag)),
        value=standing.value or 0,
        voters=station.voters if counted else 0,
    )


CHANGE = """
INSERT INTO polling_tally
    (operation_id, region_id, milestone_id, done, late, flagged, value, voters)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (milestone_id, region_id) DO UPDATE SET
    done = polling_tally.done + EXCLUDED.done,
    late = polling_tally.late + EXCLUDED.late,
    flagged = polling_tally.flagged + EXCLUDED.flagged,
    value = polling_tally.value + EXCLUDED.value,
    voters = polling_tally.voters + EXCLUDED.voters
"""


def change(station: Station, milestone: Milestone, difference: Share) -> None:
    """Add a difference to the tally of the station's village; one statement, one row held."""
    if difference == Share():
        return
    with connection.cursor() as cursor:
        cursor.execute(
            CHANGE,
            [station.operation_id, station.region_id, milestone.pk, *difference],
        )


_REBUILD = """
INSERT INTO polling_tally
    (operation_id, region_id, milestone_id, done, late, flagged, value, voters)
SELECT s.operation_id, s.region_id, t.milestone_id,
       count(*),
       count(*) FILTER (WHERE t.happened_at > m.due_at + m.grace * interval '1 minute'),
       count(*) FILTER (WHERE t.flag <> ''),
       coalesce(sum(t.value), 0),
       coalesce(sum(s.voters_male + s.voters_female) FILTER (WHERE m.kind = 'count'), 0)
FROM polling_standing t
JOIN polling_station s ON s.id = t.station_id
JOIN polling_milestone m ON m.id = t.milestone_id
WHERE s.operation_id = %(operation)s AND s.active AND NOT t.withdrawn
  AND (%(villages)s::text[] IS NULL OR s.region_id = ANY(%(villages)s::text[]))
GROUP BY s.operation_id, s.region_id, t.milestone_id
"""


def rebuild(operation: Operation, villages: Iterable[str] | None = None) -> None:
    """Make the tallies anew from the stations, of some villages or of all; within an action."""
    codes = None if villages is None else sorted(set(villages))
    known = {"operation": operation.pk, "villages": codes}
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM polling_tally WHERE operation_id = %(operation)s AND "
            "(%(villages)s::text[] IS NULL OR region_id = ANY(%(villages)s::text[]))",
            known,
        )
        cursor.execute(_REBUILD, known)
