"""Villages whose vulnerability rose to the highest category that the index gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from typing import Any

from sinergi.alerts.warning.spells import Spell
from sinergi.kernel.clock import local, midnight
from sinergi.kernel.models import Operation
from sinergi.risk.models import RiskScore

VERY = "very"
DAY = timedelta(days=1)
LOOKED_BACK = timedelta(days=7)  # for the score before, where a day has none


def risen(
    operation: Operation, values: Mapping[str, Any], since: datetime, until: datetime
) -> list[Spell]:
    """Villages that became very vulnerable, by the scores kept of each day. One statement.

    A rise holds for its day: afterwards the village is very vulnerable, and that is no news.
    """
    rows = RiskScore.objects.filter(
        operation=operation,
        station__isnull=True,
        day__gte=local(since).date() - LOOKED_BACK,
        day__lte=local(until).date(),
    )
    found = rows.order_by("region_id", "day").values_list("region_id", "day", "category")
    return [
        _spell(str(code), day, until)
        for code, days in groupby(found, key=lambda row: row[0])
        for day in _rises((day, category) for _code, day, category in days)
    ]


def _rises(days: Iterable[tuple[date, str]]) -> list[date]:
    return [
        day
        for (_, before), (day, category) in pairwise(days)
        if category == VERY and before != VERY
    ]


def _spell(code: str, day: date, until: datetime) -> Spell:
    began = midnight(day)
    ended = began + DAY
    return Spell(code, code, began, ended if ended <= until else None)
