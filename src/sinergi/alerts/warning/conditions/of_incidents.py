"""Incidents that come together, and critical ones that nobody answers. Restricted ones never count.

A warning goes to many: it must not say by its number alone that there is a case which only few may
know of.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from sinergi.alerts.warning.spells import Happening, Spell, clusters, waits
from sinergi.incidents import rules
from sinergi.incidents.models import Incident
from sinergi.incidents.models.incident import IncidentRows
from sinergi.kernel.models import Operation
from sinergi.regions.codes import clipped

NO_CASES = ("rejected", "merged")
DAY = timedelta(days=1)


def _counted(operation: Operation) -> IncidentRows:
    rows: IncidentRows = Incident.objects.filter(operation=operation, visibility="ordinary")
    return rows


def _page(pk: Any) -> str:
    return reverse("incidents:incident", args=[pk])


def together(
    operation: Operation, values: Mapping[str, Any], since: datetime, until: datetime
) -> list[Spell]:
    """At least so many incidents reported in one place within some hours. One statement."""
    window = timedelta(hours=values["hours"])
    bad_enough = rules.SEVERITIES[rules.SEVERITIES.index(values["gravity"]) :]
    rows = _counted(operation).exclude(state__in=NO_CASES)
    rows = rows.filter(
        reported_at__gt=since - window, reported_at__lte=until, severity__in=bad_enough
    )
    if values["kinds"]:
        rows = rows.filter(kind__in=values["kinds"])
    found = rows.values_list("reported_at", "region_id", "number", "pk")
    happened = (
        Happening(at, clipped(code, values["place"]), number, _page(pk))
        for at, code, number, pk in found
    )
    return clusters(happened, least=values["least"], window=window, until=until)


def unanswered(
    operation: Operation, values: Mapping[str, Any], since: datetime, until: datetime
) -> list[Spell]:
    """Critical incidents that nobody acknowledged in time: each is one situation. One statement.

    An older one that was never answered is not news: it is looked for until a day after.
    """
    patience = timedelta(minutes=values["minutes"])
    rows = _counted(operation).filter(
        severity="critical", reported_at__gt=since - patience - DAY, reported_at__lte=until
    )
    found = rows.values_list(
        "pk", "number", "region_id", "reported_at", "first_acknowledged_at", "closed_at"
    )
    return [
        spell
        for pk, number, code, at, acknowledged, closed in found
        if (spell := _waiting(pk, number, code, at, acknowledged or closed, patience, until))
    ]


def _waiting(
    pk: Any, number: str, code: str, at: datetime, answered: datetime | None,
    patience: timedelta, until: datetime,
) -> Spell | None:  # fmt: skip
    spell = waits(str(pk), code, at, answered, patience=patience, until=until)
    if spell is None:
        return None
    return Spell(str(pk), code, spell.began, spell.ended, 1, ((number, _page(pk)),))
