"""A rule tried on the past: how often it would have fired, when and where."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sinergi.alerts.models import AlertRule
from sinergi.alerts.warning.conditions import spells_of
from sinergi.alerts.warning.spells import Spell, firings
from sinergi.regions.models import Region

SHOWN = 200  # firings kept with a trial; the count is of all


def fired_between(rule: AlertRule, since: datetime, until: datetime) -> list[Spell]:
    """What would have fired between the two moments: by the same rule as it watches now."""
    spells = spells_of(rule.condition, rule.operation, rule.parameters, since, until)
    return [spell for spell in firings(spells, rule.rest) if since < spell.began <= until]


def trial_of(rule: AlertRule, since: datetime, until: datetime) -> dict[str, Any]:
    """The result of a trial, as it is kept: count, places, and the first firings with why."""
    fired = fired_between(rule, since, until)
    shown = fired[:SHOWN]
    names = Region.objects.with_parent().in_bulk({spell.place for spell in shown})
    return {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "count": len(fired),
        "places": len({spell.place for spell in fired}),
        "fired": [_line(spell, names) for spell in shown],
    }


def _line(spell: Spell, names: dict[str, Region]) -> dict[str, Any]:
    place = names.get(spell.place)
    return {
        "at": spell.began.isoformat(),
        "until": spell.ended.isoformat() if spell.ended else None,
        "place": spell.place,
        "name": place.full_name if place else spell.place,
        "count": spell.count,
        "grounds": [list(pair) for pair in spell.grounds[:6]],
    }
