"""Polling stations of the voting day: those that are silent, and those with improbable figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from sinergi.alerts.warning.spells import Happening, Spell, clusters, shortfall
from sinergi.kernel.models import Operation
from sinergi.polling.models import CheckIn, Milestone, Standing, Station
from sinergi.regions.codes import clipped

LOOKED_AT = timedelta(hours=24)  # after a milestone was due; then its silence is no news


def _board(code: str) -> str:
    return f"{reverse('polling:board')}?region={code}"


def silent(
    operation: Operation, values: Mapping[str, Any], since: datetime, until: datetime
) -> list[Spell]:
    """Places with at least so many stations that owe a milestone. Three statements.

    One situation is one milestone in one place.
    """
    patience = timedelta(minutes=values["minutes"])
    due = Milestone.objects.filter(
        operation=operation, active=True,
        due_at__gt=since - patience - LOOKED_AT, due_at__lte=until - patience,
    )  # fmt: skip
    milestones = {row.pk: row for row in due}
    if not milestones:
        return []
    rows = Station.objects.filter(operation=operation, active=True)
    stations = Counter(
        clipped(code, values["place"]) for code in rows.values_list("region_id", flat=True)
    )
    heard = _heard(milestones, values["place"])
    spells = (
        _owed(milestones[key], place, total, heard[key, place], values["least"], patience, until)
        for key in milestones
        for place, total in sorted(stations.items())
    )
    return [spell for spell in spells if spell is not None]


def _heard(milestones: Mapping[Any, Milestone], level: str) -> dict[tuple[Any, str], list[Any]]:
    """{(milestone, place): when its stations were heard}"""
    found: dict[tuple[Any, str], list[Any]] = defaultdict(list)
    rows = Standing.objects.filter(
        milestone__in=milestones, withdrawn=False, station__active=True
    ).values_list("milestone_id", "station__region_id", "check_in__received_at")
    for key, code, at in rows:
        found[key, clipped(code, level)].append(at)
    return found


def _owed(
    milestone: Milestone, place: str, total: int, heard: list[datetime], least: int,
    patience: timedelta, until: datetime,
) -> Spell | None:  # fmt: skip
    begins = milestone.due_at + patience
    spell = shortfall(
        f"{milestone.code}:{place}", place, heard, needed=total - least + 1,
        span=(begins, begins + LOOKED_AT), until=until,
    )  # fmt: skip
    if spell is None:
        return None
    grounds = ((milestone.title, _board(place)),)
    return Spell(spell.key, place, spell.began, spell.ended, total - spell.count, grounds)


def improbable(
    operation: Operation, values: Mapping[str, Any], since: datetime, until: datetime
) -> list[Spell]:
    """Places with at least so many flagged stations within some hours. One statement.

    A station counts once however often it was flagged: at its first time in the span.
    """
    window = timedelta(hours=values["hours"])
    rows = CheckIn.objects.filter(
        operation=operation, withdrawn=False,
        received_at__gt=since - window, received_at__lte=until,
    ).exclude(flag="")  # fmt: skip
    firsts: dict[Any, Happening] = {}
    found = rows.order_by("received_at").values_list(
        "station_id", "station__region_id", "station__number", "received_at"
    )
    for station, code, number, at in found:
        place = clipped(code, values["place"])
        page = reverse("polling:station", args=[station])
        firsts.setdefault(station, Happening(at, place, f"TPS {number:03d} ({code})", page))
    return clusters(firsts.values(), least=values["least"], window=window, until=until)
