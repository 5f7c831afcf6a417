"""What is known and what is happening at a moment: each piece one statement.

A past moment is read from what is kept with its time: incidents by when they were reported,
assessments and findings by when they were made, readiness by when it was confirmed. A case that was
rejected or merged since counts at no time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Count, Max, Q
from django.db.models.functions import Left

from sinergi.agencies.models import Desk
from sinergi.kernel.clock import local, midnight
from sinergi.kernel.models import Operation
from sinergi.polling.models import StationIndicator
from sinergi.readiness.models import ReadinessItem
from sinergi.risk.reading.events import Happened, what_happened
from sinergi.stages.models import Stage

LONGEST_SILENCE = 14  # days


@dataclass(frozen=True)
class Facts:
    """All that was read; codes of villages, keys of stations and codes of indicators as found."""

    assessed: Mapping[str, list[tuple[str, UUID | None, int]]]  # by indicator
    findings: Mapping[UUID, tuple[frozenset[str], frozenset[str]]]  # examined, present
    happened: Mapping[str, dict[str, Happened]]  # by kind and village
    tensions: Mapping[str, int]  # by kind of incident
    silence: Mapping[str, int]  # days by village; empty before the first confirmation of all
    gaps: Mapping[str, float]  # share by district


def read_facts(operation: Operation, moment: datetime, half_life: float) -> Facts:
    """What is known at `moment`. Seven statements."""
    day = local(moment).date()
    return Facts(
        assessed=_assessed(operation, moment),
        findings=_findings(operation, moment),
        happened=what_happened(operation, moment, half_life),
        tensions=_tensions(operation, day),
        silence=_silence(operation, day),
        gaps=_gaps(operation, day, moment),
    )


_NEWEST = """
SELECT code, region_id, station_id, value FROM (
    SELECT DISTINCT ON (a.region_id, a.station_id, v.indicator_id)
        i.code, a.region_id, a.station_id, v.value
    FROM risk_assessedvalue v
    JOIN risk_assessment a ON a.id = v.assessment_id
    JOIN risk_riskindicator i ON i.id = v.indicator_id
    WHERE a.operation_id = %s AND a.assessed_at <= %s
    ORDER BY a.region_id, a.station_id, v.indicator_id, a.assessed_at DESC, a.id DESC
) newest WHERE value IS NOT NULL
"""


def _assessed(
    operation: Operation, moment: datetime
) -> dict[str, list[tuple[str, UUID | None, int]]]:
    """The newest word on each indicator of each place."""
    found: dict[str, list[tuple[str, UUID | None, int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [operation.pk, moment])
        for code, region, station, value in cursor.fetchall():
            found.setdefault(code, []).append((region, station, value))
    return found


def _findings(
    operation: Operation, moment: datetime
) -> dict[UUID, tuple[frozenset[str], frozenset[str]]]:
    """Which indicators of Bawaslu's list were looked at, and which are present."""
    rows = StationIndicator.objects.filter(
        station__operation=operation, station__active=True, found_at__lte=moment
    ).order_by()
    told = rows.values_list("station").annotate(
        examined=ArrayAgg("indicator__code"),
        there=ArrayAgg("indicator__code", filter=Q(present=True), default=[]),
    )
    return {key: (frozenset(examined), frozenset(there)) for key, examined, there in told}


def _tensions(operation: Operation, day: date) -> dict[str, int]:
    """How tense the stages that are on make each kind of incident."""
    rows = Stage.objects.filter(operation=operation, tension__gt=0).on(day)
    found: dict[str, int] = {}
    for tension, kinds in rows.values_list("tension", "tense_kinds"):
        for kind in kinds:
            found[kind] = max(found.get(kind, 0), tension)
    return found


def _silence(operation: Operation, day: date) -> dict[str, int]:
    """For how many ended days in a row each village's desk has said nothing."""
    rows = Desk.objects.filter(operation=operation, level="village").order_by()
    last = Max("confirmations__day", filter=Q(confirmations__day__lt=day))
    told: list[tuple[str, date | None]] = list(rows.values_list("region_id").annotate(last=last))
    if not any(when for _code, when in told):
        return {}
    return {code: _days_since(when, day) for code, when in told}


def _days_since(last: date | None, day: date) -> int:
    return min((day - last).days - 1, LONGEST_SILENCE) if last else LONGEST_SILENCE


def _gaps(operation: Operation, day: date, moment: datetime) -> dict[str, float]:
    """Of what the next stage asks of a district and its villages, the share not confirmed."""
    stage = _next_stage(operation, day)
    if stage is None:
        return {}
    ready = Q(state="ready", check_state="confirmed", checked_at__lte=moment)
    rows = ReadinessItem.objects.filter(operation=operation, active=True, stage=stage)
    told: Iterable[Any] = (
        rows.filter(level__in=("district", "village"))
        .order_by()
        .values_list(Left("region_id", 8))
        .annotate(asked=Count("pk"), done=Count("pk", filter=ready))
    )
    return {code: 1 - done / asked for code, asked, done in told}


def _next_stage(operation: Operation, day: date) -> UUID | None:
    """The next stage to begin of which something is asked."""
    rows = Stage.objects.filter(operation=operation, items__active=True).after(day)
    return rows.values_list("pk", flat=True).first()


def end_of(day: date) -> datetime:
    """The moment at which a day ends in the region's zone."""
    return midnight(day + timedelta(days=1))
