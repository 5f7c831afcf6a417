"""Places whose vulnerability rose to the highest category that an index gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.apps import apps

from sinergi.alerts.warning.spells import Spell
from sinergi.kernel.clock import local, midnight
from sinergi.kernel.models import Operation
from sinergi.regions.codes import level_of

VERY = "very"
DAY = timedelta(days=1)


def risen(
    operation: Operation, values: Mapping[str, Any], since: datetime, until: datetime
) -> list[Spell]:
    """Places that became very vulnerable, by the scores kept of each day. One statement.

    A place that was so before the first day that is looked at has not risen.
    """
    scores = apps.get_model("risk", "RiskScore")._default_manager.filter(
        operation=operation,
        region__isnull=False,
        day__gte=local(since).date() - DAY,
        day__lte=local(until).date(),
    )
    rows = scores.order_by("region_id", "day").values_list("region_id", "day", "category")
    spells: list[Spell] = []
    for code, days in groupby(rows, key=lambda row: str(row[0])):
        if level_of(code) == values["place"]:
            spells += _of_place(code, [(day, category) for _code, day, category in days])
    return spells


def _of_place(code: str, days: list[tuple[Any, str]]) -> list[Spell]:
    found: list[Spell] = []
    before, began = days[0][1], None
    for day, category in days[1:]:
        if category == VERY and before != VERY:
            began = midnight(day)
        elif category != VERY and began is not None:
            found.append(Spell(code, code, began, midnight(day)))
            began = None
        before = category
    return [*found, Spell(code, code, began)] if began is not None else found
