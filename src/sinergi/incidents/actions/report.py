"""Reporting: the first minute of a case."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.incidents import permissions, rules
from sinergi.incidents.actions.evidence import attach
from sinergi.incidents.actions.placing import destination, level_of_place, moved, place_on
from sinergi.incidents.kinds import KINDS, SEVERITIES
from sinergi.incidents.models import Incident
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import current_operation, now
from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.models import Operation
from sinergi.kernel.numbers import next_number
from sinergi.kernel.problems import Conflict, Forbidden, Invalid, Problem
from sinergi.kernel.rows import insert
from sinergi.regions.models import Region

FUTURE_TOLERANCE = timedelta(minutes=10)  # clocks of old phones run ahead
OLDEST = timedelta(days=366)  # anything older is a slip of the finger in the date
LONGEST = {"what": 10_000, "place": 200, "damage": 300}  # characters
MOST_PEOPLE = 9_999


@dataclass(frozen=True)
class Report:
    """What a reporter says. `client_id` makes a repeat of the same report no second case."""

    region: Region
    kind: str
    what: str
    severity: str = ""
    happened_at: datetime | None = None
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    injured: int = 0
    dead: int = 0
    damage: str = ""
    client_id: uuid.UUID = field(default_factory=uuid7)


def report_incident(by: Post, report: Report, files: Sequence[Any] = ()) -> Incident:
    """Report what happened; the same `client_id` again gives the case that is there already.

    Raises Invalid with its field, Forbidden for a place outside the reporter's area, Conflict
    when another post used the same `client_id`.
    """
    try:
        return _report(by, report.region, report=report, files=files)
    except (IntegrityError, Problem):
        # Nearly every report is new, so it is only looked for once it cannot be made.
        there = _already_there(by, report)
        if there is None:
            raise
        return there


def _already_there(by: Post, report: Report) -> Incident | None:
    found = (
        Incident.objects.filter(operation_id=by.operation_id, client_id=report.client_id)
        .select_related("desk", "region")
        .first()
    )
    if found is not None and found.reporter_id != by.pk:
        raise Conflict(field="client_id")
    return found


@action(
    "incident.reported",
    subject=Incident,
    parent=Region,
    may=permissions.may_report,
    title=_("Report"),
)
def _report(by: Post, region: Region, *, report: Report, files: Sequence[Any]) -> Incident:
    check(report)
    operation = _operation(by)
    severity = report.severity or KINDS[report.kind].severity
    incident = Incident(
        operation=operation,
        client_id=report.client_id,
        region=region,
        place=report.place.strip(),
        lon=report.lon,
        lat=report.lat,
        kind=report.kind,
        severity=severity,
        what=report.what.strip(),
        happened_at=report.happened_at or now(),
        reported_at=now(),
        injured=report.injured,
        dead=report.dead,
        damage=report.damage.strip(),
        reporter=by,
        reporter_label=by.actor_label,
    )
    home = level_of_place(region.pk)
    level = rules.first_level(severity, home)
    desk, table = destination(operation.pk, region.pk, level)
    reason = "critical" if level != home else "reported"
    place_on(incident, desk, table)
    insert(moved(incident, None, reason, by_label=by.actor_label))
    for file in files:
        attach(by, incident, file)
    # The number is taken last, for its series is the one lock that all reporters share. What was
    # written above names the case by its key; the database asks for it at the commit only.
    incident.number = next_number("KJD", operation)
    insert(incident)
    note(desk=desk.name)
    return incident


def _operation(by: Post) -> Operation:
    operation = current_operation()
    if operation is None or operation.pk != by.operation_id:
        raise Forbidden(_("This post does not belong to the current operation."))
    return operation


def check(report: Report) -> None:
    """Raise Invalid, with its field, for what cannot be."""
    if report.kind not in KINDS:
        raise Invalid(_("Choose what kind of incident it is."), field="kind")
    if report.severity and report.severity not in SEVERITIES:
        raise Invalid(_("Choose how severe it is."), field="severity")
    if len(report.what.strip()) < 10:
        raise Invalid(_("Say in a sentence what happened (10 characters or more)."), field="what")
    if report.happened_at and report.happened_at > now() + FUTURE_TOLERANCE:
        raise Invalid(_("This time lies in the future."), field="happened_at")
    if report.happened_at and report.happened_at < now() - OLDEST:
        raise Invalid(_("This time lies more than a year back."), field="happened_at")
    _check_sizes(report)
    if (report.lon is None) != (report.lat is None):
        raise Invalid(_("A position needs longitude and latitude."), field="lon")
    if not _in_indonesia(report.lon, report.lat):
        raise Invalid(_("This position is not in Indonesia."), field="lon")


def _check_sizes(report: Report) -> None:
    for name, most in LONGEST.items():
        if len(getattr(report, name).strip()) > most:
            raise Invalid(_("At most %(count)d characters.") % {"count": most}, field=name)
    for name in ("injured", "dead"):
        if not 0 <= getattr(report, name) <= MOST_PEOPLE:
            raise Invalid(_("Give the number of people."), field=name)


def _in_indonesia(lon: float | None, lat: float | None) -> bool:
    """Whether a position lies in the box around the country; none at all is no fault."""
    return lon is None or lat is None or (94 <= lon <= 142 and -12 <= lat <= 7)


__all__ = ["Report", "check", "report_incident"]
