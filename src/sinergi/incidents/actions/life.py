"""The life of a case: verified, rejected, merged, corrected, handled, settled, reopened."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.incidents import permissions, rules
from sinergi.incidents.actions.placing import (
    desk_at,
    lay_on,
    move,
    start_clock,
    stop_clock,
    take_notice,
)
from sinergi.incidents.actions.report import Report, check
from sinergi.incidents.models import Incident
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Invalid, NotFound


def needed(text: str, field: str, message: Any) -> str:
    """`text` without its margins; raises Invalid at `field` when nothing is left."""
    if len(text.strip()) < 3:
        raise Invalid(message, field=field)
    return text.strip()


@action(
    "incident.verified", subject=Incident, may=permissions.may_verify, title=_("Verify the report")
)
def verify(by: Post, incident: Incident, *, remark: str = "") -> Incident:
    """The desk has made sure that it happened."""
    move(incident, "verify")
    take_notice(incident)
    incident.verified_at = now()
    incident.save()
    note(remark=remark.strip())
    return incident


@action("incident.rejected", subject=Incident, may=permissions.may_reject, title=_("Reject"))
def reject(by: Post, incident: Incident, *, reason: str, hoax: bool = False) -> Incident:
    """It did not happen (false or a hoax); the report stays, with the reason."""
    incident.outcome = needed(reason, "reason", _("Say why it is rejected."))
    move(incident, "reject")
    take_notice(incident)
    stop_clock(incident)
    incident.save()
    note(hoax=hoax)
    return incident


@action("incident.merged", subject=Incident, may=permissions.may_merge, title=_("Merge"))
def merge(by: Post, incident: Incident, *, into: Incident) -> Incident:
    """It tells of the same event as `into`, which is the one to work on; both stories stay."""
    if into.pk == incident.pk or into.state == "merged":
        raise Invalid(_("Choose the case that stays."), field="into")
    if not permissions.may_see(by, into):
        raise NotFound()
    move(incident, "merge")
    take_notice(incident)
    incident.merged_into = into
    stop_clock(incident)
    incident.save()
    note(into=into.number)
    return incident


@action("incident.corrected", subject=Incident, may=permissions.may_correct, title=_("Correct"))
def correct(by: Post, incident: Incident, *, report: Report, reason: str) -> Incident:
    """Correct what was reported; the journal keeps what it was, and why.

    A change of severity sets the clock anew from the time of arrival; what becomes critical goes
    to the regency's desk at once.
    """
    note(reason=needed(reason, "reason", _("Say why it is corrected.")))
    check(report)
    if not by.covers(report.region.pk) and report.region.pk != incident.region_id:
        raise Invalid(_("This place is outside your area."), field="region")
    severity_before, region_before = incident.severity, incident.region_id
    if report.region.pk != region_before:
        note(places=[incident.region.full_name, report.region.full_name])
    _take_over(incident, report)
    if incident.severity != severity_before and incident.severity in rules.STARTS_AT_REGENCY:
        if incident.level != "regency":
            top = desk_at(incident.operation_id, incident.region_id, "regency")
            lay_on(incident, top, "critical", by_label=by.actor_label)
            return incident
    elif incident.region_id != region_before and incident.level != "regency":
        level = incident.level
        if len(incident.region_id) == 5:
            level = "regency"
        elif len(incident.region_id) == 8:
            level = "district"
        desk = desk_at(incident.operation_id, incident.region_id, level)
        if desk.pk != incident.desk_id:
            lay_on(incident, desk, "reported", by_label=by.actor_label)
            return incident
    if incident.severity != severity_before:
        start_clock(incident)
    incident.save()
    return incident


def _take_over(incident: Incident, report: Report) -> None:
    incident.region = report.region
    incident.place, incident.what = report.place.strip(), report.what.strip()
    incident.kind, incident.severity = report.kind, report.severity or incident.severity
    incident.lon, incident.lat = report.lon, report.lat
    incident.injured, incident.dead = report.injured, report.dead
    incident.damage = report.damage.strip()
    incident.happened_at = report.happened_at or incident.happened_at


@action("incident.handled", subject=Incident, may=permissions.may_handle, title=_("Handle"))
def start_handling(by: Post, incident: Incident, *, steps: str) -> Incident:
    """The desk acts on it; `steps` says how."""
    move(incident, "handle")
    take_notice(incident)
    incident.save()
    note(steps=needed(steps, "steps", _("Say what is being done.")))
    return incident


@action("incident.settled", subject=Incident, may=permissions.may_settle, title=_("Settle"))
def settle(by: Post, incident: Incident, *, outcome: str) -> Incident:
    """It is settled at this desk; `outcome` says how."""
    incident.outcome = needed(outcome, "outcome", _("Say how it was settled."))
    move(incident, "settle")
    take_notice(incident)
    stop_clock(incident)
    incident.save()
    note(level=incident.level)
    return incident


@action(
    "incident.reopened",
    subject=Incident,
    may=permissions.may_reopen,
    title=_("Reopen"),
    system=True,
)
def reopen(by: Post, incident: Incident, *, reason: str) -> Incident:
    """It flared up again: it lies on the desk where it was, with a new clock."""
    note(reason=needed(reason, "reason", _("Say what happened again.")), before=incident.outcome)
    move(incident, "reopen")
    incident.closed_at = None
    incident.arrived_at = now()
    incident.acknowledged_at = now()
    incident.verified_at = incident.verified_at or now()
    start_clock(incident)
    incident.save()
    return incident


__all__ = [
    "correct",
    "merge",
    "needed",
    "reject",
    "reopen",
    "settle",
    "start_handling",
    "verify",
]
