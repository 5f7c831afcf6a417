"""How a case is laid on a desk, and its clock set: shared by the actions."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection

from sinergi.agencies.models import Desk, DeskMember
from sinergi.incidents import rules
from sinergi.incidents.models import EscalationPolicy, Incident, Movement
from sinergi.incidents.problems import NoDesk, WrongState
from sinergi.kernel.clock import now

WIDTHS = {"village": 13, "district": 8, "regency": 5}  # of an official code at that level


def current_table(operation_id: Any) -> rules.Table:
    """The policy in force; the default one until the first was set."""
    policy = EscalationPolicy.objects.filter(operation_id=operation_id).first()
    return policy.rules() if policy else rules.DEFAULT_POLICY


def lay_on(
    incident: Incident,
    desk: Desk,
    reason: str,
    *,
    by_label: str,
    minutes: int | None = None,
    note: str = "",
) -> None:
    """Lay the case on `desk`, start its clock there, and remember why. Saves the case."""
    placed = incident.arrived_at is not None  # a new case lies nowhere yet
    before = incident.desk if placed else None
    place_on(incident, desk, current_table(incident.operation_id))
    incident.save()
    moved(incident, before, reason, by_label=by_label, minutes=minutes, note=note).save()


def place_on(incident: Incident, desk: Desk, table: rules.Table) -> None:
    """Let the case lie on `desk` with a new clock; nothing is saved."""
    incident.desk, incident.level, incident.arrived_at = desk, desk.level, now()
    incident.acknowledged_at = None
    incident.reminders = 0
    start_clock(incident, table)


def moved(
    incident: Incident,
    before: Desk | None,
    reason: str,
    *,
    by_label: str,
    minutes: int | None = None,
    note: str = "",
) -> Movement:
    """The step of a case to its present desk, and why; to be saved."""
    return Movement(
        incident=incident,
        from_desk=before,
        to_desk=incident.desk,
        reason=reason,
        minutes=minutes,
        note=note[:500],
        at=now(),
        by_label=by_label[:200],
    )


def start_clock(incident: Incident, table: rules.Table | None = None) -> None:
    """Set the deadlines of the case at its present desk, by the policy in force (`table`)."""
    table = table or current_table(incident.operation_id)
    clock = rules.clock_for(table, incident.severity, incident.level, incident.arrived_at)
    incident.ack_due, incident.settle_due = clock.ack_due, clock.settle_due
    incident.next_deadline = clock.next(incident.acknowledged_at is not None)


def stop_clock(incident: Incident) -> None:
    """A closed case has no running clock."""
    incident.ack_due = incident.settle_due = incident.next_deadline = None
    incident.reminders = 0
    incident.closed_at = now()


def take_notice(incident: Incident) -> None:
    """The desk works on it: that is an acknowledgement too."""
    if incident.acknowledged_at is None:
        incident.acknowledged_at = now()
        incident.first_acknowledged_at = incident.first_acknowledged_at or now()
        incident.reminders = 0
        if incident.is_open and incident.settle_due:
            incident.next_deadline = incident.settle_due


def move(incident: Incident, verb: str) -> None:
    """Step through the state machine; raises WrongState when `verb` does not follow."""
    state = rules.next_state(verb, incident.state)
    if state is None:
        raise WrongState()
    incident.state = state


def desk_at(operation_id: Any, region_code: str, level: str) -> Desk:
    """The desk of that level in whose place the region lies; raises NoDesk."""
    code = region_code[: WIDTHS[level]]
    desk = Desk.objects.filter(operation_id=operation_id, region_id=code).first()
    if desk is None:
        raise NoDesk(field="region")
    return desk


_DESK = ("id", "operation_id", "region_id", "level", "name")
_DESTINATION = """
SELECT d.id, d.operation_id, d.region_id, d.level, d.name,
       (SELECT p.table FROM incidents_escalationpolicy p
        WHERE p.operation_id = d.operation_id ORDER BY p.version DESC LIMIT 1)
FROM agencies_desk d WHERE d.operation_id = %s AND d.region_id = %s
"""


def destination(operation_id: Any, region_code: str, level: str) -> tuple[Desk, rules.Table]:
    """The desk as `desk_at` finds it, with the policy in force: one statement for each report."""
    code = region_code[: WIDTHS[level]]
    with connection.cursor() as cursor:
        cursor.execute(_DESTINATION, [operation_id, code])
        found = cursor.fetchone()
    if found is None:
        raise NoDesk(field="region")
    *columns, table = found
    desk = Desk.from_db("default", _DESK, columns)
    return desk, EscalationPolicy(
        table=json.loads(table)
    ).rules() if table else rules.DEFAULT_POLICY


def is_seen_at(incident: Incident, desk: Desk) -> bool:
    """Whether somebody at the desk may see the case: a restricted one needs a named agency."""
    if incident.visibility != "restricted":
        return True
    sitting = DeskMember.objects.filter(desk=desk, until=None)
    return sitting.filter(post__agency_id__in=incident.audience).exists()


def level_of_place(region_code: str) -> str:
    """The lowest level that has a desk for this place."""
    return {13: "village", 8: "district"}.get(len(region_code), "regency")
