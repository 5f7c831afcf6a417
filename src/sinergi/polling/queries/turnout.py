"""The turnout of a place: its curve so far, what was to be expected, and the forecast."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import connection

from sinergi.polling.expectation import expected_turnout, knows
from sinergi.polling.forecasting import MINIMUM_STATIONS, Forecast, VillageReport, forecast
from sinergi.polling.models import Milestone
from sinergi.polling.queries.board import Board
from sinergi.polling.queries.scope import Scope
from sinergi.regions.codes import clipped

KEPT = 20  # seconds for which the forecast of a whole province is kept

_VILLAGES = """
SELECT s.region_id, count(*), sum(s.voters_male + s.voters_female),
       count(t.id),
       coalesce(sum(s.voters_male + s.voters_female) FILTER (WHERE t.id IS NOT NULL), 0),
       coalesce(sum(t.value), 0),
       coalesce(sum(t.value::float8 * t.value
                    / nullif(s.voters_male + s.voters_female, 0)), 0)
FROM polling_station s
LEFT JOIN polling_standing t
    ON t.station_id = s.id AND t.milestone_id = %(milestone)s AND NOT t.withdrawn
WHERE s.operation_id = %(operation)s AND s.active
  AND (s.region_id = ANY(%(codes)s) OR s.region_id LIKE ANY(%(below)s))
GROUP BY s.region_id
"""


@dataclass(frozen=True)
class Turnout:
    """What is known of the final turnout. Shares of the registered voters, 0 to 1."""

    expected: float | None  # that of the last election, for the voters of today
    forecast: Forecast | None
    reported: int  # stations with a final count
    minimum: int = MINIMUM_STATIONS

    @property
    def still_needed(self) -> int:
        """Stations that are missing to a forecast."""
        return max(self.minimum - self.reported, 0)


def turnout_of(board: Board) -> Turnout:
    """One statement, or none while that of a whole province is kept."""
    final = board.final
    if final is None:
        return Turnout(None, None, 0)
    if not board.scope.is_wide:
        return _reckoned(board.scope, final.milestone)
    key = f"polling:turnout:{final.milestone.pk}:{'-'.join(board.scope.codes)}"
    found: Turnout | None = cache.get(key)
    if found is None:
        found = _reckoned(board.scope, final.milestone)
        cache.set(key, found, KEPT)
    return found


def _reckoned(scope: Scope, milestone: Milestone) -> Turnout:
    villages = village_reports(scope, milestone)
    registered = sum(row.all_voters for row in villages)
    known = registered and knows(row.code for row in villages)
    expected = (
        sum(row.all_voters * row.expected for row in villages) / registered if known else None
    )
    return Turnout(expected, forecast(villages), sum(row.reported for row in villages))


def village_reports(scope: Scope, milestone: Milestone) -> list[VillageReport]:
    """What each village has told of the final count. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_VILLAGES, {**scope.parameters(), "milestone": milestone.pk})
        rows = cursor.fetchall()
    expected = expected_turnout(row[0] for row in rows)
    return list(_reports(rows, expected))


def _reports(rows: Iterable[Any], expected: dict[str, float]) -> Iterable[VillageReport]:
    for code, stations, voters, reported, told, value, squares in rows:
        yield VillageReport(
            code=code,
            district=clipped(code, "district"),
            expected=expected[code],
            all_stations=stations,
            all_voters=int(voters),
            reported=reported,
            voters=int(told),
            value=int(value),
            squares=float(squares),
        )
