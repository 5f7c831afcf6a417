"""Desks of which nothing is heard: silence is never peace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min

from sinergi.agencies.models import DayConfirmation, Desk
from sinergi.alerts.warning.spells import Spell, silences
from sinergi.kernel.models import Operation


def silent(
    operation: Operation, values: Mapping[str, Any], since: datetime, until: datetime
) -> list[Spell]:
    """Desks of a level that confirmed no day for some hours: each is one situation.

    Three statements. Before any desk of the operation confirmed a day, none is silent.
    """
    patience = timedelta(hours=values["hours"])
    confirmed = DayConfirmation.objects.filter(desk__operation=operation)
    first = confirmed.aggregate(first=Min("confirmed_at"))["first"]
    if first is None or first > until:
        return []
    start = max(first, since - patience)
    marks: dict[Any, list[datetime]] = defaultdict(list)
    lately = confirmed.filter(
        desk__level=values["level"], confirmed_at__gt=start, confirmed_at__lte=until
    )
    for desk, at in lately.values_list("desk_id", "confirmed_at"):
        marks[desk].append(at)
    desks = Desk.objects.filter(operation=operation, level=values["level"]).order_by("region_id")
    return [
        spell for desk in desks for spell in _of(desk, [start, *marks[desk.pk]], patience, until)
    ]


def _of(desk: Desk, marks: list[datetime], patience: timedelta, until: datetime) -> list[Spell]:
    found = silences(str(desk.pk), desk.region_id, marks, patience=patience, until=until)
    grounds = ((desk.name, desk.get_absolute_url()),)
    return [Spell(s.key, s.place, s.began, s.ended, 1, grounds) for s in found]
