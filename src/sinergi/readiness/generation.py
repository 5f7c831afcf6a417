"""One item for each agency and place, of each requirement: made, moved and let go in one statement.

Run as often as one likes: whatever changed in the requirements, the calendar, the agencies or the
places is followed; what was reported stays as it was reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

# `reach`: the places of each agency, by the beginning of their codes ('/' follows on '.' in the
# bytewise order of the column), and its own seat: the Polres of some districts only still answers
# for itself at the regency. Only levels that some requirement asks of its kind are looked at.
# `NOT IN`, for that is always answered from a hash of what is wanted; NOT EXISTS became a loop of
# two hundred thousand times two hundred thousand while the database did not know the table yet.
_STATEMENT = """
WITH asked AS (
    SELECT r.id, r.stage_id, r.agency_kind, r.agency_name, r.level,
           s.starts_on - r.lead_days::integer AS due_on
    FROM readiness_requirement r JOIN stages_stage s ON s.id = r.stage_id
    WHERE r.operation_id = %(operation)s AND r.active
), kinds AS (
    SELECT DISTINCT agency_kind, level FROM asked
), reach AS (
    SELECT a.id, a.kind, a.name, p.code, p.level
    FROM agencies_agency a
    CROSS JOIN LATERAL unnest(a.areas) AS area
    JOIN kinds k ON k.agency_kind = a.kind
    JOIN regions_region p ON p.level = k.level AND p.code >= area AND p.code < area || '/'
    WHERE a.operation_id = %(operation)s
    UNION
    SELECT a.id, a.kind, a.name, p.code, p.level
    FROM agencies_agency a
    JOIN kinds k ON k.agency_kind = a.kind
    JOIN regions_region p ON p.level = k.level AND p.code = a.region_id
    WHERE a.operation_id = %(operation)s
), wanted AS (
    SELECT asked.id AS requirement_id, asked.stage_id, asked.agency_kind, asked.level,
           asked.due_on, reach.id AS agency_id, reach.code AS region_id
    FROM asked JOIN reach ON reach.kind = asked.agency_kind AND reach.level = asked.level
        AND starts_with(lower(reach.name), lower(asked.agency_name))
), made AS (
    INSERT INTO readiness_readinessitem AS item
        (id, operation_id, requirement_id, stage_id, agency_id, agency_kind, region_id, level,
         due_on, active)
    SELECT gen_random_uuid(), %(operation)s, requirement_id, stage_id, agency_id, agency_kind,
           region_id, level, due_on, true
    FROM wanted
    ORDER BY region_id
    ON CONFLICT (requirement_id, agency_id, region_id) DO UPDATE
    SET stage_id = excluded.stage_id, agency_kind = excluded.agency_kind, level = excluded.level,
        due_on = excluded.due_on, active = true
    WHERE (item.stage_id, item.agency_kind, item.level, item.due_on, item.active)
        IS DISTINCT FROM
        (excluded.stage_id, excluded.agency_kind, excluded.level, excluded.due_on, true)
    RETURNING xmax = 0 AS is_new
), let_go AS (
    UPDATE readiness_readinessitem item SET active = false
    WHERE item.operation_id = %(operation)s AND item.active
        AND (item.requirement_id, item.agency_id, item.region_id) NOT IN (
            SELECT requirement_id, agency_id, region_id FROM wanted)
    RETURNING item.reported_at
)
SELECT (SELECT count(*) FROM wanted),
       (SELECT count(*) FROM made WHERE is_new),
       (SELECT count(*) FROM made WHERE NOT is_new),
       (SELECT count(*) FROM let_go),
       (SELECT count(reported_at) FROM let_go)
"""

_MOVING = """
UPDATE readiness_readinessitem item
SET due_on = stage.starts_on - requirement.lead_days::integer
FROM readiness_requirement requirement, stages_stage stage
WHERE requirement.id = item.requirement_id AND stage.id = item.stage_id
    AND item.stage_id = ANY(%s)
    AND item.due_on IS DISTINCT FROM stage.starts_on - requirement.lead_days::integer
"""


@dataclass(frozen=True)
class Generated:
    """What a run found and did. `kept`: no longer asked, but reported before, so still shown."""

    total: int
    new: int
    changed: int
    let_go: int
    kept: int


def generate(operation_id: Any) -> Generated:
    """Bring the items of an operation to what is asked now. One statement; idempotent."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"operation": operation_id})
        return Generated(*cursor.fetchone())


def move_due_days(stage_ids: Sequence[UUID]) -> dict[str, int]:
    """Let the due days follow these stages, which moved. One statement; says how many did."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVING, [list(stage_ids)])
        return {"readiness": cursor.rowcount}
