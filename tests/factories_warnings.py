"""Alerts and rules for tests: a rule that watches, an alert that runs."""

from __future__ import annotations

from typing import Any

from sinergi.alerts.actions import add_alert_rule, approve_alert, draft_alert
from sinergi.alerts.actions.alert_rules import set_rule_live, try_alert_rule
from sinergi.alerts.models import Alert, AlertReceipt, AlertRule
from sinergi.alerts.warning.drafting import Draft, RulePlan
from tests.factories import DISTRICT, World

HEADLINE = "{jumlah} kejadian di {tempat}"
THREE = {"least": 3, "kinds": [], "gravity": "low", "place": "district", "hours": 6}


def plan(**told: Any) -> RulePlan:
    """Three incidents in one district within six hours, told to its desk and the regency's."""
    given: dict[str, Any] = {
        "condition": "incidents",
        "parameters": THREE,
        "headline": HEADLINE,
        "instruction": "Hadir di lapangan.",
        "severity": "Severe",
        "reach": ["place", "regency"],
        "cooldown": 60,
        **told,
    }
    return RulePlan(**given)


def rule(world: World, *, live: bool = True, **told: Any) -> AlertRule:
    """A rule, tried and live unless said otherwise."""
    duty = world.post("duty_officer")
    row = add_alert_rule(duty, world.operation, plan(**told))
    if not live:
        return row
    return set_rule_live(duty, try_alert_rule(duty, row, days=7))


def draft(world: World, region: str = DISTRICT, **told: Any) -> Alert:
    """A draft by the duty officer."""
    given: dict[str, Any] = {
        "event": "Massa berkumpul",
        "headline": "Massa berkumpul di lapangan",
        "description": "Dua kelompok saling ejek.",
        "instruction": "Hadir di lapangan.",
        "severity": "Severe",
        "reach": ["place", "regency"],
        **told,
    }
    return draft_alert(world.post("duty_officer"), world.region(region), Draft(**given))


def running(world: World, region: str = DISTRICT, **told: Any) -> Alert:
    """One that was sent by the coordinator of the regency's desk."""
    return approve_alert(world.post("desk_coordinator"), draft(world, region, **told))


def receipt(world: World, alert: Alert, role: str) -> AlertReceipt:
    """That of a post."""
    return AlertReceipt.objects.get(alert=alert, post=world.posts[role])
