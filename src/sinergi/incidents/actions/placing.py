"""How a case is laid on a desk, and its clock set: shared by the actions."""

from __future__ import annotations

from typing import Any

from sinergi.agencies.models import Desk, DeskMember
from sinergi.incidents import rules
from sinergi.incidents.models import EscalationPolicy, Incident, Movement
from sinergi.incidents.problems import NoDesk, WrongState
from sinergi.kernel.clock import now


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
    before = incident.desk if incident.desk_id else None
    incident.desk, incident.level, incident.arrived_at = desk, desk.level, now()
    incident.acknowledged_at = None
    incident.reminders = 0
    start_clock(incident)
    incident.save()
    Movement.objects.create(
        incident=incident,
        from_desk=before,
        to_desk=desk,
        reason=reason,
        minutes=minutes,
        note=note[:500],
        at=now(),
        by_label=by_label[:200],
    )


def start_clock(incident: Incident) -> None:
    """Set the deadlines of the case at its present desk, by the policy in force."""
    table = current_table(incident.operation_id)
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
    code = region_code[: {"village": 13, "district": 8, "regency": 5}[level]]
    desk = Desk.objects.filter(operation_id=operation_id, region_id=code).first()
    if desk is None:
        raise NoDesk(field="region")
    return desk


def is_seen_at(incident: Incident, desk: Desk) -> bool:
    """Whether somebody at the desk may see the case: a restricted one needs a named agency."""
    if incident.visibility != "restricted":
        return True
    sitting = DeskMember.objects.filter(desk=desk, until=None)
    return sitting.filter(post__agency_id__in=incident.audience).exists()


def level_of_place(region_code: str) -> str:
    """The lowest level that has a desk for this place."""
    return {13: "village", 8: "district"}.get(len(region_code), "regency")
