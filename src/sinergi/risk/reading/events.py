"""Incidents as the index counts them: the sums of their weights, by village and kind.

Restricted cases count as all do: a number of which nothing can be read back. A case that was
rejected, or told a second time, does not count; nor does one that has faded (`FORGOTTEN`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import connection

from sinergi.incidents.models import Incident
from sinergi.kernel.models import Operation
from sinergi.risk.rules.fading import FORGOTTEN

SEVERITIES = Path(__file__).parents[1] / "data" / "severities.yaml"
NOT_COUNTED = [Incident.State.REJECTED.value, Incident.State.MERGED.value]
_SUMS = """
SELECT region_id, kind, (sum(weight) / 1e6)::float8, (sum(weight * weight) / 1e12)::float8
FROM (
    SELECT region_id, kind, round(1e6 * heavy.weight * power(2.0::float8,
        -greatest(date_part('epoch', %(at)s - happened_at), 0) / 86400 / %(half_life)s
    ))::bigint AS weight
    FROM incidents_incident
    JOIN unnest(%(names)s::text[], %(weights)s::float8[]) AS heavy(name, weight)
        ON heavy.name = severity
    WHERE operation_id = %(operation)s AND happened_at > %(since)s AND reported_at <= %(at)s
        AND state <> ALL(%(out)s)
) weighed GROUP BY region_id, kind ORDER BY region_id, kind
"""


@dataclass(frozen=True)
class Happened:
    """The weights of the incidents of one kind in one place: their sum, and that of squares."""

    total: float
    squares: float


@cache
def severities() -> dict[str, float]:
    """How much an incident weighs by its severity."""
    told: dict[str, float] = yaml.safe_load(SEVERITIES.read_text("utf-8"))
    return told


def what_happened(
    operation: Operation, moment: datetime, half_life: float
) -> Mapping[str, dict[str, Happened]]:
    """{kind: {village: its incidents}} as they weigh at `moment`, by what was reported then.

    One statement. Weights are rounded to millionths and summed exactly.
    """
    asked: dict[str, Any] = {
        "at": moment,
        "since": moment - timedelta(days=FORGOTTEN * half_life),
        "half_life": half_life,
        "names": list(severities()),
        "weights": list(severities().values()),
        "operation": operation.pk,
        "out": NOT_COUNTED,
    }
    found: dict[str, dict[str, Happened]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, asked)
        for region, kind, total, squares in cursor.fetchall():
            found.setdefault(kind, {})[region] = Happened(total, squares)
    return found
