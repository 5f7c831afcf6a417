"""Mediation by the three pillars, its record, and whether the agreement holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.followups import actions as followups
from sinergi.incidents import minutes, permissions, rules
from sinergi.incidents.actions.evidence import attach
from sinergi.incidents.actions.life import needed, reopen
from sinergi.incidents.actions.placing import move, take_notice
from sinergi.incidents.models import AgreementCheck, Incident, Mediation
from sinergi.incidents.papers import in_indonesian
from sinergi.kernel.action import action, note
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now
from sinergi.kernel.documents import issue_document
from sinergi.kernel.problems import Invalid

PILLARS = ("village_head", "babinsa", "bhabinkamtibmas")
CHECK_AFTER_DAYS = (7, 30)
LONGEST_PLACE = 200  # characters


@action(
    "incident.mediated",
    subject=Mediation,
    parent=Incident,
    lock_parent=True,
    may=permissions.may_mediate,
    title=_("Mediate"),
)
def record_mediation(
    by: Post,
    incident: Incident,
    *,
    held_at: datetime,
    place: str,
    parties: Sequence[str],
    attendance: Mapping[str, bool],
    matter: str,
    outcome: str,
    agreement: str = "",
) -> Mediation:
    """Record a deliberation between at least two parties (roles, not names).

    An agreement is checked again after 7 and 30 days. Raises Invalid with its field.
    """
    roles = [party.strip() for party in parties if party.strip()]
    _check(held_at, place, roles, attendance, outcome)
    if outcome == "agreed":
        agreement = needed(agreement, "agreement", _("Say what was agreed."))
    move(incident, "mediate")
    take_notice(incident)
    incident.save()
    note(outcome=outcome)
    mediation = Mediation.objects.create(
        incident=incident,
        held_at=held_at,
        place=needed(place, "place", _("Say where it was held.")),
        parties=roles,
        attendance={pillar: bool(attendance.get(pillar)) for pillar in PILLARS},
        matter=needed(matter, "matter", _("Say what it was about.")),
        agreement=agreement.strip(),
        outcome=outcome,
    )
    if outcome == "agreed":
        for days in CHECK_AFTER_DAYS:
            _plan_check(mediation, days)
    return mediation


def _check(
    held_at: datetime,
    place: str,
    roles: Sequence[str],
    attendance: Mapping[str, bool],
    outcome: str,
) -> None:
    if len(roles) < 2:
        raise Invalid(_("Name at least two parties, by their role."), field="parties")
    if held_at > now():
        raise Invalid(_("This time lies in the future."), field="held_at")
    if len(place.strip()) > LONGEST_PLACE:
        raise Invalid(_("At most %(count)d characters.") % {"count": LONGEST_PLACE}, field="place")
    if not any(attendance.get(pillar) for pillar in PILLARS):
        raise Invalid(_("At least one of the three pillars leads it."), field="attendance")
    if outcome not in Mediation.Outcome.values:
        raise Invalid(_("Say whether they agreed."), field="outcome")


def _plan_check(mediation: Mediation, days: int) -> None:
    incident = mediation.incident
    due = now() + timedelta(days=days)
    followup = followups.assign(
        SYSTEM,  # type: ignore[arg-type]
        incident.desk,
        kind="agreement_check",
        title=in_indonesian(_("Does the agreement still hold? (%(days)d days)")) % {"days": days},
        detail=mediation.agreement,
        region=incident.region,
        to=incident.desk,
        due_at=due,
        origin=(incident.number, incident.get_absolute_url()),
        audience=incident.journal_audience(),
    )
    AgreementCheck.objects.create(
        incident=incident, mediation=mediation, followup=followup, days=days, due_at=due
    )


@action(
    "mediation.minutes_issued",
    subject=Mediation,
    may=permissions.may_work_on_mediation,
    title=_("Issue the official record"),
)
def issue_minutes(by: Post, mediation: Mediation) -> Mediation:
    """Make the *Berita Acara* as a PDF ready to sign; a second call keeps the first one."""
    if mediation.document_id is None:
        incident = mediation.incident
        mediation.document = issue_document(
            minutes.KIND,
            minutes.TEMPLATE,
            minutes.minutes_data(mediation),
            by=by,
            operation=incident.operation,
            region_code=incident.region_id,
            title=minutes.TITLE,
            series="BA",
        )
        mediation.save()
        note(number=mediation.document.number, sha256=mediation.document.sha256)
    return mediation


@action(
    "mediation.signed",
    subject=Mediation,
    may=permissions.may_work_on_mediation,
    title=_("Keep the signed copy"),
)
def attach_signed_minutes(by: Post, mediation: Mediation, *, file: Any) -> Mediation:
    """The signed copy comes back, as evidence of the case."""
    mediation.signed_copy = attach(by, mediation.incident, file, role="signed_minutes")
    mediation.save()
    return mediation


@action(
    "agreement.checked",
    subject=AgreementCheck,
    may=permissions.may_check_agreement,
    title=_("Check the agreement"),
)
def check_agreement(
    by: Post, check: AgreementCheck, *, held: bool, remark: str = ""
) -> AgreementCheck:
    """Whether it held; when it flared up, the case opens again with a new clock."""
    check.result = "held" if held else "flared_up"
    check.checked_at, check.note = now(), remark.strip()
    check.save()
    note(days=check.days, result=check.result)
    followups.conclude(by, check.followup, answer=str(check.get_result_display()))
    incident = Incident.objects.select_for_update().get(pk=check.incident_id)
    if not held and rules.next_state("reopen", incident.state):
        # Her desk may have settled it while it lies on another by now: then the house reopens it.
        actor = by if permissions.may_reopen(by, incident) else SYSTEM
        reopen(actor, incident, reason=check.note or str(check.get_result_display()))  # type: ignore[arg-type]
    return check
