"""Where the facts of each condition come from: bounded statements, then `spells` decides.

Each function gives the spells of a condition between two moments, from what the rooms below keep.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sinergi.alerts.warning.conditions import (
    of_desks,
    of_incidents,
    of_readiness,
    of_risk,
    of_stations,
)
from sinergi.alerts.warning.spells import Spell
from sinergi.kernel.models import Operation

Facts = Callable[[Operation, Mapping[str, Any], datetime, datetime], list[Spell]]

SPELLS: dict[str, Facts] = {
    "incidents": of_incidents.together,
    "unacknowledged": of_incidents.unanswered,
    "readiness": of_readiness.behind,
    "silent_desk": of_desks.silent,
    "silent_stations": of_stations.silent,
    "improbable": of_stations.improbable,
    "risen": of_risk.risen,
}


def spells_of(
    condition: str,
    operation: Operation,
    values: Mapping[str, Any],
    since: datetime,
    until: datetime,
) -> list[Spell]:
    """The spells in which the condition held between `since` and `until`, in a few statements."""
    return SPELLS[condition](operation, values, since, until)
