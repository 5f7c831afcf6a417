"""Between desks: acknowledged, moved up, moved up by itself, handed down; and the policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Desk, Post
from sinergi.incidents import permissions, rules
from sinergi.incidents.actions.life import needed
from sinergi.incidents.actions.placing import (
    current_table,
    desk_at,
    is_seen_at,
    lay_on,
    take_notice,
)
from sinergi.incidents.models import EscalationPolicy, Incident
from sinergi.incidents.problems import NoDeskAbove, NoDeskBelow, WrongState
from sinergi.kernel.action import action, note
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation
from sinergi.kernel.permission import Answer, no
from sinergi.kernel.problems import Conflict, Invalid

ABOVE = {"village": "district", "district": "regency"}


@action(
    "incident.acknowledged",
    subject=Incident,
    may=permissions.may_acknowledge,
    title=_("Acknowledge"),
)
def acknowledge(by: Post, incident: Incident) -> Incident:
    """The desk has taken notice: from now on the time to settle counts."""
    if incident.acknowledged_at is not None:
        raise WrongState(_("Already acknowledged."))
    take_notice(incident)
    incident.save()
    return incident


@action("incident.escalated", subject=Incident, may=permissions.may_escalate, title=_("Move up"))
def escalate(by: Post, incident: Incident, *, reason: str) -> Incident:
    """Move it to the desk above, because this one cannot settle it."""
    text = needed(reason, "reason", _("Say why the desk above is needed."))
    _up(incident, "by_hand", by_label=by.actor_label, note_text=text)
    return incident


@action(
    "incident.handed_down",
    subject=Incident,
    may=permissions.may_hand_down,
    title=_("Hand down"),
)
def hand_down(by: Post, incident: Incident, *, reason: str) -> Incident:
    """Hand it to the desk below, which can settle it."""
    text = needed(reason, "reason", _("Say what the desk below is to do."))
    below = {"regency": "district", "district": "village"}.get(incident.level)
    width = {"district": 8, "village": 13}.get(below or "", 99)
    if below is None or len(incident.region_id) < width:
        raise NoDeskBelow()
    desk = desk_at(incident.operation_id, incident.region_id, below)
    if not is_seen_at(incident, desk):
        raise NoDeskBelow(
            _("Nobody at %(desk)s may see this restricted case.") % {"desk": desk.name}
        )
    note(to=desk.name, remark=text, **{"from": incident.desk.name})
    lay_on(incident, desk, "handed_down", by_label=by.actor_label, note=text)
    return incident


def _nobody(by: Post, incident: Incident) -> Answer:
    """Only the house's own clock does this."""
    return no(_("Only the clock does this."))


@action("incident.climbed", subject=Incident, may=_nobody, title=_("Climb by itself"), system=True)
def climb(by: object, incident: Incident) -> Incident:
    """It missed its deadline: it moves up by itself, and says why.

    Raises WrongState when the deadline is not missed (somebody was faster).
    """
    if incident.next_deadline is None or incident.next_deadline > now():
        raise WrongState()
    missed_ack = incident.acknowledged_at is None
    pair = current_table(incident.operation_id)[incident.severity][incident.level]
    reason = "unacknowledged" if missed_ack else "unsettled"
    _up(incident, reason, by_label=SYSTEM.actor_label, minutes=pair[0 if missed_ack else 1])
    return incident


@action("incident.reminded", subject=Incident, may=_nobody, title=_("Remind"), system=True)
def remind(by: object, incident: Incident) -> Incident:
    """The regency's desk missed a deadline: nobody is above it, so it is told again."""
    if incident.next_deadline is None or incident.next_deadline > now():
        raise WrongState()
    table = current_table(incident.operation_id)
    ack, settle = table[incident.severity][incident.level]
    minutes = settle if incident.acknowledged_at else ack
    incident.next_deadline = now() + rules.remind_after(minutes, incident.reminders)
    incident.reminders += 1
    incident.save()
    return incident


def _up(
    incident: Incident,
    reason: str,
    *,
    by_label: str,
    minutes: int | None = None,
    note_text: str = "",
) -> None:
    desk = _desk_above(incident)
    note(
        reason=reason,
        to=desk.name,
        remark=note_text,
        minutes=minutes,
        **{"from": incident.desk.name},
    )
    lay_on(incident, desk, reason, by_label=by_label, minutes=minutes, note=note_text)


def _desk_above(incident: Incident) -> Desk:
    """The next desk above at which somebody may see the case; the regency's is the last."""
    level = ABOVE.get(incident.level)
    while level is not None:
        desk = desk_at(incident.operation_id, incident.region_id, level)
        if level == "regency" or is_seen_at(incident, desk):
            return desk
        level = ABOVE.get(level)
    raise NoDeskAbove()


@action(
    "policy.set",
    subject=EscalationPolicy,
    parent=Operation,
    lock_parent=True,
    may=permissions.may_set_policy,
    title=_("Set the escalation policy"),
    system=True,
)
def set_policy(
    by: Post,
    operation: Operation,
    *,
    table: Mapping[str, Mapping[str, Sequence[int]]],
    remark: str = "",
    based_on: int | None = None,
) -> EscalationPolicy:
    """A new version of the policy: it holds for what arrives at a desk from now on.

    Raises Invalid with field `<severity>-<level>` for a time that is missing or cannot be, and
    Conflict when `based_on`, the version from which the sender started, is no longer in force.
    """
    for severity, level, code in rules.policy_errors(table):
        raise Invalid(POLICY_ERRORS[code], field=f"{severity}-{level}")
    last = EscalationPolicy.objects.filter(operation=operation).first()
    if based_on is not None and based_on != (last.version if last else 0):
        raise Conflict()
    return EscalationPolicy.objects.create(
        operation=operation,
        version=last.version + 1 if last else 1,
        table={s: {lv: list(p) for lv, p in levels.items()} for s, levels in table.items()},
        made_at=now(),
        made_by=by.actor_label,
        note=remark.strip()[:300],
    )


POLICY_ERRORS = {
    "missing": _("Both times are needed."),
    "range": _("Acknowledge within 5 minutes to 7 days, settle within 30 days."),
    "order": _("The time to settle cannot be shorter than the time to acknowledge."),
}
